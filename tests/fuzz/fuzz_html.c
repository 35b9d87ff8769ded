/*
 * fuzz_html.c - any bytes as a page of HTML
 */
#include "records_body.h"

#include "ingest/html/htmlpage.h"

static dossier_status read_records(dsr_source *source, dsr_outlet *outlet)
{
	return dsr_htmlpage_read(source, outlet, NULL);
}

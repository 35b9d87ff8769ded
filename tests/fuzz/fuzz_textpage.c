/*
 * fuzz_textpage.c - any bytes as a text page
 */
#include "records_body.h"

#include "ingest/textpage.h"

static dossier_status read_records(dsr_source *source, dsr_outlet *outlet)
{
	return dsr_textpage_read(source, outlet, NULL);
}

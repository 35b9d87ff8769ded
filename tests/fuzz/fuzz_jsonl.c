/*
 * fuzz_jsonl.c - any bytes as JSON records
 */
#include "records_body.h"

#include "ingest/jsonl.h"

static dossier_status read_records(dsr_source *source, dsr_outlet *outlet)
{
	static const char *const pairs[] = { "title=t", "id=i" };

	return dsr_jsonl_read(source, outlet, (dsr_fieldmap){ pairs, 2 }, NULL);
}

/*
 * records_body.h - a fuzz target for a reader of records: what is handed on is valid, and the sizes of reads do
 * not matter
 *
 * The first byte of the input is the size of a read in the second run.  The target defines read_records().
 */
#ifndef DSR_FUZZ_RECORDS_BODY_H
#define DSR_FUZZ_RECORDS_BODY_H

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/outlet.h"
#include "ingest/source.h"

/* Read all of the source with the reader under test. */
static void read_records(dsr_source *source, dsr_outlet *outlet);

typedef struct run {
	const uint8_t *p;
	size_t   n, at, step;
	uint64_t hash; /* of all records */
} run;

static int read_some(void *ctx, void *bytes, size_t n, size_t *got)
{
	run *r = ctx;

	*got = r->n - r->at;
	if (*got > n)
		*got = n;
	if (*got > r->step)
		*got = r->step;
	memcpy(bytes, r->p + r->at, *got);
	r->at += *got;
	return 0;
}

static dossier_status add(void *ctx, const dossier_value *v, size_t n, dossier_error *err)
{
	run *r = ctx;

	(void)err;
	for (size_t i = 0; i < n; i++) {
		if (!v[i].text.n || dsr_utf8_valid(v[i].text.p, v[i].text.n) != v[i].text.n ||
		    memchr(v[i].text.p, 0, v[i].text.n))
			abort();
		r->hash = dsr_mix(r->hash ^ dsr_hash(v[i].text.p, v[i].text.n), 0x9E3779B97F4A7C15u + i);
	}
	return DOSSIER_OK;
}

static void read_all(run *r, dossier_import_counts *counts)
{
	const dossier_import_options options = DOSSIER_IMPORT_OPTIONS_INIT;
	dsr_outlet outlet;
	dsr_source source;

	memset(counts, 0, sizeof *counts);
	dsr_outlet_init(&outlet, &options, (dsr_record_sink){ add, r }, counts);
	dsr_source_init(&source, &dsr_alloc_default, "fuzz", read_some, r);
	dsr_outlet_begin(&outlet, "fuzz");
	read_records(&source, &outlet);
	dsr_source_release(&source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	run whole = { data + 1, size - 1, 0, size, 1 }, parts = whole;
	dossier_import_counts a, b;

	if (!size)
		return 0;
	parts.step = data[0] + 1u;
	read_all(&whole, &a);
	read_all(&parts, &b);
	if (whole.hash != parts.hash || a.refused != b.refused)
		abort();
	return 0;
}

#endif /* DSR_FUZZ_RECORDS_BODY_H */

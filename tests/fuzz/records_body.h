/*
 * records_body.h - a fuzz target for a reader of records: what is handed on is valid, and neither the sizes of reads
 * nor a lack of memory change it unsaid
 *
 * The first byte of the input is the size of a read in the second run; with its highest bit the second run is short of
 * memory too, and must then say so or come to the same.  The target defines read_records().
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
static dossier_status read_records(dsr_source *source, dsr_outlet *outlet);

typedef struct run {
	const uint8_t *p;
	size_t   n, at, step;
	size_t   left; /* allocations, 0: any number */
	uint64_t hash; /* of all records */
} run;

static void *resize(void *ctx, void *p, size_t old_size, size_t size)
{
	run *r = ctx;

	if (size > old_size && r->left && --r->left == 0) {
		r->left = 1;
		return NULL;
	}
	return dsr_alloc_default.resize(dsr_alloc_default.ctx, p, old_size, size);
}

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

static dossier_status add(void *ctx, const dsr_record *record, dossier_error *err)
{
	const dossier_value *v = record->values;
	const size_t n = record->count;
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

static dossier_status read_all(run *r, dossier_import_counts *counts)
{
	dossier_import_options options = DOSSIER_IMPORT_OPTIONS_INIT;
	const dossier_alloc alloc = { resize, r };
	dsr_outlet outlet;
	dsr_source source;
	dossier_status st;

	memset(counts, 0, sizeof *counts);
	options.read_time = 1; /* the clock may go on between two runs */
	dsr_outlet_init(&outlet, &options, (dsr_record_sink){ add, r }, counts);
	dsr_source_init(&source, &alloc, "fuzz", read_some, r);
	dsr_outlet_begin(&outlet, "fuzz");
	st = read_records(&source, &outlet);
	dsr_source_release(&source);
	return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	run whole = { data + 1, size - 1, 0, size, 0, 1 }, parts = whole;
	dossier_import_counts a, b;
	dossier_status st;

	if (!size)
		return 0;
	parts.step = data[0] + 1u;
	if (data[0] & 0x80)
		parts.left = 1u + (data[0] & 0x7Fu);
	st = read_all(&whole, &a);
	if (st && st != DOSSIER_ERR_INPUT)
		abort();
	if (read_all(&parts, &b) == DOSSIER_ERR_NOMEM && parts.left)
		return 0;
	if (whole.hash != parts.hash || a.refused != b.refused)
		abort();
	return 0;
}

#endif /* DSR_FUZZ_RECORDS_BODY_H */

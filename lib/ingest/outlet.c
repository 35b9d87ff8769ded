/*
 * outlet.c - see outlet.h
 */
#include "ingest/outlet.h"

#include <string.h>

#include "ingest/slug.h"
#include "os/clock.h"

/* Bytes between two calls of progress. */
#define REPORT_EVERY (1u << 20)

void dsr_outlet_init(dsr_outlet *o, const dossier_import_options *options, dsr_record_sink sink,
                     dossier_import_counts *counts)
{
	*o = (dsr_outlet){ .options = options, .sink = sink, .counts = counts, .reported = counts->bytes,
	                   .read = options->read_time ? options->read_time : dsr_clock_now() };
}

void dsr_outlet_begin(dsr_outlet *o, const char *name)
{
	o->name = name;
	o->base = o->counts->bytes;
	o->counts->files++;
}

static void report(dsr_outlet *o)
{
	o->reported = o->counts->bytes;
	if (o->options->progress && o->options->progress(o->options->ctx, o->counts))
		o->stopped = 1;
}

void dsr_outlet_passed(dsr_outlet *o, uint64_t offset)
{
	o->counts->bytes = o->base + offset;
	if (o->counts->bytes - o->reported >= REPORT_EVERY)
		report(o);
}

void dsr_outlet_end(dsr_outlet *o, uint64_t length)
{
	if (o->stopped)
		return;
	o->counts->bytes = o->base + length;
	report(o);
}

void dsr_outlet_refuse(dsr_outlet *o, dsr_place at, const char *reason)
{
	const dossier_refusal refusal = { o->name, at.line, at.offset, reason };

	o->counts->refused++;
	if (o->options->refused)
		o->options->refused(o->options->ctx, &refusal);
}

dossier_status dsr_outlet_put(dsr_outlet *o, dsr_record *r, const dsr_origin *from, dossier_error *err)
{
	const dossier_str provenance = dsr_origin_print(&r->arena, from, o->name, o->read);
	dossier_error why = { .offset = -1 };
	dossier_status st;

	r->nomem |= !provenance.p;
	dsr_record_set(r, DSR_RECORD_PROVENANCE, provenance);
	st = dsr_record_close(r, &why);

	if (!st)
		st = o->sink.add(o->sink.ctx, r, &why);
	if (st == DOSSIER_ERR_INPUT || st == DOSSIER_ERR_LIMIT) {
		dsr_outlet_refuse(o, from->at, why.message);
		return DOSSIER_OK;
	}
	o->counts->strange += !st && r->strange;
	if (!st && r->mended) {
		o->counts->mended++;
		o->counts->replacements += r->mended;
	}
	o->failed = st != DOSSIER_OK;
	if (st && err)
		*err = why;
	return st;
}

/* Length of a path without the ending of compression; a name that is nothing else keeps it. */
static size_t without_gz(dossier_str path)
{
	const int is_gz = path.n > 3 && !memcmp(path.p + path.n - 3, ".gz", 3) && path.p[path.n - 4] != '/';

	return is_gz ? path.n - 3 : path.n;
}

void dsr_outlet_set_page_id(const dsr_outlet *o, dsr_record *r)
{
	dossier_str path = dossier_str_of(o->name);

	if (r->text[DSR_RECORD_URL].n)
		return;
	if (o->is_stream) {
		dsr_slug_set_id(r, "");
		return;
	}
	while (path.n > 2 && !memcmp(path.p, "./", 2))
		path = (dossier_str){ path.p + 2, path.n - 2 };
	path.n = without_gz(path);
	dsr_record_set_mended(r, DSR_RECORD_ID, path);
}

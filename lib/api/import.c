/*
 * import.c - files and streams into a writer
 */
#include <dossier/import.h>

#include "api/handles.h"
#include "api/twins.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/options.h"
#include "ingest/ingest.h"
#include "os/env.h"

/* Where records go: the writer, and who counts them. */
typedef struct target {
	dossier_writer        *writer;
	dsr_twins             *twins;
	dossier_import_counts *counts;
} target;

static void free_twins(dossier_writer *w, void *twins)
{
	dsr_twins_release(twins);
	dsr_free(&w->env.alloc, twins, sizeof(dsr_twins));
}

/* The first import into a writer makes them. */
static dossier_status find_twins(target *t, dossier_error *err)
{
	dossier_writer *const w = t->writer;
	dossier_status st;

	t->twins = w->owned;
	if (t->twins)
		return DOSSIER_OK;
	t->twins = dsr_new(&w->env.alloc, sizeof *t->twins);
	if (!t->twins)
		return dsr_nomem(err);
	st = dsr_twins_open(t->twins, &w->index, err);
	if (st) {
		free_twins(w, t->twins);
		return st;
	}
	w->owned = t->twins;
	w->free_owned = free_twins;
	return DOSSIER_OK;
}

static dossier_status add_record(target *t, const dsr_record *r, dossier_error *err)
{
	int replaced = 0, had_card = 0;
	dossier_status st = dossier_writer_add(t->writer, r->values, r->count, &replaced, err);

	if (!st && !r->stub)
		st = dsr_twins_replace(t->twins, r, &had_card, err);
	if (!st)
		st = dsr_twins_added(t->twins, r, err);
	if (st)
		return st;
	if (replaced || had_card)
		t->counts->replaced++;
	else
		t->counts->added++;
	return DOSSIER_OK;
}

static dossier_status add(void *ctx, const dsr_record *r, dossier_error *err)
{
	target *t = ctx;
	dossier_status st = DOSSIER_OK;
	int has_twin = 0;

	if (r->stub)
		st = dsr_twins_find(t->twins, r, &has_twin, err);
	if (st || !has_twin)
		return st ? st : add_record(t, r, err);
	t->counts->cards_left_out++;
	return DOSSIER_OK;
}

static dossier_status read_options(dossier_import_options *o, dsr_env *env, const dossier_import_options *given,
                                   dossier_error *err)
{
	const dossier_status st = dsr_options_read(o, sizeof *o, given, err);

	return st ? st : dsr_env_read(env, o->alloc, o->storage, err);
}

dossier_status dossier_import_path(dossier_writer *w, const char *path, const dossier_import_options *options,
                                   dossier_import_counts *counts, dossier_error *err)
{
	dossier_import_options o = DOSSIER_IMPORT_OPTIONS_INIT;
	target t = { .writer = w, .counts = counts };
	dsr_env env;
	dossier_status st = read_options(&o, &env, options, err);

	if (!st)
		st = find_twins(&t, err);
	if (st)
		return st;
	return dsr_ingest_path(&env, path, &o, (dsr_record_sink){ add, &t }, counts, err);
}

dossier_status dossier_import_stream(dossier_writer *w, const char *name, dossier_read read, void *read_ctx,
                                     const dossier_import_options *options, dossier_import_counts *counts,
                                     dossier_error *err)
{
	dossier_import_options o = DOSSIER_IMPORT_OPTIONS_INIT;
	target t = { .writer = w, .counts = counts };
	dsr_env env;
	dossier_status st = read_options(&o, &env, options, err);

	if (!st)
		st = find_twins(&t, err);
	if (st)
		return st;
	return dsr_ingest_stream(&env, name, read, read_ctx, &o, (dsr_record_sink){ add, &t }, counts, err);
}

/*
 * import.c - files and streams into a writer
 */
#include <dossier/import.h>

#include "base/options.h"
#include "base/error.h"
#include "ingest/ingest.h"
#include "os/env.h"

/* Where records go: the writer, and who counts them. */
typedef struct target {
	dossier_writer        *writer;
	dossier_import_counts *counts;
} target;

static dossier_status add(void *ctx, const dossier_value *values, size_t count, dossier_error *err)
{
	target *t = ctx;
	int replaced = 0;
	const dossier_status st = dossier_writer_add(t->writer, values, count, &replaced, err);

	if (!st && replaced)
		t->counts->replaced++;
	else if (!st)
		t->counts->added++;
	return st;
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
	target t = { w, counts };
	dsr_env env;
	const dossier_status st = read_options(&o, &env, options, err);

	if (st)
		return st;
	return dsr_ingest_path(&env, path, &o, (dsr_record_sink){ add, &t }, counts, err);
}

dossier_status dossier_import_stream(dossier_writer *w, const char *name, dossier_read read, void *read_ctx,
                                     const dossier_import_options *options, dossier_import_counts *counts,
                                     dossier_error *err)
{
	dossier_import_options o = DOSSIER_IMPORT_OPTIONS_INIT;
	target t = { w, counts };
	dsr_env env;
	const dossier_status st = read_options(&o, &env, options, err);

	if (st)
		return st;
	return dsr_ingest_stream(&env, name, read, read_ctx, &o, (dsr_record_sink){ add, &t }, counts, err);
}

/*
 * sample.c - the built-in sample as an index in memory
 */
#include <dossier/import.h>

#include <string.h>

#include "api/handles.h"
#include "base/error.h"
#include "base/options.h"
#include "ingest/sample.h"
#include "os/memory.h"

#define FOLDER "sample"
#define SAMPLE_READ 1767225600 /* 2026-01-01: any will do that does not change */

/* A dossier_read over the bytes compiled in; `ctx` is how many were read. */
static int read_sample(void *ctx, void *bytes, size_t n, size_t *got)
{
	size_t *at = ctx;
	const size_t rest = dsr_sample_size - *at;

	*got = n < rest ? n : rest;
	memcpy(bytes, dsr_sample + *at, *got);
	*at += *got;
	return 0;
}

static dossier_status write_sample(const dossier_alloc *alloc, const dossier_storage *storage, dossier_error *err)
{
	dossier_writer_options wo = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_import_options io = DOSSIER_IMPORT_OPTIONS_INIT;
	dossier_import_counts counts = { 0 };
	dossier_writer *w = NULL;
	size_t at = 0;
	dossier_status st;

	wo.alloc = io.alloc = alloc;
	wo.storage = storage;
	io.read_time = SAMPLE_READ;
	st = dossier_writer_open(&w, FOLDER, &wo, err);
	if (!st)
		st = dossier_import_stream(w, "sample.jsonl", read_sample, &at, &io, &counts, err);
	if (!st)
		st = dossier_writer_commit(w, err);
	dossier_writer_close(w);
	return st;
}

static void free_files(void *fs)
{
	dsr_memory_fs_free(fs);
}

dossier_status dossier_sample_open(dossier_index **out, const dossier_index_options *options, dossier_error *err)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	dossier_index *ix = NULL;
	dsr_memory_fs *fs;
	dossier_status st = dsr_options_read(&o, sizeof o, options, err);
	dsr_env env;

	if (st)
		return st;
	env = dsr_env_make(o.alloc, NULL);
	fs = dsr_memory_fs_new(&env.alloc);
	if (!fs)
		return dsr_nomem(err);
	o.storage = dsr_memory_fs_storage(fs);
	st = write_sample(o.alloc, o.storage, err);
	if (!st)
		st = dossier_index_open(&ix, FOLDER, &o, err);
	if (st) {
		dsr_memory_fs_free(fs);
		return st;
	}
	dsr_index_own(ix, free_files, fs);
	*out = ix;
	return DOSSIER_OK;
}

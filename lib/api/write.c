/*
 * write.c - dossier_writer
 */
#include <dossier/writer.h>

#include "api/handles.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/options.h"
#include "index/index_writer.h"
#include "os/env.h"
#include "text/textdata.h"

enum { WRITER_FLAGS = DOSSIER_WRITER_NO_NAMES | DOSSIER_WRITER_NO_EXCEPTIONS };

dossier_status dossier_writer_open(dossier_writer **out, const char *dir, const dossier_writer_options *options,
                                   dossier_error *err)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_status st = dsr_options_read(&o, sizeof o, options, err);
	dossier_writer *w;
	dsr_env env;

	if (!st && (o.flags & ~(unsigned)WRITER_FLAGS || (o.names.p && o.flags & DOSSIER_WRITER_NO_NAMES)))
		st = dsr_fail(err, DOSSIER_ERR_MISUSE, "a writer's flags are unknown, or contradict the names");
	if (!st)
		st = dsr_env_read(&env, o.alloc, o.storage, err);
	if (st)
		return st;
	w = dsr_new(&env.alloc, sizeof *w);
	if (!w)
		return dsr_nomem(err);
	w->env = env;
	st = dsr_index_writer_open_as(&w->index, &w->env, dir, o.schema, o.memory, o.threads < 0 ? 0 : (size_t)o.threads,
	                              &(dsr_writer_analysis){ o.names, o.flags & DOSSIER_WRITER_NO_NAMES,
	                                                      o.flags & DOSSIER_WRITER_NO_EXCEPTIONS, o.language }, err);
	w->index.keep_segments = o.keep_segments;
	if (st) {
		dsr_free(&env.alloc, w, sizeof *w);
		return st;
	}
	*out = w;
	return DOSSIER_OK;
}

dossier_status dossier_writer_add(dossier_writer *w, const dossier_value *values, size_t count, int *replaced,
                                  dossier_error *err)
{
	return dsr_index_writer_add(&w->index, values, count, replaced, err);
}

dossier_status dossier_writer_delete(dossier_writer *w, dossier_str key, int *found, dossier_error *err)
{
	return dsr_index_writer_delete(&w->index, key, found, err);
}

dossier_status dossier_writer_commit(dossier_writer *w, dossier_error *err)
{
	return dsr_index_writer_commit(&w->index, err);
}

dossier_status dossier_writer_merge(dossier_writer *w, const dossier_merge_options *options, dossier_error *err)
{
	dossier_merge_options o = DOSSIER_MERGE_OPTIONS_INIT;
	const dossier_status st = dsr_options_read(&o, sizeof o, options, err);
	const dsr_work work = { .report = o.progress, .ctx = o.ctx };

	return st ? st : dsr_index_writer_merge(&w->index, o.reorder, &work, err);
}

void dossier_writer_close(dossier_writer *w)
{
	dsr_env env;

	if (!w)
		return;
	env = w->env;
	if (w->free_owned)
		w->free_owned(w, w->owned);
	dsr_index_writer_close(&w->index);
	dsr_free(&env.alloc, w, sizeof *w);
}

dossier_str dossier_names(void)
{
	return (dossier_str){ (const char *)dsr_names, dsr_names_size };
}

/*
 * open.c - dossier_index: open, close, find, statistics
 */
#include <dossier/index.h>

#include "api/handles.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/options.h"

dossier_status dossier_index_open(dossier_index **out, const char *dir, const dossier_index_options *options,
                                  dossier_error *err)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	dossier_index *ix;
	dossier_status st = dsr_options_read(&o, sizeof o, options, err);
	dsr_env env;

	if (!st)
		st = dsr_env_read(&env, o.alloc, o.storage, err);
	if (st)
		return st;
	ix = dsr_new(&env.alloc, sizeof *ix);
	if (!ix)
		return dsr_nomem(err);
	ix->env = env;
	st = dsr_snapshot_open(&ix->snapshot, &ix->env, dir, err);
	if (st) {
		dsr_free(&env.alloc, ix, sizeof *ix);
		return st;
	}
	*out = ix;
	return DOSSIER_OK;
}

void dossier_index_close(dossier_index *ix)
{
	dsr_env env;
	void (*free_owned)(void *);
	void *owned;

	if (!ix)
		return;
	env = ix->env;
	free_owned = ix->free_owned;
	owned = ix->owned;
	dsr_zstd_unpacker_free(ix->unpacker);
	dsr_snapshot_close(&ix->snapshot);
	dsr_free(&env.alloc, ix, sizeof *ix);
	if (free_owned)
		free_owned(owned);
}

void dsr_index_own(dossier_index *ix, void (*free_owned)(void *owned), void *owned)
{
	ix->free_owned = free_owned;
	ix->owned = owned;
}

const dossier_schema *dossier_index_schema(const dossier_index *ix)
{
	return &ix->snapshot.manifest.schema;
}

dossier_status dossier_index_find(dossier_index *ix, dossier_str key, uint64_t *number, dossier_error *err)
{
	size_t segment;
	uint32_t doc;
	const int found = dsr_snapshot_find(&ix->snapshot, key, &segment, &doc);

	if (found < 0)
		return dsr_fail(err, DOSSIER_ERR_CORRUPT, "segment %zu: the keys are damaged", segment);
	if (!found)
		return dsr_fail(err, DOSSIER_ERR_NOTFOUND, "no document \"%.*s\"", (int)(key.n < 80 ? key.n : 80), key.p);
	*number = ix->snapshot.segments[segment].base + doc;
	return DOSSIER_OK;
}

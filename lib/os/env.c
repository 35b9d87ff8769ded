/*
 * env.c - see env.h
 */
#include "os/env.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "os/posix.h"

dsr_env dsr_env_make(const dossier_alloc *alloc, const dossier_storage *storage)
{
	const dossier_storage *from = storage ? storage : &dsr_storage_posix;
	dsr_env env = { alloc ? *alloc : dsr_alloc_default, { 0 } };

	/* A table made for an older header is shorter; what it lacks stays NULL. */
	memcpy(&env.storage, from, from->size < sizeof *from ? from->size : sizeof *from);
	return env;
}

dossier_status dsr_env_read(dsr_env *env, const dossier_alloc *alloc, const dossier_storage *storage,
                            dossier_error *err)
{
	if (storage && storage->size < offsetof(dossier_storage, list) + sizeof storage->list)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "a storage table of %zu bytes is not whole: its size is sizeof(dossier_storage)",
		                storage->size);
	*env = dsr_env_make(alloc, storage);
	return DOSSIER_OK;
}

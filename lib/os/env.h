/*
 * env.h - the two tables that everything runs on: memory and files
 *
 * A handle copies both tables when it is opened and hands a pointer to its dsr_env to
 * all that it makes; no other way leads to malloc or to the system.
 */
#ifndef DSR_OS_ENV_H
#define DSR_OS_ENV_H

#include <dossier/alloc.h>
#include <dossier/status.h>
#include <dossier/storage.h>

typedef struct dsr_env {
	dossier_alloc   alloc;
	dossier_storage storage;
} dsr_env;

/* Copies of the tables given; NULL stands for malloc and for the file system. */
dsr_env dsr_env_make(const dossier_alloc *alloc, const dossier_storage *storage);

/*
 * The same into *env for tables that a caller filled.  Errors: MISUSE (a storage table that is shorter than the first
 * release's, as one is whose size was forgotten).
 */
dossier_status dsr_env_read(dsr_env *env, const dossier_alloc *alloc, const dossier_storage *storage,
                            dossier_error *err);

#endif /* DSR_OS_ENV_H */

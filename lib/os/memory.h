/*
 * memory.h - a storage table that keeps its files in memory
 *
 * For the built-in sample and for tests.  Folders exist once made; sync does nothing.
 * A removed or replaced file stays while a handle or a mapping of it is open.
 *
 * What list() calls must not add, rename or remove files.
 *
 * Threads: one at a time, except read(), map() and unmap().
 */
#ifndef DSR_OS_MEMORY_H
#define DSR_OS_MEMORY_H

#include <dossier/alloc.h>
#include <dossier/storage.h>

typedef struct dsr_memory_fs dsr_memory_fs;

/* An empty file system, or NULL when out of memory.  `alloc` is copied. */
dsr_memory_fs *dsr_memory_fs_new(const dossier_alloc *alloc);

/* Its table; lives as long as the file system. */
const dossier_storage *dsr_memory_fs_storage(dsr_memory_fs *fs);

/* Free it and every file; all handles and mappings must have ended.  NULL-safe. */
void dsr_memory_fs_free(dsr_memory_fs *fs);

#endif /* DSR_OS_MEMORY_H */

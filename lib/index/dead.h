/*
 * dead.h - the documents of a segment that were replaced or deleted, as a bit set in a file of its own
 *
 *   dead := magic:u64 version:u32 docs:u32 dead_count:u32 0:u32  bits[(docs + 7) / 8]  crc:u32 (of all before)
 */
#ifndef DSR_INDEX_DEAD_H
#define DSR_INDEX_DEAD_H

#include <stdint.h>

#include <dossier/status.h>

#include "index/manifest.h"
#include "os/env.h"

/* Write the bits of `s`->docs documents to `path` and sync; sets s->dead_checksum.  Errors: IO, NOMEM. */
dossier_status dsr_dead_write(const dsr_env *env, const char *path, const uint64_t *dead, dsr_manifest_segment *s,
                              dossier_error *err);

/*
 * Read the bits of segment `s`: dsr_bitset_words(s->docs) words in *dead, to be freed by the caller.
 * Errors: NOTFOUND, IO, NOMEM, CORRUPT (also when they are not the ones the manifest means).
 */
dossier_status dsr_dead_read(const dsr_env *env, const char *path, uint64_t **dead, const dsr_manifest_segment *s,
                             dossier_error *err);

#endif /* DSR_INDEX_DEAD_H */

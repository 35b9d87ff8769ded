/*
 * directory.h - which files lie in an index's folder, and which of them are needed
 */
#ifndef DSR_INDEX_DIRECTORY_H
#define DSR_INDEX_DIRECTORY_H

#include <stdint.h>

#include <dossier/status.h>

#include "base/buf.h"
#include "index/manifest.h"
#include "os/env.h"

/*
 * The newest generation below `before` (UINT64_MAX for all) of which there is a manifest in `dir`; *generation is 0 when
 * there is none, or no such folder.  Errors: IO, NOMEM.
 */
dossier_status dsr_directory_newest(const dsr_env *env, const char *dir, uint64_t before, uint64_t *generation,
                                    dossier_error *err);

/* Load the manifest of `generation`, and the index's own names where it has some.  Errors: NOTFOUND, IO, NOMEM, CORRUPT, VERSION. */
dossier_status dsr_directory_manifest(const dsr_env *env, const char *dir, uint64_t generation, dsr_manifest *out,
                                      dossier_error *err);

/* Paths of an index's files in `out` (reset first); NULL when out of memory. */
const char *dsr_directory_manifest_path(dsr_buf *out, const char *dir, uint64_t generation); /* of a manifest */
const char *dsr_directory_names(dsr_buf *out, const char *dir);
const char *dsr_directory_segment(dsr_buf *out, const char *dir, uint64_t id);
const char *dsr_directory_dead(dsr_buf *out, const char *dir, uint64_t id, uint64_t generation);

/*
 * Remove files of this format that neither manifest names (either may be NULL): leavings of older commits and
 * of writers that died.  Other files are not touched.  What cannot be removed stays; that is no error.
 * Only under the writer's lock.
 */
void dsr_directory_clean(const dsr_env *env, const char *dir, const dsr_manifest *now, const dsr_manifest *before);

#endif /* DSR_INDEX_DIRECTORY_H */

/*
 * walk.h - the files below a folder, in the order of their names
 *
 * Names are compared as bytes, files and folders together, so the order is the same on every system.  Left out
 * are hidden names, which begin with a full stop, and the folders of indexes: a folder with a file "manifest." or
 * "segment." and 16 hexadecimal digits is one.
 *
 * A folder is listed whole before the first of its files is visited.  Folders nest at most DSR_WALK_DEPTH_MAX
 * deep.
 */
#ifndef DSR_INGEST_WALK_H
#define DSR_INGEST_WALK_H

#include <dossier/status.h>

#include "os/env.h"

#define DSR_WALK_DEPTH_MAX 32u

/*
 * What is found.  Each returns 0 to go on or a status that ends the walk and comes back from it; the path is
 * borrowed for the call.
 */
typedef struct dsr_walk_visitor {
	dossier_status (*file)(void *ctx, const char *path, dossier_error *err);
	/* A folder that is not read, and why: it cannot be listed, is an index, or lies too deep. */
	dossier_status (*passed_over)(void *ctx, const char *path, const char *reason, dossier_error *err);
	void *ctx;
} dsr_walk_visitor;

/*
 * Visit `path` if it is a file, else all files below it.  Folders of indexes below `path` are left out without a
 * word; `path` itself being one is told.  Errors: NOTFOUND and IO for `path` itself, NOMEM, and what a
 * visit returns.
 */
dossier_status dsr_walk(const dsr_env *env, const char *path, const dsr_walk_visitor *visitor,
                        dossier_error *err);

#endif /* DSR_INGEST_WALK_H */

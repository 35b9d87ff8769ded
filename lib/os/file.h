/*
 * file.h - whole files: write one front to back, read one, look at one as memory
 */
#ifndef DSR_OS_FILE_H
#define DSR_OS_FILE_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "base/buf.h"
#include "os/env.h"

/*
 * A file being written.  Sticky: after a failure every put does nothing, and
 * dsr_sink_finish() reports the first one.  Invariant: offset = bytes put so far.
 */
typedef struct dsr_sink {
	const dsr_env *env;
	char          *path;   /* owned */
	void          *file;   /* NULL when not open */
	dsr_buf        pending; /* not handed to the storage yet */
	uint64_t       offset;
	int            errnum; /* first failure of the storage */
} dsr_sink;

/* Create `path`, or cut it to nothing.  On failure nothing is held. */
dossier_status dsr_sink_open(dsr_sink *s, const dsr_env *env, const char *path, dossier_error *err);

void dsr_sink_put(dsr_sink *s, const void *bytes, size_t n);

/*
 * Write out, sync and close; the sink is released whatever happens.  After a failure the file is
 * removed: on a full disk it would be in the way.
 */
dossier_status dsr_sink_finish(dsr_sink *s, dossier_error *err);

/* Close without a sync and remove the file.  Safe on a sink that is released or all zero. */
void dsr_sink_abandon(dsr_sink *s);

/* Read the whole file into `out` (appended).  LIMIT when it is longer than `max`. */
dossier_status dsr_file_load(const dsr_env *env, const char *path, uint64_t max, dsr_buf *out, dossier_error *err);

/* A whole file as memory, read-only. */
typedef struct dsr_view {
	const dsr_env *env;
	const uint8_t *bytes; /* NULL when length is 0 */
	uint64_t       length;
} dsr_view;

/* Map `path`.  On failure nothing is held. */
dossier_status dsr_view_open(dsr_view *v, const dsr_env *env, const char *path, dossier_error *err);

/* Safe on a view that is closed or all zero. */
void dsr_view_close(dsr_view *v);

/* `dir`/`name` as a NUL-terminated string in `out` (reset first).  NULL when out of memory. */
const char *dsr_path_join(dsr_buf *out, const char *dir, const char *name);

#endif /* DSR_OS_FILE_H */

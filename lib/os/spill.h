/*
 * spill.h - a sequence of bytes that has to wait for its place in a file
 *
 * While one section of a segment is written, another one is being made.  It waits in memory, and what passes
 * the limit in a temporary file, so that memory stays bounded whatever its length.  The file is there only
 * between the first put past the limit and the end of the spill; it is never synced.
 *
 * Sticky: after a failure every put does nothing, and dsr_spill_drain() reports the first one.
 */
#ifndef DSR_OS_SPILL_H
#define DSR_OS_SPILL_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "base/buf.h"
#include "os/env.h"

typedef struct dsr_spill {
	const dsr_env *env;
	dsr_buf  path;    /* of the temporary file, NUL-terminated */
	dsr_buf  pending; /* the newest bytes */
	size_t   limit;
	void    *file;    /* NULL: all bytes are pending */
	uint64_t len;     /* bytes put */
	int      errnum;  /* first failure */
} dsr_spill;

/* Empty; what passes `limit` bytes (64 at least) goes to the file `path` followed by `suffix`.  Memory is taken by the first put. */
void dsr_spill_init(dsr_spill *s, const dsr_env *env, const char *path, const char *suffix, size_t limit);

/* Remove the file and give the memory back.  Safe on one that is released or all zero. */
void dsr_spill_release(dsr_spill *s);

/* Forget the bytes and the failure, remove the file, keep the memory. */
void dsr_spill_reset(dsr_spill *s);

void dsr_spill_put(dsr_spill *s, const void *bytes, size_t n);

/* Hand all bytes in order to put(ctx, bytes, n), and reset.  Errors: NOMEM, IO. */
dossier_status dsr_spill_drain(dsr_spill *s, void (*put)(void *ctx, const void *bytes, size_t n), void *ctx,
                               dossier_error *err);

#endif /* DSR_OS_SPILL_H */

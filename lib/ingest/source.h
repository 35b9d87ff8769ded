/*
 * source.h - the unpacked bytes of one file, seen through a window that moves
 *
 * Whether a file is plain or gzip shows in its first two bytes.  The reader looks at the window, asks for more
 * until it sees a whole record, and takes what it is done with; the window grows with what is not taken.
 * Bytes of the window may be changed in place.
 *
 * Invariants: a NUL stands behind the last byte of the window; window and offset do not depend on the
 * sizes in which the bytes arrive, only on what was taken and asked for.
 */
#ifndef DSR_INGEST_SOURCE_H
#define DSR_INGEST_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/import.h>
#include <dossier/status.h>

#include "ingest/gunzip.h"

typedef struct dsr_source {
	const dossier_alloc *alloc;
	const char  *name; /* of the file, for messages */
	dossier_read read;
	void        *read_ctx;
	dsr_gunzip  *packed;     /* NULL: the bytes are as they come */
	uint8_t     *bytes;      /* `cap` + 1 of them */
	size_t       start, end; /* the window is bytes[start, end) */
	size_t       cap;
	uint64_t     offset;     /* of the window's first byte in the unpacked file */
	int          probed;     /* plain or gzip is known */
	int          ended;      /* the window reaches to the end of the file */
	dossier_error failure;   /* the first; status 0: none yet */
} dsr_source;

/* `name` and `alloc` must outlive the source.  Reads nothing yet. */
void dsr_source_init(dsr_source *s, const dossier_alloc *alloc, const char *name, dossier_read read,
                     void *read_ctx);
void dsr_source_release(dsr_source *s);

/*
 * Make the window longer by at least a byte, or set `ended`; what pointed into it is void.  Amortised
 * O(bytes added).  Errors: IO, NOMEM, INPUT (gunzip.h); the window stays as it was, and every further call gives the
 * same error, so what came before it can still be read.
 */
dossier_status dsr_source_more(dsr_source *s, dossier_error *err);

/* Make it `n` bytes long or more, or reach the end. */
dossier_status dsr_source_need(dsr_source *s, size_t n, dossier_error *err);

/* Move behind the first `n` bytes of the window. */
void dsr_source_take(dsr_source *s, size_t n);

/* The window: its first byte and its length. */
static inline uint8_t *dsr_source_at(const dsr_source *s) { return s->bytes + s->start; }
static inline size_t dsr_source_have(const dsr_source *s) { return s->end - s->start; }

#endif /* DSR_INGEST_SOURCE_H */

/*
 * deflate.h - zlib streams (RFC 1950), whole buffers at a time
 *
 * The only place that knows which library does it: libdeflate where the build found it
 * (DSR_HAVE_LIBDEFLATE), else zlib.  libdeflate takes the memory of its compressor from malloc, since it
 * has no allocator with a context; all else comes from the table.
 */
#ifndef DSR_SEGMENT_DEFLATE_H
#define DSR_SEGMENT_DEFLATE_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/status.h>

#include "base/buf.h"

typedef struct dsr_deflater dsr_deflater;

/* NULL when out of memory.  `alloc` is borrowed. */
dsr_deflater *dsr_deflater_new(const dossier_alloc *alloc);
void dsr_deflater_free(dsr_deflater *d);

/* Append `n` bytes, compressed fast.  The output's status tells of failure. */
void dsr_deflate(dsr_deflater *d, dsr_buf *out, const void *bytes, size_t n);

/*
 * Inflate the stream of `n` bytes to exactly `size` bytes at `out`.  CORRUPT when it is damaged or of another size;
 * NOMEM.
 */
dossier_status dsr_inflate(const dossier_alloc *alloc, uint8_t *out, size_t size, const void *bytes, size_t n);

#endif /* DSR_SEGMENT_DEFLATE_H */

/*
 * bytes_body.h - how many bytes are held, and how many were at most
 */
#ifndef DSR_BYTES_BODY_H
#define DSR_BYTES_BODY_H

#include <stddef.h>

#include "base/mem.h"

static size_t bytes_held, bytes_most;

/* malloc that counts bytes. */
static void *count_bytes(void *ctx, void *p, size_t old, size_t size)
{
	(void)ctx;
	bytes_held += size - old;
	bytes_most = bytes_held > bytes_most ? bytes_held : bytes_most;
	return dsr_resize(&dsr_alloc_default, p, old, size);
}

#endif /* DSR_BYTES_BODY_H */

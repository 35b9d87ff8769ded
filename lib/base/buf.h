/*
 * buf.h - a growing byte buffer that remembers its first error
 *
 * Builders append without checking: after a failed append every later append
 * does nothing, and dsr_buf_status() reports the first failure once, at the end.
 *
 * Invariant: len <= cap, and data is NULL exactly when cap is 0.
 */
#ifndef DSR_BASE_BUF_H
#define DSR_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/status.h>
#include <dossier/str.h>

typedef struct dsr_buf {
	const dossier_alloc *alloc;
	uint8_t        *data;
	size_t          len;
	size_t          cap;
	dossier_status  status;
} dsr_buf;

/* A fresh, empty buffer; holds no memory until the first append. */
#define DSR_BUF_INIT(alloc_) ((dsr_buf){ .alloc = (alloc_) })

/* Drop the bytes and keep the memory; clears the error. */
void dsr_buf_reset(dsr_buf *b);

/* Give the memory back.  The buffer may be used again.  NULL-safe. */
void dsr_buf_release(dsr_buf *b);

/* Append `n` bytes.  Amortised O(n). */
void dsr_buf_put(dsr_buf *b, const void *bytes, size_t n);

/*
 * Append `n` bytes that are not set and return them, to be filled before the next append; NULL
 * when it cannot.
 */
uint8_t *dsr_buf_extend(dsr_buf *b, size_t n);

/* Append one little-endian integer. */
void dsr_buf_put_u8(dsr_buf *b, uint8_t v);
void dsr_buf_put_u16(dsr_buf *b, uint16_t v);
void dsr_buf_put_u32(dsr_buf *b, uint32_t v);
void dsr_buf_put_u64(dsr_buf *b, uint64_t v);

/* Append one varint (varint.h). */
void dsr_buf_put_varint(dsr_buf *b, uint64_t v);

/* Append a varint length and the bytes. */
void dsr_buf_put_str(dsr_buf *b, dossier_str s);

static inline dossier_status dsr_buf_status(const dsr_buf *b) { return b->status; }

#endif /* DSR_BASE_BUF_H */

/*
 * ricepack.h - up to 256 integers most of which are small, in Rice codes of one width
 *
 *   ricepack := width:u8  low[(n * width + 7) / 8]  unary         or 32:u8, where all are 0
 *
 * `low` has the low `width` bits of each value, packed as in bitpack.h; `unary` for each value value >> width zeros and a
 * one, from the low bit of its first byte on, filled up with zeros.  For what falls off as frequencies do, by half from value to
 * value or so, this is a quarter shorter than a patched frame (pfor.h), which is quicker to decode.
 */
#ifndef DSR_CODEC_RICEPACK_H
#define DSR_CODEC_RICEPACK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define DSR_RICEPACK_ZEROS 32u

/* Append 1 <= n <= DSR_BLOCK values at the width that makes them shortest, the narrower of equals. */
void dsr_ricepack_put(dsr_buf *out, const uint32_t *v, size_t n);

/*
 * Decode n values, all below 2^32; `v` has room for DSR_BLOCK, DSR_CODEC_SLACK bytes are readable at `end`.  Returns the end of the bytes, or
 * NULL when they are not what put() writes.
 */
const uint8_t *dsr_ricepack_get(const uint8_t *p, const uint8_t *end, uint32_t *v, size_t n);

/*
 * Values number places[0..count), ascending and below n, alone, to v[]: quicker than all where they are few.  1, or 0 where the bytes
 * do not have them; what put() has not written may also give any values.  The same must be readable.
 */
int dsr_ricepack_some(const uint8_t *p, const uint8_t *end, size_t n, const uint32_t *places, size_t count, uint32_t *v);

/*
 * One kernel for unary parts: put the number of zeros before each of the first 1 <= n <= DSR_BLOCK ones of the `bytes` bytes at `p` above
 * the low `width` < 32 bits that v[i] has.  Returns the number of bits up to the last one, or 0 where there are not so many or a
 * value passes 32 bits.  Reads up to DSR_CODEC_SLACK bytes more; v has room for DSR_BLOCK.
 */
typedef size_t (*dsr_unary_fn)(uint32_t *v, const uint8_t *p, size_t bytes, size_t n, unsigned width);

/*
 * The same for the ones number places[0..count), ascending: put the number of zeros before each to zeros[].  1, or 0 where there are not so
 * many ones.
 */
typedef int (*dsr_unary_some_fn)(uint32_t *zeros, const uint8_t *p, size_t bytes, const uint32_t *places, size_t count);

typedef struct dsr_unary_impl {
	const char  *name;
	int          level; /* dsr_cpu_level it needs */
	dsr_unary_fn run;
	dsr_unary_some_fn some;
} dsr_unary_impl;

/* Best first; the last is portable. */
extern const dsr_unary_impl dsr_unary_impls[];
extern const size_t         dsr_unary_impl_count;

/* The last of the table, for kernels that leave long input to it. */
size_t dsr_unary_portable(uint32_t *v, const uint8_t *p, size_t bytes, size_t n, unsigned width);

/* Run the best kernel this processor has. */
size_t dsr_unary(uint32_t *v, const uint8_t *p, size_t bytes, size_t n, unsigned width);

#endif /* DSR_CODEC_RICEPACK_H */

/*
 * bitpack.h - up to 256 integers in `width` bits each
 *
 * Horizontal layout: value i lies at bits [i*width, (i+1)*width) of the byte string, low bits
 * first, so that one value is a plain load and a shift, and one kernel serves every width.
 *
 * Over-read: the unpacking kernels may read up to DSR_CODEC_SLACK bytes behind the last
 * packed byte; callers keep that much readable.  They may write up to DSR_BLOCK values.
 */
#ifndef DSR_CODEC_BITPACK_H
#define DSR_CODEC_BITPACK_H

#include <stddef.h>
#include <stdint.h>

#define DSR_BLOCK 256u        /* values in a full block */
#define DSR_BLOCK_ROOM 320u   /* with room for what kernels write or read behind them */
#define DSR_CODEC_SLACK 64u   /* bytes a decoder may read past its input */

/* Bytes that `n` values of `width` bits take. */
static inline size_t dsr_bitpack_bytes(size_t n, unsigned width)
{
	return (n * width + 7) / 8;
}

/* Bits that `v` needs, 0 for 0. */
static inline unsigned dsr_bits(uint32_t v)
{
	return v ? 32u - (unsigned)__builtin_clz(v) : 0;
}

/*
 * Pack the low `width` (0..32) bits of n <= DSR_BLOCK values to `out`: exactly dsr_bitpack_bytes(n, width)
 * bytes are written.
 */
void dsr_bitpack(uint8_t *out, const uint32_t *v, size_t n, unsigned width);

/* One unpacking kernel: n <= DSR_BLOCK values from `p`; `v` has room for DSR_BLOCK. */
typedef void (*dsr_bitunpack_fn)(uint32_t *v, const uint8_t *p, size_t n, unsigned width);

typedef struct dsr_bitunpack_impl {
	const char      *name;
	int              level; /* dsr_cpu_level it needs */
	dsr_bitunpack_fn run;
} dsr_bitunpack_impl;

/* Best first; the last is portable.  All give the same values. */
extern const dsr_bitunpack_impl dsr_bitunpack_impls[];
extern const size_t             dsr_bitunpack_impl_count;

/* The last of the table, for kernels that leave some widths to it. */
void dsr_bitunpack_portable(uint32_t *v, const uint8_t *p, size_t n, unsigned width);

/* Runs the best kernel this processor has. */
void dsr_bitunpack(uint32_t *v, const uint8_t *p, size_t n, unsigned width);

/* Value `i` alone.  Reads at most 8 bytes from its first byte. */
uint32_t dsr_bitget(const uint8_t *p, unsigned width, size_t i);

#endif /* DSR_CODEC_BITPACK_H */

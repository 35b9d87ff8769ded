/*
 * rice_put.h - the kernels that write Rice codes (rice.h)
 *
 * They work on gaps that have their widths beside them, so that nothing branches on where a group ends, which cannot be guessed.
 * Bits of unary parts and of low parts are gathered in a word each and written eight bytes at a time, of which the next write
 * overwrites those that were not full.
 */
#ifndef DSR_CODEC_RICE_PUT_H
#define DSR_CODEC_RICE_PUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/bytes.h"
#include "codec/rice.h"

/* Up to so many widths more may be written. */
enum { DSR_RICE_LANES = 16 };

/* Bits from a byte upwards: the last `count` < 8 of `held` are to be written again. */
typedef struct dsr_rice_up {
	uint8_t *at;
	uint64_t held;
	unsigned count;
} dsr_rice_up;

/* Put `n` <= 56 bits. */
static inline void dsr_rice_put_up(dsr_rice_up *up, uint64_t bits, unsigned n)
{
	up->held |= bits << up->count;
	dsr_put_u64(up->at, up->held);
	up->count += n;
	up->at += up->count / 8;
	up->held >>= up->count & ~7u;
	up->count &= 7;
}

/* Put a unary part: the bytes it passes over must be zero. */
static inline void dsr_rice_put_unary(dsr_rice_up *up, uint64_t zeros)
{
	if (zeros < 56) {
		dsr_rice_put_up(up, (uint64_t)1 << zeros, (unsigned)zeros + 1);
		return;
	}
	*up->at = (uint8_t)up->held;
	zeros += up->count;
	up->at += zeros / 8;
	up->held = 0;
	up->count = (unsigned)(zeros & 7);
	dsr_rice_put_up(up, 1, 1);
}

static inline void dsr_rice_end_up(const dsr_rice_up *up)
{
	dsr_put_u64(up->at, up->held);
}

/* Bits from the end of a byte downwards: the last `count` < 8 of `held` are to be written again. */
typedef struct dsr_rice_down {
	uint8_t *at;
	uint64_t held;
	unsigned count;
} dsr_rice_down;

/* Put `n` <= 56 bits. */
static inline void dsr_rice_put_down(dsr_rice_down *down, uint64_t bits, unsigned n)
{
	down->held = down->held << n | bits;
	down->count += n;
	dsr_put_u64(down->at - 8, down->held << (63 - down->count) << 1);
	down->at -= down->count / 8;
	down->count &= 7;
}

static inline void dsr_rice_put_gap(dsr_rice_up *up, dsr_rice_down *down, uint32_t gap, unsigned width)
{
	dsr_rice_put_unary(up, gap >> width);
	dsr_rice_put_down(down, gap & (((uint32_t)1 << width) - 1), width);
}

/*
 * The kernels of one variant: all give the same.
 *
 * widths: of groups [first, first + n).
 * zeros: the zeros of the unary parts of n gaps.
 * write: write n gaps.  Where unary parts go all is zero; up to 8 bytes behind them and below the low parts are overwritten.
 */
typedef void (*dsr_rice_widths_fn)(const dsr_rice_groups *groups, size_t first, size_t n, uint8_t *widths);
typedef uint64_t (*dsr_rice_zeros_fn)(const uint32_t *gaps, const uint8_t *widths, size_t n);
typedef void (*dsr_rice_write_fn)(dsr_rice_up *up, dsr_rice_down *down, const uint32_t *gaps, const uint8_t *widths, size_t n);

typedef struct dsr_rice_put_impl {
	const char        *name;
	int                level; /* dsr_cpu_level it needs */
	dsr_rice_widths_fn widths;
	dsr_rice_zeros_fn  zeros;
	dsr_rice_write_fn  write;
} dsr_rice_put_impl;

/* Those of x86/rice_put_avx512.c. */
void dsr_rice_widths_avx512(const dsr_rice_groups *groups, size_t first, size_t n, uint8_t *widths);
uint64_t dsr_rice_zeros_avx512(const uint32_t *gaps, const uint8_t *widths, size_t n);
void dsr_rice_write_avx512(dsr_rice_up *up, dsr_rice_down *down, const uint32_t *gaps, const uint8_t *widths, size_t n);

/* Best first; the last is portable. */
extern const dsr_rice_put_impl dsr_rice_put_impls[];
extern const size_t            dsr_rice_put_impl_count;

/* The best this CPU has. */
const dsr_rice_put_impl *dsr_rice_put_best(void);

/* dsr_rice_put() by one variant. */
void dsr_rice_put_by(const dsr_rice_put_impl *impl, dsr_buf *out, const dsr_rice_groups *groups, const uint32_t *gaps);

#endif /* DSR_CODEC_RICE_PUT_H */

/*
 * rice.h - groups of ascending numbers in Rice codes, each group to be reached alone
 *
 * A group of `count` gaps is coded with a width w: of each gap the low w bits as they are, the rest in unary (R. F. Rice
 * and J. R. Plaunt, 1971).  The width follows from two numbers that whoever reads the groups has anyhow, the count and about how
 * far the group reaches, so no byte says where a group begins:
 *
 *   unary parts  from the first bit on: for each gap gap >> w zeros and a one
 *   low parts    from the last bit backwards: for each gap its low w bits, each below the one before
 *
 * Between the two lie fewer than 8 zero bits.  The low parts of a group begin after the sum of count * w over the
 * groups before it, its unary parts after as many ones as they have gaps: two sums and a search for the n-th one.
 *
 * Bits are numbered from the low bit of the first byte.  Decoders check every place they read against the size, and may
 * read up to DSR_CODEC_SLACK bytes behind it.
 */
#ifndef DSR_CODEC_RICE_H
#define DSR_CODEC_RICE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Binary logarithm of x >= 1 in eighths, linear between powers of two: 8 times the exponent and the 3 bits behind the first. */
static inline unsigned dsr_log8(uint32_t x)
{
	const unsigned exponent = 31u - (unsigned)__builtin_clz(x);

	return 8 * exponent + (unsigned)((uint64_t)x * 8 >> exponent & 7);
}

/*
 * The width for `count` < 2^31 gaps that reach about as far as `log` < 248 says (dsr_log8): 7/8 of the mean of count + 1
 * gaps, in whole bits.  0..29; count * width stays below 2^32.
 */
static inline unsigned dsr_rice_width(unsigned log, uint32_t count)
{
	const unsigned less = dsr_log8(count + 1) + 1;

	return log > less ? (log - less) / 8 : 0;
}

/* Groups side by side. */
typedef struct dsr_rice_groups {
	const uint32_t *counts; /* 1 up, below 2^31 */
	const uint8_t  *logs;   /* dsr_log8() of about how far each reaches */
	size_t          n;
} dsr_rice_groups;

/* Append `groups`; their gaps stand one after the other in `gaps`.  (Kernels: rice_put.h.) */
void dsr_rice_put(dsr_buf *out, const dsr_rice_groups *groups, const uint32_t *gaps);

/* A place in coded bytes: before a group. */
typedef struct dsr_rice {
	const uint8_t *bytes;
	uint64_t       bits; /* 8 times the size */
	uint64_t       high; /* bits of unary parts before the place */
	uint64_t       low;  /* bits of low parts before it, from the end */
} dsr_rice;

/*
 * The kernels of one variant.  All give the same; where the bytes cannot be what put() wrote they return 0, and the place is
 * then of no use.
 *
 * measure: the sums of counts and of bits of low parts over the groups.
 * leap: move `high` behind the next `ones` ones.
 * take: write the running sums of the group's `count` gaps to `out` and move behind it; 0 also where they pass 2^32.
 * read: the same for several of the groups that begin here, groups which[0..n) in ascending order; move behind the last.
 */
typedef void (*dsr_rice_measure_fn)(const dsr_rice_groups *groups, uint64_t *gaps, uint64_t *low);
typedef int (*dsr_rice_leap_fn)(dsr_rice *r, uint64_t ones);
typedef int (*dsr_rice_take_fn)(dsr_rice *r, uint32_t count, unsigned width, uint32_t *out);
typedef int (*dsr_rice_read_fn)(dsr_rice *r, const dsr_rice_groups *groups, const uint32_t *which, size_t n,
                                uint32_t *out);

typedef struct dsr_rice_impl {
	const char         *name;
	int                 level; /* dsr_cpu_level it needs */
	dsr_rice_measure_fn measure;
	dsr_rice_leap_fn    leap;
	dsr_rice_take_fn    take;
	dsr_rice_read_fn    read;
} dsr_rice_impl;

/* Best first; the last is portable. */
extern const dsr_rice_impl dsr_rice_impls[];
extern const size_t        dsr_rice_impl_count;

/* The best variant this processor has. */
const dsr_rice_impl *dsr_rice_best(void);

/* Move behind `groups`, which begin here: 1, or 0 on damage. */
int dsr_rice_pass(dsr_rice *r, const dsr_rice_groups *groups);

/* Runs the best variant of read. */
int dsr_rice_read(dsr_rice *r, const dsr_rice_groups *groups, const uint32_t *which, size_t n, uint32_t *out);

/* Behind the last group: is this the end that put() writes? */
static inline int dsr_rice_is_end(const dsr_rice *r)
{
	return r->high + r->low <= r->bits && r->bits - r->high - r->low < 8;
}

#endif /* DSR_CODEC_RICE_H */

/*
 * bounds.h - what up to 64 ranges of documents can score, side by side
 *
 * A range is 64 documents, one word of a bit set.  Each kernel but one, which takes any documents, answers for up to 64
 * neighbouring ranges at once: one number a range, or one bit of a mask.
 *
 * Every kernel has a table, best variant first, the last is portable; all give the same numbers.
 */
#ifndef DSR_CODEC_BOUNDS_H
#define DSR_CODEC_BOUNDS_H

#include <stddef.h>
#include <stdint.h>

#define DSR_BOUNDS_MAX 64u

/*
 * Bounds of one list, a byte for each 2^more ranges: byte q stands for (map[q] * unit >> cut) + 1, 0 for "not there".
 * map[0] is 0; 255 * unit fits 32 bits.
 */
typedef struct dsr_bounds {
	const uint8_t *bytes; /* DSR_BOUNDS_MAX more are readable */
	const uint8_t *map;   /* 256 entries, or NULL: map[q] is q */
	uint32_t       unit;
	unsigned       cut, more;
} dsr_bounds;

/*
 * Add the bounds of the n ranges from `first` on to sum[0..n), which has room for DSR_BOUNDS_MAX; those past n become
 * worthless.  Returns the mask of ranges in which the list is.  take: the same, taken off.
 */
typedef uint64_t (*dsr_bounds_add_fn)(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n);

/* Add to each sum[i] the bound of the range that document docs[i] is in, n of them; sum[] has room for 15 more. */
typedef void (*dsr_bounds_at_fn)(uint32_t *sum, const dsr_bounds *b, const uint32_t *docs, size_t n);

/* least[i] = min(least[i], map[q]) for the n ranges from `first` on; there is room for DSR_BOUNDS_MAX. */
typedef void (*dsr_bounds_least_fn)(uint8_t *least, const dsr_bounds *b, uint32_t first, size_t n);

/* The mask of those of n sums that are at least `min`; DSR_BOUNDS_MAX are readable. */
typedef uint64_t (*dsr_bounds_reach_fn)(const uint32_t *sum, size_t n, uint32_t min);

/*
 * For each range r of `mask`: of bits[r] those stay whose score, of the 64 from 64 r on, reaches `min` with rest[r] added.  Returns the
 * mask of ranges in which any stays.
 */
typedef uint64_t (*dsr_bounds_drop_fn)(const uint32_t *scores, const uint32_t *rest, uint64_t mask, uint32_t min,
                                       uint64_t *bits);

/* Set the 64 scores from 64 r on to 0, for each range r of `mask`. */
typedef void (*dsr_bounds_clear_fn)(uint32_t *scores, uint64_t mask);

/* The mask of those of n <= DSR_BOUNDS_MAX words that are not 0. */
typedef uint64_t (*dsr_bounds_used_fn)(const uint64_t *words, size_t n);

/* Set those of n <= DSR_BOUNDS_MAX words that `mask` has a bit for to all ones, the others to 0. */
typedef void (*dsr_bounds_fill_fn)(uint64_t *words, size_t n, uint64_t mask);

typedef struct dsr_bounds_impl {
	const char          *name;
	int                  level; /* dsr_cpu_level it needs */
	dsr_bounds_add_fn    add, take;
	dsr_bounds_at_fn     at;
	dsr_bounds_least_fn  least;
	dsr_bounds_reach_fn  reach;
	dsr_bounds_drop_fn   drop;
	dsr_bounds_clear_fn  clear;
	dsr_bounds_used_fn   used;
	dsr_bounds_fill_fn   fill;
} dsr_bounds_impl;

extern const dsr_bounds_impl dsr_bounds_impls[];
extern const size_t          dsr_bounds_impl_count;

/* Run the best variant this processor has. */
uint64_t dsr_bounds_add(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n);
uint64_t dsr_bounds_take(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n);
void     dsr_bounds_at(uint32_t *sum, const dsr_bounds *b, const uint32_t *docs, size_t n);
void     dsr_bounds_least(uint8_t *least, const dsr_bounds *b, uint32_t first, size_t n);
uint64_t dsr_bounds_reach(const uint32_t *sum, size_t n, uint32_t min);
uint64_t dsr_bounds_drop(const uint32_t *scores, const uint32_t *rest, uint64_t mask, uint32_t min, uint64_t *bits);
void     dsr_bounds_clear(uint32_t *scores, uint64_t mask);
uint64_t dsr_bounds_used(const uint64_t *words, size_t n);
void     dsr_bounds_fill(uint64_t *words, size_t n, uint64_t mask);

#endif /* DSR_CODEC_BOUNDS_H */

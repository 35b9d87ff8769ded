/*
 * filter.h - keep some of a block of postings
 *
 * Documents ascend; kept ones stand one after the other in the output, with their frequencies.  But for sums the output may not be
 * the input, and has room for n + 16.
 */
#ifndef DSR_CODEC_FILTER_H
#define DSR_CODEC_FILTER_H

#include <stddef.h>
#include <stdint.h>

/* What is kept.  Without frequencies tfs is NULL, and that of the input is not looked at. */
typedef struct dsr_kept {
	uint32_t *docs;
	uint32_t *tfs;
} dsr_kept;

/*
 * Keep those of n documents whose range is in the mask: bit r stands for the 64 documents from first + 64 r on, and what
 * lies before or behind the 4,096 is not kept.  Returns how many.  Up to 15 more of docs[] and tfs[] are read.
 */
typedef size_t (*dsr_filter_ranges_fn)(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n,
                                       uint32_t first, uint64_t mask);

/* Keep those whose bit is set: bit i of the `words` words is document first + i. */
typedef size_t (*dsr_filter_bits_fn)(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t first,
                                     const uint64_t *bits, size_t words);

/*
 * The same for a block that is a bit set, bit i of `block` for document first + i, and tfs[] in the order of its bits: keep those whose
 * bit is also set in `in`.  The block has at most DSR_BLOCK bits, out[] and tfs[] have DSR_BLOCK_ROOM.
 */
typedef size_t (*dsr_filter_set_fn)(dsr_kept out, const uint64_t *block, const uint64_t *in, size_t words, uint32_t first,
                                    const uint32_t *tfs);

/*
 * Of n documents with their scores, and the rest that may come to these, leave in all three arrays those whose sum reaches `min`.  Up to
 * 15 more of each are read and written.  Returns how many.
 */
typedef struct dsr_sums {
	uint32_t *docs, *scores, *rest;
} dsr_sums;

typedef size_t (*dsr_filter_sums_fn)(dsr_sums s, size_t n, uint32_t min);

typedef struct dsr_filter_impl {
	const char          *name;
	int                  level; /* dsr_cpu_level it needs */
	dsr_filter_ranges_fn ranges;
	dsr_filter_bits_fn   bits;
	dsr_filter_set_fn    set;
	dsr_filter_sums_fn   sums;
} dsr_filter_impl;

/* Best first; the last is portable. */
extern const dsr_filter_impl dsr_filter_impls[];
extern const size_t          dsr_filter_impl_count;

/* Run the best variant this processor has. */
size_t dsr_filter_ranges(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t first,
                         uint64_t mask);
size_t dsr_filter_bits(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t first,
                       const uint64_t *bits, size_t words);
size_t dsr_filter_set(dsr_kept out, const uint64_t *block, const uint64_t *in, size_t words, uint32_t first,
                      const uint32_t *tfs);
size_t dsr_filter_sums(dsr_sums s, size_t n, uint32_t min);

#endif /* DSR_CODEC_FILTER_H */

/*
 * saturate.h - BM25's saturation of frequencies, many at a time
 *
 * score = w - w * k / (k + tf) in float, from left to right, each operation rounded (no fused multiply-add), cut to an
 * integer; 0 where rounding makes it less (search/scoring.h).
 */
#ifndef DSR_CODEC_SATURATE_H
#define DSR_CODEC_SATURATE_H

#include <stddef.h>
#include <stdint.h>

/*
 * For n frequencies tfs[i], 1..2^31 - 1, with k[i] finite and not below 0.  All arrays are read and written up to the next
 * multiple of 16.  0 <= w * k finite.
 */
typedef void (*dsr_saturate_fn)(uint32_t *scores, const float *k, const uint32_t *tfs, size_t n, float w);

typedef struct dsr_saturate_impl {
	const char     *name;
	int             level; /* dsr_cpu_level it needs */
	dsr_saturate_fn run;
} dsr_saturate_impl;

/* Best first; the last is portable.  All give the same scores. */
extern const dsr_saturate_impl dsr_saturate_impls[];
extern const size_t            dsr_saturate_impl_count;

/* Runs the best implementation this processor has. */
void dsr_saturate(uint32_t *scores, const float *k, const uint32_t *tfs, size_t n, float w);

#endif /* DSR_CODEC_SATURATE_H */

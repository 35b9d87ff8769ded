/*
 * topk.h - the best k of many documents
 *
 * Candidates gather in an array of twice k; when it is full, the best k stay and the rest goes.  `min` tells
 * whoever scores which scores are worth an offer at all.
 *
 * Of two documents with the same score the one with the lower number is better.
 */
#ifndef DSR_SEARCH_TOPK_H
#define DSR_SEARCH_TOPK_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct dsr_hit {
	uint64_t document; /* number in the snapshot */
	uint32_t score;    /* scoring.h */
} dsr_hit;

typedef struct dsr_topk {
	dsr_hit *hits;
	size_t   n, cap;
	size_t   k;
	uint32_t min; /* a document that is offered later and scores less cannot be among the k best */
	uint64_t seed;
} dsr_topk;

/*
 * Begin: the best k of at most `documents`, which will be offered in ascending order.  Memory comes from the
 * arena, O(min(k, documents)).  1, or 0 when out of memory.
 */
int dsr_topk_init(dsr_topk *t, dsr_arena *arena, size_t k, uint64_t documents);

/* Offer a document with score >= min.  Amortised O(1). */
void dsr_topk_offer(dsr_topk *t, uint64_t document, uint32_t score);

/* Leaves the best in hits[0..n), n <= k, best first.  O(k log k). */
void dsr_topk_finish(dsr_topk *t);

#endif /* DSR_SEARCH_TOPK_H */

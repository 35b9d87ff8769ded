/*
 * topk.h - the best k of many documents
 *
 * `min` tells whoever scores which scores are worth an offer at all; it only rises.  Documents may come in any order: of
 * two with the same score the one with the lower number is better, whichever came first.
 *
 * A candidate is one number, score above, document below and inverted, so that better is greater.  Few are kept
 * sorted, many in an array with room to spare: when it is full, the best k are selected and the rest goes.
 */
#ifndef DSR_SEARCH_TOPK_H
#define DSR_SEARCH_TOPK_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Documents of a snapshot that can be told apart. */
#define DSR_TOPK_DOCUMENTS ((uint64_t)1 << 33)

typedef struct dsr_hit {
	uint64_t document; /* number in the snapshot */
	uint32_t score;    /* scoring.h */
} dsr_hit;

typedef struct dsr_topk {
	dsr_hit  *hits;  /* the result */
	uint64_t *keys;  /* candidates */
	uint64_t *beside; /* room for as many, where they are selected from */
	size_t    n, cap;
	size_t    k;
	uint64_t  floor; /* a key that is not greater is not among the k best */
	uint32_t  min;   /* nor is a document that scores less */
	uint64_t  seed;
} dsr_topk;

/*
 * Begin: the best k of at most `documents` <= DSR_TOPK_DOCUMENTS.  Memory comes from the arena,
 * O(min(k, documents)).  1, or 0 when out of memory.
 */
int dsr_topk_init(dsr_topk *t, dsr_arena *arena, size_t k, uint64_t documents);

/* Forget all offers. */
void dsr_topk_clear(dsr_topk *t);

/*
 * Documents with these scores < 2^31 are about to be offered, all of them: min rises as far as this alone allows.  For
 * k <= 16, else nothing is done; O(n).
 */
void dsr_topk_announce(dsr_topk *t, const uint32_t *scores, size_t n);

/* Offer a document with score < 2^31; one below min is passed over.  Amortised O(1), for k < 64 O(k). */
void dsr_topk_offer(dsr_topk *t, uint64_t document, uint32_t score);

/* Leaves the best in hits[0..n), n <= k, best first.  O(k). */
void dsr_topk_finish(dsr_topk *t);

#endif /* DSR_SEARCH_TOPK_H */

/*
 * beside.h - terms that stand at the place of a word without taking one of their own
 *
 * Pairs of place and term in one stream, in ascending order of place.  They may come in any order within a document,
 * and are put into theirs when it ends: what comes late is mostly little, and merged in.
 *
 * Threads: one at a time.
 */
#ifndef DSR_INDEX_BESIDE_H
#define DSR_INDEX_BESIDE_H

#include <stddef.h>
#include <stdint.h>

#include "index/stream.h"

typedef struct dsr_beside {
	dsr_stream pairs;    /* place, term, place, term, ... */
	size_t     begun;    /* pairs there were when the document at hand began */
	int        unsorted; /* those since then do not ascend by place */
} dsr_beside;

#define DSR_BESIDE_INIT(alloc_) ((dsr_beside){ .pairs = DSR_STREAM_INIT(alloc_) })

void dsr_beside_release(dsr_beside *b);

static inline size_t dsr_beside_count(const dsr_beside *b) { return b->pairs.n / 2; }
static inline uint32_t dsr_beside_place(const dsr_beside *b, size_t i) { return dsr_stream_at(&b->pairs, 2 * i); }
static inline uint32_t dsr_beside_term(const dsr_beside *b, size_t i) { return dsr_stream_at(&b->pairs, 2 * i + 1); }

/* Does the term stand at the place of the pairs put last, in the document at hand? */
int dsr_beside_stands(const dsr_beside *b, uint32_t place, uint32_t term);

/* Append a pair: 1, or 0 when out of memory. */
int dsr_beside_put(dsr_beside *b, uint32_t place, uint32_t term);

/*
 * End a document: its pairs ascend.  1, or 0 when out of memory, which it needs only where they did not.  O(n log n) at
 * worst, O(n) for two ascending runs.
 */
int dsr_beside_end(dsr_beside *b);

#endif /* DSR_INDEX_BESIDE_H */

/*
 * candidates.h - up to a block of documents that may match
 *
 * They are a list.  To look many of them up in a block of postings at once they are also wanted as a bit set: it is made when it is
 * first asked for, and is there until unmark().
 *
 * Invariants: docs[0..n) ascend; all bits are 0 unless it is marked.
 *
 * Threads: candidates belong to one thread.
 */
#ifndef DSR_SEARCH_CANDIDATES_H
#define DSR_SEARCH_CANDIDATES_H

#include <stdint.h>

#include "codec/bitpack.h"
#include "codec/bitset.h"

/* Words of the bit set: documents further apart are not marked. */
#ifdef DSR_TESTING
enum { DSR_SPAN_WORDS = 8 };
#else
enum { DSR_SPAN_WORDS = 1024 };
#endif

typedef struct dsr_candidates {
	uint32_t docs[DSR_BLOCK + 16]; /* room for kernels that write a vector more */
	uint32_t n;
	uint32_t first;     /* bit i is document first + i */
	int      is_marked;
	uint64_t bits[DSR_SPAN_WORDS]; /* all 0 at first */
} dsr_candidates;

/* All of docs[0..n), n > 0, as bits; NULL where they lie too far apart. */
static inline const uint64_t *dsr_candidates_mark(dsr_candidates *c)
{
	if (c->is_marked)
		return c->bits;
	c->first = c->docs[0] & ~63u;
	if ((c->docs[c->n - 1] - c->first) / 64 >= DSR_SPAN_WORDS)
		return NULL;
	dsr_bitset_set_all(c->bits, c->docs, c->n, c->first);
	c->is_marked = 1;
	return c->bits;
}

/* Before docs[] or n changes. */
static inline void dsr_candidates_unmark(dsr_candidates *c)
{
	if (c->is_marked)
		dsr_bitset_clear(c->bits, (c->docs[c->n - 1] - c->first) / 64 + 1);
	c->is_marked = 0;
}

#endif /* DSR_SEARCH_CANDIDATES_H */

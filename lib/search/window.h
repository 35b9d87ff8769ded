/*
 * window.h - the stretch of documents that is worked on at one time
 *
 * A segment is searched window by window, from its first document to its last.  What is known of a
 * window is a bit set of its documents and an array of their scores, both small enough for the nearest
 * cache.  Bit i, and score i, are of document first + i.
 *
 * Invariant: first is a multiple of DSR_WINDOW.
 */
#ifndef DSR_SEARCH_WINDOW_H
#define DSR_SEARCH_WINDOW_H

#include <stdint.h>
#include <string.h>

#include "codec/bitset.h"

#ifdef DSR_TESTING
#define DSR_WINDOW_WORDS 4u
#else
#define DSR_WINDOW_WORDS 64u
#endif
#define DSR_WINDOW (DSR_WINDOW_WORDS * 64u)

typedef struct dsr_window {
	uint32_t  first, end; /* documents [first, end); end is first + DSR_WINDOW, or the segment's end */
	uint32_t *scores;     /* 0 for every document that no part of the query matched */
} dsr_window;

static inline int dsr_window_empty(const uint64_t *bits)
{
	uint64_t any = 0;

	for (unsigned i = 0; i < DSR_WINDOW_WORDS; i++)
		any |= bits[i];
	return !any;
}

static inline void dsr_window_clear(uint64_t *bits)
{
	dsr_bitset_clear(bits, DSR_WINDOW_WORDS);
}

/* `out` may be `in`. */
static inline void dsr_window_copy(uint64_t *out, const uint64_t *in)
{
	dsr_bitset_copy(out, in, DSR_WINDOW_WORDS);
}

/* The bits of all documents of the window. */
static inline void dsr_window_fill(const dsr_window *w, uint64_t *bits)
{
	const uint32_t n = w->end - w->first;

	dsr_window_clear(bits);
	memset(bits, 0xFF, n / 64 * sizeof *bits);
	if (n % 64)
		bits[n / 64] = ((uint64_t)1 << n % 64) - 1;
}

/* out = a and b, a or b, a without b.  `out` may be one of them. */
static inline void dsr_window_and(uint64_t *out, const uint64_t *a, const uint64_t *b)
{
	for (unsigned i = 0; i < DSR_WINDOW_WORDS; i++)
		out[i] = a[i] & b[i];
}

static inline void dsr_window_or(uint64_t *out, const uint64_t *a, const uint64_t *b)
{
	for (unsigned i = 0; i < DSR_WINDOW_WORDS; i++)
		out[i] = a[i] | b[i];
}

static inline void dsr_window_without(uint64_t *out, const uint64_t *a, const uint64_t *b)
{
	for (unsigned i = 0; i < DSR_WINDOW_WORDS; i++)
		out[i] = a[i] & ~b[i];
}

#endif /* DSR_SEARCH_WINDOW_H */

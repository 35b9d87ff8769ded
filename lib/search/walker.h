/*
 * walker.h - the documents of one term, window by window
 *
 * A walker steps from window to window with next(), and within a window the same blocks can be gone through
 * several times: to see which documents match, then to score those that are left.  A block is decoded when
 * one of its documents may matter, and only where it must be: a bit set is taken as it is.
 *
 * Errors: those of postings.h; ask p.status at the end.
 */
#ifndef DSR_SEARCH_WALKER_H
#define DSR_SEARCH_WALKER_H

#include <stdint.h>

#include "codec/filter.h"
#include "search/candidates.h"
#include "search/scoring.h"
#include "search/window.h"
#include "segment/postings.h"

typedef struct dsr_walker {
	dsr_postings p;
	uint32_t at;    /* no document before it was not passed, or DSR_DOC_END */
	uint32_t block; /* that holds it, or the first one behind it */
	uint32_t dense; /* documents of the term in a window, on average */
} dsr_walker;

/* Begin to walk a term of `list`; df 0 stands for a term that is not there. */
void dsr_walker_open(dsr_walker *k, const dsr_list *list, const dsr_term *term);

/* Back to the beginning: targets may be lower again. */
void dsr_walker_rewind(dsr_walker *k);

/*
 * No document in [target, the answer): DSR_DOC_END where there is none from target on.  Targets never fall.
 */
uint32_t dsr_walker_next(dsr_walker *k, uint32_t target);

/*
 * All below work on a window whose first document next() was called with, or a later document of it, and which the answer lies in.
 */

/* Set the bits of the term's documents, beside those that are set. */
void dsr_walker_mark(dsr_walker *k, const dsr_window *w, uint64_t *bits);

/* out = the documents of `in` that the term is in.  Both may be the same. */
void dsr_walker_match(dsr_walker *k, const dsr_window *w, const uint64_t *in, uint64_t *out);

/* Add the scores of the documents of `docs` that the term is in. */
void dsr_walker_score(dsr_walker *k, const dsr_window *w, const uint64_t *docs, const dsr_scoring *s);

/* Both at once for all documents of the term: mark and score. */
void dsr_walker_collect(dsr_walker *k, const dsr_window *w, uint64_t *bits, const dsr_scoring *s);

/* Add the scores of all documents of the term in the words (ranges of 64 documents) of `mask`. */
void dsr_walker_score_ranges(dsr_walker *k, const dsr_window *w, uint64_t mask, const dsr_scoring *s);

/*
 * The rest needs no window.
 */

/* Leave the candidates that the term is in, and step to the block of the first.  No walk went past that. */
void dsr_walker_keep(dsr_walker *k, dsr_candidates *c);

/* The candidates' frequencies, where the term is in all of them, to tfs[]: 1, or 0 on damage. */
int dsr_walker_tfs(dsr_walker *k, dsr_candidates *c, uint32_t *tfs);

/*
 * Load the block of candidate number `from`, with its frequencies, and write the places there of this one and those that follow, as far as
 * they are in the block, to `places`, which has room for DSR_BLOCK + 16; the term is in all of them.  Returns how many, or 0 on
 * damage.
 */
uint32_t dsr_walker_places(dsr_walker *k, dsr_candidates *c, uint32_t from, uint32_t *places);

#endif /* DSR_SEARCH_WALKER_H */

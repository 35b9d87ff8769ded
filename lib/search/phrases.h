/*
 * phrases.h - in which documents words stand next to each other, in order
 *
 * A batch of documents that have all the words is looked at word by word: where the rarest stands says where the phrase may begin;
 * the others are read, in all documents at once, while a beginning is left.  Positions repeat where a field weighs more
 * (positions.h), and so a phrase is counted as often as its place weighs.
 */
#ifndef DSR_SEARCH_PHRASES_H
#define DSR_SEARCH_PHRASES_H

#include <stddef.h>
#include <stdint.h>

#include "search/eval.h"

/* Documents that may have the phrase. */
typedef struct dsr_candidates {
	uint32_t docs[DSR_BLOCK];        /* ascending */
	uint32_t counts[DSR_BLOCK + 16]; /* how often it may begin in each; room for what dsr_scoring_scores() reads more */
	size_t   begins[DSR_BLOCK];      /* where in e->places the beginnings lie */
	size_t   used;                   /* of e->places */
	uint32_t n;
	const dsr_window *w;    /* where all lie within one, or NULL; */
	uint64_t bits[DSR_WINDOW_WORDS]; /* they are then these */
} dsr_candidates;

/*
 * Of docs[0..n), which have all the words of the PHRASE `node`, leave those that have it, and how often in counts[].  No walker
 * has stepped past docs[0].  Damage and lack of memory become e's status.
 */
void dsr_phrases_find(dsr_eval *e, dsr_eval_node *node, dsr_candidates *c);

#endif /* DSR_SEARCH_PHRASES_H */

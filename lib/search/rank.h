/*
 * rank.h - find the best k of a segment without looking at what cannot be among them
 *
 * Before anything is decoded it is computed what each range of 64 documents can score at most (eval.h, bounds).  The few ranges
 * with the highest bounds are scored first: then the score of the k-th best is known well enough to pass over most others.
 * What is left is taken in windows, a bit for each range that may still matter, from the first to the last.  In a
 * window the parts of the query are scored one after the other, and after each one the documents go whose score so far
 * and what the other parts may add in their range do not reach the k-th best.  (MaxScore: Turtle, Flood, IP&M 1995, by blocks: Ding, Suel, SIGIR
 * 2011; windows of ranges instead of documents: Mallia, Suel, Tonellotto, SIGIR 2024, and the bit masks are ours.)
 *
 * A part is any node of the plan.  Three kinds of queries have a file of their own:
 *
 *   rank_term.c   one term: blocks of postings by their own bounds, which are tighter than ranges'
 *   rank_any.c    any of several parts
 *   rank_all.c    parts that must match, and others beside them
 *
 * Words that must all be there, with such as may or must not be, and a phrase are answered without windows, in rank_conjunction.c.
 *
 * The hits are those of scoring every document.  Only where it is not known which documents match, as in any of several parts, a
 * document of score 0 is not found: with fewer than k hits the caller has to look himself.
 *
 * Threads: a ranker belongs to one thread.
 */
#ifndef DSR_SEARCH_RANK_H
#define DSR_SEARCH_RANK_H

#include <stddef.h>
#include <stdint.h>

#include "search/eval.h"
#include "search/topk.h"

typedef struct dsr_ranker {
	dsr_eval *e;
	dsr_topk *best;
	dsr_window w;      /* its scores are worth nothing between windows */
	uint32_t *sums;    /* bounds of a region, range by range */
	uint64_t *masks;   /* by window of a region: ranges that are done or about to be */
	dsr_topk  highest; /* ranges of a region, numbered through, by their bounds */
	int       knows_matches; /* documents of score 0 are found, and with fewer than k hits these are all that match */
	const uint32_t *order; /* ANY: the parts of the root by falling weight, as indices of children */
} dsr_ranker;

/* Make a ranker; memory from the arena of `e`.  1, or 0 when out of memory. */
int dsr_ranker_init(dsr_ranker *r, dsr_eval *e, dsr_topk *best, uint32_t *scores);

/* Offer the best of segment `s`, which dsr_eval_enter() has not entered; ask for e's status afterwards. */
void dsr_rank_segment(dsr_ranker *r, size_t s);

/* A document must score so much to be offered. */
static inline uint32_t dsr_ranker_min(const dsr_ranker *r)
{
	return r->best->min ? r->best->min : 1;
}

/* The segment, where the root is one term. */
void dsr_rank_term(dsr_ranker *r);

/* Is the query one phrase, or are all its parts words, of which two or more must be there, and is it worth to answer it so? */
int dsr_rank_is_conjunction(const dsr_plan *plan);

/*
 * All documents of segment `s`, which was not entered, where it is: offer them if `t` wants any, and return how many match.  With
 * `at_least`, of a phrase documents that cannot be among the best are neither looked at nor counted, but in e->passed.  Ask for
 * dsr_eval_status() afterwards.
 */
uint64_t dsr_rank_conjunction(dsr_eval *e, size_t s, dsr_topk *t, int at_least);

/*
 * Score the window's documents in the ranges of `mask`, of which `rest` has the bounds (changed here), as far as they may be
 * offered.  Returns the ranges that are left; scores of others are worth nothing.
 */
uint64_t dsr_rank_any(dsr_ranker *r, uint64_t mask, uint32_t *rest);
uint64_t dsr_rank_all(dsr_ranker *r, uint64_t mask, uint32_t *rest);

/* Take the bounds of a part off the rest.  Returns the ranges that it is in. */
uint64_t dsr_rank_take(dsr_ranker *r, dsr_eval_node *part, uint32_t *rest);

/*
 * Of the candidates of `bits` in the ranges of `mask` only those stay that may still reach the k-th best with the rest.  Returns the
 * ranges that hold any.
 */
uint64_t dsr_rank_drop(const dsr_ranker *r, uint64_t mask, const uint32_t *rest, uint64_t *bits);

#endif /* DSR_SEARCH_RANK_H */

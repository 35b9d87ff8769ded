/*
 * eval.h - run a plan over one segment
 *
 * Every node of the plan has a state here, and answers four questions; files eval_*.c hold the answers of each
 * kind of node, eval.c hands them out.
 *
 *   next     where could the next match be?  A lower bound, good enough to pass windows that hold none
 *   match    which of these documents match?
 *   score    add what this node gives to the scores of these documents, as far as it matches them
 *   collect  both for a node whose matches all count: one pass where match and score are two
 *
 * next() is called for each window before the others, with the window's first document; a node whose next()
 * lies past the window is not asked further.  score() follows match() in the same window.  A BOOL is
 * matched whole before any part of it is scored: no score has to be taken back, and nothing is scored twice.
 *
 * A fifth question is asked beforehand, for stretches of documents (ranges, 64 each):
 *
 *   bounds   what can this node add to a score there, at most?
 *
 * Whoever passes over windows, or goes back, does so with rewind() (rank.h).
 *
 * A bit set may be given as its own output.  Recursion goes no deeper than the query, DSR_QUERY_DEPTH_MAX, and one level of a word's parts.
 *
 * Threads: an eval belongs to one thread.
 */
#ifndef DSR_SEARCH_EVAL_H
#define DSR_SEARCH_EVAL_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "base/arena.h"
#include "codec/bounds.h"
#include "index/snapshot.h"
#include "search/plan.h"
#include "search/scoring.h"
#include "search/tables.h"
#include "search/walker.h"
#include "search/window.h"

typedef struct dsr_eval_node dsr_eval_node;

/* The postings of a term without ranges, with their scores: so few that they are computed beforehand. */
typedef struct dsr_rare {
	uint32_t *docs;   /* and DSR_DOC_END */
	uint32_t *scores;
	uint32_t  n;
	uint32_t  at;     /* where the last window began */
} dsr_rare;

struct dsr_eval_node {
	const dsr_plan_node *plan;
	dsr_eval_node *const *children; /* BOOL: as in the plan */
	dsr_walker *walkers;  /* TERM, PHRASE: one a term */
	dsr_scoring scoring;  /* TERM, PHRASE */
	uint64_t   *bits;     /* all but TERM: what matched in the window */
	uint64_t   *spare;    /* BOOL: for what one child matches */
	uint32_t   *tfs;      /* PHRASE: by document of the window, where bits is set */
	uint64_t   *set;      /* DATES: what matches in the segment */
	dsr_bounds *bounds;   /* TERM, PHRASE: one a term; .bytes is NULL where a term has no ranges */
	dsr_rare    rare;     /* TERM: .docs is NULL unless it has no ranges */
	uint32_t    asked, at; /* BOOL: the last question to next(), and its answer */
};

/* Memory for the positions of a phrase's words in a batch of documents, kept from run to run. */
typedef struct dsr_places {
	const dossier_alloc *alloc;
	uint32_t *places;
	size_t    cap;
} dsr_places;

typedef struct dsr_eval {
	const dsr_plan *plan;
	dsr_arena      *arena;
	dsr_places     *places;
	dsr_tables     *tables;
	dsr_candidates *candidates; /* of whoever is at work on some; NULL where the root is a TERM */
	const dsr_snapshot_segment *segment;
	dsr_eval_node  *nodes; /* by number in the plan */
	dsr_eval_node  *root;
	uint64_t scored, passed; /* ranges, of a phrase documents, that were scored, and that were not, by evaluators that may pass some over */
	dossier_status  status; /* sticky: CORRUPT or NOMEM; what was matched is then worth nothing */
} dsr_eval;

/* Make the state of all nodes.  `tables` are the plan's snapshot's, and set to its parameters.  1, or 0 when out of memory. */
int dsr_eval_init(dsr_eval *e, const dsr_plan *plan, dsr_arena *arena, dsr_places *places, dsr_tables *tables);

/* Enter segment `s` of the snapshot. */
void dsr_eval_enter(dsr_eval *e, size_t s);

/* Begin the segment again: windows may come that lie before the last one. */
void dsr_eval_rewind(dsr_eval *e);

/* Make ready for bounds in this segment; what goes wrong becomes the status.  Reads the postings of terms without ranges. */
void dsr_eval_bounds_enter(dsr_eval *e);

/*
 * Add to sums[0..n) what `node` can add to the score of a document in the n <= DSR_WINDOW_WORDS ranges of the window that
 * begins with range `first`; there is room for DSR_BOUNDS_MAX.  Returns the mask of ranges in which it may match.
 */
uint64_t dsr_eval_bounds(dsr_eval *e, dsr_eval_node *node, uint32_t first, size_t n, uint32_t *sums);

/* For a TERM alone: unit and map for the bounds of its blocks. */
void dsr_eval_bounds_of_blocks(dsr_eval *e, dsr_eval_node *node);

/* For dsr_eval_bounds_at(): the ranges of TERMs, where they have any. */
void dsr_eval_bounds_of_terms(dsr_eval *e);

/* Add to sums[0..n), which has room for 15 more, what a TERM can add to the scores of docs[0..n). */
void dsr_eval_bounds_at(const dsr_eval_node *node, const uint32_t *docs, uint32_t n, uint32_t *sums);

/* The first posting of a rare term in document `first` or later; r->n where there is none. */
uint32_t dsr_eval_rare_from(dsr_rare *r, uint32_t first);

/* What went wrong in this segment so far. */
dossier_status dsr_eval_status(const dsr_eval *e);

/* The four questions to any node.  `in` NULL: all documents of the window; collect() adds to `out`. */
uint32_t dsr_eval_next(dsr_eval *e, dsr_eval_node *n, uint32_t target);
void dsr_eval_match(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out);
void dsr_eval_score(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *docs);
void dsr_eval_collect(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, uint64_t *out);

/* The same for one kind; as much of it as the kind has an answer of its own to. */
void dsr_eval_phrase_match(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out);
uint32_t dsr_eval_phrase_next(dsr_eval_node *n, uint32_t target);
void dsr_eval_phrase_score(dsr_eval_node *n, const dsr_window *w, const uint64_t *docs);

void dsr_eval_dates_enter(dsr_eval *e, dsr_eval_node *n);
uint32_t dsr_eval_dates_next(const dsr_eval *e, const dsr_eval_node *n, uint32_t target);
void dsr_eval_dates_match(const dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out);

uint32_t dsr_eval_bool_next(dsr_eval *e, dsr_eval_node *n, uint32_t target);
void dsr_eval_bool_match(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out);
void dsr_eval_bool_score(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *docs);
/* Only of shoulds alone: any of them is enough, so what each matches counts. */
void dsr_eval_bool_collect(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, uint64_t *out);

#endif /* DSR_SEARCH_EVAL_H */

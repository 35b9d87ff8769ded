/*
 * searcher.h - the scratch memory of one thread, and the run of a query
 *
 * A run plans the query for the snapshot, evaluates the plan segment by segment and keeps the best hits.  All its
 * memory is in an arena that the next run takes over: once warm, a run allocates nothing.
 *
 * Threads: a searcher belongs to one thread; any number may share a snapshot.
 */
#ifndef DSR_SEARCH_SEARCHER_H
#define DSR_SEARCH_SEARCHER_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/query.h>
#include <dossier/status.h>

#include "base/arena.h"
#include "index/snapshot.h"
#include "search/eval.h"
#include "search/plan.h"
#include "search/topk.h"
#include "text/analyzer.h"

/* At most so many hits are kept. */
#define DSR_HITS_MAX (1u << 24)

/* What is wanted of a run. */
typedef struct dsr_wish {
	size_t           k;        /* hits; 0 counts only */
	dsr_plan_options how;
	int              at_least; /* the total need not be exact, unless k is 0 */
} dsr_wish;

typedef struct dsr_searcher {
	const dsr_snapshot *snapshot;
	dsr_analyzer *analyzer;
	dsr_arena     arena;
	dsr_places    places;
	dsr_tables    tables;
	/* Of the last run: */
	dsr_plan      plan;
	const dsr_hit *hits;  /* the best, best first */
	size_t        count;
	uint64_t      total;  /* documents that match, or fewer ... */
	int           exact;  /* ... where this is 0 */
	uint64_t      scored, passed; /* ranges of documents (rank.h), of a phrase documents, that were scored, and that were passed over */
} dsr_searcher;

/* On failure nothing is held.  `alloc` and `snapshot` must outlive it.  Errors: NOMEM, VERSION (a language unknown),
 * ANALYZER (the index has the terms of another). */
dossier_status dsr_searcher_init(dsr_searcher *s, const dsr_snapshot *snapshot, const dossier_alloc *alloc,
                                 dossier_error *err);

/* Safe on a searcher that is released or all zero. */
void dsr_searcher_release(dsr_searcher *s);

/*
 * Run `query` and keep the best hits.  After a failure there are none, and the plan is empty.
 * Errors: NOMEM, CORRUPT, LIMIT (k above DSR_HITS_MAX).
 */
dossier_status dsr_searcher_run(dsr_searcher *s, const dossier_query *query, const dsr_wish *wish, dossier_error *err);

#endif /* DSR_SEARCH_SEARCHER_H */

/*
 * searcher.c - see searcher.h
 */
#include "search/searcher.h"

#include "base/error.h"
#include "base/mem.h"
#include "codec/bitset.h"
#include "search/count.h"
#include "search/rank.h"

dossier_status dsr_searcher_init(dsr_searcher *s, const dsr_snapshot *snapshot, const dossier_alloc *alloc,
                                 dossier_error *err)
{
	*s = (dsr_searcher){ .snapshot = snapshot, .arena = DSR_ARENA_INIT(alloc), .places.alloc = alloc };
	dsr_tables_init(&s->tables, snapshot, alloc);
	return dsr_snapshot_analyzer(snapshot, alloc, &s->analyzer, err);
}

void dsr_searcher_release(dsr_searcher *s)
{
	dsr_analyzer_free(s->analyzer);
	s->analyzer = NULL;
	dsr_arena_release(&s->arena);
	dsr_tables_release(&s->tables);
	if (s->places.alloc)
		dsr_free(s->places.alloc, s->places.places, s->places.cap * sizeof *s->places.places);
	s->places.places = NULL;
	s->places.cap = 0;
}

/* ---- one window ---- */

static uint32_t best_of(const uint32_t scores[64])
{
	int32_t best = 0; /* scores are below 2^31, and signed numbers compare in fewer instructions */

	for (unsigned i = 0; i < 64; i++)
		best = (int32_t)scores[i] > best ? (int32_t)scores[i] : best;
	return (uint32_t)best;
}

/* Offer the 64 documents from `number` on, as far as their bits are set. */
static void offer(dsr_topk *t, uint64_t number, uint64_t bits, const uint32_t *scores)
{
	if (best_of(scores) < t->min)
		return;
	for (; bits; bits &= bits - 1) {
		const unsigned i = (unsigned)__builtin_ctzll(bits);

		if (scores[i] >= t->min)
			dsr_topk_offer(t, number + i, scores[i]);
	}
}

/* Take the deleted documents out. */
static void bury(const dsr_snapshot_segment *s, const dsr_window *w, uint64_t *bits)
{
	const uint64_t *dead = s->dead + w->first / 64;
	const size_t words = dsr_bitset_words(w->end - w->first);

	for (size_t i = 0; i < words; i++)
		bits[i] &= ~dead[i];
}

/* Score a window; leaves its scores at 0.  Returns how many documents match. */
static uint64_t rank_window(dsr_eval *e, const dsr_window *w, dsr_topk *t)
{
	const dsr_snapshot_segment *s = e->segment;
	uint64_t touched[DSR_WINDOW_WORDS] = { 0 }, bits[DSR_WINDOW_WORDS];

	dsr_eval_collect(e, e->root, w, touched);
	dsr_window_copy(bits, touched);
	if (s->dead)
		bury(s, w, bits);
	for (uint32_t i = 0; i < DSR_WINDOW_WORDS; i++) {
		if (!touched[i])
			continue;
		offer(t, s->base + w->first + i * 64, bits[i], w->scores + i * 64);
		memset(w->scores + i * 64, 0, 64 * sizeof *w->scores);
	}
	return dsr_bitset_count(bits, DSR_WINDOW_WORDS);
}

/* ---- the run ---- */

/* All windows of a segment that may hold a match.  Returns how many documents match. */
static uint64_t run_segment(dsr_eval *e, size_t segment, uint32_t *scores, dsr_topk *t)
{
	const uint32_t docs = e->plan->snapshot->segments[segment].segment->docs;
	dsr_window w = { .scores = scores };
	uint64_t total = 0;

	dsr_eval_enter(e, segment);
	for (uint32_t at = dsr_eval_next(e, e->root, 0); at < docs; at = dsr_eval_next(e, e->root, w.end)) {
		w.first = at - at % DSR_WINDOW;
		w.end = docs - w.first < DSR_WINDOW ? docs : w.first + DSR_WINDOW;
		total += rank_window(e, &w, t);
	}
	return total;
}

static dossier_status failed(const dsr_searcher *s, size_t segment, dossier_status st, dossier_error *err)
{
	if (st == DOSSIER_ERR_NOMEM)
		return dsr_nomem(err);
	return dsr_fail(err, st, "segment %llu is damaged", (unsigned long long)s->snapshot->manifest.segments[segment].id);
}

/* All matches of a segment, counted, and offered if hits are wanted. */
static uint64_t exhaust_segment(dsr_eval *e, size_t segment, uint32_t *scores, dsr_topk *t)
{
	return t->k ? run_segment(e, segment, scores, t) : dsr_count_segment(e, segment);
}

/* Look at all that match. */
static dossier_status exhaust(dsr_searcher *s, dsr_eval *e, uint32_t *scores, dsr_topk *t, int at_least,
                              dossier_error *err)
{
	const int is_conjunction = dsr_rank_is_conjunction(&s->plan);
	dossier_status st = DOSSIER_OK;

	s->total = 0;
	memset(scores, 0, DSR_WINDOW * sizeof *scores);
	for (size_t i = 0; i < s->snapshot->count && !st; i++) {
		s->total += is_conjunction ? dsr_rank_conjunction(e, i, t, at_least) : exhaust_segment(e, i, scores, t);
		st = dsr_eval_status(e);
		if (st)
			return failed(s, i, st, err);
	}
	s->passed = e->passed;
	s->exact = !is_conjunction || !e->passed;
	return DOSSIER_OK;
}

/* Offer the best only. */
static dossier_status rank(dsr_searcher *s, dsr_eval *e, uint32_t *scores, dsr_topk *t, int *knows_matches,
                           dossier_error *err)
{
	dossier_status st = DOSSIER_OK;
	dsr_ranker r;

	if (!dsr_ranker_init(&r, e, t, scores))
		return dsr_nomem(err);
	*knows_matches = r.knows_matches;
	for (size_t i = 0; i < s->snapshot->count && !st; i++) {
		dsr_rank_segment(&r, i);
		st = dsr_eval_status(e);
		if (st)
			return failed(s, i, st, err);
	}
	return DOSSIER_OK;
}

/* Is there anything to be passed over?  A conjunction sees to that itself; and of a term no windows are wanted in any case. */
static int is_rankable(const dsr_plan *plan, const dsr_topk *t)
{
	if (!t->k || plan->root->kind == DSR_PLAN_TERM)
		return t->k > 0;
	return plan->root->kind == DSR_PLAN_BOOL && plan->root->df > t->k && !dsr_rank_is_conjunction(plan);
}

static dossier_status count_all(dsr_searcher *s, dsr_eval *e, uint32_t *scores, dsr_topk *none, dossier_error *err)
{
	if (s->plan.root->kind != DSR_PLAN_TERM)
		return exhaust(s, e, scores, none, 0, err);
	s->total = s->plan.root->df;
	return DOSSIER_OK;
}

/*
 * Where some documents can be passed over, hits and total are found apart: counting looks at no score, and finding the best
 * at few documents.  Fewer than k hits are all, or may leave documents of score 0 out (rank.h).
 */
static dossier_status evaluate(dsr_searcher *s, dsr_topk *t, int at_least, dossier_error *err)
{
	uint32_t *scores = dsr_arena_take(&s->arena, DSR_WINDOW * sizeof *scores);
	dsr_topk none = { .min = UINT32_MAX };
	int knows_matches = 0;
	dossier_status st;
	dsr_eval e;

	dsr_tables_set(&s->tables, s->plan.k1, s->plan.b);
	if (!scores || !dsr_eval_init(&e, &s->plan, &s->arena, &s->places, &s->tables))
		return dsr_nomem(err);
	if (!is_rankable(&s->plan, t))
		return exhaust(s, &e, scores, t, at_least, err);
	st = rank(s, &e, scores, t, &knows_matches, err);
	s->scored = e.scored;
	s->passed = e.passed;
	if (st)
		return st;
	if (t->n < t->k && !knows_matches) {
		dsr_topk_clear(t);
		return exhaust(s, &e, scores, t, 0, err);
	}
	if (t->n < t->k) {
		s->total = t->n;
		return DOSSIER_OK;
	}
	if (!at_least || s->plan.root->kind == DSR_PLAN_TERM)
		return count_all(s, &e, scores, &none, err);
	s->total = t->k;
	s->exact = 0;
	return DOSSIER_OK;
}

/* Forget the last run. */
static void reset(dsr_searcher *s)
{
	s->plan = (dsr_plan){ 0 };
	s->hits = NULL;
	s->count = 0;
	s->total = 0;
	s->exact = 1;
	s->scored = s->passed = 0;
	dsr_arena_reset(&s->arena);
}

static dossier_status run(dsr_searcher *s, const dossier_query *query, const dsr_wish *wish, dossier_error *err)
{
	dossier_status st;
	dsr_topk best;

	if (wish->k > DSR_HITS_MAX)
		return dsr_fail(err, DOSSIER_ERR_LIMIT, "more than %u hits are asked for", DSR_HITS_MAX);
	st = dsr_plan_build(&s->plan, &s->arena, s->snapshot, s->analyzer, query, &wish->how, err);
	if (st)
		return st;
	if (!wish->k && s->plan.root->kind == DSR_PLAN_TERM) {
		s->total = s->plan.root->df;
		return DOSSIER_OK;
	}
	if (s->snapshot->documents > DSR_TOPK_DOCUMENTS)
		return dsr_fail(err, DOSSIER_ERR_LIMIT, "the index has more documents than can be ranked");
	if (!dsr_topk_init(&best, &s->arena, wish->k, s->snapshot->documents))
		return dsr_nomem(err);
	st = evaluate(s, &best, wish->at_least, err);
	if (st)
		return st;
	dsr_topk_finish(&best);
	s->hits = best.hits;
	s->count = best.n;
	return DOSSIER_OK;
}

dossier_status dsr_searcher_run(dsr_searcher *s, const dossier_query *query, const dsr_wish *wish, dossier_error *err)
{
	dossier_status st;

	reset(s);
	st = run(s, query, wish, err);
	if (st)
		reset(s);
	return st;
}

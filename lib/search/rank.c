/*
 * rank.c - see rank.h
 */
#include "search/rank.h"

#include "codec/bitset.h"

/*
 * Bounds are held for REGION windows at a time, about 4 million documents.  HIGHEST ranges are scored first; in a region of FEW
 * windows, where what is decoded for them would be decoded again, HIGHEST_OF_FEW and only those of one window.
 */
#ifdef DSR_TESTING
enum { REGION = 3, HIGHEST = 3, FEW = 2, HIGHEST_OF_FEW = 2 };
#else
enum { REGION = 1024, HIGHEST = 32, FEW = 16, HIGHEST_OF_FEW = 16 };
#endif

int dsr_ranker_init(dsr_ranker *r, dsr_eval *e, dsr_topk *best, uint32_t *scores)
{
	const dsr_plan_node *root = e->root->plan;

	*r = (dsr_ranker){ .e = e, .best = best, .w.scores = scores };
	r->knows_matches = root->kind != DSR_PLAN_BOOL;
	for (uint32_t i = 0; root->kind == DSR_PLAN_BOOL && i < root->musts; i++)
		r->knows_matches |= root->children[i]->kind == DSR_PLAN_TERM || root->children[i]->kind == DSR_PLAN_PHRASE;
	/* What is scored first should decide most. */
	r->order = dsr_plan_order(e->arena, root, 0, root->kind == DSR_PLAN_BOOL ? root->musts + root->shoulds : 0, dsr_plan_weight);
	return r->order != NULL;
}

static uint64_t take_any(dsr_ranker *r, dsr_eval_node *part, uint32_t *rest)
{
	uint32_t own[DSR_BOUNDS_MAX] = { 0 };
	const uint64_t in = dsr_eval_bounds(r->e, part, r->w.first / 64, DSR_WINDOW_WORDS, own);

	for (unsigned i = 0; i < DSR_WINDOW_WORDS; i++)
		rest[i] -= own[i];
	return in;
}

uint64_t dsr_rank_take(dsr_ranker *r, dsr_eval_node *part, uint32_t *rest)
{
	if (part->plan->kind != DSR_PLAN_TERM)
		return take_any(r, part, rest);
	return dsr_bounds_take(rest, part->bounds, r->w.first / 64, DSR_WINDOW_WORDS);
}

uint64_t dsr_rank_drop(const dsr_ranker *r, uint64_t mask, const uint32_t *rest, uint64_t *bits)
{
	return dsr_bounds_drop(r->w.scores, rest, mask, r->knows_matches ? r->best->min : dsr_ranker_min(r), bits);
}

/* ---- one window ---- */

/* Take the documents out of bits[] that a NOT of the root matches. */
static void exclude(dsr_ranker *r, uint64_t *bits)
{
	const dsr_eval_node *root = r->e->root;
	const dsr_plan_node *p = root->plan;
	uint64_t out[DSR_WINDOW_WORDS];

	for (uint32_t i = 0; p->kind == DSR_PLAN_BOOL && i < p->nots && !dsr_window_empty(bits); i++) {
		dsr_eval_match(r->e, root->children[p->musts + p->shoulds + i], &r->w, bits, out);
		dsr_window_without(bits, bits, out);
	}
}

/*
 * The live documents in the ranges of `mask` that score enough, of those that match where this is known.  Returns the ranges
 * that hold any.
 */
static uint64_t find_candidates(const dsr_ranker *r, uint64_t mask, uint64_t *bits)
{
	static const uint32_t no_rest[DSR_WINDOW_WORDS];
	const uint64_t *matched = r->knows_matches ? r->e->root->bits : NULL, *dead = r->e->segment->dead;
	const uint32_t min = matched ? r->best->min : dsr_ranker_min(r);

	dsr_bounds_fill(bits, DSR_WINDOW_WORDS, mask);
	for (unsigned i = 0; matched && i < DSR_WINDOW_WORDS; i++)
		bits[i] &= matched[i];
	for (uint64_t left = dead ? mask : 0; left; left &= left - 1)
		bits[__builtin_ctzll(left)] &= ~dead[r->w.first / 64 + (unsigned)__builtin_ctzll(left)];
	return dsr_bounds_drop(r->w.scores, no_rest, mask, min, bits);
}

static void offer(dsr_ranker *r, uint64_t mask)
{
	const uint64_t number = r->e->segment->base + r->w.first;
	uint64_t bits[DSR_WINDOW_WORDS];

	mask = find_candidates(r, mask, bits);
	if (!mask)
		return;
	exclude(r, bits);
	for (; mask; mask &= mask - 1) {
		const unsigned i = (unsigned)__builtin_ctzll(mask);

		for (uint64_t left = bits[i]; left; left &= left - 1) {
			const unsigned at = i * 64 + (unsigned)__builtin_ctzll(left);

			dsr_topk_offer(r->best, number + at, r->w.scores[at]);
		}
	}
}

static void rank_window(dsr_ranker *r, uint32_t window, uint64_t mask, const uint32_t *sums)
{
	const uint32_t docs = r->e->segment->segment->docs;
	uint32_t rest[DSR_BOUNDS_MAX];

	r->w.first = window * DSR_WINDOW;
	r->w.end = docs - r->w.first < DSR_WINDOW ? docs : r->w.first + DSR_WINDOW;
	mask &= UINT64_MAX >> (64 - dsr_bitset_words(r->w.end - r->w.first)); /* a byte of bounds may reach past the last document */
	memcpy(rest, sums, DSR_WINDOW_WORDS * sizeof *rest);
	r->e->scored += dsr_bitset_count(&mask, 1);
	if (r->e->root->plan->musts)
		mask = dsr_rank_all(r, mask, rest);
	else
		mask = dsr_rank_any(r, mask, rest);
	offer(r, mask);
}

/* ---- a region ---- */

/* Compute the bounds of `n` windows, and which ranges have the highest. */
static void find_bounds(dsr_ranker *r, uint32_t first, uint32_t n)
{
	dsr_topk_clear(&r->highest);
	for (uint32_t w = 0; w < n; w++) {
		uint32_t *sums = r->sums + w * DSR_WINDOW_WORDS, own[DSR_BOUNDS_MAX] = { 0 };
		uint64_t high;

		dsr_eval_bounds(r->e, r->e->root, (first + w) * DSR_WINDOW_WORDS, DSR_WINDOW_WORDS, own);
		memcpy(sums, own, DSR_WINDOW_WORDS * sizeof *sums);
		r->masks[w] = 0;
		high = dsr_bounds_reach(own, DSR_WINDOW_WORDS, r->highest.min ? r->highest.min : 1);
		for (; high; high &= high - 1) {
			const uint32_t i = (uint32_t)__builtin_ctzll(high);

			dsr_topk_offer(&r->highest, w * DSR_WINDOW_WORDS + i, own[i]);
		}
	}
	dsr_topk_finish(&r->highest);
}

/* Leave only the window with the most of the highest ranges. */
static void leave_one(dsr_ranker *r, uint32_t n)
{
	uint32_t best = 0;

	for (uint32_t w = 1; w < n; w++)
		best = dsr_bitset_count(&r->masks[w], 1) > dsr_bitset_count(&r->masks[best], 1) ? w : best;
	for (uint32_t w = 0; w < n; w++)
		r->masks[w] = w == best ? r->masks[w] : 0;
}

/* The highest ranges, each window's together. */
static void rank_highest(dsr_ranker *r, uint32_t first, uint32_t n)
{
	for (size_t i = 0; i < r->highest.n; i++) {
		const uint64_t range = r->highest.hits[i].document;

		r->masks[range / DSR_WINDOW_WORDS] |= (uint64_t)1 << range % DSR_WINDOW_WORDS;
	}
	if (n <= FEW)
		leave_one(r, n);
	for (uint32_t w = 0; w < n; w++) {
		const uint32_t *sums = r->sums + w * DSR_WINDOW_WORDS;

		if (r->masks[w])
			rank_window(r, first + w, r->masks[w], sums);
	}
	dsr_eval_rewind(r->e);
}

static void rank_region(dsr_ranker *r, uint32_t first, uint32_t n)
{
	find_bounds(r, first, n);
	rank_highest(r, first, n);
	for (uint32_t w = 0; w < n; w++) {
		const uint32_t *sums = r->sums + w * DSR_WINDOW_WORDS;
		const uint64_t mask = dsr_bounds_reach(sums, DSR_WINDOW_WORDS, dsr_ranker_min(r)) & ~r->masks[w];

		r->e->passed += DSR_WINDOW_WORDS - dsr_bitset_count(&r->masks[w], 1) - dsr_bitset_count(&mask, 1);
		if (mask)
			rank_window(r, first + w, mask, sums);
	}
}

/* Room for the bounds of the largest region there is; kept from segment to segment. */
static int make_room(dsr_ranker *r, uint32_t windows)
{
	const uint32_t n = windows < REGION ? windows : REGION;
	const size_t highest = n <= FEW ? HIGHEST_OF_FEW : HIGHEST;
	dsr_arena *arena = r->e->arena;

	r->sums = dsr_arena_take(arena, (n * DSR_WINDOW_WORDS + DSR_BOUNDS_MAX) * sizeof *r->sums);
	r->masks = dsr_arena_take(arena, n * sizeof *r->masks);
	return r->sums && r->masks && dsr_topk_init(&r->highest, arena, highest, REGION * DSR_WINDOW_WORDS);
}

void dsr_rank_segment(dsr_ranker *r, size_t s)
{
	const uint32_t docs = r->e->plan->snapshot->segments[s].segment->docs;
	const uint32_t windows = docs / DSR_WINDOW + (docs % DSR_WINDOW != 0);

	dsr_eval_enter(r->e, s);
	if (r->e->root->plan->kind == DSR_PLAN_TERM) {
		dsr_rank_term(r);
		return;
	}
	dsr_eval_bounds_enter(r->e);
	if (!r->e->status && !make_room(r, windows))
		r->e->status = DOSSIER_ERR_NOMEM;
	for (uint32_t first = 0; first < windows && !r->e->status; first += REGION)
		rank_region(r, first, windows - first < REGION ? windows - first : REGION);
}

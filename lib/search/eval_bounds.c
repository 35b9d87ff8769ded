/*
 * eval_bounds.c - what a node can add to a score, range by range
 *
 *   TERM     its ranges (segment/ranges.h); where it has none, the best of its postings
 *   PHRASE   it occurs no more often than its rarest word does: the least of the words' ranges, times its own weight
 *   BOOL     the sum, where all musts may match; the sum anyway where there are none
 *   others   match anywhere and add nothing
 */
#include "search/eval.h"

#include "segment/bm25.h"
#include "segment/ranges.h"

/* More postings are not scored beforehand; it takes about a nanosecond each. */
enum { RARE_MAX = 1 << 16 };

/* The highest a sum of weights times 255 may be. */
#define PRODUCT_MAX 4294967296.0

/* weight * times * q / 255 of a byte q, rounded up, as a product and a shift. */
static void set_unit(dsr_bounds *b, const dsr_plan_node *p)
{
	const double most = (double)p->weight * p->times;

	b->cut = 0;
	while (b->cut < 20 && (most + 1) * (2u << b->cut) < PRODUCT_MAX * 0.99)
		b->cut++;
	b->unit = (uint32_t)(most / 255 * (1u << b->cut)) + 1;
}

/* Bounds of a leaf, without bytes. */
static dsr_bounds make_bounds(dsr_eval *e, const dsr_plan_node *p)
{
	const size_t segment = (size_t)(e->segment - e->plan->snapshot->segments);
	dsr_bounds b = { 0 };

	set_unit(&b, p);
	if (!dsr_tables_map(e->tables, segment, p->list, &b.map))
		e->status = DOSSIER_ERR_NOMEM;
	return b;
}

/*
 * Is it worth to score a term's postings beforehand although it has ranges?  Those of rare terms are coarse, and where nothing
 * must match every document of a coarse range may have the term: then all of them seem to matter.
 */
static int is_rare(const dsr_eval *e, uint32_t df)
{
	return !e->root->plan->musts && df <= e->segment->segment->docs >> DSR_RANGE_SHIFT && df <= RARE_MAX;
}

/* Take the scores of all postings: 1, or 0 when out of memory. */
static int score_all(dsr_eval *e, dsr_eval_node *n, uint32_t df)
{
	dsr_postings *p = &n->walkers->p;
	dsr_rare *r = &n->rare;

	*r = (dsr_rare){ dsr_arena_take(e->arena, (df + 1) * sizeof *r->docs),
	                 dsr_arena_take(e->arena, (df + DSR_BLOCK) * sizeof *r->scores), 0, 0 };
	if (!r->docs || !r->scores)
		return 0;
	for (uint32_t b = 0; b < p->blocks && r->n < df; b++) {
		if (!dsr_postings_ensure(p, b) || !dsr_postings_tfs(p) || p->n > df - r->n)
			break; /* damage that the status tells, or more than the dictionary says */
		memcpy(r->docs + r->n, p->docs, p->n * sizeof *r->docs);
		dsr_scoring_scores(&n->scoring, p->docs, p->tfs, p->n, r->scores + r->n);
		r->n += p->n;
	}
	r->docs[r->n] = DSR_DOC_END;
	return 1;
}

/* Make fine ranges of the scores: 1, or 0 when out of memory. */
static int make_ranges(dsr_eval *e, dsr_eval_node *n)
{
	const dsr_rare *r = &n->rare;
	const size_t size = (e->segment->segment->docs >> DSR_RANGE_SHIFT) + DSR_BOUNDS_MAX;
	const float most = n->plan->weight * (float)n->plan->times, unit = most > 0 ? 255.0f / most : 0;
	uint8_t *bytes = dsr_arena_zero(e->arena, size);

	for (uint32_t i = 0; i < r->n && bytes; i++) {
		const float up = (float)r->scores[i] * unit + 1.01f;
		const uint8_t bound = up < 255 ? (uint8_t)up : 255;
		uint8_t *at = &bytes[r->docs[i] >> DSR_RANGE_SHIFT];

		*at = bound > *at ? bound : *at;
	}
	n->bounds->bytes = bytes;
	n->bounds->map = NULL;
	return bytes != NULL;
}

void dsr_eval_bounds_of_blocks(dsr_eval *e, dsr_eval_node *node)
{
	*node->bounds = make_bounds(e, node->plan);
}

/* The ranges of a term, if it has any. */
static void find_ranges(const dsr_eval *e, dsr_bounds *b, dsr_postings *p, uint32_t df)
{
	b->bytes = df ? dsr_postings_ranges(p) : NULL;
	if (b->bytes)
		b->more = dsr_ranges_shift(df, e->segment->segment->docs) - DSR_RANGE_SHIFT;
}

void dsr_eval_bounds_of_terms(dsr_eval *e)
{
	for (uint32_t i = 0; i < e->plan->count; i++) {
		dsr_eval_node *n = &e->nodes[i];

		if (n->plan->kind != DSR_PLAN_TERM || !n->plan->scored)
			continue;
		*n->bounds = make_bounds(e, n->plan);
		find_ranges(e, n->bounds, &n->walkers->p, n->walkers->p.blocks ? n->walkers->p.term.df : 0);
	}
}

void dsr_eval_bounds_at(const dsr_eval_node *node, const uint32_t *docs, uint32_t n, uint32_t *sums)
{
	const dsr_bounds *b = node->bounds;

	if (b->bytes)
		dsr_bounds_at(sums, b, docs, n);
	for (uint32_t i = 0; !b->bytes && node->walkers->p.blocks && i < n; i++)
		sums[i] += (255 * b->unit >> b->cut) + 1;
}

static void enter_leaf(dsr_eval *e, dsr_eval_node *n)
{
	const dsr_bounds made = make_bounds(e, n->plan);
	uint32_t df = 0;

	n->rare = (dsr_rare){ 0 };
	for (uint32_t t = 0; t < n->plan->term_count; t++) {
		dsr_postings *p = &n->walkers[t].p;
		dsr_bounds *b = &n->bounds[t];

		*b = made;
		df = n->plan->terms[t].found[e->segment - e->plan->snapshot->segments].df;
		if (!df || (n->plan->kind == DSR_PLAN_TERM && is_rare(e, df)))
			continue;
		find_ranges(e, b, p, df);
	}
	if (n->plan->kind == DSR_PLAN_TERM && !n->bounds->bytes && !(score_all(e, n, df) && make_ranges(e, n)))
		e->status = DOSSIER_ERR_NOMEM;
}

void dsr_eval_bounds_enter(dsr_eval *e)
{
	for (uint32_t i = 0; i < e->plan->count && !e->status; i++) {
		dsr_eval_node *n = &e->nodes[i];

		if (n->walkers && n->plan->scored)
			enter_leaf(e, n);
	}
}

uint32_t dsr_eval_rare_from(dsr_rare *r, uint32_t first)
{
	uint32_t step = 1, high;

	if (r->at && r->docs[r->at - 1] >= first)
		r->at = 0;
	while (r->at + step <= r->n && r->docs[r->at + step - 1] < first) {
		r->at += step;
		step *= 2;
	}
	high = r->at + step < r->n ? r->at + step : r->n;
	while (r->at < high) {
		const uint32_t mid = r->at + (high - r->at) / 2;

		if (r->docs[mid] < first)
			r->at = mid + 1;
		else
			high = mid;
	}
	return r->at;
}

static uint64_t all_ranges(size_t n)
{
	return UINT64_MAX >> (64 - n);
}

static uint64_t bounds_of_phrase(const dsr_eval_node *node, uint32_t first, size_t n, uint32_t *sums)
{
	uint8_t least[DSR_BOUNDS_MAX];
	dsr_bounds own = *node->bounds;

	memset(least, 255, sizeof least);
	for (uint32_t t = 0; t < node->plan->term_count; t++)
		if (node->bounds[t].bytes)
			dsr_bounds_least(least, &node->bounds[t], first, n);
	own.bytes = least;
	own.map = NULL;
	own.more = 0;
	return dsr_bounds_add(sums, &own, 0, n);
}

static uint64_t bounds_of_shoulds(dsr_eval *e, dsr_eval_node *node, uint32_t first, size_t n, uint32_t *sums)
{
	uint64_t mask = 0;

	for (uint32_t i = 0; i < node->plan->shoulds; i++)
		mask |= dsr_eval_bounds(e, node->children[i], first, n, sums);
	return mask;
}

static uint64_t bounds_of_musts(dsr_eval *e, dsr_eval_node *node, uint32_t first, size_t n, uint32_t *sums)
{
	const uint32_t musts = node->plan->musts, positive = musts + node->plan->shoulds;
	uint64_t mask = all_ranges(n);
	uint32_t own[DSR_BOUNDS_MAX] = { 0 };

	for (uint32_t i = 0; i < positive && mask; i++) {
		const uint64_t in = dsr_eval_bounds(e, node->children[i], first, n, own);

		mask &= i < musts ? in : mask;
	}
	for (uint64_t left = mask; left; left &= left - 1)
		sums[__builtin_ctzll(left)] += own[__builtin_ctzll(left)];
	return mask;
}

uint64_t dsr_eval_bounds(dsr_eval *e, dsr_eval_node *node, uint32_t first, size_t n, uint32_t *sums)
{
	switch (node->plan->kind) {
	case DSR_PLAN_TERM:
		return dsr_bounds_add(sums, node->bounds, first, n);
	case DSR_PLAN_PHRASE:
		return bounds_of_phrase(node, first, n, sums);
	case DSR_PLAN_BOOL:
		return node->plan->musts ? bounds_of_musts(e, node, first, n, sums) : bounds_of_shoulds(e, node, first, n, sums);
	case DSR_PLAN_NOTHING:
		return 0;
	default:
		return all_ranges(n);
	}
}

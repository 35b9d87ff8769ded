/*
 * rank_term.c - the best documents of one term
 *
 * Blocks of postings are taken by falling bounds, until the next one's does not reach the k-th best.
 */
#include "search/rank.h"

#include "segment/bm25.h"

/* Up to so many blocks are sorted by insertion. */
#ifdef DSR_TESTING
enum { FEW = 3 };
#else
enum { FEW = 16 };
#endif

/* Offer what the loaded block has. */
static void offer_block(dsr_ranker *r, const dsr_scoring *s, dsr_postings *p)
{
	const dsr_snapshot_segment *segment = r->e->segment;
	uint32_t scores[DSR_BLOCK];

	if (!dsr_postings_tfs(p))
		return;
	dsr_scoring_scores(s, p->docs, p->tfs, p->n, scores);
	if (r->best->n < r->best->k && !segment->dead)
		dsr_topk_announce(r->best, scores, p->n);
	for (uint32_t from = 0; from < p->n; from += 64) {
		const uint32_t n = p->n - from < 64 ? p->n - from : 64;
		uint64_t reached = dsr_bounds_reach(scores + from, n, r->best->min);

		for (; reached; reached &= reached - 1) {
			const uint32_t i = from + (uint32_t)__builtin_ctzll(reached);

			if (!dsr_snapshot_is_dead(segment, p->docs[i]))
				dsr_topk_offer(r->best, segment->base + p->docs[i], scores[i]);
		}
	}
}

/* Few blocks: each enters among those before it. */
static void insert_blocks(uint32_t *order, const dsr_postings *p)
{
	for (uint32_t b = 0; b < p->blocks; b++) {
		const uint8_t bound = dsr_postings_block_bound(p, b);
		uint32_t at = b;

		for (; at && dsr_postings_block_bound(p, order[at - 1]) < bound; at--)
			order[at] = order[at - 1];
		order[at] = b;
	}
}

/* Many: a counting sort. */
static void count_blocks(uint32_t *order, const dsr_postings *p)
{
	uint32_t places[256] = { 0 }, at = 0;

	for (uint32_t b = 0; b < p->blocks; b++)
		places[dsr_postings_block_bound(p, b)]++;
	for (unsigned bound = 256; bound--;) {
		const uint32_t count = places[bound];

		places[bound] = at;
		at += count;
	}
	for (uint32_t b = 0; b < p->blocks; b++)
		order[places[dsr_postings_block_bound(p, b)]++] = b;
}

/* The blocks by falling bound; NULL when out of memory. */
static uint32_t *sort_blocks(dsr_ranker *r, const dsr_postings *p)
{
	uint32_t *order = dsr_arena_take(r->e->arena, p->blocks * sizeof *order);

	if (order && p->blocks <= FEW)
		insert_blocks(order, p);
	else if (order)
		count_blocks(order, p);
	return order;
}

/* The highest score that a bound allows. */
static uint32_t limit_of(const dsr_bounds *b, uint8_t bound)
{
	const uint32_t q = b->map ? b->map[bound] : bound;

	return (q * b->unit >> b->cut) + 1;
}

void dsr_rank_term(dsr_ranker *r)
{
	dsr_eval_node *root = r->e->root;
	dsr_postings *p = &root->walkers->p;
	const uint32_t *order;

	if (!p->blocks)
		return;
	dsr_eval_bounds_of_blocks(r->e, root);
	order = p->skips ? sort_blocks(r, p) : NULL;
	if (r->e->status || (p->skips && !order)) {
		r->e->status = DOSSIER_ERR_NOMEM;
		return;
	}
	for (uint32_t i = 0; i < p->blocks; i++) {
		const uint32_t b = order ? order[i] : 0;

		if (limit_of(root->bounds, dsr_postings_block_bound(p, b)) < r->best->min)
			break;
		if (dsr_postings_ensure(p, b))
			offer_block(r, &root->scoring, p);
	}
}

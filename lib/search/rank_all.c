/*
 * rank_all.c - the best documents that match all of some parts
 *
 * First it is seen which documents of the ranges that matter match, the rarest part first; only these are scored, part by part, the
 * optional ones last.
 */
#include "search/rank.h"

static void score_part(dsr_ranker *r, dsr_eval_node *part, int is_matched, const uint64_t *bits)
{
	dsr_eval_node *root = r->e->root;

	if (!is_matched && part->plan->kind != DSR_PLAN_TERM)
		dsr_eval_match(r->e, part, &r->w, bits, root->spare);
	dsr_eval_score(r->e, part, &r->w, bits);
}

uint64_t dsr_rank_all(dsr_ranker *r, uint64_t mask, uint32_t *rest)
{
	dsr_eval_node *root = r->e->root;
	const uint32_t musts = root->plan->musts, n = musts + root->plan->shoulds;
	uint64_t *bits = root->bits;

	dsr_bounds_fill(bits, DSR_WINDOW_WORDS, mask);
	for (uint32_t i = 0; i < musts && mask; i++) {
		dsr_eval_match(r->e, root->children[i], &r->w, bits, bits);
		mask = dsr_bounds_used(bits, DSR_WINDOW_WORDS);
	}
	dsr_bounds_clear(r->w.scores, mask);
	for (uint32_t i = 0; i < n && mask; i++) {
		dsr_eval_node *part = root->children[r->order[i]];

		dsr_rank_take(r, part, rest);
		score_part(r, part, r->order[i] < musts, bits);
		if (i + 1 < n)
			mask = dsr_rank_drop(r, mask, rest, bits);
	}
	return mask;
}

/*
 * rank_all.c - the best documents that match all of some parts
 *
 * First it is seen which documents of the ranges that matter match, the rarest part first; only these are scored, part by part, the
 * optional ones last.
 */
#include "search/rank.h"

/* The ranges that have a bit set. */
static uint64_t ranges_of(const uint64_t *bits)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < DSR_WINDOW_WORDS; i++)
		mask |= (uint64_t)(bits[i] != 0) << i;
	return mask;
}

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

	(void)rest;
	dsr_rank_expand(mask, bits);
	for (uint32_t i = 0; i < musts && mask; i++) {
		dsr_eval_match(r->e, root->children[i], &r->w, bits, bits);
		mask = ranges_of(bits);
	}
	for (uint32_t i = 0; i < n && mask; i++)
		score_part(r, root->children[i], i < musts, bits);
	return mask;
}

/*
 * rank_any.c - the best documents that match any of several parts
 *
 * Parts are scored by falling weight.  What is to come may add to every range less and less; soon few documents
 * can still reach the k-th best, and only the postings of their ranges are looked at, or only theirs.
 */
#include "search/rank.h"

#include "codec/bitset.h"

static void score_rare(dsr_ranker *r, dsr_rare *rare)
{
	for (uint32_t i = dsr_eval_rare_from(rare, r->w.first); rare->docs[i] < r->w.end; i++)
		r->w.scores[rare->docs[i] - r->w.first] += rare->scores[i];
}

/*
 * Does it pay to take the candidates only, and not all documents of the ranges that hold any?  It does of bit sets, which is what
 * a dense term is stored as, and where candidates are few.
 */
static int are_few(const dsr_walker *k, const uint64_t *bits, uint64_t mask)
{
	if (k->dense < DSR_WINDOW / 16)
		return 0;
	return dsr_bitset_count(bits, DSR_WINDOW_WORDS) < dsr_bitset_count(&mask, 1) * 24;
}

/* Add what a part gives to the candidates of `bits`, which lie in the ranges of `mask`; others may get it too. */
static void score_part(dsr_ranker *r, dsr_eval_node *part, uint64_t mask, const uint64_t *bits)
{
	dsr_eval *e = r->e;

	if (part->rare.docs) {
		score_rare(r, &part->rare);
	} else if (part->plan->kind != DSR_PLAN_TERM) {
		dsr_eval_match(e, part, &r->w, bits, e->root->spare);
		dsr_eval_score(e, part, &r->w, e->root->spare);
	} else if (dsr_eval_next(e, part, r->w.first) < r->w.end) {
		if (are_few(part->walkers, bits, mask))
			dsr_walker_score(part->walkers, &r->w, bits, &part->scoring);
		else
			dsr_walker_score_ranges(part->walkers, &r->w, mask, &part->scoring);
	}
}

/* To look which ranges are left costs about as much as to score one posting in each: is the next part longer? */
static int is_worth(const dsr_eval_node *next, uint64_t mask)
{
	const unsigned ranges = (unsigned)__builtin_popcountll(mask);

	if (next->plan->kind != DSR_PLAN_TERM)
		return 1;
	return next->walkers->dense * 2 >= ranges * 3;
}

uint64_t dsr_rank_any(dsr_ranker *r, uint64_t mask, uint32_t *rest)
{
	dsr_eval_node *const *parts = r->e->root->children;
	const uint32_t n = r->e->root->plan->shoulds;
	uint64_t *bits = r->e->root->bits;

	dsr_bounds_clear(r->w.scores, mask);
	dsr_bounds_fill(bits, DSR_WINDOW_WORDS, mask);
	for (uint32_t i = 0; i < n && mask; i++) {
		dsr_eval_node *part = parts[r->order[i]];
		const uint64_t in = dsr_rank_take(r, part, rest) & mask;

		if (in)
			score_part(r, part, in, bits);
		if (i + 1 == n || !is_worth(parts[r->order[i + 1]], mask))
			continue;
		mask = dsr_rank_drop(r, mask, rest, bits);
	}
	return mask;
}

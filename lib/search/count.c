/*
 * count.c - see count.h
 */
#include "search/count.h"

#include "codec/bitset.h"

/* Words of a bit set that a level-2 cache holds beside what is read. */
#ifdef DSR_TESTING
enum { WORDS = 8 };
#else
enum { WORDS = 1024 };
#endif

/* How many of the documents of bits[0..n), the first of which is `first`, live. */
static uint64_t count_live(const dsr_snapshot_segment *s, uint32_t first, uint64_t *bits, size_t n)
{
	if (s->dead)
		for (size_t i = 0; i < n; i++)
			bits[i] &= ~s->dead[first / 64 + i];
	return dsr_bitset_count(bits, n);
}

/* ---- any of several terms ---- */

static int is_any_of_terms(const dsr_plan_node *root)
{
	if (root->kind != DSR_PLAN_BOOL || root->musts || root->nots)
		return 0;
	for (uint32_t i = 0; i < root->shoulds; i++)
		if (root->children[i]->kind != DSR_PLAN_TERM)
			return 0;
	return 1;
}

/* Are the words all ones that hold bits from..to, as far as these are among the n words? */
static int is_full(const uint64_t *bits, size_t n, uint32_t from, uint32_t to)
{
	size_t i = from / 64;

	while (i < n && i <= to / 64 && bits[i] == UINT64_MAX)
		i++;
	return i >= n || i > to / 64;
}

/* Enter a term's documents in [first, first + 64 n); blocks that could add none are passed. */
static void mark_term(dsr_walker *k, uint32_t first, uint64_t *bits, size_t n)
{
	const uint64_t end = first + (uint64_t)n * 64;

	if (dsr_walker_next(k, first) >= end)
		return;
	for (uint32_t b = k->block; b < k->p.blocks && dsr_postings_block_first(&k->p, b) < end; b++) {
		const uint32_t from = dsr_postings_block_first(&k->p, b);

		if (is_full(bits, n, from > first ? from - first : 0, dsr_postings_block_last(&k->p, b) - first))
			continue;
		if (!dsr_postings_mark(&k->p, b, first, bits, n))
			return;
	}
}

static double frequency_of(const dsr_plan_node *n)
{
	return (double)n->df;
}

/* The terms by falling frequency: those that come last may find their documents marked. */
static uint64_t count_terms(dsr_eval *e)
{
	const dsr_eval_node *root = e->root;
	const uint32_t docs = e->segment->segment->docs;
	uint64_t bits[WORDS];
	const uint32_t *order = dsr_plan_order(e->arena, root->plan, 0, root->plan->shoulds, frequency_of);
	uint64_t total = 0;

	if (!order)
		e->status = DOSSIER_ERR_NOMEM;
	for (uint64_t first = 0; first < docs && order; first += WORDS * 64) {
		const size_t left = dsr_bitset_words((size_t)(docs - first)), n = left < WORDS ? left : WORDS;

		memset(bits, 0, n * sizeof *bits);
		for (uint32_t i = 0; i < root->plan->shoulds; i++)
			mark_term(root->children[order[i]]->walkers, (uint32_t)first, bits, n);
		total += count_live(e->segment, (uint32_t)first, bits, n);
	}
	return total;
}

/* ---- anything ---- */

static uint64_t count_windows(dsr_eval *e)
{
	const uint32_t docs = e->segment->segment->docs;
	dsr_window w = { .scores = NULL };
	uint64_t bits[DSR_WINDOW_WORDS];
	uint64_t total = 0;

	for (uint32_t at = dsr_eval_next(e, e->root, 0); at < docs; at = dsr_eval_next(e, e->root, w.end)) {
		w.first = at - at % DSR_WINDOW;
		w.end = docs - w.first < DSR_WINDOW ? docs : w.first + DSR_WINDOW;
		dsr_eval_match(e, e->root, &w, NULL, bits);
		total += count_live(e->segment, w.first, bits, dsr_bitset_words(w.end - w.first));
	}
	return total;
}

uint64_t dsr_count_segment(dsr_eval *e, size_t s)
{
	dsr_eval_enter(e, s);
	return is_any_of_terms(e->root->plan) ? count_terms(e) : count_windows(e);
}

/*
 * eval_phrase.c - words next to each other, in order, window by window
 *
 * First the documents that have all the words, rarest word first; only of those positions are read (phrases.h).
 */
#include "search/phrases.h"

uint32_t dsr_eval_phrase_next(dsr_eval_node *n, uint32_t target)
{
	const dsr_plan_node *p = n->plan;
	uint32_t at = target, from;

	do {
		from = at;
		for (uint32_t i = 0; i < p->term_count; i++)
			at = dsr_walker_next(&n->walkers[p->rarest[i]], at);
	} while (at != DSR_DOC_END && at / DSR_WINDOW != from / DSR_WINDOW);
	return at;
}

/* The documents of `in` that have all the words. */
static void match_words(dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	for (uint32_t i = 0; i < n->plan->term_count; i++) {
		dsr_walker *k = &n->walkers[n->plan->rarest[i]];

		if (i || in) {
			dsr_walker_match(k, w, i ? out : in, out);
		} else {
			dsr_window_clear(out);
			dsr_walker_mark(k, w, out);
		}
	}
}

/* Move the first documents out of `bits`, as many as there is room for. */
static void pick_candidates(dsr_candidates *c, const dsr_window *w, uint64_t *bits)
{
	c->n = 0;
	for (uint32_t i = 0; i < DSR_WINDOW_WORDS; i++)
		for (; bits[i] && c->n < DSR_BLOCK; bits[i] &= bits[i] - 1)
			c->docs[c->n++] = w->first + i * 64 + (uint32_t)__builtin_ctzll(bits[i]);
}

void dsr_eval_phrase_match(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	uint64_t left[DSR_WINDOW_WORDS];
	uint32_t counts[DSR_BLOCK + 16];
	dsr_candidates *c = e->candidates;

	match_words(n, w, in, left);
	dsr_window_clear(n->bits);
	for (pick_candidates(c, w, left); c->n && !e->status; pick_candidates(c, w, left)) {
		dsr_phrases_find(e, n, c, counts);
		for (uint32_t i = 0; i < c->n; i++) {
			dsr_bitset_set(n->bits, c->docs[i] - w->first);
			n->tfs[c->docs[i] - w->first] = counts[i];
		}
	}
	dsr_window_copy(out, n->bits);
}

void dsr_eval_phrase_score(dsr_eval_node *n, const dsr_window *w, const uint64_t *docs)
{
	dsr_batch batch;

	batch.n = 0;
	for (uint32_t i = 0; i < DSR_WINDOW_WORDS; i++) {
		for (uint64_t left = n->bits[i] & docs[i]; left; left &= left - 1) {
			const uint32_t at = i * 64 + (uint32_t)__builtin_ctzll(left);

			dsr_batch_put(&batch, w->first + at, n->tfs[at], &n->scoring, w);
		}
	}
	dsr_batch_flush(&batch, &n->scoring, w);
}

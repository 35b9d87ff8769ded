/*
 * eval_phrase.c - words next to each other, in order
 *
 * First the documents that have all the words, rarest word first; only of those positions are read.  Positions
 * repeat where a field weighs more (positions.h), and so a phrase is counted as often as its place weighs.
 */
#include "search/eval.h"

#include "base/mem.h"

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

/*
 * Find `doc`, in which all terms are, in their lists and make room for the positions.  1, or 0 with the status
 * set.  Frequencies are held against the size of the record before memory is asked for.
 */
static int find_places(dsr_eval *e, dsr_eval_node *n, uint32_t doc)
{
	dsr_places *room = e->places;
	void *places = room->places;
	size_t total = 0;

	for (uint32_t t = 0; t < n->plan->term_count; t++) {
		dsr_walker *k = &n->walkers[t];
		dsr_occurrences *o = &n->occurrences[t];
		const uint32_t *tfs = dsr_walker_has(k, doc, &o->place) ? dsr_postings_tfs(&k->p) : NULL;

		if (!tfs || tfs[o->place] / 64 > k->p.term.positions_size) {
			e->status = DOSSIER_ERR_CORRUPT;
			return 0;
		}
		o->n = tfs[o->place];
		total += o->n;
	}
	if (!dsr_grow(room->alloc, &places, &room->cap, total, sizeof *room->places)) {
		e->status = DOSSIER_ERR_NOMEM;
		return 0;
	}
	room->places = places;
	return 1;
}

/* Read the positions of all terms in `doc`: 1, or 0 with a status set. */
static int read_places(dsr_eval *e, dsr_eval_node *n, uint32_t doc)
{
	uint32_t *at;

	if (!find_places(e, n, doc))
		return 0;
	at = e->places->places;
	for (uint32_t t = 0; t < n->plan->term_count; t++) {
		dsr_occurrences *o = &n->occurrences[t];

		if (!dsr_postings_positions(&n->walkers[t].p, o->place, at))
			return 0;
		o->at = at;
		at += o->n;
	}
	return 1;
}

/* The place in the phrase of the word that is least often in the document. */
static uint32_t lead_of(const dsr_eval_node *n)
{
	const uint32_t *words = n->plan->words;
	uint32_t lead = 0;

	for (uint32_t i = 1; i < n->plan->word_count; i++)
		if (n->occurrences[words[i]].n < n->occurrences[words[lead]].n)
			lead = i;
	return lead;
}

/* Does word `i` of the phrase stand at `position`?  Positions asked for ascend. */
static int stands_at(dsr_eval_node *n, uint32_t i, uint32_t position)
{
	const dsr_occurrences *o = &n->occurrences[n->plan->words[i]];
	uint32_t c = n->passed[i];

	while (c < o->n && o->at[c] < position)
		c++;
	n->passed[i] = c;
	return c < o->n && o->at[c] == position;
}

/* How often the phrase is in `doc`, which has all its words; 0 also when a status was set. */
static uint32_t count_phrases(dsr_eval *e, dsr_eval_node *n, uint32_t doc)
{
	const uint32_t words = n->plan->word_count;
	const dsr_occurrences *o;
	uint32_t lead, count = 0;

	if (!read_places(e, n, doc))
		return 0;
	lead = lead_of(n);
	o = &n->occurrences[n->plan->words[lead]];
	memset(n->passed, 0, words * sizeof *n->passed);
	for (uint32_t c = 0; c < o->n; c++) {
		uint32_t i = o->at[c] < lead ? words + 1 : 0;

		while (i < words && (i == lead || stands_at(n, i, o->at[c] - lead + i)))
			i++;
		count += i == words;
	}
	return count;
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

void dsr_eval_phrase_match(dsr_eval *e, dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	match_words(n, w, in, n->bits);
	for (uint32_t i = 0; i < DSR_WINDOW_WORDS; i++) {
		for (uint64_t left = n->bits[i]; left; left &= left - 1) {
			const uint32_t at = i * 64 + (uint32_t)__builtin_ctzll(left);

			n->tfs[at] = count_phrases(e, n, w->first + at);
			if (!n->tfs[at])
				n->bits[i] &= ~(left & -left);
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

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

/* Room for `n` positions from `used` on, or NULL with the status set. */
static uint32_t *make_room(dsr_eval *e, size_t used, size_t n)
{
	dsr_places *room = e->places;
	void *places = room->places;

	if (!dsr_grow(room->alloc, &places, &room->cap, used + n, sizeof *room->places)) {
		e->status = DOSSIER_ERR_NOMEM;
		return NULL;
	}
	room->places = places;
	return room->places + used;
}

/*
 * Read where a term stands in `doc`, behind the first `used` places.  Returns how often, or 0 with a status
 * set.  The frequency is held against the size of the record before memory is asked for.
 */
static uint32_t read_places(dsr_eval *e, dsr_walker *k, uint32_t doc, size_t used)
{
	const uint32_t *tfs = dsr_walker_has(k, doc) ? dsr_postings_tfs(&k->p) : NULL;
	const uint32_t tf = tfs ? tfs[k->place] : 0;
	uint32_t *at;

	if (!tf || tf / 8 > k->p.term.positions_size) {
		e->status = DOSSIER_ERR_CORRUPT;
		return 0;
	}
	at = make_room(e, used, tf);
	return at && dsr_postings_positions(&k->p, k->place, at) ? tf : 0;
}

/* Where the phrase would begin if its word number `word` stood at these places. */
static uint32_t begin_phrases(uint32_t *begins, uint32_t n, uint32_t word)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++) {
		const uint32_t at = begins[i];

		begins[kept] = at - word;
		kept += at >= word;
	}
	return kept;
}

/*
 * Keep the beginnings that have word number `word` in its place.  Both lists ascend; a beginning may stand
 * several times and then counts as often.  No branch depends on what is in them.
 */
static uint32_t keep_phrases(uint32_t *begins, uint32_t n, const uint32_t *places, uint32_t m, uint32_t word)
{
	uint32_t kept = 0;

	for (uint32_t i = 0, j = 0; i < n && j < m;) {
		const uint32_t begin = begins[i], want = begin + word, at = places[j];

		begins[kept] = begin;
		kept += want == at;
		i += want <= at;
		j += at < want;
	}
	return kept;
}

/*
 * How often the phrase is in `doc`, which has all its words; 0 also when a status was set.  The rarest word says where
 * it could begin; the others are read only while anything is left of that.
 */
static uint32_t count_phrases(dsr_eval *e, dsr_eval_node *n, uint32_t doc)
{
	const dsr_plan_node *p = n->plan;
	const uint32_t first = p->order[0];
	const uint32_t total = read_places(e, &n->walkers[p->words[first]], doc, 0);
	uint32_t left = begin_phrases(e->places->places, total, first);
	uint32_t read = UINT32_MAX, places = 0; /* the term whose places lie behind the beginnings, and how many */

	for (uint32_t i = 1; i < p->word_count && left; i++) {
		const uint32_t word = p->order[i];

		if (p->words[word] != read) {
			read = p->words[word];
			places = read_places(e, &n->walkers[read], doc, total);
		}
		left = keep_phrases(e->places->places, left, e->places->places + total, places, word);
	}
	return left;
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

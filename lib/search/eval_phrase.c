/*
 * eval_phrase.c - words next to each other, in order
 *
 * First the documents that have all the words, rarest word first; only of those positions are read.  Positions
 * repeat where a field weighs more (positions.h), and so a phrase is counted as often as its place weighs.
 */
#include "search/eval.h"

#include "base/mem.h"
#include "codec/follow.h"

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

/* Documents of the window that are looked at together, those that may still have the phrase. */
typedef struct candidates {
	uint64_t bits[DSR_WINDOW_WORDS]; /* the same as */
	uint32_t docs[DSR_BLOCK];        /* these, from the window's first on, ascending */
	size_t   begins[DSR_BLOCK];      /* where in the places those lie at which the phrase may begin, */
	uint32_t counts[DSR_BLOCK];      /* and how many of them */
	uint32_t n;
	size_t   used;                   /* places that hold beginnings */
} candidates;

/* Move the first documents out of `bits`, as many as there is room for. */
static void pick_candidates(candidates *c, uint64_t *bits)
{
	c->n = 0;
	c->used = 0;
	dsr_window_clear(c->bits);
	for (uint32_t i = 0; i < DSR_WINDOW_WORDS; i++)
		for (; bits[i] && c->n < DSR_BLOCK; bits[i] &= bits[i] - 1) {
			c->bits[i] |= bits[i] & -bits[i];
			c->docs[c->n++] = i * 64 + (uint32_t)__builtin_ctzll(bits[i]);
		}
}

/*
 * Read where a term stands in the loaded block's documents number which[0..n), behind the places that are used.  NULL with a
 * status set; frequencies are held against the size of the positions before memory is asked for.
 */
static uint32_t *read_places(dsr_eval *e, dsr_walker *k, const uint32_t *which, uint32_t n, size_t used, size_t *size)
{
	uint64_t total = 0;
	uint32_t *at;

	for (uint32_t i = 0; i < n; i++)
		total += k->p.tfs[which[i]];
	if (total / 8 > k->p.term.positions_size) {
		e->status = DOSSIER_ERR_CORRUPT;
		return NULL;
	}
	*size = (size_t)total;
	at = make_room(e, used, *size);
	return at && dsr_postings_positions_of(&k->p, which, n, at) ? at : NULL;
}

/* Where the phrase would begin if its word number `word` stood at these places: they become that. */
static uint32_t begin_phrases(uint32_t *places, uint32_t n, uint32_t word)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; word && i < n; i++) {
		const uint32_t at = places[i];

		places[kept] = at - word;
		kept += at >= word;
	}
	return word ? kept : n;
}

/* The places of the phrase's first word to be looked at, its rarest, say where it may begin.  Returns 0 on damage. */
static int begin(dsr_eval *e, dsr_eval_node *node, const dsr_window *w, candidates *c)
{
	const uint32_t word = node->plan->order[0];
	dsr_walker *k = &node->walkers[node->plan->words[word]];
	uint32_t which[DSR_BLOCK + 16], n, done = 0, block = dsr_walker_block(k, w);

	while (done < c->n && (n = dsr_walker_pick(k, w, c->bits, &block, which))) {
		size_t size, at = c->used;

		if (n > c->n - done || !read_places(e, k, which, n, at, &size))
			return 0;
		c->used += size;
		for (uint32_t i = 0; i < n; at += k->p.tfs[which[i++]]) {
			c->begins[done] = at;
			c->counts[done++] = begin_phrases(e->places->places + at, k->p.tfs[which[i]], word);
		}
	}
	return done == c->n;
}

/* Of the beginnings those stay which have word number `word` in its place.  Returns 0 on damage. */
static int follow(dsr_eval *e, dsr_eval_node *node, const dsr_window *w, candidates *c, uint32_t word)
{
	dsr_walker *k = &node->walkers[node->plan->words[word]];
	uint32_t which[DSR_BLOCK + 16], n, done = 0, block = dsr_walker_block(k, w);

	while (done < c->n && (n = dsr_walker_pick(k, w, c->bits, &block, which))) {
		size_t size;
		const uint32_t *at = n <= c->n - done ? read_places(e, k, which, n, c->used, &size) : NULL;

		if (!at)
			return 0;
		for (uint32_t i = 0; i < n; at += k->p.tfs[which[i++]], done++)
			c->counts[done] = (uint32_t)dsr_follow(e->places->places + c->begins[done], c->counts[done], at,
			                                       k->p.tfs[which[i]], word);
	}
	return done == c->n;
}

/* Let go of the candidates that have no beginning left. */
static void drop_candidates(candidates *c)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < c->n; i++) {
		const uint32_t doc = c->docs[i], count = c->counts[i];

		c->docs[kept] = doc;
		c->begins[kept] = c->begins[i];
		c->counts[kept] = count;
		kept += count != 0;
		c->bits[doc / 64] &= ~((uint64_t)!count << (doc & 63));
	}
	c->n = kept;
}

/* Leave the candidates that have the phrase, and how often.  The words are read while anything is left, the rarest first. */
static void find_phrases(dsr_eval *e, dsr_eval_node *node, const dsr_window *w, candidates *c)
{
	const dsr_plan_node *p = node->plan;
	int right = begin(e, node, w, c);

	for (uint32_t i = 1; i < p->word_count && c->n && right; i++) {
		drop_candidates(c);
		right = follow(e, node, w, c, p->order[i]);
	}
	drop_candidates(c);
	if (!right && !e->status)
		e->status = DOSSIER_ERR_CORRUPT;
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
	uint64_t left[DSR_WINDOW_WORDS];
	candidates c;

	match_words(n, w, in, left);
	dsr_window_clear(n->bits);
	for (pick_candidates(&c, left); c.n && !e->status; pick_candidates(&c, left)) {
		find_phrases(e, n, w, &c);
		dsr_window_or(n->bits, n->bits, c.bits);
		for (uint32_t i = 0; i < c.n; i++)
			n->tfs[c.docs[i]] = c.counts[i];
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

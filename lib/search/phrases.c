/*
 * phrases.c - see phrases.h
 */
#include "search/phrases.h"

#include "base/mem.h"
#include "codec/follow.h"

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

/* How many of the places stand too near the text's begin for the phrase to have `word` words before. */
static uint32_t count_too_early(const uint32_t *places, uint32_t n, uint32_t word)
{
	uint32_t i = 0;

	while (i < n && places[i] < word)
		i++;
	return i;
}

/* What is known of the candidates. */
typedef struct beginnings {
	dsr_candidates *c;
	uint32_t *counts;           /* in how many places the phrase may be in each */
	size_t    begins[DSR_BLOCK]; /* where in e->places these lie: its rarest word's */
	size_t    used;             /* of e->places */
} beginnings;

/* The places of the first word to be looked at, the rarest, say where the phrase may be.  Returns 0 on damage. */
static int begin(dsr_eval *e, dsr_eval_node *node, beginnings *b)
{
	const uint32_t word = node->plan->order[0];
	dsr_walker *k = &node->walkers[node->plan->words[word]];
	uint32_t which[DSR_BLOCK + 16], n, done = 0;

	while (done < b->c->n && (n = dsr_walker_places(k, b->c, done, which))) {
		size_t size, at = b->used;

		if (!read_places(e, k, which, n, at, &size))
			return 0;
		b->used += size;
		for (uint32_t i = 0; i < n; at += k->p.tfs[which[i++]], done++) {
			const uint32_t early = count_too_early(e->places->places + at, k->p.tfs[which[i]], word);

			b->begins[done] = at + early;
			b->counts[done] = k->p.tfs[which[i]] - early;
		}
	}
	return done == b->c->n;
}

/* Those stay which have word number `word` in its place.  Returns 0 on damage. */
static int follow(dsr_eval *e, dsr_eval_node *node, beginnings *b, uint32_t word)
{
	dsr_walker *k = &node->walkers[node->plan->words[word]];
	uint32_t which[DSR_BLOCK + 16], n, done = 0;

	while (done < b->c->n && (n = dsr_walker_places(k, b->c, done, which))) {
		size_t size;
		const uint32_t *at = read_places(e, k, which, n, b->used, &size);

		if (!at)
			return 0;
		for (uint32_t i = 0; i < n; at += k->p.tfs[which[i++]], done++)
			b->counts[done] = (uint32_t)dsr_follow(e->places->places + b->begins[done], b->counts[done], at,
			                                       k->p.tfs[which[i]], word - node->plan->order[0]);
	}
	return done == b->c->n;
}

/* Let go of the candidates that have no beginning left. */
static void drop_candidates(beginnings *b)
{
	dsr_candidates *c = b->c;
	uint32_t kept = 0;

	dsr_candidates_unmark(c);
	for (uint32_t i = 0; i < c->n; i++) {
		const uint32_t count = b->counts[i];

		c->docs[kept] = c->docs[i];
		b->begins[kept] = b->begins[i];
		b->counts[kept] = count;
		kept += count != 0;
	}
	c->n = kept;
}

void dsr_phrases_find(dsr_eval *e, dsr_eval_node *node, dsr_candidates *c, uint32_t *counts)
{
	const dsr_plan_node *p = node->plan;
	beginnings b;
	int right;

	b.c = c;
	b.counts = counts;
	b.used = 0;
	right = begin(e, node, &b);
	for (uint32_t i = 1; i < p->word_count && c->n && right; i++) {
		drop_candidates(&b);
		right = follow(e, node, &b, p->order[i]);
	}
	if (right) {
		drop_candidates(&b);
		return;
	}
	dsr_candidates_unmark(c);
	c->n = 0;
	if (!e->status)
		e->status = DOSSIER_ERR_CORRUPT;
}

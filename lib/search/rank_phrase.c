/*
 * rank_phrase.c - a query that is one phrase
 *
 * It is rare that many documents have a phrase whose words they have.  So neither windows nor bounds of ranges pay: the blocks of the rarest
 * word are gone through, each one's documents looked up in the other lists, and what is left is read.
 */
#include "search/rank.h"

#include "codec/bitset.h"
#include "search/phrases.h"

/* Documents in a window that are worth its bit sets. */
#ifdef DSR_TESTING
enum { MANY = 4 };
#else
enum { MANY = 32 };
#endif

static void bury(const dsr_snapshot_segment *s, dsr_candidates *c)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; s->dead && i < c->n; i++) {
		c->docs[kept] = c->docs[i];
		kept += !dsr_bitset_has(s->dead, c->docs[i]);
	}
	c->n = s->dead ? kept : c->n;
}

/* Leave those of the rarest word's documents that would score `min` if all its occurrences there were in the phrase. */
static void pass_over(dsr_eval *e, dsr_postings *p, uint32_t from, dsr_candidates *c, uint32_t min)
{
	const uint32_t *tfs = dsr_postings_tfs(p);
	uint32_t scores[DSR_BLOCK], kept = 0;

	if (!tfs)
		return;
	dsr_scoring_scores(&e->root->scoring, c->docs, tfs + from, c->n, scores);
	for (uint32_t i = 0; i < c->n; i++) {
		c->docs[kept] = c->docs[i];
		kept += scores[i] >= min;
	}
	e->passed += c->n - kept;
	c->n = kept;
}

/* Leave the documents that have the other words, looked up one by one. */
static void match_few(dsr_eval_node *root, dsr_candidates *c)
{
	for (uint32_t i = 1; i < root->plan->term_count && c->n; i++)
		c->n = dsr_walker_keep(&root->walkers[root->plan->rarest[i]], c->docs, c->n);
}

/* The same by bit sets, of documents that lie within a window. */
static void match_window(dsr_eval_node *root, const dsr_window *w, dsr_candidates *c)
{
	uint32_t kept = 0;

	dsr_window_clear(c->bits);
	for (uint32_t i = 0; i < c->n; i++)
		dsr_bitset_set(c->bits, c->docs[i] - w->first);
	for (uint32_t i = 1; i < root->plan->term_count; i++) {
		dsr_walker *k = &root->walkers[root->plan->rarest[i]];

		dsr_walker_step(k, w->first);
		dsr_walker_match(k, w, c->bits, c->bits);
	}
	for (uint32_t i = 0; i < c->n; i++) {
		c->docs[kept] = c->docs[i];
		kept += (uint32_t)dsr_bitset_has(c->bits, c->docs[i] - w->first);
	}
	c->n = kept;
}

/*
 * The live documents of the rarest word's loaded block, from place `from` on, that have all the others and may score `min`: those of a
 * window, which becomes *w, where it has many in one, else all.  Returns the place behind those that were looked at.
 */
static uint32_t pick(dsr_eval *e, dsr_walker *rarest, uint32_t from, dsr_window *w, dsr_candidates *c, uint32_t min)
{
	dsr_postings *p = &rarest->p;
	const uint32_t first = p->docs[from] & ~63u, docs = e->segment->segment->docs;
	uint32_t to;
	int many;

	*w = (dsr_window){ first, docs - first < DSR_WINDOW ? docs : first + DSR_WINDOW, NULL };
	to = p->docs[p->n - 1] < w->end ? p->n : dsr_postings_find(p, w->end);
	many = to - from >= MANY;
	c->w = many ? w : NULL;
	to = many ? to : p->n;
	c->n = to - from;
	memcpy(c->docs, p->docs + from, c->n * sizeof *c->docs);
	if (min)
		pass_over(e, p, from, c, min);
	bury(e->segment, c);
	if (many)
		match_window(e->root, w, c);
	else
		match_few(e->root, c);
	return to;
}

static void offer(const dsr_eval *e, const dsr_candidates *c, dsr_topk *t)
{
	uint32_t scores[DSR_BLOCK];

	dsr_scoring_scores(&e->root->scoring, c->docs, c->counts, c->n, scores);
	for (uint32_t i = 0; i < c->n; i++)
		if (scores[i] >= t->min)
			dsr_topk_offer(t, e->segment->base + c->docs[i], scores[i]);
}

/* The loaded block of the rarest word. */
static uint64_t rank_block(dsr_eval *e, dsr_walker *rarest, dsr_topk *t, int at_least)
{
	dsr_candidates c;
	dsr_window w;
	uint64_t total = 0;

	for (uint32_t at = 0; at < rarest->p.n && !e->status;) {
		at = pick(e, rarest, at, &w, &c, at_least && t->k ? t->min : 0);
		if (!c.n)
			continue;
		dsr_phrases_find(e, e->root, &c);
		total += c.n;
		if (t->k)
			offer(e, &c, t);
	}
	return total;
}

uint64_t dsr_rank_phrase(dsr_eval *e, size_t s, dsr_topk *t, int at_least)
{
	dsr_walker *rarest = &e->root->walkers[e->root->plan->rarest[0]];
	uint64_t total = 0;

	dsr_eval_enter(e, s);
	for (uint32_t b = 0; b < rarest->p.blocks && dsr_walker_load(rarest, b); b++) {
		rarest->block = b;
		total += rank_block(e, rarest, t, at_least);
	}
	return total;
}

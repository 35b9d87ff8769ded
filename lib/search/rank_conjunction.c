/*
 * rank_conjunction.c - a query that is several words of which a document must have all, or one phrase
 *
 * Few documents have all of several words.  So neither windows nor bounds of ranges pay: the blocks of the rarest word are gone through,
 * each one's documents looked up in the other lists, and only of what is left frequencies and positions are read, one by one where they
 * are few.  What matches is found by the way, all of it.
 */
#include "search/rank.h"

#include "codec/bitset.h"
#include "search/phrases.h"

typedef struct conjunction {
	dsr_eval      *e;
	dsr_eval_node *root;
	dsr_candidates *c;
	dsr_topk      *t;
	int            may_pass; /* documents that cannot be among the best need not be counted */
} conjunction;

static int are_terms(const dsr_plan_node *root)
{
	for (uint32_t i = 0; i < root->musts + root->shoulds + root->nots; i++)
		if (root->children[i]->kind != DSR_PLAN_TERM)
			return 0;
	return 1;
}

int dsr_rank_is_conjunction(const dsr_plan_node *root)
{
	return root->kind == DSR_PLAN_PHRASE || (root->kind == DSR_PLAN_BOOL && root->musts > 1 && are_terms(root));
}

/* The words that must be there, the rarest first. */
static uint32_t must_count(const dsr_eval_node *root)
{
	return root->plan->kind == DSR_PLAN_PHRASE ? root->plan->term_count : root->plan->musts;
}

static dsr_walker *must(const dsr_eval_node *root, uint32_t i)
{
	return root->plan->kind == DSR_PLAN_PHRASE ? &root->walkers[root->plan->rarest[i]] : root->children[i]->walkers;
}

/* ---- what matches ---- */

static void bury(const dsr_snapshot_segment *s, dsr_candidates *c)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; s->dead && i < c->n; i++) {
		c->docs[kept] = c->docs[i];
		kept += !dsr_bitset_has(s->dead, c->docs[i]);
	}
	c->n = s->dead ? kept : c->n;
}

/* Leave those of the rarest word's loaded block that would score enough if all its occurrences there were in the phrase. */
static void pass_over(conjunction *j, dsr_postings *rarest)
{
	const uint32_t *tfs = dsr_postings_tfs(rarest);
	dsr_candidates *c = j->c;
	uint32_t scores[DSR_BLOCK], kept = 0;

	if (!tfs)
		return;
	dsr_scoring_scores(&j->root->scoring, c->docs, tfs, c->n, scores);
	for (uint32_t i = 0; i < c->n; i++) {
		c->docs[kept] = c->docs[i];
		kept += scores[i] >= j->t->min;
	}
	j->e->passed += c->n - kept;
	c->n = kept;
}

/* Take out what a NOT matches. */
static void exclude(conjunction *j, dsr_walker *k)
{
	dsr_candidates *c = j->c;
	const uint32_t n = c->n;
	uint32_t docs[DSR_BLOCK], kept = 0;

	memcpy(docs, c->docs, n * sizeof *docs);
	dsr_walker_keep(k, c);
	c->docs[c->n] = DSR_DOC_END;
	for (uint32_t i = 0, out = 0; i < n; i++) {
		const int is_out = docs[i] == c->docs[out];

		docs[kept] = docs[i];
		kept += !is_out;
		out += (uint32_t)is_out;
	}
	memcpy(c->docs, docs, kept * sizeof *docs);
	c->n = kept;
}

/* The candidates among the documents of the rarest word's block `b`. */
static void match_block(conjunction *j, uint32_t b)
{
	const dsr_plan_node *p = j->root->plan;
	dsr_walker *rarest = must(j->root, 0);
	dsr_candidates *c = j->c;

	c->n = 0;
	if (!dsr_walker_load(rarest, b))
		return;
	rarest->block = b;
	c->n = rarest->p.n;
	memcpy(c->docs, rarest->p.docs, c->n * sizeof *c->docs);
	if (p->kind == DSR_PLAN_PHRASE && j->may_pass && j->t->min)
		pass_over(j, &rarest->p);
	bury(j->e->segment, c);
	for (uint32_t i = 1; i < must_count(j->root) && c->n; i++)
		dsr_walker_keep(must(j->root, i), c);
	for (uint32_t i = 0; p->kind == DSR_PLAN_BOOL && i < p->nots && c->n; i++)
		exclude(j, j->root->children[p->musts + p->shoulds + i]->walkers);
}

/* ---- what it scores ---- */

static void offer(const conjunction *j, const uint32_t *scores)
{
	for (uint32_t i = 0; i < j->c->n; i++)
		if (scores[i] >= j->t->min)
			dsr_topk_offer(j->t, j->e->segment->base + j->c->docs[i], scores[i]);
}

/* Returns how many of the candidates have the phrase. */
static uint32_t rank_phrase(conjunction *j)
{
	uint32_t counts[DSR_BLOCK + 16], scores[DSR_BLOCK];

	dsr_phrases_find(j->e, j->root, j->c, counts);
	if (j->t->k) {
		dsr_scoring_scores(&j->root->scoring, j->c->docs, counts, j->c->n, scores);
		offer(j, scores);
	}
	return j->c->n;
}

/* Add what a word gives to the candidates, which all have it. */
static void add_must(conjunction *j, dsr_eval_node *word, uint32_t *sums)
{
	uint32_t tfs[DSR_BLOCK + 16], scores[DSR_BLOCK];

	if (!dsr_walker_tfs(word->walkers, j->c, tfs))
		return;
	dsr_scoring_scores(&word->scoring, j->c->docs, tfs, j->c->n, scores);
	for (uint32_t i = 0; i < j->c->n; i++)
		sums[i] += scores[i];
}

/* The same where only some of them may have it. */
static void add_should(conjunction *j, dsr_eval_node *word, uint32_t *sums)
{
	dsr_candidates *c = j->c;
	const uint32_t n = c->n;
	uint32_t docs[DSR_BLOCK], some[DSR_BLOCK] = { 0 };

	memcpy(docs, c->docs, n * sizeof *docs);
	dsr_walker_keep(word->walkers, c);
	add_must(j, word, some);
	for (uint32_t i = 0, at = 0; at < c->n; i++)
		if (docs[i] == c->docs[at])
			sums[i] += some[at++];
	memcpy(c->docs, docs, n * sizeof *docs);
	c->n = n;
}

static void rank_words(conjunction *j)
{
	const dsr_plan_node *p = j->root->plan;
	uint32_t sums[DSR_BLOCK] = { 0 };

	for (uint32_t i = 0; i < p->musts; i++)
		add_must(j, j->root->children[i], sums);
	for (uint32_t i = p->musts; i < p->musts + p->shoulds; i++)
		add_should(j, j->root->children[i], sums);
	offer(j, sums);
}

uint64_t dsr_rank_conjunction(dsr_eval *e, size_t s, dsr_topk *t, int at_least)
{
	conjunction j = { e, e->root, e->candidates, t, at_least && t->k };
	const dsr_postings *rarest = &must(e->root, 0)->p;
	uint64_t total = 0;

	dsr_eval_enter(e, s);
	for (uint32_t b = 0; b < rarest->blocks && !e->status; b++) {
		match_block(&j, b);
		if (!j.c->n)
			continue;
		if (e->root->plan->kind == DSR_PLAN_PHRASE) {
			total += rank_phrase(&j);
			continue;
		}
		total += j.c->n;
		if (t->k)
			rank_words(&j);
	}
	return total;
}

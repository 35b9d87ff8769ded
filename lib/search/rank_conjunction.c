/*
 * rank_conjunction.c - a query that is several words of which a document must have all, or one phrase
 *
 * Few documents have all of several words.  So windows do not pay: the blocks of the rarest word are gone through,
 * each one's documents looked up in the other lists, and only of what is left frequencies and positions are read, one by one where they
 * are few.  Of words, those that match are scored word by word, and once k documents are known the others' bounds in a document's range
 * tell whether it is worth to go on.  Of a phrase, unless all that match are to be counted, what the rarest word's occurrences could score
 * tells which documents are looked at.
 */
#include "search/rank.h"

#include <string.h>

#include "codec/bitset.h"
#include "search/phrases.h"

/* A word in one of so many documents, or more, is frequent. */
#ifdef DSR_TESTING
enum { FREQUENT = 2 };
#else
enum { FREQUENT = 32 };
#endif

typedef struct conjunction {
	dsr_eval       *e;
	dsr_eval_node  *root;
	dsr_candidates *c;
	dsr_topk       *t;
	const uint32_t *order;    /* of words: the parts but the rarest by falling weight, as indices of children */
	int             may_pass; /* a phrase that cannot be among the best need not be counted */
} conjunction;

static int are_terms(const dsr_plan_node *root)
{
	for (uint32_t i = 0; i < root->musts + root->shoulds + root->nots; i++)
		if (root->children[i]->kind != DSR_PLAN_TERM)
			return 0;
	return 1;
}

/* Words beside those that must match are looked at range by range where these are frequent: then many ranges can be passed. */
int dsr_rank_is_conjunction(const dsr_plan *plan)
{
	const dsr_plan_node *root = plan->root;

	if (root->kind == DSR_PLAN_PHRASE)
		return 1;
	if (root->kind != DSR_PLAN_BOOL || root->musts < 2 || !are_terms(root))
		return 0;
	return !root->shoulds || root->children[0]->df * FREQUENT < plan->snapshot->documents;
}

static int is_phrase(const conjunction *j)
{
	return j->root->plan->kind == DSR_PLAN_PHRASE;
}

/* The words that must be there, the rarest first. */
static uint32_t must_count(const conjunction *j)
{
	return is_phrase(j) ? j->root->plan->term_count : j->root->plan->musts;
}

static dsr_walker *must(const conjunction *j, uint32_t i)
{
	return is_phrase(j) ? &j->root->walkers[j->root->plan->rarest[i]] : j->root->children[i]->walkers;
}

/* ---- what may be among the best ---- */

/* The candidates' scores so far, and what is to come at most. */
typedef struct sums {
	uint32_t scores[DSR_BLOCK + 16], rest[DSR_BLOCK + 16];
} sums;

/* Leave the candidates that may still be among the best. */
static void drop(conjunction *j, sums *s)
{
	dsr_candidates *c = j->c;

	dsr_candidates_unmark(c);
	c->n = (uint32_t)dsr_filter_sums((dsr_sums){ c->docs, s->scores, s->rest }, c->n, j->t->min);
}

/* What all words but the rarest may add. */
static void find_rest(const conjunction *j, sums *s)
{
	memset(s->rest, 0, j->c->n * sizeof *s->rest);
	for (uint32_t i = 0; i + 1 < j->root->plan->musts + j->root->plan->shoulds; i++)
		dsr_eval_bounds_at(j->root->children[j->order[i]], j->c->docs, j->c->n, s->rest);
}

/* Take the bounds of a word off what is to come. */
static void take(const conjunction *j, const dsr_eval_node *word, sums *s)
{
	uint32_t own[DSR_BLOCK + 16] = { 0 };

	dsr_eval_bounds_at(word, j->c->docs, j->c->n, own);
	for (uint32_t i = 0; i < j->c->n; i++)
		s->rest[i] -= own[i];
}

/* ---- what matches ---- */

/* Leave the documents of the rarest word's loaded block that would score enough if all its occurrences there were in the phrase. */
static void pass_over(conjunction *j)
{
	const uint32_t *tfs = dsr_postings_tfs(&must(j, 0)->p), n = j->c->n;
	sums s;

	if (!tfs)
		return;
	dsr_scoring_scores(&j->root->scoring, j->c->docs, tfs, n, s.scores);
	memset(s.rest, 0, n * sizeof *s.rest);
	drop(j, &s);
	j->e->passed += n - j->c->n;
}

static void bury(const dsr_snapshot_segment *s, dsr_candidates *c)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; s->dead && i < c->n; i++) {
		c->docs[kept] = c->docs[i];
		kept += !dsr_bitset_has(s->dead, c->docs[i]);
	}
	c->n = s->dead ? kept : c->n;
}

/* The candidates are the live documents of block `b` of the rarest word. */
static void begin_block(conjunction *j, uint32_t b)
{
	dsr_walker *rarest = must(j, 0);

	dsr_candidates_unmark(j->c);
	j->c->n = 0;
	if (!dsr_postings_ensure(&rarest->p, b))
		return;
	rarest->block = b;
	j->c->n = rarest->p.n;
	memcpy(j->c->docs, rarest->p.docs, j->c->n * sizeof *j->c->docs);
	if (j->may_pass && j->t->min)
		pass_over(j);
	bury(j->e->segment, j->c);
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

/* Leave those that have the other words, and none that is excluded. */
static void match(conjunction *j)
{
	const dsr_plan_node *p = j->root->plan;

	for (uint32_t i = 1; i < must_count(j) && j->c->n; i++)
		dsr_walker_keep(must(j, i), j->c);
	for (uint32_t i = 0; !is_phrase(j) && i < p->nots && j->c->n; i++)
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
static void add_must(conjunction *j, dsr_eval_node *word, uint32_t *sum)
{
	uint32_t tfs[DSR_BLOCK + 16], scores[DSR_BLOCK];

	if (!dsr_walker_tfs(word->walkers, j->c, tfs))
		return;
	dsr_scoring_scores(&word->scoring, j->c->docs, tfs, j->c->n, scores);
	for (uint32_t i = 0; i < j->c->n; i++)
		sum[i] += scores[i];
}

/* The same where only some of them may have it. */
static void add_should(conjunction *j, dsr_eval_node *word, uint32_t *sum)
{
	dsr_candidates *c = j->c;
	const uint32_t n = c->n;
	uint32_t docs[DSR_BLOCK], some[DSR_BLOCK] = { 0 };

	memcpy(docs, c->docs, n * sizeof *docs);
	dsr_walker_keep(word->walkers, c);
	add_must(j, word, some);
	for (uint32_t i = 0, at = 0; i < n && at < c->n; i++)
		if (docs[i] == c->docs[at])
			sum[i] += some[at++];
	dsr_candidates_unmark(c);
	memcpy(c->docs, docs, n * sizeof *docs);
	c->n = n;
}

/* The rarest word first, then by falling weight. */
static void rank_words(conjunction *j)
{
	const dsr_plan_node *p = j->root->plan;
	sums s;

	memset(s.scores, 0, j->c->n * sizeof *s.scores);
	add_must(j, j->root->children[0], s.scores);
	find_rest(j, &s);
	drop(j, &s);
	for (uint32_t i = 0; i + 1 < p->musts + p->shoulds && j->c->n; i++) {
		dsr_eval_node *word = j->root->children[j->order[i]];

		take(j, word, &s);
		if (j->order[i] < p->musts)
			add_must(j, word, s.scores);
		else
			add_should(j, word, s.scores);
		drop(j, &s);
	}
	offer(j, s.scores);
}

/* Block `b` of the rarest word.  Returns how many documents match. */
static uint32_t rank_block(conjunction *j, uint32_t b)
{
	uint32_t n;

	begin_block(j, b);
	match(j);
	n = j->c->n;
	if (!n)
		return 0;
	if (is_phrase(j))
		return rank_phrase(j);
	if (j->t->k)
		rank_words(j);
	return n;
}

/* What words are scored by. */
static void prepare(conjunction *j)
{
	const dsr_plan_node *p = j->root->plan;

	dsr_eval_bounds_of_terms(j->e);
	j->order = dsr_plan_order(j->e->arena, p, 1, p->musts + p->shoulds, dsr_plan_weight);
	if (!j->order)
		j->e->status = DOSSIER_ERR_NOMEM;
}

uint64_t dsr_rank_conjunction(dsr_eval *e, size_t s, dsr_topk *t, int at_least)
{
	conjunction j = { e, e->root, e->candidates, t, NULL, at_least && t->k && e->root->plan->kind == DSR_PLAN_PHRASE };
	const dsr_postings *rarest = &must(&j, 0)->p;
	uint64_t total = 0;

	dsr_eval_enter(e, s);
	if (!is_phrase(&j) && t->k && rarest->blocks)
		prepare(&j);
	for (uint32_t b = 0; b < rarest->blocks && !e->status; b++)
		total += rank_block(&j, b);
	return total;
}

/*
 * plan.c - see plan.h
 *
 * First the leaves are looked up, in the order of the query's nodes; then the BOOLs are put together from the last
 * node to the first, so that children are ready before their parents; then weights are given.  Nothing recurses.
 */
#include "search/plan.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "schema/fields.h"
#include "search/lookup.h"
#include "search/rewrite.h"
#include "search/scoring.h"
#include "search/stopping.h"
#include "text/tokens.h"

/* A node of which nothing is left: as if it had not been typed. */
enum { VOID = 255 };

/* A leaf becomes at most so many nodes in each language. */
#define NODES_EACH 4u

/* What the parts of a word count, where it is also found as a whole. */
#define PARTS_COUNT 0.5

/* What a word of a name counts, beside the concept: measured (lib/README.md, Decisions). */
#define ASIDE_COUNTS 0.5

typedef struct planner {
	dsr_plan        *plan;
	dsr_arena       *arena;
	dsr_analyzer    *analyzer;
	const char      *languages[DSR_TONGUES_MAX]; /* in which words are read */
	size_t           language_count;
	const dsr_node  *query;  /* node i of the query ... */
	dsr_plan_node  **stands; /* ... is here: plan->nodes[i], or the only child that took its place */
	dossier_error   *err;
} planner;

static int same(dossier_str a, dossier_str b)
{
	return a.n == b.n && !memcmp(a.p, b.p, a.n);
}

static int is_leaf(const dsr_plan_node *n)
{
	return n->kind == DSR_PLAN_TERM || n->kind == DSR_PLAN_PHRASE;
}

static int same_leaf(const dsr_plan_node *a, const dsr_plan_node *b)
{
	if (!is_leaf(a) || !is_leaf(b) || a->hash != b->hash || a->list != b->list || a->word_count != b->word_count)
		return 0;
	for (uint32_t i = 0; i < a->word_count; i++)
		if (!same(a->terms[a->words[i]].text, b->terms[b->words[i]].text))
			return 0;
	return 1;
}

/* At most so many documents match: the rarest of the musts, or all shoulds together. */
static uint64_t bound_df(const dsr_plan_node *n, uint64_t documents)
{
	uint64_t sum = 0;

	if (n->musts)
		return n->children[0]->df;
	for (uint32_t i = 0; i < n->shoulds; i++)
		sum += n->children[i]->df;
	return sum < documents ? sum : documents;
}

/* ---- leaves ---- */

/* Add a word to the leaf, and its term unless the leaf has it. */
static dossier_status add_word(planner *p, dsr_plan_node *n, dossier_str term)
{
	uint32_t i = 0;

	while (i < n->term_count && !same(n->terms[i].text, term))
		i++;
	if (i == n->term_count) {
		n->terms[i] = (dsr_plan_term){ .text = dsr_arena_copy(p->arena, term) };
		if (!n->terms[i].text.p)
			return dsr_nomem(p->err);
		n->term_count++;
	}
	n->words[n->word_count++] = i;
	n->hash = dsr_mix(n->hash ^ dsr_hash(term.p, term.n), 0x9E3779B97F4A7C15u);
	return DOSSIER_OK;
}

/* Analyze a token and add it, unless nothing is left of it. */
static dossier_status read_token(planner *p, dsr_plan_node *n, const uint8_t *text, dsr_text_token t)
{
	const dossier_str term = dsr_analyzer_term(p->analyzer, text + t.start, t.end - t.start);

	if (!term.p)
		return dsr_nomem(p->err);
	return term.n ? add_word(p, n, term) : DOSSIER_OK;
}

/* Read the tokens of a leaf's text. */
static dossier_status read_tokens(planner *p, dossier_str text, dsr_text_token **out, size_t *n)
{
	void *tokens = NULL;
	size_t cap = 0, got;
	dsr_tokens source;

	*n = 0;
	dsr_tokens_begin(&source, (const uint8_t *)text.p, text.n);
	do {
		if (!dsr_arena_grow(p->arena, &tokens, &cap, *n + DSR_TOKENS_MIN, sizeof **out))
			return dsr_nomem(p->err);
		*out = tokens;
		got = dsr_tokens_next(&source, *out + *n, cap - *n);
		*n += got;
	} while (got);
	return DOSSIER_OK;
}

static dossier_status look_up(planner *p, dsr_plan_node *n, dsr_plan_term *t)
{
	const dsr_snapshot *s = p->plan->snapshot;
	dsr_term *found = dsr_arena_take(p->arena, s->count * sizeof *found);
	dossier_status st;

	if (!found)
		return dsr_nomem(p->err);
	st = dsr_lookup(s, n->list, t->text, found, &t->df, p->err);
	t->found = found;
	t->idf = dsr_scoring_idf(s->documents, t->df);
	return st;
}

/* Enter term `i` into rarest[0..i), which is in order. */
static void place_term(dsr_plan_node *n, uint32_t i)
{
	uint32_t at = i;

	for (; at && n->terms[n->rarest[at - 1]].df > n->terms[i].df; at--)
		n->rarest[at] = n->rarest[at - 1];
	n->rarest[at] = i;
}

/* Put the places of the phrase in the order of its terms. */
static void order_words(dsr_plan_node *n)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < n->term_count; i++)
		for (uint32_t w = 0; w < n->word_count; w++)
			if (n->words[w] == n->rarest[i])
				n->order[at++] = w;
}

/* The segment list of a query's field, or -1. */
static int list_of(const planner *p, dossier_str field, dossier_field_kind kind, unsigned flag)
{
	const dossier_schema *schema = &p->plan->snapshot->manifest.schema;
	const int i = dsr_schema_find(schema, field);

	if (i < 0 || schema->fields[i].kind != kind || !(schema->fields[i].flags & flag))
		return -1;
	return (int)DSR_LIST_OF(i);
}

/* Room for the words of a leaf, at most so many. */
static dossier_status begin_leaf(planner *p, dsr_plan_node *n, size_t max)
{
	n->terms = dsr_arena_take(p->arena, max * sizeof *n->terms);
	n->words = dsr_arena_take(p->arena, max * sizeof *n->words);
	n->rarest = dsr_arena_take(p->arena, max * sizeof *n->rarest);
	n->order = dsr_arena_take(p->arena, max * sizeof *n->order);
	n->hash = n->list;
	return n->terms && n->words && n->rarest && n->order ? DOSSIER_OK : dsr_nomem(p->err);
}

/* Look the words of a leaf up.  One without words is none; one with a word that no live document has matches nothing. */
static dossier_status finish_leaf(planner *p, dsr_plan_node *n)
{
	dossier_status st = DOSSIER_OK;

	n->df = UINT64_MAX;
	for (uint32_t i = 0; i < n->term_count && !st; i++) {
		st = look_up(p, n, &n->terms[i]);
		n->df = n->terms[i].df < n->df ? n->terms[i].df : n->df;
		place_term(n, i);
	}
	for (uint32_t i = 0; i < n->word_count; i++)
		n->idf += n->terms[n->words[i]].idf;
	order_words(n);
	n->kind = !n->word_count ? VOID : !n->df ? DSR_PLAN_NOTHING : n->word_count > 1 ? DSR_PLAN_PHRASE : DSR_PLAN_TERM;
	return st;
}

/* Does token `i` have the whole that it is the first part of beside it? */
static int begins_whole(const dsr_text_token *tokens, size_t count, size_t i)
{
	return i + 1 < count && !tokens[i].beside && tokens[i + 1].beside;
}

/* The token behind the whole that stands beside token `i`, and its parts. */
static size_t behind_whole(const dsr_text_token *tokens, size_t count, size_t i)
{
	const uint32_t end = tokens[i + 1].end;

	while (i < count && tokens[i].start < end)
		i++;
	return i;
}

/* Make a leaf of the tokens that are words; `wholes` takes what stands beside in the place of its parts. */
static dossier_status plan_leaf(planner *p, dsr_plan_node *n, const uint8_t *text, const dsr_text_token *tokens, size_t count,
                                int wholes)
{
	dossier_status st = begin_leaf(p, n, count);

	for (size_t i = 0; i < count && !st;) {
		const int whole = wholes && begins_whole(tokens, count, i);

		if (whole || !tokens[i].beside)
			st = read_token(p, n, text, tokens[i + (size_t)whole]);
		i = whole ? behind_whole(tokens, count, i) : i + 1;
	}
	return st ? st : finish_leaf(p, n);
}

static int has_whole(const dsr_text_token *tokens, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (tokens[i].beside)
			return 1;
	return 0;
}

static dsr_plan_node *add_node(planner *p, const dsr_plan_node *like)
{
	dsr_plan_node *n = &p->plan->nodes[p->plan->count++];

	*n = (dsr_plan_node){ .occur = DSR_SHOULD, .times = 1, .scored = like->scored, .list = like->list };
	return n;
}

/* Make a leaf of parts a BOOL of what has wholes in their place, or the parts, as far as both are in the index. */
static dossier_status add_whole(planner *p, dsr_plan_node *n, const uint8_t *text, const dsr_text_token *tokens, size_t count)
{
	dsr_plan_node *whole = add_node(p, n), *parts;
	dossier_status st = plan_leaf(p, whole, text, tokens, count, 1);

	if (st || !is_leaf(whole))
		return st;
	if (!is_leaf(n)) {
		whole->occur = n->occur;
		*n = *whole;
		whole->kind = VOID;
		return DOSSIER_OK;
	}
	parts = add_node(p, n);
	*parts = *n;
	parts->occur = DSR_SHOULD;
	parts->idf *= PARTS_COUNT;
	*n = (dsr_plan_node){ .kind = DSR_PLAN_BOOL, .occur = n->occur, .times = 1, .scored = n->scored, .shoulds = 2 };
	n->children = dsr_arena_take(p->arena, 2 * sizeof *n->children);
	if (!n->children)
		return dsr_nomem(p->err);
	n->children[0] = whole;
	n->children[1] = parts;
	n->df = bound_df(n, p->plan->snapshot->documents);
	return DOSSIER_OK;
}

/* The list of words that a query's field means, or -1. */
static int words_of(const planner *p, dossier_str field)
{
	return field.n ? list_of(p, field, DOSSIER_FIELD_TEXT, DOSSIER_FIELD_SEARCH) : (int)DSR_LIST_DEFAULT;
}

static dossier_status plan_concept(planner *p, dsr_plan_node *n, const dsr_node *q)
{
	const int list = words_of(p, q->field);
	dossier_status st;

	n->kind = DSR_PLAN_NOTHING;
	if (list < 0)
		return DOSSIER_OK;
	n->list = (uint8_t)list;
	n->in_halves = 1;
	st = begin_leaf(p, n, 1);
	if (!st)
		st = add_word(p, n, q->text);
	return st ? st : finish_leaf(p, n);
}

/* ---- languages ---- */

/* Read the tokens in the language spoken. */
static dossier_status plan_reading(planner *p, dsr_plan_node *n, const uint8_t *text, const dsr_text_token *tokens, size_t count)
{
	const dossier_status st = plan_leaf(p, n, text, tokens, count, 0);

	return !st && has_whole(tokens, count) ? add_whole(p, n, text, tokens, count) : st;
}

static int same_reading(const dsr_plan_node *a, const dsr_plan_node *b)
{
	if (a->kind != DSR_PLAN_BOOL || b->kind != DSR_PLAN_BOOL)
		return same_leaf(a, b);
	return same_leaf(a->children[0], b->children[0]) && same_leaf(a->children[1], b->children[1]);
}

static void drop_reading(dsr_plan_node *n)
{
	for (uint32_t i = 0; n->kind == DSR_PLAN_BOOL && i < n->shoulds; i++)
		n->children[i]->kind = VOID;
	n->kind = VOID;
}

/* Keep the readings that mean something and not what another means.  Returns how many. */
static uint32_t choose_readings(dsr_plan_node **readings, size_t count)
{
	uint32_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		uint32_t same_as = 0;

		while (same_as < kept && !same_reading(readings[same_as], readings[i]))
			same_as++;
		if (same_as == kept && readings[i]->kind != VOID && readings[i]->kind != DSR_PLAN_NOTHING)
			readings[kept++] = readings[i];
		else
			drop_reading(readings[i]);
	}
	return kept;
}

/* Let `n` be any of the readings of its tokens in the languages of the index. */
static dossier_status plan_readings(planner *p, dsr_plan_node *n, const uint8_t *text, const dsr_text_token *tokens, size_t count)
{
	dsr_plan_node **readings = dsr_arena_take(p->arena, p->language_count * sizeof *readings);
	dossier_status st = readings ? DOSSIER_OK : dsr_nomem(p->err);
	const uint8_t occur = n->occur;
	uint32_t kept;
	int words = 0;

	for (size_t i = 0; i < p->language_count && !st; i++) {
		readings[i] = add_node(p, n);
		st = dsr_analyzer_speak(p->analyzer, p->languages[i], p->err);
		if (!st)
			st = plan_reading(p, readings[i], text, tokens, count);
		words |= readings[i]->kind != VOID;
	}
	if (st)
		return st;
	kept = choose_readings(readings, p->language_count);
	if (kept == 1) {
		*n = *readings[0];
		readings[0]->kind = VOID;
	} else if (kept) {
		*n = (dsr_plan_node){ .kind = DSR_PLAN_BOOL, .times = 1, .scored = n->scored, .children = readings, .shoulds = kept };
		n->df = bound_df(n, p->plan->snapshot->documents);
	} else {
		n->kind = words ? DSR_PLAN_NOTHING : VOID;
	}
	n->occur = occur;
	return DOSSIER_OK;
}

/* Are the words of this list in the language of their document?  Else they are in that of the index. */
static int is_translated(const planner *p, unsigned list)
{
	return list == DSR_LIST_DEFAULT || p->plan->snapshot->manifest.schema.fields[DSR_FIELD_OF(list)].weight > 0;
}

/* Words of a name's display name: they count half, and are read in one language. */
static dossier_status plan_aside(planner *p, dsr_plan_node *n, const uint8_t *text, const dsr_text_token *tokens, size_t count)
{
	const dossier_status st = plan_leaf(p, n, text, tokens, count, 0);

	n->idf *= ASIDE_COUNTS;
	n->aside = 1;
	return st;
}

static dossier_status plan_text(planner *p, dsr_plan_node *n, const dsr_node *q)
{
	const int list = words_of(p, q->field);
	const int translated = list >= 0 && is_translated(p, (unsigned)list);
	const uint8_t *text = (const uint8_t *)q->text.p;
	dsr_text_token *tokens = NULL;
	dossier_status st;
	size_t count;

	n->kind = DSR_PLAN_NOTHING;
	if (list < 0)
		return DOSSIER_OK;
	n->list = (uint8_t)list;
	st = read_tokens(p, q->text, &tokens, &count);
	if (!st)
		st = dsr_analyzer_speak(p->analyzer, translated ? p->languages[0] : NULL, p->err);
	if (st)
		return st;
	if (q->half)
		return plan_aside(p, n, text, tokens, count);
	return translated && p->language_count > 1 ? plan_readings(p, n, text, tokens, count)
	                                           : plan_reading(p, n, text, tokens, count);
}

static void plan_dates(planner *p, dsr_plan_node *n, const dsr_node *q)
{
	const int list = list_of(p, q->field, DOSSIER_FIELD_DATE, DOSSIER_FIELD_COLUMN);

	n->kind = list < 0 ? DSR_PLAN_NOTHING : DSR_PLAN_DATES;
	n->list = list < 0 ? 0 : (uint8_t)list;
	n->df = p->plan->snapshot->documents;
	n->first_day = q->first_day;
	n->last_day = q->last_day;
}

/* What is below a NOT is not scored. */
static void hand_down(planner *p, uint32_t i)
{
	for (uint32_t c = p->query[i].child; c != DSR_NODE_NIL; c = p->query[c].next)
		p->plan->nodes[c].scored = p->plan->nodes[i].scored && p->query[c].occur != DSR_NOT;
}

static dossier_status plan_node(planner *p, uint32_t i)
{
	const dsr_node *q = &p->query[i];
	dsr_plan_node *n = &p->plan->nodes[i];

	n->occur = q->occur;
	n->times = 1;
	p->stands[i] = n;
	switch (q->kind) {
	case DSR_NODE_TEXT:
		return plan_text(p, n, q);
	case DSR_NODE_CONCEPT:
		return plan_concept(p, n, q);
	case DSR_NODE_DATES:
		plan_dates(p, n, q);
		break;
	case DSR_NODE_BOOL:
		n->kind = DSR_PLAN_BOOL;
		hand_down(p, i);
		break;
	case DSR_NODE_ALL:
		n->kind = DSR_PLAN_ALL;
		n->df = p->plan->snapshot->documents;
		break;
	default:
		n->kind = DSR_PLAN_NOTHING;
	}
	return DOSSIER_OK;
}

/* ---- BOOLs ---- */

/* Make `n` one with a child that is the same: 1, or 0 when there is none. */
static int merge_leaf(dsr_plan_node **children, uint32_t count, dsr_plan_node *n)
{
	for (uint32_t i = 0; i < count; i++) {
		if (!same_leaf(children[i], n))
			continue;
		children[i]->times += n->times;
		n->kind = VOID;
		return 1;
	}
	return 0;
}

/* Append the children of node i with this sign that still mean something.  Returns how many. */
static uint32_t gather(planner *p, uint32_t i, dsr_occur occur, dsr_plan_node **out)
{
	uint32_t count = 0;

	for (uint32_t c = p->query[i].child; c != DSR_NODE_NIL; c = p->query[c].next) {
		dsr_plan_node *n = p->stands[c];

		if (n->occur == occur && n->kind != VOID && !merge_leaf(out, count, n))
			out[count++] = n;
	}
	return count;
}

/* Take the children that match nothing out.  Returns how many are left. */
static uint32_t drop_nothing(dsr_plan_node **children, uint32_t count)
{
	uint32_t left = 0;

	for (uint32_t i = 0; i < count; i++)
		if (children[i]->kind != DSR_PLAN_NOTHING)
			children[left++] = children[i];
	return left;
}

static void sort_by_df(dsr_plan_node **children, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		dsr_plan_node *n = children[i];
		uint32_t at = i;

		for (; at && children[at - 1]->df > n->df; at--)
			children[at] = children[at - 1];
		children[at] = n;
	}
}

static uint32_t count_children(const planner *p, uint32_t i)
{
	uint32_t count = 0;

	for (uint32_t c = p->query[i].child; c != DSR_NODE_NIL; c = p->query[c].next)
		count++;
	return count;
}

static dossier_status plan_bool(planner *p, uint32_t i)
{
	dsr_plan_node *n = &p->plan->nodes[i];
	dsr_plan_node **at = n->children = dsr_arena_take(p->arena, count_children(p, i) * sizeof *at);
	uint32_t said;

	if (!at)
		return dsr_nomem(p->err);
	n->musts = gather(p, i, DSR_MUST, at);
	n->shoulds = gather(p, i, DSR_SHOULD, at + n->musts);
	said = n->musts + n->shoulds;
	if (drop_nothing(at, n->musts) < n->musts)
		n->shoulds = n->musts = 0;
	n->shoulds = drop_nothing(at + n->musts, n->shoulds);
	n->nots = gather(p, i, DSR_NOT, at + n->musts + n->shoulds);
	n->nots = drop_nothing(at + n->musts + n->shoulds, n->nots);
	sort_by_df(at, n->musts);
	n->df = bound_df(n, p->plan->snapshot->documents);
	if (!said)
		n->kind = VOID;
	else if (!(n->musts + n->shoulds))
		n->kind = DSR_PLAN_NOTHING;
	else if (n->musts + n->shoulds == 1 && !n->nots) {
		p->stands[i] = at[0];
		at[0]->occur = n->occur;
		n->kind = VOID;
	}
	return DOSSIER_OK;
}

/* ---- weights ---- */

static int is_scored(const dsr_plan_node *n)
{
	return is_leaf(n) && n->scored;
}

static void weigh(dsr_plan *plan)
{
	double sum = 0;

	for (uint32_t i = 0; i < plan->count; i++)
		if (is_scored(&plan->nodes[i]))
			sum += plan->nodes[i].idf * plan->nodes[i].times;
	plan->scale = dsr_scoring_scale(sum);
	for (uint32_t i = 0; i < plan->count; i++)
		if (is_scored(&plan->nodes[i]))
			plan->nodes[i].weight = (float)(plan->nodes[i].idf * plan->scale);
}

double dsr_plan_weight(const dsr_plan_node *n)
{
	double sum = is_scored(n) ? (double)n->weight * n->times : 0;

	for (uint32_t i = 0; n->kind == DSR_PLAN_BOOL && i < n->musts + n->shoulds; i++)
		sum += dsr_plan_weight(n->children[i]);
	return sum;
}

uint32_t *dsr_plan_order(dsr_arena *arena, const dsr_plan_node *n, uint32_t from, uint32_t to, double (*key)(const dsr_plan_node *))
{
	uint32_t *order = dsr_arena_take(arena, (to - from) * sizeof *order);

	for (uint32_t i = from; order && i < to; i++) {
		uint32_t at = i - from;

		for (; at && key(n->children[order[at - 1]]) < key(n->children[i]); at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	return order;
}

/* Words are read in `language`, or where that is NULL in all that documents of the index are in. */
static void choose_languages(planner *p, const dsr_manifest *m, const char *language)
{
	p->languages[0] = language;
	p->language_count = 1;
	for (size_t i = 0; !language && i < m->other_count; i++)
		p->languages[p->language_count++] = m->others[i].name;
}

/* The query as the index takes it: names as units, stop words left out. */
static dossier_status read_query(dsr_tree *tree, dsr_arena *arena, const dsr_snapshot *snapshot, const dsr_analyzer *analyzer,
                                 const dossier_query *query, const dsr_plan_options *how, dossier_error *err)
{
	const char *language = how->language ? how->language : snapshot->manifest.language;
	const dossier_status st = dsr_rewrite(tree, arena, analyzer, query, err);

	if (st || how->keep_stop_words || strcmp(language, "english") != 0)
		return st;
	return dsr_leave_stop_words_out(tree, arena, err);
}

dossier_status dsr_plan_build(dsr_plan *plan, dsr_arena *arena, const dsr_snapshot *snapshot,
                              dsr_analyzer *analyzer, const dossier_query *query, const dsr_plan_options *how,
                              dossier_error *err)
{
	planner p = { .plan = plan, .arena = arena, .analyzer = analyzer, .err = err };
	dsr_tree tree;
	dossier_status st = read_query(&tree, arena, snapshot, analyzer, query, how, err);

	*plan = (dsr_plan){ .snapshot = snapshot, .k1 = how->k1, .b = how->b };
	if (st)
		return st;
	choose_languages(&p, &snapshot->manifest, how->language);
	p.query = tree.nodes;
	plan->count = tree.count;
	plan->nodes = dsr_arena_zero(arena, tree.count * NODES_EACH * p.language_count * sizeof *plan->nodes);
	p.stands = dsr_arena_take(arena, tree.count * sizeof *p.stands);
	if (!plan->nodes || !p.stands)
		return dsr_nomem(err);
	plan->nodes[0].scored = 1;
	for (uint32_t i = 0; i < tree.count && !st; i++)
		st = plan_node(&p, i);
	for (uint32_t i = tree.count; i-- && !st;)
		if (tree.nodes[i].kind == DSR_NODE_BOOL)
			st = plan_bool(&p, i);
	plan->root = p.stands[0];
	if (plan->root && plan->root->kind == VOID)
		plan->root->kind = DSR_PLAN_NOTHING;
	if (!st)
		weigh(plan);
	return st;
}

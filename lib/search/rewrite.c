/*
 * rewrite.c - see rewrite.h
 *
 * The leaves are put in the order of the text, and cut into rows of neighbours.  A row's words are read together, and each
 * either belongs to a name or stays.  Then the tree is copied from the root down, one generation after the other, leaves
 * that lost words or hold a name in parts.
 */
#include "search/rewrite.h"

#include <string.h>

#include "base/error.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/gazetteer.h"
#include "text/tokens.h"

#define NO_NAME UINT32_MAX

/* A word of the query. */
typedef struct query_word {
	const uint8_t *p, *end;
	uint32_t leaf; /* index in leaves */
	uint32_t name; /* or NO_NAME */
} query_word;

typedef struct query_leaf {
	uint32_t node;  /* of the query */
	uint32_t depth; /* nodes above it */
	uint32_t words, word_count; /* its words: words[words .. words + word_count) */
} query_leaf;

typedef struct query_name {
	const dsr_name_form *form;
	uint32_t words, word_count;
	uint32_t owner; /* the leaf where it will stand */
} query_name;

/* What a node of the new tree is made of. */
typedef struct origin {
	uint8_t  kind;
	uint32_t at;
} origin;

enum { FROM_NODE, FROM_PARTS, FROM_NAME, FROM_NOTHING };

typedef struct rewriter {
	dsr_arena           *arena;
	const dsr_gazetteer *names;
	const dossier_query *query;
	query_leaf *leaves;  /* TEXT without quotes, in the order of the text */
	uint32_t    leaf_count;
	uint32_t   *leaf_of; /* by node: 1 + its leaf, or 0 */
	query_word *words;
	size_t      word_count, word_cap;
	query_name *found;
	size_t      found_count, found_cap;
	int         waive;
	dsr_node   *nodes;   /* the new tree */
	origin     *origins;
	size_t      count, node_cap, origin_cap;
	int         nomem;
} rewriter;

/* ---- leaves ---- */

static const dsr_node *node_of(const rewriter *r, uint32_t leaf)
{
	return &r->query->nodes[r->leaves[leaf].node];
}

/* Enter the leaf of a node into its place in the order of the text. */
static void add_leaf(rewriter *r, uint32_t node, uint32_t depth)
{
	uint32_t i = r->leaf_count++;

	for (; i && node_of(r, i - 1)->text.p > r->query->nodes[node].text.p; i--)
		r->leaves[i] = r->leaves[i - 1];
	r->leaves[i] = (query_leaf){ .node = node, .depth = depth };
}

static int collect_leaves(rewriter *r)
{
	const dossier_query *q = r->query;
	uint32_t *depths = dsr_arena_zero(r->arena, q->count * sizeof *depths);

	r->leaves = dsr_arena_take(r->arena, q->count * sizeof *r->leaves);
	r->leaf_of = dsr_arena_zero(r->arena, q->count * sizeof *r->leaf_of);
	if (!depths || !r->leaves || !r->leaf_of)
		return 0;
	for (uint32_t i = 0; i < q->count; i++) {
		for (uint32_t c = q->nodes[i].child; c != DSR_NODE_NIL; c = q->nodes[c].next)
			depths[c] = depths[i] + 1;
		if (q->nodes[i].kind == DSR_NODE_TEXT && !q->nodes[i].quoted)
			add_leaf(r, i, depths[i]);
	}
	for (uint32_t i = 0; i < r->leaf_count; i++)
		r->leaf_of[r->leaves[i].node] = i + 1;
	return 1;
}

static int has_capital(dossier_str text)
{
	const uint8_t *p = (const uint8_t *)text.p, *end = p + text.n;

	while (p < end) {
		uint32_t c;

		p += dsr_utf8_decode(p, end, &c);
		if (dsr_is_capital(c))
			return 1;
	}
	return 0;
}

static int any_capital(const dossier_query *q)
{
	for (uint32_t i = 0; i < q->count; i++)
		if (q->nodes[i].kind == DSR_NODE_TEXT && has_capital(q->nodes[i].text))
			return 1;
	return 0;
}

/* ---- rows of words ---- */

/* Is there nothing but blanks between two leaves? */
static int are_neighbours(const dsr_node *a, const dsr_node *b)
{
	const char *p = a->text.p + a->text.n;

	while (p < b->text.p && *p == ' ')
		p++;
	return p == b->text.p;
}

/* The leaf behind the row that begins with this one. */
static uint32_t row_end(const rewriter *r, uint32_t leaf)
{
	do
		leaf++;
	while (leaf < r->leaf_count && are_neighbours(node_of(r, leaf - 1), node_of(r, leaf)));
	return leaf;
}

static void add_word(rewriter *r, const uint8_t *p, const uint8_t *end, uint32_t leaf)
{
	void *words = r->words;

	if (!dsr_arena_grow(r->arena, &words, &r->word_cap, r->word_count + 1, sizeof *r->words)) {
		r->nomem = 1;
		return;
	}
	r->words = words;
	r->words[r->word_count++] = (query_word){ p, end, leaf, NO_NAME };
	r->leaves[leaf].word_count++;
}

static void read_leaf(rewriter *r, uint32_t leaf)
{
	const dossier_str text = node_of(r, leaf)->text;
	const uint8_t *p = (const uint8_t *)text.p;
	dsr_text_token tokens[64];
	dsr_tokens source;
	size_t n;

	r->leaves[leaf].words = (uint32_t)r->word_count;
	dsr_tokens_begin(&source, p, text.n);
	while ((n = dsr_tokens_next(&source, tokens, 64)) > 0)
		for (size_t i = 0; i < n && !r->nomem; i++)
			if (!tokens[i].beside)
				add_word(r, p + tokens[i].start, p + tokens[i].end, leaf);
}

/* ---- names ---- */

/* The first form of the match that is a name for sure, or NULL: then its words stay. */
static const dsr_name_form *sure_form(const rewriter *r, const dsr_name_match *m)
{
	const dsr_name_form *f;
	uint32_t at = 0;

	while ((f = dsr_name_match_form(r->names, m, &at)))
		if (!(f->flags & (DSR_NAME_UNSURE | DSR_NAME_EVIDENCE)))
			return f->concept == DSR_NO_CONCEPT ? NULL : f;
	return NULL;
}

/* The deepest of the leaves that a name's words are in; the first of several, and the first of all where it is excluded. */
static uint32_t choose_owner(const rewriter *r, uint32_t first, uint32_t last)
{
	uint32_t owner = first;

	if (node_of(r, first)->occur == DSR_NOT)
		return first;
	for (uint32_t i = first + 1; i <= last; i++)
		if (r->leaves[i].depth > r->leaves[owner].depth)
			owner = i;
	return owner;
}

static void add_name(rewriter *r, const dsr_name_form *f, uint32_t words, uint32_t count)
{
	void *found = r->found;

	if (!dsr_arena_grow(r->arena, &found, &r->found_cap, r->found_count + 1, sizeof *r->found)) {
		r->nomem = 1;
		return;
	}
	r->found = found;
	for (uint32_t i = words; i < words + count; i++)
		r->words[i].name = (uint32_t)r->found_count;
	r->found[r->found_count++] = (query_name){
		f, words, count, choose_owner(r, r->words[words].leaf, r->words[words + count - 1].leaf)
	};
}

/* Find names among the words from number `first` on, which are of the text [p, end). */
static void find_names(rewriter *r, uint32_t first, const uint8_t *p, const uint8_t *end)
{
	const uint32_t n = (uint32_t)r->word_count - first;
	dsr_name_token *tokens = dsr_arena_take(r->arena, n * sizeof *tokens);
	dsr_name_text text = DSR_NAME_TEXT_INIT(p, (size_t)(end - p));
	dsr_name_match m;

	if (!tokens) {
		r->nomem = 1;
		return;
	}
	text.waive = r->waive;
	for (uint32_t i = 0; i < n; i++) {
		const query_word *w = &r->words[first + i];
		const size_t from = (size_t)(w->p - p), to = (size_t)(w->end - p);

		tokens[i] = (dsr_name_token){ (uint32_t)from, (uint32_t)to, dsr_name_is_money(p, text.n, from, to)
			? 0 : dsr_gazetteer_word(r->names, w->p, to - from) };
	}
	for (uint32_t i = 0; i < n; i += m.count ? m.count : 1) {
		const dsr_name_form *f;

		f = dsr_gazetteer_match(r->names, &text, tokens + i, n - i, &m) ? sure_form(r, &m) : NULL;
		if (f)
			add_name(r, f, first + i, m.count);
	}
}

static void read_rows(rewriter *r)
{
	for (uint32_t leaf = 0, next; leaf < r->leaf_count && !r->nomem; leaf = next) {
		const uint32_t first = (uint32_t)r->word_count;
		const dossier_str begin = node_of(r, leaf)->text;
		dossier_str end;

		next = row_end(r, leaf);
		end = node_of(r, next - 1)->text;
		for (uint32_t i = leaf; i < next && !r->nomem; i++)
			read_leaf(r, i);
		if (!r->nomem)
			find_names(r, first, (const uint8_t *)begin.p, (const uint8_t *)end.p + end.n);
	}
}

/* ---- the new tree ---- */

/* Append a node; the one before it, where it is a sibling, leads to it. */
static dsr_node *put_node(rewriter *r, dsr_node n, origin o)
{
	void *nodes = r->nodes, *origins = r->origins;

	if (!dsr_arena_grow(r->arena, &nodes, &r->node_cap, r->count + 1, sizeof *r->nodes) ||
	    !dsr_arena_grow(r->arena, &origins, &r->origin_cap, r->count + 1, sizeof *r->origins)) {
		r->nomem = 1;
		return NULL;
	}
	r->nodes = nodes;
	r->origins = origins;
	n.child = DSR_NODE_NIL;
	n.next = (uint32_t)r->count + 1; /* unless it is the last of its siblings */
	r->origins[r->count] = o;
	r->nodes[r->count] = n;
	return &r->nodes[r->count++];
}

/* The next part of a leaf from word *at on: words that stay, as far as they go, or a name that stands here. */
static int next_part(const rewriter *r, const query_leaf *l, uint32_t *at, dsr_node *part, origin *o)
{
	const uint32_t leaf = (uint32_t)(l - r->leaves), end = l->words + l->word_count;
	uint32_t from, name;

	while (*at < end && r->words[*at].name != NO_NAME) {
		name = r->words[*at].name;
		while (*at < end && r->words[*at].name == name)
			++*at;
		if (r->found[name].owner == leaf) {
			*part = (dsr_node){ .kind = DSR_NODE_BOOL, .field = part->field };
			*o = (origin){ FROM_NAME, name };
			return 1;
		}
	}
	if (*at == end)
		return 0;
	for (from = *at; *at < end && r->words[*at].name == NO_NAME;)
		++*at;
	*part = (dsr_node){ .kind = DSR_NODE_TEXT, .field = part->field };
	part->text = (dossier_str){ (const char *)r->words[from].p, (size_t)(r->words[*at - 1].end - r->words[from].p) };
	*o = (origin){ FROM_NOTHING, 0 };
	return 1;
}

static int is_touched(const rewriter *r, const query_leaf *l)
{
	for (uint32_t i = l->words; i < l->words + l->word_count; i++)
		if (r->words[i].name != NO_NAME)
			return 1;
	return 0;
}

/* A leaf with names in it, or of which a neighbour took words: its only part, or a BOOL of several; without any, a TEXT of no word. */
static void put_touched(rewriter *r, const dsr_node *old, uint32_t leaf)
{
	const query_leaf *l = &r->leaves[leaf];
	dsr_node part = *old, second = *old;
	origin o = { FROM_NOTHING, 0 }, other;
	uint32_t at = l->words;

	if (!next_part(r, l, &at, &part, &o)) {
		part.text.n = 0;
	} else if (next_part(r, l, &at, &second, &other)) {
		part = (dsr_node){ .kind = DSR_NODE_BOOL, .field = old->field };
		o = (origin){ FROM_PARTS, leaf };
	}
	part.occur = old->occur;
	put_node(r, part, o);
}

static void put_copy(rewriter *r, uint32_t node)
{
	const dsr_node *old = &r->query->nodes[node];
	const uint32_t leaf = r->leaf_of[node];

	if (leaf && is_touched(r, &r->leaves[leaf - 1]))
		put_touched(r, old, leaf - 1);
	else
		put_node(r, *old, (origin){ FROM_NODE, node });
}

static void put_parts(rewriter *r, uint32_t leaf, dsr_node above)
{
	const query_leaf *l = &r->leaves[leaf];
	uint32_t at = l->words;
	dsr_node part = above;
	origin o;

	while (next_part(r, l, &at, &part, &o) && !r->nomem) {
		part.occur = above.occur == DSR_SHOULD ? DSR_SHOULD : DSR_MUST;
		put_node(r, part, o);
	}
}

static void put_half_word(rewriter *r, dossier_str field, const void *p, size_t n)
{
	put_node(r, (dsr_node){ .kind = DSR_NODE_TEXT, .occur = DSR_SHOULD, .half = 1, .field = field,
	                        .text = { p, n } }, (origin){ FROM_NOTHING, 0 });
}

static int begins_with_capital(dossier_str word)
{
	uint32_t c;

	dsr_utf8_decode((const uint8_t *)word.p, (const uint8_t *)word.p + word.n, &c);
	return dsr_is_capital(c);
}

/* Words of the display name: those with a capital, or all where none has. */
static void put_display_words(rewriter *r, const dsr_name_form *display, dossier_str field)
{
	const int all = !has_capital(display->text);

	for (uint32_t i = 0; i < display->count; i++)
		if (all || begins_with_capital(display->words[i]))
			put_half_word(r, field, display->words[i].p, display->words[i].n);
}

static void put_unit(rewriter *r, const query_name *name, dossier_str field)
{
	const uint32_t concept = name->form->concept;
	uint8_t term[DSR_CONCEPT_TERM_MAX];
	const dossier_str text = dsr_arena_copy(r->arena, dsr_concept_term(r->names, concept, term));

	if (!text.p) {
		r->nomem = 1;
		return;
	}
	put_node(r, (dsr_node){ .kind = DSR_NODE_CONCEPT, .occur = DSR_MUST, .field = field, .text = text },
	         (origin){ FROM_NOTHING, 0 });
	if (!(name->form->flags & DSR_NAME_DEMONYM)) {
		put_display_words(r, &r->names->forms[r->names->concepts[concept].display], field);
		return;
	}
	for (uint32_t i = name->words; i < name->words + name->word_count; i++)
		put_half_word(r, field, r->words[i].p, (size_t)(r->words[i].end - r->words[i].p));
}

/* Append the children of the new node i, as its origin says. */
static void put_children(rewriter *r, uint32_t i)
{
	const origin o = r->origins[i];
	const dsr_node n = r->nodes[i];
	const uint32_t first = (uint32_t)r->count;

	if (n.kind != DSR_NODE_BOOL)
		return;
	if (o.kind == FROM_PARTS)
		put_parts(r, o.at, n);
	else if (o.kind == FROM_NAME)
		put_unit(r, &r->found[o.at], n.field);
	else
		for (uint32_t c = r->query->nodes[o.at].child; c != DSR_NODE_NIL && !r->nomem; c = r->query->nodes[c].next)
			put_copy(r, c);
	if (r->nomem)
		return;
	r->nodes[i].child = first;
	r->nodes[r->count - 1].next = DSR_NODE_NIL;
}

/* A BOOL that lost all its positive words to a name that is excluded subtracts from everything. */
static void keep_positive(rewriter *r, uint32_t i)
{
	uint32_t empty = DSR_NODE_NIL;

	for (uint32_t c = r->nodes[i].child; c != DSR_NODE_NIL; c = r->nodes[c].next) {
		if (r->nodes[c].occur != DSR_NOT && (r->nodes[c].kind != DSR_NODE_TEXT || r->nodes[c].text.n))
			return;
		empty = r->nodes[c].occur != DSR_NOT ? c : empty;
	}
	if (empty != DSR_NODE_NIL)
		r->nodes[empty] = (dsr_node){ .kind = DSR_NODE_ALL, .occur = DSR_MUST, .filter = 1, .child = DSR_NODE_NIL,
		                              .next = r->nodes[empty].next };
}

static void copy_tree(rewriter *r)
{
	put_copy(r, 0);
	if (!r->nomem)
		r->nodes[0].next = DSR_NODE_NIL;
	for (uint32_t i = 0; i < r->count && !r->nomem; i++) {
		put_children(r, i);
		if (!r->nomem)
			keep_positive(r, i);
	}
}

dossier_status dsr_rewrite(dsr_tree *out, dsr_arena *arena, const dsr_analyzer *analyzer, const dossier_query *query,
                           dossier_error *err)
{
	rewriter r = { .arena = arena, .names = dsr_analyzer_names(analyzer), .query = query };

	*out = (dsr_tree){ query->nodes, query->count };
	if (!r.names)
		return DOSSIER_OK;
	if (!collect_leaves(&r))
		return dsr_nomem(err);
	r.waive = !any_capital(query);
	read_rows(&r);
	if (!r.nomem && r.found_count)
		copy_tree(&r);
	if (r.nomem)
		return dsr_nomem(err);
	if (r.found_count)
		*out = (dsr_tree){ r.nodes, (uint32_t)r.count };
	return DOSSIER_OK;
}

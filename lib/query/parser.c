/*
 * parser.c - see parser.h
 *
 * Nodes are made bottom-up in a working array and copied at the end into the query, siblings
 * side by side, from the root down.
 */
#include "query/parser.h"

#include "base/error.h"
#include "query/lexer.h"
#include "schema/fields.h"
#include "text/date.h"
#include "text/languages.h"
#include "text/words.h"

#define NIL DSR_NODE_NIL

typedef struct clause {
	dsr_node node;   /* child and next: indices of the working array */
	uint32_t height; /* nodes on the longest path down, itself included */
	int      joined; /* by an OR that was written */
} clause;

typedef struct group {
	uint32_t first, last;   /* its clauses */
	uint32_t chain;         /* the last part of the ANDs that `last` is, or NIL */
	uint32_t depth;         /* of its node in the tree; that of the whole query has 1 */
	int      field;         /* of words that name none, or -1 */
	uint8_t  occur;         /* dsr_occur, by the bracket's sign */
	uint8_t  negated;       /* a NOT waits for its clause */
	dsr_token_kind joint;   /* AND or OR that waits for its clause, else END */
} group;

typedef struct parser {
	dsr_arena            *arena;
	const dossier_schema *schema;
	dossier_status        status;
	clause  *clauses;
	size_t   count, cap;
	uint32_t words;
	uint32_t ignored; /* open brackets for which there was no room */
	group    groups[DSR_QUERY_DEPTH_MAX];
	uint32_t open;    /* groups in use; the last is the innermost */
} parser;

/* A new node, or NIL with the status set.  May move the array. */
static uint32_t add(parser *p, dsr_node_kind kind)
{
	void *array = p->clauses;

	if (!dsr_arena_grow(p->arena, &array, &p->cap, p->count + 1, sizeof *p->clauses)) {
		p->status = DOSSIER_ERR_NOMEM;
		return NIL;
	}
	p->clauses = array;
	p->clauses[p->count] = (clause){ .height = 1 };
	p->clauses[p->count].node = (dsr_node){ .kind = (uint8_t)kind, .child = NIL, .next = NIL };
	return (uint32_t)p->count++;
}

static dsr_node *node_of(const parser *p, uint32_t i)
{
	return &p->clauses[i].node;
}

static group *innermost(parser *p)
{
	return &p->groups[p->open - 1];
}

/* ---- leaves ---- */

static dossier_str trim(dossier_str s)
{
	while (s.n && s.p[0] == ' ')
		s.p++, s.n--;
	while (s.n && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

static uint32_t count_words(dossier_str s, uint32_t max)
{
	dsr_word words[64];
	size_t from = 0, got;
	uint32_t n = 0;

	do {
		got = dsr_words_find((const uint8_t *)s.p, s.n, &from, words, sizeof words / sizeof *words);
		n += (uint32_t)got;
	} while (got && n <= max);
	return n;
}

/* Where the two dots of a range stand, or NULL. */
static const char *find_dots(dossier_str s)
{
	for (size_t i = 1; i < s.n; i++)
		if (s.p[i - 1] == '.' && s.p[i] == '.')
			return s.p + i - 1;
	return NULL;
}

/* One end of a range: 1, or 0 when it is no date.  Without any text `d` stays the year 0, "open". */
static int read_end(dossier_str s, dsr_date *d)
{
	s = trim(s);
	*d = (dsr_date){ 0, 0, 0 };
	return !s.n || dsr_date_parse_iso(s, d);
}

/* Make *n the DATES that `s` names, or leave it alone and return 0. */
static int read_dates(dossier_str s, dsr_node *n)
{
	const char *const dots = find_dots(s);
	const dossier_str left = { s.p, dots ? (size_t)(dots - s.p) : s.n };
	const dossier_str right = dots ? (dossier_str){ dots + 2, s.n - left.n - 2 } : left;
	dsr_date from, to;

	if (!read_end(left, &from) || !read_end(right, &to) || (!from.year && !to.year))
		return 0;
	if (from.year && to.year && dsr_date_first_day(from) > dsr_date_last_day(to)) {
		const dsr_date swap = from;

		from = to;
		to = swap;
	}
	n->kind = DSR_NODE_DATES;
	n->filter = 1;
	n->first_day = from.year ? dsr_date_first_day(from) : INT32_MIN;
	n->last_day = to.year ? dsr_date_last_day(to) : INT32_MAX;
	return 1;
}

/* Count words against the limit: 1, or 0 with the status set. */
static int take_words(parser *p, uint32_t n)
{
	p->words += n;
	if (p->words > DOSSIER_QUERY_WORDS_MAX)
		p->status = DOSSIER_ERR_LIMIT;
	return !p->status;
}

/* What stands in a field for what was typed: in that of languages a code, so that lang:german means lang:de. */
static dossier_str text_for(const dossier_field *f, dossier_str typed)
{
	const dsr_language *l = f && f->flags & DOSSIER_FIELD_LANGUAGE ? dsr_language_find(typed) : NULL;

	return l && *l->code ? dossier_str_of(l->code) : typed;
}

/* The node of a word or phrase, or NIL when there is no word in it.  Dates count as one word. */
static uint32_t add_leaf(parser *p, dossier_str text, int field, int quoted)
{
	const dossier_field *const f = field >= 0 ? &p->schema->fields[field] : NULL;
	const int is_date = f && f->kind == DOSSIER_FIELD_DATE;
	dsr_node leaf = { .kind = DSR_NODE_TEXT, .quoted = quoted != 0, .child = NIL, .next = NIL };
	uint32_t words = 1, i;

	if (!is_date || !read_dates(text, &leaf)) {
		leaf.text = text_for(f, trim(text));
		words = count_words(text, DOSSIER_QUERY_WORDS_MAX);
	}
	if (f && (!is_date || leaf.kind == DSR_NODE_DATES))
		leaf.field = dossier_str_of(f->name);
	if (!words || !take_words(p, words))
		return NIL;
	i = add(p, DSR_NODE_TEXT);
	if (i != NIL)
		*node_of(p, i) = leaf;
	return i;
}

/* ---- clauses of a group ---- */

/* Count clause i in the height and filter of the BOOL that holds it. */
static void adopt(parser *p, uint32_t holder, uint32_t i)
{
	clause *const h = &p->clauses[holder];
	const clause *const c = &p->clauses[i];

	if (h->height <= c->height)
		h->height = c->height + 1;
	h->node.filter &= c->node.filter;
}

/* A BOOL of a list of clauses, or NIL. */
static uint32_t add_bool(parser *p, uint32_t first)
{
	const uint32_t b = add(p, DSR_NODE_BOOL);

	if (b == NIL)
		return NIL;
	node_of(p, b)->child = first;
	node_of(p, b)->filter = 1;
	for (uint32_t i = first; i != NIL; i = node_of(p, i)->next)
		adopt(p, b, i);
	return b;
}

/* SHOULD becomes MUST. */
static void require(parser *p, uint32_t i)
{
	if (node_of(p, i)->occur == DSR_SHOULD)
		node_of(p, i)->occur = DSR_MUST;
}

/* Is there room for clause i one node below the clauses of the group? */
static int fits_below(const parser *p, const group *g, uint32_t i)
{
	return g->depth + 1 + p->clauses[i].height <= DSR_QUERY_DEPTH_MAX;
}

/* Make the last clause of the group a BOOL that holds it: the two trade places, so that the list stays. */
static void begin_chain(parser *p, group *g)
{
	const uint32_t i = add_bool(p, g->last);
	clause moved;

	if (i == NIL)
		return;
	moved = p->clauses[g->last];
	p->clauses[g->last] = p->clauses[i];
	p->clauses[g->last].joined = moved.joined;
	p->clauses[g->last].node.child = i;
	p->clauses[i] = moved;
	require(p, i);
	g->chain = i;
}

static void add_to_chain(parser *p, group *g, uint32_t i)
{
	require(p, i);
	node_of(p, g->chain)->next = i;
	adopt(p, g->last, i);
	g->chain = i;
}

static void add_to_list(parser *p, group *g, uint32_t i)
{
	const int joined = g->joint == DSR_TOKEN_OR && g->last != NIL;

	p->clauses[i].joined = joined;
	if (joined)
		p->clauses[g->last].joined = 1;
	if (g->last == NIL)
		g->first = i;
	else
		node_of(p, g->last)->next = i;
	g->last = i;
	g->chain = NIL;
}

/* Add clause i, or nothing when it is NIL: what waits for a clause then waits on. */
static void add_clause(parser *p, uint32_t i, uint8_t occur)
{
	group *const g = innermost(p);

	if (i == NIL)
		return;
	node_of(p, i)->occur = g->negated ? DSR_NOT : occur;
	if (g->joint == DSR_TOKEN_AND && g->chain == NIL && g->last != NIL && fits_below(p, g, g->last) &&
	    fits_below(p, g, i))
		begin_chain(p, g);
	if (g->joint == DSR_TOKEN_AND && g->chain != NIL && fits_below(p, g, i))
		add_to_chain(p, g, i);
	else
		add_to_list(p, g, i);
	g->joint = DSR_TOKEN_END;
	g->negated = 0;
}

/* ---- groups ---- */

static uint8_t occur_of_sign(char sign)
{
	return sign == '+' ? DSR_MUST : sign == '-' ? DSR_NOT : DSR_SHOULD;
}

static void push_group(parser *p, uint32_t depth, int field, uint8_t occur)
{
	p->groups[p->open++] = (group){
		.first = NIL, .last = NIL, .chain = NIL, .depth = depth, .field = field, .occur = occur
	};
}

/* A bracket opens: a group, if a leaf below it still fits.  Inside one that did not, none does. */
static void open_group(parser *p, const dsr_token *t)
{
	const group *const g = innermost(p);
	const uint32_t depth = g->depth + 1 + (g->joint == DSR_TOKEN_AND && g->last != NIL);

	if (p->ignored || depth + 1 > DSR_QUERY_DEPTH_MAX) {
		p->ignored++;
		return;
	}
	push_group(p, depth, t->field >= 0 ? t->field : g->field, occur_of_sign(t->sign));
}

/* Dates side by side with other clauses are filters. */
static void require_filters(parser *p, const group *g)
{
	for (uint32_t i = g->first; i != NIL; i = node_of(p, i)->next)
		if (node_of(p, i)->filter && !p->clauses[i].joined)
			require(p, i);
}

/* Move the SHOULD clauses into a BOOL of their own that is required, in front of the rest. */
static void wrap_should(parser *p, group *g)
{
	const uint32_t wrap = add(p, DSR_NODE_BOOL);
	uint32_t next, *in, *out;

	if (wrap == NIL)
		return;
	in = &node_of(p, wrap)->child;
	out = &node_of(p, wrap)->next;
	node_of(p, wrap)->occur = DSR_MUST;
	node_of(p, wrap)->filter = 1;
	for (uint32_t i = g->first; i != NIL; i = next) {
		uint32_t **const list = node_of(p, i)->occur == DSR_SHOULD ? &in : &out;

		next = node_of(p, i)->next;
		if (list == &in)
			adopt(p, wrap, i);
		node_of(p, i)->next = NIL;
		**list = i;
		*list = &node_of(p, i)->next;
	}
	g->first = wrap;
}

/*
 * Where filters are all that MUST hold, one of the other clauses must hold too; without room for another
 * node, all of them.
 */
static void require_more_than_filters(parser *p, group *g)
{
	uint32_t filters = 0, should = 0;
	int fits = 1;

	for (uint32_t i = g->first; i != NIL; i = node_of(p, i)->next) {
		const dsr_node *const n = node_of(p, i);

		if (n->occur == DSR_MUST && !n->filter)
			return;
		filters += n->occur == DSR_MUST;
		should += n->occur == DSR_SHOULD;
		fits &= n->occur != DSR_SHOULD || fits_below(p, g, i);
	}
	if (filters && should > 1 && fits) {
		wrap_should(p, g);
	} else if (filters) {
		for (uint32_t i = g->first; i != NIL; i = node_of(p, i)->next)
			require(p, i);
	}
}

/* End the innermost group; returns its node, or NIL when there is nothing in it. */
static uint32_t close_group(parser *p)
{
	group *const g = innermost(p);

	p->open--;
	if (g->first == NIL)
		return NIL;
	if (g->first == g->last && node_of(p, g->first)->occur != DSR_NOT)
		return g->first;
	require_filters(p, g);
	require_more_than_filters(p, g);
	return add_bool(p, g->first);
}

/* A bracket closes.  The outermost group is no bracket. */
static void end_group(parser *p)
{
	const uint8_t occur = innermost(p)->occur;

	if (p->ignored)
		p->ignored--;
	else if (p->open > 1)
		add_clause(p, close_group(p), occur);
}

/* ---- the whole ---- */

static void take(parser *p, const dsr_token *t)
{
	group *const g = innermost(p);

	switch (t->kind) {
	case DSR_TOKEN_TEXT:
		add_clause(p, add_leaf(p, t->text, t->field >= 0 ? t->field : g->field, t->quoted), occur_of_sign(t->sign));
		break;
	case DSR_TOKEN_OPEN:
		open_group(p, t);
		break;
	case DSR_TOKEN_CLOSE:
		end_group(p);
		break;
	case DSR_TOKEN_NOT:
		g->negated = 1;
		break;
	case DSR_TOKEN_AND:
	case DSR_TOKEN_OR:
		g->negated = 0;
		g->joint = t->kind;
		break;
	case DSR_TOKEN_END:
		break;
	}
}

/* Returns the root in the working array, or NIL for the empty query. */
static uint32_t read_tokens(parser *p, dossier_str cleaned)
{
	dsr_lexer l;
	dsr_token t;

	push_group(p, 1, -1, DSR_MUST);
	if (dsr_token_of_word(trim(cleaned)) != DSR_TOKEN_TEXT) {
		add_clause(p, add_leaf(p, cleaned, -1, 0), DSR_SHOULD);
		return close_group(p);
	}
	dsr_lexer_init(&l, cleaned, p->schema);
	do {
		t = dsr_lexer_next(&l);
		take(p, &t);
	} while (t.kind != DSR_TOKEN_END && !p->status);
	while (p->open > 1) {
		p->ignored = 0;
		end_group(p);
	}
	return close_group(p);
}

/* Does a BOOL lack a child that may hold? */
static int is_negative(const parser *p, uint32_t i)
{
	const dsr_node *const n = node_of(p, i);

	if (n->kind != DSR_NODE_BOOL)
		return 0;
	for (uint32_t k = n->child; k != NIL; k = node_of(p, k)->next)
		if (node_of(p, k)->occur != DSR_NOT)
			return 0;
	return 1;
}

/* Write the children of node i, which still has the working array's links, behind the nodes of `q`. */
static void copy_children(const parser *p, dossier_query *q, uint32_t i)
{
	uint32_t from = q->nodes[i].child;

	q->nodes[i].child = q->count;
	for (; from != NIL; from = node_of(p, from)->next) {
		q->nodes[q->count] = *node_of(p, from);
		q->nodes[q->count].next = q->count + 1;
		q->count++;
	}
	q->nodes[q->count - 1].next = NIL;
}

/* Give BOOLs without a child that may hold an ALL to subtract from. */
static void add_all(parser *p)
{
	const size_t count = p->count;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t all;

		if (!is_negative(p, i))
			continue;
		all = add(p, DSR_NODE_ALL);
		if (all == NIL)
			return;
		node_of(p, all)->occur = DSR_MUST;
		node_of(p, all)->filter = 1;
		node_of(p, all)->next = node_of(p, i)->child;
		node_of(p, i)->child = all;
	}
}

/* Copy the names of fields, which are lent for the call, into the query. */
static int copy_fields(dossier_query *q)
{
	for (uint32_t i = 0; i < q->count; i++) {
		dossier_str *const field = &q->nodes[i].field;

		if (!field->n)
			continue;
		*field = dsr_arena_copy(&q->arena, *field);
		if (!field->p)
			return 0;
	}
	return 1;
}

/* Copy the tree below `root` into the query, one generation after the other. */
static dossier_status copy_tree(parser *p, dossier_query *q, uint32_t root)
{
	dsr_node *const nodes = dsr_arena_take(&q->arena, p->count * sizeof *nodes);

	if (!nodes)
		return DOSSIER_ERR_NOMEM;
	q->nodes = nodes;
	q->count = 1;
	nodes[0] = *node_of(p, root);
	nodes[0].occur = DSR_MUST;
	for (uint32_t i = 0; i < q->count; i++)
		if (nodes[i].kind == DSR_NODE_BOOL)
			copy_children(p, q, i);
	return copy_fields(q) ? DOSSIER_OK : DOSSIER_ERR_NOMEM;
}

static dossier_status fail(dossier_status st, dossier_error *err)
{
	if (st == DOSSIER_ERR_LIMIT)
		return dsr_fail(err, st, "a query of more than %u words", DOSSIER_QUERY_WORDS_MAX);
	return st ? dsr_nomem(err) : st;
}

dossier_status dsr_query_read(dossier_query *q, dossier_str text, const dossier_schema *schema, dossier_error *err)
{
	parser p = { .arena = &q->arena, .schema = schema };
	const dossier_str cleaned = dsr_query_clean(&q->arena, text);
	uint32_t root = NIL;

	if (!cleaned.p)
		return dsr_nomem(err);
	root = read_tokens(&p, cleaned);
	if (!p.status && root == NIL)
		root = add(&p, DSR_NODE_NOTHING);
	if (!p.status)
		add_all(&p);
	if (!p.status)
		p.status = copy_tree(&p, q, root);
	return fail(p.status, err);
}

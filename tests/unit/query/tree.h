/*
 * tree.h - for tests and fuzz targets: does a query keep ast.h's invariants, are two the same?
 */
#ifndef DSR_TEST_TREE_H
#define DSR_TEST_TREE_H

#include <string.h>

#include <dossier/query.h>

#include "base/utf8.h"
#include "query/ast.h"
#include "text/words.h"

static inline int tree_text_ok(dossier_str s)
{
	dsr_word word;
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == '"')
			return 0;
	return dsr_utf8_valid(s.p, s.n) == s.n && dsr_words_find((const uint8_t *)s.p, s.n, &from, &word, 1) == 1;
}

/* The first broken invariant of a node by itself, or NULL. */
static inline const char *tree_check_node(const dossier_query *q, uint32_t i)
{
	const dsr_node *n = &q->nodes[i];
	uint32_t children = 0, positive = 0, filters = 0, should = 0, other_musts = 0;

	if (n->kind == DSR_NODE_TEXT)
		return tree_text_ok(n->text) && !n->filter && n->child == DSR_NODE_NIL ? NULL : "text";
	if (n->kind == DSR_NODE_DATES)
		return n->first_day <= n->last_day && n->field.n && n->filter && n->child == DSR_NODE_NIL ? NULL : "dates";
	if (n->kind == DSR_NODE_NOTHING)
		return q->count == 1 ? NULL : "nothing is not alone";
	if (n->kind == DSR_NODE_ALL)
		return n->occur == DSR_MUST ? NULL : "all is not required";
	for (uint32_t k = n->child; k != DSR_NODE_NIL; k = q->nodes[k].next) {
		const dsr_node *c = &q->nodes[k];

		if (k <= i || k >= q->count || (c->next != DSR_NODE_NIL && c->next != k + 1))
			return "links";
		children++;
		positive += c->occur != DSR_NOT;
		filters += c->filter;
		should += c->occur == DSR_SHOULD;
		other_musts += c->occur == DSR_MUST && !c->filter;
	}
	if (children < 2 || !positive)
		return "too few children";
	if (n->filter != (filters == children))
		return "filter";
	for (uint32_t k = n->child; should && !other_musts && k != DSR_NODE_NIL; k = q->nodes[k].next)
		if (q->nodes[k].occur == DSR_MUST)
			return "answered by filters alone";
	return NULL;
}

static inline const char *tree_check(const dossier_query *q)
{
	uint32_t *depth = calloc(q->count, sizeof *depth), linked = 1;
	const char *broken = q->nodes[0].occur != DSR_MUST || q->nodes[0].next != DSR_NODE_NIL ? "root" : NULL;

	depth[0] = 1;
	for (uint32_t i = 0; !broken && i < q->count; i++) {
		broken = tree_check_node(q, i);
		for (uint32_t k = q->nodes[i].child; !broken && k != DSR_NODE_NIL; k = q->nodes[k].next) {
			if (depth[k])
				broken = "two parents";
			depth[k] = depth[i] + 1;
			linked++;
			if (depth[k] > DSR_QUERY_DEPTH_MAX)
				broken = "too deep";
		}
	}
	if (!broken && linked != q->count)
		broken = "loose nodes";
	free(depth);
	return broken;
}

static inline int tree_str_equal(dossier_str a, dossier_str b)
{
	return a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}

static inline int tree_equal(const dossier_query *a, const dossier_query *b)
{
	if (a->count != b->count)
		return 0;
	for (uint32_t i = 0; i < a->count; i++) {
		const dsr_node *x = &a->nodes[i], *y = &b->nodes[i];

		if (x->kind != y->kind || x->occur != y->occur || x->filter != y->filter || x->child != y->child ||
		    x->next != y->next || !tree_str_equal(x->field, y->field) || !tree_str_equal(x->text, y->text) ||
		    x->first_day != y->first_day || x->last_day != y->last_day)
			return 0;
	}
	return 1;
}

#endif /* DSR_TEST_TREE_H */

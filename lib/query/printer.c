/*
 * printer.c - see printer.h
 */
#include "query/printer.h"

#include <string.h>

#include "query/lexer.h"
#include "text/date.h"

static void put(dsr_buf *out, const char *z)
{
	dsr_buf_put(out, z, strlen(z));
}

/* Would the text be read as something else without quotes? */
static int needs_quotes(dossier_str s)
{
	if (s.p[0] == '+' || s.p[0] == '-' || dsr_token_of_word(s) != DSR_TOKEN_TEXT)
		return 1;
	for (size_t i = 0; i < s.n; i++)
		if (memchr(" ():", s.p[i], 4))
			return 1;
	return 0;
}

/* What stood between quotes goes there again: a name in them is none (search/rewrite.h). */
static void put_text(dsr_buf *out, const dsr_node *n)
{
	const char *const quote = n->quoted || needs_quotes(n->text) ? "\"" : "";

	put(out, quote);
	dsr_buf_put(out, n->text.p, n->text.n);
	put(out, quote);
}

/* The date of a day.  A year lasts 365.2425 days: the first guess is at most one off. */
static dsr_date date_of(int32_t day)
{
	dsr_date d = { (int16_t)(1970 + day / 365.2425), 0, 0 };

	while (d.year > 1 && dsr_date_first_day(d) > day)
		d.year--;
	while (d.year < 9999 && dsr_date_last_day(d) < day)
		d.year++;
	d.month = 1;
	while (d.month < 12 && dsr_date_last_day(d) < day)
		d.month++;
	d.day = (uint8_t)(day - dsr_date_first_day(d) + 1);
	return d;
}

static void put_day(dsr_buf *out, int32_t day)
{
	char text[DSR_DATE_TEXT_MAX];

	if (day != INT32_MIN && day != INT32_MAX)
		dsr_buf_put(out, text, (size_t)dsr_date_print(date_of(day), text));
}

static void put_leaf(dsr_buf *out, const dsr_node *n)
{
	if (n->field.n) {
		dsr_buf_put(out, n->field.p, n->field.n);
		put(out, ":");
	}
	if (n->kind == DSR_NODE_TEXT) {
		put_text(out, n);
	} else if (n->kind == DSR_NODE_DATES) {
		put_day(out, n->first_day);
		put(out, "..");
		put_day(out, n->last_day);
	}
}

/*
 * What parts two neighbours.  OR is the same as side by side but for filters, so it is written
 * where there is one that SHOULD hold, and else only between equals.
 */
static const char *joint(const dsr_node *a, const dsr_node *b)
{
	const int a_should = a->occur == DSR_SHOULD, b_should = b->occur == DSR_SHOULD;

	if ((a_should && b_should) || (a_should && a->filter) || (b_should && b->filter))
		return " OR ";
	return " ";
}

static const char *sign_of(const dsr_node *n)
{
	return n->occur == DSR_MUST ? "+" : n->occur == DSR_NOT ? "-" : "";
}

/* The first child that is written: ALL goes without saying where something is excluded. */
static uint32_t first_child(const dossier_query *q, const dsr_node *n)
{
	return q->nodes[n->child].kind == DSR_NODE_ALL ? q->nodes[n->child].next : n->child;
}

static void print_children(dsr_buf *out, const dossier_query *q)
{
	uint32_t path[DSR_QUERY_DEPTH_MAX], depth = 1; /* from a child of the root down */

	path[0] = first_child(q, &q->nodes[0]);
	while (depth) {
		const dsr_node *n = &q->nodes[path[depth - 1]];

		put(out, sign_of(n));
		if (n->kind == DSR_NODE_BOOL) {
			put(out, "(");
			path[depth++] = first_child(q, n);
			continue;
		}
		put_leaf(out, n);
		while (n->next == DSR_NODE_NIL && --depth) {
			put(out, ")");
			n = &q->nodes[path[depth - 1]];
		}
		if (depth) {
			put(out, joint(n, &q->nodes[n->next]));
			path[depth - 1] = n->next;
		}
	}
}

void dsr_query_print(dsr_buf *out, const dossier_query *q)
{
	if (q->nodes[0].kind == DSR_NODE_BOOL)
		print_children(out, q);
	else
		put_leaf(out, &q->nodes[0]);
}

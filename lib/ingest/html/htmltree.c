/*
 * htmltree.c - see htmltree.h
 */
#include "ingest/html/htmltree.h"

#include <setjmp.h>
#include <string.h>

#include "base/error.h"
#include "ingest/html/charset.h"
#include "ingest/html/htmlnest.h"
#include "ingest/pagelines.h"

/* Beginning of a file as ASCII; of UTF-16 every second byte. */
#ifdef DSR_TESTING
#define HEAD_MAX 64u
#else
#define HEAD_MAX 4096u
#endif

static dossier_str skip(dossier_str s, size_t n)
{
	return (dossier_str){ s.p + n, s.n - n };
}

static int begins_tag(dossier_str s, const char *tag)
{
	const size_t n = strlen(tag);

	return dsr_begins(s, tag) && (s.n == n || memchr(" \t\r\n\f/>", s.p[n], 7));
}

/* Length of the comment or XML declaration that begins `s`, all of it when its end is not seen; 0: there is none. */
static size_t prolog_length(dossier_str s)
{
	const int comment = dsr_begins(s, "<!--");

	if (!comment && !dsr_begins(s, "<?xml"))
		return 0;
	for (size_t i = 0; i < s.n; i++)
		if (dsr_begins(skip(s, i), comment ? "-->" : "?>"))
			return i + (comment ? 3 : 2);
	return s.n;
}

static int head_begins(dossier_str s)
{
	int comments = 0;
	size_t n;

	for (s = dsr_trim(s); (n = prolog_length(s)) != 0; s = dsr_trim(skip(s, n)))
		comments |= dsr_begins(s, "<!--");
	return begins_tag(s, "<!doctype html") || begins_tag(s, "<html") || begins_tag(s, "<head") || (comments && !s.n);
}

int dsr_html_begins(const uint8_t *p, size_t n)
{
	const dsr_charset_mark mark = dsr_charset_mark_of(p, n);
	const int wide = mark == DSR_MARK_UTF16LE || mark == DSR_MARK_UTF16BE;
	char head[HEAD_MAX];
	size_t count = 0;

	for (size_t i = wide ? 2 + (mark == DSR_MARK_UTF16BE) : mark == DSR_MARK_UTF8 ? 3 : 0; i < n; i += 1 + wide)
		if (count < HEAD_MAX)
			head[count++] = (char)p[i];
	return head_begins((dossier_str){ head, count });
}

/* Where gumbo's memory comes from, and the way out when there is none. */
typedef struct pool {
	dsr_arena *arena;
	size_t  taken;
	jmp_buf out;
} pool;

enum { OUT_NOMEM = 1, OUT_LIMIT };

static void *take(void *ctx, size_t n)
{
	pool *p = ctx;
	void *made;

	p->taken += n;
	if (n > DSR_HTML_TREE_MAX || p->taken > DSR_HTML_TREE_MAX)
		longjmp(p->out, OUT_LIMIT);
	made = dsr_arena_take(p->arena, n);
	if (!made)
		longjmp(p->out, OUT_NOMEM);
	return made;
}

static void give_back(void *ctx, void *ptr)
{
	(void)ctx;
	(void)ptr;
}

static GumboVector *children_of(GumboNode *n)
{
	return n->type == GUMBO_NODE_DOCUMENT ? &n->v.document.children : &n->v.element.children;
}

/* Number the children from `from` on. */
static void number(GumboNode *parent, size_t from)
{
	for (size_t i = from; i < dsr_html_children(parent); i++) {
		GumboNode *child = dsr_html_child(parent, i);

		child->parent = parent;
		child->index_within_parent = i;
	}
}

/* The invariant, which gumbo need not keep where it mends a page. */
static void number_all(GumboNode *root)
{
	for (GumboNode *n = root; n; n = dsr_html_next(root, n))
		number(n, 0);
}

dossier_status dsr_html_parse(dsr_arena *arena, dossier_str page, GumboNode **root, dossier_error *err)
{
	GumboOptions options = kGumboDefaultOptions;
	pool memory = { .arena = arena, .taken = 0 };
	const dossier_status st = dsr_html_check_nesting(page, err);

	if (st)
		return st;
	options.allocator = take;
	options.deallocator = give_back;
	options.userdata = &memory;
	options.max_errors = 0;
	switch (setjmp(memory.out)) {
	case 0:
		*root = gumbo_parse_with_options(&options, page.p, page.n)->root;
		number_all(*root);
		return DOSSIER_OK;
	case OUT_LIMIT:
		return dsr_fail(err, DOSSIER_ERR_INPUT, "the page's tree takes more than %zu bytes", DSR_HTML_TREE_MAX);
	default:
		return dsr_nomem(err);
	}
}

int dsr_html_is_element(const GumboNode *n)
{
	return n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE;
}

int dsr_html_is(const GumboNode *n, GumboTag tag)
{
	return dsr_html_is_element(n) && n->v.element.tag == tag && n->v.element.tag_namespace == GUMBO_NAMESPACE_HTML;
}

unsigned dsr_html_heading_level(const GumboNode *n)
{
	for (int i = 0; i < 6; i++)
		if (dsr_html_is(n, (GumboTag)(GUMBO_TAG_H1 + i)))
			return (unsigned)i + 1;
	return 0;
}

dossier_str dsr_html_attribute(const GumboNode *n, const char *name)
{
	const GumboAttribute *a = dsr_html_is_element(n) ? gumbo_get_attribute(&n->v.element.attributes, name) : NULL;

	return a ? dossier_str_of(a->value) : (dossier_str){ NULL, 0 };
}

dossier_str dsr_html_text(const GumboNode *n)
{
	if (n->type != GUMBO_NODE_TEXT && n->type != GUMBO_NODE_CDATA && n->type != GUMBO_NODE_WHITESPACE)
		return (dossier_str){ NULL, 0 };
	return dossier_str_of(n->v.text.text);
}

size_t dsr_html_children(const GumboNode *n)
{
	if (n->type == GUMBO_NODE_DOCUMENT)
		return n->v.document.children.length;
	return dsr_html_is_element(n) ? n->v.element.children.length : 0;
}

GumboNode *dsr_html_child(const GumboNode *n, size_t i)
{
	const GumboVector *v = n->type == GUMBO_NODE_DOCUMENT ? &n->v.document.children : &n->v.element.children;

	return v->data[i];
}

GumboNode *dsr_html_next_behind(const GumboNode *root, const GumboNode *n)
{
	for (; n != root; n = n->parent)
		if (n->index_within_parent + 1 < dsr_html_children(n->parent))
			return dsr_html_child(n->parent, n->index_within_parent + 1);
	return NULL;
}

GumboNode *dsr_html_next(const GumboNode *root, const GumboNode *n)
{
	return dsr_html_children(n) ? dsr_html_child(n, 0) : dsr_html_next_behind(root, n);
}

int dsr_html_is_within(const GumboNode *root, const GumboNode *n)
{
	while (n && n != root)
		n = n->parent;
	return n != NULL;
}

void dsr_html_remove(GumboNode *parent, size_t from, size_t to)
{
	GumboVector *v = children_of(parent);

	memmove(v->data + from, v->data + to, (v->length - to) * sizeof *v->data);
	v->length -= (unsigned)(to - from);
	number(parent, from);
}

static int is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Append `s` to text[0, *n) with single blanks; `gap`: a blank is due before the next word. */
static void squeeze_on(char *text, size_t *n, dossier_str s, int *gap)
{
	for (size_t i = 0; i < s.n; i++) {
		if (is_white(s.p[i])) {
			*gap = 1;
			continue;
		}
		if (*gap && *n)
			text[(*n)++] = ' ';
		*gap = 0;
		text[(*n)++] = s.p[i];
	}
}

dossier_str dsr_html_squeeze(dsr_arena *arena, dossier_str s)
{
	char *text = dsr_arena_take(arena, s.n + 1);
	size_t n = 0;
	int gap = 0;

	if (!text)
		return (dossier_str){ NULL, 0 };
	squeeze_on(text, &n, s, &gap);
	return dsr_trim((dossier_str){ text, n });
}

dossier_str dsr_html_all_text(dsr_arena *arena, const GumboNode *node)
{
	size_t room = 1, n = 0;
	int gap = 0;
	char *text;

	for (const GumboNode *t = node; t; t = dsr_html_next(node, t))
		room += dsr_html_text(t).n + 1;
	text = dsr_arena_take(arena, room);
	if (!text)
		return (dossier_str){ NULL, 0 };
	for (const GumboNode *t = node; t; t = dsr_html_next(node, t)) {
		gap |= dsr_html_is(t, GUMBO_TAG_BR) || dsr_html_heading_level(t) || dsr_html_is(t, GUMBO_TAG_P) ||
		       dsr_html_is(t, GUMBO_TAG_DIV) || dsr_html_is(t, GUMBO_TAG_LI);
		squeeze_on(text, &n, dsr_html_text(t), &gap);
	}
	return dsr_trim((dossier_str){ text, n });
}

static int is_word_byte(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

int dsr_html_has_word(const GumboNode *n, const char *attribute, const char *const *list)
{
	dossier_str s = dsr_html_attribute(n, attribute);

	while (s.n) {
		size_t k = 0;

		while (k < s.n && is_word_byte(s.p[k]))
			k++;
		for (const char *const *w = list; k && *w; w++)
			if (strlen(*w) == k && dsr_begins(s, *w))
				return 1;
		s = skip(s, k + (k < s.n));
	}
	return 0;
}

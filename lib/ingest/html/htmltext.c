/*
 * htmltext.c - see htmltext.h
 */
#include "ingest/html/htmltext.h"

#include <string.h>

#include "ingest/pagelines.h"

static int is_main(const GumboNode *n)
{
	static const char *const words[] = { "main", NULL };

	return dsr_html_is(n, GUMBO_TAG_MAIN) || dsr_html_has_word(n, "role", words);
}

GumboNode *dsr_html_content(GumboNode *root)
{
	GumboNode *article = NULL, *body = NULL, *others = NULL, *frame = NULL;

	for (GumboNode *n = root; n;) {
		const int is_article = dsr_html_is(n, GUMBO_TAG_ARTICLE);

		if (is_article && !article)
			article = n;
		else if (is_article)
			others = n;
		else if (!frame && is_main(n))
			frame = n;
		else if (!body && dsr_html_is(n, GUMBO_TAG_BODY))
			body = n;
		n = is_article ? dsr_html_next_behind(root, n) : dsr_html_next(root, n);
	}
	if (article && !others)
		return article;
	if (frame || article)
		return frame ? frame : article;
	return body ? body : root;
}

/* What an element does to the lines. */
typedef enum layout {
	FLOW,   /* nothing */
	GAP,    /* it parts words */
	LINE,   /* it begins a line */
	TERM,   /* it begins a block, and what follows a line */
	BLOCK,
	OUT     /* it is left out */
} layout;

static layout layout_of(const GumboNode *n)
{
	if (n->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
		return OUT;
	switch (n->v.element.tag) {
	case GUMBO_TAG_SCRIPT: case GUMBO_TAG_STYLE: case GUMBO_TAG_NOSCRIPT: case GUMBO_TAG_TEMPLATE: case GUMBO_TAG_NAV:
	case GUMBO_TAG_ASIDE: case GUMBO_TAG_FORM: case GUMBO_TAG_BUTTON: case GUMBO_TAG_FIGCAPTION: case GUMBO_TAG_IFRAME:
	case GUMBO_TAG_SELECT: case GUMBO_TAG_TEXTAREA: case GUMBO_TAG_AUDIO: case GUMBO_TAG_VIDEO: case GUMBO_TAG_CANVAS:
	case GUMBO_TAG_OBJECT: case GUMBO_TAG_HEAD: case GUMBO_TAG_TITLE:
		return OUT;
	case GUMBO_TAG_LI: case GUMBO_TAG_TR: case GUMBO_TAG_DD: case GUMBO_TAG_BR:
		return LINE;
	case GUMBO_TAG_DT: case GUMBO_TAG_SUMMARY:
		return TERM;
	case GUMBO_TAG_TD: case GUMBO_TAG_TH: case GUMBO_TAG_IMG:
		return GAP;
	case GUMBO_TAG_ADDRESS: case GUMBO_TAG_ARTICLE: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_BODY:
	case GUMBO_TAG_CAPTION: case GUMBO_TAG_CENTER: case GUMBO_TAG_DETAILS: case GUMBO_TAG_DIV: case GUMBO_TAG_DL:
	case GUMBO_TAG_FIELDSET: case GUMBO_TAG_FIGURE: case GUMBO_TAG_FOOTER: case GUMBO_TAG_H1: case GUMBO_TAG_H2:
	case GUMBO_TAG_H3: case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6: case GUMBO_TAG_HEADER:
	case GUMBO_TAG_HGROUP: case GUMBO_TAG_HR: case GUMBO_TAG_HTML: case GUMBO_TAG_LEGEND: case GUMBO_TAG_MAIN:
	case GUMBO_TAG_MENU: case GUMBO_TAG_OL: case GUMBO_TAG_P: case GUMBO_TAG_PRE: case GUMBO_TAG_SECTION:
	case GUMBO_TAG_TABLE: case GUMBO_TAG_UL:
		return BLOCK;
	default:
		return FLOW;
	}
}

typedef struct writer {
	dsr_buf *out;
	const GumboNode *content;
	unsigned due;     /* line ends before the next text: 0 to 2 */
	unsigned written; /* and those before the line at hand */
	size_t   line;    /* where the line at hand begins in `out` */
	int gap;          /* a blank is due */
	int bold;         /* the line at hand begins with bold text, which is not over */
	unsigned items, pres, heads; /* open elements: of lists, <pre>, headings or summaries */
} writer;

static dossier_str line_of(const writer *w)
{
	return (dossier_str){ w->out->data ? (const char *)w->out->data + w->line : "", w->out->len - w->line };
}

/* End the line at hand; it goes again where it is the site's. */
static void end_line(writer *w, unsigned due)
{
	w->gap = 0;
	w->bold = 0;
	if (due > w->due)
		w->due = due;
	if (!dsr_is_view_all(line_of(w)))
		return;
	w->out->len = w->line - w->written;
	w->line = w->out->len;
	if (w->written > w->due)
		w->due = w->written;
	w->written = 0;
}

static int is_at_line_start(const writer *w)
{
	return w->due || w->out->len == w->line;
}

static void begin_word(writer *w)
{
	if (w->due) {
		w->written = w->out->len ? w->due : 0;
		dsr_buf_put(w->out, "\n\n", w->written);
		w->line = w->out->len;
		w->due = 0;
	} else if (w->gap && w->out->len > w->line) {
		dsr_buf_put_u8(w->out, ' ');
	}
	w->gap = 0;
}

/* Length of the blank that begins s, 0 for none. */
static size_t blank_length(dossier_str s)
{
	if (s.n >= 2 && !memcmp(s.p, "\xC2\xA0", 2))
		return 2;
	return s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r'));
}

static void put_text(writer *w, dossier_str s)
{
	while (s.n) {
		size_t n = blank_length(s);
		const int is_blank = n > 0;

		if (is_blank && w->pres && *s.p == '\n')
			end_line(w, 1);
		w->gap |= is_blank;
		while (!is_blank && n < s.n && !blank_length((dossier_str){ s.p + n, s.n - n }))
			n++;
		if (!is_blank) {
			begin_word(w);
			dsr_buf_put(w->out, s.p, n);
		}
		s = (dossier_str){ s.p + n, s.n - n };
	}
}

static int holds_the_page(const GumboNode *n)
{
	for (const GumboNode *c = n; c; c = dsr_html_next(n, c))
		if (dsr_html_is(c, GUMBO_TAG_H1) || dsr_html_is(c, GUMBO_TAG_ARTICLE) || dsr_html_is(c, GUMBO_TAG_MAIN))
			return 1;
	return 0;
}

static int is_named_as_sites(const GumboNode *n)
{
	static const char *const words[] = { "nav", "menu", "share", "sharing", "social", "breadcrumb", "breadcrumbs",
	                                     "cookie", "cookies", "footer", "related", "newsletter", "comment", "comments",
	                                     "sidebar", NULL };
	const int by_id = dsr_html_is(n, GUMBO_TAG_DIV) || dsr_html_is(n, GUMBO_TAG_UL) || dsr_html_is(n, GUMBO_TAG_OL);
	const int by_class = by_id || dsr_html_is(n, GUMBO_TAG_SECTION) || dsr_html_is(n, GUMBO_TAG_DL) ||
	                     dsr_html_is(n, GUMBO_TAG_TABLE) || dsr_html_is(n, GUMBO_TAG_P) || dsr_html_is(n, GUMBO_TAG_SPAN);

	if (!(by_class && dsr_html_has_word(n, "class", words)) && !(by_id && dsr_html_has_word(n, "id", words)))
		return 0;
	return !holds_the_page(n);
}

static int is_left_out(const writer *w, const GumboNode *n, layout l)
{
	const dossier_str hidden = dsr_html_attribute(n, "aria-hidden");

	if (n == w->content)
		return 0;
	if (dsr_html_is(n, GUMBO_TAG_BUTTON) && w->heads)
		return 0;
	if (l == OUT)
		return !(dsr_html_is(n, GUMBO_TAG_FORM) && holds_the_page(n));
	if (dsr_html_attribute(n, "hidden").p || (hidden.n == 4 && dsr_begins(hidden, "true")))
		return 1;
	if (dsr_html_is(w->content, GUMBO_TAG_BODY) && (dsr_html_is(n, GUMBO_TAG_HEADER) || dsr_html_is(n, GUMBO_TAG_FOOTER)))
		return 1;
	return is_named_as_sites(n);
}

static void count_open(writer *w, const GumboNode *n, unsigned by)
{
	w->items += dsr_html_is(n, GUMBO_TAG_LI) || dsr_html_is(n, GUMBO_TAG_DD) ? by : 0;
	w->pres += dsr_html_is(n, GUMBO_TAG_PRE) ? by : 0;
	w->heads += dsr_html_heading_level(n) || dsr_html_is(n, GUMBO_TAG_SUMMARY) ? by : 0;
}

static int is_bold(const GumboNode *n)
{
	return dsr_html_is(n, GUMBO_TAG_B) || dsr_html_is(n, GUMBO_TAG_STRONG);
}

/* Blocks of an item of a list are lines. */
static unsigned ends_of_block(const writer *w)
{
	return w->items ? 1 : 2;
}

static void enter(writer *w, const GumboNode *n, layout l)
{
	if (l == GAP)
		w->gap = 1;
	else if (l == LINE)
		end_line(w, dsr_html_is(n, GUMBO_TAG_BR) && w->due ? 2 : 1); /* two <br> part paragraphs */
	else if (l == TERM || l == BLOCK)
		end_line(w, ends_of_block(w));
	else if (is_bold(n) && is_at_line_start(w))
		w->bold = 1;
	count_open(w, n, 1);
}

static void leave(writer *w, const GumboNode *n)
{
	const layout l = layout_of(n);

	count_open(w, n, -1u);
	if (l == GAP)
		w->gap = 1;
	else if ((l == LINE && !dsr_html_is(n, GUMBO_TAG_BR)) || l == TERM)
		end_line(w, 1);
	else if (l == BLOCK)
		end_line(w, ends_of_block(w));
	else if (is_bold(n) && w->bold && w->out->len && w->out->data[w->out->len - 1] == '?')
		end_line(w, 1);
	else if (is_bold(n))
		w->bold = 0;
}

/* Is what is below `n` shown?  If so it has been entered. */
static int visit(writer *w, const GumboNode *n)
{
	layout l;

	if (!dsr_html_is_element(n)) {
		put_text(w, dsr_html_text(n));
		return 0;
	}
	l = layout_of(n);
	if (is_left_out(w, n, l)) {
		w->gap = 1;
		return 0;
	}
	enter(w, n, l);
	return 1;
}

void dsr_html_put_text(dsr_buf *out, const GumboNode *content)
{
	writer w = { .out = out, .content = content, .line = out->len };
	const GumboNode *n = content;

	for (;;) {
		const int entered = visit(&w, n);

		if (entered && dsr_html_children(n)) {
			n = dsr_html_child(n, 0);
			continue;
		}
		if (entered)
			leave(&w, n);
		while (n != content && n->index_within_parent + 1 == dsr_html_children(n->parent)) {
			n = n->parent;
			leave(&w, n);
		}
		if (n == content)
			break;
		n = dsr_html_child(n->parent, n->index_within_parent + 1);
	}
	end_line(&w, 0);
}

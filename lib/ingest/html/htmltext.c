/*
 * htmltext.c - see htmltext.h
 */
#include "ingest/html/htmltext.h"

#include <string.h>

#include "ingest/pagelines.h"
#include "text/outline.h"
#include "text/speakers.h"

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
	dsr_buf *out, *outline;
	const GumboNode *content;
	const dsr_faq *faq; /* may be NULL */
	size_t   asked;     /* questions of it that were met */
	unsigned due;       /* line ends before the next text: 0 to 2 */
	unsigned written;   /* and those before the line at hand */
	size_t   line;      /* where the line at hand begins in `out` */
	size_t   outlined;  /* and in `outline` what was met in it */
	int gap;            /* a blank is due */
	int bold;           /* the line at hand begins with bold text, which is not over */
	size_t   bold_end;  /* where that text ended; 0: nowhere */
	int titled;         /* an <h1> was met */
	int answering;      /* a question was met since the last <dl> or <details> ended */
	int answered;       /* it has its answer: the next line is none */
	const GumboNode *label; /* the heading, <dt> or <summary> at hand */
	size_t   label_start;   /* where its text begins, or NOT_BEGUN */
	unsigned items, pres, heads; /* open elements: of lists, <pre>, headings or summaries */
} writer;

#define NOT_BEGUN SIZE_MAX

static dossier_str text_from(const writer *w, size_t start)
{
	return (dossier_str){ w->out->data ? (const char *)w->out->data + start : "", w->out->len - start };
}

static dossier_str line_of(const writer *w)
{
	return text_from(w, w->line);
}

static void put_part(writer *w, dsr_part_kind kind, size_t start, size_t end)
{
	if (end > UINT32_MAX)
		return;
	dsr_outline_put(w->outline, (dsr_part){ kind, (uint32_t)start, (uint32_t)end });
	w->answering |= kind == DSR_PART_QUESTION;
}

static int is_of_faq(writer *w, dossier_str s)
{
	for (size_t i = 0; w->faq && i < w->faq->count; i++)
		if (dsr_same(w->faq->pairs[i].question, s)) {
			w->asked++;
			return 1;
		}
	return 0;
}

/* Is the bold beginning of the line a name, and the colon in it or behind it? */
static int is_named(const writer *w, dossier_str line, size_t *n)
{
	if (!w->bold_end || !dsr_speaker_of(line, n))
		return 0;
	return w->line + *n == w->bold_end || w->line + *n + 1 == w->bold_end;
}

/* What the line at hand is, which ends here; what is a label is told where that ends. */
static void outline_line(writer *w)
{
	const dossier_str line = line_of(w);
	size_t n;

	if (w->label || !line.n || w->outline->len > w->outlined)
		return;
	if (is_of_faq(w, line))
		put_part(w, DSR_PART_QUESTION, w->line, w->out->len);
	else if (w->bold_end == w->out->len && line.p[line.n - 1] == '?')
		put_part(w, DSR_PART_QUESTION, w->line, w->out->len);
	else if (is_named(w, line, &n))
		put_part(w, DSR_PART_TURN, w->line, w->line + n);
}

/* The heading, <dt> or <summary> at hand, `n`, ends here. */
static void outline_label(writer *w, const GumboNode *n)
{
	const size_t start = w->label_start;
	const int is_title = dsr_html_is(n, GUMBO_TAG_H1) && !w->titled;
	dossier_str s;

	w->label = NULL;
	w->titled |= is_title;
	if (start == NOT_BEGUN || start >= w->out->len)
		return;
	s = text_from(w, start);
	if (is_of_faq(w, s) || s.p[s.n - 1] == '?')
		put_part(w, DSR_PART_QUESTION, start, w->out->len);
	else if (dsr_html_heading_level(n) && !is_title)
		put_part(w, DSR_PART_SECTION, start, w->out->len);
}

/* End the line at hand; it goes again where it is the site's. */
static void end_line(writer *w, unsigned due)
{
	w->gap = 0;
	w->bold = 0;
	if (!w->due)
		outline_line(w);
	w->bold_end = 0;
	if (due > w->due)
		w->due = due;
	if (!dsr_is_view_all(line_of(w)))
		return;
	w->out->len = w->line - w->written;
	w->line = w->out->len;
	w->outline->len = w->outlined;
	if (w->written > w->due)
		w->due = w->written;
	w->written = 0;
}

static int is_at_line_start(const writer *w)
{
	return w->due || w->out->len == w->line;
}

static void begin_line(writer *w)
{
	w->written = w->out->len ? w->due : 0;
	dsr_buf_put(w->out, "\n\n", w->written);
	w->line = w->out->len;
	w->due = 0;
	if (w->answered)
		put_part(w, DSR_PART_END, w->line, w->line);
	w->answered = 0;
	w->outlined = w->outline->len;
}

static void begin_word(writer *w)
{
	if (w->due)
		begin_line(w);
	else if (w->gap && w->out->len > w->line)
		dsr_buf_put_u8(w->out, ' ');
	if (w->label && w->label_start == NOT_BEGUN)
		w->label_start = w->out->len;
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

static int is_label(const GumboNode *n)
{
	return dsr_html_heading_level(n) || dsr_html_is(n, GUMBO_TAG_DT) || dsr_html_is(n, GUMBO_TAG_SUMMARY);
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
	if (!w->label && is_label(n)) {
		w->label = n;
		w->label_start = NOT_BEGUN;
	}
	count_open(w, n, 1);
}

/* Bold text at the beginning of a line is over; a question is then a line of its own. */
static void end_bold(writer *w)
{
	if (w->bold && w->out->len > w->line)
		w->bold_end = w->out->len;
	if (w->bold && w->out->len && w->out->data[w->out->len - 1] == '?')
		end_line(w, 1);
	w->bold = 0;
}

static void leave(writer *w, const GumboNode *n)
{
	const layout l = layout_of(n);

	count_open(w, n, -1u);
	if (n == w->label)
		outline_label(w, n);
	if (l == GAP)
		w->gap = 1;
	else if ((l == LINE && !dsr_html_is(n, GUMBO_TAG_BR)) || l == TERM)
		end_line(w, 1);
	else if (l == BLOCK)
		end_line(w, ends_of_block(w));
	else if (is_bold(n))
		end_bold(w);
	if (w->answering && (dsr_html_is(n, GUMBO_TAG_DL) || dsr_html_is(n, GUMBO_TAG_DETAILS))) {
		w->answering = 0;
		w->answered = 1;
	}
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

size_t dsr_html_put_text(dsr_buf *out, dsr_buf *outline, const GumboNode *content, const dsr_faq *faq)
{
	writer w = { .out = out, .outline = outline, .content = content, .faq = faq, .line = out->len,
	             .outlined = outline->len };
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
	return w.asked;
}

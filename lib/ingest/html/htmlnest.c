/*
 * htmlnest.c - see htmlnest.h
 */
#include "ingest/html/htmlnest.h"

#include <string.h>

#include <gumbo.h>

#include "base/error.h"
#include "ingest/pagelines.h"

/* How an end tag finds what it ends: up to a barrier of another name at most, and ... */
typedef enum kind {
	INLINE,  /* ... to a block */
	BLOCK,
	BARRIER,
	FOREIGN, /* a barrier that is ended as INLINE is: svg, math, what in them holds HTML again, noscript */
	NONE     /* not kept, but for inside of FOREIGN, where it is a block */
} kind;

/* By whose rules tags are read. */
typedef enum mode { HTML, SVG, MATH, EITHER } mode;

typedef struct open_tag {
	GumboTag tag; /* unknown ones are all the same to the parser */
	kind     kind;
	mode     inside;
} open_tag;

typedef struct scan {
	const char *at, *end;
	open_tag open[DSR_HTML_DEPTH_MAX];
	size_t depth;
	int    framed;  /* a <frameset> was met: no text and no end tag is believed any more */
	int    styled;  /* the tag at hand has an attribute color, face or size */
	size_t merged;  /* attributes of all <html> and <body>, which the parser gathers in one */
	size_t special; /* those among them in which other rules hold: svg, math, select */
} scan;

static kind kind_in_html(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_AREA: case GUMBO_TAG_BASE: case GUMBO_TAG_BODY: case GUMBO_TAG_BR: case GUMBO_TAG_CAPTION:
	case GUMBO_TAG_COL: case GUMBO_TAG_COLGROUP: case GUMBO_TAG_EMBED: case GUMBO_TAG_HEAD: case GUMBO_TAG_HR: case GUMBO_TAG_HTML: case GUMBO_TAG_IMAGE: case GUMBO_TAG_IMG:
	case GUMBO_TAG_INPUT: case GUMBO_TAG_ISINDEX: case GUMBO_TAG_LINK: case GUMBO_TAG_META:
	case GUMBO_TAG_OPTION: case GUMBO_TAG_P: case GUMBO_TAG_PARAM:
	case GUMBO_TAG_SOURCE: case GUMBO_TAG_TBODY: case GUMBO_TAG_TD:
	case GUMBO_TAG_TFOOT: case GUMBO_TAG_TH: case GUMBO_TAG_THEAD: case GUMBO_TAG_TR: case GUMBO_TAG_TRACK:
	case GUMBO_TAG_WBR:
		return NONE;
	case GUMBO_TAG_ADDRESS: case GUMBO_TAG_ARTICLE: case GUMBO_TAG_ASIDE: case GUMBO_TAG_BLOCKQUOTE:
	case GUMBO_TAG_BUTTON: case GUMBO_TAG_CENTER: case GUMBO_TAG_DD: case GUMBO_TAG_DETAILS: case GUMBO_TAG_DIR: case GUMBO_TAG_DIV:
	case GUMBO_TAG_DL: case GUMBO_TAG_DT: case GUMBO_TAG_FIELDSET: case GUMBO_TAG_FIGCAPTION: case GUMBO_TAG_FIGURE:
	case GUMBO_TAG_FOOTER: case GUMBO_TAG_FORM: case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3:
	case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6: case GUMBO_TAG_HEADER: case GUMBO_TAG_HGROUP:
	case GUMBO_TAG_LI: case GUMBO_TAG_LISTING: case GUMBO_TAG_MAIN: case GUMBO_TAG_MENU: case GUMBO_TAG_NAV: case GUMBO_TAG_OL:
	case GUMBO_TAG_PRE: case GUMBO_TAG_SECTION: case GUMBO_TAG_SUMMARY: case GUMBO_TAG_UL:
		return BLOCK;
	case GUMBO_TAG_APPLET: case GUMBO_TAG_MARQUEE: case GUMBO_TAG_OBJECT: case GUMBO_TAG_SELECT:
	case GUMBO_TAG_TABLE: case GUMBO_TAG_TEMPLATE:
		return BARRIER;
	case GUMBO_TAG_SVG: case GUMBO_TAG_MATH: case GUMBO_TAG_NOSCRIPT:
		return FOREIGN;
	default:
		return INLINE;
	}
}

static mode mode_of(const scan *s)
{
	return s->depth ? s->open[s->depth - 1].inside : HTML;
}

/* By whose rules is read what stands in the element? */
static mode mode_inside(const scan *s, GumboTag tag)
{
	const mode now = mode_of(s);

	if (tag == GUMBO_TAG_SVG)
		return SVG;
	if (tag == GUMBO_TAG_MATH)
		return MATH;
	if (now == SVG && (tag == GUMBO_TAG_FOREIGNOBJECT || tag == GUMBO_TAG_DESC || tag == GUMBO_TAG_TITLE))
		return HTML;
	if (now == MATH && tag >= GUMBO_TAG_MI && tag <= GUMBO_TAG_MTEXT)
		return HTML;
	return now == MATH && tag == GUMBO_TAG_ANNOTATION_XML ? EITHER : now;
}

static int is_special(GumboTag tag)
{
	return tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH || tag == GUMBO_TAG_SELECT;
}

static int is_in_select(const scan *s)
{
	for (size_t i = s->special ? s->depth : 0; i-- > 0;)
		if (s->open[i].tag == GUMBO_TAG_SELECT)
			return 1;
	return 0;
}

static kind kind_of(const scan *s, GumboTag tag)
{
	const kind own = kind_in_html(tag);

	if (!s->special)
		return own;
	if (mode_inside(s, tag) != mode_of(s) || tag == GUMBO_TAG_FOREIGNOBJECT || tag == GUMBO_TAG_ANNOTATION_XML ||
	    tag == GUMBO_TAG_DESC || tag == GUMBO_TAG_TITLE || (tag >= GUMBO_TAG_MI && tag <= GUMBO_TAG_MTEXT))
		return FOREIGN;
	if ((tag == GUMBO_TAG_OPTION || tag == GUMBO_TAG_OPTGROUP) && is_in_select(s) && mode_of(s) == HTML)
		return NONE;
	return own == NONE ? BLOCK : own;
}

/* Does its start tag end svg and math?  A <font> does with an attribute of HTML's. */
static int breaks_out(const scan *s, GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_B: case GUMBO_TAG_BIG: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_BODY: case GUMBO_TAG_BR:
	case GUMBO_TAG_CENTER: case GUMBO_TAG_CODE: case GUMBO_TAG_DD: case GUMBO_TAG_DIV: case GUMBO_TAG_DL:
	case GUMBO_TAG_DT: case GUMBO_TAG_EM: case GUMBO_TAG_EMBED: case GUMBO_TAG_H1: case GUMBO_TAG_H2:
	case GUMBO_TAG_H3: case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6: case GUMBO_TAG_HEAD:
	case GUMBO_TAG_HR: case GUMBO_TAG_I: case GUMBO_TAG_IMG: case GUMBO_TAG_LI: case GUMBO_TAG_LISTING:
	case GUMBO_TAG_MENU: case GUMBO_TAG_META: case GUMBO_TAG_NOBR: case GUMBO_TAG_OL: case GUMBO_TAG_P:
	case GUMBO_TAG_PRE: case GUMBO_TAG_RUBY: case GUMBO_TAG_S: case GUMBO_TAG_SMALL: case GUMBO_TAG_SPAN:
	case GUMBO_TAG_STRIKE: case GUMBO_TAG_STRONG: case GUMBO_TAG_SUB: case GUMBO_TAG_SUP: case GUMBO_TAG_TABLE:
	case GUMBO_TAG_TT: case GUMBO_TAG_U: case GUMBO_TAG_UL: case GUMBO_TAG_VAR:
		return 1;
	default:
		return tag == GUMBO_TAG_FONT && s->styled;
	}
}

static void pop_to(scan *s, size_t depth)
{
	while (s->depth > depth)
		s->special -= is_special(s->open[--s->depth].tag);
}

/* End the svg or math that is innermost, and those around it with no HTML between. */
static void break_out(scan *s)
{
	while (mode_of(s) == SVG || mode_of(s) == MATH)
		pop_to(s, s->depth - 1);
}

/* The parser opens these again where they were ended by another's end. */
static int is_formatting(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_A: case GUMBO_TAG_B: case GUMBO_TAG_BIG: case GUMBO_TAG_CODE: case GUMBO_TAG_EM:
	case GUMBO_TAG_FONT: case GUMBO_TAG_I: case GUMBO_TAG_NOBR: case GUMBO_TAG_S: case GUMBO_TAG_SMALL:
	case GUMBO_TAG_STRIKE: case GUMBO_TAG_STRONG: case GUMBO_TAG_TT: case GUMBO_TAG_U:
		return 1;
	default:
		return 0;
	}
}

/* End the tag at `i` and those above it; a form ends alone. */
static void end_from(scan *s, size_t i)
{
	const size_t depth = s->depth;
	const int alone = s->open[i].tag == GUMBO_TAG_FORM;
	const int ends_all = s->open[i].kind >= BARRIER && s->open[i].tag != GUMBO_TAG_TABLE;
	size_t kept = i;

	pop_to(s, i);
	for (size_t k = i + 1; k < depth && !ends_all; k++)
		if (alone || (is_formatting(s->open[k].tag) && s->open[k].inside == HTML)) {
			s->special += is_special(s->open[k].tag);
			s->open[kept++] = s->open[k];
		}
	s->depth = kept;
}

static int is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static int is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static int same_name(dossier_str a, dossier_str b)
{
	if (a.n != b.n)
		return 0;
	for (size_t i = 0; i < a.n; i++)
		if ((is_letter(a.p[i]) ? a.p[i] | 32 : a.p[i]) != (is_letter(b.p[i]) ? b.p[i] | 32 : b.p[i]))
			return 0;
	return 1;
}

static GumboTag tag_of(dossier_str name)
{
	return gumbo_tagn_enum(name.p, name.n > 32 ? 32 : (unsigned)name.n);
}

static int is_item(GumboTag tag)
{
	return tag == GUMBO_TAG_LI || tag == GUMBO_TAG_DD || tag == GUMBO_TAG_DT;
}

/* An item ends the one before it, where at most <div> and <address> stand between. */
static void close_item(scan *s, GumboTag tag)
{
	for (size_t i = s->framed ? 0 : s->depth; i-- > 0;) {
		const open_tag *t = &s->open[i];

		if (is_item(t->tag) && (t->tag == GUMBO_TAG_LI) == (tag == GUMBO_TAG_LI)) {
			end_from(s, i);
			return;
		}
		if (t->tag == GUMBO_TAG_RT || (t->kind != INLINE && t->tag != GUMBO_TAG_DIV && t->tag != GUMBO_TAG_ADDRESS))
			return;
	}
}

static void close_tag(scan *s, GumboTag tag)
{
	const kind own = is_item(tag) ? INLINE : kind_of(s, tag);

	for (size_t i = s->depth; own != NONE && !s->framed && i-- > 0;) {
		const open_tag *t = &s->open[i];

		if (t->tag == tag) {
			end_from(s, i);
			return;
		}
		if (t->kind >= BARRIER || (t->kind == BLOCK && own != BLOCK && own != BARRIER))
			return;
	}
}

static int open_tag_of(scan *s, GumboTag tag)
{
	const kind own = kind_of(s, tag);
	const mode inside = mode_inside(s, tag);

	if (own == NONE)
		return 1;
	if (is_item(tag) && inside == HTML)
		close_item(s, tag);
	if (s->depth == DSR_HTML_DEPTH_MAX)
		return 0;
	s->open[s->depth++] = (open_tag){ tag, own, inside };
	s->special += is_special(tag);
	return 1;
}

static void skip_white(scan *s)
{
	while (s->at < s->end && is_white(*s->at))
		s->at++;
}

/* Behind the next `c`, or the end. */
static void skip_past(scan *s, char c)
{
	const char *p = memchr(s->at, c, (size_t)(s->end - s->at));

	s->at = p ? p + 1 : s->end;
}

/* Behind the end of the comment whose first "--" begins at s->at. */
static void skip_comment(scan *s)
{
	const char *const from = s->at;

	for (skip_past(s, '>'); s->at[-1] == '>' && s->at < s->end; skip_past(s, '>')) {
		const char *close = s->at - 1;

		if (close - from >= 2 && close[-1] == '-' && close[-2] == '-')
			return;
		if (close - from >= 5 && !memcmp(close - 3, "--!", 3))
			return;
	}
}

static void skip_value(scan *s)
{
	const char quote = s->at < s->end ? *s->at : '\0';

	if (quote == '"' || quote == '\'') {
		s->at++;
		skip_past(s, quote);
		return;
	}
	while (s->at < s->end && !is_white(*s->at) && *s->at != '>')
		s->at++;
}

static int is_styling(dossier_str name)
{
	return same_name(name, dossier_str_of("color")) || same_name(name, dossier_str_of("face")) ||
	       same_name(name, dossier_str_of("size"));
}

/* Go behind one attribute, which begins here. */
static void skip_attribute(scan *s)
{
	const char *const name = s->at;

	for (s->at++; s->at < s->end && !is_white(*s->at) && !memchr("/>=", *s->at, 3);)
		s->at++;
	s->styled |= is_styling((dossier_str){ name, (size_t)(s->at - name) });
	skip_white(s);
	if (s->at == s->end || *s->at != '=')
		return;
	s->at++;
	skip_white(s);
	skip_value(s);
}

/* Go behind the tag's '>'; returns the number of its attributes, *closed says whether it ends with "/>". */
static size_t skip_attributes(scan *s, int *closed)
{
	size_t count = 0;

	*closed = 0;
	s->styled = 0;
	for (skip_white(s); s->at < s->end && *s->at != '>'; skip_white(s)) {
		*closed = *s->at == '/';
		if (*closed) {
			s->at++;
			continue;
		}
		count++;
		skip_attribute(s);
	}
	*closed = *closed && s->at[-1] == '/';
	s->at += s->at < s->end;
	return count;
}

/* The text of an element that holds no tags; to its end tag. */
static void skip_raw(scan *s, dossier_str name)
{
	for (skip_past(s, '<'); s->at < s->end; skip_past(s, '<')) {
		const size_t left = (size_t)(s->end - s->at);

		if (*s->at == '/' && left > name.n && same_name((dossier_str){ s->at + 1, name.n }, name))
			return;
	}
}

static int is_raw(GumboTag tag)
{
	return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_TEXTAREA || tag == GUMBO_TAG_TITLE ||
	       tag == GUMBO_TAG_XMP || tag == GUMBO_TAG_IFRAME || tag == GUMBO_TAG_NOEMBED || tag == GUMBO_TAG_NOFRAMES;
}

static dossier_str take_name(scan *s)
{
	const char *from = s->at;

	while (s->at < s->end && !is_white(*s->at) && *s->at != '/' && *s->at != '>')
		s->at++;
	return (dossier_str){ from, (size_t)(s->at - from) };
}

static int take_start(scan *s)
{
	const dossier_str name = take_name(s);
	const GumboTag tag = tag_of(name);
	int closed;
	const size_t attributes = skip_attributes(s, &closed);

	if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY)
		s->merged += attributes;
	if (attributes > DSR_HTML_ATTRIBUTES_MAX || s->merged > DSR_HTML_ATTRIBUTES_MAX)
		return 0;
	if (breaks_out(s, tag))
		break_out(s);
	s->framed |= tag == GUMBO_TAG_FRAMESET;
	if (is_raw(tag) && mode_of(s) == HTML && !is_in_select(s) && !s->framed) {
		skip_raw(s, name);
		return 1;
	}
	if (closed && (mode_of(s) == SVG || mode_of(s) == MATH || tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH))
		return 1;
	return open_tag_of(s, tag);
}

/* What begins with '<', which lies behind. */
static int take_markup(scan *s)
{
	int closed;

	if (s->at == s->end)
		return 1;
	if (is_letter(*s->at))
		return take_start(s);
	if (*s->at == '/' && s->at + 1 < s->end && is_letter(s->at[1])) {
		dossier_str name;

		s->at++;
		name = take_name(s);
		if (s->at == s->end || *s->at != '/') /* one with "/>" is not believed */
			close_tag(s, tag_of(name));
		return skip_attributes(s, &closed) <= DSR_HTML_ATTRIBUTES_MAX;
	}
	if (s->end - s->at >= 3 && !memcmp(s->at, "!--", 3)) {
		s->at++;
		skip_comment(s);
	} else if (*s->at == '!' || *s->at == '?' || *s->at == '/') {
		skip_past(s, '>');
	}
	return 1;
}

dossier_status dsr_html_check_nesting(dossier_str page, dossier_error *err)
{
	scan s = { .at = page.p, .end = page.p + page.n, .depth = 0 };

	while (s.at < s.end) {
		const char *tag = memchr(s.at, '<', (size_t)(s.end - s.at));

		if (!tag)
			break;
		s.at = tag + 1;
		if (take_markup(&s))
			continue;
		if (s.depth == DSR_HTML_DEPTH_MAX)
			return dsr_fail_at(err, DOSSIER_ERR_INPUT, tag - page.p,
			                   "the page has more than %u tags open at once", DSR_HTML_DEPTH_MAX);
		return dsr_fail_at(err, DOSSIER_ERR_INPUT, tag - page.p, "a tag has more than %u attributes",
		                   DSR_HTML_ATTRIBUTES_MAX);
	}
	return DOSSIER_OK;
}

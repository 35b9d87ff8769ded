/*
 * textpage.c - see textpage.h
 */
#include "ingest/textpage.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/utf8.h"
#include "ingest/cards.h"
#include "ingest/pagelines.h"
#include "text/date.h"

#define TITLE_MAX 120u
#define HEAD_LINES 5u
#define BY_LINE_MAX 160u
#define CAPTION_WORDS_MAX 6u

static int is_any_of(dossier_str s, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (dsr_same(s, dossier_str_of(words[i])))
			return 1;
	return 0;
}

/* Length of `s` up to its last blank, 0 when there is none. */
static size_t last_blank(dossier_str s)
{
	while (s.n && s.p[s.n - 1] != ' ')
		s.n--;
	return s.n;
}

static int names_picture(dossier_str s)
{
	static const char *const last[] = { "flag", "flags", "logo", "photo", "photograph", "portrait" };
	static const char *const first[] = { "photo of ", "image of ", "map of ", "portrait of ", "flag of ", "logo of " };
	const size_t blank = last_blank(s);
	const dossier_str word = { s.p + blank, s.n - blank };

	if (blank && is_any_of(word, last, sizeof last / sizeof *last))
		return 1;
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		if (dsr_begins(s, first[i]))
			return 1;
	return 0;
}

static int is_caption(dossier_str s)
{
	return dsr_count_words(s) <= CAPTION_WORDS_MAX && !dsr_ends_with_stop(s) && names_picture(s);
}

static int may_head(dossier_str s)
{
	return s.n <= TITLE_MAX && !dsr_ends_with_stop(s);
}

/* The line that parts the article from the cards, or the count. */
static size_t find_related(const dsr_page_lines *l)
{
	for (size_t i = 0; i < l->count; i++) {
		const size_t next = dsr_page_lines_next(l, i + 1);

		if (dsr_is_related(l->lines[i].text) && next < l->count && dsr_card_begins(l, next))
			return i;
	}
	return l->count;
}

/* The names behind "By" in a line of authors; empty when it is none. */
static dossier_str by_line(dossier_str s)
{
	const dossier_str names = dsr_trim((dossier_str){ s.p + 3, s.n < 3 ? 0 : s.n - 3 });

	if (s.n > BY_LINE_MAX || !(dsr_begins(s, "by:") || (dsr_begins(s, "by ") && s.p[0] == 'B')))
		return (dossier_str){ NULL, 0 };
	if (s.p[2] != ':' && (dsr_ends_with_stop(names) || !dsr_in_title_case(names)))
		return (dossier_str){ NULL, 0 };
	return names;
}

/* What the first lines of an article say beside its text. */
typedef struct head {
	dossier_str date, authors, type; /* empty when there is none */
} head;

/* What stands behind "Type:" or "Publication Type:"; empty when it is no such line. */
static dossier_str type_line(dossier_str s)
{
	const size_t n = dsr_begins(s, "type:") ? 5 : dsr_begins(s, "publication type:") ? 17 : s.n;

	return dsr_trim((dossier_str){ s.p + n, s.n - n });
}

/* Read the head of the article and empty its lines, so that a heading stands alone. */
static head take_head(dsr_page_lines *l, size_t end)
{
	size_t at = dsr_page_lines_next(l, 0);
	size_t texts = 0; /* lines met that are neither */
	int headed = 0;   /* the only one may be a heading */
	head h = { 0 };

	for (unsigned n = 0; n < HEAD_LINES && at < end; n++) {
		dossier_str *text = &l->lines[at].text;
		const dossier_str type = h.type.n ? (dossier_str){ NULL, 0 } : type_line(*text);
		const dossier_str names = headed && !h.authors.n ? by_line(*text) : (dossier_str){ NULL, 0 };
		dsr_date d;

		if (!h.date.n && dsr_date_parse(*text, &d) && d.month) {
			h.date = *text;
			text->n = 0;
		} else if (names.n) {
			h.authors = names;
			text->n = 0;
		} else if (type.n) {
			h.type = type;
			text->n = 0;
		} else {
			headed = !texts++ && may_head(*text);
		}
		at = dsr_page_lines_next(l, at + 1);
	}
	return h;
}

/* Empty the lines before `end` that are no text of the article. */
static void drop_others(dsr_page_lines *l, size_t end)
{
	const size_t first = dsr_page_lines_next(l, 0);

	for (size_t i = 0; i < end; i++) {
		dsr_page_line *line = &l->lines[i];
		const int alone = i > first && !l->lines[i - 1].text.n && i + 1 < end && !l->lines[i + 1].text.n &&
		                  dsr_page_lines_next(l, i + 1) < end;

		if (dsr_is_view_all(line->text) || (alone && is_caption(line->text)))
			line->text.n = 0;
	}
}

/* The lines before `end`, with an empty line between paragraphs. */
static void put_body(dsr_buf *out, const dsr_page_lines *l, size_t end)
{
	int gap = 0;

	for (size_t i = 0; i < end; i++) {
		const dossier_str s = l->lines[i].text;

		if (s.n && out->len)
			dsr_buf_put(out, "\n\n", gap ? 2 : 1);
		dsr_buf_put(out, s.p, s.n);
		gap = !s.n;
	}
}

/* Does the full stop behind `s` belong to its last word ("Mr.", "U.S.", "J.")? */
static int is_abbreviated(dossier_str s)
{
	static const char *const titles[] = { "Mr", "Mrs", "Ms", "Dr", "Gen", "Sen", "Rep", "Gov", "St", "Lt", "Col", "Jr" };
	const size_t blank = last_blank(s);
	const dossier_str word = { s.p + blank, s.n - blank };

	return word.n <= 1 || memchr(word.p, '.', word.n) || is_any_of(word, titles, sizeof titles / sizeof *titles);
}

static int is_white(char c)
{
	return c == ' ' || c == '\n';
}

/* Length of the sentence that begins `s`, the quotes that close it included. */
static size_t sentence_length(dossier_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t behind = i + 1;

		if (!memchr(".?!", s.p[i], 3) || (s.p[i] == '.' && is_abbreviated((dossier_str){ s.p, i })))
			continue;
		while (behind < s.n && memchr("\"')", s.p[behind], 3))
			behind++;
		if (s.n - behind >= 3 && !memcmp(s.p + behind, "\xE2\x80\x9D", 3))
			behind += 3;
		if (behind == s.n || is_white(s.p[behind]))
			return behind;
	}
	return s.n;
}

/* Length of the part of `s` that makes a title; shorter than its first sentence when that is too long. */
static size_t title_length(dossier_str s, int *cut)
{
	const char *line = memchr(s.p, '\n', s.n);
	const dossier_str first = { s.p, line ? (size_t)(line - s.p) : s.n };
	size_t n = 0;

	*cut = 0;
	if (may_head(first) && (first.n == s.n || (first.n + 1 < s.n && s.p[first.n + 1] == '\n')))
		return first.n;
	/* One byte more than a title has shows all that matters of a longer one. */
	while (n < s.n && n <= TITLE_MAX && !(s.p[n] == '\n' && n + 1 < s.n && s.p[n + 1] == '\n'))
		n++;
	n = sentence_length((dossier_str){ s.p, n });
	*cut = n > TITLE_MAX;
	if (!*cut)
		return n;
	for (n = TITLE_MAX; n && !is_white(s.p[n]);)
		n--;
	return n ? n : dsr_utf8_floor(s.p, TITLE_MAX);
}

/* The heading of `body`, or the first sentence of its first paragraph, on one line. */
static dossier_str make_title(dsr_record *r, dossier_str body)
{
	static const char ellipsis[] = "\xE2\x80\xA6";
	int cut = 0;
	const size_t n = body.n ? title_length(body, &cut) : 0;
	char *title = dsr_arena_take(&r->arena, n + sizeof ellipsis);

	r->nomem |= !title;
	if (!title || !n)
		return (dossier_str){ NULL, 0 };
	for (size_t i = 0; i < n; i++)
		title[i] = is_white(body.p[i]) ? ' ' : body.p[i];
	memcpy(title + n, ellipsis, sizeof ellipsis);
	return (dossier_str){ title, n + (cut ? sizeof ellipsis - 1 : 0) };
}

static dossier_status put_article(dsr_page_lines *l, size_t end, dsr_record *r, dsr_outlet *outlet,
                                  dossier_error *err)
{
	const dossier_import_options *given = outlet->options;
	const size_t first = dsr_page_lines_next(l, 0);
	dsr_origin origin;
	dsr_buf body = DSR_BUF_INIT(l->alloc);
	dossier_status st = DOSSIER_OK;
	dossier_str text;
	head h;

	if (first >= end)
		return DOSSIER_OK;
	origin = dsr_page_lines_origin(l, first, end);
	dsr_record_reset(r);
	r->mended = dsr_page_lines_mended(l, first, end);
	h = take_head(l, end);
	drop_others(l, end);
	put_body(&body, l, end);
	text = (dossier_str){ (const char *)body.data, body.len };
	r->nomem |= dsr_buf_status(&body) != DOSSIER_OK;
	dsr_record_set(r, DSR_RECORD_BODY, text);
	dsr_record_set(r, DSR_RECORD_DATE, given->date.n ? given->date : h.date);
	dsr_record_add_authors(r, h.authors);
	dsr_record_set(r, DSR_RECORD_TYPE, h.type);
	dsr_record_set(r, DSR_RECORD_URL, given->url);
	dsr_record_set(r, DSR_RECORD_TITLE, given->title.n ? given->title : make_title(r, text));
	dsr_outlet_set_page_id(outlet, r);
	st = dsr_outlet_put(outlet, r, &origin, err);
	dsr_buf_release(&body);
	return st;
}

static dossier_status put_page(dsr_source *s, dsr_outlet *outlet, dossier_error *err)
{
	const size_t mark = dsr_source_have(s) >= 3 && !memcmp(dsr_source_at(s), "\xEF\xBB\xBF", 3) ? 3 : 0;
	const dossier_str file = { (const char *)dsr_source_at(s), dsr_source_have(s) };
	dsr_page_lines lines;
	dsr_record record;
	size_t related;
	dossier_status st;

	dsr_record_init(&record, s->alloc);
	st = dsr_page_lines_split(&lines, s->alloc, file, mark);
	if (st == DOSSIER_ERR_LIMIT) {
		dsr_outlet_refuse(outlet, (dsr_place){ 0, 0 }, "a text of too many lines");
		st = DOSSIER_OK;
		goto done;
	}
	if (st) {
		dsr_nomem(err);
		goto done;
	}
	related = find_related(&lines);
	st = put_article(&lines, related, &record, outlet, err);
	if (!st)
		st = dsr_cards_put(&lines, related + 1, &record, outlet, err);
done:
	dsr_record_release(&record);
	dsr_page_lines_release(&lines);
	return st;
}

/* Refuse the whole page if it is none. */
static int is_refused(const dsr_source *s, dsr_outlet *outlet)
{
	const uint8_t *p = dsr_source_at(s);
	const size_t n = dsr_source_have(s);
	const uint8_t *nul = memchr(p, 0, n);
	dossier_error why;

	if (n > DSR_INGEST_MAX)
		dsr_fail(&why, DOSSIER_ERR_INPUT, "neither JSON nor a text of at most %zu bytes", DSR_INGEST_MAX);
	else if (nul)
		dsr_fail_at(&why, DOSSIER_ERR_INPUT, nul - p, "neither JSON nor a text: it holds a NUL byte");
	else
		return 0;
	dsr_outlet_refuse(outlet, (dsr_place){ 0, why.offset > 0 ? (uint64_t)why.offset : 0 }, why.message);
	return 1;
}

dossier_status dsr_textpage_read(dsr_source *source, dsr_outlet *outlet, dossier_error *err)
{
	dossier_status st = dsr_source_need(source, DSR_INGEST_MAX + 1, err);

	if (!st && dsr_source_have(source) && !is_refused(source, outlet))
		st = put_page(source, outlet, err);
	if (!st)
		dsr_source_take(source, dsr_source_have(source));
	return st;
}

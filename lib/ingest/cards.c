/*
 * cards.c - see cards.h
 */
#include "ingest/cards.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "ingest/slug.h"
#include "ingest/topicline.h"
#include "text/date.h"

#define TOPICS_LINE_MAX 160u

typedef enum role { ROLE_DATE, ROLE_TYPE, ROLE_AUTHORS, ROLE_TOPICS, ROLE_BLURB } role;

/* A card: lines [first, end), and what was met of it while it is read. */
typedef struct card {
	size_t first, end;
	int    dated, typed;
} card;

static int is_doubled(const dsr_page_lines *l, size_t i, size_t *behind)
{
	const size_t second = dsr_page_lines_next(l, i + 1);

	if (second >= l->count || !dsr_same(l->lines[i].text, l->lines[second].text))
		return 0;
	*behind = dsr_page_lines_next(l, second + 1);
	return 1;
}

static int is_date(dossier_str s)
{
	dsr_date d;

	return dsr_date_parse(s, &d);
}

int dsr_card_begins(const dsr_page_lines *l, size_t i)
{
	size_t at, unused;

	if (!is_doubled(l, i, &at))
		return 0;
	for (unsigned n = 0; n < DSR_CARD_DATE_WITHIN && at < l->count; n++) {
		if (is_date(l->lines[at].text))
			return 1;
		if (is_doubled(l, at, &unused) || dsr_is_view_all(l->lines[at].text))
			return 0;
		at = dsr_page_lines_next(l, at + 1);
	}
	return 0;
}

/* The next card from line `from` on. */
static int next_card(const dsr_page_lines *l, size_t from, card *c)
{
	size_t at = dsr_page_lines_next(l, from);

	*c = (card){ 0 };
	while (at < l->count && !dsr_card_begins(l, at)) {
		if (dsr_is_view_all(l->lines[at].text))
			return 0;
		at = dsr_page_lines_next(l, at + 1);
	}
	if (at >= l->count)
		return 0;
	c->first = at;
	is_doubled(l, at, &at);
	while (at < l->count && !dsr_is_view_all(l->lines[at].text) && !dsr_card_begins(l, at))
		at = dsr_page_lines_next(l, at + 1);
	c->end = at;
	return 1;
}

/* Lines behind the two titles. */
static size_t first_detail(const dsr_page_lines *l, const card *c)
{
	size_t at = c->first;

	is_doubled(l, c->first, &at);
	return at;
}

static int is_topics(dossier_str s, int typed)
{
	return s.n <= TOPICS_LINE_MAX && !dsr_ends_with_stop(s) && (typed || dsr_in_title_case(s));
}

/* What the next line of the card is. */
static role tell(card *c, dossier_str s)
{
	if (!c->dated && is_date(s)) {
		c->dated = 1;
		return ROLE_DATE;
	}
	if (dsr_begins(s, "type:")) {
		c->typed = 1;
		return ROLE_TYPE;
	}
	if (dsr_begins(s, "by:"))
		return ROLE_AUTHORS;
	return is_topics(s, c->typed) ? ROLE_TOPICS : ROLE_BLURB;
}

static void add_topics(dsr_record *r, const dsr_topics *known, dossier_str line)
{
	dossier_str topic;

	while ((topic = dsr_topics_next(known, &line)).n)
		dsr_record_add(r, DSR_RECORD_TOPICS, topic);
}

/* Set a field to what `made` holds, kept in the record. */
static void set_made(dsr_record *r, dsr_record_field f, const dsr_buf *made)
{
	const dossier_str s = dsr_arena_copy(&r->arena, (dossier_str){ (const char *)made->data, made->len });

	r->nomem |= !s.p || dsr_buf_status(made);
	dsr_record_set(r, f, s);
}

/* What stands behind the label that begins `s`. */
static dossier_str behind(dossier_str s, const char *label)
{
	const size_t n = strlen(label);

	return dsr_trim((dossier_str){ s.p + n, s.n - n });
}

/* Lines without an empty one between are of one paragraph. */
static void put_blurb(dsr_buf *out, dossier_str line, int after_empty)
{
	dsr_buf_put(out, "\n\n", !out->len ? 0 : after_empty ? 2 : 1);
	dsr_buf_put(out, line.p, line.n);
}

static void gather(const dsr_page_lines *l, card *c, const dsr_topics *known, dsr_record *r, dsr_buf *scratch)
{
	const dossier_str title = l->lines[c->first].text;

	dsr_record_reset(r);
	dsr_buf_reset(scratch);
	dsr_record_set(r, DSR_RECORD_TITLE, title);
	for (size_t i = first_detail(l, c); i < c->end; i = dsr_page_lines_next(l, i + 1)) {
		const dossier_str s = l->lines[i].text;

		switch (tell(c, s)) {
		case ROLE_DATE:    dsr_record_set(r, DSR_RECORD_DATE, s); break;
		case ROLE_TYPE:    dsr_record_set(r, DSR_RECORD_TYPE, behind(s, "type:")); break;
		case ROLE_AUTHORS: dsr_record_add_authors(r, behind(s, "by:")); break;
		case ROLE_TOPICS:  add_topics(r, known, s); break;
		case ROLE_BLURB:
			put_blurb(scratch, s, !l->lines[i - 1].text.n);
			break;
		}
	}
	set_made(r, DSR_RECORD_BODY, scratch);
	r->mended = dsr_page_lines_mended(l, c->first, c->end);
	r->stub = 1;
	dsr_slug_set_id(r, DSR_CARD_PREFIX);
}

static void learn(const dsr_page_lines *l, size_t from, dsr_topics *known)
{
	card c;

	known->count = 0;
	for (; next_card(l, from, &c); from = c.end)
		for (size_t i = first_detail(l, &c); i < c.end; i = dsr_page_lines_next(l, i + 1))
			if (tell(&c, l->lines[i].text) == ROLE_TOPICS)
				dsr_topics_learn(known, l->lines[i].text);
}

dossier_status dsr_cards_put(const dsr_page_lines *l, size_t from, dsr_record *record, dsr_outlet *outlet,
                             dossier_error *err)
{
	dsr_buf scratch = DSR_BUF_INIT(l->alloc);
	dossier_status st = DOSSIER_OK;
	dsr_topics known;
	card c;

	learn(l, from, &known);
	for (; !st && !outlet->stopped && next_card(l, from, &c); from = c.end) {
		const dsr_origin origin = dsr_page_lines_origin(l, c.first, c.end);

		gather(l, &c, &known, record, &scratch);
		st = dsr_outlet_put(outlet, record, &origin, err);
		if (!st)
			dsr_outlet_passed(outlet, origin.at.offset);
	}
	dsr_buf_release(&scratch);
	return st;
}

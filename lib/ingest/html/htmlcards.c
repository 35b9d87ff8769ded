/*
 * htmlcards.c - see htmlcards.h
 */
#include "ingest/html/htmlcards.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "ingest/cards.h"
#include "ingest/pagelines.h"
#include "ingest/slug.h"
#include "ingest/weburl.h"
#include "text/date.h"

#define CLIMB_MAX 3u
#define DATE_TEXT_MAX 60u
#define LABEL_MAX 80u

static int is_date(dossier_str s)
{
	dsr_date d;

	return s.n <= DATE_TEXT_MAX && dsr_date_parse(s, &d) && d.month;
}

/* Finding them */

/* Does the node say a date? */
static int says_date(dsr_arena *arena, const GumboNode *n)
{
	if (!dsr_html_is(n, GUMBO_TAG_TIME))
		return is_date(dsr_trim(dsr_html_text(n)));
	return is_date(dsr_html_attribute(n, "datetime")) || is_date(dsr_html_all_text(arena, n));
}

static int is_link(const GumboNode *n)
{
	return dsr_html_is(n, GUMBO_TAG_A) && dsr_html_attribute(n, "href").p;
}

static int has_text(const GumboNode *n)
{
	for (const GumboNode *t = n; t; t = dsr_html_next(n, t))
		if (dsr_trim(dsr_html_text(t)).n)
			return 1;
	return 0;
}

static int has_link(const GumboNode *n)
{
	for (const GumboNode *t = n; t; t = dsr_html_next(n, t))
		if (is_link(t) && has_text(t))
			return 1;
	return 0;
}

/* Children [from, to) of `parent`, in which cards may be. */
typedef struct region {
	GumboNode *parent;
	size_t from, to;
} region;

static region region_behind(const GumboNode *n, unsigned level)
{
	region r = { n->parent, n->index_within_parent + 1, n->index_within_parent + 1 };

	for (; r.to < dsr_html_children(r.parent); r.to++) {
		const unsigned other = dsr_html_heading_level(dsr_html_child(r.parent, r.to));

		if (other && other <= level)
			break;
	}
	return r;
}

/* The card of the date at `n`; `before` and `behind` are the dates of its neighbours, or NULL. */
static const GumboNode *card_of(const region *r, const GumboNode *n, const GumboNode *before, const GumboNode *behind)
{
	while (n->parent != r->parent && !dsr_html_is(n, GUMBO_TAG_LI) && !dsr_html_is(n, GUMBO_TAG_ARTICLE) &&
	       !dsr_html_is(n, GUMBO_TAG_TR) && !(before && dsr_html_is_within(n->parent, before)) &&
	       !(behind && dsr_html_is_within(n->parent, behind)))
		n = n->parent;
	return n;
}

static int add(dsr_html_cards *c, const GumboNode *n)
{
	if (!dsr_grow(c->alloc, (void **)&c->cards, &c->cap, c->count + 1, sizeof *c->cards))
		return 0;
	c->cards[c->count++] = n;
	return 1;
}

/* Add the dates in the region; of several with no link between, the first. */
static int add_dates(dsr_html_cards *c, dsr_arena *arena, const region *r)
{
	int linked = 1; /* since the last date */

	for (size_t i = r->from; i < r->to; i++) {
		const GumboNode *const top = dsr_html_child(r->parent, i);

		for (const GumboNode *n = top; n;) {
			const int dated = says_date(arena, n);

			linked |= is_link(n);
			if (dated && linked && !add(c, n))
				return 0;
			linked &= !dated;
			n = dated ? dsr_html_next_behind(top, n) : dsr_html_next(top, n);
		}
	}
	return 1;
}

/* Turn the dates from the one at `from` on into the cards that they are of. */
static void dates_to_cards(dsr_html_cards *c, const region *r, size_t from)
{
	const GumboNode *before = NULL;
	size_t kept = from;

	for (size_t i = from; i < c->count; i++) {
		const GumboNode *date = c->cards[i];
		const GumboNode *card = card_of(r, date, before, i + 1 < c->count ? c->cards[i + 1] : NULL);

		if (dsr_html_is_element(card) && has_link(card))
			c->cards[kept++] = card;
		before = date;
	}
	c->count = kept;
}

static int is_frame(const GumboNode *n)
{
	return dsr_html_is(n, GUMBO_TAG_ARTICLE) || dsr_html_is(n, GUMBO_TAG_MAIN) || dsr_html_is(n, GUMBO_TAG_BODY) ||
	       dsr_html_is(n, GUMBO_TAG_HTML);
}

/* Take the cards that `heading` announces; *next is where to go on. */
static dossier_status take_behind(dsr_html_cards *c, dsr_arena *arena, const GumboNode *root, GumboNode *heading,
                                  GumboNode **next)
{
	const unsigned level = dsr_html_heading_level(heading);
	const size_t had = c->count;
	GumboNode *n = heading;

	*next = dsr_html_next(root, heading);
	for (unsigned i = 0; i < CLIMB_MAX && n->parent && n != root; i++, n = n->parent) {
		const region r = region_behind(n, level);

		if (!add_dates(c, arena, &r))
			return DOSSIER_ERR_NOMEM;
		dates_to_cards(c, &r, had);
		if (c->count > had) {
			*next = r.to < dsr_html_children(r.parent) ? dsr_html_child(r.parent, r.to)
			                                           : dsr_html_next_behind(root, r.parent);
			dsr_html_remove(r.parent, n->index_within_parent, r.to);
			return DOSSIER_OK;
		}
		if (is_frame(n->parent))
			break;
	}
	return DOSSIER_OK;
}

dossier_status dsr_html_cards_take(dsr_html_cards *c, dsr_arena *arena, GumboNode *root)
{
	unsigned looked_at = 0;
	dossier_status st = DOSSIER_OK;

	*c = (dsr_html_cards){ .alloc = arena->alloc };
	for (GumboNode *n = root; n && !st && looked_at < DSR_HTML_RELATED_MAX;) {
		const dossier_str s = dsr_html_heading_level(n) ? dsr_html_all_text(arena, n) : (dossier_str){ "", 0 };

		if (!s.p)
			return DOSSIER_ERR_NOMEM;
		if (!dsr_is_related(s)) {
			n = dsr_html_next(root, n);
			continue;
		}
		looked_at++;
		st = take_behind(c, arena, root, n, &n);
	}
	return st;
}

void dsr_html_cards_release(dsr_html_cards *c)
{
	if (c->alloc)
		dsr_free(c->alloc, c->cards, c->cap * sizeof *c->cards);
	*c = (dsr_html_cards){ .alloc = c->alloc };
}

/* Reading one */

typedef struct reading {
	dsr_arena  *arena;
	dsr_record *record;
	dsr_buf    *blurb;
	const GumboNode *card, *title; /* the heading or link that names it */
	dossier_str href;              /* where it leads */
} reading;

static dossier_str all_text(reading *r, const GumboNode *n)
{
	const dossier_str s = dsr_html_all_text(r->arena, n);

	r->record->nomem |= !s.p;
	return s.p ? s : (dossier_str){ "", 0 };
}

static const GumboNode *find_title(const GumboNode *card)
{
	const GumboNode *link = NULL;

	for (const GumboNode *n = card; n; n = dsr_html_next(card, n)) {
		if (dsr_html_heading_level(n) && has_text(n))
			return n;
		if (!link && is_link(n) && has_text(n))
			link = n;
	}
	return link;
}

/* The address that the title leads to: of a link in it or around it. */
static dossier_str find_href(const GumboNode *card, const GumboNode *title)
{
	for (const GumboNode *n = title; n; n = dsr_html_next(title, n))
		if (is_link(n))
			return dsr_html_attribute(n, "href");
	for (const GumboNode *n = title; n != card->parent; n = n->parent)
		if (is_link(n))
			return dsr_html_attribute(n, "href");
	return (dossier_str){ "", 0 };
}

static dossier_str behind(dossier_str s, size_t n)
{
	return dsr_trim((dossier_str){ s.p + n, s.n - n });
}

static int is_by_line(dossier_str s)
{
	return dsr_begins(s, "by:") ||
	       (dsr_begins(s, "by ") && s.p[0] == 'B' && !dsr_ends_with_stop(s) && dsr_in_title_case(behind(s, 3)));
}

static int is_of_the_site(dossier_str s)
{
	return dsr_is_view_all(s) || (dsr_count_words(s) <= 3 && (dsr_begins(s, "read ") || dsr_begins(s, "learn more")));
}

/* A line of the card that is not its title. */
static void take_line(reading *r, dossier_str s)
{
	s = dsr_trim(s);
	if (!s.n || is_of_the_site(s) || is_date(s))
		return;
	if (dsr_begins(s, "type:")) {
		dsr_record_set(r->record, DSR_RECORD_TYPE, behind(s, 5));
	} else if (is_by_line(s)) {
		dsr_record_add_authors(r->record, behind(s, 3));
	} else if (dsr_count_words(s) > 1 || s.n > 3) { /* not what stands between two links */
		dsr_buf_put(r->blurb, "\n\n", r->blurb->len ? 2 : 0);
		dsr_buf_put(r->blurb, s.p, s.n);
	}
}

static int has_elements(const GumboNode *n)
{
	for (size_t i = 0; i < dsr_html_children(n); i++)
		if (dsr_html_is_element(dsr_html_child(n, i)))
			return 1;
	return 0;
}

static int has_own_text(const GumboNode *n)
{
	for (size_t i = 0; i < dsr_html_children(n); i++)
		if (dsr_trim(dsr_html_text(dsr_html_child(n, i))).n)
			return 1;
	return 0;
}

/* Does the element hold the title or a date, so that it must be read in parts? */
static int is_mixed(reading *r, const GumboNode *n)
{
	if (dsr_html_is_within(n, r->title))
		return 1;
	for (const GumboNode *t = n; t; t = dsr_html_next(n, t))
		if (dsr_html_is(t, GUMBO_TAG_TIME) || is_date(dsr_trim(dsr_html_text(t))))
			return 1;
	return 0;
}

static int is_passed_over(const GumboNode *n)
{
	return n->v.element.tag_namespace != GUMBO_NAMESPACE_HTML || dsr_html_is(n, GUMBO_TAG_SCRIPT) ||
	       dsr_html_is(n, GUMBO_TAG_STYLE) || dsr_html_is(n, GUMBO_TAG_NOSCRIPT) || dsr_html_is(n, GUMBO_TAG_TEMPLATE) ||
	       dsr_html_is(n, GUMBO_TAG_BUTTON) || dsr_html_is(n, GUMBO_TAG_FIGCAPTION);
}

static void take_link(reading *r, const GumboNode *n)
{
	const dossier_str s = all_text(r, n);

	if (s.n > LABEL_MAX || dsr_ends_with_stop(s))
		take_line(r, s);
	else if (s.n && !is_of_the_site(s) && !dsr_same(dsr_html_attribute(n, "href"), r->href))
		dsr_record_add(r->record, DSR_RECORD_TOPICS, s);
}

/* An element whose class says what its text is. */
static int take_labelled(reading *r, const GumboNode *n)
{
	static const char *const type[] = { "type", NULL };
	static const char *const topic[] = { "topic", "topics", "tag", "tags", "label", "labels", "category", "categories", NULL };
	dossier_str s;

	if (n == r->card || has_elements(n) || !has_text(n))
		return 0;
	s = all_text(r, n);
	if (dsr_begins(s, "type:") || is_date(s))
		return 0;
	if (dsr_html_has_word(n, "class", type))
		dsr_record_set(r->record, DSR_RECORD_TYPE, s);
	else if (dsr_html_has_word(n, "class", topic))
		dsr_record_add(r->record, DSR_RECORD_TOPICS, s);
	else
		return 0;
	return 1;
}

/* Read the node; returns whether what is below it is still to be read. */
static int read_node(reading *r, const GumboNode *n)
{
	if (!dsr_html_is_element(n)) {
		if (dsr_html_text(n).p)
			take_line(r, all_text(r, n));
		return 0;
	}
	if (is_passed_over(n) || n == r->title || dsr_html_is(n, GUMBO_TAG_TIME) || take_labelled(r, n))
		return 0;
	if (is_link(n)) {
		if (is_mixed(r, n))
			return 1;
		take_link(r, n);
		return 0;
	}
	if (!has_own_text(n) || is_mixed(r, n))
		return 1;
	take_line(r, all_text(r, n));
	return 0;
}

static dossier_str find_date(reading *r)
{
	for (const GumboNode *n = r->card; n; n = dsr_html_next(r->card, n)) {
		const dossier_str given = dsr_html_attribute(n, "datetime");

		if (dsr_html_is(n, GUMBO_TAG_TIME) && is_date(given))
			return given;
		if (dsr_html_is(n, GUMBO_TAG_TIME) && is_date(all_text(r, n)))
			return all_text(r, n);
		if (is_date(dsr_trim(dsr_html_text(n))))
			return dsr_trim(dsr_html_text(n));
	}
	return (dossier_str){ NULL, 0 };
}

static void read_card(reading *r)
{
	const GumboNode *n = r->card;

	dsr_record_reset(r->record);
	dsr_buf_reset(r->blurb);
	r->title = find_title(r->card);
	r->href = find_href(r->card, r->title);
	dsr_record_set(r->record, DSR_RECORD_TITLE, all_text(r, r->title));
	dsr_record_set(r->record, DSR_RECORD_DATE, find_date(r));
	while (n)
		n = read_node(r, n) ? dsr_html_next(r->card, n) : dsr_html_next_behind(r->card, n);
	r->record->nomem |= dsr_buf_status(r->blurb) != DOSSIER_OK;
	dsr_record_set(r->record, DSR_RECORD_BODY, (dossier_str){ (const char *)r->blurb->data, r->blurb->len });
}

dossier_status dsr_html_cards_put(const dsr_html_cards *c, dsr_arena *arena, dossier_str url, dsr_record *record,
                                  dsr_outlet *outlet, const dsr_origin *from, dossier_error *err)
{
	dsr_buf blurb = DSR_BUF_INIT(arena->alloc);
	dossier_status st = DOSSIER_OK;

	for (size_t i = 0; !st && !outlet->stopped && i < c->count; i++) {
		reading r = { .arena = arena, .record = record, .blurb = &blurb, .card = c->cards[i] };

		read_card(&r);
		dsr_record_set(record, DSR_RECORD_URL, dsr_weburl_resolve(arena, url, r.href));
		record->stub = 1;
		dsr_slug_set_id(record, DSR_CARD_PREFIX);
		st = dsr_outlet_put(outlet, record, from, err);
	}
	dsr_buf_release(&blurb);
	return st;
}

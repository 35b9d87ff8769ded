/*
 * pagemeta.c - see pagemeta.h
 */
#include "ingest/html/pagemeta.h"

#include <string.h>

#include "ingest/jsontree.h"
#include "ingest/pagelines.h"
#include "text/date.h"

/* Most trusted first. */
typedef enum source { LD_ARTICLE, LD_FAQ, SCHOLAR, GRAPH, PAGE, HEADING, NOWHERE } source;

/* More values of a list than any page has: so comparing them stays cheap. */
#define LIST_MAX 256u

typedef struct meta {
	dsr_arena  *arena;
	dsr_record *record;
	dsr_faq    *faq;
	const GumboNode *content;
	source      from[DSR_RECORD_FIELDS];
	dossier_str site; /* of og:site_name */
	int         has_ld[2]; /* of LD_ARTICLE, LD_FAQ */
} meta;

static int is_named(dossier_str s, const char *name)
{
	return s.n == strlen(name) && dsr_begins(s, name);
}

static int is_url(dossier_str s)
{
	return dsr_begins(s, "http://") || dsr_begins(s, "https://");
}

static int is_date(dossier_str s)
{
	dsr_date d;

	return dsr_date_parse(s, &d);
}

static int is_in(const dsr_record_list *l, dossier_str s)
{
	for (size_t i = 0; i < l->count; i++)
		if (dsr_same(l->texts[i], s))
			return 1;
	return 0;
}

static void offer_one_of_many(meta *m, dsr_record_field f, source from, dossier_str s)
{
	dsr_record_list *l = f == DSR_RECORD_TOPICS ? &m->record->topics : &m->record->authors;

	if (from < m->from[f])
		l->count = 0;
	m->from[f] = from;
	if (l->count < LIST_MAX && !is_in(l, s))
		dsr_record_add(m->record, f, s);
}

/* "2018/03/09", as the citation tags have it, in the ISO form. */
static dossier_str with_hyphens(char *date, size_t n)
{
	for (size_t i = 0; i < n && i < 10; i++)
		if (date[i] == '/')
			date[i] = '-';
	return (dossier_str){ date, n };
}

/* Take `s`, which is not blank, when nothing better is known. */
static void offer(meta *m, dsr_record_field f, source from, dossier_str s)
{
	if (!s.p || from > m->from[f])
		return;
	s = dsr_html_squeeze(m->arena, s);
	m->record->nomem |= !s.p;
	if (!s.n)
		return;
	if (f == DSR_RECORD_DATE && !is_date(s))
		s = with_hyphens((char *)(uintptr_t)s.p, s.n);
	if ((f == DSR_RECORD_DATE && !is_date(s)) || (f == DSR_RECORD_URL && !is_url(s)) ||
	    (f == DSR_RECORD_AUTHORS && is_url(s)))
		return;
	if (dsr_record_is_many(f)) {
		offer_one_of_many(m, f, from, s);
	} else if (from < m->from[f]) {
		m->from[f] = from;
		dsr_record_set(m->record, f, s);
	}
}

/* Each of the values in `s`, parted by semicolons, or where there are none by commas. */
static void offer_list(meta *m, dsr_record_field f, source from, dossier_str s)
{
	const char stop = s.n && memchr(s.p, ';', s.n) ? ';' : ',';

	while (s.n) {
		const char *p = memchr(s.p, stop, s.n);
		const size_t n = p ? (size_t)(p - s.p) : s.n;

		offer(m, f, from, (dossier_str){ s.p, n });
		s.p += n + (p != NULL);
		s.n -= n + (p != NULL);
	}
}

/* JSON-LD */

static int is_a(const dsr_json *v, dsr_json_kind kind)
{
	return v && v->kind == kind;
}

static const dsr_json *member(const dsr_json *object, const char *name)
{
	const dsr_json *v = is_a(object, DSR_JSON_OBJECT) ? object->child : NULL;

	while (v && !is_named(v->key, name))
		v = v->next;
	return v;
}

/* The first value of an array, or NULL. */
static const dsr_json *first_of(const dsr_json *v)
{
	return is_a(v, DSR_JSON_ARRAY) ? v->child : NULL;
}

/* A string; or the name, or the address, of an object; empty for anything else.  Copied, for the tree does not last. */
static dossier_str text_of(meta *m, const dsr_json *v, const char *key)
{
	dossier_str s = { NULL, 0 };

	if (is_a(v, DSR_JSON_OBJECT))
		v = member(v, key);
	if (!is_a(v, DSR_JSON_STRING))
		return s;
	s = dsr_arena_copy(m->arena, v->text);
	m->record->nomem |= !s.p;
	return s;
}

/* Offer the member's value, or each of its values. */
static void offer_member(meta *m, source from, const dsr_json *object, const char *name, dsr_record_field f)
{
	const dsr_json *v = member(object, name);
	const dsr_json *one = is_a(v, DSR_JSON_ARRAY) ? v->child : v;

	for (; one; one = one == v ? NULL : one->next) {
		const dossier_str s = text_of(m, one, f == DSR_RECORD_URL ? "@id" : "name");

		if (f == DSR_RECORD_TYPE && is_url(s))
			continue;
		if (!strcmp(name, "keywords") && one == v)
			offer_list(m, f, from, s);
		else
			offer(m, f, from, s);
	}
}

/* The address of the thing described, without what is behind '#', which names a part of the description. */
static void offer_id(meta *m, source from, const dsr_json *object)
{
	dossier_str s = text_of(m, member(object, "@id"), "@id");
	const char *mark = s.n ? memchr(s.p, '#', s.n) : NULL;

	if (mark)
		s.n = (size_t)(mark - s.p);
	offer(m, DSR_RECORD_URL, from, s);
}

static void read_thing(meta *m, source from, const dsr_json *object)
{
	static const struct {
		const char *name;
		dsr_record_field field;
	} members[] = {
		{ "headline", DSR_RECORD_TITLE }, { "name", DSR_RECORD_TITLE }, { "datePublished", DSR_RECORD_DATE },
		{ "author", DSR_RECORD_AUTHORS }, { "url", DSR_RECORD_URL }, { "mainEntityOfPage", DSR_RECORD_URL },
		{ "articleSection", DSR_RECORD_TOPICS }, { "keywords", DSR_RECORD_TOPICS }, { "about", DSR_RECORD_TOPICS },
		{ "additionalType", DSR_RECORD_TYPE }, { "genre", DSR_RECORD_TYPE },
	};

	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		offer_member(m, from, object, members[i].name, members[i].field);
	offer_id(m, from, object);
}

static void add_question(meta *m, const dsr_json *question)
{
	const dsr_json *answer = member(question, "acceptedAnswer");
	dsr_faq *f = m->faq;
	void *pairs = f->pairs;
	dsr_faq_pair pair;

	if (!answer)
		answer = member(question, "suggestedAnswer");
	if (is_a(answer, DSR_JSON_ARRAY))
		answer = answer->child;
	pair.question = dsr_html_squeeze(m->arena, text_of(m, question, "name"));
	pair.answer = text_of(m, answer, "text");
	m->record->nomem |= !pair.question.p;
	if (!pair.question.n || f->count == DSR_FAQ_MAX)
		return;
	if (!dsr_arena_grow(m->arena, &pairs, &f->cap, f->count + 1, sizeof pair)) {
		m->record->nomem = 1;
		return;
	}
	f->pairs = pairs;
	f->pairs[f->count++] = pair;
}

static void read_questions(meta *m, const dsr_json *page)
{
	const dsr_json *v = member(page, "mainEntity");

	if (is_a(v, DSR_JSON_OBJECT))
		add_question(m, v);
	for (v = first_of(v); v; v = v->next)
		if (is_a(v, DSR_JSON_OBJECT))
			add_question(m, v);
}

static int ends_with(dossier_str s, const char *end)
{
	const size_t n = strlen(end);

	return s.n >= n && !memcmp(s.p + s.n - n, end, n);
}

static source rank_of_type(const dsr_json *type)
{
	if (!is_a(type, DSR_JSON_STRING))
		return NOWHERE;
	if (ends_with(type->text, "Article") || is_named(type->text, "Report") || is_named(type->text, "BlogPosting"))
		return LD_ARTICLE;
	return is_named(type->text, "FAQPage") || is_named(type->text, "QAPage") ? LD_FAQ : NOWHERE;
}

static source rank_of(const dsr_json *object)
{
	const dsr_json *type = member(object, "@type");
	source best = rank_of_type(type);

	for (const dsr_json *t = first_of(type); t; t = t->next)
		best = rank_of_type(t) < best ? rank_of_type(t) : best;
	return best;
}

/* An object of a block; the first of its rank is read. */
static void take_thing(meta *m, const dsr_json *object)
{
	const source from = rank_of(object);

	if (from == NOWHERE || m->has_ld[from])
		return;
	m->has_ld[from] = 1;
	read_thing(m, from, object);
	if (from == LD_FAQ)
		read_questions(m, object);
}

/* An object, and those in its @graph. */
static void take_things(meta *m, const dsr_json *object)
{
	take_thing(m, object);
	for (const dsr_json *v = first_of(member(object, "@graph")); v; v = v->next)
		take_thing(m, v);
}

/* A value, whatever stands behind it: some pages close it with a semicolon.  NULL where there is none. */
static const dsr_json *parse(meta *m, dsr_arena *arena, dossier_str text)
{
	dsr_json *tree = NULL;
	size_t fault = 0;
	dossier_status st = dsr_json_parse(&tree, arena, text, &fault);

	if (st == DOSSIER_ERR_INPUT)
		st = dsr_json_parse(&tree, arena, (dossier_str){ text.p, fault }, &fault);
	m->record->nomem |= st == DOSSIER_ERR_NOMEM;
	return st ? NULL : tree;
}

static void read_block(meta *m, const GumboNode *script)
{
	const dossier_str s = dsr_html_children(script) ? dsr_html_text(dsr_html_child(script, 0)) : (dossier_str){ NULL, 0 };
	dsr_arena arena = DSR_ARENA_INIT(m->arena->alloc);
	const dsr_json *tree = s.n && s.n <= DSR_PAGEMETA_LD_MAX ? parse(m, &arena, s) : NULL;

	if (is_a(tree, DSR_JSON_ARRAY))
		for (const dsr_json *v = tree->child; v; v = v->next)
			take_things(m, v);
	else
		take_things(m, tree);
	dsr_arena_release(&arena);
}

/* Tags of the head */

static void read_meta(meta *m, const GumboNode *n)
{
	static const struct {
		const char *name;
		source from;
		dsr_record_field field;
	} known[] = {
		{ "citation_title", SCHOLAR, DSR_RECORD_TITLE }, { "citation_publication_date", SCHOLAR, DSR_RECORD_DATE },
		{ "citation_date", SCHOLAR, DSR_RECORD_DATE }, { "citation_online_date", SCHOLAR, DSR_RECORD_DATE },
		{ "citation_author", SCHOLAR, DSR_RECORD_AUTHORS }, { "citation_keywords", SCHOLAR, DSR_RECORD_TOPICS },
		{ "citation_public_url", SCHOLAR, DSR_RECORD_URL },
		{ "citation_abstract_html_url", SCHOLAR, DSR_RECORD_URL },
		{ "citation_fulltext_html_url", SCHOLAR, DSR_RECORD_URL },
		{ "dc.title", SCHOLAR, DSR_RECORD_TITLE }, { "dcterms.title", SCHOLAR, DSR_RECORD_TITLE },
		{ "dc.date", SCHOLAR, DSR_RECORD_DATE }, { "dc.date.issued", SCHOLAR, DSR_RECORD_DATE },
		{ "dcterms.issued", SCHOLAR, DSR_RECORD_DATE }, { "dcterms.date", SCHOLAR, DSR_RECORD_DATE },
		{ "dcterms.created", SCHOLAR, DSR_RECORD_DATE }, { "dc.creator", SCHOLAR, DSR_RECORD_AUTHORS },
		{ "dcterms.creator", SCHOLAR, DSR_RECORD_AUTHORS }, { "dc.subject", SCHOLAR, DSR_RECORD_TOPICS },
		{ "dcterms.subject", SCHOLAR, DSR_RECORD_TOPICS }, { "dc.type", SCHOLAR, DSR_RECORD_TYPE },
		{ "dcterms.type", SCHOLAR, DSR_RECORD_TYPE }, { "dc.identifier", SCHOLAR, DSR_RECORD_URL },
		{ "dcterms.identifier", SCHOLAR, DSR_RECORD_URL },
		{ "og:title", GRAPH, DSR_RECORD_TITLE }, { "og:url", GRAPH, DSR_RECORD_URL },
		{ "article:published_time", GRAPH, DSR_RECORD_DATE }, { "article:section", GRAPH, DSR_RECORD_TOPICS },
		{ "article:tag", GRAPH, DSR_RECORD_TOPICS }, { "article:author", GRAPH, DSR_RECORD_AUTHORS },
		{ "author", PAGE, DSR_RECORD_AUTHORS }, { "date", PAGE, DSR_RECORD_DATE },
	};
	const dossier_str property = dsr_html_attribute(n, "property");
	const dossier_str name = property.p ? property : dsr_html_attribute(n, "name");
	const dossier_str content = dsr_html_attribute(n, "content");

	if (!name.p || !content.p)
		return;
	if (is_named(name, "og:site_name")) {
		m->site = dsr_html_squeeze(m->arena, content);
		m->record->nomem |= !m->site.p;
	}
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (!is_named(name, known[i].name))
			continue;
		if (known[i].field == DSR_RECORD_TOPICS && known[i].from == SCHOLAR)
			offer_list(m, DSR_RECORD_TOPICS, SCHOLAR, content);
		else
			offer(m, known[i].field, known[i].from, content);
	}
}

static void read_element(meta *m, const GumboNode *n)
{
	static const char *const canonical[] = { "canonical", NULL };

	if (dsr_html_is(n, GUMBO_TAG_META))
		read_meta(m, n);
	else if (dsr_html_is(n, GUMBO_TAG_SCRIPT) && is_named(dsr_trim(dsr_html_attribute(n, "type")), "application/ld+json"))
		read_block(m, n);
	else if (dsr_html_is(n, GUMBO_TAG_LINK) && dsr_html_has_word(n, "rel", canonical))
		offer(m, DSR_RECORD_URL, PAGE, dsr_html_attribute(n, "href"));
	else if (dsr_html_is(n, GUMBO_TAG_TIME))
		offer(m, DSR_RECORD_DATE, dsr_html_is_within(m->content, n) ? PAGE : HEADING, dsr_html_attribute(n, "datetime"));
	else if (dsr_html_is(n, GUMBO_TAG_TITLE) && m->from[DSR_RECORD_TITLE] > PAGE)
		offer(m, DSR_RECORD_TITLE, PAGE, dsr_html_all_text(m->arena, n));
	else if (dsr_html_is(n, GUMBO_TAG_H1) && m->from[DSR_RECORD_TITLE] > HEADING)
		offer(m, DSR_RECORD_TITLE, HEADING, dsr_html_all_text(m->arena, n));
}

/* Cut " | Site" off, and the like. */
static void cut_site(meta *m)
{
	static const char *const stops[] = { "|", "-", "\xE2\x80\x93", "\xE2\x80\x94", "\xC2\xB7", "\xC2\xBB" };
	dossier_str *title = &m->record->text[DSR_RECORD_TITLE];
	const dossier_str site = m->site;
	dossier_str rest;

	if (!site.n || title->n <= site.n || memcmp(title->p + title->n - site.n, site.p, site.n))
		return;
	rest = dsr_trim((dossier_str){ title->p, title->n - site.n });
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
		const size_t n = strlen(stops[i]);

		if (rest.n > n + 1 && !memcmp(rest.p + rest.n - n, stops[i], n) && rest.p[rest.n - n - 1] == ' ') {
			*title = dsr_trim((dossier_str){ rest.p, rest.n - n });
			return;
		}
	}
}

void dsr_pagemeta_read(dsr_arena *arena, const GumboNode *root, const GumboNode *content, dsr_record *r, dsr_faq *faq)
{
	meta m = { .arena = arena, .record = r, .faq = faq, .content = content };

	*faq = (dsr_faq){ 0 };
	for (int f = 0; f < DSR_RECORD_FIELDS; f++)
		m.from[f] = NOWHERE;
	for (const GumboNode *n = root; n; n = dsr_html_next(root, n))
		if (dsr_html_is_element(n))
			read_element(&m, n);
	cut_site(&m);
}

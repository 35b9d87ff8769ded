/*
 * twins.c - see twins.h
 */
#include "api/twins.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/order.h"
#include "base/varint.h"
#include "ingest/cards.h"
#include "ingest/slug.h"
#include "ingest/weburl.h"
#include "schema/fields.h"
#include "text/date.h"

#define PREFIX_SIZE (sizeof DSR_CARD_PREFIX - 1)

static const dossier_str none = { NULL, 0 };

/* What names a publication; empty texts name nothing. */
typedef struct labels {
	dossier_str url, title, date;
} labels;

static labels labels_of(const dsr_record *r)
{
	return (labels){ r->text[DSR_RECORD_URL], r->text[DSR_RECORD_TITLE], r->text[DSR_RECORD_DATE] };
}

/* The names by address and by title and date, made in t->name; empty when there is none or no memory for it. */
static dossier_str name_by_url(dsr_twins *t, const labels *l)
{
	const dossier_str core = dsr_weburl_core(l->url);

	dsr_buf_reset(&t->name);
	if (!core.n)
		return none;
	dsr_buf_put_u8(&t->name, 'u');
	dsr_buf_put(&t->name, core.p, core.n);
	return dsr_buf_status(&t->name) ? none : (dossier_str){ (const char *)t->name.data, t->name.len };
}

static dossier_str name_by_title(dsr_twins *t, const labels *l)
{
	dsr_buf_reset(&t->name);
	if (!l->title.n || !l->date.n)
		return none;
	dsr_buf_put_u8(&t->name, 't');
	dsr_slug_put(&t->name, l->title, l->date);
	return dsr_buf_status(&t->name) ? none : (dossier_str){ (const char *)t->name.data, t->name.len };
}

static dossier_str (*const namings[])(dsr_twins *t, const labels *l) = { name_by_url, name_by_title };

#define NAMINGS (sizeof namings / sizeof *namings)

/* ---- cards ---- */

/* The name leads to the card with this key. */
static int add_name(dsr_twins *t, dossier_str name, uint32_t key)
{
	const uint32_t number = name.n ? dsr_strings_add(&t->names, name) : 0;
	void *key_of = t->key_of;

	if (!name.n)
		return dsr_buf_status(&t->name) == DOSSIER_OK;
	if (number == DSR_STRING_NONE ||
	    !dsr_grow(&t->index->env->alloc, &key_of, &t->key_of_cap, (size_t)number + 1, sizeof *t->key_of))
		return 0;
	t->key_of = key_of;
	t->key_of[number] = key;
	return 1;
}

static int add_card(dsr_twins *t, dossier_str key, const labels *l)
{
	const uint32_t number = dsr_strings_add(&t->keys, key);
	int right = number != DSR_STRING_NONE;

	for (size_t i = 0; right && i < NAMINGS; i++)
		right = add_name(t, namings[i](t, l), number);
	return right;
}

/* ---- documents in segments ---- */

/* The first value of a field in a stored document; empty when there is none. */
static dossier_str stored_value(const dsr_twins *t, const uint8_t *p, size_t n, const char *field)
{
	const int wanted = dsr_schema_find(t->schema, dossier_str_of(field));
	const uint8_t *const end = p + n;

	while (p < end) {
		const int f = *p;
		uint64_t size;

		p = dsr_varint_get(p + 1, end, &size);
		if (!p || size > (uint64_t)(end - p))
			break;
		if (f == wanted)
			return (dossier_str){ (const char *)p, (size_t)size };
		p += size;
	}
	return none;
}

/* The labels of a stored document, in t->page. */
static dossier_status load_labels(dsr_twins *t, const dsr_snapshot_segment *s, uint32_t doc, labels *l)
{
	const uint8_t *bytes;
	size_t n;
	const dossier_status st = dsr_stored_get(&s->segment->stored, doc, &t->page, &bytes, &n);

	if (st)
		return st;
	l->url = stored_value(t, bytes, n, "url");
	l->title = stored_value(t, bytes, n, "title");
	l->date = stored_value(t, bytes, n, "date");
	return DOSSIER_OK;
}

static int is_card(dossier_str key)
{
	return key.n > PREFIX_SIZE && !memcmp(key.p, DSR_CARD_PREFIX, PREFIX_SIZE);
}

/* Add the cards of a segment; the keys ascend, so that no more are looked at than come before the last card. */
static dossier_status load_cards(dsr_twins *t, const dsr_snapshot_segment *s, dsr_dict_cursor *keys)
{
	static const dossier_str prefix = { DSR_CARD_PREFIX, PREFIX_SIZE };
	dossier_status st = DOSSIER_OK;

	dsr_dict_cursor_open(keys, &s->segment->lists[DSR_LIST_KEY].dict);
	while (!st && dsr_dict_cursor_next(keys)) {
		labels l = { none, none, none };

		if (is_card(keys->term) && keys->t.df == 1 && keys->t.doc < s->segment->docs && !dsr_snapshot_is_dead(s, keys->t.doc)) {
			st = load_labels(t, s, keys->t.doc, &l);
			if (!st && !add_card(t, keys->term, &l))
				st = DOSSIER_ERR_NOMEM;
		} else if (!is_card(keys->term) && dsr_str_compare(keys->term, prefix) > 0) {
			break;
		}
	}
	return st ? st : keys->damaged ? DOSSIER_ERR_CORRUPT : DOSSIER_OK;
}

/* ---- interface ---- */

static dossier_status fail(dossier_status st, dossier_error *err)
{
	if (st == DOSSIER_ERR_NOMEM)
		return dsr_nomem(err);
	return dsr_fail(err, st, "the index is damaged: its stored fields, keys or dates");
}

dossier_status dsr_twins_open(dsr_twins *t, dsr_index_writer *index, dossier_error *err)
{
	const dossier_alloc *a = &index->env->alloc;
	dsr_dict_cursor *keys;
	dossier_status st = DOSSIER_OK;

	*t = (dsr_twins){ .index = index, .schema = &index->committed.schema, .keys = DSR_STRINGS_INIT(a),
	                  .names = DSR_STRINGS_INIT(a), .fresh = DSR_STRINGS_INIT(a), .name = DSR_BUF_INIT(a),
	                  .page = DSR_PAGE_INIT(a) };
	keys = dsr_new(a, sizeof *keys);
	if (!keys)
		return dsr_nomem(err);
	for (size_t i = 0; !st && i < index->count; i++)
		st = load_cards(t, &index->segments[i].s, keys);
	dsr_free(a, keys, sizeof *keys);
	return st ? fail(st, err) : DOSSIER_OK;
}

void dsr_twins_release(dsr_twins *t)
{
	if (!t->index)
		return;
	dsr_free(&t->index->env->alloc, t->key_of, t->key_of_cap * sizeof *t->key_of);
	dsr_strings_release(&t->keys);
	dsr_strings_release(&t->names);
	dsr_strings_release(&t->fresh);
	dsr_buf_release(&t->name);
	dsr_page_release(&t->page);
	*t = (dsr_twins){ 0 };
}

/* Is the document a twin by title and date?  *same says. */
static dossier_status compare_titles(dsr_twins *t, const dsr_snapshot_segment *s, uint32_t doc, dossier_str name, int *same)
{
	labels l;
	const dossier_status st = load_labels(t, s, doc, &l);
	dsr_buf other = DSR_BUF_INIT(&t->index->env->alloc);

	if (st)
		return st;
	dsr_buf_put_u8(&other, 't');
	dsr_slug_put(&other, l.title, l.date);
	*same = !dsr_str_compare((dossier_str){ (const char *)other.data, other.len }, name);
	dsr_buf_release(&other);
	return DOSSIER_OK;
}

/* Look at the live documents of the segment that are of the day. */
static dossier_status find_in_segment(dsr_twins *t, const dsr_snapshot_segment *s, dsr_packed_date day, dossier_str name, int *found)
{
	const int field = dsr_schema_find(t->schema, dossier_str_of("date"));
	dossier_status st = DOSSIER_OK;
	dsr_column dates;

	if (!dsr_column_open(&dates, &s->segment->file, DSR_LIST_OF(field), s->segment->docs) || !dates.is_date)
		return DOSSIER_ERR_CORRUPT;
	for (uint32_t doc = 0; !st && !*found && doc < s->segment->docs; doc++)
		if (dsr_column_date(&dates, doc) == day && !dsr_snapshot_is_dead(s, doc))
			st = compare_titles(t, s, doc, name, found);
	return st;
}

static int has_date_column(const dsr_twins *t)
{
	const int f = dsr_schema_find(t->schema, dossier_str_of("date"));

	return f >= 0 && t->schema->fields[f].kind == DOSSIER_FIELD_DATE && t->schema->fields[f].flags & DOSSIER_FIELD_COLUMN;
}

/* Forget the names of records that were sealed since. */
static void follow_writer(dsr_twins *t)
{
	if (t->next_segment != t->index->next_segment)
		dsr_strings_reset(&t->fresh);
	t->next_segment = t->index->next_segment;
}

/* Is there a record with the address as its key, in one of the ways to write it? */
static int has_record_at(dsr_twins *t, dossier_str url)
{
	const dossier_str core = dsr_weburl_core(url);
	int found = 0;

	for (unsigned way = 0; core.n && !found && way < 8; way++) {
		dsr_buf_reset(&t->name);
		dsr_buf_put(&t->name, "http", 4);
		dsr_buf_put(&t->name, "s", way & 1);
		dsr_buf_put(&t->name, "://", 3);
		dsr_buf_put(&t->name, "www.", way & 2 ? 4 : 0);
		dsr_buf_put(&t->name, core.p, core.n);
		dsr_buf_put(&t->name, "/", way >> 2);
		found = !dsr_buf_status(&t->name) &&
		        dsr_index_writer_has(t->index, (dossier_str){ (const char *)t->name.data, t->name.len }) == 1;
	}
	return found;
}

static int is_known(const dsr_twins *t, dossier_str name)
{
	const uint32_t card = dsr_strings_find(&t->names, name);

	return dsr_strings_find(&t->fresh, name) != DSR_STRING_NONE ||
	       (card != DSR_STRING_NONE && dsr_index_writer_has(t->index, dsr_strings_at(&t->keys, t->key_of[card])) == 1);
}

dossier_status dsr_twins_find(dsr_twins *t, const dsr_record *r, int *found, dossier_error *err)
{
	const labels l = labels_of(r);
	dossier_status st = DOSSIER_OK;
	dossier_str name;
	dsr_date d;

	follow_writer(t);
	t->page.of = NULL; /* the segments may be others */
	*found = has_record_at(t, l.url);
	for (size_t i = 0; !*found && i < NAMINGS; i++) {
		name = namings[i](t, &l);
		*found = name.n && is_known(t, name);
	}
	name = *found ? none : name_by_title(t, &l);
	if (name.n && has_date_column(t) && dsr_date_parse_iso(l.date, &d))
		for (size_t i = 0; !st && !*found && i < t->index->count; i++)
			st = find_in_segment(t, &t->index->segments[i].s, (dsr_packed_date)d.year << 9 | (dsr_packed_date)d.month << 5 | d.day,
			                     name, found);
	if (!st && dsr_buf_status(&t->name))
		st = DOSSIER_ERR_NOMEM;
	return st ? fail(st, err) : DOSSIER_OK;
}

dossier_status dsr_twins_replace(dsr_twins *t, const dsr_record *r, int *found, dossier_error *err)
{
	const labels l = labels_of(r);
	dossier_status st = DOSSIER_OK;

	*found = 0;
	for (size_t i = 0; !st && t->names.count && i < NAMINGS; i++) {
		const dossier_str name = namings[i](t, &l);
		const uint32_t card = name.n ? dsr_strings_find(&t->names, name) : DSR_STRING_NONE;
		const dossier_str key = card != DSR_STRING_NONE ? dsr_strings_at(&t->keys, t->key_of[card]) : none;
		int deleted = 0;

		if (key.n && dsr_str_compare(key, r->text[DSR_RECORD_ID])) /* not the record itself, given under its id */
			st = dsr_index_writer_delete(t->index, key, &deleted, err);
		*found |= deleted;
	}
	return st;
}

dossier_status dsr_twins_added(dsr_twins *t, const dsr_record *r, dossier_error *err)
{
	const labels l = labels_of(r);
	int right = 1;

	follow_writer(t);
	if (r->stub)
		return add_card(t, r->text[DSR_RECORD_ID], &l) ? DOSSIER_OK : dsr_nomem(err);
	for (size_t i = 0; right && i < NAMINGS; i++) {
		const dossier_str name = namings[i](t, &l);

		right = name.n ? dsr_strings_add(&t->fresh, name) != DSR_STRING_NONE : dsr_buf_status(&t->name) == DOSSIER_OK;
	}
	return right ? DOSSIER_OK : dsr_nomem(err);
}

/*
 * record.c - see record.h
 */
#include "ingest/record.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/pagelines.h"
#include "text/date.h"
#include "text/languages.h"

static const char *const names[DSR_RECORD_FIELDS] = {
	"id", "title", "topics", "body", "authors", "type", "date", "url", "extra", "outline", "provenance",
	"lang",
};

void dsr_record_init(dsr_record *r, const dossier_alloc *alloc)
{
	memset(r, 0, sizeof *r);
	r->arena = DSR_ARENA_INIT(alloc);
}

void dsr_record_release(dsr_record *r)
{
	const dossier_alloc *a = r->arena.alloc;

	dsr_free(a, r->topics.texts, r->topics.cap * sizeof *r->topics.texts);
	dsr_free(a, r->authors.texts, r->authors.cap * sizeof *r->authors.texts);
	dsr_free(a, r->values, r->cap * sizeof *r->values);
	dsr_arena_release(&r->arena);
	dsr_record_init(r, a);
}

void dsr_record_reset(dsr_record *r)
{
	dsr_arena_reset(&r->arena);
	memset(r->text, 0, sizeof r->text);
	r->topics.count = 0;
	r->authors.count = 0;
	r->count = 0;
	r->stub = 0;
	r->mended = 0;
	r->strange = 0;
	r->untitled = 0;
	r->nomem = 0;
}

const char *dsr_record_name(dsr_record_field f)
{
	return names[f];
}

int dsr_record_find(dossier_str name)
{
	for (int f = 0; f < DSR_RECORD_FIELDS; f++)
		if (strlen(names[f]) == name.n && !memcmp(names[f], name.p, name.n))
			return f;
	return -1;
}

int dsr_record_is_many(dsr_record_field f)
{
	return f == DSR_RECORD_TOPICS || f == DSR_RECORD_AUTHORS;
}

static dsr_record_list *list_of(dsr_record *r, dsr_record_field f)
{
	return f == DSR_RECORD_TOPICS ? &r->topics : &r->authors;
}

int dsr_record_is_blank(dossier_str text)
{
	return !dsr_trim(text).n;
}

void dsr_record_add(dsr_record *r, dsr_record_field f, dossier_str text)
{
	dsr_record_list *l = list_of(r, f);
	void *texts = l->texts;

	if (dsr_record_is_blank(text))
		return;
	if (!dsr_grow(r->arena.alloc, &texts, &l->cap, l->count + 1, sizeof *l->texts)) {
		r->nomem = 1;
		return;
	}
	l->texts = texts;
	l->texts[l->count++] = text;
}

void dsr_record_set(dsr_record *r, dsr_record_field f, dossier_str text)
{
	r->untitled |= f == DSR_RECORD_TITLE;
	if (dsr_record_is_blank(text))
		return;
	if (!dsr_record_is_many(f)) {
		r->text[f] = text;
		return;
	}
	list_of(r, f)->count = 0;
	dsr_record_add(r, f, text);
}

void dsr_record_set_mended(dsr_record *r, dsr_record_field f, dossier_str text)
{
	dsr_buf mended = DSR_BUF_INIT(r->arena.alloc);

	if (dsr_utf8_valid(text.p, text.n) < text.n) {
		dsr_utf8_mend(&mended, text.p, text.n);
		text = dsr_arena_copy(&r->arena, (dossier_str){ (const char *)mended.data, mended.len });
		r->nomem |= !text.p || dsr_buf_status(&mended);
		dsr_buf_release(&mended);
	}
	dsr_record_set(r, f, text);
}

void dsr_record_add_authors(dsr_record *r, dossier_str text)
{
	while (text.n) {
		const char *stop = memchr(text.p, ';', text.n);
		const size_t n = stop ? (size_t)(stop - text.p) : text.n;

		dsr_record_add(r, DSR_RECORD_AUTHORS, dsr_trim((dossier_str){ text.p, n }));
		text.p += n + (stop != NULL);
		text.n -= n + (stop != NULL);
	}
}

static dossier_status write_date(dsr_record *r, dossier_error *err)
{
	dossier_str *text = &r->text[DSR_RECORD_DATE];
	char iso[DSR_DATE_TEXT_MAX];
	dsr_date d;

	if (!text->n)
		return DOSSIER_OK;
	if (!dsr_date_parse(*text, &d)) {
		const size_t shown = text->n <= 60 ? text->n : dsr_utf8_floor(text->p, 60);

		return dsr_fail(err, DOSSIER_ERR_INPUT, "\"date\" is no date: \"%.*s\"", (int)shown, text->p);
	}
	text->n = (size_t)dsr_date_print(d, iso);
	text->p = dsr_arena_copy(&r->arena, (dossier_str){ iso, text->n }).p;
	r->nomem |= !text->p;
	return DOSSIER_OK;
}

static void put_value(dsr_record *r, dsr_record_field f, dossier_str text)
{
	r->values[r->count++] = (dossier_value){ names[f], text };
}

static void put_field(dsr_record *r, dsr_record_field f)
{
	if (!dsr_record_is_many(f)) {
		if (r->text[f].n)
			put_value(r, f, r->text[f]);
		return;
	}
	for (size_t i = 0; i < list_of(r, f)->count; i++)
		put_value(r, f, list_of(r, f)->texts[i]);
}

dossier_status dsr_record_close(dsr_record *r, dossier_error *err)
{
	const size_t most = DSR_RECORD_FIELDS + r->topics.count + r->authors.count;
	void *values = r->values;
	dossier_status st;

	if (r->nomem)
		return dsr_nomem(err);
	if (!r->text[DSR_RECORD_ID].n)
		r->text[DSR_RECORD_ID] = r->text[DSR_RECORD_URL];
	if (!r->text[DSR_RECORD_ID].n)
		return dsr_fail(err, DOSSIER_ERR_INPUT, "no \"id\" and no \"url\" to stand for it");
	if (!r->text[DSR_RECORD_TITLE].n && !r->untitled)
		return dsr_fail(err, DOSSIER_ERR_INPUT, "no \"title\"");
	st = write_date(r, err);
	if (st)
		return st;
	r->strange = r->text[DSR_RECORD_LANG].n && !dsr_language_find(r->text[DSR_RECORD_LANG]);
	if (r->strange)
		r->text[DSR_RECORD_LANG].n = 0;
	if (r->nomem || !dsr_grow(r->arena.alloc, &values, &r->cap, most, sizeof *r->values))
		return dsr_nomem(err);
	r->values = values;
	r->count = 0;
	for (int f = 0; f < DSR_RECORD_FIELDS; f++)
		put_field(r, (dsr_record_field)f);
	return DOSSIER_OK;
}

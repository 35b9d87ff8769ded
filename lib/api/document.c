/*
 * document.c - dossier_document: the stored fields of one document
 */
#include <dossier/index.h>

#include <string.h>

#include "api/handles.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/varint.h"

static dossier_status new_document(dossier_document **doc, dossier_index *ix, dossier_error *err)
{
	*doc = dsr_new(&ix->env.alloc, sizeof **doc);
	if (!*doc)
		return dsr_nomem(err);
	**doc = (dossier_document){ .ix = ix, .page = DSR_PAGE_INIT(&ix->env.alloc) };
	return DOSSIER_OK;
}

static dossier_status add_value(dossier_document *doc, const char *field, dossier_str text)
{
	void *values = doc->values;

	if (!dsr_grow(doc->page.raw.alloc, &values, &doc->cap, doc->count + 1, sizeof *doc->values))
		return DOSSIER_ERR_NOMEM;
	doc->values = values;
	doc->values[doc->count++] = (dossier_value){ field, text };
	return DOSSIER_OK;
}

/* Take the stored record apart: field numbers, each with a text. */
static dossier_status read_record(dossier_document *doc, const uint8_t *p, size_t n)
{
	const dossier_schema *schema = dossier_index_schema(doc->ix);
	const uint8_t *end = p + n;

	while (p < end) {
		const uint8_t field = *p;
		uint64_t size;
		dossier_status st;

		p = dsr_varint_get(p + 1, end, &size);
		if (!p || size > (uint64_t)(end - p) || field >= schema->count)
			return DOSSIER_ERR_CORRUPT;
		st = add_value(doc, schema->fields[field].name, (dossier_str){ (const char *)p, (size_t)size });
		if (st)
			return st;
		p += size;
	}
	return DOSSIER_OK;
}

/* With the unpacker of the index, or a new one, which is the index's then, while another thread has it. */
static dossier_status load(dossier_document *doc, const dsr_stored *stored, uint32_t d, const uint8_t **bytes, size_t *n)
{
	dossier_status st;

	doc->page.unpacker = atomic_exchange(&doc->ix->unpacker, NULL);
	if (!doc->page.unpacker)
		doc->page.unpacker = dsr_zstd_unpacker_new(&doc->ix->env.alloc);
	if (!doc->page.unpacker)
		return DOSSIER_ERR_NOMEM; /* the page would make one of its own, from another allocator */
	st = dsr_stored_get(stored, d, &doc->page, bytes, n);
	dsr_zstd_unpacker_free(atomic_exchange(&doc->ix->unpacker, doc->page.unpacker));
	doc->page.unpacker = NULL;
	return st;
}

dossier_status dossier_document_load(dossier_document **out, dossier_index *ix, uint64_t number, dossier_error *err)
{
	dossier_document *doc = *out;
	const uint8_t *bytes;
	size_t segment, n;
	uint32_t d;
	dossier_status st;

	if (!dsr_snapshot_locate(&ix->snapshot, number, &segment, &d) ||
	    dsr_snapshot_is_dead(&ix->snapshot.segments[segment], d))
		return dsr_fail(err, DOSSIER_ERR_NOTFOUND, "no document number %llu", (unsigned long long)number);
	if (!doc) {
		st = new_document(&doc, ix, err);
		if (st)
			return st;
	}
	doc->ix = ix;
	doc->count = 0;
	st = load(doc, &ix->snapshot.segments[segment].segment->stored, d, &bytes, &n);
	if (!st)
		st = read_record(doc, bytes, n);
	if (st == DOSSIER_ERR_NOMEM)
		dsr_nomem(err);
	else if (st)
		dsr_fail(err, st, "document number %llu: its stored fields are damaged", (unsigned long long)number);
	if (st && !*out) {
		dossier_document_free(doc);
		return st;
	}
	if (st)
		doc->count = 0;
	*out = doc;
	return st;
}

size_t dossier_document_count(const dossier_document *doc)
{
	return doc->count;
}

dossier_value dossier_document_at(const dossier_document *doc, size_t i)
{
	return doc->values[i];
}

dossier_str dossier_document_get(const dossier_document *doc, const char *field)
{
	for (size_t i = 0; i < doc->count; i++)
		if (!strcmp(doc->values[i].field, field))
			return doc->values[i].text;
	return (dossier_str){ NULL, 0 };
}

void dossier_document_free(dossier_document *doc)
{
	const dossier_alloc *a;

	if (!doc)
		return;
	a = doc->page.raw.alloc;
	dsr_page_release(&doc->page);
	dsr_free(a, doc->values, doc->cap * sizeof *doc->values);
	dsr_free(a, doc, sizeof *doc);
}

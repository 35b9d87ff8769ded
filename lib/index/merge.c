/*
 * merge.c - see merge.h
 */
#include "index/merge.h"

#include "base/error.h"
#include "base/mem.h"
#include "segment/column_merge.h"
#include "segment/list_merge.h"
#include "segment/list_reorder.h"
#include "segment/norms.h"
#include "segment/stored_writer.h"

/* A document after the other, in their new order. */
static dossier_status reorder_stored(dsr_stored_writer *w, const dsr_sources *s, dossier_error *err)
{
	const dsr_stored *stored = &s->at[0].segment->stored;
	dsr_page page = DSR_PAGE_INIT(s->alloc);
	dossier_status st = DOSSIER_OK;

	for (uint32_t n = 0; n < s->docs && !st; n++) {
		const uint8_t *bytes;
		size_t size;

		st = dsr_stored_get(stored, s->order[n], &page, &bytes, &size);
		if (!st)
			dsr_stored_put(w, bytes, size);
		dsr_work_add(s->work, stored->blocks.size / s->docs);
	}
	dsr_page_release(&page);
	if (st == DOSSIER_ERR_CORRUPT)
		return dsr_fail(err, st, "the stored documents are damaged");
	return st ? dsr_nomem(err) : DOSSIER_OK;
}

static dossier_status merge_stored(dsr_container_writer *out, const dsr_sources *s, dossier_error *err)
{
	dsr_stored_writer w = { 0 };
	dossier_status st = dsr_stored_begin(&w, out, s->alloc, err);

	if (!st && s->order)
		st = reorder_stored(&w, s, err);
	for (size_t i = 0; i < s->count && !s->order && !st; i++)
		st = dsr_stored_append(&w, &s->at[i].segment->stored, s->at[i].dead, s->work, err);
	if (!st)
		return dsr_stored_finish(&w, err);
	dsr_stored_release(&w);
	return st;
}

/* Gather the length codes of live documents and sum up what they stand for: 1, or 0 on damage. */
static int gather_norms(const dsr_sources *s, unsigned list, uint8_t *norms, uint64_t *length)
{
	uint32_t n = 0;

	*length = 0;
	for (size_t i = 0; i < s->count; i++) {
		const dsr_list *l = &s->at[i].segment->lists[list];

		if (!dsr_container_touch(l->file, l->norms, l->docs))
			return 0;
	}
	for (dsr_sources_walk w = dsr_sources_begin(s); dsr_sources_next(&w); ) {
		norms[n] = s->at[w.source].segment->lists[list].norms[w.doc];
		*length += dsr_norm_decode(norms[n++]);
	}
	return 1;
}

static dossier_status merge_list(dsr_list_writer *w, const dsr_sources *s, unsigned list, uint64_t length, size_t memory,
                                 dossier_error *err)
{
	if (s->order)
		return dsr_list_reorder(w, s, list, memory / 2, err);
	return dsr_list_merge(w, s, list, length, err);
}

static dossier_status merge_text_list(dsr_container_writer *out, dsr_list_writer *w, const dsr_sources *s, unsigned list,
                                      size_t memory, dossier_error *err)
{
	uint8_t *norms = dsr_new(s->alloc, s->docs);
	uint64_t length;
	dossier_status st;

	if (!norms)
		return dsr_nomem(err);
	if (gather_norms(s, list, norms, &length)) {
		dsr_container_begin(out);
		dsr_container_put(out, norms, s->docs);
		dsr_container_end(out, DSR_SECTION_NORMS, list);
		dsr_list_begin(w, list, 1, s->docs, norms, (double)length / s->docs);
		st = merge_list(w, s, list, length, memory, err);
	} else {
		st = dsr_fail(err, DOSSIER_ERR_CORRUPT, "the lengths of list %u are damaged", list);
	}
	dsr_free(s->alloc, norms, s->docs);
	return st;
}

static dossier_status merge_lists(dsr_container_writer *out, const dossier_schema *schema, const dsr_sources *s,
                                  size_t memory, dossier_error *err)
{
	dsr_list_writer w;
	dossier_status st = DOSSIER_OK;

	dsr_list_writer_init(&w, out, memory / 16);
	for (unsigned list = 0; list <= schema->count && !st; list++) {
		if (dsr_list_is_key(list)) {
			dsr_list_begin(&w, list, 0, s->docs, NULL, 0);
			st = merge_list(&w, s, list, 0, memory, err);
		} else if (dsr_schema_has_list(schema, list)) {
			st = merge_text_list(out, &w, s, list, memory, err);
		}
	}
	dsr_list_writer_release(&w);
	return st;
}

static dossier_status merge_columns(dsr_container_writer *out, const dossier_schema *schema, const dsr_sources *s,
                                    dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	for (size_t f = 0; f < schema->count && !st; f++)
		if (schema->fields[f].flags & DOSSIER_FIELD_COLUMN)
			st = dsr_column_merge(out, s, DSR_LIST_OF(f), err);
	return st;
}

dossier_status dsr_merge(const dsr_env *env, const char *path, const dossier_schema *schema, const dsr_sources *s,
                         size_t memory, dsr_merged *out, dossier_error *err)
{
	dsr_container_writer file;
	dossier_status st = dsr_container_create(&file, env, path, err);

	if (st)
		return st;
	st = merge_stored(&file, s, err);
	if (!st)
		st = merge_lists(&file, schema, s, memory, err);
	if (!st)
		st = merge_columns(&file, schema, s, err);
	if (st) {
		dsr_container_abandon(&file);
		return st;
	}
	out->docs = s->docs;
	return dsr_container_finish(&file, &out->length, &out->checksum, err);
}

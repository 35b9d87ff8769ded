/*
 * segment.c - see segment.h
 */
#include "segment/segment.h"

#include "base/error.h"

int dsr_schema_has_list(const dossier_schema *schema, unsigned list)
{
	if (list == DSR_LIST_DEFAULT || list == DSR_LIST_KEY)
		return 1;
	return list <= schema->count && schema->fields[list - 1].flags & DOSSIER_FIELD_SEARCH;
}

int dsr_list_is_key(unsigned list)
{
	return list == DSR_LIST_KEY;
}

/* Open what list number `list` is made of: 1, or 0 when a part is missing or its head is damaged. */
static int open_list(dsr_segment *s, unsigned list)
{
	const dsr_container *file = &s->file;
	const dsr_section norms = dsr_container_section(file, DSR_SECTION_NORMS, list);
	dsr_list *l = &s->lists[list];

	l->docs = s->docs;
	l->postings = dsr_container_section(file, DSR_SECTION_POSTINGS, list);
	l->positions = dsr_container_section(file, DSR_SECTION_POSITIONS, list);
	l->ranges = dsr_container_section(file, DSR_SECTION_RANGES, list);
	l->norms = norms.bytes;
	if (!dsr_dict_open(&l->dict, file, list) || !l->postings.bytes)
		return 0;
	if (!dsr_list_is_key(list) && (!l->positions.bytes || norms.size != s->docs))
		return 0;
	l->file = file;
	return 1;
}

static dossier_status open_stored(dsr_segment *s, const char *path, dossier_error *err)
{
	const dossier_status st = dsr_stored_open(&s->stored, &s->file, s->docs);

	if (st == DOSSIER_ERR_NOMEM)
		return dsr_nomem(err);
	return st ? dsr_fail(err, st, "%s: the stored documents are missing or damaged", path) : DOSSIER_OK;
}

dossier_status dsr_segment_open(dsr_segment *s, const dsr_env *env, const char *path,
                                const dossier_schema *schema, uint32_t docs, dossier_error *err)
{
	dossier_status st;

	*s = (dsr_segment){ .docs = docs, .list_count = 1 + schema->count };
	st = dsr_container_open(&s->file, env, path, err);
	if (st)
		return st;
	for (unsigned list = 0; list < s->list_count && !st; list++)
		if (dsr_schema_has_list(schema, list) && !open_list(s, list))
			st = dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: list %u is missing or damaged", path, list);
	if (!st)
		st = open_stored(s, path, err);
	if (st)
		dsr_segment_close(s);
	return st;
}

void dsr_segment_close(dsr_segment *s)
{
	dsr_stored_close(&s->stored);
	dsr_container_close(&s->file);
}

/*
 * index_body.h - what the tests of lib/index share: a small schema, documents from one line, an index in memory
 */
#ifndef DSR_INDEX_BODY_H
#define DSR_INDEX_BODY_H

#include "../segment/segment_body.h"

#include <errno.h>

#include <dossier/schema.h>
#include <dossier/writer.h>

#define DIR_NAME "index"

static const dossier_field note_fields[] = {
	{ "id", DOSSIER_FIELD_KEY, 0, 0 },
	{ "head", DOSSIER_FIELD_TEXT, 3, DOSSIER_FIELD_SEARCH | DOSSIER_FIELD_STORED },
	{ "tags", DOSSIER_FIELD_TEXT, 0, DOSSIER_FIELD_SEARCH | DOSSIER_FIELD_STORED | DOSSIER_FIELD_COLUMN | DOSSIER_FIELD_MANY },
	{ "text", DOSSIER_FIELD_TEXT, 1, DOSSIER_FIELD_STORED },
	{ "date", DOSSIER_FIELD_DATE, 0, DOSSIER_FIELD_STORED | DOSSIER_FIELD_COLUMN },
};
static const dossier_schema note_schema = { "note", note_fields, LENGTH(note_fields) };

static const dossier_field key_only_fields[] = { { "id", DOSSIER_FIELD_KEY, 0, 0 } };
static const dossier_schema key_only_schema = { "key_only", key_only_fields, 1 };

static inline dossier_value value_of(const char *field, const char *text)
{
	return (dossier_value){ field, dossier_str_of(text) };
}

static inline void make_dir(void)
{
	const int e = env.storage.make_dir(env.storage.ctx, DIR_NAME);

	assert_true(e == 0 || e == EEXIST);
}

static inline int count_name(void *arg, const char *name, int is_dir)
{
	(void)name;
	(void)is_dir;
	++*(size_t *)arg;
	return 0;
}

/* How many files lie in the index's folder. */
static inline size_t file_count(void)
{
	size_t n = 0;

	assert_int_equal(env.storage.list(env.storage.ctx, DIR_NAME, count_name, &n), 0);
	return n;
}

#endif /* DSR_INDEX_BODY_H */

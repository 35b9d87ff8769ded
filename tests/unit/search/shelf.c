/*
 * shelf.c - see shelf.h
 */
#include "shelf.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void must(int status)
{
	if (status)
		abort();
}

void shelf_begin(shelf *s)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;

	memset(s, 0, sizeof *s);
	s->fs = dsr_memory_fs_new(&dsr_alloc_default);
	o.storage = dsr_memory_fs_storage(s->fs);
	must(dossier_writer_open(&s->writer, "shelf", &o, NULL));
}

void shelf_put(shelf *s, const char *id, const char *title, const char *body, const char *date)
{
	const char *const texts[] = { id, title, body, date };
	static const char *const fields[] = { "id", "title", "body", "date" };
	dossier_value values[4];
	size_t n = 0;

	for (size_t i = 0; i < 4; i++)
		if (texts[i])
			values[n++] = (dossier_value){ fields[i], dossier_str_of(texts[i]) };
	must(dossier_writer_add(s->writer, values, n, NULL, NULL));
}

void shelf_commit(shelf *s)
{
	must(dossier_writer_commit(s->writer, NULL));
}

void shelf_open(shelf *s, const dossier_alloc *alloc)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;

	shelf_commit(s);
	dossier_writer_close(s->writer);
	s->writer = NULL;
	o.alloc = alloc;
	o.storage = dsr_memory_fs_storage(s->fs);
	must(dossier_index_open(&s->index, "shelf", &o, NULL));
}

const dossier_query *shelf_ask(shelf *s, const char *text)
{
	dossier_query_free(s->query);
	s->query = NULL;
	must(dossier_query_parse(&s->query, dossier_str_of(text), NULL, NULL));
	return s->query;
}

void shelf_end(shelf *s)
{
	dossier_query_free(s->query);
	dossier_writer_close(s->writer);
	dossier_index_close(s->index);
	dsr_memory_fs_free(s->fs);
}

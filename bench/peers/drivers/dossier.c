/*
 * dossier.c - the driver of Dossier, over the public interface alone
 *
 * The schema is what the other engines are given: id and title are kept, title and body are one searchable field that is
 * not kept; with DOSSIER_STORED=1 it is.  Names and the exceptions to the stemmer, which the others do not have, are off; with
 * DOSSIER_NAMES=1 they are on.  All segments are merged into one at the end, with DOSSIER_REORDER=1 so that documents that share words
 * become neighbours.
 */
#define _POSIX_C_SOURCE 200809L

#include "peer.h"

#include <dossier.h>

#include <stdlib.h>
#include <string.h>

static dossier_writer *writer;
static dossier_index  *ix;
static dossier_search *search;
static dossier_error   err;

static void must(dossier_status st, const char *what)
{
	if (st)
		peer_die(what, err.message);
}

static void create(const char *dir)
{
	static dossier_field fields[] = {
		{ "id", DOSSIER_FIELD_KEY, 0, 0 },
		{ "title", DOSSIER_FIELD_NONE, 0, DOSSIER_FIELD_STORED },
		{ "text", DOSSIER_FIELD_TEXT, 1, 0 },
	};
	static const dossier_schema schema = { "peers", fields, sizeof fields / sizeof *fields };
	dossier_writer_options options = DOSSIER_WRITER_OPTIONS_INIT;

	if (getenv("DOSSIER_STORED"))
		fields[2].flags = DOSSIER_FIELD_STORED;
	options.schema = &schema;
	if (!getenv("DOSSIER_NAMES"))
		options.flags = DOSSIER_WRITER_NO_NAMES | DOSSIER_WRITER_NO_EXCEPTIONS;
	must(dossier_writer_open(&writer, dir, &options, &err), dir);
}

static void add(const peer_record *r)
{
	const dossier_value values[] = { { "id", { r->id.p, r->id.n } },
	                                 { "title", { r->title.p, r->title.n } },
	                                 { "text", { r->text.p, r->text.n } } };

	must(dossier_writer_add(writer, values, sizeof values / sizeof *values, NULL, &err), r->id.p);
}

static const char *finish(void)
{
	dossier_merge_options merging = DOSSIER_MERGE_OPTIONS_INIT;

	merging.reorder = getenv("DOSSIER_REORDER") != NULL;
	must(dossier_writer_merge(writer, &merging, &err), "merge");
	dossier_writer_close(writer);
	return NULL;
}

static void open_index(const char *dir)
{
	must(dossier_index_open(&ix, dir, NULL, &err), dir);
	must(dossier_search_new(&search, ix, &err), dir);
}

static int run(const peer_command *c, const char *text, peer_answer *a)
{
	dossier_query_options reading = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_search_options options = DOSSIER_SEARCH_OPTIONS_INIT;
	dossier_query *query = NULL;
	dossier_hit hit;

	reading.schema = dossier_index_schema(ix);
	options.limit = (uint32_t)c->top;
	options.stop_words = DOSSIER_STOP_WORDS_KEEP; /* as the others do */
	options.total = c->count ? DOSSIER_TOTAL_EXACT : DOSSIER_TOTAL_AT_LEAST;
	must(dossier_query_parse(&query, dossier_str_of(text), &reading, &err), text);
	must(dossier_search_run(search, query, &options, &err), text);
	while (dossier_search_next(search, &hit)) {
		a->document[a->n] = hit.document;
		a->score[a->n++] = hit.score;
	}
	a->count = dossier_search_total(search);
	dossier_query_free(query);
	return 1;
}

static char *id_of(uint64_t number)
{
	static dossier_document *document;
	dossier_str id;

	must(dossier_document_load(&document, ix, number, &err), "load");
	id = dossier_document_get(document, "id");
	return strndup(id.p, id.n);
}

int main(int argc, char **argv)
{
	const peer_engine engine = { "dossier", create, add, finish, open_index, run, id_of };

	return peer_main(&engine, argc, argv);
}

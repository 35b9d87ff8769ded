/*
 * topicsearch.c - see topicsearch.h
 */
#include "eval/topicsearch.h"

#include <stdlib.h>

/* All that is held while topics are searched. */
typedef struct searching {
	dossier_index    *index;
	dossier_search   *search;
	dossier_document *document;
	uint32_t          depth;
} searching;

static dossier_status put_hits(trecrun *out, searching *s, dossier_str id, dossier_error *err)
{
	const char *const key = dossier_index_schema(s->index)->fields[0].name;
	dossier_status st = DOSSIER_OK;
	dossier_hit hit;

	while (!st && dossier_search_next(s->search, &hit)) {
		st = dossier_document_load(&s->document, s->index, hit.document, err);
		if (!st)
			st = trecrun_put(out, id, dossier_document_get(s->document, key), hit.rank, hit.score, err);
	}
	return st;
}

static dossier_status search_plain(trecrun *out, searching *s, dossier_str id, dossier_str text, dossier_error *err)
{
	dossier_query_options parsing = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_search_options running = DOSSIER_SEARCH_OPTIONS_INIT;
	dossier_query *query = NULL;
	dossier_status st;

	parsing.schema = dossier_index_schema(s->index);
	running.limit = s->depth;
	st = dossier_query_parse(&query, text, &parsing, err);
	if (!st)
		st = dossier_search_run(s->search, query, &running, err);
	if (!st)
		st = put_hits(out, s, id, err);
	dossier_query_free(query);
	return st;
}

static dossier_status search_topic(trecrun *out, searching *s, const topics *t, const topic *one,
                                   dossier_error *err)
{
	char *const plain = malloc(one->text.n);
	dossier_status st;

	if (!plain)
		return array_no_memory(err);
	st = search_plain(out, s, one->id, topic_plain(one->text, plain), err);
	free(plain);
	if (st == DOSSIER_ERR_LIMIT)
		return trectext_fail(&t->text, one->line, "the topic is too long for a query", err);
	return st;
}

dossier_status topicsearch(trecrun *out, dossier_index *ix, const topics *t, uint32_t depth, dossier_error *err)
{
	searching s = { .index = ix, .depth = depth };
	dossier_status st = dossier_search_new(&s.search, ix, err);

	for (size_t i = 0; !st && i < t->count; i++)
		st = search_topic(out, &s, t, &t->all[i], err);
	dossier_document_free(s.document);
	dossier_search_free(s.search);
	return st;
}

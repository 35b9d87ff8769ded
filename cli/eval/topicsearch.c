/*
 * topicsearch.c - see topicsearch.h
 */
#include "eval/topicsearch.h"

#include <stdlib.h>
#include <string.h>

/* A hit and its document's key. */
typedef struct found {
	dossier_hit hit;
	dossier_str key; /* owned */
} found;

/* All that is held while topics are searched. */
typedef struct searching {
	dossier_index    *index;
	dossier_search   *search;
	dossier_document *document;
	const dossier_search_options *how;
	found            *found;
	size_t            count, room;
} searching;

static void forget_found(searching *s)
{
	for (size_t i = 0; i < s->count; i++)
		free((char *)s->found[i].key.p);
	s->count = 0;
}

static int by_document(const void *a, const void *b)
{
	const found *const x = a, *const y = b;

	return (x->hit.document > y->hit.document) - (x->hit.document < y->hit.document);
}

static int by_rank(const void *a, const void *b)
{
	const found *const x = a, *const y = b;

	return (x->hit.rank > y->hit.rank) - (x->hit.rank < y->hit.rank);
}

static dossier_status load_key(searching *s, found *f, dossier_error *err)
{
	const dossier_status st = dossier_document_load(&s->document, s->index, f->hit.document, err);
	dossier_str key;
	char *copy;

	if (st)
		return st;
	key = dossier_document_get(s->document, dossier_index_schema(s->index)->fields[0].name);
	copy = malloc(key.n + 1);
	if (!copy)
		return array_no_memory(err);
	memcpy(copy, key.p, key.n);
	f->key = (dossier_str){ copy, key.n };
	return DOSSIER_OK;
}

/* Keys are loaded in the order of documents: those that lie together are unpacked once. */
static dossier_status put_hits(trecrun *out, searching *s, dossier_str id, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;
	found one = { .key = { NULL, 0 } };

	while (!st && dossier_search_next(s->search, &one.hit)) {
		st = array_room((void **)&s->found, &s->room, s->count, sizeof one, err);
		if (!st)
			s->found[s->count++] = one;
	}
	if (!s->count)
		return st;
	qsort(s->found, s->count, sizeof *s->found, by_document);
	for (size_t i = 0; i < s->count && !st; i++)
		st = load_key(s, &s->found[i], err);
	qsort(s->found, s->count, sizeof *s->found, by_rank);
	for (size_t i = 0; i < s->count && !st; i++)
		st = trecrun_put(out, id, s->found[i].key, s->found[i].hit.rank, s->found[i].hit.score, err);
	forget_found(s);
	return st;
}

static dossier_status search_plain(trecrun *out, searching *s, dossier_str id, dossier_str text, dossier_error *err)
{
	dossier_query_options parsing = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_query *query = NULL;
	dossier_status st;

	parsing.schema = dossier_index_schema(s->index);
	st = dossier_query_parse(&query, text, &parsing, err);
	if (!st)
		st = dossier_search_run(s->search, query, s->how, err);
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

dossier_status topicsearch(trecrun *out, dossier_index *ix, const topics *t, const dossier_search_options *how,
                           dossier_error *err)
{
	searching s = { .index = ix, .how = how };
	dossier_status st = dossier_search_new(&s.search, ix, err);

	for (size_t i = 0; !st && i < t->count; i++)
		st = search_topic(out, &s, t, &t->all[i], err);
	free(s.found);
	dossier_document_free(s.document);
	dossier_search_free(s.search);
	return st;
}

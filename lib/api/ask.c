/*
 * ask.c - dossier_ask: parse, search, hand over
 */
#include <dossier/ask.h>

#include <dossier/query.h>

/* All that is held while a question is answered. */
typedef struct asking {
	dossier_query    *query;
	dossier_search   *search;
	dossier_document *doc;
} asking;

static void release(asking *a)
{
	dossier_document_free(a->doc);
	dossier_search_free(a->search);
	dossier_query_free(a->query);
}

static dossier_status begin(asking *a, dossier_index *ix, const char *question, uint32_t limit, dossier_error *err)
{
	dossier_query_options parsing = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_search_options running = DOSSIER_SEARCH_OPTIONS_INIT;
	dossier_status st;

	parsing.schema = dossier_index_schema(ix);
	running.limit = limit;
	running.total = DOSSIER_TOTAL_AT_LEAST;
	st = dossier_query_parse(&a->query, dossier_str_of(question), &parsing, err);
	if (!st)
		st = dossier_search_new(&a->search, ix, err);
	return st ? st : dossier_search_run(a->search, a->query, &running, err);
}

dossier_status dossier_ask(dossier_index *ix, const char *question, uint32_t limit, dossier_answer each, void *ctx,
                           dossier_error *err)
{
	asking a = { 0 };
	dossier_status st = begin(&a, ix, question, limit, err);
	dossier_passage passage;
	dossier_hit hit;
	int stop = 0;

	while (!st && !stop && dossier_search_next(a.search, &hit)) {
		st = dossier_document_load(&a.doc, ix, hit.document, err);
		if (!st)
			st = dossier_search_passage(a.search, a.doc, &passage, err);
		if (!st)
			stop = each(ctx, &hit, a.doc, &passage);
	}
	release(&a);
	return st;
}

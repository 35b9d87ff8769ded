/*
 * search.c - dossier_search: run a query, walk the hits
 */
#include <dossier/search.h>

#include "api/handles.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/options.h"
#include "text/languages.h"

dossier_status dossier_search_new(dossier_search **out, dossier_index *ix, dossier_error *err)
{
	dossier_search *s = dsr_new(&ix->env.alloc, sizeof *s);
	dossier_status st;

	if (!s)
		return dsr_nomem(err);
	s->alloc = &ix->env.alloc;
	s->passage = DSR_ARENA_INIT(s->alloc);
	st = dsr_searcher_init(&s->searcher, &ix->snapshot, s->alloc, err);
	if (st) {
		dossier_search_free(s);
		return st;
	}
	dsr_lexicon_init(&s->lexicon, s->alloc, s->searcher.analyzer);
	*out = s;
	return DOSSIER_OK;
}

void dossier_search_free(dossier_search *s)
{
	if (!s)
		return;
	dsr_lexicon_release(&s->lexicon);
	dsr_arena_release(&s->passage);
	dsr_searcher_release(&s->searcher);
	dsr_free(s->alloc, s, sizeof *s);
}

/* No hits, and nothing that a passage could mark: a run that failed may have left a plan half made. */
static void forget(dossier_search *s)
{
	s->searcher.plan = (dsr_plan){ 0 };
	s->searcher.hits = NULL;
	s->searcher.count = 0;
	s->searcher.total = 0;
	s->searcher.exact = 1;
	s->next = 0;
}

dossier_status dossier_search_run(dossier_search *s, const dossier_query *query,
                                  const dossier_search_options *options, dossier_error *err)
{
	dossier_search_options o = DOSSIER_SEARCH_OPTIONS_INIT;
	dossier_status st = dsr_options_read(&o, sizeof o, options, err);
	const dsr_language *language = NULL;
	dsr_wish wish;

	forget(s);
	if (st)
		return st;
	if (!(o.k1 >= 0) || !(o.b >= 0 && o.b <= 1))
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "k1 must not be below 0, and b must be from 0 to 1");
	if (o.total > DOSSIER_TOTAL_AT_LEAST || o.stop_words > DOSSIER_STOP_WORDS_KEEP)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "total must be a dossier_total, stop_words a dossier_stop_words");
	if (o.language && !(language = dsr_language_find(dossier_str_of(o.language))))
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "no language is called \"%.40s\"", o.language);
	wish = (dsr_wish){ o.limit ? (size_t)o.offset + o.limit : 0,
	                   { o.k1, o.b, o.stop_words == DOSSIER_STOP_WORDS_KEEP, language ? language->stemmer : NULL },
	                   o.total == DOSSIER_TOTAL_AT_LEAST };
	s->next = o.offset;
	st = dsr_searcher_run(&s->searcher, query, &wish, err);
	if (st)
		forget(s);
	return st;
}

uint64_t dossier_search_total(const dossier_search *s)
{
	return s->searcher.total;
}

int dossier_search_total_is_exact(const dossier_search *s)
{
	return s->searcher.exact;
}

int dossier_search_next(dossier_search *s, dossier_hit *hit)
{
	const dsr_hit *h;

	if (s->next >= s->searcher.count)
		return 0;
	h = &s->searcher.hits[s->next++];
	*hit = (dossier_hit){ .rank = s->next, .document = h->document, .score = h->score / s->searcher.plan.scale };
	return 1;
}

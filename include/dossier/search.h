/*
 * dossier/search.h - run queries, walk the hits
 *
 * A dossier_search is the scratch memory of one thread: made once, run as often as
 * wanted.  It remembers the words of the texts that passages were taken from (some 8 MB at most), so that the first passages
 * cost several times as much as later ones.  Ranking is BM25 over the weighted fields (BM25F), summed over the query's
 * words in fixed point, so that the same snapshot and query give the same scores to
 * the last bit; ties go to the lower document number.
 *
 * Threads: one search per thread; any number of searches on one dossier_index.
 */
#ifndef DOSSIER_SEARCH_H
#define DOSSIER_SEARCH_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/export.h>
#include <dossier/index.h>
#include <dossier/query.h>
#include <dossier/status.h>
#include <dossier/str.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dossier_search dossier_search;

/* How exactly the documents that match are counted beside the hits; values fixed for ever. */
typedef enum dossier_total {
	DOSSIER_TOTAL_EXACT    = 0,
	DOSSIER_TOTAL_AT_LEAST = 1 /* as far as finding the hits goes: documents that cannot be among them are passed over */
} dossier_total;

/* What becomes of stop words, such as "the" and "what", in a query to an English index; values fixed for ever. */
typedef enum dossier_stop_words {
	DOSSIER_STOP_WORDS_LEAVE_OUT = 0, /* beside other words; not those with a sign, a field, quotes, or in capitals */
	DOSSIER_STOP_WORDS_KEEP      = 1
} dossier_stop_words;

typedef struct dossier_search_options {
	size_t   size;   /* sizeof(dossier_search_options) */
	uint32_t limit;  /* hits wanted; 0: only the total */
	uint32_t offset; /* hits passed over before the first */
	double   k1;     /* 0 up: how soon more of the same word stops to count */
	double   b;      /* 0..1: how much long documents are held back */
	uint64_t total;  /* dossier_total; the hits are the same either way */
	uint64_t stop_words; /* dossier_stop_words */
	const char *language; /* that the query's words are in, as schema.h has it; NULL: any that documents of the index are in */
} dossier_search_options;

#define DOSSIER_SEARCH_OPTIONS_INIT { sizeof(dossier_search_options), 10, 0, 1.6, 0.6, DOSSIER_TOTAL_EXACT, \
                                      DOSSIER_STOP_WORDS_LEAVE_OUT, NULL }

typedef struct dossier_hit {
	uint64_t rank;     /* 1 is the best; counts what `offset` passed over */
	uint64_t document; /* number, for dossier_document_load() */
	double   score;
} dossier_hit;

/* Bytes [start, end) of a passage's text that the query matched. */
typedef struct dossier_highlight {
	uint32_t start, end;
} dossier_highlight;

typedef struct dossier_passage {
	dossier_str              text;       /* a run of whole sentences of the stored text, valid UTF-8 */
	const dossier_highlight *highlights; /* ascending, disjoint */
	size_t                   count;
	/* What the passage stands under, by its last sentence; each a part of the stored text, or empty.  Those that the
	 * passage begins with lie in `text`. */
	dossier_str              question; /* that it answers: printed above it, or what the speaker before asked */
	dossier_str              speaker;  /* whose turn it is */
	dossier_str              section;  /* heading above it, but for one that is the title */
} dossier_passage;

/*
 * Make a search on `ix`, which must stay open.  Takes some 150 us, and the first one of an index 1.3 ms more, in which its names
 * are read: keep it for many queries.
 * Errors: NOMEM, MISUSE, VERSION, ANALYZER (its terms are not those of this library: build it anew).
 */
DOSSIER_API dossier_status dossier_search_new(dossier_search **out, dossier_index *ix, dossier_error *err);

/*
 * Run `query`; `options` may be NULL.  What an earlier run returned is gone.  `query` must live
 * until the next run or the free.  After a failure there are no hits: a wrong answer is never given.
 * Errors: NOMEM, CORRUPT, LIMIT (offset and limit together above 2^24), MISUSE (k1, b, total, stop_words out of range, a language that
 * is none).
 */
DOSSIER_API dossier_status dossier_search_run(dossier_search *s, const dossier_query *query,
                                              const dossier_search_options *options, dossier_error *err);

/* How many documents match; at least so many where dossier_search_total_is_exact() is 0. */
DOSSIER_API uint64_t dossier_search_total(const dossier_search *s);

/* 1 when the total is exact: always with DOSSIER_TOTAL_EXACT or a limit of 0, and often without. */
DOSSIER_API int dossier_search_total_is_exact(const dossier_search *s);

/* The next hit: 1 and *hit filled, or 0 after the last. */
DOSSIER_API int dossier_search_next(dossier_search *s, dossier_hit *hit);

/*
 * The passage of `doc` that answers the query best, with the query's words marked; the beginning
 * of the text where none of them is in it.  Valid until the next call on `s` but
 * dossier_search_next(), or until `doc` changes.  O(length of the document).
 * Errors: NOMEM.
 */
DOSSIER_API dossier_status dossier_search_passage(dossier_search *s, const dossier_document *doc,
                                                  dossier_passage *out, dossier_error *err);

/* Free it.  NULL-safe. */
DOSSIER_API void dossier_search_free(dossier_search *s);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_SEARCH_H */

/*
 * oracle.h - a search engine that is too simple to be wrong
 *
 * It keeps the words of every document of the schema "publication" as arrays of numbers and answers a query by looking
 * at all of them, one document after the other.  With the engine it shares the tokenizer, the analyzer, the forms of
 * names and the parsed query with its names as units and without its stop words; lengths, dates, phrases, BM25 and the order of hits are computed here anew, after the
 * text of lib/search/scoring.h.
 */
#ifndef DSR_TESTS_ORACLE_H
#define DSR_TESTS_ORACLE_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/query.h>
#include <dossier/writer.h>

#include "search/plan.h"
#include "text/analyzer.h"
#include "text/gazetteer.h"

/* The default field and the four fields with a list of their own. */
enum { ORACLE_DEFAULT, ORACLE_TITLE, ORACLE_TOPICS, ORACLE_AUTHORS, ORACLE_TYPE, ORACLE_LISTS };

/* The words of a document in one list; NO_WORD where a value ends. */
typedef struct oracle_words {
	int     *ids;
	int     *besides; /* what stands beside each word, or NO_WORD */
	int     *concepts; /* the concept that each word begins to name, or NO_WORD */
	uint8_t *halves;  /* that it counts there */
	uint8_t *weights;
	size_t   n, cap;
	uint32_t length; /* rounded as a norm is */
} oracle_words;

typedef struct oracle_document {
	char        *key;
	int          live;
	int          dated;
	long         first_day, last_day;
	oracle_words lists[ORACLE_LISTS];
	uint64_t     number; /* in the engine's snapshot; the test fills it in */
} oracle_document;

/* The index's own language and those that the test gives documents. */
enum { ORACLE_LANGUAGES = 4 };

typedef struct oracle {
	dsr_gazetteer   *names;
	dsr_analyzer    *analyzer;
	const char      *languages[ORACLE_LANGUAGES]; /* that documents were in: stemmers; NULL is the index's own */
	size_t           language_count;
	oracle_document *docs;
	size_t           count, cap, live;
	char           **terms; /* hash table: NULL or the text; a term's number is its place */
	size_t           term_count, term_cap;
	double           average[ORACLE_LISTS];
	uint32_t        *df[ORACLE_LISTS]; /* by term, of live documents; NULL until asked for */
	uint32_t         lengths[256]; /* that a norm can hold */
} oracle;

typedef struct oracle_hit {
	uint64_t number;
	uint32_t score;
} oracle_hit;

typedef struct oracle_answer {
	oracle_hit *hits; /* all that match, best first */
	size_t      count;
	double      scale;
} oracle_answer;

/* The names are those of names[0, n), a text as lib/text/names.txt. */
void oracle_init(oracle *o, const uint8_t *names, size_t n);
void oracle_release(oracle *o);

/* Add a document, or replace the one with its key. */
void oracle_add(oracle *o, const dossier_value *values, size_t count);

/* Delete the document with this key: 1, or 0 when there is none. */
int oracle_delete(oracle *o, const char *key);

/*
 * Answer a query; the answer's hits are freed by the caller.  No
 * document is added or deleted after the first.
 */
oracle_answer oracle_search(oracle *o, const dossier_query *q, const dsr_plan_options *how);

#endif /* DSR_TESTS_ORACLE_H */

/*
 * dossier/query.h - what to look for
 *
 * Any byte string is a query.  Operators are honoured where they are well formed and
 * are words or nothing otherwise; there is no syntax error.
 *
 *   peace talks          documents with any of the words, best first
 *   "arms control"       the words next to each other, in this order
 *   six-party            what holds together is looked for together: a phrase
 *   North Korea, DPRK    a name that the index knows (dossier_names()): the same documents in every spelling; US and
 *                        WHO in capitals, as us and who are words.  Between quotes words stay words
 *   +must -not           must hold; must not hold
 *   a AND b, a OR b, NOT a, ( )    in capitals; NOT binds most, then AND, then OR and words side by side
 *   title:summit  author:aum  topic:sanctions  type:analysis    one field (also title:"..." and title:( ));
 *                        a field may go by its singular or plural: topic: or topics:
 *   date:2018  date:2018-03  date:2018-03-09  date:2017..2019  date:2018-06..  date:..2016
 *
 * A query is parsed without an index and may be run against any number of them.
 *
 * Threads: a dossier_query never changes and may be shared.
 */
#ifndef DOSSIER_QUERY_H
#define DOSSIER_QUERY_H

#include <stddef.h>

#include <dossier/alloc.h>
#include <dossier/export.h>
#include <dossier/schema.h>
#include <dossier/status.h>
#include <dossier/str.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dossier_query dossier_query;

typedef struct dossier_query_options {
	size_t size;                  /* sizeof(dossier_query_options) */
	const dossier_alloc  *alloc;  /* NULL: malloc */
	const dossier_schema *schema; /* names the fields; NULL: publication.  Borrowed for the call */
} dossier_query_options;

#define DOSSIER_QUERY_OPTIONS_INIT { sizeof(dossier_query_options), NULL, NULL }

/* A query is at most this long, in bytes, and has at most this many words. */
#define DOSSIER_QUERY_BYTES_MAX (1u << 20)
#define DOSSIER_QUERY_WORDS_MAX 1024u

/*
 * Parse `text` (any bytes; invalid UTF-8 counts as a blank).  Linear in its length; no recursion.
 * *out is freed by dossier_query_free().
 * Errors: NOMEM, LIMIT (too long, or too many words), MISUSE.
 */
DOSSIER_API dossier_status dossier_query_parse(dossier_query **out, dossier_str text,
                                               const dossier_query_options *options, dossier_error *err);

/*
 * How the query was read, as a query again with every operator written out, e.g.
 * `+(title:"arms control") -iran`.  Owned by the query, NUL-terminated.
 */
DOSSIER_API dossier_str dossier_query_text(const dossier_query *q);

/* Free it.  NULL-safe. */
DOSSIER_API void dossier_query_free(dossier_query *q);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_QUERY_H */

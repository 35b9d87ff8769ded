/*
 * request.h - one line of the protocol: a command and a query
 *
 *   COUNT             how many documents match
 *   TOP_k             the k best, 1 <= k <= 1000
 *   TOP_k_COUNT       both
 *
 * A query is a row of clauses: a word or "words in a row", with + in front where it must hold, - where it must not, nothing
 * where it may.  A row of words alone is an OR of them.
 */
#ifndef PEERS_REQUEST_H
#define PEERS_REQUEST_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { PEER_TOP_MAX = 1000, PEER_WORDS_MAX = 256 };

typedef struct peer_command {
	int count; /* whether the exact number of matches is wanted */
	int top;   /* how many of the best; 0: none */
} peer_command;

/* Returns 0 for what is no command. */
int peer_command_read(const char *name, peer_command *out);

/* The signs of a clause, as written. */
enum peer_occur { PEER_MAY = ' ', PEER_MUST = '+', PEER_MUST_NOT = '-' };

typedef struct peer_clause {
	enum peer_occur occur;
	char **words; /* points into the query's */
	int    count; /* above 1: a phrase */
} peer_clause;

typedef struct peer_query {
	peer_clause clauses[PEER_WORDS_MAX];
	int         count;
	int         must, must_not; /* how many clauses are of that kind */
	char       *words[PEER_WORDS_MAX];
	int         word_count;
	char       *text; /* owns the words */
} peer_query;

/* Take the text apart; what passes PEER_WORDS_MAX is left out.  Released by peer_query_release(). */
void peer_query_read(peer_query *q, const char *text);
void peer_query_release(peer_query *q);

#ifdef __cplusplus
}
#endif

#endif /* PEERS_REQUEST_H */

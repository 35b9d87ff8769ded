/*
 * plan.h - what a query means for one snapshot
 *
 * The parsed query says words as they were typed; the plan has the terms of the index, looked up
 * in every segment, with the weights of their scores.  What cannot match any more is gone:
 *
 * - words of which analysis leaves nothing are as if they had not been typed; so is a BOOL of nothing else
 * - a leaf with a word that no live document has, or in a field without a list, matches nothing; as MUST it takes
 *   its BOOL along, as SHOULD or NOT it is dropped
 * - leaves that are the same, side by side with the same sign, are one that counts as often
 * - a BOOL of one child and nothing to exclude is that child
 *
 * A leaf with a word in several parts (tokens.h: "co-operation", "example.org") becomes a BOOL that has it as a whole or in
 * its parts, a phrase, which then counts half: who writes "co operation" is found too, and comes later.
 *
 * Names are units of their concept and words beside it (rewrite.h); stop words are gone where other words are left (stopping.h).
 *
 * Where documents are in several languages a word is read in each, and is any of its readings that are in the index: within a
 * document only those of its language can be.  A field that is no part of the default field is read in the index's own.
 *
 * Invariants: the root is not NULL; children of a BOOL are nodes of the same plan that no other BOOL has; musts stand
 * in ascending order of df.
 *
 * Threads: a plan never changes once it is built.
 */
#ifndef DSR_SEARCH_PLAN_H
#define DSR_SEARCH_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/query.h>
#include <dossier/status.h>
#include <dossier/str.h>

#include "base/arena.h"
#include "index/snapshot.h"
#include "query/ast.h"
#include "text/analyzer.h"

typedef enum dsr_plan_kind {
	DSR_PLAN_NOTHING,
	DSR_PLAN_ALL,
	DSR_PLAN_TERM,
	DSR_PLAN_PHRASE,
	DSR_PLAN_DATES,
	DSR_PLAN_BOOL
} dsr_plan_kind;

/* A word of a leaf. */
typedef struct dsr_plan_term {
	dossier_str     text;
	uint64_t        df;    /* live documents */
	double          idf;
	const dsr_term *found; /* by segment of the snapshot; its df is 0 where the term is not */
} dsr_plan_term;

typedef struct dsr_plan_node dsr_plan_node;

struct dsr_plan_node {
	uint8_t  kind;   /* dsr_plan_kind */
	uint8_t  occur;  /* dsr_occur, in the BOOL around it */
	uint8_t  scored; /* not below a NOT */
	uint8_t  list;   /* TERM, PHRASE: segment list; DATES: that of the column */
	uint8_t  in_halves; /* TERM: of a concept; K is twice that of a word */
	uint8_t  aside;  /* TERM: a word of a name beside its concept, which is shown where it stands */
	uint64_t df;     /* at most so many live documents match */

	/* TERM, PHRASE */
	double         idf;    /* scoring.h; times what the leaf counts */
	uint32_t       times;  /* leaves that were made one */
	float          weight; /* when scored */
	dsr_plan_term *terms;  /* distinct; one for a TERM */
	uint32_t      *rarest; /* indices in terms, in ascending order of df */
	uint32_t      *words;  /* index in terms of the word at each place of the phrase */
	uint32_t      *order;  /* places of the phrase, those of its rarest term first */
	uint32_t       term_count, word_count;
	uint64_t       hash;   /* of list and words */

	/* DATES */
	int32_t first_day, last_day;

	/* BOOL: musts, then shoulds, then nots */
	dsr_plan_node **children;
	uint32_t        musts, shoulds, nots;
};

typedef struct dsr_plan {
	const dsr_snapshot *snapshot;
	dsr_plan_node *nodes; /* in the order of the rewritten query's, then those made besides; those that are gone are still there */
	uint32_t       count;
	dsr_plan_node *root;
	double         scale; /* scoring.h */
	double         k1, b;
} dsr_plan;

/* The indices of a BOOL's children [from, to) by falling key, equal ones as they stand; in `arena`, NULL when out of memory. */
uint32_t *dsr_plan_order(dsr_arena *arena, const dsr_plan_node *n, uint32_t from, uint32_t to, double (*key)(const dsr_plan_node *));

/* The most that a document's score gets of a node. */
double dsr_plan_weight(const dsr_plan_node *n);

/* How a query is read, and what it finds is ranked. */
typedef struct dsr_plan_options {
	double      k1, b;
	int         keep_stop_words; /* stopping.h */
	const char *language;        /* of the stemmer for the query's words; NULL: all that the index's documents are in */
} dsr_plan_options;

/*
 * Plan `query` for `snapshot`; all memory in `arena`, borrowing from the snapshot only.
 * O(nodes + words * segments * log terms); with deletions, the lists of the words are read through.
 * Errors: NOMEM, CORRUPT.
 */
dossier_status dsr_plan_build(dsr_plan *plan, dsr_arena *arena, const dsr_snapshot *snapshot,
                              dsr_analyzer *analyzer, const dossier_query *query, const dsr_plan_options *how,
                              dossier_error *err);

#endif /* DSR_SEARCH_PLAN_H */

/*
 * ast.h - a parsed query: what dossier_query is
 *
 * A tree of nodes in one array; children are a linked list of indices.  Words stand as
 * they were typed: folding and stemming belong to the index that is searched.
 *
 * Invariants: node 0 is the root; siblings follow each other in the array, behind their parent; texts are valid UTF-8
 * without quotation marks and control characters; the tree keeps DSR_QUERY_DEPTH_MAX.  All memory lies in the
 * query's arena.
 */
#ifndef DSR_QUERY_AST_H
#define DSR_QUERY_AST_H

#include <stdint.h>

#include <dossier/query.h>
#include <dossier/str.h>

#include "base/arena.h"

/*
 * A path from the root to a leaf has at most this many nodes.  Brackets and ANDs that would
 * make it longer are read as if they were not there.
 */
#define DSR_QUERY_DEPTH_MAX 64
#define DSR_NODE_NIL UINT32_MAX

typedef enum dsr_node_kind {
	DSR_NODE_NOTHING, /* matches no document: the empty query */
	DSR_NODE_ALL,     /* matches every document, score 0 */
	DSR_NODE_TEXT,    /* the words of `text`, next to each other and in order; one word is a term */
	DSR_NODE_DATES,   /* the field's date lies in [first_day, last_day] */
	DSR_NODE_BOOL,    /* the children, by their `occur` */
	DSR_NODE_CONCEPT  /* the term `text` of a concept; made of TEXT by search/rewrite.h, never parsed */
} dsr_node_kind;

/*
 * A BOOL node matches a document that matches all MUST children, no NOT child and, where there is no MUST
 * child, at least one SHOULD child.  Its score is the sum over the MUST and SHOULD children that match.
 * It has at least one child that is not NOT, and at least two children.
 */
typedef enum dsr_occur { DSR_SHOULD, DSR_MUST, DSR_NOT } dsr_occur;

typedef struct dsr_node {
	uint8_t     kind;      /* dsr_node_kind */
	uint8_t     occur;     /* dsr_occur, in the parent; the root is DSR_MUST */
	uint8_t     filter;    /* holds nothing but DATES and ALL: adds no score */
	uint8_t     quoted;    /* TEXT: stood between quotes */
	uint8_t     half;      /* TEXT: counts half; made by search/rewrite.h, never parsed */
	uint32_t    child;     /* BOOL: index of the first child, else NIL */
	uint32_t    next;      /* index of the next sibling, or NIL */
	dossier_str field;     /* canonical name of a schema field; empty: the default field */
	dossier_str text;      /* TEXT: as typed, without quotes; holds at least one word (words.h) */
	int32_t     first_day; /* DATES: days since 1970-01-01, inclusive; INT32_MIN for no bound */
	int32_t     last_day;  /* likewise; INT32_MAX for no bound */
} dsr_node;

struct dossier_query {
	dossier_alloc alloc;
	dsr_arena     arena;
	dsr_node     *nodes;
	uint32_t      count;
	dossier_str   text; /* as dossier_query_text() gives it */
};

#endif /* DSR_QUERY_AST_H */

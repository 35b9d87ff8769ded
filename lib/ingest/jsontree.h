/*
 * jsontree.h - a JSON value as a tree, parsed in one pass
 *
 * Nodes lie in an arena.  A string without escapes is borrowed from the text, one with escapes is decoded into the arena; every
 * value also keeps how it was written, so that a number keeps its digits and an unknown member its spelling.
 *
 * Strict but for two things: any byte up to the space is white space, and control characters may stand in strings as they are.
 * Numbers go by the JSON grammar, \u escapes must be characters or pairs of surrogates, and values nest at most
 * DSR_JSON_DEPTH_MAX deep.  UTF-8 is not checked.
 *
 * Nothing recurses.
 */
#ifndef DSR_INGEST_JSONTREE_H
#define DSR_INGEST_JSONTREE_H

#include <dossier/status.h>
#include <dossier/str.h>

#include "base/arena.h"

typedef enum dsr_json_kind {
	DSR_JSON_NULL,
	DSR_JSON_BOOL,
	DSR_JSON_NUMBER,
	DSR_JSON_STRING,
	DSR_JSON_ARRAY,
	DSR_JSON_OBJECT
} dsr_json_kind;

typedef struct dsr_json dsr_json;
struct dsr_json {
	dsr_json_kind kind;
	dossier_str   key;    /* of a member of an object, decoded */
	dossier_str   text;   /* of a string, decoded; else empty */
	dossier_str   raw;    /* the value as it was written, with its quotes or brackets */
	dossier_str   member; /* as it was written, from the key's first quote on; of what is no member: raw */
	dsr_json     *child;  /* the first in an array or object, or NULL */
	dsr_json     *next;   /* behind this one in the same array or object, or NULL */
};

/*
 * Parse `text`, one value with white space around, which must outlive the tree.  Errors: INPUT with the offset of the first fault in
 * *fault (text.n where it ends too early), NOMEM.
 */
dossier_status dsr_json_parse(dsr_json **tree, dsr_arena *arena, dossier_str text, size_t *fault);

/* "true or false", "a number", ...: what kind of value `v` is, for messages. */
const char *dsr_json_kind_name(const dsr_json *v);

#endif /* DSR_INGEST_JSONTREE_H */

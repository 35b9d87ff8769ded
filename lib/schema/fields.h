/*
 * fields.h - field definitions as plain data: the built-in schema, its rules, its stored form
 *
 * Knows no reader and no writer.  A schema is kept in the index as
 *
 *   schema := name:str  count:varint  field[count]
 *   field  := name:str  kind:u8  weight:u8  flags:u16        str := length:varint bytes
 */
#ifndef DSR_SCHEMA_FIELDS_H
#define DSR_SCHEMA_FIELDS_H

#include <dossier/schema.h>
#include <dossier/status.h>
#include <dossier/str.h>

#include "base/arena.h"
#include "base/buf.h"

/* A position is left empty between two values and two fields: phrases do not cross them. */
#define DSR_FIELD_GAP 1u

#define DSR_FIELD_NAME_MAX 31u
#define DSR_FIELD_WEIGHT_MAX 15u

/*
 * Does the schema keep its rules?  MISUSE, with the first broken rule in *err, when not:
 *
 * - its name and those of its 1..DOSSIER_FIELDS_MAX fields are [a-z][a-z0-9_]* of at most
 *   DSR_FIELD_NAME_MAX bytes; no two fields share a name
 * - exactly one field is a KEY, and it is the first
 * - kinds and flags are known; one field at most has LANGUAGE, and it is TEXT and not MANY; only TEXT has a weight (0..DSR_FIELD_WEIGHT_MAX) or SEARCH
 * - a TEXT field has a weight or one of SEARCH, STORED, COLUMN
 */
dossier_status dsr_schema_check(const dossier_schema *s, dossier_error *err);

/* Index of the field called `name`, or -1. */
int dsr_schema_find(const dossier_schema *s, dossier_str name);

/* Index of the field that says the language, or -1. */
int dsr_schema_language(const dossier_schema *s);

/* Are both the same: name, and field by field? */
int dsr_schema_equal(const dossier_schema *a, const dossier_schema *b);

/* Append the stored form of a schema that keeps its rules. */
void dsr_schema_put(dsr_buf *out, const dossier_schema *s);

/*
 * Read what dsr_schema_put() wrote from [*p, end) and move *p behind it; all memory in `arena`.
 * Errors: CORRUPT when the bytes break the format or the schema's rules, NOMEM; *s and *p are then as they were.
 */
dossier_status dsr_schema_get(dossier_schema *s, dsr_arena *arena, const uint8_t **p, const uint8_t *end);

#endif /* DSR_SCHEMA_FIELDS_H */

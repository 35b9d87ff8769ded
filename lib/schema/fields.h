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

/* Does the schema keep its rules (names, one KEY that is the first, weights, no field twice)?  MISUSE. */
dossier_status dsr_schema_check(const dossier_schema *s, dossier_error *err);

/* Index of the field called `name`, or -1. */
int dsr_schema_find(const dossier_schema *s, dossier_str name);

/* Are both the same, name by name? */
int dsr_schema_equal(const dossier_schema *a, const dossier_schema *b);

void dsr_schema_put(dsr_buf *out, const dossier_schema *s);

/*
 * Read what dsr_schema_put() wrote from [p, end); all memory in `arena`.  Returns the byte behind, or NULL
 * when the bytes break the format or the schema's rules, or (arena->alloc failed) out of memory.
 */
const uint8_t *dsr_schema_get(dossier_schema *s, dsr_arena *arena, const uint8_t *p, const uint8_t *end);

#endif /* DSR_SCHEMA_FIELDS_H */

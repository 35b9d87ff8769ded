/*
 * incoming.h - a document on its way in: checked against the schema and put in its order
 */
#ifndef DSR_INDEX_INCOMING_H
#define DSR_INDEX_INCOMING_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/schema.h>
#include <dossier/status.h>
#include <dossier/str.h>
#include <dossier/writer.h>

#include "base/arena.h"
#include "segment/columns.h"

/*
 * A key is 1..DSR_KEY_MAX bytes.  All values of a document, with a gap behind each, take less than DSR_DOCUMENT_MAX bytes: as
 * a word and what parts it from the next take two bytes at least, its length, each word counted
 * DSR_FIELD_WEIGHT_MAX times, stays below 2^31.
 */
#define DSR_KEY_MAX      1024u
#define DSR_DOCUMENT_MAX (1u << 28)

typedef struct dsr_incoming_value {
	uint32_t    field; /* index in the schema */
	dossier_str text;  /* of a date: ISO, in its precision; of a language: its shortest code */
} dsr_incoming_value;

/* Values ascend by field; several of one field keep the order they were given in.  Empty values are left out. */
typedef struct dsr_incoming {
	dossier_str         key;
	dsr_incoming_value *values;
	size_t              count;
	uint64_t            size;  /* of all texts, and their gaps */
	dsr_packed_date     dates[DOSSIER_FIELDS_MAX]; /* by field; 0 where none */
	const char         *language; /* of the stemmer; NULL where the document does not say */
} dsr_incoming;

/*
 * Check `count` values against `schema` and order them.  Texts are borrowed, but for one that is no UTF-8, of which a
 * mended copy is taken; the rest lies in `arena`.
 * Errors as dossier_writer_add(): INPUT, LIMIT, NOMEM.
 */
dossier_status dsr_incoming_read(dsr_incoming *in, dsr_arena *arena, const dossier_schema *schema,
                                 const dossier_value *values, size_t count, dossier_error *err);

#endif /* DSR_INDEX_INCOMING_H */

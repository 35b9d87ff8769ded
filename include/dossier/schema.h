/*
 * dossier/schema.h - which fields a document has and what is done with each
 *
 * A schema is plain data, written once when an index is made and kept in it.  The
 * built-in schema "publication" is what every call uses where none is given:
 *
 *   name     kind  weight  flags
 *   id       KEY     -     the document's identity: adding it again replaces it
 *   title    TEXT    3     search, stored
 *   topics   TEXT    1     search, stored, column, many
 *   body     TEXT    1     stored
 *   authors  TEXT    0     search, stored, column, many
 *   type     TEXT    0     search, stored, column
 *   date     DATE    0     stored, column
 *   url      NONE    0     stored
 *   extra    NONE    0     stored            (a JSON object of all that had no field)
 *   outline  NONE    0     stored            (where body has headings, questions, speakers; below)
 *   provenance  NONE 0     stored            (a JSON object: where the record was read, import.h)
 *   lang     TEXT    0     search, stored, column, language
 *
 * Text fields with a weight above 0 make up the default field, in the order of the
 * schema: one posting list per word, an occurrence counted `weight` times.
 *
 * An outline is lines "KIND START SIZE", each ended by a line feed: of the kind s a heading of a section, q a question, t
 * the name of a speaker whose turn begins, and e (of size 0) where question and turn end.  Start and size are decimal and count
 * bytes of the body; lines ascend.  Passages go by it, of any schema with fields "body" and "outline"; a
 * line that does not fit the body ends the outline.  Where there is none, headings are told by the lines of the body.
 *
 * A language is given by an ISO 639 code of two or three letters, by a tag that begins with one ("pt-BR") or by its
 * English name; it comes back as the shortest code.  It chooses the stemmer of the texts of the default field; where a
 * document has none that is the index's own.
 */
#ifndef DOSSIER_SCHEMA_H
#define DOSSIER_SCHEMA_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/export.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum dossier_field_kind {
	DOSSIER_FIELD_NONE = 0, /* kept, not searched */
	DOSSIER_FIELD_KEY  = 1, /* exactly one in a schema, and the first */
	DOSSIER_FIELD_TEXT = 2, /* split into words */
	DOSSIER_FIELD_DATE = 3  /* YYYY, YYYY-MM or YYYY-MM-DD */
} dossier_field_kind;

enum dossier_field_flags {
	DOSSIER_FIELD_SEARCH = 1u << 0, /* has a posting list of its own: `title:peace` */
	DOSSIER_FIELD_STORED = 1u << 1, /* comes back with the document */
	DOSSIER_FIELD_COLUMN = 1u << 2, /* its values can be counted and filtered (not for long texts) */
	DOSSIER_FIELD_MANY   = 1u << 3, /* may be given more than once */
	DOSSIER_FIELD_LANGUAGE = 1u << 4 /* says in which language the document's texts are; one field of TEXT, not MANY */
};

typedef struct dossier_field {
	const char *name;   /* a-z 0-9 _, starts with a letter, at most 31 bytes */
	uint8_t     kind;   /* dossier_field_kind */
	uint8_t     weight; /* 0..15; 0: no part of the default field */
	uint16_t    flags;  /* dossier_field_flags */
} dossier_field;

/* At most this many fields. */
#define DOSSIER_FIELDS_MAX 32

typedef struct dossier_schema {
	const char          *name;
	const dossier_field *fields;
	size_t               count;
} dossier_schema;

/* The built-in schema "publication".  Static, never freed.  Any thread. */
DOSSIER_API const dossier_schema *dossier_schema_publication(void);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_SCHEMA_H */

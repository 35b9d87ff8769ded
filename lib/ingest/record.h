/*
 * record.h - one record being gathered: values of the schema "publication"
 *
 * A reader resets the record, sets what it found and closes it; closing checks the rules that every
 * record keeps, however it came in: a title, which may be set to nothing where it is unknown, an id or a url to stand
 * for it, a date that is one.
 *
 * A value that is empty or blank (no-break spaces too) says nothing and is not taken: it never hides one that
 * says something.
 * Texts are borrowed: they must live until the record is reset.  What a reader makes up itself goes into
 * the record's arena, which is emptied with it.
 *
 * Sticky: when memory runs out dsr_record_close() says so.
 */
#ifndef DSR_INGEST_RECORD_H
#define DSR_INGEST_RECORD_H

#include <stddef.h>

#include <dossier/status.h>
#include <dossier/str.h>
#include <dossier/writer.h>

#include "base/arena.h"

/* In the order of the schema. */
typedef enum dsr_record_field {
	DSR_RECORD_ID,
	DSR_RECORD_TITLE,
	DSR_RECORD_TOPICS,
	DSR_RECORD_BODY,
	DSR_RECORD_AUTHORS,
	DSR_RECORD_TYPE,
	DSR_RECORD_DATE,
	DSR_RECORD_URL,
	DSR_RECORD_EXTRA,
	DSR_RECORD_OUTLINE,
	DSR_RECORD_PROVENANCE,
	DSR_RECORD_LANG,
	DSR_RECORD_FIELDS
} dsr_record_field;

/* Values of a field that may be given more than once. */
typedef struct dsr_record_list {
	dossier_str *texts;
	size_t count, cap;
} dsr_record_list;

typedef struct dsr_record {
	dsr_arena   arena;
	dossier_str text[DSR_RECORD_FIELDS]; /* n 0: not given; topics and authors stand in the lists */
	dsr_record_list topics, authors;
	int stub;              /* what another page says of a publication: the full record takes its place */
	size_t mended;         /* so many U+FFFD were put where bytes were no UTF-8 */
	int strange;           /* a language was set that is none we know, and is left out */
	int untitled;          /* a title was set that is empty: it is known to be unknown */
	dossier_value *values; /* what dsr_record_close() made */
	size_t count, cap;
	int nomem;
} dsr_record;

void dsr_record_init(dsr_record *r, const dossier_alloc *alloc);
void dsr_record_release(dsr_record *r);

/* Empty it and keep the memory. */
void dsr_record_reset(dsr_record *r);

/* Name of a field, and the field called so, or -1. */
const char *dsr_record_name(dsr_record_field f);
int dsr_record_find(dossier_str name);

/* May the field be given more than once? */
int dsr_record_is_many(dsr_record_field f);

/* Set a field, instead of what was set before; for topics and authors, to one value. */
void dsr_record_set(dsr_record *r, dsr_record_field f, dossier_str text);

/* The same with a text that may be no UTF-8, of which a mended copy is set. */
void dsr_record_set_mended(dsr_record *r, dsr_record_field f, dossier_str text);

/* Add one to topics or authors. */
void dsr_record_add(dsr_record *r, dsr_record_field f, dossier_str text);

/* Does `text` say nothing: is it empty or blank? */
int dsr_record_is_blank(dossier_str text);

/* Add the authors in `text`, which are parted by semicolons. */
void dsr_record_add_authors(dsr_record *r, dossier_str text);

/*
 * Check the rules, write the date in ISO form, leave out a language that is not known and make values[0, count), which live until the record is
 * reset.  INPUT: a rule is broken, the message is the reason; NOMEM.
 */
dossier_status dsr_record_close(dsr_record *r, dossier_error *err);

#endif /* DSR_INGEST_RECORD_H */

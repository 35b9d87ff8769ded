/*
 * twins.h - cards of publications and the full records of the same: which takes whose place
 *
 * A card is a stub (ingest/record.h), kept under an id that begins with DSR_CARD_PREFIX.  A card and a record are twins when they
 * have the same address, or the same title and date; so are two cards.  Addresses are compared by dsr_weburl_core(), titles and
 * dates by their slug.  A full record deletes the cards that are its twins; a card is not taken when a twin is there.  So the
 * order in which files are read does not matter, nor whether that happens in one commit or in several.
 *
 * Of the cards in the index all names are in memory, read once a writer; so are the names of the records in the memtable.  Of the
 * records in segments those of the card's day are looked at, by column and stored document; by its address a record
 * there is found only when that is its key.
 *
 * Threads: those of the writer.
 */
#ifndef DSR_API_TWINS_H
#define DSR_API_TWINS_H

#include <stdint.h>

#include <dossier/status.h>

#include "base/buf.h"
#include "index/index_writer.h"
#include "index/strings.h"
#include "ingest/record.h"

typedef struct dsr_twins {
	dsr_index_writer *index; /* outlives the twins */
	const dossier_schema *schema;
	dsr_strings keys;      /* of cards; one that was deleted stays, and is not found */
	dsr_strings names;     /* of them */
	uint32_t   *key_of;    /* by name: number of its newest card's key */
	size_t      key_of_cap;
	dsr_strings fresh;     /* names of the full records in the memtable */
	uint64_t    next_segment; /* of the writer, when `fresh` was last added to */
	dsr_buf     name;
	dsr_page    page;
} dsr_twins;

/* Read the cards of the index.  On failure only release it.  Errors: NOMEM, CORRUPT. */
dossier_status dsr_twins_open(dsr_twins *t, dsr_index_writer *index, dossier_error *err);
void dsr_twins_release(dsr_twins *t);

/* Is there a twin of the card `r`?  Errors: NOMEM, CORRUPT. */
dossier_status dsr_twins_find(dsr_twins *t, const dsr_record *r, int *found, dossier_error *err);

/* Delete the cards that are twins of the full record `r`; *found is whether there were any.  Errors as of a deletion. */
dossier_status dsr_twins_replace(dsr_twins *t, const dsr_record *r, int *found, dossier_error *err);

/* The record, full or a card, was added.  Errors: NOMEM. */
dossier_status dsr_twins_added(dsr_twins *t, const dsr_record *r, dossier_error *err);

#endif /* DSR_API_TWINS_H */

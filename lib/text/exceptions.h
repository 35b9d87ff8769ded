/*
 * exceptions.h - words whose stem is looked up instead of computed
 *
 * A text of lines `stem: form form form` (stems.txt says what for) becomes a hash table from form to stem.  The
 * table holds places in the text, which it borrows, and is at most half full, so a search is short.
 *
 * Threads: once built it does not change; any number may search it.
 */
#ifndef DSR_TEXT_EXCEPTIONS_H
#define DSR_TEXT_EXCEPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/str.h>

#include "base/sieve.h"

typedef struct dsr_exception {
	uint32_t form; /* where it begins in the text, just behind a blank; 0: this slot is free */
	uint32_t stem; /* and where its stem, in front of a colon */
	uint32_t hash; /* upper half */
} dsr_exception;

typedef struct dsr_exceptions {
	const uint8_t *text;
	size_t         size;
	dsr_exception *slots;
	size_t         cap;   /* a power of two; 0: nothing is held */
	dsr_sieve      sieve; /* of the same hashes: nearly all words are no exception */
} dsr_exceptions;

/*
 * Read text[0, n), n < 2^32, which must outlive the table.  Lines that begin with # or hold no colon say nothing;
 * of a form that stands twice the first counts.  1, or 0 when out of memory.  O(n), two allocations.
 */
int dsr_exceptions_init(dsr_exceptions *e, const dossier_alloc *alloc, const uint8_t *text, size_t n);

/* Free the table.  Safe on one that is all zero. */
void dsr_exceptions_release(dsr_exceptions *e, const dossier_alloc *alloc);

/* The stem of word[0, n), which is in the text, or .p NULL where the word is none of the forms. */
dossier_str dsr_exceptions_find(const dsr_exceptions *e, const uint8_t *word, size_t n);

#endif /* DSR_TEXT_EXCEPTIONS_H */

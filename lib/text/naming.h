/*
 * naming.h - the concepts that one document names
 *
 * The words of a document are put in one after the other.  Words that are part of no name end what may be a name, and cost
 * nothing; the others wait in a short queue until the gazetteer has decided what begins with the first of them.
 *
 * An unsure form ("Georgia") waits for the end of the document: it counts if the document holds a sure name of its concept
 * or evidence for it ("Tbilisi"), and of several concepts for the best supported one, a tie for none.  A demonym that is
 * sure counts, but supports nothing: French as a language says little about France.
 *
 * Threads: one at a time.
 */
#ifndef DSR_TEXT_NAMING_H
#define DSR_TEXT_NAMING_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>

#include "text/gazetteer.h"

/* Words that wait: a full queue is worked on at once, for as long as the longest form fits behind each word. */
#define DSR_NAMING_QUEUE 64u

/* A concept that is named: bytes [start, end) of the text, whose first word the caller calls `place`. */
typedef struct dsr_named {
	uint32_t concept;
	uint32_t place;
	uint32_t start, end;
	uint32_t halves; /* 2 for a name, 1 for a demonym */
} dsr_named;

/* A name that counts if its concept is supported. */
typedef struct dsr_unsure {
	dsr_name_match match;
	dsr_named      named; /* concept and halves are not known yet */
} dsr_unsure;

typedef struct dsr_naming {
	const dossier_alloc *alloc;
	const dsr_gazetteer *gazetteer;
	dsr_name_text  text;
	dsr_name_token queue[DSR_NAMING_QUEUE];
	uint32_t       places[DSR_NAMING_QUEUE];
	uint32_t       queued;
	dsr_named     *named; /* ascending by place; sure names alone until it is settled */
	size_t         count, cap;
	dsr_unsure    *unsure;
	size_t         unsure_count, unsure_cap;
	uint32_t      *support; /* of each concept in this document */
	uint32_t      *supported; /* concepts that have some: distinct */
	size_t         supported_count;
	int            nomem; /* sticky */
} dsr_naming;

/* 1, or 0 when out of memory; `gazetteer` is borrowed. */
int dsr_naming_init(dsr_naming *n, const dossier_alloc *alloc, const dsr_gazetteer *gazetteer);
/* Safe on one that is all zero. */
void dsr_naming_release(dsr_naming *n);

/* Begin a document: nothing is named. */
void dsr_naming_begin(dsr_naming *n);

/* Begin a text of the document, which must live until its last word was put.  No name reaches from one into the next. */
void dsr_naming_text(dsr_naming *n, const uint8_t *text, size_t size);

/* End what may be a name at a word that is part of none, or at the end of the text. */
void dsr_naming_stop(dsr_naming *n);

/* Put a word that is part of names. */
void dsr_naming_put(dsr_naming *n, const dsr_name_token *token, uint32_t place);

/*
 * The first of words [i, end) of the text for which there is anything to do, by their numbers, or `end`.  Those before it need not be
 * taken.  Most words are done with here.
 */
size_t dsr_naming_next(const dsr_naming *n, const uint32_t *words, size_t i, size_t end);

/*
 * Take the next word of the text, behind which stands one that is in no name, if it can be told at once what it names: 1, or 0 where it
 * is to be taken as any other.
 */
int dsr_naming_lone(dsr_naming *n, uint32_t start, uint32_t end, uint32_t word, uint32_t place);

/* Take the next word of the text: its number is 0 where no name has it. */
static inline void dsr_naming_take(dsr_naming *n, uint32_t start, uint32_t end, uint32_t word, uint32_t place)
{
	const dsr_name_token token = { start, end, word };

	/* Nearly half of the words are somewhere in names: asked first, that would be guessed wrong too often. */
	if (!n->queued) {
		if (dsr_gazetteer_starts(n->gazetteer, word))
			dsr_naming_put(n, &token, place);
	} else if (word) {
		dsr_naming_put(n, &token, place);
	} else if (n->queued == 1 && !dsr_gazetteer_alone(n->gazetteer, n->queue[0].word)) {
		n->queued = 0; /* "new", which is no name alone */
	} else {
		dsr_naming_stop(n);
	}
}

/* End the document: decide on the unsure names.  `named` is then complete, unless nomem.  Places must have ascended. */
void dsr_naming_settle(dsr_naming *n);

/* Bytes of memory held. */
size_t dsr_naming_memory(const dsr_naming *n);

#endif /* DSR_TEXT_NAMING_H */

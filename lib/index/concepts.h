/*
 * concepts.h - the concepts that a document names become terms beside its words
 *
 * While the words of a document go into the lists, the names among them are noted (text/naming.h).  Which ones count is
 * known at its end; then the term of each concept is put beside the first word of the name, in every list that has the
 * word: twice for a name and once for a demonym, so that such terms count in halves (FORMAT.md 6).
 *
 * Threads: one at a time.
 */
#ifndef DSR_INDEX_CONCEPTS_H
#define DSR_INDEX_CONCEPTS_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/str.h>

#include "index/gather.h"
#include "index/lexicon.h"
#include "text/naming.h"
#include "text/tokens.h"

/* The words of one value, in one or two lists; either may be NULL. */
typedef struct dsr_value_words {
	dsr_gather *shared, *own;
	uint32_t    first;             /* number of its first word in the document */
	uint32_t    shared_at, own_at; /* places of that word */
} dsr_value_words;

typedef struct dsr_concepts {
	const dossier_alloc *alloc;
	dsr_naming  naming;  /* without a gazetteer where no names are known: then nothing here does anything */
	uint32_t    words;   /* of the document so far */
	dsr_value_words *values;
	size_t      count, cap;
} dsr_concepts;

/* `names` (borrowed) may be NULL.  1, or 0 when out of memory. */
int dsr_concepts_init(dsr_concepts *c, const dossier_alloc *alloc, const dsr_gazetteer *names);
void dsr_concepts_release(dsr_concepts *c);

/* Begin a document. */
void dsr_concepts_begin(dsr_concepts *c);

/* Begin a value whose words will be put into these lists.  1, or 0 when out of memory. */
int dsr_concepts_value(dsr_concepts *c, dossier_str text, dsr_gather *shared, dsr_gather *own);

/* The next words of the value, of which `before` stand in front of them, with their numbers in names (dsr_lexicon_terms()). */
void dsr_concepts_words(dsr_concepts *c, const dsr_text_token *words, const uint32_t *names, size_t n, uint32_t before);

/* End the value, which has so many words. */
static inline void dsr_concepts_end_value(dsr_concepts *c, uint32_t words)
{
	c->words += words;
	if (c->naming.gazetteer)
		dsr_naming_stop(&c->naming);
}

/* End the document: decide which names count. */
int dsr_concepts_settle(dsr_concepts *c);

/* Put the concepts that words of list `g` name beside them.  1, or 0 when out of memory. */
int dsr_concepts_put(dsr_concepts *c, dsr_lexicon *l, dsr_gather *g);

/* Bytes of memory held. */
size_t dsr_concepts_memory(const dsr_concepts *c);

#endif /* DSR_INDEX_CONCEPTS_H */

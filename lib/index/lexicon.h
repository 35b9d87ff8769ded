/*
 * lexicon.h - from a word as written to the number of its term, at the speed of one table look-up
 *
 * Text repeats itself: of a hundred words, ninety-nine have been seen before in exactly this
 * spelling.  A table from the spelling (the form) to the term number remembers what the analyzer said, so that a
 * form is folded and stemmed once.  A form of up to 16 bytes is its own key, filled with zeros.  It also knows whether
 * names have the word, so that most words need no thought about names.  Indexing reads documents through it, and passages
 * read their texts.
 *
 * Threads: one at a time.
 */
#ifndef DSR_INDEX_LEXICON_H
#define DSR_INDEX_LEXICON_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>

#include "base/buf.h"
#include "index/strings.h"
#include "text/analyzer.h"
#include "text/tokens.h"

/* The number of a word that has no term. */
#define DSR_NO_TERM (UINT32_MAX - 1)

typedef struct dsr_form {
	uint64_t low, high; /* the form's bytes; of a longer one its hash and its offset in `long_forms` */
	uint32_t term;      /* number, or DSR_NO_TERM */
	uint32_t size : 8;  /* bytes of the form; 0: an empty slot */
	uint32_t name : 24; /* its number among the words of names; 0: in none */
} dsr_form;

/* The forms of a language. */
typedef struct dsr_forms {
	dsr_form *forms;
	size_t    slots, count;
} dsr_forms;

typedef struct dsr_lexicon {
	const dossier_alloc *alloc;
	dsr_analyzer *analyzer;   /* borrowed */
	dsr_form   *forms;        /* of the language spoken; open addressing; a power of two, at most 2/3 used */
	size_t      form_slots, form_count;
	unsigned    tongue;       /* dsr_analyzer_tongue() of that language */
	dsr_forms   silent[DSR_TONGUES_MAX]; /* those of the others */
	dsr_buf     long_forms;
	dsr_strings terms;
	uint32_t   *concepts;     /* 1 + the number of each concept's term, or 0; NULL: no names are known */
	size_t      concept_count;
} dsr_lexicon;

/* What is known of a word. */
typedef struct dsr_lexeme {
	uint32_t term; /* number, DSR_NO_TERM, or DSR_STRING_NONE when out of memory */
	uint32_t name; /* dsr_gazetteer_word() */
} dsr_lexeme;

void dsr_lexicon_init(dsr_lexicon *l, const dossier_alloc *alloc, dsr_analyzer *analyzer);
void dsr_lexicon_release(dsr_lexicon *l);

/*
 * Words that follow are of `language`, or of the analyzer's own where it is NULL: each language has forms of its own, all have one
 * numbering of terms.  1, or 0 when out of memory.
 */
int dsr_lexicon_speak(dsr_lexicon *l, const char *language);

/* Forget all forms and terms, so that numbers given before say nothing any more: what comes first after a failure, if the lexicon is to be used again. */
void dsr_lexicon_reset(dsr_lexicon *l);

/* The numbers of a word of 1..DSR_WORD_MAX bytes. */
dsr_lexeme dsr_lexicon_word(dsr_lexicon *l, const uint8_t *word, size_t n);

/*
 * The same of `count` tokens of text[0, n), in terms[0, count) and names[0, count): many look-ups at once wait for memory
 * once.  1, or 0 when out of memory.
 */
int dsr_lexicon_terms(dsr_lexicon *l, const uint8_t *text, size_t n, const dsr_text_token *tokens, size_t count,
                      uint32_t *terms, uint32_t *names);

/* The number of a term, which is added when it is new; DSR_STRING_NONE when out of memory. */
uint32_t dsr_lexicon_term(dsr_lexicon *l, dossier_str term);

/* The number of a concept's term, or DSR_STRING_NONE when out of memory. */
uint32_t dsr_lexicon_concept(dsr_lexicon *l, uint32_t concept);

/* Bytes held, and those that the next table takes besides when this one will soon be too small. */
size_t dsr_lexicon_memory(const dsr_lexicon *l);
size_t dsr_lexicon_growth(const dsr_lexicon *l);

#endif /* DSR_INDEX_LEXICON_H */

/*
 * tokens.h - what of a text is indexed, searched and highlighted: its words, and what stands beside them
 *
 * A token is a piece of the text as it was written.  Most are the words of words.h.  Each word that has a term
 * (analyzer.h) takes a place; a token that is `beside` takes none, but stands at the place of the word before it, and is left
 * out where that word has no term.  So places are counted by who has the terms:
 *
 *   place = 0
 *   for each token:  no term: nothing;  beside: at place - 1, if the last word had a term;  else: at place++
 *
 * Documents, queries and passages all read their texts through this file, and therefore agree.
 *
 * Threads: no state but the reader's.
 */
#ifndef DSR_TEXT_TOKENS_H
#define DSR_TEXT_TOKENS_H

#include <stddef.h>
#include <stdint.h>

#include "text/words.h"

/* Tokens are taken at least so many at a time. */
#define DSR_TOKENS_MIN 4u

/* Bytes [start, end) of the text, 1 to DSR_WORD_MAX. */
typedef struct dsr_text_token {
	uint32_t start, end;
	uint32_t beside; /* does not take a place */
} dsr_text_token;

/* Reads the tokens of one text.  To be used by dsr_tokens_next() only. */
typedef struct dsr_tokens {
	const uint8_t *text;
	size_t   n;
	size_t   from;      /* words begin behind this */
} dsr_tokens;

/* Begin to read text[0, n), n < 2^32, which must stay where it is. */
void dsr_tokens_begin(dsr_tokens *t, const uint8_t *text, size_t n);

/* The next tokens, at most `max` >= DSR_TOKENS_MIN, to `out`.  Returns how many; 0 means the end.  O(bytes passed). */
size_t dsr_tokens_next(dsr_tokens *t, dsr_text_token *out, size_t max);

#endif /* DSR_TEXT_TOKENS_H */

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
 * Beside the first of its parts stands what several words make together:
 *
 *   co-operation     co operation, beside it co-operation, whose term is that of cooperation.  Hyphens are - ‐ ‑ with a word
 *                    directly on both sides; 2 to 4 parts, of which one holds a letter
 *   example.org      example org, beside it the whole.  So it is with all full stops between letters ("Ph.D", and a blank
 *                    that was forgotten: "policy.The") but those of acronyms, U.S.A, which stay one word
 *   example.org/a?b  example org a b, beside it the whole address; with a port, path, query or fragment where there are
 *   a.b@example.org  a b example org, beside it the whole
 *   C++ C#           C, beside it the whole
 *
 * Letters of scripts that do not part words (ideographs, Hiragana, Thai, Lao, Khmer, Myanmar) stand in overlapping pairs, and
 * alone only where no other stands next to them: of three letters the tokens are 1-2 and 2-3, each with a place of its own.
 * So a query of two letters or more is a term or a phrase, and finds them inside of longer runs; a single one does not.
 * Runs of Katakana and Hangul are words like those of Latin letters.
 *
 * A token beside holds at most DSR_WORD_MAX bytes; what would be longer stands in its parts alone.
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

/* At least so many are taken at a time. */
#define DSR_TOKENS_MIN 2u

/* Bytes [start, end) of the text, 1 to DSR_WORD_MAX. */
typedef struct dsr_text_token {
	uint32_t start, end;
	uint32_t beside; /* does not take a place */
} dsr_text_token;

/* Words found at a time. */
#define DSR_TOKENS_BATCH 64u

/* Reads the tokens of one text.  Begun by dsr_tokens_begin(), and then only known to dsr_tokens_next(). */
typedef struct dsr_tokens {
	const uint8_t *text;
	size_t   n;
	dsr_word words[DSR_TOKENS_BATCH]; /* [at, found): the next ones */
	uint32_t at, found;
	size_t   from;                    /* where the words behind them begin */
	size_t   parts_at, parts_end;     /* what is left of a word that is given out in parts */
	size_t   whole_end;               /* of the last token beside: what begins before it begins no other */
	size_t   pair_end;                /* of the last pair of letters */
} dsr_tokens;

/* Begin to read text[0, n), n < 2^32, which must stay where it is. */
void dsr_tokens_begin(dsr_tokens *t, const uint8_t *text, size_t n);

/* The next tokens, at most `max` >= DSR_TOKENS_MIN, to `out`.  Returns how many; 0 means the end.  O(bytes passed). */
size_t dsr_tokens_next(dsr_tokens *t, dsr_text_token *out, size_t max);

#endif /* DSR_TEXT_TOKENS_H */

/*
 * words.h - find the words of a text
 *
 * Unicode word boundaries (UAX #29), of which only the pieces that hold a letter or a digit are words;
 * hyphens and dashes part words, an apostrophe or full stop between letters joins.
 * An ideograph is a word of its own, and so is each letter of Hiragana, Thai and what else is written
 * without blanks.  Bytes that are no UTF-8 part words and stop nothing.
 *
 * A word is at most DSR_WORD_MAX bytes: a longer run is cut, at a character, into several
 * words that follow each other, so nothing is lost.  Behind a cut the text counts as beginning anew.
 *
 * Two rules differ from UAX #29: a colon joins nothing ("MINISTER:Well" are two words; the rule is there for
 * Swedish), and WB3c, which ties emoji together, is left out, as emoji are no words.
 *
 * How: where the text is ASCII words are found 64 bytes at a time (asciiwords.h).  Only where a longer character
 * stands in or beside a piece the rules are asked, character by character, with classes from
 * wordclass.inc, which wordclass.py writes from the Unicode character database.
 *
 * Threads: no state.
 */
#ifndef DSR_TEXT_WORDS_H
#define DSR_TEXT_WORDS_H

#include <stddef.h>
#include <stdint.h>

#define DSR_WORD_MAX 255u

/* Bytes [start, end) of the text. */
typedef struct dsr_word {
	uint32_t start, end;
	uint32_t plain; /* 1: nothing but ASCII letters, digits and '_', and behind it none of - @ + % # and no longer character */
} dsr_word;

/*
 * Find the next words of text[0, n), n < 2^32, from byte *from on; writes at most `max` to `out` and
 * moves *from behind the last (to n after the last word of the text).  Returns how many, which may be fewer than
 * `max` before the end; 0 means the end.  Start with *from = 0 and call again with what it was left at.  O(bytes passed).
 */
size_t dsr_words_find(const uint8_t *text, size_t n, size_t *from, dsr_word *out, size_t max);

/*
 * Is the word one letter (with its marks) of those that are words of their own because nothing in their script parts words?
 * `w` is a word of `text`.
 */
int dsr_word_is_letter(const uint8_t *text, dsr_word w);

#endif /* DSR_TEXT_WORDS_H */

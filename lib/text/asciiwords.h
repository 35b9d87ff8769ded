/*
 * asciiwords.h - the words of a text as far as its ASCII bytes alone decide, many at a time
 *
 * Of the rules of words.h four are left where no longer character stands in or beside a piece: letters, digits and
 * '_' hold together in any order; ' and . hold two letters together; ' . , and ; hold two digits together; all else
 * parts.  So 64 bytes become bit masks, one bit a byte, and words are runs of bits:
 *
 *   joined = ('.) & letter << 1 & letter >> 1  |  ('.,;) & digit << 1 & digit >> 1
 *   word   = letter | digit | _ | joined         starts = word & ~(word << 1)         ends = ~word & (word << 1)
 *   plain  = ends & ~sign & ((word & ~joined) + starts), as a sum carries from the start of a word to its end unless there is a gap
 *
 * A window of 64 bytes is entered at the beginning of a piece and left before the first that does not end well
 * inside it, so nothing is carried from one to the next.
 */
#ifndef DSR_TEXT_ASCIIWORDS_H
#define DSR_TEXT_ASCIIWORDS_H

#include <stddef.h>
#include <stdint.h>

#include "text/words.h"

/* Does a byte behind a word say that the word may be part of something longer, so that it is not `plain`? */
static inline int dsr_asciiwords_is_sign(uint8_t c)
{
	return c == '-' || c == '@' || c == '+' || c == '%' || c == '#' || c >= 0x80;
}

/* A kernel finds nothing when there is room for fewer words. */
#define DSR_ASCIIWORDS_ROOM 32u

/*
 * Find words of text[0, n) from byte *from on, where a piece begins anew, and write at most `max` to `out`.  *from is
 * moved behind all that is settled: to n, or to where a piece begins that holds or touches a byte from 0x80 on, begins with
 * '_' or is longer than a window, or where the room ended.  Returns how many.  Which of the last it is, and how far
 * a kernel comes, differs; together with words.c all give the same words.
 */
typedef size_t (*dsr_asciiwords_fn)(const uint8_t *text, size_t n, size_t *from, dsr_word *out, size_t max);

typedef struct dsr_asciiwords_impl {
	const char       *name;
	int               level; /* dsr_cpu_level it needs */
	dsr_asciiwords_fn run;
} dsr_asciiwords_impl;

/* Best first; the last is portable. */
extern const dsr_asciiwords_impl dsr_asciiwords_impls[];
extern const size_t              dsr_asciiwords_impl_count;

/* The best kernel this processor has. */
dsr_asciiwords_fn dsr_asciiwords(void);

#endif /* DSR_TEXT_ASCIIWORDS_H */

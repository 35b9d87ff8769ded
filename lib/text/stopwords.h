/*
 * stopwords.h - words of an English query that say how it is put, not what it is about
 *
 * "What is the position of the government on ..." means position and government.  Documents keep all their words, so that
 * phrases find them; only a query may leave these out (search/plan.h says when).
 *
 * stopwords.txt holds one word a line, in ascending order; lines that begin with # come first.
 *
 * Threads: no state.
 */
#ifndef DSR_TEXT_STOPWORDS_H
#define DSR_TEXT_STOPWORDS_H

#include <stddef.h>
#include <stdint.h>

/* Is word[0, n), folded and without apostrophes, one of them?  O(log size of the list); nothing is built beforehand. */
int dsr_is_stopword(const uint8_t *word, size_t n);

#endif /* DSR_TEXT_STOPWORDS_H */

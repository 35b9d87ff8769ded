/*
 * fold.h - spellings of a word that differ only in case, diacritics or typography become one
 *
 * A word is decomposed (Unicode compatibility forms too: ligatures, fullwidth letters), case-folded, freed of
 * diacritics and of what is invisible (soft hyphens, joiners), and composed again, so the result is in
 * NFC.  Letters whose stroke or ligature Unicode does not take apart go to their base too: o for ø, ae for æ.
 *
 * A diacritic is a mark above, below or through a letter, a vowel point of Hebrew or Arabic, or an
 * enclosing mark.  The marks that spell words in the scripts of India and of South-East Asia, and those
 * that make another Kana, stay.  No language is known here: й becomes и, and ı becomes i.
 *
 * Threads: no state.
 */
#ifndef DSR_TEXT_FOLD_H
#define DSR_TEXT_FOLD_H

#include <stddef.h>
#include <stdint.h>

/*
 * Fold word[0, n) into out[0, cap) and return the length.  Of a word longer than DSR_WORD_MAX only the beginning
 * counts; what does not fit in `cap` is left out, by whole characters.  What is not UTF-8 folds to nothing.
 * Allocates nothing; takes 6 KB of stack.  O(n) for ASCII and for words as they are written.
 */
size_t dsr_fold(const uint8_t *word, size_t n, uint8_t *out, size_t cap);

/* Is `c` a capital letter, a small one?  Title case counts as capital. */
int dsr_is_capital(uint32_t c);
int dsr_is_small(uint32_t c);

#endif /* DSR_TEXT_FOLD_H */

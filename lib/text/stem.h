/*
 * stem.h - cut the endings of words: libstemmer (Snowball) behind a small door
 *
 * The only place that knows libstemmer.  Its memory comes from malloc, outside the allocator of an index: some
 * hundred bytes for a stemmer, and the word at hand.  That is the one exception in the library.
 *
 * Threads: a stemmer belongs to one thread at a time.
 */
#ifndef DSR_TEXT_STEM_H
#define DSR_TEXT_STEM_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>
#include <dossier/str.h>

typedef struct sb_stemmer dsr_stemmer;

/* A stemmer for a language by its full English name in small letters.  Errors: NOMEM, MISUSE (unknown). */
dossier_status dsr_stemmer_new(dsr_stemmer **out, const char *language, dossier_error *err);

/* Free it.  NULL-safe. */
void dsr_stemmer_free(dsr_stemmer *s);

/* The stem of a folded word (fold.h), valid until the next call; .p is NULL when out of memory. */
dossier_str dsr_stemmer_stem(dsr_stemmer *s, const uint8_t *word, size_t n);

#endif /* DSR_TEXT_STEM_H */

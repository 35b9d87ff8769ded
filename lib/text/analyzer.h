/*
 * analyzer.h - from a token as written to the term that is indexed
 *
 * In this order: case and diacritics are folded (fold.h), a possessive 's or ’s is cut, and so is an apostrophe
 * at the end, in French, Italian and Catalan also what is elided in front of a vowel (l'accord); what holds a sign that no word has is done, it is an address or the like; an acronym, single letters with full stops
 * between, loses them and is done; then apostrophes, hyphens, full stops between letters and the commas that group thousands
 * go, and what is left is stemmed: in English by a list of exceptions (stems.txt) where it holds the word, else by Snowball
 * (stem.h).
 *
 *   policy’s -> polici   O'Neill -> oneil   U.S.A -> usa   10,000 -> 10000   3.5 -> 3.5   Côte -> cote
 *   co-operation -> cooperat   Ph.D -> phd   example.org/a -> example.org/a
 *
 * An acronym that would then spell one of the commonest words keeps its full stops: U.S. is "u.s" and not "us", W.H.O. is
 * "w.h.o", but U.N. and UN are one term.
 *
 * The same analyzer serves documents, queries and highlights.
 *
 * Threads: an analyzer belongs to one thread at a time.
 */
#ifndef DSR_TEXT_ANALYZER_H
#define DSR_TEXT_ANALYZER_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/status.h>
#include <dossier/str.h>

/* A term is at most this many bytes. */
#define DSR_TERM_MAX 1020u

typedef struct dsr_analyzer dsr_analyzer;
struct dsr_gazetteer;

/* At most so many languages an analyzer speaks: more than there are stemmers. */
#define DSR_TONGUES_MAX 40u

/*
 * An analyzer whose own language is `language`, one that libstemmer knows ("english"), or "none" for no stemming.  Takes some
 * 30 us for English, of which most goes into the table of exceptions.  Errors: NOMEM, MISUSE.
 */
dossier_status dsr_analyzer_new(dsr_analyzer **out, const dossier_alloc *alloc, const char *language,
                                dossier_error *err);
void dsr_analyzer_free(dsr_analyzer *a);

/* Stem by the stemmer alone from now on. */
void dsr_analyzer_drop_exceptions(dsr_analyzer *a);

/* Give the analyzer names to know, or NULL; they must outlive it. */
void dsr_analyzer_lend_names(dsr_analyzer *a, const struct dsr_gazetteer *names);

/* The names that it knows, or NULL. */
const struct dsr_gazetteer *dsr_analyzer_names(const dsr_analyzer *a);

/*
 * Stem the words that follow as those of `language`; NULL: of the analyzer's own.  A stemmer is made when its language is
 * spoken first.  After a failure the language is the one before.  Errors: NOMEM, MISUSE (no such stemmer).
 */
dossier_status dsr_analyzer_speak(dsr_analyzer *a, const char *language, dossier_error *err);

/* The number of the language spoken, in the order in which they were first spoken; its own is 0. */
unsigned dsr_analyzer_tongue(const dsr_analyzer *a);

/*
 * The word as a stemmer is given it, in out[]: folded, without possessive and signs, an acronym without its dots; *acronym says
 * whether it had some.  Returns the length.
 */
size_t dsr_analyzer_plain(const uint8_t *word, size_t n, uint8_t out[DSR_TERM_MAX], int *acronym);

/*
 * The term of one token (as tokens.h finds it, 1..DSR_WORD_MAX bytes): UTF-8, valid until the next call.
 * Empty when nothing is left of it: such a word is not indexed and takes no position.  .p is NULL
 * when out of memory.
 */
dossier_str dsr_analyzer_term(dsr_analyzer *a, const uint8_t *word, size_t n);

#endif /* DSR_TEXT_ANALYZER_H */

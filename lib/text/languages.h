/*
 * languages.h - languages by their codes and names, and which of them have a stemmer
 *
 * A language is called by its ISO 639 code of two letters or three, by its English name, or by a tag that begins with a
 * code ("pt-BR", "zh_Hans"), in any case.  Some have no stemmer: their words are taken as they are.
 *
 * Threads: no state.
 */
#ifndef DSR_TEXT_LANGUAGES_H
#define DSR_TEXT_LANGUAGES_H

#include <dossier/str.h>

typedef struct dsr_language {
	const char *code;    /* of two letters; "" for none and porter, which are no languages */
	const char *code3[2]; /* of three, for terms and for books; "" where there is only one */
	const char *name;    /* English, in small letters */
	const char *stemmer; /* what dsr_analyzer_new() takes for it */
} dsr_language;

/* The language called so, or NULL.  Static. */
const dsr_language *dsr_language_find(dossier_str called);

#endif /* DSR_TEXT_LANGUAGES_H */

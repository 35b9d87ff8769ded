/*
 * oracle_names.h - the names in a text, found by trying every form at every word
 *
 * With the engine it shares the reading of the file into forms and the folding of words; how words become names, what the
 * flags of forms demand and which unsure ones count is written here anew, after the head of lib/text/names.txt.
 */
#ifndef DSR_TESTS_ORACLE_NAMES_H
#define DSR_TESTS_ORACLE_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/str.h>

#include "text/gazetteer.h"
#include "text/tokens.h"

/* A concept, named at the token with this number. */
typedef struct oracle_name {
	size_t   token;
	uint32_t concept;
	int      halves;
} oracle_name;

/* How often each concept is supported in a document: all 0 before its first text.  Adds what one text holds. */
void oracle_names_support(const dsr_gazetteer *g, dossier_str text, const dsr_text_token *tokens, const char *has_term, size_t n,
                          unsigned *support);

/* The names of a text, once all texts of the document were heard.  `out` has room for n; returns how many. */
size_t oracle_names_find(const dsr_gazetteer *g, dossier_str text, const dsr_text_token *tokens, const char *has_term, size_t n,
                         const unsigned *support, oracle_name *out);

#endif /* DSR_TESTS_ORACLE_NAMES_H */

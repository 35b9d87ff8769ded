/*
 * lexer.h - cut a query into tokens
 *
 * The text is first cleaned: a copy is made in which every blank, control character and invalid
 * byte is a space, every quotation mark is `"`, and each `"` has a partner (of an odd number the
 * last one becomes a space).  The lexer then cuts the copy in one pass, at plain ASCII bytes.
 *
 *   token  := sign* field? ( word | `"` any `"` | `(` )  |  `)`  |  `AND`  |  `OR`  |  `NOT`
 *   sign   := `+` | `-`           the first counts, and only behind a space, a `(` or nothing
 *   field  := name `:`            a field that can be searched, else it is part of the word
 *   word   := any bytes but space, quote and brackets
 *
 * Invariants: texts of tokens are valid UTF-8 without quotation marks and control characters, and
 * lie in the cleaned text.
 */
#ifndef DSR_QUERY_LEXER_H
#define DSR_QUERY_LEXER_H

#include <dossier/schema.h>
#include <dossier/str.h>

#include "base/arena.h"

typedef enum dsr_token_kind {
	DSR_TOKEN_END,
	DSR_TOKEN_TEXT,  /* a word or what stood between quotes */
	DSR_TOKEN_OPEN,
	DSR_TOKEN_CLOSE,
	DSR_TOKEN_AND,
	DSR_TOKEN_OR,
	DSR_TOKEN_NOT
} dsr_token_kind;

typedef struct dsr_token {
	dsr_token_kind kind;
	char           sign;  /* TEXT, OPEN: '+', '-' or 0 */
	int            field; /* TEXT, OPEN: index in the schema, or -1 */
	int            quoted; /* TEXT: stood between quotes */
	dossier_str    text;  /* as typed; TEXT: without sign, field and quotes */
} dsr_token;

typedef struct dsr_lexer {
	const char *begin, *at, *end;
	const dossier_schema *schema;
} dsr_lexer;

/* The cleaned copy of `text`, in `arena`; .p is NULL when out of memory.  O(n). */
dossier_str dsr_query_clean(dsr_arena *arena, dossier_str text);

/* Start on a cleaned text; both are borrowed. */
void dsr_lexer_init(dsr_lexer *l, dossier_str cleaned, const dossier_schema *schema);

/* The next token; END for ever after the last.  O(bytes passed). */
dsr_token dsr_lexer_next(dsr_lexer *l);

/* Is `s` AND, OR or NOT?  Its token, or TEXT. */
dsr_token_kind dsr_token_of_word(dossier_str s);

#endif /* DSR_QUERY_LEXER_H */

/*
 * jsontext.h - JSON as it is written: where an object ends, what its strings, numbers and escapes look like
 *
 * The parser (jsontree.c) wants whole objects.  Here is how one is found in bytes that are still arriving, and what parser and
 * reader both need to know of the grammar.
 *
 * Nothing is allocated but by the dsr_buf handed in; everything is linear and none of it recurses.
 */
#ifndef DSR_INGEST_JSONTEXT_H
#define DSR_INGEST_JSONTEXT_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/str.h>

#include "base/buf.h"

/* Objects and arrays nest at most so deep: one bit each in dsr_json_scan. */
#define DSR_JSON_DEPTH_MAX 64u

typedef enum dsr_json_end {
	DSR_JSON_MORE,   /* not seen yet */
	DSR_JSON_CLOSED, /* the object is [0, at) */
	DSR_JSON_OPEN_STRING, /* the string that begins at `string` does not end on its line; at: the line's end */
	DSR_JSON_OPEN_OBJECT, /* at `at` a line begins with a new object, and this one is not closed */
	DSR_JSON_BRACKET,     /* the bracket at `at` closes nothing that is open */
	DSR_JSON_DEEP         /* the bracket at `at` is one level too deep */
} dsr_json_end;

typedef struct dsr_json_scan {
	size_t   at;     /* next byte to look at */
	size_t   string; /* where the last string began */
	size_t   values; /* at most so many values are in it */
	unsigned depth;
	uint64_t kinds;  /* bit d: level d + 1 is an array */
	int      in_string;
	unsigned seen;   /* in strings: bits of codec/quoted.h */
} dsr_json_scan;

/*
 * Look for the end of the object that begins at text[0], of which `n` bytes are here; `last` says that no more
 * will come.  After MORE call again with the same scan and a longer text (which may lie elsewhere).
 *
 * An object may go on over several lines, a string may not: so one damaged line never swallows the next.
 * For the same reason a line that begins with {" (or { ") ends an object that is still open.
 */
dsr_json_end dsr_json_scan_object(dsr_json_scan *s, const uint8_t *text, size_t n, int last);

/*
 * Turn every escape of text[0, n) that no text of ours can hold, a NUL and a surrogate that is not one of a pair, into an
 * escaped U+FFFD, which is as long, and count them in *mended.  Returns the offset of the first escape with u that four
 * hexadecimal digits do not follow, or n.
 */
size_t dsr_json_mend_escapes(uint8_t *text, size_t n, size_t *mended);

/* Length of the string that begins `s`, quotes included; 0 where it does not end.  *seen gets bits of codec/quoted.h. */
size_t dsr_json_string_length(dossier_str s, unsigned *seen);

/* Length of what is neither string nor mark at the beginning of `s`: a number or a word. */
size_t dsr_json_atom_length(dossier_str s);

/* Length of the escape whose backslash begins `s`, both halves of a pair of surrogates together; 0 when it is none. */
size_t dsr_json_escape_length(dossier_str s);

/* The number that its four hexadecimal digits stand for, or -1. */
int dsr_json_escaped_unit(dossier_str s);

/*
 * Append `value` without white space between its tokens and with control characters in strings escaped.
 * Returns the offset in `value` of a number that is none by the JSON grammar (parsers are lenient), or value.n.
 */
size_t dsr_json_compact(dsr_buf *out, dossier_str value);

/* Is it a number by the JSON grammar? */
int dsr_json_is_number(dossier_str s);

#endif /* DSR_INGEST_JSONTEXT_H */

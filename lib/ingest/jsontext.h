/*
 * jsontext.h - JSON as it is written: where an object ends, what its members look like
 *
 * The parser (jsonl.c) wants whole objects and gives back values.  Here is what it does not tell: where an
 * object ends in bytes that are still arriving, and the text of a member as it stood there, so that a number keeps
 * its digits and an unknown member its spelling.
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
 * Turn every escaped NUL (a backslash and u0000) of text[0, n) into an escaped U+FFFD, which is as long.  Returns the offset of
 * the first escape with u that four hexadecimal digits do not follow, or n: the parser would end the string there.
 */
size_t dsr_json_replace_nul(uint8_t *text, size_t n);

/* The text of one member of an object: key with its quotes, and value, without white space around. */
typedef struct dsr_json_member {
	dossier_str key, value;
} dsr_json_member;

/*
 * The next member of an object that a parser has accepted.  Start with *rest = the object's text from its '{' on.
 * Returns 1, or 0 behind the last.
 */
int dsr_json_next_member(dossier_str *rest, dsr_json_member *m);

/*
 * Append `value` without white space between its tokens and with control characters in strings escaped.
 * Returns the offset in `value` of a number that is none by the JSON grammar (parsers are lenient), or value.n.
 */
size_t dsr_json_compact(dsr_buf *out, dossier_str value);

/*
 * Offset of the first fault of an object that dsr_json_scan_object() found the end of, or text.n when there is none.  It is at
 * least as strict as the parser, so that one who takes nothing faultless has run out of memory.  White space and control
 * characters in strings are taken as the parser takes them; numbers go by the JSON grammar and have at most
 * DSR_JSON_NUMBER_MAX bytes.  O(n).
 */
#define DSR_JSON_NUMBER_MAX 63u
size_t dsr_json_fault(dossier_str text);

/* Is it a number by the JSON grammar? */
int dsr_json_is_number(dossier_str s);

#endif /* DSR_INGEST_JSONTEXT_H */

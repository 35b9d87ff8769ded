/*
 * jsontext.c - see jsontext.h
 */
#include "ingest/jsontext.h"

#include <string.h>

#include "base/bytes.h"

#define EACH(byte) (0x0101010101010101u * (uint64_t)(byte))

/* Nonzero when one of 8 bytes is a quote, a backslash or below a space. */
static uint64_t has_special(uint64_t x)
{
	const uint64_t quote = x ^ EACH('"'), slash = x ^ EACH('\\');

	return (((quote - EACH(1)) & ~quote) | ((slash - EACH(1)) & ~slash) | ((x - EACH(' ')) & ~x)) & EACH(0x80);
}

/* Inside a string: the next byte from `at` on that is a quote, a backslash or a control character, or `n`. */
static size_t skip_plain(const uint8_t *p, size_t at, size_t n)
{
	while (n - at >= 8 && !has_special(dsr_get_u64(p + at)))
		at += 8;
	while (at < n && p[at] != '"' && p[at] != '\\' && p[at] >= ' ')
		at++;
	return at;
}

/* Does a line that begins with an object follow the line's end at p[at]?  -1: too few bytes to tell. */
static int object_follows(const uint8_t *p, size_t at, size_t n, int last)
{
	const size_t rest = n - at;

	if (rest < 4 && !last)
		return -1;
	if (rest < 3 || p[at + 1] != '{')
		return 0;
	return p[at + 2] == '"' || (rest >= 4 && p[at + 2] == ' ' && p[at + 3] == '"');
}

/* Behind a quote: goes on to the string's end, or as far as it can. */
static dsr_json_end scan_string(dsr_json_scan *s, const uint8_t *p, size_t n)
{
	for (;;) {
		s->at = skip_plain(p, s->at, n);
		if (s->at == n || (p[s->at] == '\\' && s->at + 1 == n))
			return DSR_JSON_MORE;
		if (p[s->at] == '\\')
			s->at++;
		else if (p[s->at] == '"')
			break;
		if (p[s->at] == '\n')
			return DSR_JSON_OPEN_STRING;
		s->at++;
	}
	s->at++;
	s->in_string = 0;
	return DSR_JSON_CLOSED;
}

static dsr_json_end open_level(dsr_json_scan *s, int is_array)
{
	if (s->depth == DSR_JSON_DEPTH_MAX)
		return DSR_JSON_DEEP;
	s->kinds = (s->kinds & ~(UINT64_C(1) << s->depth)) | (uint64_t)is_array << s->depth;
	s->depth++;
	s->values++;
	return DSR_JSON_MORE;
}

static dsr_json_end close_level(dsr_json_scan *s, int is_array)
{
	if (!s->depth || (s->kinds >> (s->depth - 1) & 1) != (uint64_t)is_array)
		return DSR_JSON_BRACKET;
	s->depth--;
	return s->depth ? DSR_JSON_MORE : DSR_JSON_CLOSED;
}

/* One byte outside of strings.  What is not MORE ends the scan. */
static dsr_json_end scan_byte(dsr_json_scan *s, uint8_t c)
{
	switch (c) {
	case '{': return open_level(s, 0);
	case '[': return open_level(s, 1);
	case '}': return close_level(s, 0);
	case ']': return close_level(s, 1);
	case ',':
		s->values++;
		return DSR_JSON_MORE;
	case '"':
		s->string = s->at;
		s->in_string = 1;
		return DSR_JSON_MORE;
	}
	return DSR_JSON_MORE;
}

dsr_json_end dsr_json_scan_object(dsr_json_scan *s, const uint8_t *text, size_t n, int last)
{
	dsr_json_end end;

	while (s->at < n) {
		if (s->in_string) {
			end = scan_string(s, text, n);
			if (end != DSR_JSON_CLOSED)
				return end;
			continue;
		}
		if (text[s->at] == '\n') {
			const int follows = object_follows(text, s->at, n, last);

			if (follows < 0)
				return DSR_JSON_MORE;
			s->at++;
			if (follows)
				return DSR_JSON_OPEN_OBJECT;
			continue;
		}
		end = scan_byte(s, text[s->at]);
		if (end == DSR_JSON_BRACKET || end == DSR_JSON_DEEP)
			return end;
		s->at++;
		if (end == DSR_JSON_CLOSED)
			return end;
	}
	return DSR_JSON_MORE;
}

/* The number that the four hexadecimal digits of an escape stand for, or -1.  `s` begins with the backslash. */
static int escaped_unit(dossier_str s)
{
	int unit = 0;

	if (s.n < 6 || s.p[1] != 'u')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		const char c = s.p[i];

		if (c >= '0' && c <= '9')
			unit = unit * 16 + c - '0';
		else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
			unit = unit * 16 + (c | 32) - 'a' + 10;
		else
			return -1;
	}
	return unit;
}

size_t dsr_json_replace_nul(uint8_t *text, size_t n)
{
	uint8_t *const end = text + n;
	uint8_t *p = text;

	while ((p = memchr(p, '\\', (size_t)(end - p))) != NULL && end - p >= 2) {
		if (p[1] == 'u') {
			const int unit = escaped_unit((dossier_str){ (char *)p, (size_t)(end - p) });

			if (unit < 0)
				return (size_t)(p - text);
			if (!unit)
				memcpy(p, "\\uFFFD", 6);
		}
		p += 2;
	}
	return n;
}

static void skip(dossier_str *s, size_t n)
{
	s->p += n;
	s->n -= n;
}

/* The parser takes every byte up to the space for white space; so is it here. */
static void skip_white(dossier_str *s)
{
	while (s->n && (uint8_t)*s->p <= ' ')
		skip(s, 1);
}

/* Length of the string that begins s, quotes included. */
static size_t string_length(dossier_str s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t at = 1;

	while (at < s.n) {
		at = skip_plain(p, at, s.n);
		if (at < s.n && p[at] == '"')
			return at + 1;
		at += at < s.n && p[at] == '\\' ? 2 : 1;
	}
	return s.n;
}

/* Length of what is neither string nor bracket nor comma: a number or a word. */
static size_t atom_length(dossier_str s)
{
	size_t n = 0;

	while (n < s.n && (uint8_t)s.p[n] > ' ' && !memchr(",:]}[{\"", s.p[n], 7))
		n++;
	return n;
}

/* Length of the value that begins s. */
static size_t value_length(dossier_str s)
{
	size_t at = 0;
	size_t depth = 0;

	while (at < s.n) {
		const dossier_str rest = { s.p + at, s.n - at };
		const size_t n = *rest.p == '"' ? string_length(rest) : atom_length(rest);
		const char c = *rest.p;

		at += n ? n : 1;
		depth += c == '[' || c == '{';
		depth -= depth && (c == ']' || c == '}');
		if (!depth)
			break;
	}
	return at;
}

int dsr_json_next_member(dossier_str *rest, dsr_json_member *m)
{
	skip_white(rest);
	if (!rest->n || (*rest->p != '{' && *rest->p != ','))
		return 0;
	skip(rest, 1);
	skip_white(rest);
	if (!rest->n || *rest->p != '"')
		return 0;
	m->key = (dossier_str){ rest->p, string_length(*rest) };
	skip(rest, m->key.n);
	skip_white(rest);
	if (!rest->n)
		return 0;
	skip(rest, 1);
	skip_white(rest);
	m->value = (dossier_str){ rest->p, value_length(*rest) };
	skip(rest, m->value.n);
	return 1;
}

static size_t digits(dossier_str s, size_t from)
{
	size_t n = 0;

	while (from + n < s.n && s.p[from + n] >= '0' && s.p[from + n] <= '9')
		n++;
	return n;
}

int dsr_json_is_number(dossier_str s)
{
	size_t at = s.n && *s.p == '-';
	size_t n = digits(s, at);

	if (!n || (n > 1 && s.p[at] == '0'))
		return 0;
	at += n;
	if (at < s.n && s.p[at] == '.') {
		n = digits(s, ++at);
		if (!n)
			return 0;
		at += n;
	}
	if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
		at++;
		at += at < s.n && (s.p[at] == '+' || s.p[at] == '-');
		n = digits(s, at);
		if (!n)
			return 0;
		at += n;
	}
	return at == s.n;
}

/* Length of the escape that begins s, both halves of a pair of surrogates together; 0 when it is none. */
static size_t escape_length(dossier_str s)
{
	const int unit = escaped_unit(s);

	if (unit < 0)
		return s.n >= 2 && memchr("\"\\/bfnrt", s.p[1], 8) ? 2 : 0;
	if (unit < 0xD800 || unit > 0xDFFF)
		return 6;
	if (unit < 0xDC00 && s.n >= 12 && s.p[6] == '\\') {
		const int low = escaped_unit((dossier_str){ s.p + 6, s.n - 6 });

		return low >= 0xDC00 && low <= 0xDFFF ? 12 : 0;
	}
	return 0;
}

/* Offset of the first escape of the string s that is none, or s.n. */
static size_t string_fault(dossier_str s)
{
	size_t at = 0;

	for (;;) {
		const char *slash = memchr(s.p + at, '\\', s.n - at);
		size_t n;

		if (!slash)
			return s.n;
		at = (size_t)(slash - s.p);
		n = escape_length((dossier_str){ slash, s.n - at });
		if (!n)
			return at;
		at += n;
	}
}

static int is_atom(dossier_str s)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (s.n == strlen(words[i]) && !memcmp(s.p, words[i], s.n))
			return 1;
	return s.n <= DSR_JSON_NUMBER_MAX && dsr_json_is_number(s);
}

/* What may come next where the grammar is followed. */
typedef enum next_token {
	NEXT_VALUE,
	NEXT_FIRST_VALUE, /* or the array's end */
	NEXT_KEY,
	NEXT_FIRST_KEY,   /* or the object's end */
	NEXT_COLON,
	NEXT_COMMA        /* or an end */
} next_token;

/* Go over the bracket, comma or colon `c`: 1, or 0 when it may not stand here. */
static int take_mark(dsr_json_scan *s, next_token *next, char c)
{
	const int in_array = s->depth && (s->kinds >> (s->depth - 1) & 1);
	const next_token want = *next;

	switch (c) {
	case '{':
	case '[':
		*next = c == '{' ? NEXT_FIRST_KEY : NEXT_FIRST_VALUE;
		return want <= NEXT_FIRST_VALUE && open_level(s, c == '[') == DSR_JSON_MORE;
	case '}':
	case ']':
		*next = NEXT_COMMA;
		return (want == NEXT_COMMA || want == (in_array ? NEXT_FIRST_VALUE : NEXT_FIRST_KEY)) &&
		       close_level(s, c == ']') != DSR_JSON_BRACKET;
	case ',':
		*next = in_array ? NEXT_VALUE : NEXT_KEY;
		return want == NEXT_COMMA && s->depth;
	default:
		*next = NEXT_VALUE;
		return c == ':' && want == NEXT_COLON;
	}
}

size_t dsr_json_fault(dossier_str text)
{
	dossier_str rest = text;
	dsr_json_scan s = { 0 };
	next_token next = NEXT_VALUE;

	for (skip_white(&rest); rest.n; skip_white(&rest)) {
		const size_t at = text.n - rest.n;
		const int is_string = *rest.p == '"';
		const size_t n = is_string ? string_length(rest) : atom_length(rest);
		const dossier_str token = { rest.p, n };

		if (!n) {
			if (!take_mark(&s, &next, *rest.p))
				return at;
		} else if (is_string) {
			const size_t fault = string_fault(token);

			if (next == NEXT_COLON || next == NEXT_COMMA)
				return at;
			if (fault < n)
				return at + fault;
			next = next >= NEXT_KEY ? NEXT_COLON : NEXT_COMMA;
		} else {
			if (next > NEXT_FIRST_VALUE || !is_atom(token))
				return at;
			next = NEXT_COMMA;
		}
		skip(&rest, n ? n : 1);
	}
	return text.n;
}

static void compact_string(dsr_buf *out, dossier_str s)
{
	static const char hex[] = "0123456789abcdef";

	while (s.n) {
		size_t n = 0;

		while (n < s.n && (uint8_t)s.p[n] >= ' ')
			n++;
		dsr_buf_put(out, s.p, n);
		skip(&s, n);
		if (!s.n)
			break;
		dsr_buf_put(out, "\\u00", 4);
		dsr_buf_put_u8(out, (uint8_t)hex[*s.p >> 4 & 15]);
		dsr_buf_put_u8(out, (uint8_t)hex[*s.p & 15]);
		skip(&s, 1);
	}
}

size_t dsr_json_compact(dsr_buf *out, dossier_str value)
{
	dossier_str rest = value;

	for (skip_white(&rest); rest.n; skip_white(&rest)) {
		const char c = *rest.p;
		size_t n = 1;

		if (c == '"') {
			n = string_length(rest);
			compact_string(out, (dossier_str){ rest.p, n });
		} else {
			n = atom_length(rest);
			if (n && (c == '-' || (c >= '0' && c <= '9')) && !dsr_json_is_number((dossier_str){ rest.p, n }))
				return value.n - rest.n;
			n = n ? n : 1;
			dsr_buf_put(out, rest.p, n);
		}
		skip(&rest, n);
	}
	return value.n;
}

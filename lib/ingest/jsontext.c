/*
 * jsontext.c - see jsontext.h
 */
#include "ingest/jsontext.h"

#include <string.h>

#include "codec/quoted.h"

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
	s->at += dsr_quoted_end(p + s->at, n - s->at, &s->seen);
	if (s->at == n || p[s->at] == '\\')
		return DSR_JSON_MORE;
	if (p[s->at] == '\n')
		return DSR_JSON_OPEN_STRING;
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

int dsr_json_escaped_unit(dossier_str s)
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

size_t dsr_json_escape_length(dossier_str s)
{
	const int unit = dsr_json_escaped_unit(s);

	if (unit < 0)
		return s.n >= 2 && memchr("\"\\/bfnrt", s.p[1], 8) ? 2 : 0;
	if (unit < 0xD800 || unit > 0xDFFF)
		return 6;
	if (unit < 0xDC00 && s.n >= 12 && s.p[6] == '\\') {
		const int low = dsr_json_escaped_unit((dossier_str){ s.p + 6, s.n - 6 });

		return low >= 0xDC00 && low <= 0xDFFF ? 12 : 0;
	}
	return 0;
}

size_t dsr_json_mend_escapes(uint8_t *text, size_t n, size_t *mended)
{
	uint8_t *const end = text + n;
	uint8_t *p = text;

	while ((p = memchr(p, '\\', (size_t)(end - p))) != NULL && end - p >= 2) {
		const dossier_str rest = { (char *)p, (size_t)(end - p) };
		const size_t length = p[1] == 'u' ? dsr_json_escape_length(rest) : 2;
		const int unit = p[1] == 'u' ? dsr_json_escaped_unit(rest) : 1;

		if (unit < 0)
			return (size_t)(p - text);
		if (!unit || !length) {
			memcpy(p, "\\uFFFD", 6);
			++*mended;
		}
		p += length ? length : 6;
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

size_t dsr_json_string_length(dossier_str s, unsigned *seen)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t at = 1;

	for (;;) {
		at += dsr_quoted_end(p + at, s.n - at, seen);
		if (at == s.n || p[at] == '\\')
			return 0;
		if (p[at++] == '"')
			return at;
	}
}

size_t dsr_json_atom_length(dossier_str s)
{
	size_t n = 0;

	while (n < s.n && (uint8_t)s.p[n] > ' ' && !memchr(",:]}[{\"", s.p[n], 7))
		n++;
	return n;
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
	unsigned seen = 0;

	for (skip_white(&rest); rest.n; skip_white(&rest)) {
		const char c = *rest.p;
		size_t n = 1;

		if (c == '"') {
			n = dsr_json_string_length(rest, &seen);
			compact_string(out, (dossier_str){ rest.p, n });
		} else {
			n = dsr_json_atom_length(rest);
			if (n && (c == '-' || (c >= '0' && c <= '9')) && !dsr_json_is_number((dossier_str){ rest.p, n }))
				return value.n - rest.n;
			n = n ? n : 1;
			dsr_buf_put(out, rest.p, n);
		}
		skip(&rest, n);
	}
	return value.n;
}

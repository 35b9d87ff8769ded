/*
 * jsontree.c - see jsontree.h
 */
#include "ingest/jsontree.h"

#include <string.h>

#include "base/utf8.h"
#include "codec/quoted.h"
#include "ingest/jsontext.h"

/* What may come next where the grammar is followed. */
typedef enum next_token {
	NEXT_VALUE,
	NEXT_FIRST_VALUE, /* or the array's end */
	NEXT_KEY,
	NEXT_FIRST_KEY,   /* or the object's end */
	NEXT_COLON,
	NEXT_COMMA,       /* or an end */
	NEXT_NOTHING
} next_token;

typedef struct parser {
	dsr_arena   *arena;
	dossier_str  rest;
	dsr_json    *open[DSR_JSON_DEPTH_MAX]; /* arrays and objects around the place */
	dsr_json   **last[DSR_JSON_DEPTH_MAX + 1]; /* of each, and of all, where the next value is hung */
	size_t       depth;
	dossier_str  key;      /* of the value to come, decoded */
	const char  *member;   /* where it was written, or NULL */
	next_token   next;
	int          nomem;
} parser;

static void skip(parser *p, size_t n)
{
	p->rest.p += n;
	p->rest.n -= n;
}

/* ---- strings ---- */

static char control_of(char c)
{
	switch (c) {
	case 'b': return '\b';
	case 'f': return '\f';
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	}
	return c;
}

/* Write what the escape at `s` stands for to `out`; *n is its length.  Returns the bytes written. */
static size_t decode_escape(dossier_str s, char *out, size_t *n)
{
	uint32_t c;

	*n = 2;
	if (s.p[1] != 'u') {
		*out = control_of(s.p[1]);
		return 1;
	}
	*n = dsr_json_escape_length(s);
	c = (uint32_t)dsr_json_escaped_unit(s);
	if (*n == 12)
		c = 0x10000 + ((c - 0xD800) << 10) + ((uint32_t)dsr_json_escaped_unit((dossier_str){ s.p + 6, s.n - 6 }) - 0xDC00);
	return dsr_utf8_encode((uint8_t *)out, c);
}

/* `s`, in which every escape is one; no longer than it was. */
static dossier_str decode(dsr_arena *arena, dossier_str s)
{
	char *const out = dsr_arena_take(arena, s.n);
	size_t n = 0, at = 0;

	while (out && at < s.n) {
		const char *slash = memchr(s.p + at, '\\', s.n - at);
		const size_t plain = slash ? (size_t)(slash - s.p) - at : s.n - at;
		size_t length;

		memcpy(out + n, s.p + at, plain);
		n += plain;
		at += plain;
		if (slash) {
			n += decode_escape((dossier_str){ slash, s.n - at }, out + n, &length);
			at += length;
		}
	}
	return (dossier_str){ out, n };
}

/* Offset of the first escape of `s` that is none, or s.n. */
static size_t escape_fault(dossier_str s)
{
	size_t at = 0;

	for (;;) {
		const char *slash = memchr(s.p + at, '\\', s.n - at);
		size_t n;

		if (!slash)
			return s.n;
		at = (size_t)(slash - s.p);
		n = dsr_json_escape_length((dossier_str){ slash, s.n - at });
		if (!n)
			return at;
		at += n;
	}
}

/* The string that begins the rest, decoded into *text: 1, or 0 where it is none; the rest then begins with the fault. */
static int take_string(parser *p, dossier_str *text)
{
	unsigned seen = 0;
	const size_t n = dsr_json_string_length(p->rest, &seen);

	if (!n) {
		skip(p, p->rest.n);
		return 0;
	}
	*text = (dossier_str){ p->rest.p + 1, n - 2 };
	if (seen & DSR_QUOTED_RARE) {
		const size_t fault = escape_fault(*text);

		if (fault < text->n) {
			skip(p, 1 + fault);
			return 0;
		}
	}
	if (seen)
		*text = decode(p->arena, *text);
	p->nomem |= !text->p;
	skip(p, n);
	return !p->nomem;
}

/* ---- values ---- */

/* Hang a new value where the next one belongs.  NULL when out of memory. */
static dsr_json *add_value(parser *p, dsr_json_kind kind, dossier_str raw)
{
	dsr_json *v = dsr_arena_take(p->arena, sizeof *v);

	if (!v) {
		p->nomem = 1;
		return NULL;
	}
	*v = (dsr_json){ .kind = kind, .key = p->key, .raw = raw, .member = raw };
	if (p->member)
		v->member = (dossier_str){ p->member, (size_t)(raw.p + raw.n - p->member) };
	*p->last[p->depth] = v;
	p->last[p->depth] = &v->next;
	p->key = (dossier_str){ NULL, 0 };
	p->member = NULL;
	p->next = p->depth ? NEXT_COMMA : NEXT_NOTHING;
	return v;
}

static int open_value(parser *p, dsr_json_kind kind)
{
	dsr_json *v;

	if (p->next > NEXT_FIRST_VALUE || p->depth == DSR_JSON_DEPTH_MAX)
		return 0;
	v = add_value(p, kind, (dossier_str){ p->rest.p, 1 });
	if (!v)
		return 0;
	p->open[p->depth++] = v;
	p->last[p->depth] = &v->child;
	p->next = kind == DSR_JSON_ARRAY ? NEXT_FIRST_VALUE : NEXT_FIRST_KEY;
	return 1;
}

/* The bracket that begins the rest ends the innermost value. */
static int close_value(parser *p, dsr_json_kind kind)
{
	const next_token empty = kind == DSR_JSON_ARRAY ? NEXT_FIRST_VALUE : NEXT_FIRST_KEY;
	const char *const end = p->rest.p + 1;
	dsr_json *v;

	if (!p->depth || p->open[p->depth - 1]->kind != kind || (p->next != NEXT_COMMA && p->next != empty))
		return 0;
	v = p->open[--p->depth];
	v->member.n = (size_t)(end - v->member.p);
	v->raw.n = (size_t)(end - v->raw.p);
	p->next = p->depth ? NEXT_COMMA : NEXT_NOTHING;
	return 1;
}

/* The bracket, comma or colon that begins the rest: 1, or 0 where it may not stand here. */
static int take_mark(parser *p)
{
	const next_token want = p->next;
	int right = 0;

	switch (*p->rest.p) {
	case '{': right = open_value(p, DSR_JSON_OBJECT); break;
	case '[': right = open_value(p, DSR_JSON_ARRAY); break;
	case '}': right = close_value(p, DSR_JSON_OBJECT); break;
	case ']': right = close_value(p, DSR_JSON_ARRAY); break;
	case ',':
		right = want == NEXT_COMMA;
		if (right)
			p->next = p->open[p->depth - 1]->kind == DSR_JSON_ARRAY ? NEXT_VALUE : NEXT_KEY;
		break;
	case ':':
		right = want == NEXT_COLON;
		p->next = NEXT_VALUE;
		break;
	}
	if (right)
		skip(p, 1);
	return right;
}

/* A key, or a value that is a string. */
static int take_text(parser *p)
{
	const char *const begun = p->rest.p;
	const int is_key = p->next == NEXT_KEY || p->next == NEXT_FIRST_KEY;
	dossier_str text;
	dsr_json *v;

	if (p->next > NEXT_FIRST_KEY || !take_string(p, &text))
		return 0;
	if (is_key) {
		p->key = text;
		p->member = begun;
		p->next = NEXT_COLON;
		return 1;
	}
	v = add_value(p, DSR_JSON_STRING, (dossier_str){ begun, (size_t)(p->rest.p - begun) });
	if (v)
		v->text = text;
	return v != NULL;
}

static int equals(dossier_str s, const char *word)
{
	return s.n == strlen(word) && !memcmp(s.p, word, s.n);
}

/* A number or a word. */
static int take_atom(parser *p, size_t n)
{
	const dossier_str atom = { p->rest.p, n };
	dsr_json_kind kind = DSR_JSON_NUMBER;

	if (p->next > NEXT_FIRST_VALUE)
		return 0;
	if (equals(atom, "null"))
		kind = DSR_JSON_NULL;
	else if (equals(atom, "true") || equals(atom, "false"))
		kind = DSR_JSON_BOOL;
	else if (!dsr_json_is_number(atom))
		return 0;
	if (!add_value(p, kind, atom))
		return 0;
	skip(p, n);
	return 1;
}

/* One token: 1, or 0 where the rest begins with a fault or memory ran out. */
static int take_token(parser *p)
{
	size_t n;

	if (*p->rest.p == '"')
		return take_text(p);
	n = dsr_json_atom_length(p->rest);
	return n ? take_atom(p, n) : take_mark(p);
}

dossier_status dsr_json_parse(dsr_json **tree, dsr_arena *arena, dossier_str text, size_t *fault)
{
	parser p = { .arena = arena, .rest = text, .last = { tree } };
	int right = 1;

	*tree = NULL;
	while (right) {
		while (p.rest.n && (uint8_t)*p.rest.p <= ' ')
			skip(&p, 1);
		if (!p.rest.n)
			break;
		right = take_token(&p);
	}
	*fault = text.n - p.rest.n;
	if (p.nomem)
		return DOSSIER_ERR_NOMEM;
	return right && p.next == NEXT_NOTHING ? DOSSIER_OK : DOSSIER_ERR_INPUT;
}

const char *dsr_json_kind_name(const dsr_json *v)
{
	static const char *const names[] = { "null", "true or false", "a number", "a string", "an array", "an object" };

	return names[v->kind];
}

/*
 * record.c - see record.h
 */
#include "record.h"

#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define READ_AHEAD ((size_t)1 << 20)

static char nothing[1];

static unsigned hex4(const char *p)
{
	unsigned v = 0;

	for (int i = 0; i < 4 && p[i]; i++)
		v = v * 16 + (unsigned)(p[i] <= '9' ? p[i] - '0' : (p[i] | 32) - 'a' + 10);
	return v & 0xffff;
}

/* Write one character as UTF-8.  Returns the place behind it. */
static char *put_utf8(char *to, unsigned c)
{
	if (c < 0x80) {
		*to++ = (char)(c ? c : ' ');
		return to;
	}
	if (c < 0x800) {
		*to++ = (char)(0xc0 | c >> 6);
	} else {
		if (c < 0x10000) {
			*to++ = (char)(0xe0 | c >> 12);
		} else {
			*to++ = (char)(0xf0 | c >> 18);
			*to++ = (char)(0x80 | (c >> 12 & 63));
		}
		*to++ = (char)(0x80 | (c >> 6 & 63));
	}
	*to++ = (char)(0x80 | (c & 63));
	return to;
}

/* The four digits of \uXXXX, and those of a second half that follows.  A half alone becomes U+FFFD. */
static const char *get_escaped(const char *p, unsigned *c)
{
	unsigned low;

	*c = hex4(p);
	p += 4;
	if (*c < 0xd800 || *c >= 0xe000)
		return p;
	low = *c < 0xdc00 && p[0] == '\\' && p[1] == 'u' ? hex4(p + 2) : 0;
	if (low < 0xdc00 || low >= 0xe000) {
		*c = 0xfffd;
		return p;
	}
	*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	return p + 6;
}

/* `p` stands behind a backslash.  Decode one escape to *to; returns what follows it. */
static const char *unescape(const char *p, char **to)
{
	unsigned c;

	switch (*p) {
	case '\0': return p;
	case 'n': *(*to)++ = '\n'; return p + 1;
	case 't': *(*to)++ = '\t'; return p + 1;
	case 'r': *(*to)++ = '\r'; return p + 1;
	case 'b': case 'f': *(*to)++ = ' '; return p + 1;
	case 'u':
		p = get_escaped(p + 1, &c);
		*to = put_utf8(*to, c);
		return p;
	default: *(*to)++ = *p; return p + 1;
	}
}

/* Decode the string whose text begins at `p`, in place.  *end is behind its closing quote. */
static peer_text get_string(char *p, char **end)
{
	char *to = p;
	const char *from = p;

	for (;;) {
		const size_t plain = strcspn(from, "\"\\");

		if (to != from)
			memmove(to, from, plain);
		to += plain;
		from += plain;
		if (*from != '\\')
			break;
		from = unescape(from + 1, &to);
	}
	*end = p + (from - p) + (*from == '"');
	*to = '\0';
	return (peer_text){ p, (size_t)(to - p) };
}

static char *skip_blanks(char *p)
{
	return p + strspn(p, " \t\r\n");
}

static char *skip_string(char *p)
{
	while (*p && *p != '"')
		p += *p == '\\' && p[1] ? 2 : 1;
	return p + (*p == '"');
}

/* Pass over one value of any kind. */
static char *skip_value(char *p)
{
	int depth = 0;

	do {
		p = skip_blanks(p);
		if (*p == '"') {
			p = skip_string(p + 1);
		} else if (*p && strchr("[{", *p)) {
			depth++;
			p++;
		} else if (*p && strchr("]},:", *p)) {
			depth -= *p == ']' || *p == '}';
			p++;
		} else {
			p += strcspn(p, ",:]} \t\r\n");
		}
	} while (*p && depth > 0);
	return p;
}

static peer_text *field_of(peer_record *r, const char *key)
{
	return !strcmp(key, "id") ? &r->id : !strcmp(key, "title") ? &r->title : !strcmp(key, "body") ? &r->body : NULL;
}

/* Read the value at `p` into *field, unless that is NULL.  Returns what follows. */
static char *get_value(char *p, peer_text *field)
{
	char *end;

	if (field && *p == '"') {
		*field = get_string(p + 1, &end);
		return end;
	}
	end = skip_value(p);
	if (field && (*p == '-' || (*p >= '0' && *p <= '9'))) {
		*field = (peer_text){ p, (size_t)(end - p) };
		if (*end)
			*end++ = '\0';
	}
	return end;
}

static int parse(char *p, peer_record *r)
{
	const peer_text none = { nothing, 0 };

	*r = (peer_record){ none, none, none, none };
	p = skip_blanks(p);
	if (*p++ != '{')
		return 0;
	for (;;) {
		peer_text key;

		p += strspn(p, ", \t\r\n");
		if (*p != '"')
			return 1;
		key = get_string(p + 1, &p);
		p += strspn(p, ": \t\r\n");
		p = get_value(p, field_of(r, key.p));
	}
}

static void join(peer_reader *r, peer_record *out)
{
	const size_t n = out->title.n + 1 + out->body.n;

	if (r->text_cap <= n) {
		r->text_cap = 2 * (n + 1);
		r->text = realloc(r->text, r->text_cap);
		if (!r->text)
			abort();
	}
	memcpy(r->text, out->title.p, out->title.n);
	r->text[out->title.n] = '\n';
	memcpy(r->text + out->title.n + 1, out->body.p, out->body.n + 1);
	out->text = (peer_text){ r->text, n };
}

int peer_reader_open(peer_reader *r, const char *path)
{
	*r = (peer_reader){ .file = fopen(path, "r") };
	if (r->file)
		setvbuf(r->file, NULL, _IOFBF, READ_AHEAD);
	return r->file != NULL;
}

int peer_reader_next(peer_reader *r, peer_record *out)
{
	ssize_t n;

	while ((n = getline(&r->line, &r->line_cap, r->file)) > 0) {
		r->bytes += (unsigned long long)n;
		if (parse(r->line, out)) {
			join(r, out);
			return 1;
		}
	}
	return 0;
}

void peer_reader_close(peer_reader *r)
{
	fclose(r->file);
	free(r->line);
	free(r->text);
}

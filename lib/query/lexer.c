/*
 * lexer.c - see lexer.h
 */
#include "query/lexer.h"

#include <string.h>

#include "base/utf8.h"
#include "schema/fields.h"

static int is_blank(uint32_t c)
{
	return c <= ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200b) ||
	       c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff ||
	       c == DSR_UTF8_REPLACEMENT;
}

/* "straight", “English”, „German“ and «French» */
static int is_quote(uint32_t c)
{
	return c == '"' || (c >= 0x201c && c <= 0x201e) || c == 0xab || c == 0xbb;
}

dossier_str dsr_query_clean(dsr_arena *arena, dossier_str text)
{
	const uint8_t *p = (const uint8_t *)text.p, *const end = p + text.n;
	char *const out = dsr_arena_take(arena, text.n), *to = out, *last_quote = NULL;
	size_t quotes = 0;
	uint32_t c;

	if (!out)
		return (dossier_str){ NULL, 0 };
	while (p < end) {
		const size_t n = dsr_utf8_decode(p, end, &c);

		if (is_quote(c)) {
			quotes++;
			last_quote = to;
			*to++ = '"';
		} else if (is_blank(c)) {
			*to++ = ' ';
		} else {
			memcpy(to, p, n);
			to += n;
		}
		p += n;
	}
	if (quotes % 2)
		*last_quote = ' ';
	return (dossier_str){ out, (size_t)(to - out) };
}

void dsr_lexer_init(dsr_lexer *l, dossier_str cleaned, const dossier_schema *schema)
{
	*l = (dsr_lexer){ cleaned.p, cleaned.p, cleaned.p + cleaned.n, schema };
}

static int is_word_byte(char c)
{
	return c != ' ' && c != '"' && c != '(' && c != ')';
}

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static int can_be_searched(const dossier_field *f)
{
	return f->kind == DOSSIER_FIELD_DATE || f->flags & DOSSIER_FIELD_SEARCH;
}

static int find_searchable(const dossier_schema *s, dossier_str name)
{
	const int i = dsr_schema_find(s, name);

	return i >= 0 && can_be_searched(&s->fields[i]) ? i : -1;
}

/* The field that `typed` names, in any case, as it is or in its singular or plural; or -1. */
static int find_field(const dossier_schema *s, dossier_str typed)
{
	char name[DSR_FIELD_NAME_MAX + 2];
	int i;

	if (typed.n < 1 || typed.n > DSR_FIELD_NAME_MAX + 1)
		return -1;
	for (size_t k = 0; k < typed.n; k++)
		name[k] = lower(typed.p[k]);
	i = find_searchable(s, (dossier_str){ name, typed.n });
	if (i < 0 && name[typed.n - 1] == 's')
		i = find_searchable(s, (dossier_str){ name, typed.n - 1 });
	name[typed.n] = 's';
	return i < 0 ? find_searchable(s, (dossier_str){ name, typed.n + 1 }) : i;
}

/*
 * Read the signs at l->at; returns the one that counts, or 0.  What comes next must be a clause, so
 * that a sign before a blank or a `)` is none.
 */
static char read_signs(dsr_lexer *l)
{
	const char *const from = l->at;
	const int begins = from == l->begin || from[-1] == ' ' || from[-1] == '(';

	while (l->at < l->end && (*l->at == '+' || *l->at == '-'))
		l->at++;
	if (!begins || l->at == from || l->at == l->end || *l->at == ' ' || *l->at == ')')
		return 0;
	return *from;
}

/* A run of word bytes from l->at on. */
static dossier_str read_run(dsr_lexer *l)
{
	const char *const from = l->at;

	while (l->at < l->end && is_word_byte(*l->at))
		l->at++;
	return (dossier_str){ from, (size_t)(l->at - from) };
}

/* Move over `name:` at l->at when it names a field and something stands directly behind it. */
static int read_field(dsr_lexer *l)
{
	const char *const from = l->at;
	const dossier_str run = read_run(l);
	const char *const colon = run.n ? memchr(run.p, ':', run.n) : NULL;
	const char *const value = colon ? colon + 1 : NULL;
	int field = -1;

	if (colon && value < l->end && *value != ' ' && *value != ')')
		field = find_field(l->schema, (dossier_str){ run.p, (size_t)(colon - run.p) });
	l->at = field >= 0 ? value : from;
	return field;
}

/* Between quotes.  Cleaning has seen to it that there is a second one. */
static dossier_str read_phrase(dsr_lexer *l)
{
	const char *const from = l->at + 1;
	const char *const quote = memchr(from, '"', (size_t)(l->end - from));

	l->at = quote + 1;
	return (dossier_str){ from, (size_t)(quote - from) };
}

dsr_token_kind dsr_token_of_word(dossier_str s)
{
	if (s.n == 3 && memcmp(s.p, "AND", 3) == 0)
		return DSR_TOKEN_AND;
	if (s.n == 2 && memcmp(s.p, "OR", 2) == 0)
		return DSR_TOKEN_OR;
	if (s.n == 3 && memcmp(s.p, "NOT", 3) == 0)
		return DSR_TOKEN_NOT;
	return DSR_TOKEN_TEXT;
}

static dsr_token read_token(dsr_lexer *l, char sign, int field)
{
	dsr_token t = { .kind = DSR_TOKEN_TEXT, .sign = sign, .field = field };

	if (*l->at == '"') {
		t.text = read_phrase(l);
		t.quoted = 1;
	} else if (*l->at == '(' || *l->at == ')') {
		t.kind = *l->at == '(' ? DSR_TOKEN_OPEN : DSR_TOKEN_CLOSE;
		t.text = (dossier_str){ l->at++, 1 };
	} else {
		t.text = read_run(l);
		if (!sign && field < 0)
			t.kind = dsr_token_of_word(t.text);
	}
	return t;
}

dsr_token dsr_lexer_next(dsr_lexer *l)
{
	char sign;

	do {
		while (l->at < l->end && *l->at == ' ')
			l->at++;
		sign = read_signs(l);
	} while (l->at < l->end && *l->at == ' ');
	if (l->at == l->end)
		return (dsr_token){ .kind = DSR_TOKEN_END, .field = -1, .text = { l->end, 0 } };
	return read_token(l, sign, read_field(l));
}

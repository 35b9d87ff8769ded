/*
 * topics.c - see topics.h
 */
#include "eval/topics.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static dossier_status add(topics *t, dossier_str id, dossier_str text, size_t line, dossier_error *err)
{
	dossier_str field[1];
	dossier_status st;

	if (fields_of(id, field, 1) != 1)
		return trectext_fail(&t->text, line, "the topic's id is empty or holds blanks", err);
	text = blanks_off(text);
	if (!text.n)
		return trectext_fail(&t->text, line, "the topic has no text", err);
	st = array_room((void **)&t->all, &t->room, t->count, sizeof *t->all, err);
	if (!st)
		t->all[t->count++] = (topic){ field[0], text, line };
	return st;
}

static dossier_status read_tabbed(topics *t, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;
	dossier_str line;

	while (!st && trectext_line(&t->text, &line)) {
		const char *const tab = memchr(line.p, '\t', line.n);
		const size_t n = tab ? (size_t)(tab - line.p) : 0;

		if (!tab)
			return trectext_fail(&t->text, t->text.line, "not \"id TAB text\"", err);
		st = add(t, (dossier_str){ line.p, n }, (dossier_str){ tab + 1, line.n - n - 1 }, t->text.line,
		         err);
	}
	return st;
}

/* A tag and what stands behind it up to the next one. */
typedef struct element {
	dossier_str tag, text; /* without brackets and without blanks around */
	size_t line;
} element;

/* Whether byte `i` is the `<` of a tag, and not a sign in a sentence. */
static int opens_tag(const trectext *t, size_t i)
{
	const char next = i + 1 < t->size ? t->bytes[i + 1] : ' ';

	return t->bytes[i] == '<' && (next == '/' || isalpha((unsigned char)next));
}

/* What is in front of the next `>`, or, for `<`, of the next tag; the sign itself is passed over. */
static dossier_str up_to(trectext *t, char sign)
{
	const size_t from = t->at;
	size_t i;

	for (i = from; i < t->size && (sign == '<' ? !opens_tag(t, i) : t->bytes[i] != sign); i++)
		t->line += t->bytes[i] == '\n';
	t->at = i < t->size ? i + 1 : i;
	return (dossier_str){ t->bytes + from, i - from };
}

/* The next element: 1, or 0 at the end.  Every tag of a file that begins with one has a `<` in front. */
static int next_element(trectext *t, element *e)
{
	if (t->at == t->size)
		return 0;
	e->line = t->line;
	e->tag = blanks_off(up_to(t, '>'));
	e->text = blanks_off(up_to(t, '<'));
	return 1;
}

/* Is it `<name>` or `<name attribute="...">`? */
static int is_tag(const element *e, const char *name)
{
	const size_t n = strlen(name);

	return e->tag.n >= n && !memcmp(e->tag.p, name, n) && (e->tag.n == n || e->tag.p[n] == ' ');
}

/* Without the label in front. */
static dossier_str unlabelled(dossier_str s, const char *label)
{
	const size_t n = strlen(label);

	if (s.n >= n && !memcmp(s.p, label, n))
		s = blanks_off((dossier_str){ s.p + n, s.n - n });
	return s;
}

/* The elements of one topic, up to `</top>`; the tag `<top>` was read. */
static dossier_status read_top(topics *t, size_t line, dossier_error *err)
{
	dossier_str id = { NULL, 0 }, title = { NULL, 0 };
	element e;

	while (next_element(&t->text, &e)) {
		if (is_tag(&e, "/top"))
			return add(t, id, title, line, err);
		if (is_tag(&e, "top"))
			break;
		if (is_tag(&e, "num"))
			id = unlabelled(e.text, "Number:");
		if (is_tag(&e, "title"))
			title = unlabelled(e.text, "Topic:");
	}
	return trectext_fail(&t->text, line, "<top> without </top>", err);
}

static dossier_status read_tagged(topics *t, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;
	element e;

	t->text.line = 1;
	if (blanks_off(up_to(&t->text, '<')).n)
		return trectext_fail(&t->text, 1, "not a topic: <top> is expected", err);
	while (!st && next_element(&t->text, &e)) {
		if (!is_tag(&e, "top") || e.text.n)
			return trectext_fail(&t->text, e.line, "not a topic: <top> is expected", err);
		st = read_top(t, e.line, err);
	}
	return st;
}

static int by_id(const void *a, const void *b)
{
	const topic *const x = a, *const y = b;
	const int order = str_order(x->id, y->id);

	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static int by_place(const void *a, const void *b)
{
	const topic *const x = a, *const y = b;

	return (x->id.p > y->id.p) - (x->id.p < y->id.p);
}

static dossier_status refuse_twice(topics *t, dossier_error *err)
{
	if (!t->count)
		return DOSSIER_OK;
	qsort(t->all, t->count, sizeof *t->all, by_id);
	for (size_t i = 1; i < t->count; i++)
		if (!str_order(t->all[i].id, t->all[i - 1].id))
			return trectext_fail(&t->text, t->all[i].line, "this topic stands there before", err);
	qsort(t->all, t->count, sizeof *t->all, by_place);
	return DOSSIER_OK;
}

static int is_tagged(const trectext *t)
{
	const dossier_str s = blanks_off((dossier_str){ t->bytes + t->at, t->size - t->at });

	return s.n && *s.p == '<';
}

dossier_status topics_read(topics *t, const char *path, dossier_error *err)
{
	dossier_status st;

	*t = (topics){ .count = 0 };
	st = trectext_read(&t->text, path, err);
	if (st || !t->text.size)
		return st;
	st = is_tagged(&t->text) ? read_tagged(t, err) : read_tabbed(t, err);
	return st ? st : refuse_twice(t, err);
}

void topics_release(topics *t)
{
	free(t->all);
	trectext_release(&t->text);
	*t = (topics){ .count = 0 };
}

/* Bytes of the mark that s begins with and a query could take for an operator; 0 for none. */
static size_t mark_length(dossier_str s)
{
	static const char *const marks[] = {
		"+", "-", "\"", "(", ")", ":", "~", "*", "^", "?", "/",
		"\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e", "\xc2\xab", "\xc2\xbb"
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const size_t n = strlen(marks[i]);

		if (s.n >= n && !memcmp(s.p, marks[i], n))
			return n;
	}
	return 0;
}

static int is_operator(const char *word, size_t n)
{
	return (n == 2 && !memcmp(word, "OR", n)) || (n == 3 && !memcmp(word, "AND", n)) ||
	       (n == 3 && !memcmp(word, "NOT", n));
}

/* Put the operators among the words of `s` in lower case; whatever is no ASCII letter or digit parts words. */
static void lower_operators(char *s, size_t n)
{
	for (size_t from = 0, to; from < n; from = to + 1) {
		for (to = from; to < n && isalnum((unsigned char)s[to]); to++)
			;
		if (is_operator(s + from, to - from))
			for (size_t i = from; i < to; i++)
				s[i] = (char)(s[i] + ('a' - 'A'));
	}
}

dossier_str topic_plain(dossier_str text, char *out)
{
	for (size_t i = 0; i < text.n;) {
		const size_t mark = mark_length((dossier_str){ text.p + i, text.n - i });

		if (mark)
			memset(out + i, ' ', mark);
		else
			out[i] = text.p[i];
		i += mark ? mark : 1;
	}
	lower_operators(out, text.n);
	return (dossier_str){ out, text.n };
}

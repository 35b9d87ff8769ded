/*
 * trectext.c - see trectext.h
 */
#include "eval/trectext.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 63u /* digits, sign and all */

static dossier_status fail(dossier_error *err, dossier_status status, const char *name, const char *what)
{
	if (err) {
		err->status = status;
		err->offset = -1;
		snprintf(err->message, sizeof err->message, "%s: %s", name, what);
	}
	return status;
}

dossier_status array_no_memory(dossier_error *err)
{
	return fail(err, DOSSIER_ERR_NOMEM, "eval", "out of memory");
}

dossier_status trectext_fail(const trectext *t, size_t line, const char *what, dossier_error *err)
{
	if (err) {
		err->status = DOSSIER_ERR_INPUT;
		err->offset = -1;
		if (line)
			snprintf(err->message, sizeof err->message, "%s:%zu: %s", t->name, line, what);
		else
			snprintf(err->message, sizeof err->message, "%s: %s", t->name, what);
	}
	return DOSSIER_ERR_INPUT;
}

dossier_status array_room(void **p, size_t *room, size_t count, size_t width, dossier_error *err)
{
	const size_t wanted = *room ? *room + *room / 2 : 64;
	void *bigger;

	if (count < *room)
		return DOSSIER_OK;
	bigger = wanted > SIZE_MAX / 2 / width ? NULL : realloc(*p, wanted * width);
	if (!bigger)
		return array_no_memory(err);
	*p = bigger;
	*room = wanted;
	return DOSSIER_OK;
}

dossier_status trectext_put(trectext *t, dossier_str bytes, dossier_error *err)
{
	if (bytes.n > t->room - t->size) {
		const size_t wanted = t->size + bytes.n + t->room / 2 + 4096;
		char *const bigger = wanted > SIZE_MAX / 2 ? NULL : realloc(t->bytes, wanted);

		if (!bigger)
			return array_no_memory(err);
		t->bytes = bigger;
		t->room = wanted;
	}
	if (bytes.n)
		memcpy(t->bytes + t->size, bytes.p, bytes.n);
	t->size += bytes.n;
	return DOSSIER_OK;
}

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static int is_control(char c)
{
	return ((unsigned char)c < ' ' && !is_blank(c)) || c == 0x7f;
}

static dossier_status refuse_controls(const trectext *t, dossier_error *err)
{
	size_t line = 1;

	for (size_t i = 0; i < t->size; i++) {
		if (is_control(t->bytes[i]))
			return trectext_fail(t, line, "a control character", err);
		line += t->bytes[i] == '\n';
	}
	return DOSSIER_OK;
}

static dossier_status read_all(trectext *t, FILE *f, dossier_error *err)
{
	char part[16384];
	size_t n;

	do {
		dossier_status st;

		n = fread(part, 1, sizeof part, f);
		st = trectext_put(t, (dossier_str){ part, n }, err);
		if (st)
			return st;
	} while (n == sizeof part);
	return ferror(f) ? fail(err, DOSSIER_ERR_IO, t->name, strerror(errno)) : DOSSIER_OK;
}

dossier_status trectext_read(trectext *t, const char *path, dossier_error *err)
{
	dossier_status st;
	FILE *f;

	*t = (trectext){ .name = path };
	f = fopen(path, "rb");
	if (!f)
		return fail(err, errno == ENOENT ? DOSSIER_ERR_NOTFOUND : DOSSIER_ERR_IO, path, strerror(errno));
	st = read_all(t, f, err);
	fclose(f);
	if (!st && t->size >= 3 && !memcmp(t->bytes, "\xef\xbb\xbf", 3))
		t->at = 3;
	return st ? st : refuse_controls(t, err);
}

void trectext_release(trectext *t)
{
	free(t->bytes);
	*t = (trectext){ .name = t->name };
}

static dossier_str next_line(trectext *t)
{
	const char *const from = t->bytes + t->at, *const end = memchr(from, '\n', t->size - t->at);
	const dossier_str line = { from, end ? (size_t)(end - from) : t->size - t->at };

	t->at += line.n + (end != NULL);
	t->line++;
	return line;
}

int trectext_line(trectext *t, dossier_str *line)
{
	while (t->at < t->size) {
		*line = next_line(t);
		if (line->n && line->p[line->n - 1] == '\r')
			line->n--;
		if (blanks_off(*line).n)
			return 1;
	}
	return 0;
}

size_t fields_of(dossier_str line, dossier_str *fields, size_t max)
{
	size_t count = 0, i = 0;

	for (;;) {
		size_t from;

		while (i < line.n && is_blank(line.p[i]))
			i++;
		if (i == line.n)
			return count;
		if (count == max)
			return max + 1;
		from = i;
		while (i < line.n && !is_blank(line.p[i]))
			i++;
		fields[count++] = (dossier_str){ line.p + from, i - from };
	}
}

dossier_str blanks_off(dossier_str s)
{
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	while (s.n && is_blank(*s.p)) {
		s.p++;
		s.n--;
	}
	return s;
}

int str_order(dossier_str a, dossier_str b)
{
	const size_t n = a.n < b.n ? a.n : b.n;
	const int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* `s` as a string in `out`, or 0 when it is too long, empty, or has other bytes than `allowed`. */
static int copy_number(dossier_str s, const char *allowed, char out[NUMBER_MAX + 1])
{
	if (!s.n || s.n > NUMBER_MAX)
		return 0;
	memcpy(out, s.p, s.n);
	out[s.n] = '\0';
	return strspn(out, allowed) == s.n;
}

int int_of(dossier_str s, int32_t *out)
{
	char digits[NUMBER_MAX + 1], *end;
	long long v;

	if (!copy_number(s, "0123456789+-", digits))
		return 0;
	v = strtoll(digits, &end, 10);
	if (end != digits + s.n || v < INT32_MIN || v > INT32_MAX)
		return 0;
	*out = (int32_t)v;
	return 1;
}

int real_of(dossier_str s, double *out)
{
	char digits[NUMBER_MAX + 1], *end;
	double v;

	if (!copy_number(s, "0123456789+-.eE", digits))
		return 0;
	v = strtod(digits, &end);
	if (end != digits + s.n || !isfinite(v))
		return 0;
	*out = v;
	return 1;
}

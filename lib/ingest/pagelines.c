/*
 * pagelines.c - see pagelines.h
 */
#include "ingest/pagelines.h"

#include <string.h>

#include "base/blank.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Length of the blank that begins s, 0 for none; a no-break space is two bytes. */
static size_t blank_before(dossier_str s)
{
	if (s.n >= 2 && !memcmp(s.p, "\xC2\xA0", 2))
		return 2;
	return s.n && dsr_is_blank(s.p[0]);
}

static size_t blank_behind(dossier_str s)
{
	if (s.n >= 2 && !memcmp(s.p + s.n - 2, "\xC2\xA0", 2))
		return 2;
	return s.n && dsr_is_blank(s.p[s.n - 1]);
}

dossier_str dsr_trim(dossier_str s)
{
	size_t n;

	while ((n = blank_before(s)) != 0)
		s = (dossier_str){ s.p + n, s.n - n };
	while ((n = blank_behind(s)) != 0)
		s.n -= n;
	return s;
}

static int add_line(dsr_page_lines *l, dsr_page_line line)
{
	void *lines = l->lines;

	if (!line.text.n && l->count && !l->lines[l->count - 1].text.n)
		return 1;
	if (!dsr_grow(l->alloc, &lines, &l->cap, l->count + 1, sizeof *l->lines))
		return 0;
	l->lines = lines;
	l->lines[l->count++] = line;
	return 1;
}

/* Let the line be a copy of its text in which all is UTF-8. */
static int mend_line(dsr_page_lines *l, dsr_page_line *line)
{
	dsr_buf text = DSR_BUF_INIT(l->alloc);

	line->mended = dsr_utf8_mend(&text, line->text.p, line->text.n);
	line->text = dsr_buf_status(&text) ? (dossier_str){ NULL, 0 }
	                                   : dsr_arena_copy(&l->arena, (dossier_str){ (char *)text.data, text.len });
	dsr_buf_release(&text);
	return line->text.p != NULL;
}

dossier_status dsr_page_lines_split(dsr_page_lines *l, const dossier_alloc *alloc, dossier_str file, size_t skipped)
{
	const char *const end = file.p + file.n;
	const int is_valid = dsr_utf8_valid(file.p, file.n) == file.n;
	uint64_t number = 0;

	*l = (dsr_page_lines){ .alloc = alloc, .file = file.p, .arena = DSR_ARENA_INIT(alloc) };
	for (const char *p = file.p + skipped; p < end;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		const dossier_str text = dsr_trim((dossier_str){ p, (size_t)((stop ? stop : end) - p) });
		const uint64_t offset = (uint64_t)(text.p - file.p);
		dsr_page_line line = { text, ++number, offset, offset + text.n, 0 };

		if (l->count == DSR_PAGE_LINES_MAX)
			return DOSSIER_ERR_LIMIT;
		if (!is_valid && dsr_utf8_valid(text.p, text.n) < text.n && !mend_line(l, &line))
			return DOSSIER_ERR_NOMEM;
		if (!add_line(l, line))
			return DOSSIER_ERR_NOMEM;
		p = stop ? stop + 1 : end;
	}
	return DOSSIER_OK;
}

void dsr_page_lines_release(dsr_page_lines *l)
{
	if (!l->alloc)
		return;
	dsr_free(l->alloc, l->lines, l->cap * sizeof *l->lines);
	dsr_arena_release(&l->arena);
	*l = (dsr_page_lines){ .alloc = l->alloc };
}

dsr_origin dsr_page_lines_origin(const dsr_page_lines *l, size_t from, size_t to)
{
	const dsr_page_line *first = &l->lines[from];
	size_t n;

	while (l->lines[to - 1].end == l->lines[to - 1].offset) /* an empty line behind */
		to--;
	n = (size_t)(l->lines[to - 1].end - first->offset);
	return dsr_origin_of((dsr_place){ first->number, first->offset }, l->file + first->offset, n);
}

size_t dsr_page_lines_mended(const dsr_page_lines *l, size_t from, size_t to)
{
	size_t sum = 0;

	for (; from < to; from++)
		sum += l->lines[from].mended;
	return sum;
}

size_t dsr_page_lines_next(const dsr_page_lines *l, size_t i)
{
	while (i < l->count && !l->lines[i].text.n)
		i++;
	return i;
}

int dsr_same(dossier_str a, dossier_str b)
{
	return a.n == b.n && !memcmp(a.p, b.p, a.n);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

int dsr_begins(dossier_str s, const char *z)
{
	size_t i = 0;

	while (z[i] && i < s.n && lower(s.p[i]) == lower(z[i]))
		i++;
	return !z[i];
}

/* Length of the closing quote or bracket behind s, 0 for none. */
static size_t closing_behind(dossier_str s)
{
	static const char *const closing[] = { "\"", "'", ")", "]", "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB" };

	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
		const size_t n = strlen(closing[i]);

		if (s.n >= n && !memcmp(s.p + s.n - n, closing[i], n))
			return n;
	}
	return 0;
}

int dsr_ends_with_stop(dossier_str s)
{
	size_t n;

	while ((n = closing_behind(s)) != 0)
		s.n -= n;
	if (s.n >= 3 && !memcmp(s.p + s.n - 3, "\xE2\x80\xA6", 3))
		return 1;
	return s.n && memchr(".?!:;,", s.p[s.n - 1], 6) != NULL;
}

size_t dsr_count_words(dossier_str s)
{
	size_t words = 0;

	for (size_t i = 0; i < s.n; i++)
		words += !dsr_is_blank(s.p[i]) && (i == 0 || dsr_is_blank(s.p[i - 1]));
	return words;
}

static int is_small_word(dossier_str w)
{
	static const char *const small[] = { "a", "and", "for", "in", "of", "on", "the", "to", "with" };

	for (size_t i = 0; i < sizeof small / sizeof *small; i++)
		if (dsr_same(w, dossier_str_of(small[i])))
			return 1;
	return 0;
}

int dsr_in_title_case(dossier_str s)
{
	while (s.n) {
		const char *blank = memchr(s.p, ' ', s.n);
		const dossier_str word = { s.p, blank ? (size_t)(blank - s.p) : s.n };

		if (word.n && word.p[0] >= 'a' && word.p[0] <= 'z' && !is_small_word(word))
			return 0;
		s.p += word.n + (blank != NULL);
		s.n -= word.n + (blank != NULL);
	}
	return 1;
}

int dsr_is_view_all(dossier_str s)
{
	return dsr_begins(s, "view all") && dsr_count_words(s) <= 4 && !dsr_ends_with_stop(s);
}

int dsr_is_related(dossier_str s)
{
	return dsr_begins(s, "related") &&
	       (s.n == 7 || (s.n == 20 && dsr_begins(s, "related publications")) ||
	        (s.n == 16 && dsr_begins(s, "related articles")));
}

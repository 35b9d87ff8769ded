/*
 * analyzer.c - see analyzer.h
 */
#include "text/analyzer.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/exceptions.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/textdata.h"

struct dsr_analyzer {
	dossier_alloc alloc;
	dsr_stemmer *stemmer;       /* NULL: none */
	dsr_exceptions exceptions;  /* to the stemmer; cap 0: none */
	uint8_t term[DSR_TERM_MAX]; /* the word at hand */
};

dossier_status dsr_analyzer_new(dsr_analyzer **out, const dossier_alloc *alloc, const char *language,
                                dossier_error *err)
{
	dsr_analyzer *a = dsr_new(alloc, sizeof *a);
	dossier_status st = DOSSIER_OK;

	*out = NULL;
	if (!a)
		return dsr_nomem(err);
	a->alloc = *alloc;
	if (strcmp(language, "none") != 0)
		st = dsr_stemmer_new(&a->stemmer, language, err);
	if (!st && !strcmp(language, "english") && !dsr_exceptions_init(&a->exceptions, alloc, dsr_stems, dsr_stems_size))
		st = dsr_nomem(err);
	if (st) {
		dsr_analyzer_free(a);
		return st;
	}
	*out = a;
	return DOSSIER_OK;
}

void dsr_analyzer_free(dsr_analyzer *a)
{
	if (!a)
		return;
	const dossier_alloc alloc = a->alloc;
	dsr_exceptions_release(&a->exceptions, &alloc);
	dsr_stemmer_free(a->stemmer);
	dsr_free(&alloc, a, sizeof *a);
}

/* The length of an apostrophe at p[0, n): ' ‘ ’ and the modifier letters ʻ ʼ; 0 where there is none. */
static size_t apostrophe(const uint8_t *p, size_t n)
{
	if (n >= 1 && p[0] == '\'')
		return 1;
	if (n >= 2 && p[0] == 0xCA && (p[1] == 0xBB || p[1] == 0xBC))
		return 2;
	if (n >= 3 && p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0x98 || p[2] == 0x99))
		return 3;
	return 0;
}

/* The length without 's or a bare apostrophe at the end. */
static size_t cut_possessive(const uint8_t *p, size_t n)
{
	const size_t end = n && p[n - 1] == 's' ? n - 1 : n;

	for (size_t len = 1; len <= 3 && len <= end; len++)
		if (apostrophe(p + end - len, len) == len)
			return end - len;
	return n;
}

static int is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* Single letters with a full stop between each two: "u.s", "u.s.a". */
static int is_acronym(const uint8_t *p, size_t n)
{
	size_t i = 0, letters = 0;

	for (;;) {
		uint32_t c;

		if (i == n || p[i] == '.' || is_digit(p[i]))
			return 0;
		i += dsr_utf8_decode(p + i, p + n, &c);
		letters++;
		if (i == n)
			return letters > 1;
		if (p[i++] != '.')
			return 0;
	}
}

static size_t drop_dots(uint8_t *p, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (p[i] != '.')
			p[kept++] = p[i];
	return kept;
}

/* Is the comma at p[i] one that groups thousands: behind a digit, before exactly three? */
static int is_grouping(const uint8_t *p, size_t n, size_t i)
{
	size_t digits = 0;

	if (p[i] != ',' || !i || !is_digit(p[i - 1]))
		return 0;
	while (i + 1 + digits < n && is_digit(p[i + 1 + digits]))
		digits++;
	return digits == 3;
}

/* Drop apostrophes and grouping commas; in place, behind the place that is read. */
static size_t drop_signs(uint8_t *p, size_t n)
{
	size_t kept = 0, i = 0;

	while (i < n) {
		const size_t len = apostrophe(p + i, n - i);

		if (len)
			i += len;
		else if (is_grouping(p, n, i))
			i++;
		else
			p[kept++] = p[i++];
	}
	return kept;
}

size_t dsr_analyzer_plain(const uint8_t *word, size_t n, uint8_t out[DSR_TERM_MAX], int *acronym)
{
	n = cut_possessive(out, dsr_fold(word, n, out, DSR_TERM_MAX));
	*acronym = is_acronym(out, n);
	return *acronym ? drop_dots(out, n) : drop_signs(out, n);
}

dossier_str dsr_analyzer_term(dsr_analyzer *a, const uint8_t *word, size_t n)
{
	uint8_t *p = a->term;
	dossier_str stem = { NULL, 0 };
	int acronym;

	n = dsr_analyzer_plain(word, n, p, &acronym);
	if (!n || acronym || !a->stemmer)
		return (dossier_str){ (const char *)p, n };
	if (a->exceptions.cap)
		stem = dsr_exceptions_find(&a->exceptions, p, n);
	if (!stem.p)
		stem = dsr_stemmer_stem(a->stemmer, p, n);
	if (stem.n > DSR_TERM_MAX)
		stem.n = dsr_utf8_floor(stem.p, DSR_TERM_MAX);
	return stem;
}

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
#include "text/gazetteer.h"
#include "text/stem.h"
#include "text/textdata.h"
#include "text/words.h"

typedef struct tongue {
	char         language[24];
	dsr_stemmer *stemmer; /* NULL: none */
	int          english; /* stemmed with exceptions */
	const char  *elided;  /* " l d ": words that lose their vowel before another, behind blanks; NULL: none do */
} tongue;

struct dsr_analyzer {
	dossier_alloc alloc;
	tongue tongues[DSR_TONGUES_MAX]; /* its own first */
	unsigned count, at;              /* at: the one spoken */
	dsr_exceptions exceptions;       /* to the English stemmer; cap 0: none, or English was not spoken yet */
	int no_exceptions;
	const dsr_gazetteer *names;      /* borrowed; NULL: none */
	uint8_t term[DSR_TERM_MAX];      /* the word at hand */
};

dossier_status dsr_analyzer_new(dsr_analyzer **out, const dossier_alloc *alloc, const char *language,
                                dossier_error *err)
{
	dsr_analyzer *a = dsr_new(alloc, sizeof *a);
	dossier_status st;

	*out = NULL;
	if (!a)
		return dsr_nomem(err);
	a->alloc = *alloc;
	st = dsr_analyzer_speak(a, language, err);
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
	for (unsigned i = 0; i < a->count; i++)
		dsr_stemmer_free(a->tongues[i].stemmer);
	dsr_free(&alloc, a, sizeof *a);
}

void dsr_analyzer_drop_exceptions(dsr_analyzer *a)
{
	a->no_exceptions = 1;
	dsr_exceptions_release(&a->exceptions, &a->alloc);
}

void dsr_analyzer_lend_names(dsr_analyzer *a, const dsr_gazetteer *names)
{
	a->names = names;
}

const dsr_gazetteer *dsr_analyzer_names(const dsr_analyzer *a)
{
	return a->names;
}

/* The words that a language writes with an apostrophe before a vowel: l'accord, dell'Unione. */
static const char *elided_in(const char *language)
{
	static const char *const elided[][2] = {
		{ "catalan", " d l m n s t " },
		{ "french", " c d j jusqu l lorsqu m n puisqu qu quoiqu s t " },
		{ "italian", " all bell c coll d dall dell l m nell quell s sant sull t un v " },
	};

	for (size_t i = 0; i < sizeof elided / sizeof *elided; i++)
		if (!strcmp(language, elided[i][0]))
			return elided[i][1];
	return NULL;
}

/* Make the stemmer of a language, and the exceptions to that of English. */
static dossier_status learn(dsr_analyzer *a, const char *language, dossier_error *err)
{
	tongue *t = &a->tongues[a->count];
	dossier_status st = DOSSIER_OK;

	if (a->count == DSR_TONGUES_MAX || strlen(language) >= sizeof t->language)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "no stemmer for the language \"%.40s\"", language);
	*t = (tongue){ .english = !strcmp(language, "english"), .elided = elided_in(language) };
	strcpy(t->language, language);
	if (t->english && !a->no_exceptions &&
	    !dsr_exceptions_init(&a->exceptions, &a->alloc, dsr_stems, dsr_stems_size))
		return dsr_nomem(err);
	if (strcmp(language, "none") != 0)
		st = dsr_stemmer_new(&t->stemmer, language, err);
	if (st && t->english)
		dsr_exceptions_release(&a->exceptions, &a->alloc);
	a->count += !st;
	return st;
}

dossier_status dsr_analyzer_speak(dsr_analyzer *a, const char *language, dossier_error *err)
{
	unsigned i = 0;
	dossier_status st;

	while (language && i < a->count && strcmp(a->tongues[i].language, language) != 0)
		i++;
	st = language && i == a->count ? learn(a, language, err) : DOSSIER_OK;
	a->at = st ? a->at : i;
	return st;
}

unsigned dsr_analyzer_tongue(const dsr_analyzer *a)
{
	return a->at;
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

/* Does the acronym spell one of the commonest words?  Then its full stops tell it from that: U.S. is not us. */
static int spells_common_word(const uint8_t *p, size_t n)
{
	static const char common[] = " all are as at be by can do for go had has he her him his how i if in is it its may me my no "
	                             "not now of on one or our out she so the to two up us was we who you ";
	char word[6] = " "; /* with a NUL behind */
	size_t len = 1;

	if (n > 5) /* three letters with two full stops */
		return 0;
	for (size_t i = 0; i < n; i += 2)
		word[len++] = (char)p[i];
	word[len] = ' ';
	return strstr(common, word) != NULL;
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

/* The length of a hyphen at p[0, n), n > 0: - or ‐, to which ‑ is folded; 0 where there is none. */
static size_t hyphen(const uint8_t *p, size_t n)
{
	if (*p == '-')
		return 1;
	return n >= 3 && p[0] == 0xE2 && p[1] == 0x80 && p[2] == 0x90 ? 3 : 0;
}

/* Is p[i] a full stop, but none of a number? */
static int is_stop(const uint8_t *p, size_t n, size_t i)
{
	return p[i] == '.' && !(i + 1 < n && is_digit(p[i + 1]));
}

/* Drop what only parts the letters of one word; in place, behind the place that is read. */
static size_t drop_signs(uint8_t *p, size_t n)
{
	size_t kept = 0, i = 0;

	while (i < n) {
		const size_t len = apostrophe(p + i, n - i) + hyphen(p + i, n - i);

		if (len)
			i += len;
		else if (is_grouping(p, n, i) || is_stop(p, n, i))
			i++;
		else
			p[kept++] = p[i++];
	}
	return kept;
}

/* Does it hold a sign that no word has, only an address or a name like C++? */
static int is_literal(const uint8_t *p, size_t n)
{
	static const uint8_t signs[256] = {
		['/'] = 1, ['?'] = 1, ['#'] = 1, [':'] = 1, ['@'] = 1, ['+'] = 1, ['%'] = 1, ['='] = 1, ['&'] = 1,
	};

	for (size_t i = 0; i < n; i++)
		if (signs[p[i]])
			return 1;
	return 0;
}

/* Where the word begins behind one that was elided in front of it: "accord" of "l'accord". */
static size_t elision(const uint8_t *p, size_t n, const char *elided)
{
	size_t letters = 0, sign;

	while (letters < n && p[letters] >= 'a' && p[letters] <= 'z')
		letters++;
	sign = apostrophe(p + letters, n - letters);
	if (!sign || letters + sign == n)
		return 0;
	for (const char *at = elided; (at = strchr(at, ' ')) != NULL; at++)
		if (letters && !strncmp(at + 1, (const char *)p, letters) && at[1 + letters] == ' ')
			return letters + sign;
	return 0;
}

static size_t fold(const uint8_t *word, size_t n, uint8_t out[DSR_TERM_MAX])
{
	return cut_possessive(out, dsr_fold(word, n, out, DSR_TERM_MAX));
}

/* Fold a word of nothing but ASCII letters, of which nothing is to be cut: 1, or 0 where it has other bytes. */
static int fold_letters(const uint8_t *word, size_t n, uint8_t *out)
{
	uint8_t other = 0;

	for (size_t i = 0; i < n; i++) {
		out[i] = word[i] | 0x20;
		other |= out[i] < 'a' || out[i] > 'z';
	}
	return !other;
}

size_t dsr_analyzer_plain(const uint8_t *word, size_t n, uint8_t out[DSR_TERM_MAX], int *acronym)
{
	*acronym = 0;
	if (n <= DSR_WORD_MAX && fold_letters(word, n, out))
		return n;
	n = fold(word, n, out);
	*acronym = is_acronym(out, n);
	return *acronym ? drop_dots(out, n) : drop_signs(out, n);
}

/* The stem of a word of p[0, n), as it is given to a stemmer. */
static dossier_str stem_of(dsr_analyzer *a, const uint8_t *p, size_t n)
{
	const tongue *spoken = &a->tongues[a->at];
	dossier_str stem = { NULL, 0 };

	if (!n || !spoken->stemmer)
		return (dossier_str){ (const char *)p, n };
	if (spoken->english && a->exceptions.cap)
		stem = dsr_exceptions_find(&a->exceptions, p, n);
	if (!stem.p)
		stem = dsr_stemmer_stem(spoken->stemmer, p, n);
	if (stem.n > DSR_TERM_MAX)
		stem.n = dsr_utf8_floor(stem.p, DSR_TERM_MAX);
	return stem;
}

dossier_str dsr_analyzer_term(dsr_analyzer *a, const uint8_t *word, size_t n)
{
	const tongue *spoken = &a->tongues[a->at];
	uint8_t *p = a->term;
	size_t behind;

	if (n <= DSR_WORD_MAX && fold_letters(word, n, p))
		return stem_of(a, p, n);
	n = fold(word, n, p);
	behind = spoken->elided ? elision(p, n, spoken->elided) : 0;
	p += behind;
	n -= behind;
	if (is_literal(p, n))
		return (dossier_str){ (const char *)p, n };
	if (is_acronym(p, n))
		return (dossier_str){ (const char *)p, spells_common_word(p, n) ? n : drop_dots(p, n) };
	return stem_of(a, p, drop_signs(p, n));
}

/*
 * dateline.c - see dateline.h
 */
#include "text/dateline.h"

#include <string.h>

#include "base/blank.h"
#include "text/fold.h"

#define WORDS_BEFORE 3
#define WORD_MAX 32u
#define ZONE_MAX 5u /* letters */

/* Folded (fold.h), with blanks around. */
static const char before[] = " published posted released issued updated last modified created date dated on the "
                             "veroffentlicht erschienen datum am vom den publie le du publicado fecha el опубликовано дата ";
static const char behind[] = " at um a las в "; /* between date and time */
static const char halves[] = " am pm a.m. p.m. a.m p.m uhr h ";

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (unsigned char)c >= 0x80;
}

static dossier_str skip(dossier_str s, size_t n)
{
	return (dossier_str){ s.p + n, s.n - n };
}

static int is_among(dossier_str word, const char *list)
{
	char key[WORD_MAX + 3] = " ";
	size_t n = word.n && word.n <= WORD_MAX ? dsr_fold((const uint8_t *)word.p, word.n, (uint8_t *)key + 1, WORD_MAX) : 0;

	key[n + 1] = ' ';
	key[n + 2] = '\0';
	return n && !memchr(key + 1, ' ', n) && strstr(list, key) != NULL;
}

static size_t letters(dossier_str s)
{
	size_t n = 0;

	while (n < s.n && is_letter(s.p[n]))
		n++;
	return n;
}

static dossier_str without_words_before(dossier_str s)
{
	for (int i = 0; i < WORDS_BEFORE; i++) {
		const size_t n = letters(s);
		dossier_str rest = skip(s, n);

		if (!is_among((dossier_str){ s.p, n }, before) || !rest.n || !(dsr_is_blank(*rest.p) || *rest.p == ':'))
			break;
		s = dsr_str_trim(*rest.p == ':' ? skip(rest, 1) : rest);
	}
	return s;
}

/* Are these a zone: "EST", "(GMT)", "+0100", "+01:00"? */
static int is_zone(dossier_str s)
{
	size_t digits = 0;

	if (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')')
		s = (dossier_str){ s.p + 1, s.n - 2 };
	if (s.n && s.n <= ZONE_MAX && letters(s) == s.n)
		return 1;
	if (!s.n || !memchr("+-", s.p[0], 2))
		return 0;
	for (size_t i = 1; i < s.n; i++)
		if (is_digit(s.p[i]))
			digits++;
		else if (s.p[i] != ':' || i != 3)
			return 0;
	return digits == 4;
}

/* Is what follows the minutes of a time: [:SS] [am|pm] [zone]? */
static int is_rest_of_time(dossier_str s)
{
	size_t n = 0;

	if (s.n >= 3 && s.p[0] == ':' && is_digit(s.p[1]) && is_digit(s.p[2]))
		s = skip(s, 3);
	s = dsr_str_trim(s);
	while (n < s.n && !dsr_is_blank(s.p[n]))
		n++;
	if (is_among((dossier_str){ s.p, n }, halves))
		s = dsr_str_trim(skip(s, n));
	return !s.n || is_zone(s);
}

/* Cut what stands between a date and its time: signs, and one of a few words. */
static dossier_str without_joint(dossier_str s)
{
	static const char dash[] = "\xE2\x80\x93", dot[] = "\xC2\xB7";
	size_t n = 0;

	s = dsr_str_trim(s);
	while (n < s.n && is_letter(s.p[s.n - 1 - n]))
		n++;
	if (n < s.n && is_among((dossier_str){ s.p + s.n - n, n }, behind))
		s.n -= n;
	s = dsr_str_trim(s);
	if (s.n && memchr(",|-", s.p[s.n - 1], 3))
		s.n--;
	else if (s.n >= 3 && !memcmp(s.p + s.n - 3, dash, 3))
		s.n -= 3;
	else if (s.n >= 2 && !memcmp(s.p + s.n - 2, dot, 2))
		s.n -= 2;
	return dsr_str_trim(s);
}

/* The first colon with minutes behind it tells a time. */
static dossier_str without_time(dossier_str s)
{
	for (size_t at = 1; at + 2 < s.n; at++) {
		size_t hour = at;

		if (s.p[at] != ':' || !is_digit(s.p[at + 1]) || !is_digit(s.p[at + 2]))
			continue;
		while (hour && at - hour < 2 && is_digit(s.p[hour - 1]))
			hour--;
		if (hour == at || !hour || is_digit(s.p[hour - 1]) || is_letter(s.p[hour - 1]) || !is_rest_of_time(skip(s, at + 3)))
			return s;
		return without_joint((dossier_str){ s.p, hour });
	}
	return s;
}

dossier_str dsr_dateline_core(dossier_str s)
{
	return without_time(without_words_before(dsr_str_trim(s)));
}

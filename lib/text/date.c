/*
 * date.c - see date.h
 */
#include "text/date.h"

#include <stddef.h>
#include <string.h>

static const char *const months[12] = {
	"january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december",
};
static const char *const weekdays[7] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
};

static int is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
	if (month == 2)
		return 28 + is_leap(year);
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* Set *d if there is such a day; month and day may be 0 for not known. */
static int make_date(int year, int month, int day, dsr_date *d)
{
	if (year < 1 || year > 9999 || month > 12 || (month && day > month_days(year, month)))
		return 0;
	*d = (dsr_date){ (int16_t)year, (uint8_t)month, (uint8_t)day };
	return 1;
}

static int is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static dossier_str trim(dossier_str s)
{
	while (s.n && is_blank(s.p[0]))
		s = (dossier_str){ s.p + 1, s.n - 1 };
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

static void skip(dossier_str *s, size_t n)
{
	s->p += n;
	s->n -= n;
}

/* Pass over the character `c`; 0 when it is not the next. */
static int take(dossier_str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return 0;
	skip(s, 1);
	return 1;
}

/* Read a number of exactly `width` digits, or -1. */
static int take_digits(dossier_str *s, size_t width)
{
	int v = 0;

	for (size_t i = 0; i < width; i++) {
		if (i >= s->n || !is_digit(s->p[i]))
			return -1;
		v = v * 10 + (s->p[i] - '0');
	}
	skip(s, width);
	return v;
}

/* Two digits from 0 to `max`. */
static int take_pair(dossier_str *s, int max)
{
	const int v = take_digits(s, 2);

	return v >= 0 && v <= max;
}

/* The rest of a time behind its hour: [:mm[:ss[.fraction]]]. */
static int take_minutes(dossier_str *s)
{
	if (!take(s, ':'))
		return 1;
	if (!take_pair(s, 59))
		return 0;
	if (!take(s, ':'))
		return 1;
	if (!take_pair(s, 60))
		return 0;
	if (!take(s, '.') && !take(s, ','))
		return 1;
	if (take_digits(s, 1) < 0)
		return 0;
	while (take_digits(s, 1) >= 0)
		;
	return 1;
}

/* "T12:00:00Z", " 12:00+01:00": all of `s`. */
static int is_time(dossier_str s)
{
	if (!take(&s, 'T') && !take(&s, 't') && !take(&s, ' '))
		return 0;
	if (!take_pair(&s, 24) || !take_minutes(&s))
		return 0;
	s = trim(s);
	if (take(&s, 'Z') || take(&s, 'z'))
		return !s.n;
	if (take(&s, '+') || take(&s, '-')) {
		if (!take_pair(&s, 24))
			return 0;
		if ((take(&s, ':') || s.n) && !take_pair(&s, 59))
			return 0;
	}
	return !s.n;
}

int dsr_date_parse_iso(dossier_str s, dsr_date *d)
{
	int year, month = 0, day = 0;

	s = trim(s);
	year = take_digits(&s, 4);
	if (s.n) {
		if (!take(&s, '-') || (month = take_digits(&s, 2)) < 1)
			return 0;
	}
	if (s.n) {
		if (!take(&s, '-') || (day = take_digits(&s, 2)) < 1)
			return 0;
	}
	if (s.n && !is_time(s))
		return 0;
	return make_date(year, month, day, d);
}

/*
 * A date in words is up to four parts: names and numbers, parted by blanks and commas.
 */
typedef struct part {
	dossier_str text;
	int value;          /* of a number, else -1 */
} part;

static int equal_fold(const char *text, const char *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((text[i] | 0x20) != name[i])
			return 0;
	return 1;
}

/* 1 up: the name in `names` that `text` is or shortens to three letters, or four for "Sept"; else 0. */
static int find_name(dossier_str text, const char *const *names, int count)
{
	for (int i = 0; i < count; i++) {
		const size_t len = strlen(names[i]);

		if (text.n > len || !equal_fold(text.p, names[i], text.n))
			continue;
		if (text.n == len || text.n == 3 || (text.n == 4 && equal_fold(text.p, "sept", 4)))
			return i + 1;
	}
	return 0;
}

/* The ending that an ordinal may have: st nd rd th, whichever is right. */
static int is_ordinal(dossier_str ending, int value)
{
	const int last = value % 100 / 10 == 1 ? 0 : value % 10;
	const char *right = last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";

	return ending.n == 2 && equal_fold(ending.p, right, 2);
}

/* Read a number of up to four digits, as an ordinal if it has two at most. */
static int take_number(dossier_str *s, part *out)
{
	size_t digits = 0, letters = 0;
	int v = 0;

	while (digits < s->n && digits < 5 && is_digit(s->p[digits]))
		v = v * 10 + (s->p[digits++] - '0');
	while (digits + letters < s->n && is_letter(s->p[digits + letters]))
		letters++;
	if (digits > 4 || (letters && (digits > 2 || !is_ordinal((dossier_str){ s->p + digits, letters }, v))))
		return 0;
	*out = (part){ { s->p, digits }, v };
	skip(s, digits + letters);
	return 1;
}

static int take_name(dossier_str *s, part *out)
{
	size_t n = 0;

	while (n < s->n && is_letter(s->p[n]))
		n++;
	if (!n)
		return 0;
	*out = (part){ { s->p, n }, -1 };
	skip(s, n);
	take(s, '.');
	return 1;
}

/* Pass over blanks with at most one comma among them; 0 when there is neither. */
static int take_gap(dossier_str *s)
{
	const size_t n = s->n;

	*s = trim(*s);
	if (take(s, ','))
		*s = trim(*s);
	return s->n < n;
}

/* Cut all of `s` into parts; returns how many, or 0. */
static size_t cut(dossier_str s, part parts[4])
{
	size_t count = 0;

	s = trim(s);
	while (count < 4) {
		if (!s.n || !(is_digit(s.p[0]) ? take_number(&s, &parts[count]) : take_name(&s, &parts[count])))
			return 0;
		count++;
		if (!s.n)
			return count;
		if (!take_gap(&s))
			return 0;
	}
	return 0;
}

static int month_of(const part *p)
{
	return p->value < 0 ? find_name(p->text, months, 12) : 0;
}

static int is_weekday(const part *p)
{
	return p->value < 0 && (find_name(p->text, weekdays, 7) || (p->text.n == 4 && equal_fold(p->text.p, "tues", 4)) ||
	                        (p->text.n >= 4 && p->text.n <= 5 && equal_fold(p->text.p, "thurs", p->text.n)));
}

static int day_of(const part *p)
{
	return p->text.n <= 2 && p->value >= 1 ? p->value : 0;
}

static int parse_words(dossier_str s, dsr_date *d)
{
	part all[4];
	const part *p = all;
	size_t count = cut(s, all);
	int month, day, year;

	if (count > 2 && is_weekday(p)) {
		p++;
		count--;
	}
	if (count < 2 || count > 3 || p[count - 1].text.n != 4)
		return 0;
	year = p[count - 1].value;
	if (count == 2)
		return (month = month_of(p)) && make_date(year, month, 0, d);
	month = month_of(p[0].value < 0 ? p : p + 1);
	day = day_of(p[0].value < 0 ? p + 1 : p);
	return month && day && make_date(year, month, day, d);
}

int dsr_date_parse(dossier_str s, dsr_date *d)
{
	return dsr_date_parse_iso(s, d) || parse_words(s, d);
}

static char *put_digits(char *out, int v, int width)
{
	for (int i = width; i-- > 0; v /= 10)
		out[i] = (char)('0' + v % 10);
	return out + width;
}

int dsr_date_print(dsr_date d, char out[DSR_DATE_TEXT_MAX])
{
	char *end = put_digits(out, d.year, 4);

	if (d.month) {
		*end++ = '-';
		end = put_digits(end, d.month, 2);
	}
	if (d.month && d.day) {
		*end++ = '-';
		end = put_digits(end, d.day, 2);
	}
	*end = '\0';
	return (int)(end - out);
}

/* Counted in years that begin in March, so that a leap day is a year's last: (153 m + 2) / 5 are the days
 * before month m of such a year.  719468 are the days from 0000-03-01 to 1970-01-01. */
static int32_t day_number(int year, int month, int day)
{
	const int y = month > 2 ? year : year - 1;
	const int m = month > 2 ? month - 3 : month + 9;

	return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

int32_t dsr_date_first_day(dsr_date d)
{
	return day_number(d.year, d.month ? d.month : 1, d.month && d.day ? d.day : 1);
}

int32_t dsr_date_last_day(dsr_date d)
{
	const int month = d.month ? d.month : 12;

	return day_number(d.year, month, d.month && d.day ? d.day : month_days(d.year, month));
}

/*
 * date.c - see date.h
 */
#include "text/date.h"

#include <stddef.h>
#include <string.h>

#include "base/blank.h"
#include "text/dateline.h"
#include "text/fold.h"

/* Longer than any date with all that is printed around it. */
#define TEXT_MAX 96u

/*
 * Names and how they are shortened, folded (fold.h): English, German, French, Spanish, Russian, of which a month also
 * in the genitive.
 */
static const char *const months[12] = {
	"january jan januar janner janvier janv enero ene январь января янв",
	"february feb februar fevrier fevr fev febrero февраль февраля февр фев",
	"march mar marz mrz mars marzo март марта мар",
	"april apr avril avr abril abr апрель апреля апр",
	"may mai mayo маи мая",
	"june jun juni juin junio июнь июня июн",
	"july jul juli juillet juil julio июль июля июл",
	"august aug aout agosto ago август августа авг",
	"september sep sept septembre septiembre setiembre set сентябрь сентября сент сен",
	"october oct oktober okt octobre octubre октябрь октября окт",
	"november nov novembre noviembre ноябрь ноября нояб ноя",
	"december dec dezember dez decembre diciembre dic декабрь декабря дек",
};
static const char weekdays[] =
	"monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun "
	"montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
	"lundi mardi mercredi jeudi vendredi samedi dimanche "
	"lunes martes miercoles jueves viernes sabado domingo "
	"понедельник вторник среда четверг пятница суббота воскресенье";
static const char prepositions[] = "de del of"; /* "9 de marzo de 2018" */
static const char years[] = "г год года";     /* "9 марта 2018 г." */

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

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes that are no ASCII are of letters: names tell which. */
static int is_letter(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (uint8_t)c >= 0x80;
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
	s = dsr_str_trim(s);
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

/* Read a number of one to four digits, or -1; *n is how many. */
static int take_few_digits(dossier_str *s, size_t *n)
{
	*n = 0;
	while (*n < s->n && is_digit(s->p[*n]))
		++*n;
	return *n >= 1 && *n <= 4 ? take_digits(s, *n) : -1;
}

/*
 * A day and a month that came before the year, in an order that differs from place to place: dots are of those who put the
 * day first; else the one past 12 is the day; where that does not tell only the year is known.
 */
static int make_from_pair(int first, int second, int year, char sign, dsr_date *d)
{
	if (first < 1 || second < 1)
		return 0;
	if (sign == '.' || first > 12)
		return make_date(year, second, first, d);
	if (second > 12 || second == first)
		return make_date(year, first, second, d);
	return make_date(year, 0, 0, d);
}

/* "20180309" */
static int parse_compact(dossier_str s, dsr_date *d)
{
	int year, month, day;

	if (s.n != 8 || (year = take_digits(&s, 4)) < 0 || (month = take_digits(&s, 2)) < 1 || (day = take_digits(&s, 2)) < 1)
		return 0;
	return make_date(year, month, day, d);
}

/* "2018/3/9", "2018.03.09", "09.03.2018", "13/09/2018" */
static int parse_numbers(dossier_str s, dsr_date *d)
{
	size_t n[3];
	int v[3];
	char sign;

	v[0] = take_few_digits(&s, &n[0]);
	if (v[0] < 0 || !s.n || !memchr("/.-", s.p[0], 3))
		return 0;
	sign = s.p[0];
	for (int i = 1; i < 3; i++)
		if (!take(&s, sign) || (v[i] = take_few_digits(&s, &n[i])) < 0)
			return 0;
	if (s.n || n[1] > 2)
		return 0;
	if (n[0] == 4)
		return n[2] <= 2 && v[1] && v[2] && make_date(v[0], v[1], v[2], d);
	return n[0] <= 2 && n[2] == 4 && make_from_pair(v[0], v[1], v[2], sign, d);
}

int dsr_date_parse_iso(dossier_str s, dsr_date *d)
{
	int year, month = 0, day = 0;

	s = dsr_str_trim(s);
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
 * A date in words is up to five parts: names and numbers, parted by blanks, commas and prepositions.
 */
enum { PARTS_MAX = 5, NAME_MAX = 32 }; /* "воскресенье" has 22 bytes */

typedef struct part {
	char name[NAME_MAX + 1]; /* folded; empty for a number */
	size_t digits;           /* of a number, else 0 */
	int value;
} part;

/* Is the folded name one of those in `names`, which blanks part? */
static int is_among(const char *name, const char *names)
{
	const size_t n = strlen(name);

	for (const char *at = names; n && (at = strstr(at, name)) != NULL; at += n)
		if ((at == names || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
			return 1;
	return 0;
}

/* Fold letters into a name, which stays empty when it is too long for one; so do signs that fold to a blank. */
static void fold_name(dossier_str letters, char name[NAME_MAX + 1])
{
	size_t n = 0;

	if (letters.n <= NAME_MAX)
		n = dsr_fold((const uint8_t *)letters.p, letters.n, (uint8_t *)name, NAME_MAX);
	name[memchr(name, ' ', n) ? 0 : n] = '\0';
}

static size_t count_letters(dossier_str s)
{
	size_t n = 0;

	while (n < s.n && is_letter(s.p[n]))
		n++;
	return n;
}

/* The ending that an ordinal may have: st nd rd th, whichever is right; the first is also 1er and 1º. */
static int is_ordinal(dossier_str ending, int value)
{
	const int last = value % 100 / 10 == 1 ? 0 : value % 10;
	char text[NAME_MAX + 1];

	fold_name(ending, text);
	return is_among(text, last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th") ||
	       (value == 1 && is_among(text, "er o"));
}

/* May the letters stand right behind a number: as the ending of an ordinal, or "г." behind a year? */
static int may_follow(dossier_str letters, size_t digits, int value)
{
	char text[NAME_MAX + 1];

	if (digits <= 2)
		return is_ordinal(letters, value);
	fold_name(letters, text);
	return digits == 4 && is_among(text, years);
}

/* Read a number of up to four digits, and what may follow it. */
static int take_number(dossier_str *s, part *out)
{
	size_t digits = 0, letters;
	int v = 0;

	while (digits < s->n && digits < 5 && is_digit(s->p[digits]))
		v = v * 10 + (s->p[digits++] - '0');
	letters = count_letters((dossier_str){ s->p + digits, s->n - digits });
	if (digits > 4 || (letters && !may_follow((dossier_str){ s->p + digits, letters }, digits, v)))
		return 0;
	*out = (part){ .digits = digits, .value = v };
	skip(s, digits + letters);
	if (digits > 2 && letters)
		take(s, '.');
	return 1;
}

static int take_name(dossier_str *s, part *out)
{
	const size_t n = count_letters(*s);

	*out = (part){ .digits = 0 };
	fold_name((dossier_str){ s->p, n }, out->name);
	skip(s, n);
	return out->name[0] != '\0';
}

/* A name and a number of two digits may have a full stop behind them: "Mar.", "9." */
static int take_part(dossier_str *s, part *out, int *dot)
{
	if (!s->n || !(is_digit(s->p[0]) ? take_number(s, out) : take_name(s, out)))
		return 0;
	*dot = out->digits <= 2 && take(s, '.');
	return 1;
}

/* Pass over blanks with at most one comma or hyphen among them; 0 when there is nothing of it. */
static int take_gap(dossier_str *s)
{
	const size_t n = s->n;

	*s = dsr_str_trim(*s);
	if (take(s, ',') || take(s, '-'))
		*s = dsr_str_trim(*s);
	return s->n < n;
}

/* Pass over "de ", "del " or "of ". */
static void skip_preposition(dossier_str *s)
{
	const size_t n = count_letters(*s);
	char name[NAME_MAX + 1];

	fold_name((dossier_str){ s->p, n }, name);
	if (n < s->n && dsr_is_blank(s->p[n]) && is_among(name, prepositions)) {
		skip(s, n);
		*s = dsr_str_trim(*s);
	}
}

/* Cut all of `s` into parts; returns how many, or 0. */
static size_t cut(dossier_str s, part parts[PARTS_MAX])
{
	size_t count = 0;
	int dot;

	s = dsr_str_trim(s);
	while (count < PARTS_MAX) {
		if (!take_part(&s, &parts[count], &dot))
			return 0;
		count++;
		if (!s.n)
			return count;
		if (!take_gap(&s) && !dot)
			return 0;
		skip_preposition(&s);
	}
	return 0;
}

static int month_of(const part *p)
{
	for (int m = 0; m < 12; m++)
		if (is_among(p->name, months[m]))
			return m + 1;
	return 0;
}

static int day_of(const part *p)
{
	return p->digits <= 2 ? p->value : 0;
}

static int parse_words(dossier_str s, dsr_date *d)
{
	part all[PARTS_MAX];
	const part *p = all;
	size_t count = cut(s, all);
	int month, day, year;

	if (count > 2 && is_among(p->name, weekdays)) {
		p++;
		count--;
	}
	if (count > 2 && is_among(p[count - 1].name, years))
		count--;
	if (count < 2 || count > 3 || p[count - 1].digits != 4)
		return 0;
	year = p[count - 1].value;
	if (count == 2)
		return (month = month_of(p)) && make_date(year, month, 0, d);
	month = month_of(p[0].digits ? p + 1 : p);
	day = day_of(p[0].digits ? p : p + 1);
	return month && day && make_date(year, month, day, d);
}

static int has_digit(dossier_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_digit(s.p[i]))
			return 1;
	return 0;
}

/* All dates have a year in digits; most lines that are asked about have none. */
int dsr_date_parse(dossier_str s, dsr_date *d)
{
	if (dsr_date_parse_iso(s, d))
		return 1;
	if (s.n > TEXT_MAX || !has_digit(s))
		return 0;
	s = dsr_dateline_core(s);
	return dsr_date_parse_iso(s, d) || parse_compact(s, d) || parse_numbers(s, d) || parse_words(s, d);
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

/* The inverse: a guess of the year that is never too low, and some years too high, put right. */
dsr_date dsr_date_of_day(int32_t days)
{
	int year = 1970 + days / (days < 0 ? 366 : 365), month = 12;

	while (day_number(year, 1, 1) > days)
		year--;
	while (day_number(year, month, 1) > days)
		month--;
	return (dsr_date){ (int16_t)year, (uint8_t)month, (uint8_t)(days - day_number(year, month, 1) + 1) };
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

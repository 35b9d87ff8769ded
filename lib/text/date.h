/*
 * date.h - dates as publications print them, with their precision
 */
#ifndef DSR_TEXT_DATE_H
#define DSR_TEXT_DATE_H

#include <stdint.h>

#include <dossier/str.h>

/* Proleptic Gregorian.  month 0: only the year is known; day 0: only year and month. */
typedef struct dsr_date {
	int16_t year;  /* 1..9999 */
	uint8_t month; /* 0, 1..12 */
	uint8_t day;   /* 0, 1..31 */
} dsr_date;

#define DSR_DATE_TEXT_MAX 11 /* "YYYY-MM-DD" and a NUL */

/* Read an ISO date: YYYY, YYYY-MM, YYYY-MM-DD, also with a time behind it ("2018-03-09T12:00:00Z", which
 * is passed over).  The whole of `s` must be one; blanks around it do not count.  1, or 0 and *d alone. */
int dsr_date_parse_iso(dossier_str s, dsr_date *d);

/*
 * Read a date in any form known, of at most 96 bytes: ISO, "2018/3/9", "20180309", "Thursday, November 14, 2024", "March 9, 2018",
 * "Mar.9, 2018", "9 March 2018", "the 9th of March, 2018", "09-Mar-2018", "May 2018"; also with the names of German, French, Spanish and
 * Russian: "9. MÃ¤rz 2018", "1er mars 2018", "9 de marzo de 2018", "9 Ð¼Ð°ÑÑÐ° 2018 Ð³.".  Case and accents do not count.  A weekday must be one,
 * but need not be the right one.  A word before ("Published:", "le") and a time behind ("at 10:00 a.m. EST") are passed over.
 *
 * Of numbers alone, dots have the day first ("09.03.2018"); else the one past 12 is the day ("13/09/2018", "09/13/2018"), and where
 * that does not tell, only the year is taken ("03/09/2018").  A day that there is not is no date.  As above.
 */
int dsr_date_parse(dossier_str s, dsr_date *d);

/* ISO form in the date's precision; returns the length without the NUL. */
int dsr_date_print(dsr_date d, char out[DSR_DATE_TEXT_MAX]);

/* Days from 1970-01-01 to the first and to the last day that the date may mean. */
int32_t dsr_date_first_day(dsr_date d);
int32_t dsr_date_last_day(dsr_date d);

/* The date so many days after 1970-01-01, of the years 1 to 9999. */
dsr_date dsr_date_of_day(int32_t days);

#endif /* DSR_TEXT_DATE_H */

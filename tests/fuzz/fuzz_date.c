/*
 * fuzz_date.c - any text as a date: what is read prints as ISO and reads back the same
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
	if (!truth)
		abort();
}

static int same(dsr_date a, dsr_date b)
{
	return a.year == b.year && a.month == b.month && a.day == b.day;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const dossier_str s = { (const char *)data, size };
	char text[DSR_DATE_TEXT_MAX];
	dsr_date d, back;

	if (!dsr_date_parse(s, &d)) {
		require(!dsr_date_parse_iso(s, &d));
		return 0;
	}
	require(dsr_date_print(d, text) == (int)strlen(text));
	require(dsr_date_parse_iso(dossier_str_of(text), &back) && same(d, back));
	require(!dsr_date_parse_iso(s, &back) || same(d, back));
	require(dsr_date_first_day(d) <= dsr_date_last_day(d));
	require(dsr_date_last_day(d) - dsr_date_first_day(d) <= 365);
	return 0;
}

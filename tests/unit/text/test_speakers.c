#include "../test.h"

#include <string.h>

#include "text/speakers.h"

static void expect(dsr_speaker_proof want, const char *line, const char *name)
{
	size_t n = 77;

	if (dsr_speaker_of(dossier_str_of(line), &n) != want)
		fail_msg("not what was expected: %s", line);
	if (want) {
		assert_int_equal(n, strlen(name));
		assert_memory_equal(line, name, n);
	} else {
		assert_int_equal(n, 77);
	}
}

static void names_in_capitals_and_roles_are_sure(void **state)
{
	static const char *const lines[][2] = {
		{ "AUM: Yes.", "AUM" }, { "PRIME MINISTER:Well", "PRIME MINISTER" }, { "MR. O'BRIEN:", "MR. O'BRIEN" },
		{ "JEAN-PAUL (BBC): So.", "JEAN-PAUL (BBC)" }, { "Dr. AUM: x", "Dr. AUM" }, { "Host: Hello", "Host" },
		{ "Q: Why?", "Q" }, { "A:", "A" }, { "Question: x", "Question" }, { "Prime Minister: x", "Prime Minister" },
		{ "\xD0\x92\xD0\xBE\xD0\xBF\xD1\x80\xD0\xBE\xD1\x81: x", "\xD0\x92\xD0\xBE\xD0\xBF\xD1\x80\xD0\xBE\xD1\x81" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		expect(DSR_SPEAKER_SURE, lines[i][0], lines[i][1]);
}

static void names_in_title_case_may_be_some(void **state)
{
	static const char *const lines[][2] = {
		{ "Frank Aum: Yes.", "Frank Aum" }, { "Ursula von der Leyen: x", "Ursula von der Leyen" }, { "J: x", "J" },
		{ "Minister of Defence: x", "Minister of Defence" }, { "McMinn:", "McMinn" }, { "\xC3\x89lise: x", "\xC3\x89lise" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		expect(DSR_SPEAKER_MAYBE, lines[i][0], lines[i][1]);
}

static void labels_of_pages_and_sentences_are_none(void **state)
{
	static const char *const lines[] = {
		"", ":", ": x", "Note: x", "NOTE TO EDITORS: x", "Source: x", "SUBJECTS: x", "Type: Report", "Figure 1: x",
		"FIGURE A: x", "E&OE: x", "http://example.org", "10:30", "the end: x", "He said: no", "Two things are clear here now: x",
		"Frank Aum", "Frank Aum:Yes", "AUM : x", "Frank  Aum: x", "of Defence: x", "AUM [laughs]: x",
		"A NAME THAT IS LONGER THAN FORTY BYTES ISS: x", "Tel: 123", "Re: x",
	};
	(void)state;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		expect(DSR_SPEAKER_NONE, lines[i], "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_in_capitals_and_roles_are_sure),
		cmocka_unit_test(names_in_title_case_may_be_some),
		cmocka_unit_test(labels_of_pages_and_sentences_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

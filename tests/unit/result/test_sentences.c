#include "result/sentences.h"

#include <string.h>

#include "../chance.h"
#include "../test.h"
#include "base/utf8.h"

enum { LIMIT = 320 };
#define LENGTH(a) (sizeof(a) / sizeof *(a))

/* The sentences of `text` with a bar between, in `out`. */
static void join(const char *text, size_t limit, char *out, size_t cap)
{
	const dossier_str t = dossier_str_of(text);
	size_t start, end = 0, used = 0;

	while (dsr_sentence_next(t, end, limit, &start, &end)) {
		assert_true(used + end - start + 2 < cap);
		if (used)
			out[used++] = '|';
		memcpy(out + used, text + start, end - start);
		used += end - start;
	}
	out[used] = '\0';
}

/* Are the sentences of `text` those of `expected`? */
static void check(const char *text, size_t limit, const char *expected)
{
	char got[1000];

	join(text, limit, got, sizeof got);
	if (strcmp(got, expected) != 0)
		fail_msg("\"%s\"\n  gives \"%s\"\n  not   \"%s\"", text, got, expected);
}

/* Each expected result, its bars made blanks, is the text. */
static void check_table(const char *const *expected, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char text[1000];

		strcpy(text, expected[i]);
		for (char *p = text; *p; p++)
			*p = *p == '|' ? ' ' : *p;
		check(text, LIMIT, expected[i]);
	}
}

static void a_point_and_a_blank_end_a_sentence(void **state)
{
	static const char *const table[] = {
		"", "One", "One.", "One.|Two.", "One!|Two?|Three.", "What?!|No.", "It rose by 3.5 percent.|In 2018.|2019 was calm.",
		"See usip.org now.|Then go.", "He left...|She stayed.", "one. two three", "e.g. this one.|That one.",
		"It costs $5.|$6 is more.", "Wait!... for it.", "Yes.|第二.|Third", "The end.|\xC3\x89lan.",
	};

	(void)state;
	check_table(table, LENGTH(table));
	check("One.\tTwo.\nThree.\r\nFour.", LIMIT, "One.|Two.|Three.|Four.");
	check("  One.   Two.  \n", LIMIT, "One.|Two.");
	check(" \n\t\r ", LIMIT, "");
}

static void an_abbreviation_ends_no_sentence(void **state)
{
	static const char *const table[] = {
		"The U.S. Senate met.|It left.", "In the U.S.A. We.", "Mr. Kim met Ms. Rice and Dr. Blix.|They spoke.",
		"On Jan. 5 Gen. Brooks left.", "J. Carter and W. J. Perry.|Both.", "It is cf. No. 5 and Art. 6 of it.", "No.|No.|They left.",
		"It is art.|Art.|The end.", "Jones vs. Smith et al. Today.", "Corp. and Inc. Both.", "the remarks.|The end.",
		"(U.S. policy) and [Mr. Kim].|End.", "\xE2\x80\x9CMr. Kim\xE2\x80\x9D and \xE2\x80\x9CU.S. aid.\xE2\x80\x9D|End.",
		"\xE2\x80\x98U.S. aid\xE2\x80\x99.|End.", "'Mr. Kim' and \"Mr. Kim\".|End.", "\xC2\xABMr. Kim\xC2\xBB.|End.",
		"Talks\xE2\x80\x94Mr. Kim came.|End.",
	};

	(void)state;
	check_table(table, LENGTH(table));
}

static void the_end_of_a_word_is_no_abbreviation(void **state)
{
	static const char *const table[] = {
		"They don't.|We do.", "They don\xE2\x80\x99t.|We do.", "It was China's.|Then.", "In Krak\xC3\xB3w.|Then.",
		"Not in Señal.|Then.", "The F16a.|Then.", "It is a Pro2Co.|Then.", "Plan A. Then.",
	};

	(void)state;
	check_table(table, LENGTH(table));
}

static void what_closes_belongs_to_the_sentence(void **state)
{
	static const char *const table[] = {
		"\"Go.\"|He went.", "'Go.'|He went.", "(He went.)|She too.", "[He went.]|She.", "(\"He (went!)\".)|She.",
		"\xE2\x80\x9CGo.\xE2\x80\x9D|He went.", "\xE2\x80\x98Go!\xE2\x80\x99\xE2\x80\x9D)|He went.",
		"\"Go?\" he asked.|\xE2\x80\x9CWhere?\xE2\x80\x9D she asked.", "Go.\xE2\x80\x9Cthere\xE2\x80\x9D It is.",
		"He said: \"Go.\"", "Go.\xE2\x80\x9D", "Go.\xE2\x80",
	};

	(void)state;
	check_table(table, LENGTH(table));
}

static void an_empty_line_ends_a_sentence_and_a_line_break_does_not(void **state)
{
	(void)state;
	check("A heading\n\nA text\nof two lines.", LIMIT, "A heading|A text\nof two lines.");
	check("a\n \t\r\nb\r\n\r\nc", LIMIT, "a|b|c");
	check("a\n\n\n\nb", LIMIT, "a|b");
	check("Mr.\n\nKim", LIMIT, "Mr.|Kim");
	check("a\n", LIMIT, "a");
}

static void a_speakers_turn_begins_a_sentence(void **state)
{
	(void)state;
	check("so it goes\nAUM: Yes\nMR. KIM-LEE: no", LIMIT, "so it goes|AUM: Yes|MR. KIM-LEE: no");
	check("MS. RICE: Thanks.\nDR. BLIX: Thanks.", LIMIT, "MS. RICE: Thanks.|DR. BLIX: Thanks.");
	check("so it\n  CHAIR: Yes", LIMIT, "so it|CHAIR: Yes");
	check("so it\nA: yes", LIMIT, "so it\nA: yes");
	check("so it\n: yes", LIMIT, "so it\n: yes");
	check("so it\nAum: yes", LIMIT, "so it\nAum: yes");
	check("so it\n-AUM: yes", LIMIT, "so it\n-AUM: yes");
	check("so it CHAIR: yes", LIMIT, "so it CHAIR: yes");
	check("so it\nAUM", LIMIT, "so it\nAUM");
	check("so it\nA NAME THAT IS LONGER THAN THAT OF ANYONE: yes", LIMIT,
	      "so it\nA NAME THAT IS LONGER THAN THAT OF ANYONE: yes");
}

static void a_sentence_over_the_limit_is_cut_between_words(void **state)
{
	(void)state;
	check("one two three four", 9, "one two|three|four");
	check("one two three four", 8, "one two|three|four");
	check("one two three four", 7, "one two|three|four");
	check("one    two", 4, "one|two");
	check("one    two", 6, "one|two");
	check("one two. three four. Five", 12, "one two.|three four.|Five");
	check("One two.) Six", 8, "One|two.)|Six");
}

static void a_word_over_the_limit_is_cut_between_characters(void **state)
{
	(void)state;
	check("abcdefghij", 4, "abcd|efgh|ij");
	check("\xC3\xA9\xC3\xA9\xC3\xA9", 5, "\xC3\xA9\xC3\xA9|\xC3\xA9");
	check("\xE6\xA0\xB8\xE8\xBB\x8D\xE7\xB8\xAE", 4, "\xE6\xA0\xB8|\xE8\xBB\x8D|\xE7\xB8\xAE");
	check("\xE6\xA0\xB8\xE8\xBB\x8D\xE7\xB8\xAE", 7, "\xE6\xA0\xB8\xE8\xBB\x8D|\xE7\xB8\xAE");
	check("\xF0\x9F\x98\x80\xF0\x9F\x98\x80", 7, "\xF0\x9F\x98\x80|\xF0\x9F\x98\x80");
	check("a\xF0\x9F\x98\x80", 4, "a|\xF0\x9F\x98\x80");
}

static void what_follows_far_behind_does_not_matter(void **state)
{
	static char text[4000];
	size_t start, end;

	(void)state;
	memset(text, ' ', sizeof text);
	memcpy(text, "One.", 4);
	text[sizeof text - 1] = 'x';
	assert_true(dsr_sentence_next((dossier_str){ text, sizeof text }, 0, 8, &start, &end));
	assert_int_equal(end, 4);
	assert_true(dsr_sentence_next((dossier_str){ text, sizeof text }, end, 8, &start, &end));
	assert_int_equal(start, sizeof text - 1);
	assert_int_equal(end, sizeof text);
	assert_true(dsr_sentence_next((dossier_str){ text, sizeof text }, 0, SIZE_MAX, &start, &end));
	assert_int_equal(end, sizeof text);
}

static int is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/*
 * Sentences ascend, begin and end without a blank, keep the limit, and nothing but blanks is left out; no character is
 * cut, if the text is valid.
 */
static void check_properties(dossier_str t, size_t limit)
{
	const int valid = dsr_utf8_valid(t.p, t.n) == t.n;
	size_t start, end = 0, before = 0;

	while (dsr_sentence_next(t, before, limit, &start, &end)) {
		assert_true(start >= before && end > start && end <= t.n);
		assert_true(end - start <= limit);
		assert_false(is_blank(t.p[start]) || is_blank(t.p[end - 1]));
		while (before < start)
			assert_true(is_blank(t.p[before++]));
		if (valid)
			assert_int_equal(dsr_utf8_valid(t.p + start, end - start), end - start);
		before = end;
	}
	while (before < t.n)
		assert_true(is_blank(t.p[before++]));
}

static size_t make_text(char *out, size_t pieces)
{
	static const char *const some[] = {
		" ", " ", " ", "\n", "\n\n", "\t", ". ", ".", "! ", "?", "\"", "'", ")", "\xE2\x80\x9D", "\xE2\x80\x99", "U.S.", "Mr.",
		"a", "b", "Word", "word", "AUM: ", "\nCHAIR: ", "\xC3\xA9", "\xE6\xA0\xB8", "\xF0\x9F\x98\x80", "longerword", "5", "No",
	};
	size_t n = 0;

	while (pieces--) {
		const char *piece = some[chance(LENGTH(some))];

		memcpy(out + n, piece, strlen(piece));
		n += strlen(piece);
	}
	return n;
}

static void sentences_of_random_text_ascend_keep_the_limit_and_cover_all(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 20000; i++) {
		char *text = malloc(4000);
		size_t n = make_text(text, chance(chance(4) ? 20 : 300));

		text = realloc(text, n ? n : 1); /* so that a sanitizer sees every read behind it */
		check_properties((dossier_str){ text, n }, 4 + chance(chance(2) ? 12 : 400));
		free(text);
	}
}

static void bytes_that_are_no_utf8_stop_nothing(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 20000; i++) {
		const size_t n = 1 + chance(600);
		char *bytes = malloc(n);

		for (size_t k = 0; k < n; k++)
			bytes[k] = (char)(chance(3) ? 0x80 + chance(64) : chance(256));
		check_properties((dossier_str){ bytes, n }, 4 + chance(100));
		free(bytes);
	}
}

/* From a place to go on at, all sentences up to that of any byte are those found from the beginning of the text. */
static void check_resumed(dossier_str t, size_t limit, size_t from, size_t at)
{
	size_t start, end = 0, before, resumed_start, resumed_end = dsr_sentence_resume(t, from, at);

	assert_true(resumed_end >= from && resumed_end <= at);
	do {
		before = end;
		if (!dsr_sentence_next(t, end, limit, &start, &end))
			return;
	} while (end <= resumed_end);
	while (dsr_sentence_next(t, resumed_end, limit, &resumed_start, &resumed_end)) {
		size_t line_breaks = 0;

		assert_true(resumed_start == start && resumed_end == end);
		while (before < start)
			line_breaks += t.p[before++] == '\n';
		assert_int_equal(dsr_sentence_is_parted(t, start), line_breaks > 1);
		before = end;
		dsr_sentence_next(t, end, limit, &start, &end);
	}
}

static void sentences_are_the_same_wherever_one_goes_on(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 4000; i++) {
		static char bytes[4000];
		const dossier_str text = { bytes, make_text(bytes, chance(chance(4) ? 20 : 300)) };
		const size_t limit = 4 + chance(chance(2) ? 12 : 400);
		size_t start, end = 0;

		while (dsr_sentence_next(text, end, limit, &start, &end))
			if (end < text.n && !chance(8))
				check_resumed(text, limit, end, end + chance((uint32_t)(text.n - end)));
	}
	assert_int_equal(dsr_sentence_resume(dossier_str_of("a\n \nb\n\nc"), 1, 4), 1);
	assert_int_equal(dsr_sentence_resume(dossier_str_of("a\n \nb\n\nc"), 1, 7), 5);
	assert_int_equal(dsr_sentence_resume(dossier_str_of("a b c"), 1, 4), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_point_and_a_blank_end_a_sentence),
		cmocka_unit_test(an_abbreviation_ends_no_sentence),
		cmocka_unit_test(the_end_of_a_word_is_no_abbreviation),
		cmocka_unit_test(what_closes_belongs_to_the_sentence),
		cmocka_unit_test(an_empty_line_ends_a_sentence_and_a_line_break_does_not),
		cmocka_unit_test(a_speakers_turn_begins_a_sentence),
		cmocka_unit_test(a_sentence_over_the_limit_is_cut_between_words),
		cmocka_unit_test(a_word_over_the_limit_is_cut_between_characters),
		cmocka_unit_test(what_follows_far_behind_does_not_matter),
		cmocka_unit_test(sentences_of_random_text_ascend_keep_the_limit_and_cover_all),
		cmocka_unit_test(bytes_that_are_no_utf8_stop_nothing),
		cmocka_unit_test(sentences_are_the_same_wherever_one_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "result/parts.h"

#include <stdio.h>
#include <string.h>

#include "../chance.h"
#include "../test.h"

static dsr_arena arena;
static dsr_part *parts;
static size_t count;

static int make_arena(void **state)
{
	(void)state;
	arena = DSR_ARENA_INIT(&test_alloc);
	return 0;
}

static int free_arena(void **state)
{
	dsr_arena_release(&arena);
	return test_no_leaks(state);
}

/* The parts are "k:label|...". */
static void expect(const char *text, const char *outline, const char *want)
{
	char got[1000] = "";
	size_t n = 0;

	dsr_arena_reset(&arena);
	assert_int_equal(dsr_parts_find(&parts, &count, &arena, dossier_str_of(text), dossier_str_of(outline)), DOSSIER_OK);
	for (size_t i = 0; i < count; i++)
		n += (size_t)snprintf(got + n, sizeof got - n, "%c:%.*s|", (char)parts[i].kind,
		                      (int)(parts[i].end - parts[i].start), text + parts[i].start);
	assert_string_equal(got, want);
}

static void turns_are_told_by_their_names(void **state)
{
	(void)state;
	expect("PM: Yes.\nIt is so.\n\nJOURNALIST:\n\nWhy?\n\nPM:\n\nSo.", "", "t:PM|t:JOURNALIST|t:PM|");
	expect("AUM: One.", "", "t:AUM|");
	expect("Host: a\nAnn Lee: b\nBo Li: c\nAnn Lee: d", "", "t:Host|t:Ann Lee|t:Ann Lee|");
	expect("Note: a\nSource: b\nNote: c\nSource: d", "", "");
	expect("It was so: AUM: no.", "", "");
	expect("", "", "");
	expect("\n \n", "", "");
}

static void a_printed_question_stands_before_a_turn(void **state)
{
	(void)state;
	expect("What is it?\n\nAUM: This.\n\nAnd why?\n\nAUM: So.", "", "q:What is it?|t:AUM|q:And why?|t:AUM|");
	/* Here it is what the journalist says. */
	expect("JOURNALIST:\n\nWhat is it?\n\nPM:\n\nThis.", "", "t:JOURNALIST|t:PM|");
	expect("AUM: Who knows?\n\nWhat then?\n\nLet me say this.\n\nAUM: And that.", "", "t:AUM|t:AUM|");
}

static void without_turns_two_questions_make_an_interview(void **state)
{
	(void)state;
	expect("What is it?\n\nThis.\n\nWhy?\n\nSo.", "", "q:What is it?|q:Why?|");
	expect("It goes on.\n\nWhat is it?\n\nThis is an essay.", "", "");
	expect("What is it?\nThis.\nWhy?\nSo.", "", "");
	expect("What is it?\n\nThis.\n\nIs it?", "", "q:What is it?|");
}

static void headings_are_lines_that_stand_alone(void **state)
{
	(void)state;
	expect("Background\n\nText is here.\n\n2. What Next\n\nMore.", "", "s:Background|s:2. What Next|");
	expect("It ends.\nWhy We Did It\n\nText.", "", "s:Why We Did It|");
	expect("Overview\nText.", "", "");
	expect("a small line\n\nText.\n\nA list:\n\nx\n\nMarch 9, 2018\n\n| a | b\n\n[Inaudible]\n\nText.", "", "");
	expect("Text.\n\nLast words", "", "");
	expect("Opening\n\nAUM: Yes.\n\nThank You\n\nAUM: No.", "", "s:Opening|t:AUM|t:AUM|");
	expect("One two three four five six seven eight nine ten eleven twelve thirteen\n\nText.", "", "");
}

static void an_outline_goes_before_what_lines_show(void **state)
{
	(void)state;
	expect("Background\n\nText.\n\nOther\n\nText.", "s 0 10\n", "s:Background|");
	expect("Is it?\n\nAum: Yes.\n\nAnd now?\n\nAum: No.", "q 0 6\nt 8 3\n", "q:Is it?|t:Aum|q:And now?|t:Aum|");
	expect("Who?\n\nAum: I.", "t 6 3\n", "q:Who?|t:Aum|");
	expect("Head AUM\n\nAUM: Yes.", "s 5 6\n", "s:AUM\n\nA|");
	expect("x\n\nAUM: Yes.", "s 0 1\ne 3 0\n", "s:x|e:|t:AUM|");
	expect("Background\n\nText.", "nonsense", "s:Background|");
}

/* What byte `at` stands under is "section|question|speaker". */
static void expect_at(const char *text, const char *at, const char *want)
{
	dossier_passage p;
	char got[1000];

	assert_int_equal(dsr_parts_find(&parts, &count, &arena, dossier_str_of(text), (dossier_str){ NULL, 0 }), DOSSIER_OK);
	dsr_parts_at(&p, parts, count, dossier_str_of(text), (size_t)(strstr(text, at) - text));
	snprintf(got, sizeof got, "%.*s|%.*s|%.*s", (int)p.section.n, p.section.p, (int)p.question.n, p.question.p,
	         (int)p.speaker.n, p.speaker.p);
	assert_string_equal(got, want);
}

static void a_place_stands_under_the_parts_before_it(void **state)
{
	static const char page[] = "First Part\n\nAlpha.\n\nWhy now?\n\nAUM: Bravo.\n\nBEE: Charlie.\n\nAnd then?\n\nBEE: Delta.";
	(void)state;

	expect_at(page, "First", "First Part||");
	expect_at(page, "Alpha", "First Part||");
	expect_at(page, "Why", "First Part|Why now?|");
	expect_at(page, "Bravo", "First Part|Why now?|AUM");
	expect_at(page, "Charlie", "First Part|Why now?|BEE");
	expect_at(page, "Delta", "First Part|And then?|BEE");
}

static void a_turn_answers_the_turn_before_it(void **state)
{
	static const char talk[] = "HOST: Good evening. Is it true?\n\nPM: Alpha.\n\nHOST:\n\nBravo.\n\nPM: Charlie.\n\nPM: Delta.\n\n"
	                           "HOST: Is it? We shall see.\n\nPM: Echo?";
	(void)state;

	expect_at(talk, "Good", "||HOST");
	expect_at(talk, "Alpha", "|Good evening. Is it true?|PM");
	expect_at(talk, "Bravo", "||HOST");
	expect_at(talk, "Charlie", "||PM");
	expect_at(talk, "Delta", "||PM");
	expect_at(talk, "Echo", "|Is it?|PM");
}

static void of_a_long_turn_the_last_question_is_taken(void **state)
{
	char talk[2000];
	(void)state;

	snprintf(talk, sizeof talk, "HOST: %0300d words. What of this? %s\n\nPM: Yes.", 0, "And is it so?");
	expect_at(talk, "Yes", "|And is it so?|PM");
	snprintf(talk, sizeof talk, "HOST: %0300d is it?\n\nPM: Yes.", 0);
	expect_at(talk, "Yes", "|is it?|PM");
	snprintf(talk, sizeof talk, "HOST: %0300d?\n\nPM: Yes.", 0);
	expect_at(talk, "Yes", "||PM");
}

/* Whatever text and outline: labels ascend within the text, and every place stands under something in it. */
static void anything_is_taken_apart(void **state)
{
	static const char *const pieces[] = { "\n", "\n\n", "AUM:", "Aum:", " ", "?", "Why", "s 0 3\n", "q 4 1\n", "t ", "12 ", "e 9 0\n", "\xC3\xA9" };
	(void)state;

	for (int round = 0; round < 5000; round++) {
		char text[200] = "", outline[100] = "";
		dossier_passage p;
		size_t last = 0;

		for (size_t i = 0; i < chance(30); i++)
			strcat(text, pieces[chance(13)]);
		for (size_t i = 0; i < chance(6); i++)
			strcat(outline, pieces[7 + chance(5)]);
		dsr_arena_reset(&arena);
		assert_int_equal(dsr_parts_find(&parts, &count, &arena, dossier_str_of(text), dossier_str_of(outline)), DOSSIER_OK);
		for (size_t i = 0; i < count; i++) {
			assert_true(parts[i].start >= last && parts[i].end >= parts[i].start && parts[i].end <= strlen(text));
			last = parts[i].end;
		}
		for (size_t at = 0; at <= strlen(text); at++) {
			dsr_parts_at(&p, parts, count, dossier_str_of(text), at);
			assert_true(!p.question.n || (p.question.p >= text && p.question.p + p.question.n <= text + strlen(text)));
		}
	}
}

static void running_out_of_memory_is_said(void **state)
{
	char text[20000] = "";
	(void)state;

	for (size_t i = 0; i < 1000; i++)
		strcat(text, i % 2 ? "AUM: x.\n\n" : "Why?\n\n");
	for (long n = 1;; n++) {
		dsr_arena scratch = DSR_ARENA_INIT(&test_alloc);
		dossier_status st;
		int hit;

		test_fail_after(n);
		st = dsr_parts_find(&parts, &count, &scratch, dossier_str_of(text), dossier_str_of("s 0 1\n"));
		hit = test_fail_done();
		dsr_arena_release(&scratch);
		assert_int_equal(st, hit ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		if (!hit)
			return;
	}
}

#define PARTS_TEST(function) cmocka_unit_test_setup_teardown(function, make_arena, free_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PARTS_TEST(turns_are_told_by_their_names),
		PARTS_TEST(a_printed_question_stands_before_a_turn),
		PARTS_TEST(without_turns_two_questions_make_an_interview),
		PARTS_TEST(headings_are_lines_that_stand_alone),
		PARTS_TEST(an_outline_goes_before_what_lines_show),
		PARTS_TEST(a_place_stands_under_the_parts_before_it),
		PARTS_TEST(a_turn_answers_the_turn_before_it),
		PARTS_TEST(of_a_long_turn_the_last_question_is_taken),
		PARTS_TEST(anything_is_taken_apart),
		PARTS_TEST(running_out_of_memory_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

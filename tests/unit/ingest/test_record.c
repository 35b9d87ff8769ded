#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "ingest/record.h"

static dsr_record r;

static void set(dsr_record_field f, const char *text)
{
	dsr_record_set(&r, f, dossier_str_of(text));
}

static void add(dsr_record_field f, const char *text)
{
	dsr_record_add(&r, f, dossier_str_of(text));
}

static int make_record(void **state)
{
	(void)state;
	dsr_record_init(&r, &test_alloc);
	return 0;
}

static int remove_record(void **state)
{
	dsr_record_release(&r);
	return test_no_leaks(state);
}

/* Close it and compare "field=value;..." */
static void expect(const char *want)
{
	char text[400] = "";

	assert_int_equal(dsr_record_close(&r, NULL), DOSSIER_OK);
	for (size_t i = 0; i < r.count; i++) {
		strcat(strcat(text, r.values[i].field), "=");
		strncat(text, r.values[i].text.p, r.values[i].text.n);
		strcat(text, ";");
	}
	assert_string_equal(text, want);
}

static void expect_refusal(const char *reason)
{
	dossier_error err;

	assert_int_equal(dsr_record_close(&r, &err), DOSSIER_ERR_INPUT);
	assert_string_equal(err.message, reason);
}

static void values_come_in_the_order_of_the_schema(void **state)
{
	(void)state;
	set(DSR_RECORD_EXTRA, "{}");
	set(DSR_RECORD_URL, "u");
	set(DSR_RECORD_DATE, "9 March 2018");
	set(DSR_RECORD_TYPE, "t");
	add(DSR_RECORD_AUTHORS, "a");
	add(DSR_RECORD_AUTHORS, "b");
	set(DSR_RECORD_BODY, "x");
	add(DSR_RECORD_TOPICS, "p");
	set(DSR_RECORD_TITLE, "T");
	set(DSR_RECORD_ID, "i");
	expect("id=i;title=T;topics=p;body=x;authors=a;authors=b;type=t;date=2018-03-09;url=u;extra={};");
	dsr_record_reset(&r);
	set(DSR_RECORD_TITLE, "U");
	set(DSR_RECORD_URL, "v");
	expect("id=v;title=U;url=v;");
}

static void what_says_nothing_hides_nothing(void **state)
{
	static const char *const blanks[] = { "", " ", "\t\r\n\v\f ", "\xC2\xA0", " \xC2\xA0 \xC2\xA0" };
	(void)state;

	set(DSR_RECORD_ID, "i");
	set(DSR_RECORD_TITLE, "T");
	add(DSR_RECORD_TOPICS, "p");
	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
		assert_true(dsr_record_is_blank(dossier_str_of(blanks[i])));
		set(DSR_RECORD_TITLE, blanks[i]);
		set(DSR_RECORD_TOPICS, blanks[i]);
		add(DSR_RECORD_TOPICS, blanks[i]);
	}
	assert_true(dsr_record_is_blank((dossier_str){ NULL, 0 }));
	assert_false(dsr_record_is_blank(dossier_str_of(" \xC3\xA0")));
	expect("id=i;title=T;topics=p;");
}

static void the_last_that_is_set_counts(void **state)
{
	(void)state;
	set(DSR_RECORD_ID, "i");
	set(DSR_RECORD_ID, "j");
	set(DSR_RECORD_TITLE, "T");
	add(DSR_RECORD_AUTHORS, "a");
	add(DSR_RECORD_AUTHORS, "b");
	set(DSR_RECORD_AUTHORS, "c");
	add(DSR_RECORD_AUTHORS, "d");
	expect("id=j;title=T;authors=c;authors=d;");
}

static void semicolons_part_authors(void **state)
{
	(void)state;
	set(DSR_RECORD_ID, "i");
	set(DSR_RECORD_TITLE, "T");
	dsr_record_add_authors(&r, dossier_str_of(" A. B ;; C, D;\t"));
	dsr_record_add_authors(&r, (dossier_str){ NULL, 0 });
	dsr_record_add_authors(&r, dossier_str_of("E"));
	expect("id=i;title=T;authors=A. B;authors=C, D;authors=E;");
}

static void broken_rules_have_a_reason(void **state)
{
	(void)state;
	set(DSR_RECORD_TITLE, "T");
	expect_refusal("no \"id\" and no \"url\" to stand for it");
	dsr_record_reset(&r);
	set(DSR_RECORD_ID, "i");
	expect_refusal("no \"title\"");
	set(DSR_RECORD_TITLE, "T");
	set(DSR_RECORD_DATE, "31 June 2018");
	expect_refusal("\"date\" is no date: \"31 June 2018\"");
	set(DSR_RECORD_DATE, "a date that goes on for longer than a message has room, and st\xC3\xA9ll goes on");
	expect_refusal("\"date\" is no date: \"a date that goes on for longer than a message has room, and \"");
	set(DSR_RECORD_DATE, "2018");
	expect("id=i;title=T;date=2018;");
}

static void a_multibyte_character_is_not_cut_in_a_reason(void **state)
{
	char date[80], want[120] = "\"date\" is no date: \"";
	(void)state;

	memset(date, 'x', 59);
	strcpy(date + 59, "\xC3\xA9\xC3\xA9");
	set(DSR_RECORD_ID, "i");
	set(DSR_RECORD_TITLE, "T");
	set(DSR_RECORD_DATE, date);
	snprintf(want + strlen(want), sizeof want - strlen(want), "%.59s\"", date);
	expect_refusal(want);
}

static void fields_are_found_by_name(void **state)
{
	(void)state;
	for (int f = 0; f < DSR_RECORD_FIELDS; f++)
		assert_int_equal(dsr_record_find(dossier_str_of(dsr_record_name((dsr_record_field)f))), f);
	assert_int_equal(dsr_record_find(dossier_str_of("titles")), -1);
	assert_int_equal(dsr_record_find(dossier_str_of("titl")), -1);
	assert_int_equal(dsr_record_find(dossier_str_of("")), -1);
}

static void a_full_memory_is_said_at_the_end(void **state)
{
	long nth = 1;
	(void)state;

	for (;; nth++) {
		dossier_status st;

		dsr_record_release(&r);
		test_fail_after(nth);
		set(DSR_RECORD_ID, "i");
		set(DSR_RECORD_TITLE, "T");
		add(DSR_RECORD_TOPICS, "p");
		set(DSR_RECORD_AUTHORS, "a");
		set(DSR_RECORD_DATE, "2018");
		st = dsr_record_close(&r, NULL);
		if (!test_fail_done())
			break;
		assert_int_equal(st, DOSSIER_ERR_NOMEM);
	}
	assert_int_equal(nth, 5);
	expect("id=i;title=T;topics=p;authors=a;date=2018;");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_record, remove_record)

static void a_language_that_is_none_is_left_out(void **state)
{
	(void)state;
	set(DSR_RECORD_ID, "a");
	set(DSR_RECORD_TITLE, "b");
	set(DSR_RECORD_LANG, "pt-BR");
	expect("id=a;title=b;lang=pt-BR;");
	assert_false(r.strange);
	set(DSR_RECORD_LANG, "klingon");
	expect("id=a;title=b;");
	assert_true(r.strange);
	dsr_record_reset(&r);
	assert_false(r.strange);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_come_in_the_order_of_the_schema),
		TEST(a_language_that_is_none_is_left_out),
		TEST(what_says_nothing_hides_nothing),
		TEST(the_last_that_is_set_counts),
		TEST(semicolons_part_authors),
		TEST(broken_rules_have_a_reason),
		TEST(a_multibyte_character_is_not_cut_in_a_reason),
		TEST(fields_are_found_by_name),
		TEST(a_full_memory_is_said_at_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

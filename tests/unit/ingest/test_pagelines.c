#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "ingest/pagelines.h"

static dossier_str str(const char *z)
{
	return dossier_str_of(z);
}

/* "number@offset:text|..." of the lines of a page that begins at byte 3 of its file. */
static void expect(const char *page, const char *want)
{
	char text[300] = "", file[300];
	size_t at = 0;
	dsr_page_lines l;

	snprintf(file, sizeof file, "###%s", page);
	assert_int_equal(dsr_page_lines_split(&l, &test_alloc, str(file), 3), DOSSIER_OK);
	for (size_t i = 0; i < l.count; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%d@%d:%.*s|", (int)l.lines[i].number,
		                       (int)l.lines[i].offset, (int)l.lines[i].text.n, l.lines[i].text.p);
	assert_string_equal(text, want);
	dsr_page_lines_release(&l);
}

static void lines_are_trimmed_and_empty_ones_kept_once(void **state)
{
	(void)state;
	expect("", "");
	expect("a", "1@3:a|");
	expect("a\n", "1@3:a|");
	expect(" a \r\n\tb\r\n", "1@4:a|2@9:b|");
	expect("a\n\n \n\r\nb\n\n", "1@3:a|2@5:|5@10:b|6@12:|");
	expect("\n\na", "1@3:|3@5:a|");
	expect("\xC2\xA0" "a\xC2\xA0 \n\xC2\xA0\nb", "1@5:a|2@12:|3@13:b|");
}

static void what_is_no_utf8_is_replaced_line_by_line(void **state)
{
	dsr_page_lines l;
	dsr_origin o;
	(void)state;

	expect("caf\xE9\nna\xC3\xAFve\n\xE2\x82\xE2\x82\xAC \n", "1@3:caf\xEF\xBF\xBD|2@8:na\xC3\xAFve|"
	       "3@15:\xEF\xBF\xBD\xE2\x82\xAC|");
	assert_int_equal(dsr_page_lines_split(&l, &test_alloc, str("\n a\xFF\xFE\n\nb\xFF \nc"), 0), DOSSIER_OK);
	assert_int_equal(dsr_page_lines_mended(&l, 0, l.count), 3);
	assert_int_equal(dsr_page_lines_mended(&l, 1, 2), 2);
	o = dsr_page_lines_origin(&l, 1, 4);
	assert_int_equal(o.at.line, 2);
	assert_int_equal(o.at.offset, 2);
	assert_int_equal(o.end, 9);
	dsr_page_lines_release(&l);
}

static void a_page_has_at_most_a_million_lines(void **state)
{
	char *page = malloc(2 * DSR_PAGE_LINES_MAX + 2);
	const size_t n = 2 * DSR_PAGE_LINES_MAX;
	dsr_page_lines l;
	(void)state;

	for (size_t i = 0; i < n + 2; i++)
		page[i] = i % 2 ? '\n' : 'x';
	assert_int_equal(dsr_page_lines_split(&l, &test_alloc, (dossier_str){ page, n }, 0), DOSSIER_OK);
	assert_int_equal(l.count, DSR_PAGE_LINES_MAX);
	dsr_page_lines_release(&l);
	assert_int_equal(dsr_page_lines_split(&l, &test_alloc, (dossier_str){ page, n + 1 }, 0), DOSSIER_ERR_LIMIT);
	dsr_page_lines_release(&l);
	memset(page, '\n', n);
	assert_int_equal(dsr_page_lines_split(&l, &test_alloc, (dossier_str){ page, n }, 0), DOSSIER_OK);
	assert_int_equal(l.count, 1);
	dsr_page_lines_release(&l);
	free(page);
}

static void the_next_line_is_one_that_says_something(void **state)
{
	dsr_page_lines l;
	(void)state;

	assert_int_equal(dsr_page_lines_split(&l, &test_alloc, str("\n\na\n\nb\n\n"), 0), DOSSIER_OK);
	assert_int_equal(l.count, 5);
	assert_int_equal(dsr_page_lines_next(&l, 0), 1);
	assert_int_equal(dsr_page_lines_next(&l, 1), 1);
	assert_int_equal(dsr_page_lines_next(&l, 2), 3);
	assert_int_equal(dsr_page_lines_next(&l, 4), 5);
	assert_int_equal(dsr_page_lines_next(&l, 9), 9);
	dsr_page_lines_release(&l);
}

static void a_full_memory_is_said(void **state)
{
	dsr_page_lines l;
	(void)state;

	test_fail_after(1);
	assert_int_equal(dsr_page_lines_split(&l, &test_alloc, str("a"), 0), DOSSIER_ERR_NOMEM);
	test_fail_done();
	dsr_page_lines_release(&l);
}

static void beginnings_are_compared_whatever_the_case(void **state)
{
	(void)state;
	assert_true(dsr_begins(str("TYPE: x"), "type:"));
	assert_true(dsr_begins(str("x"), ""));
	assert_false(dsr_begins(str("typ"), "type:"));
	assert_false(dsr_begins(str("type;"), "type:"));
	assert_false(dsr_begins(str("@"), "`")); /* 32 apart, but no letters */
	assert_true(dsr_same(str("ab"), str("ab")));
	assert_false(dsr_same(str("ab"), str("abc")));
	assert_false(dsr_same(str("ab"), str("aB")));
}

static void stops_are_seen_through_what_closes(void **state)
{
	static const char *const with[] = { "a.", "a?", "a!", "a:", "a;", "a,", "a\xE2\x80\xA6", "a.\"", "a.)]", "a.\xE2\x80\x9D",
	                                    "a?\xE2\x80\x99\xC2\xBB", "." };
	static const char *const without[] = { "", "a", "a)", "\"a\"", "a. b", "a-", "\"" };
	(void)state;

	for (size_t i = 0; i < sizeof with / sizeof *with; i++)
		assert_true(dsr_ends_with_stop(str(with[i])));
	for (size_t i = 0; i < sizeof without / sizeof *without; i++)
		assert_false(dsr_ends_with_stop(str(without[i])));
}

static void words_are_what_blanks_part(void **state)
{
	(void)state;
	assert_int_equal(dsr_count_words(str("")), 0);
	assert_int_equal(dsr_count_words(str("  ")), 0);
	assert_int_equal(dsr_count_words(str("a")), 1);
	assert_int_equal(dsr_count_words(str(" a\tb-c  d ")), 3);
}

static void title_case_lets_small_words_be_small(void **state)
{
	(void)state;
	assert_true(dsr_in_title_case(str("Rule of Law and the UN's 3 Aims")));
	assert_true(dsr_in_title_case(str("and  of")));
	assert_true(dsr_in_title_case(str("\xC3\x9C" "ber Uns (alle)")));
	assert_true(dsr_in_title_case(str("")));
	assert_false(dsr_in_title_case(str("Rule of law")));
	assert_false(dsr_in_title_case(str("rule of Law")));
	assert_false(dsr_in_title_case(str("An Odd ox")));
}

static void the_lines_of_the_site_are_known(void **state)
{
	(void)state;
	assert_true(dsr_is_view_all(str("View All Publications")));
	assert_true(dsr_is_view_all(str("VIEW ALL")));
	assert_false(dsr_is_view_all(str("View All Of The Publications")));
	assert_false(dsr_is_view_all(str("View all.")));
	assert_false(dsr_is_view_all(str("I View All")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_trimmed_and_empty_ones_kept_once),
		cmocka_unit_test(what_is_no_utf8_is_replaced_line_by_line),
		cmocka_unit_test(a_page_has_at_most_a_million_lines),
		cmocka_unit_test(the_next_line_is_one_that_says_something),
		cmocka_unit_test(a_full_memory_is_said),
		cmocka_unit_test(beginnings_are_compared_whatever_the_case),
		cmocka_unit_test(stops_are_seen_through_what_closes),
		cmocka_unit_test(words_are_what_blanks_part),
		cmocka_unit_test(title_case_lets_small_words_be_small),
		cmocka_unit_test(the_lines_of_the_site_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

#include "../test.h"

#include <stdio.h>
#include <string.h>

#include <dossier.h>

#include "tree.h"

typedef struct reading {
	const char *typed, *read;
} reading;

static const dossier_query_options options = { sizeof(dossier_query_options), &test_alloc, NULL };

static dossier_query *parse(const char *text)
{
	dossier_query *q = NULL;

	assert_int_equal(dossier_query_parse(&q, dossier_str_of(text), &options, NULL), DOSSIER_OK);
	assert_null(tree_check(q));
	return q;
}

static void check_readings(const reading *r)
{
	for (; r->typed; r++) {
		dossier_query *q = parse(r->typed);

		if (strcmp(dossier_query_text(q).p, r->read) != 0)
			fail_msg("%s\n read as  %s\n but is   %s", r->typed, dossier_query_text(q).p, r->read);
		dossier_query_free(q);
	}
}

#define READINGS(...) \
	static const reading readings[] = { __VA_ARGS__, { NULL, NULL } }; \
	(void)state; \
	check_readings(readings)

static void words_side_by_side_should_hold(void **state)
{
	READINGS(
		{ "korea", "korea" }, { "peace talks", "peace OR talks" }, { " a\tb\nc ", "a OR b OR c" },
		{ "a OR b c", "a OR b OR c" }, { "(a b) c", "(a OR b) OR c" }, { "((a)) (((b)))", "a OR b" });
}

static void signs_require_and_exclude(void **state)
{
	READINGS(
		{ "+a -b c", "+a -b c" }, { "+a b", "+a b" }, { "+a", "a" }, { "-a", "-a" }, { "-a -b", "-a -b" },
		{ "+(a b) -(c d)", "+(a OR b) -(c OR d)" }, { "-(a)", "-a" }, { "(-a)", "-a" }, { "b (-a)", "b OR (-a)" },
		{ "-\"a b\"", "-\"a b\"" }, { "-(-a)", "-(-a)" }, { "--x", "-x" }, { "++x", "x" }, { "a +-x", "a +x" });
}

static void a_sign_is_one_at_the_start_of_a_clause_only(void **state)
{
	READINGS(
		{ "a - b", "a OR b" }, { "C++", "C++" }, { "a-b", "a-b" }, { "a+b c", "a+b OR c" }, { "a -", "a" },
		{ "+", "" }, { "(a -) b", "a OR b" }, { "(a)-b", "a OR b" }, { "\"a\"-b", "\"a\" OR b" }, { "(-a b)", "-a b" });
}

static void capital_words_are_operators(void **state)
{
	READINGS(
		{ "a AND b", "+a +b" }, { "a AND b AND c", "+a +b +c" }, { "a AND NOT b", "+a -b" },
		{ "NOT a AND b", "-a +b" }, { "NOT a", "-a" }, { "a NOT b", "a -b" }, { "a OR NOT b", "a -b" },
		{ "NOT NOT a", "-a" }, { "NOT +a", "-a" }, { "NOT (a b)", "-(a OR b)" }, { "NOT(a b)", "-(a OR b)" },
		{ "a AND (b OR c)", "+a +(b OR c)" }, { "(a OR b) AND c AND d", "+(a OR b) +c +d" },
		{ "(a AND b) AND c", "+(+a +b) +c" }, { "NOT a AND NOT b", "-a -b" }, { "c NOT a AND NOT b", "c OR (-a -b)" },
		{ "and or not And", "and OR or OR not OR And" }, { "a && b || c", "a OR b OR c" }, { "ANDY OR", "ANDY" });
}

static void not_binds_most_then_and_then_or_and_side_by_side(void **state)
{
	READINGS(
		{ "a b AND c d", "a OR (+b +c) OR d" }, { "a OR b AND c", "a OR (+b +c)" }, { "+a b AND c", "+a (+b +c)" },
		{ "+a AND b", "+a +b" }, { "-a AND b", "-a +b" }, { "a AND -b c", "(+a -b) OR c" },
		{ "a AND b c AND d", "(+a +b) OR (+c +d)" }, { "NOT a b", "-a b" }, { "a AND b OR c AND d", "(+a +b) OR (+c +d)" });
}

static void dangling_operators_are_nothing(void **state)
{
	READINGS(
		{ "foo AND", "foo" }, { "AND foo", "foo" }, { "OR foo", "foo" }, { "foo NOT", "foo" }, { "foo OR NOT", "foo" },
		{ "a AND OR b", "a OR b" }, { "a OR AND b", "+a +b" }, { "a NOT AND b", "+a +b" }, { "(a OR", "a" },
		{ "(a AND) b", "a OR b" }, { "a (AND b)", "a OR b" }, { "a AND () b", "+a +b" }, { "AND OR", "" },
		{ "a AND — b", "+a +b" }, { "a (OR) b", "a OR b" });
}

static void an_operator_alone_is_a_word(void **state)
{
	READINGS({ "AND", "\"AND\"" }, { " OR ", "\"OR\"" }, { "NOT", "\"NOT\"" }, { "+AND", "\"AND\"" },
	         { "\"OR\"", "\"OR\"" }, { "title:NOT", "title:\"NOT\"" });
}

static void quotes_make_phrases(void **state)
{
	READINGS(
		{ "\"arms control\"", "\"arms control\"" }, { "\" arms  control \"", "\"arms  control\"" }, { "\"peace\"", "\"peace\"" },
		{ "“arms control”", "\"arms control\"" }, { "„arms control“", "\"arms control\"" },
		{ "«arms control»", "\"arms control\"" }, { "\"arms control”", "\"arms control\"" },
		{ "a\"b c\"d", "a OR \"b c\" OR d" }, { "\"a AND (b\" c", "\"a AND (b\" OR c" }, { "\"-a\" \"+b\"", "\"-a\" OR \"+b\"" },
		{ "\"\" \" \" \"—\"", "" }, { "\"a\" AND \"b c\"", "+\"a\" +\"b c\"" });
}

static void a_quote_without_a_partner_is_nothing(void **state)
{
	READINGS(
		{ "\"unbalanced", "unbalanced" }, { "a \"b c", "a OR b OR c" }, { "\"a b\" \"c d", "\"a b\" OR c OR d" },
		{ "5” gun", "5 OR gun" }, { "\"", "" }, { "\"a AND b", "+a +b" });
}

static void brackets_need_no_partner(void **state)
{
	READINGS(
		{ "(a OR b", "a OR b" }, { "a) b", "a OR b" }, { ")))a(((", "a" }, { "()", "" }, { "a (b (c", "a OR (b OR c)" },
		{ "(a b)(c d)", "(a OR b) OR (c OR d)" }, { "f(x)", "f OR x" }, { ")a AND (b c", "+a +(b OR c)" });
}

static void fields_are_named_before_words_phrases_and_brackets(void **state)
{
	READINGS(
		{ "title:summit", "title:summit" }, { "topic:x topics:y", "topics:x OR topics:y" },
		{ "Author:aum TYPES:analysis titles:x", "authors:aum OR type:analysis OR title:x" },
		{ "title:\"arms control\"", "title:\"arms control\"" }, { "title:“arms control”", "title:\"arms control\"" },
		{ "-title:x +topic:y", "-title:x +topics:y" }, { "title:a-b", "title:a-b" }, { "title:-x", "title:\"-x\"" },
		{ "title:a:b", "title:\"a:b\"" }, { "title:(a AND (b c))", "+title:a +(title:b OR title:c)" },
		{ "title:(a topic:b \"c d\") e", "(title:a OR topics:b OR title:\"c d\") OR e" },
		{ "title:(topic:(a b) c)", "(topics:a OR topics:b) OR title:c" }, { "title:() a", "a" }, { "title:— a", "a" });
}

static void what_names_no_field_is_text(void **state)
{
	READINGS(
		{ "a:b", "\"a:b\"" }, { "body:x", "\"body:x\"" }, { "id:x", "\"id:x\"" }, { "url:x", "\"url:x\"" },
		{ "https://x.org/a", "\"https://x.org/a\"" }, { "title: x", "\"title:\" OR x" }, { "title:", "\"title:\"" },
		{ "(title:)", "\"title:\"" }, { "titless:x", "\"titless:x\"" }, { ":x", "\":x\"" }, { "s:x", "\"s:x\"" },
		{ "a:(b c)", "\"a:\" OR (b OR c)" }, { "abcdefghijklmnopqrstuvwxyzabcdefghijkl:x", "\"abcdefghijklmnopqrstuvwxyzabcdefghijkl:x\"" });
}

static void dates_are_ranges_of_days(void **state)
{
	READINGS(
		{ "date:2018", "date:2018-01-01..2018-12-31" }, { "date:2016-02", "date:2016-02-01..2016-02-29" },
		{ "date:2018-03-09", "date:2018-03-09..2018-03-09" }, { "date:2017..2019", "date:2017-01-01..2019-12-31" },
		{ "date:2018-06..", "date:2018-06-01.." }, { "date:..2016", "date:..2016-12-31" },
		{ "date:2019..2017-05", "date:2017-05-01..2019-12-31" }, { "date:\"2017 .. 2019\"", "date:2017-01-01..2019-12-31" },
		{ "dates:2018", "date:2018-01-01..2018-12-31" }, { "-date:2018", "-date:2018-01-01..2018-12-31" },
		{ "date:0001..9999", "date:0001-01-01..9999-12-31" }, { "date:1969-12-31", "date:1969-12-31..1969-12-31" });
}

static void what_is_no_date_is_text(void **state)
{
	READINGS(
		{ "date:foo", "foo" }, { "date:2018-13", "2018-13" }, { "date:..", "" }, { "date:2018..x", "2018..x" },
		{ "date:\"last year\"", "\"last year\"" }, { "2018", "2018" }, { "date:(x 2018)", "+x +date:2018-01-01..2018-12-31" });
}

#define Y(y) "date:" y "-01-01.." y "-12-31"

static void dates_side_by_side_with_others_are_filters(void **state)
{
	READINGS(
		{ "korea date:2018", "+korea +" Y("2018") }, { "date:2018 korea", "+" Y("2018") " +korea" },
		{ "korea talks date:2018", "+(korea OR talks) +" Y("2018") },
		{ "date:2018 korea talks", "+(korea OR talks) +" Y("2018") },
		{ "+korea talks date:2018", "+korea talks +" Y("2018") }, { "korea -iran date:2018", "+korea -iran +" Y("2018") },
		{ "korea +date:2018", "+korea +" Y("2018") }, { "korea -date:2018", "korea -" Y("2018") },
		{ "date:2018 -korea", "+" Y("2018") " -korea" }, { "korea AND date:2018", "+korea +" Y("2018") },
		{ "a b AND date:2018", "a OR (+b +" Y("2018") ")" }, { "date:2017 date:2018", "+" Y("2017") " +" Y("2018") });
}

static void dates_joined_by_or_are_none(void **state)
{
	READINGS(
		{ "korea OR date:2018", "korea OR " Y("2018") }, { "date:2018 OR korea", Y("2018") " OR korea" },
		{ "date:2017 OR date:2018", Y("2017") " OR " Y("2018") }, { "+a OR date:2018", "+a OR " Y("2018") },
		{ "korea OR — date:2018", "korea OR " Y("2018") }, { "OR date:2018 korea", "+" Y("2018") " +korea" },
		{ "korea date:2018 OR", "+korea +" Y("2018") },
		{ "a OR date:2017 AND date:2018 b", "a OR (+" Y("2017") " +" Y("2018") ") OR b" },
		{ "korea OR date:2017 date:2018", "+(korea OR " Y("2017") ") +" Y("2018") });
}

static void a_group_of_dates_is_a_filter(void **state)
{
	READINGS(
		{ "korea date:(2017 OR 2018)", "+korea +(" Y("2017") " OR " Y("2018") ")" },
		{ "(date:2018) korea", "+" Y("2018") " +korea" },
		{ "korea (date:2018 -date:2018-03)", "+korea +(+" Y("2018") " -date:2018-03-01..2018-03-31)" },
		{ "korea (x OR date:2018)", "korea OR (x OR " Y("2018") ")" });
}

static void what_holds_together_stays_as_typed(void **state)
{
	READINGS(
		{ "U.S.", "U.S." }, { "U.S.-North Korea", "U.S.-North OR Korea" }, { "Kim Jong-un", "Kim OR Jong-un" },
		{ "policy’s", "policy’s" }, { "sanctions, iran", "sanctions, OR iran" }, { "é 日本 Ünal", "é OR 日本 OR Ünal" });
}

static void what_holds_no_word_is_nothing(void **state)
{
	READINGS({ "", "" }, { "*", "" }, { "—", "" }, { " \t\n", "" }, { "... (--) \"!\"", "" }, { "a ** b", "a OR b" });
}

static void invalid_utf8_and_odd_blanks_part_words(void **state)
{
	READINGS(
		{ "a\xff" "b", "a OR b" }, { "a\xe2\x80", "a" }, { "\xc0\xaf" "a", "a" }, { "a\xc2\xa0" "b", "a OR b" },
		{ "a\xe3\x80\x80" "b", "a OR b" }, { "\xef\xbb\xbf" "a", "a" }, { "a\x01" "b", "a OR b" }, { "\"a\xff" "b\"", "\"a b\"" },
		{ "\xff-a", "-a" });
}

static void a_nul_parts_words(void **state)
{
	dossier_query *q;
	(void)state;

	assert_int_equal(dossier_query_parse(&q, (dossier_str){ "a\0b", 3 }, &options, NULL), DOSSIER_OK);
	assert_string_equal(dossier_query_text(q).p, "a OR b");
	dossier_query_free(q);
}

/* `n` times `open`, then `rest`. */
static dossier_query *parse_nested(const char *open, size_t n, const char *rest)
{
	const size_t one = strlen(open);
	char *text = malloc(n * one + strlen(rest) + 1);
	dossier_query *q;

	for (size_t i = 0; i < n; i++)
		memcpy(text + i * one, open, one);
	memcpy(text + n * one, rest, strlen(rest) + 1);
	q = parse(text);
	free(text);
	return q;
}

static void assert_reads_back(dossier_query *q)
{
	dossier_query *again = parse(dossier_query_text(q).p);

	assert_true(tree_equal(q, again));
	dossier_query_free(again);
	dossier_query_free(q);
}

static void nesting_has_no_bottom(void **state)
{
	static const char *const opens[] = { "(", "-(", "a (", "a AND (", "(a ", "a date:2018 (", "+(-", "title:(\"a\" ", "NOT(" };
	(void)state;

	for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
		assert_reads_back(parse_nested(opens[i], 60, "x y"));
		assert_reads_back(parse_nested(opens[i], 65, "x AND y date:2018"));
		assert_reads_back(parse_nested(opens[i], 200, "x AND y) AND z) AND u) date:2018 v) w) AND y"));
	}
	assert_reads_back(parse_nested("(", 100000, "x y"));
	assert_reads_back(parse_nested(")", 100000, "x y"));
	assert_reads_back(parse_nested("-(", 100000, "x) AND y"));
}

static void brackets_without_room_are_as_if_not_there(void **state)
{
	dossier_query *q = parse_nested("-(", 200, "x) AND y");
	uint32_t depth = 1;
	(void)state;

	for (uint32_t i = 0; q->nodes[i].kind == DSR_NODE_BOOL; depth++)
		i = q->nodes[q->nodes[i].child].next;
	assert_int_equal(depth, DSR_QUERY_DEPTH_MAX);
	assert_reads_back(q);
	/* There is no room for the bracket behind AND; there would be for the one in it. */
	q = parse_nested("-(", 61, "a AND (b (c d) e) f) g");
	assert_non_null(strstr(dossier_query_text(q).p, "-((+a +b) OR c OR d OR e OR f) "));
	assert_reads_back(q);
}

static void fields_of_the_caller_are_known(void **state)
{
	char name[] = "court";
	const dossier_field fields[] = {
		{ "id", DOSSIER_FIELD_KEY, 0, 0 },
		{ name, DOSSIER_FIELD_TEXT, 0, DOSSIER_FIELD_SEARCH },
		{ "news", DOSSIER_FIELD_TEXT, 0, DOSSIER_FIELD_SEARCH },
		{ "decided", DOSSIER_FIELD_DATE, 0, DOSSIER_FIELD_STORED },
	};
	const dossier_schema schema = { "cases", fields, 4 };
	const dossier_query_options own = { sizeof own, &test_alloc, &schema };
	dossier_query *q;
	(void)state;

	assert_int_equal(dossier_query_parse(&q, dossier_str_of("courts:supreme +court:x new:y decided:2018 title:z"), &own,
	                                     NULL), DOSSIER_OK);
	memset(name, '?', sizeof name - 1); /* lent for the call only */
	assert_string_equal(dossier_query_text(q).p, "court:supreme +court:x news:y +decided:2018-01-01..2018-12-31 \"title:z\"");
	assert_string_equal(q->nodes[1].field.p, "court");
	dossier_query_free(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_side_by_side_should_hold),
		cmocka_unit_test(signs_require_and_exclude),
		cmocka_unit_test(a_sign_is_one_at_the_start_of_a_clause_only),
		cmocka_unit_test(capital_words_are_operators),
		cmocka_unit_test(not_binds_most_then_and_then_or_and_side_by_side),
		cmocka_unit_test(dangling_operators_are_nothing),
		cmocka_unit_test(an_operator_alone_is_a_word),
		cmocka_unit_test(quotes_make_phrases),
		cmocka_unit_test(a_quote_without_a_partner_is_nothing),
		cmocka_unit_test(brackets_need_no_partner),
		cmocka_unit_test(fields_are_named_before_words_phrases_and_brackets),
		cmocka_unit_test(what_names_no_field_is_text),
		cmocka_unit_test(dates_are_ranges_of_days),
		cmocka_unit_test(what_is_no_date_is_text),
		cmocka_unit_test(dates_side_by_side_with_others_are_filters),
		cmocka_unit_test(dates_joined_by_or_are_none),
		cmocka_unit_test(a_group_of_dates_is_a_filter),
		cmocka_unit_test(what_holds_together_stays_as_typed),
		cmocka_unit_test(what_holds_no_word_is_nothing),
		cmocka_unit_test(invalid_utf8_and_odd_blanks_part_words),
		cmocka_unit_test(a_nul_parts_words),
		cmocka_unit_test(nesting_has_no_bottom),
		cmocka_unit_test(brackets_without_room_are_as_if_not_there),
		cmocka_unit_test(fields_of_the_caller_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

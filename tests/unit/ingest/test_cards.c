#include "collect.h"

#include "ingest/cards.h"

static collection c;

/* Put the cards of `page`. */
static dossier_status put(const char *page)
{
	dsr_page_lines l;
	dsr_outlet o;
	dsr_record r;
	dossier_status st;

	collect_begin(&c, "", 0);
	dsr_outlet_init(&o, &c.options, collect_sink(&c), &c.counts);
	dsr_outlet_begin(&o, "f");
	dsr_record_init(&r, &test_alloc);
	st = dsr_page_lines_split(&l, &test_alloc, dossier_str_of(page), 0);
	if (!st)
		st = dsr_cards_put(&l, 0, &r, &o, NULL);
	dsr_page_lines_release(&l);
	dsr_record_release(&r);
	return st;
}

static void expect(const char *page, const char *want)
{
	assert_int_equal(put(page), DOSSIER_OK);
	assert_string_equal(c.text, want);
}

static void a_card_needs_two_titles_and_a_date(void **state)
{
	static const struct { const char *page; int begins; } table[] = {
		{ "A\nA\n2018\n", 1 }, { "A\n\nA\n\nx\n\nMay 2018\n", 1 }, { "A\nA\n1\n2\n3\n4\n5\n6\n7\n2018", 1 },
		{ "A\nA\n1\n2\n3\n4\n5\n6\n7\n8\n2018", 0 }, { "A\nB\n2018", 0 }, { "A\nA\n", 0 }, { "A\nA\nx\n", 0 }, { "A\nA\nB\nB\n2018", 0 },
		{ "A\nA\nView All\n2018", 0 }, { "A\n2018\nA\n", 0 },
	};
	(void)state;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		dsr_page_lines l;

		assert_int_equal(dsr_page_lines_split(&l, &test_alloc, dossier_str_of(table[i].page), 0), DOSSIER_OK);
		assert_int_equal(dsr_card_begins(&l, 0), table[i].begins);
		dsr_page_lines_release(&l);
	}
}

static void what_may_be_missing_may_be_missing(void **state)
{
	(void)state;
	expect("A\nA\n2018", "id=card:a-2018;title=A;date=2018;\n");
	expect("A\nA\n2018\nBy:  B. C ;;D\n", "id=card:a-2018;title=A;authors=B. C;authors=D;date=2018;\n");
	expect("A\nA\n2018\nBy:\nType:\n", "id=card:a-2018;title=A;date=2018;\n");
	expect("A\nA\nTYPE: x\nBY: y\nAny line\n2018", "id=card:a-2018;title=A;topics=Any line;authors=y;type=x;date=2018;\n");
	expect("A\nA\n2018\nAny line\nTitle Case\nA stop.", "id=card:a-2018;title=A;topics=Title Case;body=Any line\nA stop.;date=2018;\n");
	expect("", "");
	expect("no card\nat all", "");
}

static void the_second_date_is_not_the_date(void **state)
{
	(void)state;
	expect("A\nA\nMarch 9, 2018\n10 May 2019\n", "id=card:a-2018-03-09;title=A;topics=10 May 2019;date=2018-03-09;\n");
}

static void paragraphs_of_a_blurb_stay_apart(void **state)
{
	(void)state;
	expect("A\nA\n2018\none,\ntwo.\n\n\nthree.\n", "id=card:a-2018;title=A;body=one,\ntwo.\n\nthree.;date=2018;\n");
}

static void long_lines_are_no_topics(void **state)
{
	char page[300] = "A\nA\n2018\nType: t\n";
	const size_t n = strlen(page);
	(void)state;

	memset(page + n, 'X', 160);
	put(page);
	assert_non_null(strstr(c.text, ";topics=XXX"));
	page[n + 160] = 'X';
	put(page);
	assert_non_null(strstr(c.text, ";body=XXX"));
}

static void ids_are_made_of_letters_digits_and_the_date(void **state)
{
	static const struct { const char *title, *id; } table[] = {
		{ "It's a U.S.-led \"Plan B\": 10%!", "its-a-u-s-led-plan-b-10" },
		{ "China\xE2\x80\x99s \xE2\x80\x9C" "Gray\xE2\x80\x9D Zone \xE2\x80\x94 2", "chinas-gray-zone-2" },
		{ "\xC3\x9C" "ber M\xC3\xA4rkte", "\xC3\x9C" "ber-m\xC3\xA4rkte" },
		{ "--A--", "a" }, { "\xE6\x97\xA5\xE3\x80\x8C\xE6\x9C\xAC\xE3\x80\x8D", "\xE6\x97\xA5-\xE6\x9C\xAC" }, { "?!", "" },
	};
	char page[200], want[200];
	(void)state;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		snprintf(page, sizeof page, "%s\n%s\nMay 2018\n", table[i].title, table[i].title);
		snprintf(want, sizeof want, "id=card:%s-2018-05;title=%s;date=2018-05;\n", table[i].id, table[i].title);
		expect(page, want);
	}
}

static void cards_end_where_the_site_begins(void **state)
{
	(void)state;
	expect("skipped\nA\nA\n2018\nView All\nB\nB\n2017\n", "id=card:a-2018;title=A;date=2018;\n");
	expect("View All\nA\nA\n2018\n", "");
}

static void a_topic_known_from_a_later_card_parts_an_earlier(void **state)
{
	(void)state;
	expect("A\nA\n2018\nType: t\nGenderYouth\nB\nB\n2017\nYouth\n",
	       "id=card:a-2018;title=A;topics=Gender;topics=Youth;type=t;date=2018;\nid=card:b-2017;title=B;topics=Youth;date=2017;\n");
}

static void the_sink_is_told_where_a_card_stands(void **state)
{
	(void)state;
	collect_begin(&c, "", 0);
	{
		dsr_page_lines l;
		dsr_outlet o;
		dsr_record r;

		c.answer = DOSSIER_ERR_LIMIT;
		dsr_outlet_init(&o, &c.options, collect_sink(&c), &c.counts);
		dsr_outlet_begin(&o, "f");
		dsr_record_init(&r, &test_alloc);
		assert_int_equal(dsr_page_lines_split(&l, &test_alloc, dossier_str_of("#####x\n\nA\nA\n2018\nB\nB\n2017"), 5), DOSSIER_OK);
		assert_int_equal(dsr_cards_put(&l, 0, &r, &o, NULL), DOSSIER_OK);
		assert_string_equal(c.text, "! 3@8: the sink says no\n! 6@17: the sink says no\n");
		c.answer = DOSSIER_ERR_IO;
		assert_int_equal(dsr_cards_put(&l, 0, &r, &o, NULL), DOSSIER_ERR_IO);
		dsr_page_lines_release(&l);
		dsr_record_release(&r);
	}
}

static void every_failed_allocation_is_reported(void **state)
{
	(void)state;
	for (long nth = 1;; nth++) {
		dossier_status st;

		test_fail_after(nth);
		st = put("A\nA\n2018\nBy: a;b\nText.\nGlobal PolicyPeace Processes\nB\nB\n2017\n");
		if (!test_fail_done()) {
			assert_int_equal(st, DOSSIER_OK);
			return;
		}
		assert_int_equal(st, DOSSIER_ERR_NOMEM);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_card_needs_two_titles_and_a_date),
		cmocka_unit_test(what_may_be_missing_may_be_missing),
		cmocka_unit_test(the_second_date_is_not_the_date),
		cmocka_unit_test(paragraphs_of_a_blurb_stay_apart),
		cmocka_unit_test(long_lines_are_no_topics),
		cmocka_unit_test(ids_are_made_of_letters_digits_and_the_date),
		cmocka_unit_test(cards_end_where_the_site_begins),
		cmocka_unit_test(a_topic_known_from_a_later_card_parts_an_earlier),
		cmocka_unit_test(the_sink_is_told_where_a_card_stands),
		cmocka_unit_test(every_failed_allocation_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

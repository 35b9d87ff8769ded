#include "collect.h"

#include "ingest/textpage.h"

static collection c;
static dossier_str title, date, url;

static dossier_status read_page(const char *bytes, size_t n, size_t step, const char *name)
{
	dsr_outlet outlet;
	dsr_source source;
	dossier_status st;

	collect_begin(&c, bytes, n);
	c.step = step;
	c.options.title = title;
	c.options.date = date;
	c.options.url = url;
	dsr_outlet_init(&outlet, &c.options, collect_sink(&c), &c.counts);
	dsr_source_init(&source, &test_alloc, name, collect_read, &c);
	dsr_outlet_begin(&outlet, name);
	st = dsr_textpage_read(&source, &outlet, NULL);
	dsr_source_release(&source);
	return st;
}

static void expect(const char *page, const char *text)
{
	assert_int_equal(read_page(page, strlen(page), 0, "name.v2.txt.gz"), DOSSIER_OK);
	assert_string_equal(c.text, text);
}

/* NULL when the file is not there. */
static char *load(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *p = f ? malloc(1 << 16) : NULL;

	if (p)
		*n = fread(p, 1, (1 << 16) - 1, f);
	if (f)
		fclose(f);
	return p;
}

static const char harbour[] =
	"id=harbour.txt;title=Two neighbours agreed on Sunday to reopen the ferry line across the strait.;"
	"body=Two neighbours agreed on Sunday to reopen the ferry line across the strait. It had been closed for nine "
	"years. Mr. Adeyemi, who led the talks, called it \xE2\x80\x9C" "a small door, left ajar.\xE2\x80\x9D\n\n"
	"What changed this winter?\n\n"
	"ADEYEMI: Both ports lost trade, and both knew it. The U.S. offer to dredge the channel helped.\n\n"
	"The first boat\nleaves in May.\n\nNext steps\n\nA commission will meet every month.;date=2019-03-03;\n"
	"id=card:a-bridge-too-narrow-trade-on-the-strait-2019-02-04;title=A Bridge Too Narrow: Trade on the Strait;"
	"topics=Economics & Trade;topics=Maritime Security (Regional);topics=Peace Processes;"
	"body=Merchants on both shores have lived with closed customs houses for years. This paper asks what reopening "
	"them would cost;authors=Ines Marques;authors=Tom McDonald;type=Report;date=2019-02-04;\n"
	"id=card:who-speaks-for-the-fishermens-villages-2019-01-09;title=Who Speaks for the Fishermen\xE2\x80\x99s Villages?;"
	"topics=Peace Processes;type=Question and Answer;date=2019-01-09;\n"
	"id=card:ferries-and-other-promises-2018-12-28;title=Ferries and Other Promises;topics=Old McDonald Farming Studies;"
	"topics=Economics & Trade;date=2018-12-28;\n"
	"id=card:short-notice-2018-11;title=Short Notice;date=2018-11;\n";

static void a_page_is_its_article_and_its_cards(void **state)
{
	size_t n = 0, m = 0;
	char *page = load("tests/unit/ingest/data/harbour.txt", &n);
	char *windows = malloc(1 << 17);
	(void)state;

	assert_non_null(page);
	for (size_t step = 1; step <= n; step = step < 40 ? step + 1 : step * 2) {
		assert_int_equal(read_page(page, n, step, "harbour.txt"), DOSSIER_OK);
		assert_string_equal(c.text, harbour);
	}
	memcpy(windows, "\xEF\xBB\xBF", m = 3);
	for (size_t i = 0; i < n; i++) {
		if (page[i] == '\n')
			windows[m++] = '\r';
		windows[m++] = page[i];
	}
	assert_int_equal(read_page(windows, m, 0, "./harbour.txt"), DOSSIER_OK);
	/* A paragraph's own line ends are all that may differ, and they do not. */
	assert_string_equal(c.text, harbour);
	free(windows);
	free(page);
}

static void expect_page(const char *file, const char *text)
{
	char path[100];
	char *page;
	size_t n = 0;

	snprintf(path, sizeof path, "tests/unit/ingest/data/%s", file);
	page = load(path, &n);
	assert_non_null(page);
	assert_int_equal(read_page(page, n, 5, file), DOSSIER_OK);
	assert_string_equal(c.text, text);
	free(page);
}

static void heading_authors_and_date_are_the_head_of_an_article(void **state)
{
	(void)state;
	expect_page("orchard.txt",
	            "id=orchard.txt;title=Sharing Water in the Orchard Valley: The U.S. Role;"
	            "body=Sharing Water in the Orchard Valley: The U.S. Role\n\n"
	            "Three districts draw on one river, and none of them measures it. A dry spring has made that plain.\n\n"
	            "By Invitation of the Mayor\n\nThe mayor wants meters. The farmers\nwant a vote first.;"
	            "authors=Lena Brandt;authors=Omar Haddad;date=2017-06-12;\n"
	            "id=card:counting-every-litre-2017-05-05;title=Counting Every Litre;topics=Rule of Law;topics=Peace Processes;"
	            "topics=Environment;authors=Paula Ngata;authors=S. Iyer;type=Report;date=2017-05-05;\n"
	            "id=card:a-vote-on-the-wells-2017-04;title=A Vote on the Wells;topics=Environment;"
	            "topics=Youth & Media (Local);topics=UN Reform;body=A short film about a long quarrel.\nIt has two endings."
	            "\n\nNeither is happy.;date=2017-04;\n"
	            "id=card:meters-and-men-2017-03-30;title=Meters and Men;topics=YouTube;topics=Environment;type=Podcast;"
	            "date=2017-03-30;\n");
}

static void lines_without_gaps_and_a_byte_order_mark_read_the_same(void **state)
{
	(void)state;
	expect_page("railway.txt",
	            "id=railway.txt;title=A Rail Line Nobody Asked For;body=A Rail Line Nobody Asked For\n\n"
	            "The line crosses two borders and one desert.\nWho will ride it? The ministry does not say.\n\n"
	            "RUTH OSEI: Freight, mostly. Nobody has counted passengers.;"
	            "authors=Kemal Aydin and Ruth Osei;date=2021-03-09;\n"
	            "id=card:tracks-before-trains-2020-03-09;title=Tracks Before Trains;topics=Economics & Trade;"
	            "topics=Violent Extremism;topics=Youth;date=2020-03-09;\n"
	            "id=card:a-station-in-the-sand-2020-02-02;title=A Station in the Sand;"
	            "body=It opened in spring\nand closed in autumn.;authors=R. Osei;type=Blog;date=2020-02-02;\n"
	            "id=card:timetables-2019;title=Timetables;date=2019;\n");
}

static void a_first_line_is_a_heading_only_where_nothing_speaks_against_it(void **state)
{
	static const struct { const char *page, *title; } table[] = {
		{ "The U.S. Role. And Ours\n\nText.", "The U.S. Role. And Ours" },
		{ "A Role\nMarch 3, 2019\nText.", "A Role" },
		{ "March 3, 2019\nA Role\nBy Ann Lee\nText.", "A Role" },
		{ "A Role\nBy Ann Lee\nMarch 3, 2019\nText.", "A Role" },
		{ "By Land and Sea\n\nText.", "By Land and Sea" },
		{ "A role. And\nmore of it.\n\nText.", "A role." },
		{ "A role\nand more of it. Text.", "A role and more of it." },
		{ "A role. Who has it?\n\nText.", "A role." },
		{ "A Role\nBy Tuesday all was lost\n\nText.", "A Role By Tuesday all was lost" },
		{ "A Role\nBy Ann Lee.\n\nText.", "A Role By Ann Lee." },
		{ "A Role\nby Ann Lee\n\nText.", "A Role by Ann Lee" },
		{ "A role.\nBy Ann Lee\n\nText.", "A role." },
		{ "A Role\n\nA Part\n\nBy Ann Lee\n\nText.", "A Role" },
	};
	char want[100];
	(void)state;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		assert_int_equal(read_page(table[i].page, strlen(table[i].page), 0, "n"), DOSSIER_OK);
		snprintf(want, sizeof want, ";title=%s;", table[i].title);
		assert_non_null(strstr(c.text, want));
		assert_int_equal(!strstr(c.text, ";authors=Ann Lee;"), i != 2 && i != 3);
	}
}

static void a_type_may_stand_in_the_head(void **state)
{
	(void)state;
	expect("A Role\nMarch 3, 2019\nBy: Ann Lee\nPublication Type: Question and Answer\n\nText.",
	       "id=name.v2.txt;title=A Role;body=A Role\n\nText.;authors=Ann Lee;type=Question and Answer;date=2019-03-03;\n");
	expect("A Role\n\ntype:\n\nType: Blog\n\nType: No\n", "id=name.v2.txt;title=A Role;body=A Role\n\ntype:\n\nType: No;type=Blog;\n");
	expect("One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nType: Late\n",
	       "id=name.v2.txt;title=One.;body=One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nType: Late;\n");
}

static void only_the_first_date_and_a_short_line_of_authors_are_taken(void **state)
{
	char page[300] = "A Role\nBy: ";
	(void)state;

	expect("A Role\nMarch 3, 2019\nApril 4, 2020\n\nText.",
	       "id=name.v2.txt;title=A Role;body=A Role\n\nApril 4, 2020\n\nText.;date=2019-03-03;\n");
	memset(page + 11, 'X', 156);
	expect(page, "id=name.v2.txt;title=A Role;body=A Role;authors="
	             "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
	             "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX;\n");
	page[167] = 'X';
	assert_int_equal(read_page(page, 168, 0, "n"), DOSSIER_OK);
	assert_null(strstr(c.text, ";authors="));
}

static void a_page_that_is_one_long_word_costs_no_more_than_its_length(void **state)
{
	char *page = malloc(DSR_INGEST_MAX);
	(void)state;

	for (size_t i = 0; i < DSR_INGEST_MAX; i++)
		page[i] = i % 2 ? '.' : 'a';
	assert_int_equal(read_page(page, DSR_INGEST_MAX, 0, "n"), DOSSIER_OK);
	assert_int_equal(c.records, 1);
	free(page);
}

static void a_stop_between_two_cards_leaves_the_rest(void **state)
{
	static const char page[] = "One.\n\nRelated\nA b\nA b\n2018\nC d\nC d\n2017\nE f\nE f\n2016\n";
	dsr_outlet outlet;
	dsr_source source;
	char big[100];
	(void)state;

	memcpy(big, page, sizeof page);
	collect_begin(&c, big, sizeof page - 1);
	c.stop_after = 1;
	dsr_outlet_init(&outlet, &c.options, collect_sink(&c), &c.counts);
	outlet.reported = (uint64_t)-1 << 20; /* so that the next bytes passed are reported */
	dsr_source_init(&source, &test_alloc, "n", collect_read, &c);
	dsr_outlet_begin(&outlet, "n");
	assert_int_equal(dsr_textpage_read(&source, &outlet, NULL), DOSSIER_OK);
	dsr_outlet_end(&outlet, source.offset);
	dsr_source_release(&source);
	assert_int_equal(c.records, 2);
	assert_int_equal(c.counts.bytes, strstr(page, "A b") - page);
}

static void empty_lines_between_the_lines_of_a_card_do_not_matter(void **state)
{
	(void)state;
	expect("One.\n\nRelated\nA b\nA b\n2018-01-02\nSome words of it.\nType: Blog\nFirst TopicOther Topic\n"
	       "C d\nC d\n2017\nView All\n",
	       "id=name.v2.txt;title=One.;body=One.;\n"
	       "id=card:a-b-2018-01-02;title=A b;topics=First Topic;topics=Other Topic;body=Some words of it.;type=Blog;"
	       "date=2018-01-02;\nid=card:c-d-2017;title=C d;date=2017;\n");
}

static void a_page_without_cards_is_an_article(void **state)
{
	(void)state;
	expect("Heading of it\n\nText, which says:\nRelated Publications\n\nare not here.\n",
	       "id=name.v2.txt;title=Heading of it;body=Heading of it\n\nText, which says:\nRelated Publications\n\nare not here.;\n");
	expect("x", "id=name.v2.txt;title=x;body=x;\n");
	expect(" \r\n\n", "");
	expect("", "");
}

static void long_sentences_are_cut_between_words(void **state)
{
	char page[400];
	(void)state;

	for (int i = 0; i < 60; i++)
		memcpy(page + 6 * i, "words ", 6);
	memcpy(page + 359, ".", 2);
	assert_int_equal(read_page(page, 360, 0, "n"), DOSSIER_OK);
	assert_non_null(strstr(c.text, ";title=words words words words words words words words words words words words words "
	                               "words words words words words words words\xE2\x80\xA6;"));
	memset(page, 'x', 359);
	memcpy(page + 119, "\xC3\xA9", 2);
	assert_int_equal(read_page(page, 360, 0, "n"), DOSSIER_OK);
	assert_non_null(strstr(c.text, "xx\xE2\x80\xA6;"));
}

static void what_is_given_wins(void **state)
{
	(void)state;
	title = dossier_str_of("Given");
	date = dossier_str_of("9 March 2018");
	url = dossier_str_of("https://example.org/x");
	expect("May 1, 2017\n\nText.",
	       "id=https://example.org/x;title=Given;body=Text.;date=2018-03-09;url=https://example.org/x;\n");
	title = date = url = (dossier_str){ NULL, 0 };
}

static void only_pictures_names_are_captions(void **state)
{
	static const char *const kept[] = { "Next steps", "The Flag", "The bigger picture", "Raise the flag!", "A flag?",
	                                    "He said it of every one of the flag", "A: flag;" };
	static const char *const dropped[] = { "North Korea flag", "Map of the border", "photo of it", "Company logo" };
	char page[200], want[200];
	(void)state;

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		snprintf(page, sizeof page, "One.\n\n%s\n\nTwo.\n", kept[i]);
		snprintf(want, sizeof want, "id=name.v2.txt;title=One.;body=One.\n\n%s\n\nTwo.;\n", kept[i]);
		expect(page, want);
	}
	for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
		snprintf(page, sizeof page, "One.\n\n%s\n\nTwo.\n", dropped[i]);
		expect(page, "id=name.v2.txt;title=One.;body=One.\n\nTwo.;\n");
	}
	expect("One.\n\nNorth Korea flag\n", "id=name.v2.txt;title=One.;body=One.\n\nNorth Korea flag;\n");
}

/* "start end sha256" of the last record's provenance is that of these bytes of the page. */
static void expect_origin(const char *page, const char *bytes, size_t n)
{
	const dsr_origin want = dsr_origin_of((dsr_place){ 0, (uint64_t)(bytes - page) }, bytes, n);
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	const dossier_str text = dsr_origin_print(&arena, &want, "n", 0);

	assert_memory_equal(c.provenance, text.p, text.n - strlen("1970-01-01T00:00:00Z\"}"));
	dsr_arena_release(&arena);
}

static void bytes_that_are_no_utf8_are_replaced_and_counted(void **state)
{
	static const char page[] = "\xEF\xBB\xBF \nCaf\xE9\n\nIt was \xE2\x82.\n\nRelated\n\nA\xFF\n\nA\xFF\n\n2018\n\n";
	(void)state;

	read_page(page, sizeof page - 1, 3, "n");
	assert_string_equal(c.text, "id=n;title=Caf\xEF\xBF\xBD;body=Caf\xEF\xBF\xBD\n\nIt was \xEF\xBF\xBD.;\n"
	                            "id=card:a\xEF\xBF\xBD-2018;title=A\xEF\xBF\xBD;date=2018;\n");
	assert_int_equal(c.counts.mended, 2);
	assert_int_equal(c.counts.replacements, 4);
	expect_origin(page, strstr(page, "A\xFF"), strlen("A\xFF\n\nA\xFF\n\n2018"));
	read_page(page, (size_t)(strstr(page, "Related") - page), 0, "n");
	expect_origin(page, page + 5, (size_t)(strstr(page, "\n\nRelated") - page) - 5);
}

static void what_is_no_text_is_refused(void **state)
{
	char *large = malloc(DSR_INGEST_MAX + 2);
	(void)state;

	read_page("a\0b", 3, 0, "n");
	assert_string_equal(c.text, "! 0@1: neither JSON nor a text: it holds a NUL byte\n");
	memset(large, 'x', DSR_INGEST_MAX + 1);
	read_page(large, DSR_INGEST_MAX + 1, 0, "n");
	assert_string_equal(c.text, "! 0@0: neither JSON nor a text of at most 16384 bytes\n");
	read_page(large, DSR_INGEST_MAX, 0, "n");
	assert_int_equal(c.records, 1);
	free(large);
}

static void every_failed_allocation_is_reported(void **state)
{
	size_t n = 0;
	char *page = load("tests/unit/ingest/data/harbour.txt", &n);
	(void)state;

	assert_non_null(page);
	for (long nth = 1;; nth++) {
		dossier_status st;

		test_fail_after(nth);
		st = read_page(page, n, 0, "harbour.txt");
		if (!test_fail_done()) {
			assert_int_equal(st, DOSSIER_OK);
			break;
		}
		assert_int_equal(st, DOSSIER_ERR_NOMEM);
	}
	free(page);
}

/* A page as it was really saved, kept beside the repository. */
static void the_summit_page_is_an_article_and_four_cards(void **state)
{
	static const char *const cards[] = {
		("title=China\xE2\x80\x99s Dilemmas Deepen as North Korea Enters Ukraine War;topics=Conflict Analysis & Prevention;"
		 "topics=Global Policy;body=Until late October"),
		"type=Analysis;date=2024-11-14;\n",
		"title=How Should Seoul Respond to North Korea's Soldiers in Russia?;topics=Conflict Analysis & Prevention;body=The ",
		"type=Analysis;date=2024-11-13;\n",
		"title=North Korean Troops in Russia Show Putin Is Doubling Down on Ukraine War;topics=Global Policy;body=After",
		"type=Question and Answer;date=2024-10-29;\n",
		"title=How Enhancing Civil Nuclear Energy Safety Can Benefit the Korean Peninsula;topics=Global Policy;body=At the",
		"type=Analysis;date=2024-10-16;\n",
	};
	size_t n = 0;
	char *page = load("../shared/data/pages/north-korea-summit.txt", &n);
	const char *at = c.text;
	(void)state;

	if (!page) {
		fprintf(stderr, "skipped: ../shared/data/pages/north-korea-summit.txt is not there\n");
		skip();
	}
	assert_int_equal(read_page(page, n, 0, "north-korea-summit.txt"), DOSSIER_OK);
	free(page);
	assert_int_equal(c.records, 5);
	assert_int_equal(c.counts.refused, 0);
	assert_null(strstr(c.text, "flag"));
	assert_null(strstr(c.text, "View All"));
	assert_ptr_equal(strstr(c.text, "id=north-korea-summit.txt;title=This week, President Donald Trump said he is accepting an "
	                                "invitation by North Korean leader Kim Jong Un to meet face to\xE2\x80\xA6;"), c.text);
	assert_non_null(strstr(c.text, "\n\nAUM: When you have"));
	assert_non_null(strstr(c.text, "\n\nWhat will each side be looking for?\n\n"));
	for (size_t i = 0; i < sizeof cards / sizeof *cards; i++) {
		at = strstr(at, cards[i]);
		assert_non_null(at);
	}
	assert_non_null(strstr(c.text, "id=card:chinas-dilemmas-deepen-as-north-korea-enters-ukraine-war-2024-11-14;"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_its_article_and_its_cards),
		cmocka_unit_test(heading_authors_and_date_are_the_head_of_an_article),
		cmocka_unit_test(lines_without_gaps_and_a_byte_order_mark_read_the_same),
		cmocka_unit_test(a_first_line_is_a_heading_only_where_nothing_speaks_against_it),
		cmocka_unit_test(a_type_may_stand_in_the_head),
		cmocka_unit_test(only_the_first_date_and_a_short_line_of_authors_are_taken),
		cmocka_unit_test(a_page_that_is_one_long_word_costs_no_more_than_its_length),
		cmocka_unit_test(a_stop_between_two_cards_leaves_the_rest),
		cmocka_unit_test(empty_lines_between_the_lines_of_a_card_do_not_matter),
		cmocka_unit_test(a_page_without_cards_is_an_article),
		cmocka_unit_test(long_sentences_are_cut_between_words),
		cmocka_unit_test(what_is_given_wins),
		cmocka_unit_test(only_pictures_names_are_captions),
		cmocka_unit_test(bytes_that_are_no_utf8_are_replaced_and_counted),
		cmocka_unit_test(what_is_no_text_is_refused),
		cmocka_unit_test(every_failed_allocation_is_reported),
		cmocka_unit_test(the_summit_page_is_an_article_and_four_cards),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

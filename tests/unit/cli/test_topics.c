#include "../test.h"

#include "textfile.h"
#include "eval/topics.h"

static dossier_status read_text(topics *t, const char *text, dossier_error *err)
{
	const dossier_status st = topics_read(t, textfile(text, strlen(text)), err);

	textfile_remove();
	return st;
}

static void assert_str(dossier_str s, const char *expected)
{
	assert_int_equal(s.n, strlen(expected));
	assert_memory_equal(s.p, expected, s.n);
}

static void assert_refused(const char *text, const char *message)
{
	topics t;
	dossier_error err;

	assert_int_equal(read_text(&t, text, &err), DOSSIER_ERR_INPUT);
	if (!ends_with(err.message, message))
		fail_msg("\"%s\", not \"%s\"", err.message, message);
	topics_release(&t);
}

static void assert_plain(const char *text, const char *expected)
{
	char out[128];

	assert_str(topic_plain(dossier_str_of(text), out), expected);
}

static void a_line_is_a_topic(void **state)
{
	topics t;
	(void)state;

	assert_int_equal(read_text(&t, "\xef\xbb\xbf" "10\tarms  control \r\n\n 2 \tpeace\ttalks", NULL),
	                 DOSSIER_OK);
	assert_int_equal(t.count, 2);
	assert_str(t.all[0].id, "10");
	assert_str(t.all[0].text, "arms  control");
	assert_str(t.all[1].id, "2");
	assert_str(t.all[1].text, "peace\ttalks");
	topics_release(&t);
}

static void the_title_of_a_trec_topic_is_the_question(void **state)
{
	static const char text[] =
		"<top>\n\n<num> Number: 301 \n<title> International Organized\nCrime \n\n<desc> Description: \n"
		"Identify them, if < 5.\n<narr> Narrative: \nNo <b>guess</b>.\n</top>\n\n"
		"<top lang=\"en\"><num>7</num><title>Topic:  a < b </title></top>\n";
	topics t;
	(void)state;

	assert_int_equal(read_text(&t, text, NULL), DOSSIER_OK);
	assert_int_equal(t.count, 2);
	assert_str(t.all[0].id, "301");
	assert_str(t.all[0].text, "International Organized\nCrime");
	assert_int_equal(t.all[0].line, 1);
	assert_str(t.all[1].id, "7");
	assert_str(t.all[1].text, "a < b");
	assert_int_equal(t.all[1].line, 13);
	topics_release(&t);
}

static void lines_that_do_not_parse_are_told(void **state)
{
	(void)state;
	assert_refused("1\ta\n2 b\n", ":2: not \"id TAB text\"");
	assert_refused("1\t \n", ":1: the topic has no text");
	assert_refused("1 2\ta\n", ":1: the topic's id is empty or holds blanks");
	assert_refused("\ta\n", ":1: the topic's id is empty or holds blanks");
	assert_refused("1\ta\n2\tb\n1\tc\n", ":3: this topic stands there before");
}

static void trec_topics_that_do_not_parse_are_told(void **state)
{
	(void)state;
	assert_refused("<top>\n<num> 1\n<title> a\n", ":1: <top> without </top>");
	assert_refused("<top><num>1<title>a\n<top><num>2<title>b</top>", ":1: <top> without </top>");
	assert_refused("\n<top><title>a</top>", ":2: the topic's id is empty or holds blanks");
	assert_refused("<top><num>1 2<title>a</top>", ":1: the topic's id is empty or holds blanks");
	assert_refused("<top><num>1</top>", ":1: the topic has no text");
	assert_refused("<top><num>1<title>a</top>\n<query>b", ":2: not a topic: <top> is expected");
	assert_refused("<top> 1 <num>1<title>a</top>", ":1: not a topic: <top> is expected");
	assert_refused("<", ":1: not a topic: <top> is expected");
}

static void an_empty_file_has_no_topics(void **state)
{
	topics t;
	(void)state;

	assert_int_equal(read_text(&t, "", NULL), DOSSIER_OK);
	assert_int_equal(t.count, 0);
	topics_release(&t);
	assert_int_equal(read_text(&t, "\n \n", NULL), DOSSIER_OK);
	assert_int_equal(t.count, 0);
	topics_release(&t);
}

static void operators_become_words_or_nothing(void **state)
{
	(void)state;
	assert_plain("+six-party \"talks\" (title:a OR b)~5 x* ^2 a/b?",
	             " six party  talks   title a or b  5 x   2 a b ");
	assert_plain("AND OR NOT NOTE AND. (NOT)", "and or not NOTE and.  not ");
	assert_plain("\xe2\x80\x9cx\xe2\x80\x9d \xe2\x80\x9ey \xc2\xabz\xc2\xbb caf\xc3\xa9",
	             "   x       y   z   caf\xc3\xa9");
	assert_plain("U.S. isn't 3,500", "U.S. isn't 3,500");
	assert_plain("", "");
	assert_plain("\xe2\x80", "\xe2\x80");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_a_topic),
		cmocka_unit_test(the_title_of_a_trec_topic_is_the_question),
		cmocka_unit_test(lines_that_do_not_parse_are_told),
		cmocka_unit_test(trec_topics_that_do_not_parse_are_told),
		cmocka_unit_test(an_empty_file_has_no_topics),
		cmocka_unit_test(operators_become_words_or_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "../test.h"

#include "eval/judgments.h"
#include "textfile.h"

static dossier_status read_text(judgments *j, const char *text, dossier_error *err)
{
	const dossier_status st = judgments_read(j, textfile(text, strlen(text)), err);

	textfile_remove();
	return st;
}

static void assert_refused(const char *text, const char *message)
{
	judgments j;
	dossier_error err;

	assert_int_equal(read_text(&j, text, &err), DOSSIER_ERR_INPUT);
	if (!ends_with(err.message, message))
		fail_msg("\"%s\", not \"%s\"", err.message, message);
	judgments_release(&j);
}

static int32_t grade(const judgments *j, size_t at, const char *document)
{
	return judged_grade(judgments_topic(j, at), dossier_str_of(document));
}

static void both_forms_give_the_same(void **state)
{
	static const char *const forms[] = {
		"2 0 b 1\n1 0 c 0\n1\t0 \ta\t 3 \r\n\n1 Q0 b -2",
		"2\tb\t1\n1\tc\t0\r\n1\ta\t3\n1\tb\t-2\n",
	};
	(void)state;

	for (int i = 0; i < 2; i++) {
		judgments j;

		assert_int_equal(read_text(&j, forms[i], NULL), DOSSIER_OK);
		assert_int_equal(j.count, 4);
		assert_int_equal(judgments_topic(&j, 0).count, 3);
		assert_int_equal(grade(&j, 0, "a"), 3);
		assert_int_equal(grade(&j, 0, "b"), UNJUDGED);
		assert_int_equal(grade(&j, 0, "c"), 0);
		assert_int_equal(grade(&j, 0, "d"), UNJUDGED);
		assert_int_equal(judgments_topic(&j, 3).count, 1);
		assert_int_equal(grade(&j, 3, "b"), 1);
		assert_int_equal(judgments_topic(&j, 4).count, 0);
		judgments_release(&j);
	}
}

static void topics_are_told_apart_by_all_their_bytes(void **state)
{
	judgments j;
	(void)state;

	assert_int_equal(read_text(&j, "1 0 a 1\n10 0 a 0\n1 0 aa 2\n", NULL), DOSSIER_OK);
	assert_int_equal(judgments_topic(&j, 0).count, 2);
	assert_int_equal(grade(&j, 0, "aa"), 2);
	assert_int_equal(grade(&j, 2, "a"), 0);
	judgments_release(&j);
}

static void what_does_not_parse_is_told_with_its_line(void **state)
{
	(void)state;
	assert_refused("1 0 a 1\n1 a\n", ":2: not \"topic iteration document grade\" nor \"topic document grade\"");
	assert_refused("1 0 a 1 x\n", ":1: not \"topic iteration document grade\" nor \"topic document grade\"");
	assert_refused("\n\n1 0 a x\n", ":3: the grade is not a whole number");
	assert_refused("1 0 a 1.5\n", ":1: the grade is not a whole number");
	assert_refused("1 0 a 2147483648\n", ":1: the grade is not a whole number");
	assert_refused("1 0 a 1\n2 0 a 1\n1 0 b 1\n1 0 a 0\n", ":4: this document was judged before");
}

static void an_empty_file_has_no_judgments(void **state)
{
	judgments j;
	(void)state;

	assert_int_equal(read_text(&j, "", NULL), DOSSIER_OK);
	assert_int_equal(judgments_topic(&j, 0).count, 0);
	judgments_release(&j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_forms_give_the_same),
		cmocka_unit_test(topics_are_told_apart_by_all_their_bytes),
		cmocka_unit_test(what_does_not_parse_is_told_with_its_line),
		cmocka_unit_test(an_empty_file_has_no_judgments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

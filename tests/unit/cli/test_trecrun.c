#include "../test.h"

#include "textfile.h"
#include "eval/trecrun.h"

static dossier_status read_text(trecrun *r, const char *text, dossier_error *err)
{
	const dossier_status st = trecrun_read(r, textfile(text, strlen(text)), err);

	textfile_remove();
	return st;
}

/* The documents of a topic, best first, as one string. */
static const char *order(const trecrun *r, const char *topic)
{
	static char text[128];
	const ranking answer = trecrun_topic(r, dossier_str_of(topic));
	size_t n = 0;

	for (size_t i = 0; i < answer.count; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%.*s ", (int)answer.first[i].document.n,
		                      answer.first[i].document.p);
	text[n] = '\0';
	return text;
}

static void assert_refused(const char *text, const char *message)
{
	trecrun r;
	dossier_error err;

	assert_int_equal(read_text(&r, text, &err), DOSSIER_ERR_INPUT);
	if (!ends_with(err.message, message))
		fail_msg("\"%s\", not \"%s\"", err.message, message);
	trecrun_release(&r);
}

static void scores_give_the_order_and_ranks_do_not(void **state)
{
	trecrun r;
	(void)state;

	assert_int_equal(read_text(&r, "7 Q0 a 1 -2 x\n7 Q0 b 2 1e1 x\n7 Q0 c 3 .5 x\n70 Q0 d 1 1 x\n", NULL),
	                 DOSSIER_OK);
	assert_string_equal(order(&r, "7"), "b c a ");
	assert_string_equal(order(&r, "70"), "d ");
	assert_string_equal(order(&r, "700"), "");
	trecrun_release(&r);
}

static void equal_scores_go_by_document_backwards(void **state)
{
	trecrun r;
	(void)state;

	assert_int_equal(read_text(&r, "7 Q0 a 1 1 x\n7 Q0 ab 2 1.0 x\n7 Q0 B 3 1 x\n7 Q0 \xc3\xa9 3 1 x\n", NULL),
	                 DOSSIER_OK);
	assert_string_equal(order(&r, "7"), "\xc3\xa9 ab a B ");
	trecrun_release(&r);
}

static void what_does_not_parse_is_told_with_its_line(void **state)
{
	(void)state;
	assert_refused("1 Q0 a 1 1 x\n1 Q0 a 1 1\n", ":2: not \"topic Q0 document rank score tag\"");
	assert_refused("1 Q0 a 1 1 x y\n", ":1: not \"topic Q0 document rank score tag\"");
	assert_refused("1 Q0 a 1 nan x\n", ":1: the score is not a number");
	assert_refused("1 Q0 a 1 inf x\n", ":1: the score is not a number");
	assert_refused("1 Q0 a 1 1e999 x\n", ":1: the score is not a number");
	assert_refused("1 Q0 a 1 1..2 x\n", ":1: the score is not a number");
	assert_refused("1 Q0 a 1 1 x\n2 Q0 a 1 1 x\n1 Q0 a 2 9 x\n", ":3: this document was found before");
}

static void what_is_put_reads_back_to_the_last_bit(void **state)
{
	static const double scores[] = { 1.0 / 3, 12.34567, 0.1 + 0.2, 1e-300, 3.0, 1048575.0 / 1048576 };
	trecrun r = { .text = { .name = "run" } };
	(void)state;

	for (size_t i = 0; i < 6; i++) {
		const char document[2] = { (char)('a' + i), '\0' };

		assert_int_equal(trecrun_put(&r, dossier_str_of("7"), dossier_str_of(document), i + 1, scores[i],
		                             NULL), DOSSIER_OK);
	}
	assert_int_equal(memcmp(r.text.bytes, "7 Q0 a 1 0.333333", 17), 0);
	assert_int_equal(trecrun_finish(&r, NULL), DOSSIER_OK);
	assert_int_equal(r.count, 6);
	for (size_t i = 0; i < 6; i++)
		assert_true(r.all[i].score == scores[r.all[i].document.p[0] - 'a']);
	trecrun_release(&r);
}

static void ids_that_would_break_a_line_are_refused(void **state)
{
	static const char *const ids[] = { "", "a b", "a\tb", "a\nb", "\x7f" };
	trecrun r = { .text = { .name = "run" } };
	dossier_error err;
	(void)state;

	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(trecrun_put(&r, dossier_str_of("7"), dossier_str_of(ids[i]), 1, 1, &err),
		                 DOSSIER_ERR_INPUT);
		assert_int_equal(trecrun_put(&r, dossier_str_of(ids[i]), dossier_str_of("7"), 1, 1, &err),
		                 DOSSIER_ERR_INPUT);
	}
	assert_string_equal(err.message, "run: an id that is empty or holds blanks cannot stand in a run");
	assert_int_equal(r.text.size, 0);
	trecrun_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_give_the_order_and_ranks_do_not),
		cmocka_unit_test(equal_scores_go_by_document_backwards),
		cmocka_unit_test(what_does_not_parse_is_told_with_its_line),
		cmocka_unit_test(what_is_put_reads_back_to_the_last_bit),
		cmocka_unit_test(ids_that_would_break_a_line_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

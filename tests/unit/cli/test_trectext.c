#include "../test.h"

#include "textfile.h"
#include "eval/trectext.h"

static void assert_str(dossier_str s, const char *expected)
{
	assert_int_equal(s.n, strlen(expected));
	assert_memory_equal(s.p, expected, s.n);
}

static void lines_are_counted_and_blank_ones_passed_over(void **state)
{
	static const char text[] = "\xef\xbb\xbf" "a\r\n \t\n\nb \n\r\nc";
	trectext t;
	dossier_str line;
	(void)state;

	assert_int_equal(trectext_read(&t, textfile(text, sizeof text - 1), NULL), DOSSIER_OK);
	textfile_remove();
	assert_int_equal(trectext_line(&t, &line), 1);
	assert_str(line, "a");
	assert_int_equal(t.line, 1);
	assert_int_equal(trectext_line(&t, &line), 1);
	assert_str(line, "b ");
	assert_int_equal(t.line, 4);
	assert_int_equal(trectext_line(&t, &line), 1);
	assert_str(line, "c");
	assert_int_equal(t.line, 6);
	assert_int_equal(trectext_line(&t, &line), 0);
	assert_int_equal(trectext_line(&t, &line), 0);
	trectext_release(&t);
}

static void files_that_are_not_there_are_named(void **state)
{
	trectext t;
	dossier_error err;
	(void)state;

	assert_int_equal(trectext_read(&t, "/nowhere/at-all", &err), DOSSIER_ERR_NOTFOUND);
	assert_string_equal(err.message, "/nowhere/at-all: No such file or directory");
	trectext_release(&t);
	assert_int_equal(trectext_read(&t, "/", &err), DOSSIER_ERR_IO);
	trectext_release(&t);
}

static void control_characters_are_refused(void **state)
{
	static const char bad[] = { 0, 1, 0x1b, 0x0b, 0x7f };
	(void)state;

	for (size_t i = 0; i < sizeof bad; i++) {
		char text[] = "a\nb\nc";
		trectext t;
		dossier_error err;

		text[2] = bad[i];
		assert_int_equal(trectext_read(&t, textfile(text, 5), &err), DOSSIER_ERR_INPUT);
		textfile_remove();
		assert_true(ends_with(err.message, ":2: a control character"));
		trectext_release(&t);
	}
}

static void long_files_are_read_whole(void **state)
{
	enum { N = 16384 * 3 };
	char *const bytes = malloc(N);
	(void)state;

	memset(bytes, 'x', N);
	for (size_t n = N - 1; n <= N; n++) {
		trectext t;

		assert_int_equal(trectext_read(&t, textfile(bytes, n), NULL), DOSSIER_OK);
		textfile_remove();
		assert_int_equal(t.size, n);
		assert_memory_equal(t.bytes, bytes, n);
		trectext_release(&t);
	}
	free(bytes);
}

static void fields_are_cut_at_blanks_and_tabs(void **state)
{
	dossier_str f[3];
	(void)state;

	assert_int_equal(fields_of(dossier_str_of(" a \t bc\td\r"), f, 3), 3);
	assert_str(f[0], "a");
	assert_str(f[1], "bc");
	assert_str(f[2], "d");
	assert_int_equal(fields_of(dossier_str_of("a b c d e"), f, 3), 4);
	assert_int_equal(fields_of(dossier_str_of("a b c "), f, 3), 3);
	assert_int_equal(fields_of(dossier_str_of("  "), f, 3), 0);
	assert_int_equal(fields_of((dossier_str){ NULL, 0 }, f, 3), 0);
}

static void numbers_are_whole_fields(void **state)
{
	static const char *const neither[] = {
		"", "+", ".", "1-", "1e", "0x1", "0x1p3", "1e999", "nan", "infinity", "1 2",
		"0000000000000000000000000000000000000000000000000000000000000001"
	};
	int32_t n = 7;
	double x = 7;
	(void)state;

	assert_true(int_of(dossier_str_of("-2147483648"), &n) && n == INT32_MIN);
	assert_true(int_of(dossier_str_of("+03"), &n) && n == 3);
	assert_true(real_of(dossier_str_of("-1.5e-3"), &x) && x == -1.5e-3);
	assert_false(int_of(dossier_str_of("2147483648"), &n) || int_of(dossier_str_of("99999999999999999999"), &n));
	for (size_t i = 0; i < sizeof neither / sizeof *neither; i++)
		assert_false(int_of(dossier_str_of(neither[i]), &n) || real_of(dossier_str_of(neither[i]), &x));
	assert_true(n == 3 && x == -1.5e-3);
}

static void order_is_that_of_bytes(void **state)
{
	(void)state;
	assert_true(str_order(dossier_str_of("a"), dossier_str_of("ab")) < 0);
	assert_true(str_order(dossier_str_of("b"), dossier_str_of("ab")) > 0);
	assert_true(str_order(dossier_str_of("\xc3\xa9"), dossier_str_of("z")) > 0);
	assert_true(str_order(dossier_str_of(""), (dossier_str){ NULL, 0 }) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_counted_and_blank_ones_passed_over),
		cmocka_unit_test(files_that_are_not_there_are_named),
		cmocka_unit_test(control_characters_are_refused),
		cmocka_unit_test(long_files_are_read_whole),
		cmocka_unit_test(fields_are_cut_at_blanks_and_tabs),
		cmocka_unit_test(numbers_are_whole_fields),
		cmocka_unit_test(order_is_that_of_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

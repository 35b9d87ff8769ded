#include "base/blank.h"

#include <ctype.h>
#include <string.h>

#include "../test.h"

static void blanks_are_those_of_the_c_locale(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++)
		assert_int_equal(!!dsr_is_blank((char)c), !!isspace(c));
}

static void check_trim(const char *s, const char *expected)
{
	const dossier_str got = dsr_str_trim(dossier_str_of(s));

	assert_int_equal(got.n, strlen(expected));
	assert_memory_equal(got.p, expected, got.n);
}

static void blanks_go_at_both_ends_alone(void **state)
{
	(void)state;
	check_trim("", "");
	check_trim(" \t\r\n\v\f", "");
	check_trim("a", "a");
	check_trim("\n a  b\t", "a  b");
	check_trim("\xC2\xA0" "a ", "\xC2\xA0" "a");
	assert_int_equal(dsr_str_trim((dossier_str){ NULL, 0 }).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_are_those_of_the_c_locale),
		cmocka_unit_test(blanks_go_at_both_ends_alone),
	};

	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

#include "../test.h"

#include <string.h>

#include <dossier/status.h>

static void every_status_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int a = DOSSIER_ERR_ANALYZER; a <= DOSSIER_OK; a++) {
		const char *name = dossier_status_name((dossier_status)a);

		assert_string_not_equal(name, "unknown status");
		for (int b = DOSSIER_ERR_ANALYZER; b < a; b++)
			assert_string_not_equal(name, dossier_status_name((dossier_status)b));
	}
}

static void other_numbers_have_a_name_too(void **state)
{
	(void)state;
	assert_string_equal(dossier_status_name((dossier_status)1), "unknown status");
	assert_string_equal(dossier_status_name((dossier_status)-99), "unknown status");
}

static void the_numbers_never_change(void **state)
{
	(void)state;
	assert_int_equal(DOSSIER_OK, 0);
	assert_int_equal(DOSSIER_ERR_NOMEM, -1);
	assert_int_equal(DOSSIER_ERR_IO, -2);
	assert_int_equal(DOSSIER_ERR_CORRUPT, -3);
	assert_int_equal(DOSSIER_ERR_VERSION, -4);
	assert_int_equal(DOSSIER_ERR_LOCKED, -5);
	assert_int_equal(DOSSIER_ERR_SYNTAX, -6);
	assert_int_equal(DOSSIER_ERR_NOTFOUND, -7);
	assert_int_equal(DOSSIER_ERR_MISUSE, -8);
	assert_int_equal(DOSSIER_ERR_INPUT, -9);
	assert_int_equal(DOSSIER_ERR_LIMIT, -10);
	assert_int_equal(DOSSIER_ERR_ANALYZER, -11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_status_has_a_name_of_its_own),
		cmocka_unit_test(other_numbers_have_a_name_too),
		cmocka_unit_test(the_numbers_never_change),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

#include "../test.h"

#include <string.h>

#include <dossier/status.h>

#include "base/options.h"

typedef struct options {
	size_t size;
	int    first, second;
} options;

#define DEFAULTS { sizeof(options), 10, 20 }

static void no_options_are_the_defaults(void **state)
{
	options o = DEFAULTS;

	(void)state;
	assert_int_equal(dsr_options_read(&o, sizeof o, NULL, NULL), DOSSIER_OK);
	assert_int_equal(o.first, 10);
	assert_int_equal(o.second, 20);
}

static void given_options_are_taken(void **state)
{
	const options given = { sizeof given, 1, 2 };
	options o = DEFAULTS;

	(void)state;
	assert_int_equal(dsr_options_read(&o, sizeof o, &given, NULL), DOSSIER_OK);
	assert_int_equal(o.first, 1);
	assert_int_equal(o.second, 2);
}

static void an_older_shorter_struct_leaves_the_rest_at_its_defaults(void **state)
{
	const options given = { offsetof(options, second), 1, 2 };
	options o = DEFAULTS;

	(void)state;
	assert_int_equal(dsr_options_read(&o, sizeof o, &given, NULL), DOSSIER_OK);
	assert_int_equal(o.size, sizeof o);
	assert_int_equal(o.first, 1);
	assert_int_equal(o.second, 20);
}

static void of_a_newer_longer_struct_the_tail_must_be_zero(void **state)
{
	struct {
		options known;
		int     unknown[2];
	} given = { { sizeof given, 1, 2 }, { 0, 0 } };
	options o = DEFAULTS;

	(void)state;
	assert_int_equal(dsr_options_read(&o, sizeof o, &given, NULL), DOSSIER_OK);
	assert_int_equal(o.first, 1);
	assert_int_equal(o.size, sizeof o);
	given.unknown[1] = 1;
	o = (options)DEFAULTS;
	assert_int_equal(dsr_options_read(&o, sizeof o, &given, NULL), DOSSIER_ERR_MISUSE);
	assert_int_equal(o.first, 10);
}

static void a_struct_that_was_not_filled_is_refused(void **state)
{
	const options given = { 0, 1, 2 };
	dossier_error err = { 0 };
	options o = DEFAULTS;

	(void)state;
	assert_int_equal(dsr_options_read(&o, sizeof o, &given, &err), DOSSIER_ERR_MISUSE);
	assert_int_equal(err.status, DOSSIER_ERR_MISUSE);
	assert_int_equal(o.first, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_options_are_the_defaults),
		cmocka_unit_test(given_options_are_taken),
		cmocka_unit_test(an_older_shorter_struct_leaves_the_rest_at_its_defaults),
		cmocka_unit_test(of_a_newer_longer_struct_the_tail_must_be_zero),
		cmocka_unit_test(a_struct_that_was_not_filled_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "../test.h"

#include "base/order.h"

/* In ascending order, each once. */
static const dossier_str sorted[] = {
	{ NULL, 0 }, { "\0", 1 }, { "\0\0", 2 }, { "a", 1 }, { "a\0", 2 }, { "aa", 2 }, { "ab", 2 }, { "b", 1 }, { "\x7F", 1 },
	{ "\x80", 1 }, { "\xFF", 1 }, { "\xFF\xFF", 2 },
};

static int sign(int v)
{
	return (v > 0) - (v < 0);
}

static void strings_compare_as_they_stand(void **state)
{
	const int n = sizeof sorted / sizeof *sorted;

	(void)state; (void)test_alloc;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++)
			assert_int_equal(sign(dsr_str_compare(sorted[i], sorted[j])), sign(i - j));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(strings_compare_as_they_stand) };

	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

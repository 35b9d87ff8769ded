#include "../test.h"

#include <string.h>

#include "codec/cpu.h"

static const char *const names[] = { "portable", "sse42", "avx2", "avx512" };

static void plain_c_runs_everywhere(void **state)
{
	(void)state;
	assert_true(dsr_cpu_has(DSR_CPU_PORTABLE));
}

static void a_level_includes_those_below(void **state)
{
	(void)state;
	for (int level = DSR_CPU_SSE42; level <= DSR_CPU_AVX512; level++)
		assert_true(!dsr_cpu_has((dsr_cpu_level)level) || dsr_cpu_has((dsr_cpu_level)(level - 1)));
}

static void the_name_is_that_of_the_best_level(void **state)
{
	int best = DSR_CPU_AVX512;
	(void)state;

	while (!dsr_cpu_has((dsr_cpu_level)best))
		best--;
	assert_string_equal(dsr_cpu_name(), names[best]);
}

static void the_environment_caps_the_level_in_test_builds(void **state)
{
	const char *cap = getenv("DSR_CPU");
	(void)state;

	for (int level = 0; cap && level < DSR_CPU_AVX512; level++)
		if (!strcmp(cap, names[level]))
			assert_false(dsr_cpu_has((dsr_cpu_level)(level + 1)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_c_runs_everywhere),
		cmocka_unit_test(a_level_includes_those_below),
		cmocka_unit_test(the_name_is_that_of_the_best_level),
		cmocka_unit_test(the_environment_caps_the_level_in_test_builds),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

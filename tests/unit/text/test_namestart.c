#include "text/namestart.h"

#include "../chance.h"
#include "../test.h"
#include "codec/cpu.h"

enum { WORDS = 100, ALONE = 5, STARTS = 12 };

/* As the header words it. */
static size_t find_slowly(const uint32_t *words, size_t i, size_t end)
{
	for (; i < end; i++)
		if ((words[i] >= 1 && words[i] <= ALONE) || (words[i] >= 1 && words[i] <= STARTS && words[i + 1]))
			break;
	return i;
}

static void every_kernel_finds_the_first(void **state)
{
	uint32_t *words = malloc((WORDS + 1) * sizeof *words); /* exact: a word too many is seen */

	(void)state;
	chance_seed(3);
	for (int round = 0; round < 3000; round++) {
		const size_t i = chance(WORDS + 1), end = i + chance((unsigned)(WORDS + 1 - i));
		const unsigned rare = 1 + chance(60);

		for (size_t j = 0; j <= WORDS; j++)
			words[j] = chance(rare) ? 0 : chance(chance(2) ? 20 : UINT32_MAX);
		for (size_t k = 0; k < dsr_namestart_impl_count; k++)
			if (dsr_cpu_has((dsr_cpu_level)dsr_namestart_impls[k].level))
				assert_int_equal(dsr_namestart_impls[k].run(words, i, end, ALONE, STARTS), find_slowly(words, i, end));
	}
	free(words);
}

static void the_last_of_the_table_is_portable(void **state)
{
	(void)state;
	assert_int_equal(dsr_namestart_impls[dsr_namestart_impl_count - 1].level, DSR_CPU_PORTABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_finds_the_first),
		cmocka_unit_test(the_last_of_the_table_is_portable),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

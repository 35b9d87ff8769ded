#include "../test.h"

#include <string.h>

#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "codec/delta.h"
#include "guard.h"

static uint32_t *block; /* DSR_BLOCK values, then the guard */
static uint64_t seed = 1;

static int make_guards(void **state)
{
	(void)state;
	block = (uint32_t *)(void *)(guard_end() - DSR_BLOCK * sizeof *block);
	return 0;
}

static void check_block(dsr_delta_fn run, size_t n, uint32_t most, uint32_t base)
{
	uint32_t want[DSR_BLOCK], last = base;

	for (size_t i = 0; i < DSR_BLOCK; i++)
		block[i] = most == UINT32_MAX ? most : below(&seed, most + 1);
	for (size_t i = 0; i < n; i++)
		want[i] = last = last + block[i] + 1;
	run(block, n, base);
	assert_memory_equal(block, want, n * sizeof *want);
}

static void check_kernel(dsr_delta_fn run)
{
	static const uint32_t mosts[] = { 0, 1, 100, 1u << 24, UINT32_MAX - 1, UINT32_MAX };
	static const uint32_t bases[] = { 0, 1, 77777, INT32_MAX, UINT32_MAX };

	for (size_t n = 0; n <= DSR_BLOCK; n++)
		for (size_t m = 0; m < sizeof mosts / sizeof *mosts; m++)
			for (size_t b = 0; b < sizeof bases / sizeof *bases; b++)
				check_block(run, n, mosts[m], bases[b]);
}

static void every_kernel_adds_up_gaps_of_every_length(void **state)
{
	(void)state;
	for (size_t k = 0; k < dsr_delta_impl_count; k++)
		if (dsr_cpu_has((dsr_cpu_level)dsr_delta_impls[k].level))
			check_kernel(dsr_delta_impls[k].run);
}

static void the_dispatcher_adds_like_the_kernels(void **state)
{
	(void)state;
	check_kernel(dsr_delta_decode);
}

static void gaps_of_zero_after_the_number_before_the_first_count_from_zero(void **state)
{
	uint32_t v[DSR_BLOCK] = { 0 };
	(void)state;

	dsr_delta_decode(v, DSR_BLOCK, UINT32_MAX);
	for (uint32_t i = 0; i < DSR_BLOCK; i++)
		assert_int_equal(v[i], i);
}

static void the_last_kernel_of_the_table_is_portable(void **state)
{
	const dsr_delta_impl *last = &dsr_delta_impls[dsr_delta_impl_count - 1];
	(void)state;

	assert_string_equal(last->name, "portable");
	assert_int_equal(last->level, DSR_CPU_PORTABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_adds_up_gaps_of_every_length),
		cmocka_unit_test(the_dispatcher_adds_like_the_kernels),
		cmocka_unit_test(gaps_of_zero_after_the_number_before_the_first_count_from_zero),
		cmocka_unit_test(the_last_kernel_of_the_table_is_portable),
	};
	return cmocka_run_group_tests(tests, make_guards, test_no_leaks);
}

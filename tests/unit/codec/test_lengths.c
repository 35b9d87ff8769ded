#include "../test.h"

#include <string.h>

#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "codec/lengths.h"
#include "guard.h"

static uint32_t *guard;
static uint64_t seed = 3;

/* As the header words it. */
static uint32_t needing(const uint32_t *v, size_t n, unsigned bits)
{
	uint32_t count = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned b = 0;

		while (b < 32 && v[i] >> b)
			b++;
		count += b == bits;
	}
	return count;
}

static void check(dsr_lengths_fn run, size_t n, unsigned most)
{
	uint32_t *v = guard - n, got[33];

	for (size_t i = 0; i < n; i++)
		v[i] = (uint32_t)(next_random(&seed) >> 32 >> (32 - below(&seed, most + 1)));
	memset(got, 0xFF, sizeof got);
	run(got, v, n);
	for (unsigned b = 0; b <= 32; b++)
		assert_int_equal(got[b], needing(v, n, b));
}

static void every_kernel_counts_every_length(void **state)
{
	(void)state;
	for (size_t k = 0; k < dsr_lengths_impl_count; k++)
		for (size_t n = 0; n <= DSR_BLOCK && dsr_cpu_has((dsr_cpu_level)dsr_lengths_impls[k].level); n++)
			for (unsigned most = 0; most <= 32; most += 4)
				check(dsr_lengths_impls[k].run, n, most);
	check(dsr_lengths, DSR_BLOCK, 32);
}

static void the_last_kernel_of_the_table_is_portable(void **state)
{
	(void)state;
	assert_string_equal(dsr_lengths_impls[dsr_lengths_impl_count - 1].name, "portable");
	assert_int_equal(dsr_lengths_impls[dsr_lengths_impl_count - 1].level, DSR_CPU_PORTABLE);
}

static int make_guard(void **state)
{
	(void)state;
	guard = (uint32_t *)(void *)guard_end();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_counts_every_length),
		cmocka_unit_test(the_last_kernel_of_the_table_is_portable),
	};

	return cmocka_run_group_tests(tests, make_guard, NULL);
}

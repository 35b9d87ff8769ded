#include "../test.h"

#include <string.h>

#include "codec/cpu.h"
#include "codec/crc32c.h"
#include "guard.h"

static uint64_t seed = 1;

/* The definition: one bit at a time. */
static uint32_t crc_slowly(const uint8_t *p, size_t n)
{
	uint32_t crc = UINT32_MAX;

	for (size_t bit = 0; bit < 8 * n; bit++) {
		const uint32_t out = (crc ^ (uint32_t)(p[bit / 8] >> bit % 8)) & 1;
		crc = crc >> 1 ^ (out ? 0x82f63b78u : 0);
	}
	return ~crc;
}

/* RFC 3720, appendix B.4. */
static void check_published(dsr_crc32c_fn run)
{
	uint8_t zeros[32], ones[32], up[32], down[32];

	for (int i = 0; i < 32; i++) {
		zeros[i] = 0;
		ones[i] = 0xff;
		up[i] = (uint8_t)i;
		down[i] = (uint8_t)(31 - i);
	}
	assert_int_equal(run(0, zeros, 32), 0x8A9136AA);
	assert_int_equal(run(0, ones, 32), 0x62A8AB43);
	assert_int_equal(run(0, up, 32), 0x46DD794E);
	assert_int_equal(run(0, down, 32), 0x113FDB5C);
	assert_int_equal(run(0, "123456789", 9), 0xE3069283);
	assert_int_equal(run(0, NULL, 0), 0);
}

/* Lengths about every place where a kernel changes its stride; the bytes end at the guard. */
static void check_lengths(dsr_crc32c_fn run, const uint8_t *end)
{
	for (size_t n = 0; n < 2000; n++)
		assert_int_equal(run(0, end - n, n), crc_slowly(end - n, n));
	for (size_t n = 6000; n <= 60000; n = n * 5 / 4 + 1)
		assert_int_equal(run(0, end - n, n), crc_slowly(end - n, n));
}

static void check_splits(dsr_crc32c_fn run, const uint8_t *p, size_t n)
{
	const uint32_t whole = crc_slowly(p, n);

	for (size_t cut = 0; cut <= n; cut++)
		assert_int_equal(run(run(0, p, cut), p + cut, n - cut), whole);
}

static void check_kernel(dsr_crc32c_fn run)
{
	uint8_t *end = guard_end();

	for (size_t i = 1; i <= GUARD_ROOM; i++)
		*(end - i) = (uint8_t)next_random(&seed);
	check_published(run);
	check_lengths(run, end);
	check_splits(run, end - 1001, 1001);
	check_splits(run, end - 6700, 6700);
}

static void every_kernel_gives_the_published_sums_at_every_length_and_split(void **state)
{
	(void)state;
	for (size_t k = 0; k < dsr_crc32c_impl_count; k++)
		if (dsr_cpu_has((dsr_cpu_level)dsr_crc32c_impls[k].level))
			check_kernel(dsr_crc32c_impls[k].run);
}

static void the_dispatcher_sums_like_the_kernels(void **state)
{
	(void)state;
	check_kernel(dsr_crc32c);
}

static void every_flipped_bit_changes_the_sum(void **state)
{
	uint8_t bytes[300];
	(void)state;

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)next_random(&seed);
	const uint32_t whole = dsr_crc32c(0, bytes, sizeof bytes);

	for (size_t bit = 0; bit < 8 * sizeof bytes; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_int_not_equal(dsr_crc32c(0, bytes, sizeof bytes), whole);
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
}

static void the_last_kernel_of_the_table_is_portable(void **state)
{
	(void)state;
	assert_int_equal(dsr_crc32c_impls[dsr_crc32c_impl_count - 1].level, DSR_CPU_PORTABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_gives_the_published_sums_at_every_length_and_split),
		cmocka_unit_test(the_dispatcher_sums_like_the_kernels),
		cmocka_unit_test(every_flipped_bit_changes_the_sum),
		cmocka_unit_test(the_last_kernel_of_the_table_is_portable),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

#include "../test.h"

#include <string.h>

#include "codec/bitset.h"
#include "codec/cpu.h"
#include "guard.h"

static uint8_t *input_end, *output_end;
static uint64_t seed = 1;

static int make_guards(void **state)
{
	(void)state;
	input_end = guard_end();
	output_end = guard_end();
	return 0;
}

/* Each bit is set with chance density/256; 256 sets all. */
static void fill(uint8_t *p, size_t bytes, unsigned density)
{
	for (size_t i = 0; i < bytes; i++) {
		p[i] = 0;
		for (unsigned b = 0; b < 8; b++)
			p[i] |= (uint8_t)((below(&seed, 256) < density) << b);
	}
}

static size_t list_slowly(uint32_t *out, const uint8_t *p, size_t bytes, uint32_t base)
{
	size_t n = 0;

	for (size_t i = 0; i < bytes * 8; i++)
		if (p[i / 8] >> (i & 7) & 1)
			out[n++] = base + (uint32_t)i;
	return n;
}

/* The input ends at one guard, the room for `max` at another: neither may be passed. */
static void check_list(dsr_bitset_list_fn run, const uint8_t *p, size_t bytes, size_t max, uint32_t base)
{
	static uint32_t want[8 * 200];
	const size_t n = list_slowly(want, p, bytes, base);
	const size_t written = n < max ? n : max;
	uint32_t *out = (uint32_t *)(void *)(output_end - (max + 64) * sizeof *out);

	out[-1] = 0x5a5a5a5a;
	assert_int_equal(run(out, max, p, bytes, base), n);
	assert_memory_equal(out, want, written * sizeof *out);
	assert_int_equal(out[-1], 0x5a5a5a5a);
}

static void check_kernel(dsr_bitset_list_fn run)
{
	static const unsigned densities[] = { 0, 1, 16, 64, 128, 240, 256 };

	for (size_t bytes = 0; bytes <= 200; bytes++) {
		uint8_t *p = input_end - bytes;

		for (size_t d = 0; d < sizeof densities / sizeof *densities; d++) {
			fill(p, bytes, densities[d]);
			check_list(run, p, bytes, bytes * 8, 0);
			check_list(run, p, bytes, bytes * 8 + 100, UINT32_MAX - 50);
			check_list(run, p, bytes, bytes ? below(&seed, (uint32_t)bytes * 8) : 0, 64000);
			check_list(run, p, bytes, 0, 1);
		}
	}
}

static void every_kernel_lists_the_bits_and_stays_in_its_room(void **state)
{
	(void)state;
	for (size_t k = 0; k < dsr_bitset_list_impl_count; k++)
		if (dsr_cpu_has((dsr_cpu_level)dsr_bitset_list_impls[k].level))
			check_kernel(dsr_bitset_list_impls[k].run);
}

static void every_kernel_stops_at_every_room(void **state)
{
	uint8_t *p = input_end - 32;
	(void)state;

	fill(p, 32, 128);
	for (size_t k = 0; k < dsr_bitset_list_impl_count; k++)
		for (size_t max = 0; max <= 256 && dsr_cpu_has((dsr_cpu_level)dsr_bitset_list_impls[k].level); max++)
			check_list(dsr_bitset_list_impls[k].run, p, 32, max, 0);
}

static void the_dispatcher_lists_like_the_kernels(void **state)
{
	(void)state;
	check_kernel(dsr_bitset_list);
}

static void check_count(dsr_bitset_count_fn run)
{
	for (size_t n = 0; n <= 40; n++) {
		uint64_t *w = (uint64_t *)(void *)(input_end - n * 8);
		size_t want = 0;

		fill((uint8_t *)w, n * 8, below(&seed, 257));
		for (size_t i = 0; i < n * 64; i++)
			want += (size_t)(w[i / 64] >> i % 64 & 1);
		assert_int_equal(run(w, n), want);
		memset(w, 0xff, n * 8);
		assert_int_equal(run(w, n), n * 64);
	}
}

static void every_kernel_counts_the_bits(void **state)
{
	(void)state;
	for (size_t k = 0; k < dsr_bitset_count_impl_count; k++)
		if (dsr_cpu_has((dsr_cpu_level)dsr_bitset_count_impls[k].level))
			check_count(dsr_bitset_count_impls[k].run);
	check_count(dsr_bitset_count);
}

static void a_bit_that_is_set_is_there_and_no_other(void **state)
{
	(void)state;
	for (size_t i = 0; i < 192; i++) {
		uint64_t w[3] = { 0 };

		assert_int_equal(dsr_bitset_words(i + 1), i / 64 + 1);
		dsr_bitset_set(w, i);
		for (size_t j = 0; j < 192; j++)
			assert_int_equal(dsr_bitset_has(w, j), i == j);
		assert_int_equal(dsr_bitset_count(w, 3), 1);
	}
	assert_int_equal(dsr_bitset_words(0), 0);
}

static void bits_that_are_set_together_are_those_set_one_by_one(void **state)
{
	(void)state;
	for (int round = 0; round < 500; round++) {
		uint64_t w[40] = { 0 }, want[40];
		uint32_t v[300], first = below(&seed, UINT32_MAX - 2560), n = below(&seed, 300);

		for (size_t i = 0; i < 40; i++)
			want[i] = w[i] = below(&seed, 2) ? next_random(&seed) & next_random(&seed) : 0;
		for (uint32_t i = 0; i < n; i++) {
			v[i] = first + below(&seed, 2560);
			dsr_bitset_set(want, v[i] - first);
		}
		dsr_bitset_set_all(w, v, n, first);
		assert_memory_equal(w, want, sizeof w);
	}
}

static void the_last_kernels_of_the_tables_are_portable(void **state)
{
	(void)state;
	assert_int_equal(dsr_bitset_list_impls[dsr_bitset_list_impl_count - 1].level, DSR_CPU_PORTABLE);
	assert_int_equal(dsr_bitset_count_impls[dsr_bitset_count_impl_count - 1].level, DSR_CPU_PORTABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_lists_the_bits_and_stays_in_its_room),
		cmocka_unit_test(every_kernel_stops_at_every_room),
		cmocka_unit_test(the_dispatcher_lists_like_the_kernels),
		cmocka_unit_test(every_kernel_counts_the_bits),
		cmocka_unit_test(a_bit_that_is_set_is_there_and_no_other),
		cmocka_unit_test(bits_that_are_set_together_are_those_set_one_by_one),
		cmocka_unit_test(the_last_kernels_of_the_tables_are_portable),
	};
	return cmocka_run_group_tests(tests, make_guards, test_no_leaks);
}

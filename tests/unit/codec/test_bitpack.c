#include "../test.h"

#include <string.h>

#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "guard.h"

static uint8_t *input_end;    /* of what a decoder may read, slack included */
static uint32_t *output;      /* DSR_BLOCK values, then the guard */
static uint64_t seed = 1;

static int make_guards(void **state)
{
	(void)state;
	input_end = guard_end();
	output = (uint32_t *)(void *)(guard_end() - DSR_BLOCK * sizeof *output);
	return 0;
}

/* Bit by bit, the layout as the header words it. */
static void pack_slowly(uint8_t *out, const uint32_t *v, size_t n, unsigned width)
{
	memset(out, 0, (n * width + 7) / 8);
	for (size_t bit = 0; bit < n * width; bit++)
		if (v[bit / width] >> bit % width & 1)
			out[bit / 8] |= (uint8_t)(1u << bit % 8);
}

enum fill { RANDOM, ZEROS, ONES, TOP_BIT, LOW_BIT, FILLS };

static void fill(uint32_t *v, size_t n, unsigned width, enum fill how)
{
	const uint32_t most = width ? UINT32_MAX >> (32 - width) : 0;

	for (size_t i = 0; i < n; i++) {
		switch (how) {
		case RANDOM:  v[i] = (uint32_t)next_random(&seed) & most; break;
		case ONES:    v[i] = most; break;
		case TOP_BIT: v[i] = i & 1 ? most ^ most >> 1 : 0; break;
		case LOW_BIT: v[i] = i & 1 ? 0 : most & 1; break;
		default:      v[i] = 0;
		}
	}
}

/* `n` values packed so that exactly DSR_CODEC_SLACK bytes, all ones, lie between them and the guard. */
static uint8_t *packed_at_guard(const uint32_t *v, size_t n, unsigned width)
{
	uint8_t *p = input_end - DSR_CODEC_SLACK - dsr_bitpack_bytes(n, width);

	memset(input_end - DSR_CODEC_SLACK, 0xff, DSR_CODEC_SLACK);
	pack_slowly(p, v, n, width);
	return p;
}

static void check_kernel(dsr_bitunpack_fn run, enum fill how)
{
	uint32_t v[DSR_BLOCK];

	for (unsigned width = 0; width <= 32; width++) {
		for (size_t n = 0; n <= DSR_BLOCK; n++) {
			fill(v, n, width, how);
			const uint8_t *p = packed_at_guard(v, n, width);

			memset(output, 0xa5, sizeof v);
			run(output, p, n, width);
			assert_memory_equal(output, v, n * sizeof *v);
		}
	}
}

static void every_unpacking_kernel_gives_back_every_width_and_length(void **state)
{
	(void)state;
	for (size_t k = 0; k < dsr_bitunpack_impl_count; k++)
		for (int how = 0; how < FILLS && dsr_cpu_has((dsr_cpu_level)dsr_bitunpack_impls[k].level); how++)
			check_kernel(dsr_bitunpack_impls[k].run, (enum fill)how);
}

static void the_dispatcher_unpacks_like_the_kernels(void **state)
{
	(void)state;
	check_kernel(dsr_bitunpack, RANDOM);
}

static void the_last_kernel_of_the_table_is_portable(void **state)
{
	const dsr_bitunpack_impl *last = &dsr_bitunpack_impls[dsr_bitunpack_impl_count - 1];
	(void)state;

	assert_string_equal(last->name, "portable");
	assert_int_equal(last->level, DSR_CPU_PORTABLE);
	assert_true(last->run == dsr_bitunpack_portable);
}

static void packing_writes_the_layout_and_no_byte_more(void **state)
{
	uint32_t v[DSR_BLOCK];
	uint8_t want[DSR_BLOCK * 4];
	(void)state;

	for (unsigned width = 0; width <= 32; width++) {
		for (size_t n = 0; n <= DSR_BLOCK; n++) {
			const size_t bytes = dsr_bitpack_bytes(n, width);
			uint8_t *p = input_end - bytes;

			for (size_t i = 0; i < n; i++)
				v[i] = (uint32_t)next_random(&seed); /* high bits too: they must not leak */
			pack_slowly(want, v, n, width);
			p[-1] = 0x5a;
			memset(p, 0xff, bytes);
			dsr_bitpack(p, v, n, width);
			assert_memory_equal(p, want, bytes);
			assert_int_equal(p[-1], 0x5a);
		}
	}
}

static void a_single_value_is_found_alone(void **state)
{
	uint32_t v[DSR_BLOCK];
	(void)state;

	for (unsigned width = 0; width <= 32; width++) {
		fill(v, DSR_BLOCK, width, RANDOM);
		const uint8_t *p = packed_at_guard(v, DSR_BLOCK, width);

		for (size_t i = 0; i < DSR_BLOCK; i++)
			assert_int_equal(dsr_bitget(p, width, i), v[i]);
	}
}

static void a_single_value_reads_eight_bytes_at_most(void **state)
{
	const uint8_t *p = input_end - 8;
	(void)state;

	memset(input_end - 8, 0xff, 8);
	for (unsigned width = 1; width <= 32; width++)
		assert_int_equal(dsr_bitget(p, width, 7 / width), UINT32_MAX >> (32 - width));
}

static void bits_are_counted(void **state)
{
	(void)state;
	assert_int_equal(dsr_bits(0), 0);
	for (unsigned b = 1; b <= 32; b++) {
		assert_int_equal(dsr_bits((uint32_t)1 << (b - 1)), b);
		assert_int_equal(dsr_bits(UINT32_MAX >> (32 - b)), b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_unpacking_kernel_gives_back_every_width_and_length),
		cmocka_unit_test(the_dispatcher_unpacks_like_the_kernels),
		cmocka_unit_test(the_last_kernel_of_the_table_is_portable),
		cmocka_unit_test(packing_writes_the_layout_and_no_byte_more),
		cmocka_unit_test(a_single_value_is_found_alone),
		cmocka_unit_test(a_single_value_reads_eight_bytes_at_most),
		cmocka_unit_test(bits_are_counted),
	};
	return cmocka_run_group_tests(tests, make_guards, test_no_leaks);
}

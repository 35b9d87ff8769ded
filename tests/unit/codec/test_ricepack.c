#include "../test.h"

#include <string.h>

#include "base/mem.h"
#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "codec/ricepack.h"
#include "guard.h"

static uint8_t *input_end; /* of what a decoder may read, slack included */
static uint64_t seed = 1;

static int make_guard(void **state)
{
	(void)state;
	input_end = guard_end();
	return 0;
}

/* Numbers that fall off by half, `scale` times as large, and now and then one of any size up to `most`. */
static void fill(uint32_t *v, size_t n, uint32_t scale, uint32_t most)
{
	for (size_t i = 0; i < n; i++) {
		const uint64_t bits = next_random(&seed);

		v[i] = (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 40) * scale + below(&seed, scale);
		if (below(&seed, 40) == 0)
			v[i] = below(&seed, most) + below(&seed, 2);
	}
}

/* Bit by bit, the layout as the header words it.  Returns the size. */
static size_t pack_slowly(uint8_t *out, const uint32_t *v, size_t n, unsigned width)
{
	size_t bit = 8;

	memset(out, 0, GUARD_ROOM);
	out[0] = (uint8_t)width;
	if (width == DSR_RICEPACK_ZEROS)
		return 1;
	for (size_t i = 0; i < n; i++)
		for (unsigned b = 0; b < width; b++, bit++)
			out[bit / 8] |= (uint8_t)((v[i] >> b & 1) << bit % 8);
	bit = (bit + 7) / 8 * 8;
	for (size_t i = 0; i < n; i++, bit++) {
		bit += v[i] >> width;
		out[bit / 8] |= (uint8_t)(1u << bit % 8);
	}
	return (bit + 7) / 8;
}

static size_t size_at(const uint32_t *v, size_t n, unsigned width)
{
	uint64_t bits = n;

	for (size_t i = 0; i < n; i++)
		bits += v[i] >> width;
	return 1 + dsr_bitpack_bytes(n, width) + (size_t)(bits + 7) / 8;
}

/* The bytes, with exactly DSR_CODEC_SLACK more, all ones, before the guard. */
static const uint8_t *at_guard(const uint8_t *bytes, size_t n)
{
	memset(input_end - DSR_CODEC_SLACK, 0xff, DSR_CODEC_SLACK);
	memcpy(input_end - DSR_CODEC_SLACK - n, bytes, n);
	return input_end - DSR_CODEC_SLACK - n;
}

/* Some of the values alone. */
static void check_some(const uint8_t *p, const uint8_t *end, const uint32_t *v, size_t n)
{
	uint32_t places[DSR_BLOCK], some[DSR_BLOCK];
	size_t count = 0;

	for (uint32_t i = below(&seed, 3); i < n; i += 1 + below(&seed, 60))
		places[count++] = i;
	if (!count)
		return;
	assert_true(dsr_ricepack_some(p, end, n, places, count, some));
	for (size_t i = 0; i < count; i++)
		assert_int_equal(some[i], v[places[i]]);
}

static void check_values(const uint32_t *v, size_t n)
{
	static uint8_t want[GUARD_ROOM];
	dsr_buf out = DSR_BUF_INIT(&dsr_alloc_default);
	uint32_t back[DSR_BLOCK];
	const uint8_t *p, *end = input_end - DSR_CODEC_SLACK;

	dsr_ricepack_put(&out, v, n);
	assert_int_equal(dsr_buf_status(&out), DOSSIER_OK);
	assert_int_equal(out.len, pack_slowly(want, v, n, out.data[0]));
	assert_memory_equal(out.data, want, out.len);
	for (unsigned width = 0; width < 32; width++)
		assert_true(out.len <= size_at(v, n, width) + 1); /* what is counted are bits */
	p = at_guard(out.data, out.len);
	assert_ptr_equal(dsr_ricepack_get(p, end, back, n), end);
	assert_memory_equal(back, v, n * sizeof *v);
	check_some(p, end, v, n);
	assert_null(dsr_ricepack_get(p, end - 1, back, n));
	dsr_buf_release(&out);
}

static void values_of_any_size_come_back(void **state)
{
	static const uint32_t scales[] = { 1, 1, 1, 2, 3, 10, 100, 100000, 50000000 };
	uint32_t v[DSR_BLOCK];

	(void)state;
	for (size_t s = 0; s < sizeof scales / sizeof *scales; s++)
		for (size_t n = 1; n <= DSR_BLOCK; n += 1 + below(&seed, 3)) {
			fill(v, n, scales[s], scales[s] * 30);
			check_values(v, n);
		}
}

static void extremes_come_back(void **state)
{
	uint32_t v[DSR_BLOCK] = { 0 };

	(void)state;
	for (size_t n = 1; n <= DSR_BLOCK; n++)
		check_values(v, n);
	memset(v, 0xff, sizeof v);
	check_values(v, DSR_BLOCK);
	check_values(v, 1);
	memset(v, 0, sizeof v);
	v[100] = UINT32_MAX;
	check_values(v, DSR_BLOCK);
	v[100] = 0;
	v[255] = 66000; /* zeros for more bits than 16 can number */
	check_values(v, DSR_BLOCK);
}

/* Any bytes: all kernels say the same, and the guard is not touched. */
static void kernels_agree_on_any_bytes(void **state)
{
	uint32_t low[DSR_BLOCK], want[DSR_BLOCK], v[DSR_BLOCK];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const size_t bytes = below(&seed, round % 50 ? 100 : 9000), n = 1 + below(&seed, DSR_BLOCK);
		const uint32_t sparse = below(&seed, 3);
		const unsigned width = below(&seed, 32);
		uint8_t *p = input_end - DSR_CODEC_SLACK - bytes;
		size_t bits;

		for (uint8_t *at = p; at < input_end; at++)
			*at = (uint8_t)(sparse && below(&seed, 1 + 30 * sparse) ? 0 : next_random(&seed));
		for (size_t i = 0; i < n; i++)
			low[i] = want[i] = below(&seed, (uint32_t)1 << width);
		bits = dsr_unary_portable(want, p, bytes, n, width);
		assert_true(bits <= 8 * bytes);
		for (size_t k = 0; k + 1 < dsr_unary_impl_count; k++) {
			if (!dsr_cpu_has((dsr_cpu_level)dsr_unary_impls[k].level))
				continue;
			memcpy(v, low, n * sizeof *v);
			assert_int_equal(dsr_unary_impls[k].run(v, p, bytes, n, width), bits);
			if (bits)
				assert_memory_equal(v, want, n * sizeof *v);
		}
	}
}

/* Any bytes: the kernels for some of the ones say the same. */
static void kernels_agree_on_some_of_any_bytes(void **state)
{
	uint32_t places[DSR_BLOCK], want[DSR_BLOCK], zeros[DSR_BLOCK];
	const dsr_unary_impl *portable = &dsr_unary_impls[dsr_unary_impl_count - 1];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const size_t bytes = below(&seed, 100);
		const uint32_t sparse = below(&seed, 3);
		uint8_t *p = input_end - DSR_CODEC_SLACK - bytes;
		size_t count = 0;
		int right;

		for (uint8_t *at = p; at < input_end; at++)
			*at = (uint8_t)(sparse && below(&seed, 1 + 30 * sparse) ? 0 : next_random(&seed));
		for (uint32_t at = below(&seed, 9); at < DSR_BLOCK; at += 1 + below(&seed, 100))
			places[count++] = at;
		right = portable->some(want, p, bytes, places, count);
		for (size_t k = 0; k + 1 < dsr_unary_impl_count; k++) {
			if (!dsr_cpu_has((dsr_cpu_level)dsr_unary_impls[k].level))
				continue;
			assert_int_equal(dsr_unary_impls[k].some(zeros, p, bytes, places, count), right);
			if (right)
				assert_memory_equal(zeros, want, count * sizeof *want);
		}
	}
}

static void damage_is_told(void **state)
{
	const uint8_t no_width[] = { 33, 0xff, 0xff }, too_large[] = { 31, 0xff, 0xff, 0xff, 0x7f, 4 }, short_low[] = { 9, 1 };
	const uint32_t first = 0;
	uint32_t v[DSR_BLOCK];

	(void)state;
	assert_null(dsr_ricepack_get(at_guard(no_width, 0), input_end - DSR_CODEC_SLACK, v, 1));
	assert_null(dsr_ricepack_get(at_guard(no_width, 3), input_end - DSR_CODEC_SLACK, v, 1));
	assert_null(dsr_ricepack_get(at_guard(too_large, 6), input_end - DSR_CODEC_SLACK, v, 1));
	assert_null(dsr_ricepack_get(at_guard(short_low, 2), input_end - DSR_CODEC_SLACK, v, 1));
	assert_false(dsr_ricepack_some(at_guard(no_width, 0), input_end - DSR_CODEC_SLACK, 1, &first, 1, v));
	assert_false(dsr_ricepack_some(at_guard(no_width, 3), input_end - DSR_CODEC_SLACK, 1, &first, 1, v));
	assert_false(dsr_ricepack_some(at_guard(short_low, 2), input_end - DSR_CODEC_SLACK, 1, &first, 1, v));
}

static void the_last_kernel_of_the_table_is_portable(void **state)
{
	const dsr_unary_impl *last = &dsr_unary_impls[dsr_unary_impl_count - 1];

	(void)state;
	assert_string_equal(last->name, "portable");
	assert_int_equal(last->level, DSR_CPU_PORTABLE);
	assert_true(last->run == dsr_unary_portable);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_of_any_size_come_back),
		cmocka_unit_test(extremes_come_back),
		cmocka_unit_test(kernels_agree_on_any_bytes),
		cmocka_unit_test(kernels_agree_on_some_of_any_bytes),
		cmocka_unit_test(damage_is_told),
		cmocka_unit_test(the_last_kernel_of_the_table_is_portable),
	};
	return cmocka_run_group_tests(tests, make_guard, test_no_leaks);
}

#include "../test.h"

#include <string.h>

#include "base/varint.h"
#include "codec/pfor.h"
#include "guard.h"

static uint8_t *input_end; /* of what a decoder may read, slack included */
static uint32_t *output;   /* DSR_BLOCK values, then the guard */
static uint64_t seed = 1;

static int make_guards(void **state)
{
	(void)state;
	input_end = guard_end();
	output = (uint32_t *)(void *)(guard_end() - DSR_BLOCK * sizeof *output);
	return 0;
}

/* The bytes of a block at `width`, by writing every part; 0 where that width cannot hold it. */
static size_t size_at(const uint32_t *v, size_t n, unsigned width)
{
	size_t size = 2 + (n * width + 7) / 8, exceptions = 0;
	uint8_t scratch[DSR_VARINT_MAX];

	for (size_t i = 0; i < n; i++) {
		const uint64_t high = (uint64_t)v[i] >> width;

		if (high) {
			size += 1 + dsr_varint_put(scratch, high);
			exceptions++;
		}
	}
	return exceptions > 255 ? 0 : size;
}

static size_t smallest_size(const uint32_t *v, size_t n)
{
	size_t smallest = SIZE_MAX;

	for (unsigned width = 0; width <= 32; width++) {
		const size_t size = size_at(v, n, width);

		if (size && size < smallest)
			smallest = size;
	}
	return smallest;
}

/* `n` bytes in front of the slack in front of the guard. */
static uint8_t *at_guard(const void *bytes, size_t n)
{
	uint8_t *p = input_end - DSR_CODEC_SLACK - n;

	memmove(p, bytes, n);
	return p;
}

static void check_round_trip(const uint32_t *v, size_t n)
{
	dsr_buf b = DSR_BUF_INIT(&test_alloc);

	dsr_pfor_put(&b, v, n);
	assert_int_equal(dsr_buf_status(&b), DOSSIER_OK);
	assert_int_equal(b.len, smallest_size(v, n));
	const uint8_t *p = at_guard(b.data, b.len), *end = p + b.len;

	memset(output, 0xa5, DSR_BLOCK * sizeof *output);
	assert_ptr_equal(dsr_pfor_get(p, end, output, n), end);
	assert_memory_equal(output, v, n * sizeof *v);
	assert_ptr_equal(dsr_pfor_skip(p, end, n), end);
	dsr_buf_release(&b);
}

static void random_blocks_come_back_in_the_fewest_bytes(void **state)
{
	uint32_t v[DSR_BLOCK];
	(void)state;

	for (int round = 0; round < 3000; round++) {
		const size_t n = 1 + below(&seed, DSR_BLOCK);
		const unsigned low = below(&seed, 32), spread = below(&seed, 32), one_in = 1 + below(&seed, 40);

		for (size_t i = 0; i < n; i++)
			v[i] = (uint32_t)next_random(&seed) >> (below(&seed, one_in) ? low : spread);
		check_round_trip(v, n);
	}
}

static void equal_values_come_back_at_every_length(void **state)
{
	static const uint32_t values[] = { 0, 1, 255, 1u << 25, 1u << 31, UINT32_MAX };
	uint32_t v[DSR_BLOCK];
	(void)state;

	for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
		for (size_t i = 0; i < DSR_BLOCK; i++)
			v[i] = values[k];
		for (size_t n = 1; n <= DSR_BLOCK; n++)
			check_round_trip(v, n);
	}
}

static void alternating_values_come_back(void **state)
{
	uint32_t v[DSR_BLOCK];
	(void)state;

	for (unsigned width = 0; width < 32; width++) {
		for (size_t i = 0; i < DSR_BLOCK; i++)
			v[i] = i & 1 ? UINT32_MAX : (uint32_t)1 << width;
		for (size_t n = 1; n <= DSR_BLOCK; n += 5)
			check_round_trip(v, n);
	}
}

static void one_outlier_anywhere_costs_only_itself(void **state)
{
	(void)state;
	for (size_t at = 0; at < DSR_BLOCK; at++) {
		uint32_t v[DSR_BLOCK] = { 0 };

		v[at] = UINT32_MAX;
		check_round_trip(v, DSR_BLOCK);
		assert_int_equal(smallest_size(v, DSR_BLOCK), 2 + 1 + 5);
	}
}

/* 256 values would all be exceptions at a width of 0; the count has room for 255. */
static void a_full_block_never_has_256_exceptions(void **state)
{
	uint32_t v[DSR_BLOCK];
	(void)state;

	for (size_t i = 0; i < DSR_BLOCK; i++)
		v[i] = i % 2 ? 1 : 127;
	check_round_trip(v, DSR_BLOCK);
	check_round_trip(v, DSR_BLOCK - 1);
}

static void the_bytes_are_those_of_the_grammar(void **state)
{
	static const uint32_t v[] = { 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 300, 0 };
	static const uint8_t want[] = {
		2, 1,             /* width, exceptions */
		0x39, 0x39, 0x09, /* two low bits of each, the first value lowest */
		10,               /* the eleventh is an exception */
		75,               /* 300 >> 2 */
	};
	dsr_buf b = DSR_BUF_INIT(&test_alloc);
	(void)state;

	dsr_pfor_put(&b, v, sizeof v / sizeof *v);
	assert_int_equal(b.len, sizeof want);
	assert_memory_equal(b.data, want, sizeof want);
	dsr_buf_release(&b);
}

static const uint8_t *get(const void *bytes, size_t size, size_t n)
{
	const uint8_t *p = at_guard(bytes, size);
	const uint8_t *end = dsr_pfor_get(p, p + size, output, n);

	return end ? (const uint8_t *)bytes + (end - p) : NULL;
}

static void what_breaks_the_grammar_is_refused(void **state)
{
	static const struct { uint8_t bytes[8]; size_t size, n; const char *why; } broken[] = {
		{ { 0 }, 0, 1, "nothing" },
		{ { 0 }, 1, 1, "no count" },
		{ { 33, 0, 1, 2, 3, 4, 5 }, 7, 1, "width over 32" },
		{ { 8, 0, 1 }, 3, 2, "too few packed bytes" },
		{ { 0, 2, 0, 1, 1, 1 }, 6, 1, "more exceptions than values" },
		{ { 0, 2, 0 }, 3, 4, "too few indices" },
		{ { 0, 1, 4, 1 }, 4, 4, "index of no value" },
		{ { 0, 2, 1, 1, 1, 1 }, 6, 4, "equal indices" },
		{ { 0, 2, 2, 1, 1, 1 }, 6, 4, "falling indices" },
		{ { 0, 2, 0, 1, 1 }, 5, 4, "no second high part" },
		{ { 0, 1, 0, 0x80 }, 4, 4, "unfinished high part" },
		{ { 0, 1, 0, 0x81, 0 }, 5, 4, "high part longer than need be" },
		{ { 0, 1, 0, 0 }, 4, 4, "high part of zero" },
		{ { 0, 1, 0, 0x80, 0x80, 0x80, 0x80, 0x10 }, 8, 4, "high part over 32 bits" },
		{ { 8, 1, 0, 0, 0x80, 0x80, 0x80, 0x08 }, 8, 1, "value over 32 bits" },
		{ { 32, 1, 0, 0, 0, 0, 0, 1 }, 8, 1, "exception at width 32" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		if (get(broken[i].bytes, broken[i].size, broken[i].n))
			fail_msg("accepted: %s", broken[i].why);
}

static void every_truncation_is_refused_by_both(void **state)
{
	uint32_t v[DSR_BLOCK];
	(void)state;

	for (int round = 0; round < 60; round++) {
		dsr_buf b = DSR_BUF_INIT(&test_alloc);
		const size_t n = 1 + below(&seed, DSR_BLOCK);

		for (size_t i = 0; i < n; i++)
			v[i] = (uint32_t)next_random(&seed) >> (below(&seed, 10) ? 28 : 5);
		dsr_pfor_put(&b, v, n);
		for (size_t size = 0; size < b.len; size++) {
			const uint8_t *p = at_guard(b.data, size);

			assert_null(dsr_pfor_get(p, p + size, output, n));
			assert_null(dsr_pfor_skip(p, p + size, n));
		}
		dsr_buf_release(&b);
	}
}

/* Any bytes are refused or decoded, inside both guards; what one accepts ends where the other says. */
static void random_bytes_do_no_harm(void **state)
{
	uint8_t bytes[400];
	(void)state;

	for (int round = 0; round < 60000; round++) {
		const size_t size = below(&seed, sizeof bytes), n = 1 + below(&seed, DSR_BLOCK);

		for (size_t i = 0; i < size; i++)
			bytes[i] = (uint8_t)(next_random(&seed) >> below(&seed, 8));
		if (size > 2) {
			bytes[0] = (uint8_t)below(&seed, 34);
			bytes[1] = (uint8_t)below(&seed, 6);
		}
		const uint8_t *p = at_guard(bytes, size), *end = p + size;
		const uint8_t *got = dsr_pfor_get(p, end, output, n), *skipped = dsr_pfor_skip(p, end, n);

		assert_true(!got || (got > p && got <= end));
		assert_true(!got || got == skipped);
	}
}

static void blocks_follow_one_another(void **state)
{
	dsr_buf b = DSR_BUF_INIT(&test_alloc);
	uint32_t v[DSR_BLOCK];
	(void)state;

	for (size_t i = 0; i < DSR_BLOCK; i++)
		v[i] = (uint32_t)(i * i * i);
	for (size_t n = 1; n <= 64; n++)
		dsr_pfor_put(&b, v, n);
	const uint8_t *p = at_guard(b.data, b.len), *end = p + b.len;

	for (size_t n = 1; n <= 64; n++) {
		assert_ptr_equal(dsr_pfor_skip(p, end, n), dsr_pfor_get(p, end, output, n));
		assert_memory_equal(output, v, n * sizeof *v);
		p = dsr_pfor_skip(p, end, n);
	}
	assert_ptr_equal(p, end);
	dsr_buf_release(&b);
}

static void every_failed_allocation_is_reported(void **state)
{
	uint32_t v[DSR_BLOCK];
	(void)state;

	for (size_t i = 0; i < DSR_BLOCK; i++)
		v[i] = (uint32_t)next_random(&seed);
	for (long nth = 1; ; nth++) {
		dsr_buf b = DSR_BUF_INIT(&test_alloc);

		test_fail_after(nth);
		for (size_t n = 1; n <= DSR_BLOCK; n++)
			dsr_pfor_put(&b, v, n);
		const int hit = test_fail_done();

		assert_int_equal(dsr_buf_status(&b), hit ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		dsr_buf_release(&b);
		if (!hit)
			return;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_blocks_come_back_in_the_fewest_bytes),
		cmocka_unit_test(equal_values_come_back_at_every_length),
		cmocka_unit_test(alternating_values_come_back),
		cmocka_unit_test(one_outlier_anywhere_costs_only_itself),
		cmocka_unit_test(a_full_block_never_has_256_exceptions),
		cmocka_unit_test(the_bytes_are_those_of_the_grammar),
		cmocka_unit_test(what_breaks_the_grammar_is_refused),
		cmocka_unit_test(every_truncation_is_refused_by_both),
		cmocka_unit_test(random_bytes_do_no_harm),
		cmocka_unit_test(blocks_follow_one_another),
		cmocka_unit_test(every_failed_allocation_is_reported),
	};
	return cmocka_run_group_tests(tests, make_guards, test_no_leaks);
}

#include "../test.h"

#include <string.h>

#include "base/varint.h"

/* Every power of two and its neighbours, and numbers with all lower bits set. */
static size_t samples(uint64_t *v)
{
	size_t n = 0;

	v[n++] = 0;
	for (unsigned b = 0; b < 64; b++)
		for (int d = -1; d <= 1; d++)
			v[n++] = ((uint64_t)1 << b) + (uint64_t)d;
	v[n++] = UINT64_MAX;
	return n;
}

static void numbers_come_back_in_seven_bits_a_byte(void **state)
{
	uint64_t v[200], back;
	const size_t n = samples(v);
	(void)state;

	for (size_t i = 0; i < n; i++) {
		uint8_t bytes[DSR_VARINT_MAX];
		const size_t len = dsr_varint_put(bytes, v[i]);
		size_t want = 1;

		while (want < 10 && v[i] >> 7 * want)
			want++;
		assert_int_equal(len, want);
		for (size_t k = 0; k < len; k++) {
			assert_int_equal(bytes[k] & 0x7f, v[i] >> 7 * k & 0x7f);
			assert_int_equal(bytes[k] >> 7, k + 1 < len);
		}
		assert_ptr_equal(dsr_varint_get(bytes, bytes + len, &back), bytes + len);
		assert_true(back == v[i]);
	}
}

static void a_cut_number_is_refused_and_nothing_is_stored(void **state)
{
	uint64_t v[200], back = 77;
	const size_t n = samples(v);
	(void)state;

	for (size_t i = 0; i < n; i++) {
		uint8_t bytes[DSR_VARINT_MAX];
		const size_t len = dsr_varint_put(bytes, v[i]);

		for (size_t cut = 0; cut < len; cut++) {
			uint8_t *copy = malloc(cut + 1); /* a read behind `cut` is seen by the sanitizer */

			memcpy(copy + 1, bytes, cut);
			assert_null(dsr_varint_get(copy + 1, copy + 1 + cut, &back));
			free(copy);
		}
		assert_int_equal(back, 77);
	}
}

static void only_the_shortest_form_of_64_bits_is_valid(void **state)
{
	static const struct { uint8_t bytes[11]; size_t n; } bad[] = {
		{ { 0x80, 0x00 }, 2 },
		{ { 0xff, 0x00 }, 2 },
		{ { 0x80, 0x80, 0x00 }, 3 },
		{ { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 }, 10 },
		{ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02 }, 10 },
		{ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f }, 10 },
		{ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x80, 0x01 }, 11 },
		{ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x81, 0x00 }, 11 },
	};
	uint64_t back = 77;
	(void)state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_null(dsr_varint_get(bad[i].bytes, bad[i].bytes + bad[i].n, &back));
	assert_int_equal(back, 77);
}

/* What is accepted is what putting the number writes: all two-byte strings, and three with a fixed middle. */
static void accepted_bytes_are_those_that_are_written(void **state)
{
	(void)state;
	for (uint32_t x = 0; x < 65536; x++) {
		const uint8_t in[3] = { (uint8_t)x, (uint8_t)(x >> 8 | 0x40), (uint8_t)(x >> 8) };

		for (size_t n = 1; n <= 3; n++) {
			uint8_t out[DSR_VARINT_MAX];
			uint64_t v;
			const uint8_t *end = dsr_varint_get(in, in + n, &v);

			if (!end)
				continue;
			assert_int_equal(dsr_varint_put(out, v), end - in);
			assert_memory_equal(in, out, (size_t)(end - in));
		}
	}
}

static void numbers_over_32_bits_are_refused_where_32_are_asked(void **state)
{
	uint8_t bytes[DSR_VARINT_MAX];
	uint32_t back = 77;
	size_t n;
	(void)state;

	n = dsr_varint_put(bytes, (uint64_t)UINT32_MAX + 1);
	assert_null(dsr_varint_get_u32(bytes, bytes + n, &back));
	n = dsr_varint_put(bytes, UINT64_MAX);
	assert_null(dsr_varint_get_u32(bytes, bytes + n, &back));
	assert_null(dsr_varint_get_u32(bytes, bytes, &back));
	assert_int_equal(back, 77);
	n = dsr_varint_put(bytes, UINT32_MAX);
	assert_ptr_equal(dsr_varint_get_u32(bytes, bytes + n, &back), bytes + n);
	assert_true(back == UINT32_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_come_back_in_seven_bits_a_byte),
		cmocka_unit_test(a_cut_number_is_refused_and_nothing_is_stored),
		cmocka_unit_test(only_the_shortest_form_of_64_bits_is_valid),
		cmocka_unit_test(accepted_bytes_are_those_that_are_written),
		cmocka_unit_test(numbers_over_32_bits_are_refused_where_32_are_asked),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

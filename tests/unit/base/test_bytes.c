#include "../test.h"

#include <string.h>

#include "base/bytes.h"

static void the_low_byte_comes_first_at_any_address(void **state)
{
	static const uint8_t want[] = { 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff };
	(void)state;

	for (size_t at = 0; at < 8; at++) {
		uint8_t bytes[17];

		memset(bytes, 0x5a, sizeof bytes);
		dsr_put_u16(bytes + at, 0x9988);
		assert_memory_equal(bytes + at, want, 2);
		assert_int_equal(bytes[at + 2], 0x5a);
		assert_int_equal(dsr_get_u16(bytes + at), 0x9988);
		dsr_put_u32(bytes + at, 0xbbaa9988);
		assert_memory_equal(bytes + at, want, 4);
		assert_int_equal(bytes[at + 4], 0x5a);
		assert_true(dsr_get_u32(bytes + at) == 0xbbaa9988);
		dsr_put_u64(bytes + at, 0xffeeddccbbaa9988);
		assert_memory_equal(bytes + at, want, 8);
		assert_int_equal(bytes[at + 8], 0x5a);
		assert_true(dsr_get_u64(bytes + at) == 0xffeeddccbbaa9988);
	}
}

static void every_bit_keeps_its_place(void **state)
{
	uint8_t bytes[8];
	(void)state;

	for (unsigned b = 0; b < 64; b++) {
		dsr_put_u64(bytes, (uint64_t)1 << b);
		for (unsigned i = 0; i < 8; i++)
			assert_int_equal(bytes[i], i == b / 8 ? 1 << b % 8 : 0);
		assert_true(dsr_get_u64(bytes) == (uint64_t)1 << b);
	}
	for (unsigned b = 0; b < 32; b++) {
		dsr_put_u32(bytes, (uint32_t)1 << b);
		assert_true(dsr_get_u32(bytes) == (uint32_t)1 << b);
	}
	for (unsigned b = 0; b < 16; b++) {
		dsr_put_u16(bytes, (uint16_t)(1u << b));
		assert_int_equal(dsr_get_u16(bytes), 1u << b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_low_byte_comes_first_at_any_address),
		cmocka_unit_test(every_bit_keeps_its_place),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

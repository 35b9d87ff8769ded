#include "../test.h"

#include <string.h>

#include "../chance.h"
#include "base/radix.h"

enum { MOST = 3000 };

static uint64_t numbers[MOST], other[MOST], right[MOST];

/* By the upper half, then by the place it had, which the lower half holds. */
static int compare(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void numbers_are_sorted_and_equal_ones_keep_their_order(void **state)
{
	(void)state;
	for (uint32_t round = 0; round < 600; round++) {
		const size_t n = chance(chance(2) ? 60 : MOST);
		const uint32_t shift = chance(32), few = chance(2) ? 3 : UINT32_MAX;

		for (size_t i = 0; i < n; i++)
			numbers[i] = right[i] = (uint64_t)((uint32_t)chance_u64() % few >> shift) << 32 | i;
		qsort(right, n, sizeof *right, compare);
		if (n)
			assert_memory_equal(dsr_radix_sort(numbers, other, n, 32), right, n * sizeof *right);
	}
}

static void numbers_are_sorted_by_all_their_bits(void **state)
{
	(void)state;
	for (uint32_t round = 0; round < 600; round++) {
		const size_t n = chance(chance(2) ? 60 : MOST);
		const uint64_t kept = chance_u64() & chance_u64(), common = chance_u64();
		uint64_t differ = 0;

		for (size_t i = 0; i < n; i++) {
			numbers[i] = right[i] = (chance_u64() & kept) | (common & ~kept);
			differ |= numbers[i] ^ numbers[0];
		}
		assert_true(dsr_radix_differences(numbers, n) == differ);
		qsort(right, n, sizeof *right, compare);
		if (n)
			assert_memory_equal(dsr_radix_sort(numbers, other, n, 0), right, n * sizeof *right);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_sorted_and_equal_ones_keep_their_order),
		cmocka_unit_test(numbers_are_sorted_by_all_their_bits),
	};

	chance_seed(9);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

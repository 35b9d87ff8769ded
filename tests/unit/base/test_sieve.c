/*
 * test_sieve.c - what was added passes; of the rest about one in sixteen
 */
#include "../test.h"

#include <string.h>

#include "../chance.h"
#include "base/sieve.h"

static void what_was_added_passes_and_little_else(void **unused)
{
	static const size_t sizes[] = { 0, 1, 3, 4, 5, 1000, 4096 };
	static uint64_t bits[1 << 12];
	static uint32_t hashes[4096];

	(void)unused;
	for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
		dsr_sieve sieve = dsr_sieve_for(sizes[s]);
		size_t passed = 0;

		assert_true(dsr_sieve_size(&sieve) <= sizeof bits && dsr_sieve_size(&sieve) >= 8);
		assert_true(8 * dsr_sieve_size(&sieve) >= 16 * sizes[s]);
		memset(bits, 0, sizeof bits);
		sieve.bits = bits;
		for (size_t i = 0; i < sizes[s]; i++)
			dsr_sieve_add(&sieve, hashes[i] = (uint32_t)chance_u64());
		for (size_t i = 0; i < sizes[s]; i++)
			assert_true(dsr_sieve_passes(&sieve, hashes[i]));
		for (int i = 0; i < 10000; i++)
			passed += (size_t)dsr_sieve_passes(&sieve, (uint32_t)chance_u64());
		assert_true(passed < 800);
		for (size_t i = dsr_sieve_size(&sieve) / 8; i < sizeof bits / sizeof *bits; i++)
			assert_true(!bits[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_was_added_passes_and_little_else) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

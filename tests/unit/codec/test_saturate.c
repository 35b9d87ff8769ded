/*
 * Every variant against the formula, one operation after the other.
 */
#include "../test.h"

#include <string.h>

#include "../chance.h"
#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "codec/saturate.h"

enum { ROUNDS = 3000 };

static uint32_t formula(float k, uint32_t tf, float w)
{
	const volatile float product = w * k, sum = k + (float)tf, quotient = product / sum, left = w - quotient;

	return left > 0 ? (uint32_t)left : 0;
}

static void check(dsr_saturate_fn run)
{
	float k[DSR_BLOCK];
	uint32_t tfs[DSR_BLOCK], scores[DSR_BLOCK];

	for (int round = 0; round < ROUNDS; round++) {
		const size_t n = chance(DSR_BLOCK + 1);
		const float w = (float)chance(1u << chance(31)), size = (float)(1u << chance(30));

		for (size_t i = 0; i < DSR_BLOCK; i++) {
			k[i] = chance(20) ? (float)chance(1 << 20) / size : chance(2) ? 0 : 1e20f;
			tfs[i] = chance(20) ? 1 + chance(40) : chance(2) ? INT32_MAX : 1 + chance(INT32_MAX);
		}
		for (size_t i = n; i % 16; i++)
			tfs[i] = (uint32_t)chance_u64();
		run(scores, k, tfs, n, w);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(scores[i], formula(k[i], tfs[i], w));
	}
}

static void every_variant_is_the_formula(void **state)
{
	(void)state;
	for (size_t i = 0; i < dsr_saturate_impl_count; i++)
		if (dsr_cpu_has((dsr_cpu_level)dsr_saturate_impls[i].level))
			check(dsr_saturate_impls[i].run);
	check(dsr_saturate);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_variant_is_the_formula) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

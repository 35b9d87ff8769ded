/*
 * Every variant against what the header says, written out.
 */
#include "../test.h"

#include "../chance.h"
#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "codec/sweep.h"

static void check(const dsr_sweep_impl *impl)
{
	uint32_t v[DSR_BLOCK + 16], want[DSR_BLOCK + 16];

	for (size_t n = 0; n <= DSR_BLOCK; n++) {
		const unsigned cut = chance(32);
		uint32_t any = 0, more = 0;

		for (size_t i = 0; i < DSR_BLOCK + 16; i++) {
			v[i] = (uint32_t)chance_u64() >> cut;
			want[i] = v[i] + 1;
		}
		for (size_t i = 0; i < n; i++) {
			any |= v[i];
			more |= want[i];
		}
		assert_true(impl->any(v, n) == any);
		assert_true(impl->add_one(v, n) == more);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(v[i], want[i]);
	}
}

static void every_variant_adds_and_tells_the_bits(void **state)
{
	const dsr_sweep_impl chosen = { "chosen", 0, dsr_sweep_add_one, dsr_sweep_any };

	(void)state;
	for (size_t k = 0; k < dsr_sweep_impl_count; k++)
		if (dsr_cpu_has((dsr_cpu_level)dsr_sweep_impls[k].level))
			check(&dsr_sweep_impls[k]);
	check(&chosen);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_variant_adds_and_tells_the_bits) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

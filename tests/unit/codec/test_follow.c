#include "../test.h"

#include <string.h>

#include "codec/cpu.h"
#include "codec/follow.h"
#include "guard.h"

enum { MOST = 400 };

static uint32_t *begins, *places; /* arrays that end at a guard */
static uint64_t seed = 1;

/* `n` ascending numbers before a guard, now and then the same several times. */
static uint32_t *ascending(uint32_t *guard, size_t n, uint32_t step)
{
	uint32_t *v = guard - n, x = below(&seed, step);

	for (size_t i = 0; i < n; i++) {
		v[i] = x;
		x += below(&seed, 4) ? below(&seed, step) : 0;
	}
	return v;
}

/* As the header words it: one after the other, all compared. */
static size_t model(uint32_t *out, const uint32_t *b, size_t n, const uint32_t *p, size_t m, uint32_t distance)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		int found = 0;

		for (size_t j = 0; j < m; j++)
			found |= b[i] + distance == p[j];
		if (found)
			out[kept++] = b[i];
	}
	return kept;
}

static void check(dsr_follow_fn run, size_t n, size_t m, uint32_t step, uint32_t distance)
{
	uint32_t want[MOST], *b = ascending(begins, n, step), *p = ascending(places, m, step);
	const size_t kept = model(want, b, n, p, m, distance);

	assert_int_equal(run(b, n, p, m, distance), kept);
	if (kept)
		assert_memory_equal(b, want, kept * sizeof *want);
}

static void every_kernel_keeps_what_is_followed(void **state)
{
	(void)state;
	for (size_t k = 0; k < dsr_follow_impl_count; k++)
		for (int round = 0; round < 4000 && dsr_cpu_has((dsr_cpu_level)dsr_follow_impls[k].level); round++) {
			const uint32_t most = 1 + below(&seed, round % 3 ? 20 : MOST);

			check(dsr_follow_impls[k].run, below(&seed, most), below(&seed, most), 1 + below(&seed, 9), below(&seed, 5));
		}
}

static void nothing_follows_where_there_is_nothing(void **state)
{
	(void)state;
	for (size_t k = 0; k < dsr_follow_impl_count; k++)
		if (dsr_cpu_has((dsr_cpu_level)dsr_follow_impls[k].level)) {
			check(dsr_follow_impls[k].run, 0, 0, 3, 1);
			check(dsr_follow_impls[k].run, 0, 40, 3, 1);
			check(dsr_follow_impls[k].run, 40, 0, 3, 1);
		}
	check(dsr_follow, 30, 30, 2, 1);
}

static void the_last_kernel_of_the_table_is_portable(void **state)
{
	const dsr_follow_impl *last = &dsr_follow_impls[dsr_follow_impl_count - 1];

	(void)state;
	assert_string_equal(last->name, "portable");
	assert_int_equal(last->level, DSR_CPU_PORTABLE);
	assert_true(last->run == dsr_follow_portable);
}

static int make_guards(void **state)
{
	(void)state;
	begins = (uint32_t *)(void *)guard_end();
	places = (uint32_t *)(void *)guard_end();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_keeps_what_is_followed),
		cmocka_unit_test(nothing_follows_where_there_is_nothing),
		cmocka_unit_test(the_last_kernel_of_the_table_is_portable),
	};
	return cmocka_run_group_tests(tests, make_guards, test_no_leaks);
}

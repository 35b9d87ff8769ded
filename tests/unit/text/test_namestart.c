#include "text/namestart.h"

#include <string.h>

#include "../chance.h"
#include "../test.h"
#include "codec/cpu.h"

enum { WORDS = 100, ALONE = 5, STARTS = 12 };

static uint64_t bits[64];

/* Some pairs of words begin a name. */
static dsr_namestart make_start(void)
{
	dsr_namestart s = { ALONE, STARTS, dsr_sieve_for(200) };

	assert_true(dsr_sieve_size(&s.pairs) <= sizeof bits);
	memset(bits, 0, sizeof bits);
	s.pairs.bits = bits;
	for (int i = 0; i < 100; i++)
		dsr_sieve_add(&s.pairs, dsr_namestart_hash(1 + chance(STARTS), 1 + chance(40)));
	return s;
}

static void every_kernel_finds_the_first(void **state)
{
	uint32_t *words = malloc((WORDS + 1) * sizeof *words); /* exact: a word too many is seen */

	(void)state;
	chance_seed(3);
	for (int round = 0; round < 3000; round++) {
		const dsr_namestart s = make_start();
		const size_t i = chance(WORDS + 1), end = i + chance((uint32_t)(WORDS + 1 - i));
		const uint32_t rare = 1 + chance(60);
		size_t first = i;

		for (size_t j = 0; j <= WORDS; j++)
			words[j] = chance(rare) ? 0 : chance(chance(2) ? 40 : UINT32_MAX);
		while (first < end && !dsr_namestart_begins(&s, words[first], words[first + 1]))
			first++;
		for (size_t k = 0; k < dsr_namestart_impl_count; k++)
			if (dsr_cpu_has((dsr_cpu_level)dsr_namestart_impls[k].level))
				assert_int_equal(dsr_namestart_impls[k].run(&s, words, i, end), first);
	}
	free(words);
}

static void a_word_begins_a_name_alone_or_with_the_next(void **state)
{
	const dsr_namestart s = make_start();

	(void)state;
	assert_false(dsr_namestart_begins(&s, 0, 1));
	assert_true(dsr_namestart_begins(&s, ALONE, 0));
	assert_false(dsr_namestart_begins(&s, ALONE + 1, 0));
	dsr_sieve_add(&s.pairs, dsr_namestart_hash(STARTS, 7));
	dsr_sieve_add(&s.pairs, dsr_namestart_hash(STARTS + 1, 7));
	assert_true(dsr_namestart_begins(&s, STARTS, 7));
	assert_false(dsr_namestart_begins(&s, STARTS + 1, 7));
}

static void the_last_of_the_table_is_portable(void **state)
{
	(void)state;
	assert_int_equal(dsr_namestart_impls[dsr_namestart_impl_count - 1].level, DSR_CPU_PORTABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_finds_the_first),
		cmocka_unit_test(a_word_begins_a_name_alone_or_with_the_next),
		cmocka_unit_test(the_last_of_the_table_is_portable),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

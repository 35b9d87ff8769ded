#include "../test.h"

#include <string.h>

#include "codec/cpu.h"
#include "codec/quoted.h"
#include "guard.h"

static uint8_t *text_end;
static uint64_t seed = 3;

static int make_guard(void **state)
{
	(void)state;
	text_end = guard_end();
	return 0;
}

/* Byte by byte. */
static size_t find_slowly(const uint8_t *p, size_t n, unsigned *seen)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"' || p[i] == '\n')
			return i;
		if (p[i] != '\\')
			continue;
		if (i + 1 == n)
			return i;
		*seen |= DSR_QUOTED_ESCAPE | (strchr("\"\\/bfnrt", p[i + 1]) && p[i + 1] ? 0 : DSR_QUOTED_RARE);
		if (p[i + 1] != '\n')
			i++;
	}
	return n;
}

/* The text ends at a page that nobody may touch. */
static void check(const uint8_t *bytes, size_t n)
{
	unsigned want_seen = 0;
	const size_t want = find_slowly(bytes, n, &want_seen);

	memcpy(text_end - n, bytes, n);
	for (size_t i = 0; i < dsr_quoted_end_impl_count; i++) {
		const dsr_quoted_end_impl *impl = &dsr_quoted_end_impls[i];
		unsigned seen = 0;

		if (!dsr_cpu_has((dsr_cpu_level)impl->level))
			continue;
		assert_int_equal(impl->run(text_end - n, n, &seen), want);
		assert_int_equal(seen, want_seen);
	}
}

static void every_kernel_finds_what_one_byte_after_the_other_finds(void **state)
{
	static const char signs[] = "\\\\\\\"\"nrtu/\n\x1f\x80";

	(void)state;
	for (int round = 0; round < 200000; round++) {
		uint8_t text[300];
		const uint32_t n = below(&seed, sizeof text), rare = 1 + below(&seed, 100);

		for (uint32_t i = 0; i < n; i++)
			text[i] = below(&seed, rare) ? 'x' : (uint8_t)signs[below(&seed, sizeof signs - 1)];
		check(text, n);
	}
}

static void runs_of_backslashes_pair_up(void **state)
{
	(void)state;
	for (size_t before = 0; before < 70; before++)
		for (size_t run = 0; run < 140; run++) {
			uint8_t text[300];

			memset(text, 'x', sizeof text);
			memset(text + before, '\\', run);
			text[before + run] = '"';
			check(text, sizeof text);
			check(text, before + run);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_finds_what_one_byte_after_the_other_finds),
		cmocka_unit_test(runs_of_backslashes_pair_up),
	};

	return cmocka_run_group_tests(tests, make_guard, NULL);
}

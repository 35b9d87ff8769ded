#include "index_body.h"

#include "index/strings.h"

enum { N = 3000 };

static char texts[N][24];
static dossier_str strs[N];

static void make_strings(void)
{
	for (uint32_t i = 0; i < N; i++) {
		const uint32_t n = chance(8) ? 1 + chance(12) : 8 + chance(8);

		for (uint32_t j = 0; j < n; j++)
			texts[i][j] = (char)(chance(3) ? "ab\0"[chance(3)] : (int)chance(256));
		if (chance(3) == 0)
			memcpy(texts[i], "sameone", 8); /* equal in their first eight bytes */
		strs[i] = (dossier_str){ texts[i], n };
	}
}

static int equal(dossier_str a, dossier_str b)
{
	return a.n == b.n && !memcmp(a.p, b.p, a.n);
}

/* The first index of an equal string: by looking at all before. */
static uint32_t first_equal(uint32_t i)
{
	uint32_t j = 0;

	while (!equal(strs[j], strs[i]))
		j++;
	return j;
}

static void strings_are_numbered_in_the_order_they_came(void **state)
{
	dsr_strings s = DSR_STRINGS_INIT(&test_alloc);
	uint32_t *numbers = must_alloc(N * sizeof *numbers), next = 0;

	(void)state;
	make_strings();
	for (uint32_t i = 0; i < N; i++) {
		const uint32_t first = first_equal(i);

		assert_int_equal(dsr_strings_find(&s, strs[i]), first < i ? numbers[first] : DSR_STRING_NONE);
		numbers[i] = dsr_strings_add(&s, strs[i]);
		assert_int_equal(numbers[i], first < i ? numbers[first] : next++);
	}
	assert_int_equal(s.count, next);
	for (uint32_t i = 0; i < N; i++) {
		assert_int_equal(dsr_strings_find(&s, strs[i]), numbers[i]);
		assert_true(equal(dsr_strings_at(&s, numbers[i]), strs[i]));
	}
	dsr_strings_release(&s);
	free(numbers);
}

static void the_empty_string_is_one_too(void **state)
{
	dsr_strings s = DSR_STRINGS_INIT(&test_alloc);

	(void)state;
	assert_int_equal(dsr_strings_find(&s, (dossier_str){ NULL, 0 }), DSR_STRING_NONE);
	assert_int_equal(dsr_strings_add(&s, (dossier_str){ NULL, 0 }), 0);
	assert_int_equal(dsr_strings_add(&s, dossier_str_of("x")), 1);
	assert_int_equal(dsr_strings_add(&s, (dossier_str){ "", 0 }), 0);
	assert_int_equal(dsr_strings_at(&s, 0).n, 0);
	dsr_strings_release(&s);
}

static void sorting_gives_ascending_bytes(void **state)
{
	static const uint32_t counts[] = { 0, 1, 2, 3, 17, N };

	(void)state;
	make_strings();
	for (size_t c = 0; c < LENGTH(counts); c++) {
		dsr_strings s = DSR_STRINGS_INIT(&test_alloc);
		uint32_t *order = NULL;

		for (uint32_t i = 0; i < counts[c]; i++)
			dsr_strings_add(&s, strs[i]);
		assert_true(dsr_strings_sort(&s, &order));
		for (uint32_t i = 1; i < s.count; i++) {
			const dossier_str a = dsr_strings_at(&s, order[i - 1]), b = dsr_strings_at(&s, order[i]);
			const int o = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

			assert_true(o < 0 || (!o && a.n < b.n));
		}
		dsr_free(&test_alloc, order, s.count * sizeof *order);
		dsr_strings_release(&s);
	}
}

static void a_reset_forgets_all(void **state)
{
	dsr_strings s = DSR_STRINGS_INIT(&test_alloc);

	(void)state;
	make_strings();
	for (uint32_t i = 0; i < 500; i++)
		dsr_strings_add(&s, strs[i]);
	dsr_strings_reset(&s);
	assert_int_equal(s.count, 0);
	for (uint32_t i = 0; i < 500; i++)
		assert_int_equal(dsr_strings_find(&s, strs[i]), DSR_STRING_NONE);
	assert_int_equal(dsr_strings_add(&s, strs[7]), 0);
	assert_true(dsr_strings_memory(&s) > 500);
	dsr_strings_release(&s);
	assert_int_equal(dsr_strings_memory(&s), 0);
}

/* A failed add changes nothing, and can be tried again. */
static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	make_strings();
	for (long n = 1; n < 60; n++) {
		dsr_strings s = DSR_STRINGS_INIT(&test_alloc);
		uint32_t *order = NULL, i = 0;

		test_fail_after(n);
		while (i < 300 && dsr_strings_add(&s, strs[i]) != DSR_STRING_NONE)
			i++;
		if (test_fail_done() && i < 300) {
			assert_int_equal(dsr_strings_find(&s, strs[i]), first_equal(i) < i ? dsr_strings_find(&s, strs[first_equal(i)]) : DSR_STRING_NONE);
			for (uint32_t j = 0; j < i; j++)
				assert_true(equal(dsr_strings_at(&s, dsr_strings_find(&s, strs[j])), strs[j]));
			assert_int_not_equal(dsr_strings_add(&s, strs[i]), DSR_STRING_NONE);
		}
		for (long m = 1; m <= 2; m++) {
			test_fail_after(m);
			assert_false(dsr_strings_sort(&s, &order));
			assert_true(test_fail_done());
		}
		dsr_strings_release(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(strings_are_numbered_in_the_order_they_came),
		TEST(the_empty_string_is_one_too),
		TEST(sorting_gives_ascending_bytes),
		TEST(a_reset_forgets_all),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "../test.h"

#include <string.h>

#include "base/mem.h"

static void new_memory_is_zero(void **state)
{
	(void)state;
	for (size_t n = 1; n < 500; n += 7) {
		uint8_t *p = dsr_new(&test_alloc, n);

		assert_non_null(p);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		dsr_free(&test_alloc, p, n);
	}
	assert_null(dsr_new(&test_alloc, 0));
	dsr_free(&test_alloc, NULL, 0);
}

static void new_memory_that_is_refused_is_null(void **state)
{
	(void)state;
	test_fail_after(1);
	assert_null(dsr_new(&test_alloc, 10));
	assert_true(test_fail_done());
}

static void growth_keeps_elements_and_gives_the_room(void **state)
{
	uint32_t *v = NULL;
	size_t cap = 0;
	(void)state;

	for (uint32_t n = 0; n < 5000; n++) {
		assert_true(dsr_grow(&test_alloc, (void **)&v, &cap, n + 1, sizeof *v));
		assert_true(cap >= n + 1);
		v[n] = n;
	}
	for (uint32_t n = 0; n < 5000; n++)
		assert_int_equal(v[n], n);
	dsr_free(&test_alloc, v, cap * sizeof *v);
}

static void growth_is_by_half_at_least(void **state)
{
	void *v = NULL;
	size_t cap = 0, steps = 0;
	(void)state;

	for (size_t n = 1; n <= 100000; n++) {
		const size_t before = cap;

		assert_true(dsr_grow(&test_alloc, &v, &cap, n, 2));
		assert_true(cap == before || cap >= before + before / 2);
		steps += cap != before;
	}
	assert_true(steps < 30);
	assert_true(dsr_grow(&test_alloc, &v, &cap, 1000000, 2));
	assert_int_equal(cap, 1000000);
	assert_true(dsr_grow(&test_alloc, &v, &cap, 0, 2));
	assert_int_equal(cap, 1000000);
	dsr_free(&test_alloc, v, cap * 2);
}

static void growth_that_cannot_be_changes_nothing(void **state)
{
	static const size_t widths[] = { 1, 2, 8, 24, 4096 };
	void *v = NULL;
	size_t cap = 0;
	(void)state;

	assert_true(dsr_grow(&test_alloc, &v, &cap, 10, 1));
	void *const before = v;
	const size_t cap_before = cap;

	for (size_t i = 1; i < sizeof widths / sizeof *widths; i++)
		assert_false(dsr_grow(&test_alloc, &v, &cap, SIZE_MAX / widths[i] + 1, widths[i]));
	test_fail_after(1);
	assert_false(dsr_grow(&test_alloc, &v, &cap, 1000, 1));
	assert_true(test_fail_done());
	assert_ptr_equal(v, before);
	assert_int_equal(cap, cap_before);
	dsr_free(&test_alloc, v, cap);
}

static void the_default_allocator_allocates_resizes_and_frees(void **state)
{
	char *p = dsr_resize(&dsr_alloc_default, NULL, 0, 6);
	(void)state;

	assert_non_null(p);
	strcpy(p, "title");
	p = dsr_resize(&dsr_alloc_default, p, 6, 100000);
	assert_non_null(p);
	assert_string_equal(p, "title");
	dsr_free(&dsr_alloc_default, p, 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_memory_is_zero),
		cmocka_unit_test(new_memory_that_is_refused_is_null),
		cmocka_unit_test(growth_keeps_elements_and_gives_the_room),
		cmocka_unit_test(growth_is_by_half_at_least),
		cmocka_unit_test(growth_that_cannot_be_changes_nothing),
		cmocka_unit_test(the_default_allocator_allocates_resizes_and_frees),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

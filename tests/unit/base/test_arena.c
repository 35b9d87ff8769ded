#include "../test.h"

#include <string.h>

#include "base/arena.h"

static void pieces_are_aligned_and_do_not_overlap(void **state)
{
	enum { PIECES = 300 };
	dsr_arena a = DSR_ARENA_INIT(&test_alloc);
	uint8_t *pieces[PIECES];
	(void)state;

	for (size_t i = 0; i < PIECES; i++) {
		pieces[i] = dsr_arena_take(&a, i);
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % 16, 0);
		memset(pieces[i], (int)(i % 251), i);
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t j = 0; j < i; j++)
			assert_int_equal(pieces[i][j], i % 251);
	dsr_arena_release(&a);
}

static void a_piece_larger_than_any_chunk_is_given(void **state)
{
	dsr_arena a = DSR_ARENA_INIT(&test_alloc);
	(void)state;

	assert_non_null(dsr_arena_take(&a, 1));
	for (size_t n = (1 << 16) + 1; n < (1 << 20) + 16; n = 2 * n + 1) { /* odd: rounded up it would not fit its chunk */
		uint8_t *p = dsr_arena_take(&a, n);

		assert_non_null(p);
		memset(p, 1, n);
		p = dsr_arena_take(&a, 1);
		assert_non_null(p);
		*p = 1;
	}
	dsr_arena_release(&a);
}

static void sizes_that_cannot_be_are_refused(void **state)
{
	static const size_t sizes[] = { SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 15, SIZE_MAX - 16, SIZE_MAX - 31, SIZE_MAX / 2 + 1 };
	dsr_arena a = DSR_ARENA_INIT(&test_alloc);
	(void)state;

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			assert_null(dsr_arena_take(&a, sizes[i]));
			assert_null(dsr_arena_zero(&a, sizes[i]));
		}
		assert_non_null(dsr_arena_take(&a, 5)); /* the second round begins with a chunk */
	}
	dsr_arena_release(&a);
}

static void zeroed_pieces_are_zero_also_in_used_memory(void **state)
{
	dsr_arena a = DSR_ARENA_INIT(&test_alloc);
	(void)state;

	memset(dsr_arena_take(&a, 100), 0xff, 100);
	dsr_arena_reset(&a);
	const uint8_t *p = dsr_arena_zero(&a, 100);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(p[i], 0);
	dsr_arena_release(&a);
}

static void copies_end_with_a_nul(void **state)
{
	dsr_arena a = DSR_ARENA_INIT(&test_alloc);
	(void)state;

	const dossier_str s = dsr_arena_copy(&a, dossier_str_of("policy"));
	assert_int_equal(s.n, 6);
	assert_string_equal(s.p, "policy");
	const dossier_str empty = dsr_arena_copy(&a, (dossier_str){ NULL, 0 });
	assert_int_equal(empty.n, 0);
	assert_string_equal(empty.p, "");
	dsr_arena_release(&a);
}

static void an_arena_used_again_stops_allocating(void **state)
{
	dsr_arena a = DSR_ARENA_INIT(&test_alloc);
	(void)state;

	for (int round = 0; round < 4; round++) {
		for (size_t i = 0; i < 100; i++)
			dsr_arena_take(&a, 50);
		dsr_arena_reset(&a);
		assert_int_equal(test_live, 1);
	}
	test_fail_after(1);
	for (size_t i = 0; i < 100; i++)
		dsr_arena_take(&a, 10);
	assert_false(test_fail_done());
	dsr_arena_release(&a);
	assert_int_equal(a.total, 0);
}

static void the_number_of_chunks_is_logarithmic(void **state)
{
	dsr_arena a = DSR_ARENA_INIT(&test_alloc);
	(void)state;

	for (size_t i = 0; i < 100000; i++)
		assert_non_null(dsr_arena_take(&a, 16));
	assert_true(test_live <= 20);
	assert_true(a.total <= 4 * 1600000);
	dsr_arena_release(&a);
}

static void an_empty_arena_may_be_reset_and_released(void **state)
{
	dsr_arena a = DSR_ARENA_INIT(&test_alloc);
	(void)state;

	dsr_arena_reset(&a);
	dsr_arena_release(&a);
	assert_non_null(dsr_arena_take(&a, 0));
	dsr_arena_release(&a);
	assert_non_null(dsr_arena_take(&a, 8));
	dsr_arena_release(&a);
}

static void an_array_grows_and_keeps_what_it_held(void **state)
{
	dsr_arena a = DSR_ARENA_INIT(&test_alloc);
	void *array = NULL;
	size_t cap = 0;
	(void)state;

	for (uint32_t n = 0; n < 5000; n++) {
		assert_true(dsr_arena_grow(&a, &array, &cap, n + 1, sizeof n));
		assert_true(cap > n);
		((uint32_t *)array)[n] = n;
	}
	for (uint32_t n = 0; n < 5000; n++)
		assert_int_equal(((uint32_t *)array)[n], n);
	assert_true(dsr_arena_grow(&a, &array, &cap, 100000, sizeof(uint32_t)));
	assert_true(cap >= 100000);
	dsr_arena_release(&a);
}

static void an_array_that_cannot_grow_stays_as_it_was(void **state)
{
	dsr_arena a = DSR_ARENA_INIT(&test_alloc);
	void *array = NULL;
	size_t cap = 0;
	(void)state;

	assert_true(dsr_arena_grow(&a, &array, &cap, 3, 8));
	memcpy(array, "twenty-four bytes of it", 24);
	{
		void *const before = array;
		const size_t before_cap = cap;

		assert_false(dsr_arena_grow(&a, &array, &cap, SIZE_MAX / 8 + 1, 8));
		test_fail_after(1);
		assert_false(dsr_arena_grow(&a, &array, &cap, 1 << 22, 8));
		assert_true(test_fail_done());
		assert_ptr_equal(array, before);
		assert_int_equal(cap, before_cap);
		assert_string_equal(array, "twenty-four bytes of it");
	}
	dsr_arena_release(&a);
}

static void every_failed_allocation_gives_null_and_keeps_the_rest(void **state)
{
	(void)state;
	for (long nth = 1; ; nth++) {
		dsr_arena a = DSR_ARENA_INIT(&test_alloc);
		int missed = 0;

		test_fail_after(nth);
		for (size_t i = 1; i < 200; i++) {
			uint8_t *p = i % 2 ? dsr_arena_take(&a, i) : dsr_arena_zero(&a, i);

			if (p)
				memset(p, 0x11, i);
			else
				missed = 1;
		}
		missed |= !dsr_arena_copy(&a, dossier_str_of("a word")).p;
		const int hit = test_fail_done();

		assert_int_equal(hit, missed);
		dsr_arena_release(&a);
		if (!hit)
			return;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_and_do_not_overlap),
		cmocka_unit_test(a_piece_larger_than_any_chunk_is_given),
		cmocka_unit_test(sizes_that_cannot_be_are_refused),
		cmocka_unit_test(zeroed_pieces_are_zero_also_in_used_memory),
		cmocka_unit_test(copies_end_with_a_nul),
		cmocka_unit_test(an_arena_used_again_stops_allocating),
		cmocka_unit_test(the_number_of_chunks_is_logarithmic),
		cmocka_unit_test(an_empty_arena_may_be_reset_and_released),
		cmocka_unit_test(an_array_grows_and_keeps_what_it_held),
		cmocka_unit_test(an_array_that_cannot_grow_stays_as_it_was),
		cmocka_unit_test(every_failed_allocation_gives_null_and_keeps_the_rest),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

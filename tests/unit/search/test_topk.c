/*
 * test_topk.c - the best k against a sort of all
 */
#include "../test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "search/topk.h"

enum { MAX = 3000 };

static uint32_t seed = 1;

static uint32_t chance(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static int compare(const void *a, const void *b)
{
	const dsr_hit *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->document < y->document ? -1 : 1;
}

/*
 * Offer as the searcher does: only what reaches min; forwards, or in another order that visits every document; with each `batch` of
 * them announced, or 0.
 */
static void hold_order_against_sort(const uint32_t *scores, size_t n, size_t k, size_t step, size_t batch)
{
	static dsr_hit all[MAX];
	static uint32_t visited[MAX];
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_topk t;

	assert_true(dsr_topk_init(&t, &arena, k, n));
	for (size_t i = 0; i < n; i++)
		visited[i] = scores[i * step % n];
	for (size_t i = 0; i < n; i++) {
		const size_t d = i * step % n;

		if (batch && i % batch == 0)
			dsr_topk_announce(&t, visited + i, n - i < batch ? n - i : batch);
		all[i] = (dsr_hit){ d, scores[d] };
		if (scores[d] >= t.min)
			dsr_topk_offer(&t, d, scores[d]);
	}
	dsr_topk_finish(&t);
	qsort(all, n, sizeof *all, compare);
	assert_int_equal(t.n, k < n ? k : n);
	for (size_t i = 0; i < t.n; i++) {
		assert_int_equal(t.hits[i].document, all[i].document);
		assert_int_equal(t.hits[i].score, all[i].score);
	}
	dsr_arena_release(&arena);
}

static void hold_against_sort(const uint32_t *scores, size_t n, size_t k)
{
	static const size_t primes[] = { 3001, 3011, 4001 }; /* above MAX, so that they divide no n */

	hold_order_against_sort(scores, n, k, 1, 0);
	hold_order_against_sort(scores, n, k, 1, 256);
	for (size_t i = 0; i < 3; i++)
		hold_order_against_sort(scores, n, k, primes[i], i * 23);
}

static void the_best_are_those_of_a_sort(void **unused)
{
	static const size_t ks[] = { 1, 2, 10, 16, 17, 31, 32, 33, 100, 1000, MAX, 1 << 20 };
	static uint32_t scores[MAX];

	(void)unused;
	for (size_t i = 0; i < 300; i++) {
		const size_t n = chance(MAX + 1);
		const uint32_t range = 1u << chance(31);

		for (size_t d = 0; d < n; d++)
			scores[d] = chance(range);
		hold_against_sort(scores, n, ks[i % (sizeof ks / sizeof *ks)]);
	}
}

static void ties_go_to_the_lower_number_whatever_the_order_of_scores(void **unused)
{
	static uint32_t scores[MAX];

	(void)unused;
	hold_against_sort(scores, MAX, 10); /* all the same */
	for (uint32_t d = 0; d < MAX; d++)
		scores[d] = d; /* each better than all before */
	hold_against_sort(scores, MAX, 100);
	for (uint32_t d = 0; d < MAX; d++)
		scores[d] = MAX - d;
	hold_against_sort(scores, MAX, 100);
	for (uint32_t d = 0; d < MAX; d++)
		scores[d] = d & 1 ? d : MAX - d;
	hold_against_sort(scores, MAX, 1500);
}

static void an_announcement_raises_min_and_leaves_k_above_it(void **unused)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	uint32_t scores[256], above = 0;
	uint32_t before;
	dsr_topk t;

	(void)unused;
	for (uint32_t i = 0; i < 256; i++)
		scores[i] = 1 + i * 77 % 256;
	assert_true(dsr_topk_init(&t, &arena, 10, 265));
	for (uint32_t i = 256; i < 265; i++)
		dsr_topk_offer(&t, i, 1);
	dsr_topk_announce(&t, scores, 15);
	assert_int_equal(t.min, 0);
	dsr_topk_announce(&t, scores, 256);
	for (uint32_t i = 0; i < 256; i++)
		above += scores[i] >= t.min;
	assert_true(above >= 10 && above < 40);
	before = t.min;
	for (uint32_t i = 0; i < 256; i++) {
		if (scores[i] >= t.min)
			dsr_topk_offer(&t, i, scores[i]);
		assert_true(t.min >= before);
		before = t.min;
	}
	dsr_topk_finish(&t);
	for (uint32_t i = 0; i < 10; i++)
		assert_int_equal(t.hits[i].score, 256 - i);
	dsr_arena_release(&arena);
}

static void zero_hits_take_no_offer(void **unused)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_topk t;

	(void)unused;
	assert_true(dsr_topk_init(&t, &arena, 0, 100));
	assert_int_equal(t.min, UINT32_MAX);
	dsr_topk_finish(&t);
	assert_int_equal(t.n, 0);
	dsr_arena_release(&arena);
}

static void without_memory_it_says_so(void **unused)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_topk t;

	(void)unused;
	for (long n = 1; n <= 2; n++) {
		test_fail_after(n);
		assert_false(dsr_topk_init(&t, &arena, 1000, 1000));
		assert_true(test_fail_done());
		dsr_arena_release(&arena);
	}
	dsr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_best_are_those_of_a_sort),
		cmocka_unit_test(ties_go_to_the_lower_number_whatever_the_order_of_scores),
		cmocka_unit_test(an_announcement_raises_min_and_leaves_k_above_it),
		cmocka_unit_test(zero_hits_take_no_offer),
		cmocka_unit_test(without_memory_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

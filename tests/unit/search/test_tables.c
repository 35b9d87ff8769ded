/*
 * test_tables.c - what the tables say, before and after the parameters change
 */
#include "../test.h"

#include <string.h>

#include "api/handles.h"
#include "search/scoring.h"
#include "search/tables.h"
#include "segment/bm25.h"
#include "shelf.h"

static shelf books;

/* Ten texts, the last five longer than the first: in two segments the averages differ. */
static void open_books(int segments)
{
	shelf_begin(&books);
	for (int i = 0; i < 5; i++)
		shelf_put(&books, (const char[]){ (char)('a' + i), 0 }, NULL, "peace treaty", NULL);
	if (segments > 1)
		shelf_commit(&books);
	for (int i = 5; i < 10; i++)
		shelf_put(&books, (const char[]){ (char)('a' + i), 0 }, NULL, "war and peace and a treaty of friendship and trade", NULL);
	shelf_commit(&books);
	shelf_open(&books, &test_alloc);
}

static const dsr_snapshot *snapshot(void)
{
	return &books.index->snapshot;
}

static double average(void)
{
	return (double)snapshot()->length[DSR_LIST_DEFAULT] / (double)snapshot()->documents;
}

static void assert_k(dsr_tables *t, double k1, double b)
{
	float want[256];

	for (int in_halves = 0; in_halves < 2; in_halves++) {
		dsr_scoring_table(want, in_halves ? 2 * k1 : k1, b, average());
		assert_memory_equal(dsr_tables_k(t, in_halves, DSR_LIST_DEFAULT), want, sizeof want);
		assert_ptr_equal(dsr_tables_k(t, in_halves, DSR_LIST_DEFAULT), dsr_tables_k(t, in_halves, DSR_LIST_DEFAULT));
	}
}

static void k_goes_by_the_parameters_that_were_set_last(void **unused)
{
	dsr_tables t;

	(void)unused;
	open_books(1);
	dsr_tables_init(&t, snapshot(), &test_alloc);
	assert_k(&t, DSR_BM25_K1, DSR_BM25_B);
	dsr_tables_set(&t, 0.9, 0.4);
	assert_k(&t, 0.9, 0.4);
	dsr_tables_set(&t, 0.9, 0);
	assert_k(&t, 0.9, 0);
	dsr_tables_release(&t);
	shelf_end(&books);
}

/* Bounds hold as they are where a segment is all there is and the parameters are those it was built with. */
static void a_map_is_made_where_bounds_do_not_hold(void **unused)
{
	const uint8_t *map = NULL;
	dsr_tables t;

	(void)unused;
	open_books(1);
	dsr_tables_init(&t, snapshot(), &test_alloc);
	assert_true(dsr_tables_map(&t, 0, DSR_LIST_DEFAULT, &map));
	assert_null(map);
	dsr_tables_set(&t, 0.9, DSR_BM25_B);
	assert_true(dsr_tables_map(&t, 0, DSR_LIST_DEFAULT, &map));
	assert_non_null(map);
	dsr_tables_release(&t);
	shelf_end(&books);
}

/* Each mapped bound is one for the snapshot's average of every frequency and length that had the bound it is made of. */
static void a_mapped_bound_is_one(void **unused)
{
	dsr_tables t;

	(void)unused;
	open_books(2);
	dsr_tables_init(&t, snapshot(), &test_alloc);
	for (size_t s = 0; s < snapshot()->count; s++) {
		const dsr_list *list = &snapshot()->segments[s].segment->lists[DSR_LIST_DEFAULT];
		double built[256], asked[256];
		const uint8_t *map;

		assert_true(dsr_tables_map(&t, s, DSR_LIST_DEFAULT, &map));
		assert_non_null(map);
		dsr_bm25_table(built, DSR_BM25_K1, DSR_BM25_B, (double)list->dict.totals.length / list->docs);
		dsr_bm25_table(asked, DSR_BM25_K1, DSR_BM25_B, average());
		for (unsigned code = 0; code < 256; code++)
			for (unsigned tf = 1; tf < 40; tf++) {
				const double bound = tf / (tf + built[code]) * 255;
				const unsigned q = bound < 254 ? (unsigned)bound + 1 : 255;

				assert_true(map[q] / 255.0 >= tf / (tf + asked[code]));
			}
	}
	dsr_tables_release(&t);
	shelf_end(&books);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(k_goes_by_the_parameters_that_were_set_last, test_no_leaks),
		cmocka_unit_test_teardown(a_map_is_made_where_bounds_do_not_hold, test_no_leaks),
		cmocka_unit_test_teardown(a_mapped_bound_is_one, test_no_leaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

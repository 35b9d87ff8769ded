/*
 * test_searcher.c - no memory is lost when a run fails; damage ends a run
 *
 * What a run answers is the business of tests/model.
 */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "api/handles.h"
#include "search/searcher.h"
#include "shelf.h"

static shelf books;

static const char *const queries[] = {
	"peace", "peace war treaty", "+peace +war", "\"peace treaty\" war", "peace -war", "peace date:2018..2019",
	"+(peace war) treaty", "title:war \"the the\"", "nothing-like-it",
};
enum { QUERIES = sizeof queries / sizeof *queries };

static const dsr_wish ten = { 10, { 1.2, 0.75, 0, NULL }, 0 };

static void every_allocation_may_fail(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < QUERIES; i++) {
		const dossier_query *q = shelf_ask(&books, queries[i]);
		int failed = 1;

		for (long n = 1; failed; n++) {
			dsr_searcher s;
			dossier_error err = { 0 };
			dossier_status st;

			test_fail_after(n);
			st = dsr_searcher_init(&s, &books.index->snapshot, &test_alloc, &err);
			if (!st)
				st = dsr_searcher_run(&s, q, &ten, &err);
			failed = test_fail_done();
			assert_int_equal(st, failed ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
			assert_int_equal(err.status, st);
			if (st)
				assert_int_equal(s.count, 0);
			dsr_searcher_release(&s);
		}
	}
}

static void more_hits_than_can_be_kept_are_refused(void **unused)
{
	const dsr_wish most = { DSR_HITS_MAX, { 1.2, 0.75, 0, NULL }, 0 }, more = { (size_t)DSR_HITS_MAX + 1, { 1.2, 0.75, 0, NULL }, 0 };
	dsr_searcher s;

	(void)unused;
	assert_int_equal(dsr_searcher_init(&s, &books.index->snapshot, &test_alloc, NULL), 0);
	assert_int_equal(dsr_searcher_run(&s, shelf_ask(&books, "peace"), &most, NULL), 0);
	assert_int_equal(s.count, 600);
	assert_int_equal(dsr_searcher_run(&s, books.query, &more, NULL), DOSSIER_ERR_LIMIT);
	assert_int_equal(s.count, 0);
	dsr_searcher_release(&s);
}

/* A section of postings that ends too early. */
static void damage_ends_the_run_without_hits(void **unused)
{
	dsr_segment *segment = books.index->snapshot.segments[0].segment;
	const dsr_section whole = segment->lists[DSR_LIST_DEFAULT].postings;
	dossier_error err = { 0 };
	dsr_searcher s;

	(void)unused;
	assert_int_equal(dsr_searcher_init(&s, &books.index->snapshot, &test_alloc, NULL), 0);
	segment->lists[DSR_LIST_DEFAULT].postings.size = 8;
	assert_int_equal(dsr_searcher_run(&s, shelf_ask(&books, "peace war"), &ten, &err), DOSSIER_ERR_CORRUPT);
	assert_int_equal(s.count, 0);
	assert_int_equal(s.total, 0);
	assert_non_null(strstr(err.message, "damaged"));
	segment->lists[DSR_LIST_DEFAULT].postings = whole;
	assert_int_equal(dsr_searcher_run(&s, books.query, &ten, NULL), 0);
	assert_int_equal(s.count, 10);
	dsr_searcher_release(&s);
}

static int open_books(void **unused)
{
	(void)unused;
	shelf_begin(&books);
	for (int i = 0; i < 600; i++) {
		char id[16];

		snprintf(id, sizeof id, "%d", i);
		shelf_put(&books, id, i % 3 ? "Peace" : "War", i % 7 ? "the peace treaty" : "peace and war", i % 5 ? "2018" : NULL);
		if (i % 250 == 249)
			shelf_commit(&books);
	}
	shelf_open(&books, NULL);
	return 0;
}

static int close_books(void **unused)
{
	(void)unused;
	shelf_end(&books);
	return test_live != 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_allocation_may_fail),
		cmocka_unit_test(more_hits_than_can_be_kept_are_refused),
		cmocka_unit_test(damage_ends_the_run_without_hits),
	};

	return cmocka_run_group_tests(tests, open_books, close_books);
}

/*
 * test_search.c - the calls of dossier/search.h, on the built-in sample
 */
#include "../test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <dossier.h>

enum { MAX = 128 };

static dossier_index *sample;

static dossier_query *parse(const char *text)
{
	dossier_query *q = NULL;

	assert_int_equal(dossier_query_parse(&q, dossier_str_of(text), NULL, NULL), 0);
	return q;
}

static size_t run(dossier_search *s, const dossier_query *q, uint32_t limit, uint32_t offset, dossier_hit hits[MAX])
{
	dossier_search_options o = DOSSIER_SEARCH_OPTIONS_INIT;
	size_t n = 0;

	o.limit = limit;
	o.offset = offset;
	assert_int_equal(dossier_search_run(s, q, &o, NULL), 0);
	while (n < MAX && dossier_search_next(s, &hits[n]))
		n++;
	assert_false(dossier_search_next(s, &hits[MAX - 1]) && n < MAX);
	return n;
}

static void hits_come_best_first_and_pages_fit_together(void **unused)
{
	dossier_search *s = NULL;
	dossier_query *q = parse("nuclear weapons verification");
	dossier_hit all[MAX], page[MAX];
	size_t n;

	(void)unused;
	assert_int_equal(dossier_search_new(&s, sample, NULL), 0);
	n = run(s, q, MAX, 0, all);
	assert_true(n > 5);
	assert_int_equal(dossier_search_total(s), n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(all[i].rank, i + 1);
		assert_true(all[i].score > 0);
		assert_true(!i || all[i].score < all[i - 1].score ||
		            (all[i].score == all[i - 1].score && all[i].document > all[i - 1].document));
	}
	for (uint32_t offset = 0; offset < n + 3; offset += 3) {
		const size_t got = run(s, q, 3, offset, page);

		assert_int_equal(got, offset >= n ? 0 : n - offset < 3 ? n - offset : 3);
		assert_memory_equal(page, all + offset, got * sizeof *page);
		assert_int_equal(dossier_search_total(s), n);
	}
	assert_int_equal(run(s, q, 0, 0, page), 0);
	assert_int_equal(dossier_search_total(s), n);
	dossier_query_free(q);
	dossier_search_free(s);
}

static void options_out_of_range_are_misuse(void **unused)
{
	static const double wrong[][2] = { { -0.1, 0.75 }, { 1.2, -0.1 }, { 1.2, 1.1 }, { NAN, 0.5 }, { 1.2, NAN } };
	struct {
		dossier_search_options o;
		uint64_t newer;
	} longer = { DOSSIER_SEARCH_OPTIONS_INIT, 0 };
	dossier_search *s = NULL;
	dossier_query *q = parse("peace");

	(void)unused;
	assert_int_equal(dossier_search_new(&s, sample, NULL), 0);
	for (size_t i = 0; i < 5; i++) {
		dossier_search_options o = DOSSIER_SEARCH_OPTIONS_INIT;

		o.k1 = wrong[i][0];
		o.b = wrong[i][1];
		assert_int_equal(dossier_search_run(s, q, &o, NULL), DOSSIER_ERR_MISUSE);
	}
	longer.o.size = sizeof longer;
	assert_int_equal(dossier_search_run(s, q, &longer.o, NULL), 0);
	longer.newer = 1;
	assert_int_equal(dossier_search_run(s, q, &longer.o, NULL), DOSSIER_ERR_MISUSE);
	longer.o = (dossier_search_options)DOSSIER_SEARCH_OPTIONS_INIT;
	longer.o.limit = 1u << 24;
	longer.o.offset = 1;
	assert_int_equal(dossier_search_run(s, q, &longer.o, NULL), DOSSIER_ERR_LIMIT);
	dossier_query_free(q);
	dossier_search_free(s);
}

static void passages_mark_the_words_of_the_query(void **unused)
{
	dossier_search *s = NULL;
	dossier_document *doc = NULL;
	dossier_query *q = parse("\"North Korea\" verification -zebra");
	dossier_hit hits[MAX];
	dossier_passage p;

	(void)unused;
	assert_int_equal(dossier_search_new(&s, sample, NULL), 0);
	assert_int_equal(run(s, q, 1, 0, hits), 1);
	assert_int_equal(dossier_document_load(&doc, sample, hits[0].document, NULL), 0);
	assert_int_equal(dossier_search_passage(s, doc, &p, NULL), 0);
	assert_in_range(p.text.n, 1, 320);
	assert_true(p.count > 0);
	for (size_t i = 0; i < p.count; i++) {
		const char *at = p.text.p + p.highlights[i].start;

		assert_true(p.highlights[i].end <= p.text.n);
		assert_true(!strncmp(at, "North Korea", 11) || !strncasecmp(at, "verif", 5));
	}
	dossier_document_free(doc);
	dossier_query_free(q);
	dossier_search_free(s);
}

static void a_search_that_was_not_run_has_no_hits_and_gives_the_beginning(void **unused)
{
	dossier_search *s = NULL;
	dossier_document *doc = NULL;
	dossier_passage p;
	dossier_hit hit;

	(void)unused;
	assert_int_equal(dossier_search_new(&s, sample, NULL), 0);
	assert_int_equal(dossier_search_total(s), 0);
	assert_false(dossier_search_next(s, &hit));
	assert_int_equal(dossier_document_load(&doc, sample, 0, NULL), 0);
	assert_int_equal(dossier_search_passage(s, doc, &p, NULL), 0);
	assert_int_equal(p.count, 0);
	assert_memory_equal(p.text.p, dossier_document_get(doc, "body").p, p.text.n);
	dossier_document_free(doc);
	dossier_search_free(s);
	dossier_search_free(NULL);
}

static void every_allocation_may_fail(void **unused)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	dossier_index *ix = NULL;
	dossier_document *doc = NULL;
	dossier_query *q = parse("+nuclear \"arms control\" weapons");
	int failed = 1;

	(void)unused;
	o.alloc = &test_alloc;
	assert_int_equal(dossier_sample_open(&ix, &o, NULL), 0);
	assert_int_equal(dossier_document_load(&doc, ix, 0, NULL), 0);
	for (long n = 1; failed; n++) {
		dossier_search *s = NULL;
		dossier_passage p;
		dossier_status st;

		test_fail_after(n);
		st = dossier_search_new(&s, ix, NULL);
		if (!st)
			st = dossier_search_run(s, q, NULL, NULL);
		if (!st)
			st = dossier_search_passage(s, doc, &p, NULL);
		failed = test_fail_done();
		assert_int_equal(st, failed ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		dossier_search_free(s);
	}
	dossier_document_free(doc);
	dossier_query_free(q);
	dossier_index_close(ix);
}

static int open_sample(void **unused)
{
	(void)unused;
	return dossier_sample_open(&sample, NULL, NULL);
}

static int close_sample(void **unused)
{
	(void)unused;
	dossier_index_close(sample);
	return test_live != 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hits_come_best_first_and_pages_fit_together),
		cmocka_unit_test(options_out_of_range_are_misuse),
		cmocka_unit_test(passages_mark_the_words_of_the_query),
		cmocka_unit_test(a_search_that_was_not_run_has_no_hits_and_gives_the_beginning),
		cmocka_unit_test(every_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, open_sample, close_sample);
}

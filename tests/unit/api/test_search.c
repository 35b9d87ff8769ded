#include "../test.h"

#include <math.h>
#include <string.h>

#include <dossier.h>

#include "../index/publications.h"
#include "base/mem.h"
#include "os/memory.h"

#define DIR_NAME "index"
#define LENGTH(a) (sizeof(a) / sizeof *(a))

static dsr_memory_fs *fs;
static dossier_index *ix;
static dossier_search *search;
static dossier_query *query; /* of the last run */

/* ---- an index of six short documents ---- */

static const struct {
	const char *id, *title, *body;
} notes[] = {
	{ "a", "Arms control", "Verification is hard. The treaty holds.\n\nMore on it." },
	{ "b", "Verification", "A note on summits. It says that verification comes first." },
	{ "c", "Summit", "Nothing but talk.\n\nAll of it went on for days." },
	{ "d", "Verification of arms", "Arms verification, verification of arms." },
	{ "e", "Empty", "" },
	{ "f", "Peace", "Peace, and verification once." },
};

static dossier_status write_notes(const dossier_alloc *alloc, const dossier_storage *storage, size_t count)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_writer *w = NULL;
	dossier_status st;

	o.alloc = alloc;
	o.storage = storage;
	st = dossier_writer_open(&w, DIR_NAME, &o, NULL);
	for (size_t i = 0; i < count && !st; i++) {
		const dossier_value values[] = {
			{ "id", dossier_str_of(notes[i].id) }, { "title", dossier_str_of(notes[i].title) },
			{ "body", dossier_str_of(notes[i].body) },
		};

		st = dossier_writer_add(w, values, LENGTH(values), NULL, NULL);
	}
	if (!st)
		st = dossier_writer_commit(w, NULL);
	dossier_writer_close(w);
	return st;
}

static dossier_status open_index(dossier_index **out, const dossier_alloc *alloc, const dossier_storage *storage)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;

	o.alloc = alloc;
	o.storage = storage;
	return dossier_index_open(out, DIR_NAME, &o, NULL);
}

static void begin(size_t count)
{
	fs = dsr_memory_fs_new(&test_alloc);
	assert_non_null(fs);
	assert_int_equal(write_notes(&test_alloc, dsr_memory_fs_storage(fs), count), DOSSIER_OK);
	ix = NULL;
	search = NULL;
	query = NULL;
	assert_int_equal(open_index(&ix, &test_alloc, dsr_memory_fs_storage(fs)), DOSSIER_OK);
	assert_int_equal(dossier_search_new(&search, ix, NULL), DOSSIER_OK);
}

static int begin_notes(void **state)
{
	(void)state;
	begin(LENGTH(notes));
	return 0;
}

static int begin_empty(void **state)
{
	(void)state;
	begin(0);
	return 0;
}

static int end(void **state)
{
	dossier_search_free(search);
	dossier_query_free(query);
	dossier_index_close(ix);
	dsr_memory_fs_free(fs);
	return test_no_leaks(state);
}

/* ---- helpers ---- */

static dossier_query *parse(const char *text)
{
	dossier_query_options o = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_query *q = NULL;

	o.alloc = &test_alloc;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of(text), &o, NULL), DOSSIER_OK);
	return q;
}

/* The keys of the hits that are left, in order. */
static const char *keys(void)
{
	static char out[64];
	dossier_document *doc = NULL;
	dossier_hit hit;
	size_t n = 0;

	while (dossier_search_next(search, &hit)) {
		assert_int_equal(dossier_document_load(&doc, ix, hit.document, NULL), DOSSIER_OK);
		out[n++] = dossier_document_get(doc, "id").p[0];
	}
	out[n] = '\0';
	dossier_document_free(doc);
	return out;
}

static dossier_status run(const char *text, const void *options)
{
	dossier_query *q = parse(text);
	dossier_error err = { DOSSIER_OK, 0, "" };
	const dossier_status st = dossier_search_run(search, q, options, &err);

	assert_int_equal(err.status, st);
	assert_true(!st || err.message[0]);
	dossier_query_free(query);
	query = q;
	return st;
}

static dossier_passage passage_of(const char *key, dossier_document **doc)
{
	dossier_passage p = { .count = 0 };
	uint64_t number;

	assert_int_equal(dossier_index_find(ix, dossier_str_of(key), &number, NULL), DOSSIER_OK);
	assert_int_equal(dossier_document_load(doc, ix, number, NULL), DOSSIER_OK);
	assert_int_equal(dossier_search_passage(search, *doc, &p, NULL), DOSSIER_OK);
	return p;
}

static void check_passage(const char *key, const char *expected, size_t marks)
{
	dossier_document *doc = NULL;
	const dossier_passage p = passage_of(key, &doc);

	assert_int_equal(p.text.n, strlen(expected));
	assert_memory_equal(p.text.p, expected, p.text.n);
	assert_int_equal(p.count, marks);
	dossier_document_free(doc);
}

static dossier_search_options options(uint32_t limit, uint32_t offset)
{
	dossier_search_options o = DOSSIER_SEARCH_OPTIONS_INIT;

	o.limit = limit;
	o.offset = offset;
	return o;
}

static void assert_no_hits(void)
{
	dossier_hit hit = { 7, 7, 7 };

	assert_int_equal(dossier_search_total(search), 0);
	assert_int_equal(dossier_search_next(search, &hit), 0);
	assert_int_equal(hit.rank, 7);
}

/* ---- runs ---- */

static void a_run_gives_its_hits_best_first_once(void **state)
{
	dossier_hit hit;
	double last = INFINITY;
	uint64_t rank = 0;

	(void)state;
	assert_int_equal(run("verification", NULL), DOSSIER_OK);
	assert_int_equal(dossier_search_total(search), 4);
	while (dossier_search_next(search, &hit)) {
		assert_int_equal(hit.rank, ++rank);
		assert_true(hit.score > 0 && hit.score <= last);
		last = hit.score;
	}
	assert_int_equal(rank, 4);
	assert_int_equal(dossier_search_next(search, &hit), 0);
	assert_int_equal(run("verification", NULL), DOSSIER_OK);
	assert_string_equal(keys(), "dbfa");
	assert_int_equal(run("summit", NULL), DOSSIER_OK);
	assert_string_equal(keys(), "cb");
	assert_int_equal(run("nowhere", NULL), DOSSIER_OK);
	assert_no_hits();
	assert_int_equal(run("", NULL), DOSSIER_OK);
	assert_no_hits();
}

static void a_limit_of_0_counts_only(void **state)
{
	static const char *const queries[] = { "verification", "verification -summit", "\"arms verification\"" };
	static const uint64_t totals[] = { 4, 3, 1 };

	(void)state;
	for (size_t i = 0; i < LENGTH(queries); i++) {
		const dossier_search_options o = options(0, (uint32_t)i);
		dossier_hit hit;

		assert_int_equal(run(queries[i], &o), DOSSIER_OK);
		assert_int_equal(dossier_search_total(search), totals[i]);
		assert_int_equal(dossier_search_next(search, &hit), 0);
	}
}

static void pages_of_hits_are_parts_of_the_whole(void **state)
{
	(void)state;
	for (uint32_t limit = 1; limit < 6; limit++)
		for (uint32_t offset = 0; offset < 7; offset++) {
			const dossier_search_options o = options(limit, offset);
			char want[8] = "";

			if (offset < 4)
				memcpy(want, &"dbfa"[offset], limit < 4 - offset ? limit : 4 - offset);
			assert_int_equal(run("verification", &o), DOSSIER_OK);
			assert_int_equal(dossier_search_total(search), 4);
			assert_string_equal(keys(), want);
		}
}

static void ranks_count_what_was_passed_over(void **state)
{
	const dossier_search_options o = options(2, 3);
	dossier_hit hit;

	(void)state;
	assert_int_equal(run("verification", &o), DOSSIER_OK);
	assert_int_equal(dossier_search_next(search, &hit), 1);
	assert_int_equal(hit.rank, 4);
}

static void too_many_hits_are_a_limit_and_leave_none(void **state)
{
	const dossier_search_options most = options(1 << 23, 1 << 23), many = options((1 << 23) + 1, 1 << 23),
	                             all = options(UINT32_MAX, UINT32_MAX);

	(void)state;
	assert_int_equal(run("verification", &most), DOSSIER_OK);
	assert_int_equal(dossier_search_total(search), 4);
	assert_int_equal(run("verification", &many), DOSSIER_ERR_LIMIT);
	assert_no_hits();
	assert_int_equal(run("verification", &all), DOSSIER_ERR_LIMIT);
	assert_no_hits();
}

/* ---- options ---- */

static void older_options_leave_the_rest_as_usual(void **state)
{
	dossier_search_options o = { sizeof o, 1, 0, -1, -1, 0, 0, NULL };

	(void)state;
	o.size = offsetof(dossier_search_options, k1);
	assert_int_equal(run("verification", &o), DOSSIER_OK);
	assert_string_equal(keys(), "d");
	o.size = offsetof(dossier_search_options, limit);
	assert_int_equal(run("verification", &o), DOSSIER_OK);
	assert_string_equal(keys(), "dbfa");
}

static void the_total_is_exact_unless_less_is_enough(void **state)
{
	dossier_search_options o = options(1, 0);

	(void)state;
	assert_int_equal(run("verification", &o), DOSSIER_OK);
	assert_true(dossier_search_total_is_exact(search));
	o.total = DOSSIER_TOTAL_AT_LEAST;
	assert_int_equal(run("verification", &o), DOSSIER_OK);
	assert_string_equal(keys(), "d");
	assert_in_range(dossier_search_total(search), dossier_search_total_is_exact(search) ? 4 : 1, 4);
	o.limit = 0;
	assert_int_equal(run("verification", &o), DOSSIER_OK);
	assert_true(dossier_search_total_is_exact(search));
	assert_int_equal(dossier_search_total(search), 4);
	o.total = 2;
	assert_int_equal(run("verification", &o), DOSSIER_ERR_MISUSE);
	assert_no_hits();
	assert_true(dossier_search_total_is_exact(search));
}

static void newer_options_may_say_nothing_new(void **state)
{
	struct {
		dossier_search_options o;
		uint64_t more;
	} newer = { options(2, 0), 0 };

	(void)state;
	newer.o.size = sizeof newer;
	assert_int_equal(run("verification", &newer), DOSSIER_OK);
	assert_string_equal(keys(), "db");
	newer.more = 1;
	assert_int_equal(run("verification", &newer), DOSSIER_ERR_MISUSE);
	assert_no_hits();
}

static void options_not_begun_by_the_macro_are_misuse(void **state)
{
	const dossier_search_options o = { 0, 1, 0, 1, 1, 0, 0, NULL };

	(void)state;
	assert_int_equal(run("verification", &o), DOSSIER_ERR_MISUSE);
}

static void numbers_out_of_range_are_misuse_and_leave_no_hits(void **state)
{
	static const double wrong[][2] = { { -0.1, 0.5 }, { 1, -0.1 }, { 1, 1.1 }, { NAN, 0.5 }, { 1, NAN }, { -INFINITY, 0 }, { 1, INFINITY } };
	static const double right[][2] = { { 0, 0 }, { 0, 1 }, { 1e300, 1 }, { INFINITY, 1 }, { INFINITY, 0 }, { 1e-300, 0.5 } };

	(void)state;
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		dossier_search_options o = options(10, 0);

		assert_int_equal(run("verification", NULL), DOSSIER_OK);
		o.k1 = wrong[i][0];
		o.b = wrong[i][1];
		assert_int_equal(run("verification", &o), DOSSIER_ERR_MISUSE);
		assert_no_hits();
	}
	for (size_t i = 0; i < LENGTH(right); i++) {
		dossier_search_options o = options(10, 0);
		dossier_hit hit;

		o.k1 = right[i][0];
		o.b = right[i][1];
		assert_int_equal(run("verification", &o), DOSSIER_OK);
		assert_int_equal(dossier_search_total(search), 4);
		while (dossier_search_next(search, &hit))
			assert_true(isfinite(hit.score) && hit.score >= 0);
	}
}

/* ---- passages ---- */

static void before_any_run_a_passage_is_the_beginning(void **state)
{
	(void)state;
	assert_no_hits();
	check_passage("b", "A note on summits. It says that verification comes first.", 0);
}

static void a_passage_marks_what_the_query_looks_for(void **state)
{
	(void)state;
	assert_int_equal(run("verification", NULL), DOSSIER_OK);
	check_passage("a", "Verification is hard. The treaty holds.\n\nMore on it.", 1);
	check_passage("d", "Arms verification, verification of arms.", 2);
	assert_int_equal(run("\"arms verification\"", NULL), DOSSIER_OK);
	check_passage("d", "Arms verification, verification of arms.", 1);
	assert_int_equal(run("arms -verification", NULL), DOSSIER_OK);
	check_passage("d", "Arms verification, verification of arms.", 2);
	assert_int_equal(run("title:verification", NULL), DOSSIER_OK);
	check_passage("d", "Arms verification, verification of arms.", 0);
	check_passage("e", "Empty", 0);
	assert_int_equal(run("title:empty", NULL), DOSSIER_OK);
	check_passage("e", "Empty", 1);
}

static void a_document_that_does_not_match_has_the_beginning(void **state)
{
	(void)state;
	assert_int_equal(run("verification", NULL), DOSSIER_OK);
	check_passage("c", "Nothing but talk.\n\nAll of it went on for days.", 0);
	assert_int_equal(run("nowhere", NULL), DOSSIER_OK);
	check_passage("f", "Peace, and verification once.", 0);
}

static void after_a_run_that_failed_a_passage_is_the_beginning(void **state)
{
	const dossier_search_options many = options(UINT32_MAX, 0), wrong = { sizeof wrong, 1, 0, -1, 0, 0, 0, NULL };

	(void)state;
	assert_int_equal(run("verification peace arms control summit treaty", NULL), DOSSIER_OK);
	assert_int_equal(run("verification", &many), DOSSIER_ERR_LIMIT);
	check_passage("f", "Peace, and verification once.", 0);
	assert_int_equal(run("verification", NULL), DOSSIER_OK);
	assert_int_equal(run("verification", &wrong), DOSSIER_ERR_MISUSE);
	check_passage("f", "Peace, and verification once.", 0);
}

static void a_document_without_any_text_has_an_empty_passage(void **state)
{
	dossier_document *doc = NULL;
	dossier_passage p;
	dossier_writer_options wo = DOSSIER_WRITER_OPTIONS_INIT;
	const dossier_value bare = { "id", { "z", 1 } };
	dossier_writer *w = NULL;

	(void)state;
	wo.alloc = &test_alloc;
	wo.storage = dsr_memory_fs_storage(fs);
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &wo, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_add(w, &bare, 1, NULL, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	dossier_search_free(search);
	dossier_index_close(ix);
	search = NULL;
	ix = NULL;
	assert_int_equal(open_index(&ix, &test_alloc, dsr_memory_fs_storage(fs)), DOSSIER_OK);
	assert_int_equal(dossier_search_new(&search, ix, NULL), DOSSIER_OK);
	assert_int_equal(run("verification", NULL), DOSSIER_OK);
	p = passage_of("z", &doc);
	assert_int_equal(p.text.n, 0);
	assert_int_equal(p.count, 0);
	dossier_document_free(doc);
}

/* ---- an empty index ---- */

static void an_empty_index_has_no_hits(void **state)
{
	static const char *const queries[] = { "verification", "\"a b\"", "a -b", "date:2018", "*", "", "title:x OR (a AND NOT b)" };

	(void)state;
	for (size_t i = 0; i < LENGTH(queries); i++)
		for (uint32_t limit = 0; limit < 2; limit++) {
			const dossier_search_options o = options(limit, 0);

			assert_int_equal(run(queries[i], &o), DOSSIER_OK);
			assert_no_hits();
		}
}

/* ---- out of memory ---- */

enum { DOCUMENTS = 30 };

/* A storage has its own memory: only the library's allocations fail. */
static dossier_status index_and_search(const dossier_storage *storage, dossier_error *err)
{
	dossier_writer_options wo = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_index_options io = DOSSIER_INDEX_OPTIONS_INIT;
	dossier_query_options qo = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_writer *w = NULL;
	dossier_index *i = NULL;
	dossier_query *q = NULL;
	dossier_search *s = NULL;
	dossier_document *doc = NULL;
	dossier_passage p;
	dossier_hit hit;
	dossier_status st;

	wo.alloc = io.alloc = qo.alloc = &test_alloc;
	wo.storage = io.storage = storage;
	st = dossier_writer_open(&w, DIR_NAME, &wo, err);
	for (uint32_t id = 0; id < DOCUMENTS && !st; id++) {
		static publication made;

		publication_make(&made, id, 1, 60);
		st = dossier_writer_add(w, made.values, made.count, NULL, err);
	}
	if (!st)
		st = dossier_writer_commit(w, err);
	dossier_writer_close(w);
	if (!st)
		st = dossier_index_open(&i, DIR_NAME, &io, err);
	if (!st)
		st = dossier_query_parse(&q, dossier_str_of("+verification \"north korea\" date:2000..2019 -title:ban"), &qo, err);
	if (!st)
		st = dossier_search_new(&s, i, err);
	if (!st)
		st = dossier_search_run(s, q, NULL, err);
	if (!st)
		assert_true(dossier_search_total(s) > 3);
	else if (s)
		assert_int_equal(dossier_search_next(s, &hit), 0);
	while (!st && dossier_search_next(s, &hit)) {
		st = dossier_document_load(&doc, i, hit.document, err);
		if (!st)
			st = dossier_search_passage(s, doc, &p, err);
		if (!st)
			assert_true(p.text.n > 0);
	}
	dossier_document_free(doc);
	dossier_search_free(s);
	dossier_query_free(q);
	dossier_index_close(i);
	return st;
}

static void out_of_memory_at_every_allocation_of_an_index_and_search_run(void **state)
{
	long n = 0;
	int failed = 1;

	(void)state;
	while (failed) {
		dsr_memory_fs *files = dsr_memory_fs_new(&dsr_alloc_default);
		dossier_error err = { DOSSIER_OK, 0, "" };
		const long live = test_live;
		dossier_status st;

		test_fail_after(++n);
		st = index_and_search(dsr_memory_fs_storage(files), &err);
		failed = test_fail_done();
		assert_int_equal(st, failed ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		assert_int_equal(err.status, st);
		assert_int_equal(test_live, live);
		assert_int_equal(index_and_search(dsr_memory_fs_storage(files), NULL), DOSSIER_OK); /* what is left can be used */
		dsr_memory_fs_free(files);
	}
	printf("# %ld allocations\n", n - 1);
}

static void a_warm_search_needs_no_memory(void **state)
{
	(void)state;
	for (int i = 0; i < 8; i++)
		assert_int_equal(run("+verification \"arms control\" summit", NULL), DOSSIER_OK);
	test_fail_after(1);
	assert_int_equal(dossier_search_run(search, query, NULL, NULL), DOSSIER_OK);
	assert_int_equal(test_fail_done(), 0);
	assert_int_equal(dossier_search_total(search), 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_notes, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_run_gives_its_hits_best_first_once),
		TEST(a_limit_of_0_counts_only),
		TEST(pages_of_hits_are_parts_of_the_whole),
		TEST(ranks_count_what_was_passed_over),
		TEST(too_many_hits_are_a_limit_and_leave_none),
		TEST(older_options_leave_the_rest_as_usual),
		TEST(the_total_is_exact_unless_less_is_enough),
		TEST(newer_options_may_say_nothing_new),
		TEST(options_not_begun_by_the_macro_are_misuse),
		TEST(numbers_out_of_range_are_misuse_and_leave_no_hits),
		TEST(before_any_run_a_passage_is_the_beginning),
		TEST(a_passage_marks_what_the_query_looks_for),
		TEST(a_document_that_does_not_match_has_the_beginning),
		TEST(after_a_run_that_failed_a_passage_is_the_beginning),
		TEST(a_document_without_any_text_has_an_empty_passage),
		cmocka_unit_test_setup_teardown(an_empty_index_has_no_hits, begin_empty, end),
		TEST(a_warm_search_needs_no_memory),
		cmocka_unit_test(out_of_memory_at_every_allocation_of_an_index_and_search_run),
	};

	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

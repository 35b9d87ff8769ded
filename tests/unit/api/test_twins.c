#include "api_body.h"

#include "api/twins.h"

/* Pages A and B and a text C of a site that link to each other, and an article of no site that a card tells of. */
static const char *const pages[] = {
	"<html><title>A</title><link rel=canonical href='https://s.org/a'><meta name=date content=2018-03-09><p>Full A."
	"<h2>Related</h2><ul><li><a href=/b>Two</a><time datetime=2019-01-02></time>Card B.<li><a href=/elsewhere/c>C's Title</a>"
	"<time datetime=2019-05-06></time>Card C.</ul>",
	"<html><title>B has another title</title><link rel=canonical href='http://www.s.org/b/'><meta name=date content=2019-01-03>"
	"<p>Full B.<h2>Related</h2><ul><li><a href=/a#x>A, shortened</a><time datetime=2018-03></time>Card A.<li><a href=/d>D</a>"
	"<time datetime=2017-01-01></time>Card D.</ul>",
	"C\xE2\x80\x99s  title\n\nMay 6, 2019\n\nFull C.\n\nRelated\n\nA\n\nA\n\n9 March 2018\n\nCard A.\n\nD\n\nD\n\n2017-01-01\n\nCard D, too.\n",
	"{\"id\":\"d-1\",\"title\":\"D\",\"date\":\"2017-01-01\",\"body\":\"Full D.\"}",
};

enum { PAGES = 4 };

typedef struct text {
	const char *p;
	size_t n;
} text;

static int read_text(void *ctx, void *bytes, size_t n, size_t *got)
{
	text *t = ctx;

	*got = t->n < n ? t->n : n;
	memcpy(bytes, t->p, *got);
	t->p += *got;
	t->n -= *got;
	return 0;
}

static dossier_import_counts counts;

static dossier_status import_text(dossier_writer *w, const char *page)
{
	dossier_import_options o = DOSSIER_IMPORT_OPTIONS_INIT;
	text t = { page, strlen(page) };

	o.alloc = &test_alloc;
	o.read_time = 1;
	return dossier_import_stream(w, "page", read_text, &t, &o, &counts, NULL);
}

static uint64_t documents_in(dossier_index *index)
{
	return dossier_index_get_stats(index).documents;
}

static int has(dossier_index *index, const char *key)
{
	uint64_t number;

	return !dossier_index_find(index, dossier_str_of(key), &number, NULL);
}

static void assert_only_full_ones(void)
{
	dossier_index *index = open_index();

	assert_int_equal(documents_in(index), PAGES);
	assert_true(has(index, "https://s.org/a") && has(index, "http://www.s.org/b/") && has(index, "cs-title-2019-05-06") &&
	            has(index, "d-1"));
	dossier_index_close(index);
}

/* The order number `n` of the pages. */
static void make_order(unsigned n, int order[PAGES])
{
	int left[PAGES] = { 0, 1, 2, 3 };

	for (int i = 0; i < PAGES; i++) {
		const unsigned k = n % (unsigned)(PAGES - i);

		order[i] = left[k];
		memmove(left + k, left + k + 1, (size_t)(PAGES - i - 1 - (int)k) * sizeof *left);
		n /= (unsigned)(PAGES - i);
	}
}

/* In every order; bit i of `cuts`: after page i comes a commit, or with `reopen` a new writer. */
static void full_records_stay_in_any_order_over_any_commits(void **state)
{
	(void)state;
	for (unsigned n = 0; n < 24; n++)
		for (unsigned cuts = 0; cuts < 16; cuts++) {
			dossier_writer *w;
			int order[PAGES];

			make_dir();
			make_order(n, order);
			w = open_writer();
			for (int i = 0; i < PAGES; i++) {
				assert_int_equal(import_text(w, pages[order[i]]), DOSSIER_OK);
				if (!(cuts >> i & 1))
					continue;
				assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
				if (cuts & 1) {
					dossier_writer_close(w);
					w = open_writer();
				}
			}
			assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
			dossier_writer_close(w);
			assert_only_full_ones();
			remove_files(state);
			make_files(state);
		}
}

static void a_card_alone_stays_and_is_taken_once(void **state)
{
	dossier_writer *w;
	dossier_index *index;
	dossier_document *doc = NULL;
	uint64_t number;

	(void)state;
	make_dir();
	w = open_writer();
	memset(&counts, 0, sizeof counts);
	for (int i = 0; i < 2; i++)
		assert_int_equal(import_text(w, pages[1]), DOSSIER_OK);
	assert_int_equal(counts.added, 3);
	assert_int_equal(counts.replaced, 1);
	assert_int_equal(counts.cards_left_out, 2);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	index = open_index();
	assert_int_equal(dossier_index_find(index, dossier_str_of("card:d-2017-01-01"), &number, NULL), DOSSIER_OK);
	assert_int_equal(dossier_document_load(&doc, index, number, NULL), DOSSIER_OK);
	assert_int_equal(dossier_document_get(doc, "url").n, strlen("http://www.s.org/d"));
	dossier_document_free(doc);
	dossier_index_close(index);
}

/* What show prints of a card may be read again: it is then a record of its own, and its own name does not undo it. */
static void a_record_with_the_id_of_a_card_is_kept(void **state)
{
	dossier_writer *w;
	dossier_index *index;

	(void)state;
	make_dir();
	w = open_writer();
	assert_int_equal(import_text(w, pages[1]), DOSSIER_OK);
	assert_int_equal(import_text(w, "{\"id\":\"card:d-2017-01-01\",\"title\":\"D\",\"date\":\"2017-01-01\"}"), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	index = open_index();
	assert_true(has(index, "card:d-2017-01-01"));
	dossier_index_close(index);
}

/* A schema without dates and titles has cards by their ids alone. */
static void a_schema_without_the_fields_is_no_trouble(void **state)
{
	static const dossier_field fields[] = {
		{ "id", DOSSIER_FIELD_KEY, 0, 0 },
		{ "title", DOSSIER_FIELD_TEXT, 1, 0 },
		{ "provenance", DOSSIER_FIELD_NONE, 0, DOSSIER_FIELD_STORED },
		{ "body", DOSSIER_FIELD_TEXT, 1, 0 },
		{ "date", DOSSIER_FIELD_NONE, 0, 0 },
	};
	static const dossier_schema schema = { "small", fields, 5 };
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_writer *w = NULL;

	(void)state;
	make_dir();
	o.alloc = &test_alloc;
	o.storage = &env.storage;
	o.schema = &schema;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, NULL), DOSSIER_OK);
		memset(&counts, 0, sizeof counts);
		assert_int_equal(import_text(w, "T\n\n2018-01-01\n\nX.\n\nRelated\n\nA\n\nA\n\n2017-01-01\n"), DOSSIER_OK);
		assert_int_equal(counts.added, i ? 0 : 2);
		assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
		dossier_writer_close(w);
		o.schema = NULL;
	}
}

static dossier_status whole_session(void)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_writer *w = NULL;
	dossier_status st;

	o.alloc = &test_alloc;
	o.storage = &env.storage;
	st = dossier_writer_open(&w, DIR_NAME, &o, NULL);
	for (int i = 1; i < PAGES && !st; i++) {
		st = import_text(w, pages[i]);
		if (!st && i < 3)
			st = dossier_writer_commit(w, NULL);
	}
	dossier_writer_close(w);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	make_dir();
	assert_int_equal(whole_session(), DOSSIER_OK);
	for (long n = 1;; n += 7) {
		dossier_status st;
		int hit;

		test_fail_after(n);
		st = whole_session();
		hit = test_fail_done();
		assert_int_equal(test_live, 0);
		if (!hit) {
			assert_int_equal(st, DOSSIER_OK);
			return;
		}
		assert_true(st == DOSSIER_OK || st == DOSSIER_ERR_NOMEM || st == DOSSIER_ERR_IO);
	}
}

#define TWINS_TEST(function) cmocka_unit_test_setup_teardown(function, make_files, remove_files)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TWINS_TEST(full_records_stay_in_any_order_over_any_commits),
		TWINS_TEST(a_card_alone_stays_and_is_taken_once),
		TWINS_TEST(a_record_with_the_id_of_a_card_is_kept),
		TWINS_TEST(a_schema_without_the_fields_is_no_trouble),
		TWINS_TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

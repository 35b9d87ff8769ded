#include "../test.h"

#include <string.h>

#include <dossier.h>

#include "../chance.h"

static int open_sample(void **state)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	dossier_index *ix = NULL;
	dossier_status st;

	o.alloc = &test_alloc;
	st = dossier_sample_open(&ix, &o, NULL);
	*state = ix;
	return st;
}

static int close_sample(void **state)
{
	dossier_index_close(*state);
	return test_no_leaks(state);
}

/* Load the document `key`. */
static dossier_document *load(dossier_index *ix, const char *key)
{
	dossier_document *doc = NULL;
	uint64_t number;

	assert_int_equal(dossier_index_find(ix, dossier_str_of(key), &number, NULL), DOSSIER_OK);
	assert_int_equal(dossier_document_load(&doc, ix, number, NULL), DOSSIER_OK);
	return doc;
}

static void assert_field(const dossier_document *doc, const char *field, const char *expected)
{
	const dossier_str value = dossier_document_get(doc, field);

	assert_int_equal(value.n, strlen(expected));
	assert_memory_equal(value.p, expected, value.n);
}

static int holds(dossier_str text, const char *part)
{
	const size_t n = strlen(part);

	for (size_t i = 0; i + n <= text.n; i++)
		if (!memcmp(text.p + i, part, n))
			return 1;
	return 0;
}

static void the_sample_has_64_documents(void **state)
{
	const dossier_index_stats stats = dossier_index_get_stats(*state);

	assert_int_equal(stats.documents, 64);
	assert_int_equal(stats.deleted, 0);
	assert_int_equal(stats.generation, 1);
}

static void every_document_has_a_key_a_title_a_date_and_a_text(void **state)
{
	dossier_document *doc = NULL;

	for (uint64_t i = 0; i < 64; i++) {
		assert_int_equal(dossier_document_load(&doc, *state, i, NULL), DOSSIER_OK);
		assert_true(dossier_document_get(doc, "id").n > 0);
		assert_true(dossier_document_get(doc, "title").n > 0);
		assert_int_equal(dossier_document_get(doc, "date").n, 10);
		assert_true(dossier_document_get(doc, "body").n > 200);
	}
	assert_int_equal(dossier_document_load(&doc, *state, 64, NULL), DOSSIER_ERR_NOTFOUND);
	dossier_document_free(doc);
}

static void the_interview_of_march_2018_is_there(void **state)
{
	dossier_document *doc = load(*state, "usip-2018-03-trump-kim-interview");

	assert_field(doc, "title", "Possible U.S.-North Korea Summit: Expect the Unexpected");
	assert_field(doc, "date", "2018-03-09");
	assert_field(doc, "type", "Question and Answer");
	assert_true(holds(dossier_document_get(doc, "body"), "AUM: "));
	dossier_document_free(doc);
}

static void its_four_related_publications_are_there(void **state)
{
	static const char *const keys[] = {
		"usip-2024-10-16-civil-nuclear-safety-korea", "usip-2024-10-29-north-korean-troops-russia",
		"usip-2024-11-13-seoul-north-korean-soldiers", "usip-2024-11-14-china-north-korea-ukraine",
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		dossier_document *doc = load(*state, keys[i]);

		assert_true(holds(dossier_document_get(doc, "body"), "North Korea"));
		dossier_document_free(doc);
	}
}

static void the_sample_opens_with_no_options(void **state)
{
	dossier_index *ix = NULL;
	struct {
		dossier_index_options o;
		int more;
	} wrong = { DOSSIER_INDEX_OPTIONS_INIT, 1 };

	(void)state;
	assert_int_equal(dossier_sample_open(&ix, NULL, NULL), DOSSIER_OK);
	assert_int_equal(dossier_index_get_stats(ix).documents, 64);
	dossier_index_close(ix);
	ix = NULL;
	wrong.o.size = sizeof wrong;
	assert_int_equal(dossier_sample_open(&ix, &wrong.o, NULL), DOSSIER_ERR_MISUSE);
	assert_null(ix);
}

static void out_of_memory_at_every_allocation_is_an_error_and_leaks_nothing(void **state)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	const long live = test_live;
	long n = 0;
	int failed = 1;

	(void)state;
	o.alloc = &test_alloc;
	while (failed) {
		dossier_index *ix = NULL;
		dossier_error err = { DOSSIER_OK, 0, "" };
		dossier_status st;

		n += SANITIZED ? 1 + n / 100 : 1;
		test_fail_after(n);
		st = dossier_sample_open(&ix, &o, &err);
		failed = test_fail_done();
		assert_int_equal(st, failed ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		assert_int_equal(err.status, st);
		assert_true(failed ? !ix : ix != NULL);
		dossier_index_close(ix);
		assert_int_equal(test_live, live);
	}
	assert_true(n > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_has_64_documents),
		cmocka_unit_test(every_document_has_a_key_a_title_a_date_and_a_text),
		cmocka_unit_test(the_interview_of_march_2018_is_there),
		cmocka_unit_test(its_four_related_publications_are_there),
		cmocka_unit_test(the_sample_opens_with_no_options),
		cmocka_unit_test(out_of_memory_at_every_allocation_is_an_error_and_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, open_sample, close_sample);
}

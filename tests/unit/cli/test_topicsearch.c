#include "../test.h"

#include "textfile.h"
#include "eval/topicsearch.h"

static dossier_search_options five = DOSSIER_SEARCH_OPTIONS_INIT;

static void read_topics(topics *t, const char *text)
{
	assert_int_equal(topics_read(t, textfile(text, strlen(text)), NULL), DOSSIER_OK);
	textfile_remove();
}

static dossier_index *sample(void)
{
	dossier_index *ix = NULL;

	assert_int_equal(dossier_sample_open(&ix, NULL, NULL), DOSSIER_OK);
	return ix;
}

/* What a search for `text` gives through the library, as lines of a run. */
static void search(trecrun *out, dossier_index *ix, const char *id, const char *text, uint32_t limit)
{
	dossier_search_options options = DOSSIER_SEARCH_OPTIONS_INIT;
	dossier_document *doc = NULL;
	dossier_query *q = NULL;
	dossier_search *s = NULL;
	dossier_hit hit;

	options.limit = limit;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of(text), NULL, NULL), DOSSIER_OK);
	assert_int_equal(dossier_search_new(&s, ix, NULL), DOSSIER_OK);
	assert_int_equal(dossier_search_run(s, q, &options, NULL), DOSSIER_OK);
	while (dossier_search_next(s, &hit)) {
		assert_int_equal(dossier_document_load(&doc, ix, hit.document, NULL), DOSSIER_OK);
		assert_int_equal(trecrun_put(out, dossier_str_of(id), dossier_document_get(doc, "id"), hit.rank,
		                             hit.score, NULL), DOSSIER_OK);
	}
	dossier_document_free(doc);
	dossier_search_free(s);
	dossier_query_free(q);
}

static void topics_are_searched_as_plain_words(void **state)
{
	dossier_index *const ix = sample();
	trecrun got = { .count = 0 }, expected = { .count = 0 };
	topics t;
	(void)state;

	five.limit = 5;
	read_topics(&t, "8\t+verification -korea (title:\"peace talks\")?\n3\tpeace NOT talks\n9\t+-\n");
	assert_int_equal(topicsearch(&got, ix, &t, &five, NULL), DOSSIER_OK);
	search(&expected, ix, "8", "verification korea title peace talks", 5);
	search(&expected, ix, "3", "peace not talks", 5);
	assert_true(got.text.size > 0);
	assert_int_equal(got.text.size, expected.text.size);
	assert_memory_equal(got.text.bytes, expected.text.bytes, got.text.size);
	trecrun_release(&got);
	trecrun_release(&expected);
	topics_release(&t);
	dossier_index_close(ix);
}

static void a_topic_too_long_for_a_query_is_told(void **state)
{
	enum { WORDS = DOSSIER_QUERY_WORDS_MAX + 1 };
	dossier_index *const ix = sample();
	char *const text = malloc(2 + 2 * WORDS + 1);
	trecrun got = { .count = 0 };
	dossier_error err;
	topics t;
	(void)state;

	memcpy(text, "1\t", 2);
	for (size_t i = 0; i < WORDS; i++)
		memcpy(text + 2 + 2 * i, "a ", 2);
	text[2 + 2 * WORDS] = '\0';
	read_topics(&t, text);
	assert_int_equal(topicsearch(&got, ix, &t, &five, &err), DOSSIER_ERR_INPUT);
	assert_true(ends_with(err.message, ":1: the topic is too long for a query"));
	free(text);
	trecrun_release(&got);
	topics_release(&t);
	dossier_index_close(ix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(topics_are_searched_as_plain_words),
		cmocka_unit_test(a_topic_too_long_for_a_query_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

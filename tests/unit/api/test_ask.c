#include <dossier/ask.h>

#include <string.h>

#include "api_body.h"

static dossier_index *ix;

/* What was handed over, and when to stop. */
typedef struct heard {
	uint64_t documents[50];
	double   scores[50];
	size_t   count, stop_at;
} heard;

static int hear(void *ctx, const dossier_hit *hit, const dossier_document *doc, const dossier_passage *passage)
{
	heard *h = ctx;

	assert_int_equal(hit->rank, h->count + 1);
	assert_true(dossier_document_get(doc, "id").n > 0);
	assert_true(passage->text.n > 0);
	h->documents[h->count] = hit->document;
	h->scores[h->count++] = hit->score;
	return h->count == h->stop_at;
}

/* The same by the calls that ask stands for. */
static heard search_in_steps(const char *question, uint32_t limit)
{
	dossier_search_options o = DOSSIER_SEARCH_OPTIONS_INIT;
	dossier_search *s = NULL;
	dossier_query *q = NULL;
	dossier_hit hit;
	heard h = { .count = 0 };

	o.limit = limit;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of(question), NULL, NULL), DOSSIER_OK);
	assert_int_equal(dossier_search_new(&s, ix, NULL), DOSSIER_OK);
	assert_int_equal(dossier_search_run(s, q, &o, NULL), DOSSIER_OK);
	while (dossier_search_next(s, &hit)) {
		h.documents[h.count] = hit.document;
		h.scores[h.count++] = hit.score;
	}
	dossier_search_free(s);
	dossier_query_free(q);
	return h;
}

static const char question[] = "verification treaty Korea";

static void answers_are_the_hits_of_a_search(void **state)
{
	(void)state;
	write_index();
	ix = open_index();
	for (uint32_t limit = 1; limit < 40; limit += 6) {
		const heard expected = search_in_steps(question, limit);
		heard h = { .count = 0 };

		assert_int_equal(dossier_ask(ix, question, limit, hear, &h, NULL), DOSSIER_OK);
		assert_true(h.count > 0);
		assert_int_equal(h.count, expected.count);
		assert_memory_equal(h.documents, expected.documents, h.count * sizeof *h.documents);
		assert_memory_equal(h.scores, expected.scores, h.count * sizeof *h.scores);
	}
	dossier_index_close(ix);
}

static void the_listener_may_stop(void **state)
{
	heard h = { .stop_at = 2 };

	(void)state;
	write_index();
	ix = open_index();
	assert_int_equal(dossier_ask(ix, question, 10, hear, &h, NULL), DOSSIER_OK);
	assert_int_equal(h.count, 2);
	dossier_index_close(ix);
}

static dossier_status open_and_ask(void)
{
	const dossier_index_options o = index_options();
	heard h = { .count = 0 };
	dossier_index *opened = NULL;
	dossier_status st = dossier_index_open(&opened, DIR_NAME, &o, NULL);

	if (!st)
		st = dossier_ask(opened, question, 3, hear, &h, NULL);
	dossier_index_close(opened);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	write_index();
	fails_cleanly(open_and_ask);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(answers_are_the_hits_of_a_search),
		TEST(the_listener_may_stop),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

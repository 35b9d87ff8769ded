#include "../test.h"

#include <string.h>

#include <dossier/query.h>

#include "tree.h"

static const dossier_query_options options = { sizeof(dossier_query_options), &test_alloc, NULL };

static void null_options_are_the_defaults(void **state)
{
	dossier_query *q;
	(void)state;

	assert_int_equal(dossier_query_parse(&q, dossier_str_of("topic:iran deal"), NULL, NULL), DOSSIER_OK);
	assert_string_equal(dossier_query_text(q).p, "topics:iran OR deal");
	assert_int_equal(dossier_query_text(q).n, strlen(dossier_query_text(q).p));
	dossier_query_free(q);
	dossier_query_free(NULL);
}

static void misuse_is_refused(void **state)
{
	static const dossier_schema broken = { "broken", NULL, 0 };
	dossier_query_options o = options;
	dossier_query *q = NULL;
	dossier_error err;
	(void)state;

	o.size = 1;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of("a"), &o, &err), DOSSIER_ERR_MISUSE);
	o = options;
	o.schema = &broken;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of("a"), &o, &err), DOSSIER_ERR_MISUSE);
	assert_int_equal(dossier_query_parse(&q, (dossier_str){ NULL, 3 }, &options, &err), DOSSIER_ERR_MISUSE);
	assert_int_equal(err.status, DOSSIER_ERR_MISUSE);
	assert_null(q);
	assert_int_equal(dossier_query_parse(&q, (dossier_str){ NULL, 0 }, &options, NULL), DOSSIER_OK);
	assert_int_equal(q->nodes[0].kind, DSR_NODE_NOTHING);
	dossier_query_free(q);
}

/* A query of `count` pieces. */
/* Options of an older, shorter header and of a newer, longer one whose tail says nothing. */
static void options_of_other_sizes_are_read(void **state)
{
	struct { dossier_query_options o; uint64_t more; } longer = { options, 0 };
	dossier_query_options shorter = options;
	dossier_query *q = NULL;
	(void)state;

	shorter.size = offsetof(dossier_query_options, schema);
	assert_int_equal(dossier_query_parse(&q, dossier_str_of("a"), &shorter, NULL), DOSSIER_OK);
	dossier_query_free(q);
	longer.o.size = sizeof longer;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of("a"), &longer.o, NULL), DOSSIER_OK);
	dossier_query_free(q);
	q = NULL;
	longer.more = 1;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of("a"), &longer.o, NULL), DOSSIER_ERR_MISUSE);
	assert_null(q);
}

static dossier_status parse_many(dossier_query **q, const char *piece, size_t count, dossier_error *err)
{
	const size_t one = strlen(piece);
	char *text = malloc(count * one + 1);
	dossier_status st;

	for (size_t i = 0; i < count; i++)
		memcpy(text + i * one, piece, one);
	st = dossier_query_parse(q, (dossier_str){ text, count * one }, &options, err);
	free(text);
	return st;
}

static void a_query_has_1024_words(void **state)
{
	dossier_query *q = NULL;
	dossier_error err;
	(void)state;

	assert_int_equal(parse_many(&q, "a ", 1024, NULL), DOSSIER_OK);
	assert_int_equal(q->count, 1025);
	dossier_query_free(q);
	q = NULL;
	assert_int_equal(parse_many(&q, "a ", 1025, &err), DOSSIER_ERR_LIMIT);
	assert_int_equal(err.status, DOSSIER_ERR_LIMIT);
	assert_int_equal(parse_many(&q, "a-", 1025, NULL), DOSSIER_ERR_LIMIT);
	assert_int_equal(parse_many(&q, "date:2018 ", 1025, NULL), DOSSIER_ERR_LIMIT);
	assert_null(q);
	assert_int_equal(parse_many(&q, "a-", 1024, NULL), DOSSIER_OK);
	assert_int_equal(q->count, 1);
	dossier_query_free(q);
}

static void a_query_has_a_million_bytes(void **state)
{
	dossier_query *q = NULL;
	(void)state;

	assert_int_equal(parse_many(&q, "a", DOSSIER_QUERY_BYTES_MAX + 1, NULL), DOSSIER_ERR_LIMIT);
	assert_null(q);
	assert_int_equal(parse_many(&q, " ", DOSSIER_QUERY_BYTES_MAX, NULL), DOSSIER_OK);
	dossier_query_free(q);
}

static void a_million_of_every_byte_is_a_query(void **state)
{
	(void)state;
	for (unsigned byte = 1; byte < 256; byte += byte < 128 ? 1 : 13) {
		const char piece[] = { (char)byte, '\0' };
		dossier_query *q = NULL;
		const dossier_status st = parse_many(&q, piece, 100000, NULL);

		if (st)
			assert_int_equal(st, DOSSIER_ERR_LIMIT);
		else
			assert_null(tree_check(q));
		dossier_query_free(q);
	}
}

static void every_failed_allocation_is_reported(void **state)
{
	static const char text[] = "a \"b c\" AND -title:(d (e f) AND NOT g) date:2018 h (-i) \"arms control treaty\" j k l m n o p q";
	int hit = 1;
	(void)state;

	for (long nth = 1; hit; nth++) {
		dossier_query *q = NULL;
		dossier_error err = { DOSSIER_OK, 0, "" };
		dossier_status st;

		test_fail_after(nth);
		st = dossier_query_parse(&q, dossier_str_of(text), &options, &err);
		hit = test_fail_done();
		assert_int_equal(st, hit ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		assert_int_equal(err.status, st);
		assert_true(hit == !q);
		dossier_query_free(q);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(null_options_are_the_defaults),
		cmocka_unit_test(options_of_other_sizes_are_read),
		cmocka_unit_test(misuse_is_refused),
		cmocka_unit_test(a_query_has_1024_words),
		cmocka_unit_test(a_query_has_a_million_bytes),
		cmocka_unit_test(a_million_of_every_byte_is_a_query),
		cmocka_unit_test(every_failed_allocation_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

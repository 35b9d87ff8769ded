#include "index_body.h"

#include "index/incoming.h"

static dsr_arena arena;

static dossier_status read_values(dsr_incoming *in, const dossier_value *values, size_t n, dossier_error *err)
{
	dsr_arena_reset(&arena);
	return dsr_incoming_read(in, &arena, &note_schema, values, n, err);
}

static int make_arena(void **state)
{
	arena = DSR_ARENA_INIT(&test_alloc);
	return make_files(state);
}

static int free_arena(void **state)
{
	dsr_arena_release(&arena);
	return remove_files(state);
}

static void values_are_put_in_the_order_of_the_schema(void **state)
{
	const dossier_value values[] = {
		value_of("text", "body"), value_of("tags", "b"), value_of("head", ""), value_of("date", "2018-03"),
		value_of("tags", "a"), value_of("id", "key"),
	};
	static const struct { uint32_t field; const char *text; } right[] = {
		{ 0, "key" }, { 2, "b" }, { 2, "a" }, { 3, "body" }, { 4, "2018-03" },
	};
	dsr_incoming in;

	(void)state;
	assert_int_equal(read_values(&in, values, LENGTH(values), NULL), DOSSIER_OK);
	assert_int_equal(in.count, LENGTH(right));
	for (size_t i = 0; i < LENGTH(right); i++) {
		assert_int_equal(in.values[i].field, right[i].field);
		assert_int_equal(in.values[i].text.n, strlen(right[i].text));
		assert_memory_equal(in.values[i].text.p, right[i].text, in.values[i].text.n);
	}
	assert_memory_equal(in.key.p, "key", 3);
	assert_int_equal(in.dates[4], 2018 << 9 | 3 << 5);
	assert_int_equal(in.dates[3], 0);
}

static void a_date_keeps_its_precision(void **state)
{
	static const struct { const char *given; uint32_t packed; } cases[] = {
		{ "2018", 2018u << 9 }, { "2018-12", 2018u << 9 | 12 << 5 }, { "2018-12-31", 2018u << 9 | 12 << 5 | 31 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		const dossier_value values[] = { value_of("id", "k"), value_of("date", cases[i].given) };
		dsr_incoming in;

		assert_int_equal(read_values(&in, values, 2, NULL), DOSSIER_OK);
		assert_int_equal(in.dates[4], cases[i].packed);
		assert_int_equal(in.values[1].text.n, strlen(cases[i].given));
		assert_memory_equal(in.values[1].text.p, cases[i].given, strlen(cases[i].given));
	}
}

static void rules_are_kept(void **state)
{
	static const struct { const char *field, *text; } bad[] = {
		{ "id", "again" }, { "date", "2018-02-30" }, { "date", "March" }, { "date", "2018\xff" }, { "none", "x" }, { "", "x" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		const dossier_value values[] = { value_of("id", "k"), value_of(bad[i].field, bad[i].text) };
		dossier_error err = { 0 };
		dsr_incoming in;

		assert_int_equal(read_values(&in, values, 2, &err), DOSSIER_ERR_INPUT);
		assert_true(strlen(err.message) > 5);
	}
}

static void a_text_is_mended_and_a_key_is_not(void **state)
{
	const dossier_value values[] = { value_of("id", "k"), value_of("text", "a\xed\xa0\x80\xe2\x82!") };
	const dossier_value key[] = { value_of("id", "k\xff") };
	static const char mended[] = "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd!";
	dossier_error err;
	dsr_incoming in;

	(void)state;
	assert_int_equal(read_values(&in, values, 2, NULL), DOSSIER_OK);
	assert_int_equal(in.values[1].text.n, strlen(mended));
	assert_memory_equal(in.values[1].text.p, mended, strlen(mended));
	assert_int_equal(in.size, 2 + strlen(mended) + 1);
	assert_int_equal(read_values(&in, key, 1, &err), DOSSIER_ERR_INPUT);
	assert_int_equal(err.offset, 1);
}

/* The texts are never read: a document is too long before it is looked at. */
static void a_document_that_is_too_long_is_refused(void **state)
{
	const dossier_value alone[] = { value_of("id", "k"), { "text", { "", DSR_DOCUMENT_MAX } } };
	char *half = must_alloc(DSR_DOCUMENT_MAX / 2);
	dossier_value both[] = { value_of("id", "k"), { "tags", { half, DSR_DOCUMENT_MAX / 2 } },
	                         { "tags", { half, DSR_DOCUMENT_MAX / 2 - 5 } } };
	dsr_incoming in;

	(void)state;
	memset(half, 'x', DSR_DOCUMENT_MAX / 2);
	assert_int_equal(read_values(&in, alone, 2, NULL), DOSSIER_ERR_LIMIT);
	assert_int_equal(read_values(&in, both, 3, NULL), DOSSIER_OK);
	assert_int_equal(in.size, DSR_DOCUMENT_MAX - 1);
	both[2].text.n++;
	assert_int_equal(read_values(&in, both, 3, NULL), DOSSIER_ERR_LIMIT);
	free(half);
}

static dossier_status read_one(void)
{
	const dossier_value values[] = { value_of("id", "k"), value_of("date", "2018"), value_of("text", "t") };
	dsr_incoming in;
	dossier_status st;

	arena = DSR_ARENA_INIT(&test_alloc);
	st = read_values(&in, values, 3, NULL);
	dsr_arena_release(&arena);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	fails_cleanly(read_one);
}

#define INCOMING_TEST(function) cmocka_unit_test_setup_teardown(function, make_arena, free_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		INCOMING_TEST(values_are_put_in_the_order_of_the_schema),
		INCOMING_TEST(a_date_keeps_its_precision),
		INCOMING_TEST(rules_are_kept),
		INCOMING_TEST(a_text_is_mended_and_a_key_is_not),
		INCOMING_TEST(a_document_that_is_too_long_is_refused),
		INCOMING_TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

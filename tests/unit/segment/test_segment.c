#include "segment_body.h"

#include <dossier/schema.h>

#include "segment/list_writer.h"
#include "segment/segment.h"
#include "segment/stored_writer.h"

static const dossier_field fields[] = {
	{ "id", DOSSIER_FIELD_KEY, 0, 0 },
	{ "text", DOSSIER_FIELD_TEXT, 1, DOSSIER_FIELD_SEARCH },
	{ "note", DOSSIER_FIELD_TEXT, 0, DOSSIER_FIELD_STORED },
};
static const dossier_schema schema = { "s", fields, 3 };

/* Which part is left out; nothing with SIZE_MAX. */
static size_t left_out = SIZE_MAX;
static size_t parts_put;

static int is_put(void)
{
	return parts_put++ != left_out;
}

/* Two documents "a" and "b", both with the word "w" in lists 0 and 2. */
static void put_word(dsr_container_writer *out, unsigned list)
{
	static const uint8_t norms[] = { 1, 1, 1 };
	static const uint32_t docs[] = { 0, 1 }, tfs[] = { 1, 1 }, gaps[] = { 0, 0 };
	const dsr_list_totals totals = { .tokens = 2, .length = 2 };
	dsr_list_writer w;

	if (is_put())
		put_section(out, DSR_SECTION_NORMS, list, norms, is_put() ? 2 : 3);
	dsr_list_writer_init(&w, out, 1 << 10);
	dsr_list_begin(&w, list, is_put(), 2, norms, 1);
	dsr_list_term(&w, dossier_str_of("w"));
	dsr_list_block(&w, 2, docs, tfs, gaps);
	dsr_list_end_term(&w);
	assert_int_equal(dsr_list_finish(&w, &totals, NULL), DOSSIER_OK);
	dsr_list_writer_release(&w);
}

static void put_keys(dsr_container_writer *out)
{
	static const uint32_t docs[] = { 0, 1 }, one = 1;
	const dsr_list_totals totals = { .tokens = 2 };
	dsr_list_writer w;

	dsr_list_writer_init(&w, out, 1 << 10);
	dsr_list_begin(&w, DSR_LIST_KEY, 0, 2, NULL, 0);
	for (int d = 0; d < 2; d++) {
		dsr_list_term(&w, dossier_str_of(d ? "b" : "a"));
		dsr_list_block(&w, 1, &docs[d], &one, NULL);
		dsr_list_end_term(&w);
	}
	assert_int_equal(dsr_list_finish(&w, &totals, NULL), DOSSIER_OK);
	dsr_list_writer_release(&w);
}

static void fill(dsr_container_writer *out)
{
	dsr_stored_writer stored;

	parts_put = 0;
	if (is_put()) {
		assert_int_equal(dsr_stored_begin(&stored, out, &test_alloc, NULL), DOSSIER_OK);
		dsr_stored_put(&stored, "\0\1a", 3);
		dsr_stored_put(&stored, "\0\1b", 3);
		assert_int_equal(dsr_stored_finish(&stored, NULL), DOSSIER_OK);
	}
	if (is_put())
		put_word(out, DSR_LIST_DEFAULT);
	if (is_put())
		put_keys(out);
	if (is_put())
		put_word(out, DSR_LIST_OF(1));
}

static void a_segment_has_the_lists_of_its_schema(void **state)
{
	dsr_segment *s = must_alloc(sizeof *s);
	dsr_term t;

	(void)state;
	write_container(fill);
	assert_int_equal(dsr_segment_open(s, &env, PATH, &schema, 2, NULL), DOSSIER_OK);
	assert_int_equal(s->list_count, 4);
	assert_non_null(s->lists[0].file);
	assert_non_null(s->lists[1].file);
	assert_non_null(s->lists[2].file);
	assert_null(s->lists[3].file);
	assert_int_equal(dsr_dict_find(&s->lists[0].dict, dossier_str_of("w"), &t), 1);
	assert_int_equal(t.df, 2);
	assert_int_equal(dsr_dict_find(&s->lists[1].dict, dossier_str_of("b"), &t), 1);
	assert_int_equal(t.doc, 1);
	assert_int_equal(dsr_dict_find(&s->lists[1].dict, dossier_str_of("w"), &t), 0);
	dsr_segment_close(s);
	dsr_segment_close(s);
	free(s);
}

static void a_segment_that_lacks_a_part_is_refused(void **state)
{
	dsr_segment *s = must_alloc(sizeof *s);
	dossier_error err;
	size_t all;

	(void)state;
	write_container(fill);
	all = parts_put;
	for (left_out = 0; left_out < all; left_out++) {
		write_container(fill);
		assert_int_equal(dsr_segment_open(s, &env, PATH, &schema, 2, &err), DOSSIER_ERR_CORRUPT);
		assert_int_equal(err.status, DOSSIER_ERR_CORRUPT);
		assert_non_null(strstr(err.message, PATH));
	}
	left_out = SIZE_MAX;
	free(s);
}

static void another_number_of_documents_is_refused(void **state)
{
	dsr_segment *s = must_alloc(sizeof *s);

	(void)state;
	write_container(fill);
	assert_int_equal(dsr_segment_open(s, &env, PATH, &schema, 1, NULL), DOSSIER_ERR_CORRUPT);
	assert_int_equal(dsr_segment_open(s, &env, PATH, &schema, 3, NULL), DOSSIER_ERR_CORRUPT);
	free(s);
}

static void a_missing_file_is_said(void **state)
{
	dsr_segment *s = must_alloc(sizeof *s);

	(void)state;
	assert_int_equal(dsr_segment_open(s, &env, "none", &schema, 2, NULL), DOSSIER_ERR_NOTFOUND);
	free(s);
}

static dossier_status just_open(void)
{
	dsr_segment *s = must_alloc(sizeof *s);
	const dossier_status st = dsr_segment_open(s, &env, PATH, &schema, 2, NULL);

	if (!st)
		dsr_segment_close(s);
	free(s);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	write_container(fill);
	fails_cleanly(just_open);
}

static void the_schema_decides_which_lists_there_are(void **state)
{
	(void)state;
	assert_true(dsr_schema_has_list(&schema, DSR_LIST_DEFAULT));
	assert_true(dsr_schema_has_list(&schema, DSR_LIST_KEY));
	assert_true(dsr_schema_has_list(&schema, DSR_LIST_OF(1)));
	assert_false(dsr_schema_has_list(&schema, DSR_LIST_OF(2)));
	assert_false(dsr_schema_has_list(&schema, DSR_LIST_OF(3)));
	assert_true(dsr_list_is_key(DSR_LIST_KEY));
	assert_false(dsr_list_is_key(DSR_LIST_DEFAULT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_segment_has_the_lists_of_its_schema),
		TEST(a_segment_that_lacks_a_part_is_refused),
		TEST(another_number_of_documents_is_refused),
		TEST(a_missing_file_is_said),
		TEST(the_schema_decides_which_lists_there_are),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

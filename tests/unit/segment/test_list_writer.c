#include "list_body.h"

static dossier_status write_list(void)
{
	return try_container(put_list);
}

static void running_out_of_memory_is_said(void **state)
{
	static const uint32_t counts[] = { 1, 20, 33, 700 };

	(void)state;
	for (has_positions = 0; has_positions < 2; has_positions++)
		for (size_t i = 0; i < LENGTH(counts); i++) {
			make_model(counts[i], 30, 3, 0);
			fails_cleanly(write_list);
			free_model();
		}
}

static void the_dictionary_knows_the_sums(void **state)
{
	dsr_container c;
	dsr_list list;
	dsr_term t;

	(void)state;
	has_positions = 1;
	make_model(300, 30, 3, 0);
	open_list(&list, &c, &t);
	assert_int_equal(list.dict.totals.terms, 3);
	assert_int_equal(list.dict.totals.postings, 1 + 300 + 2);
	assert_int_equal(list.dict.totals.tokens, 1);
	assert_int_equal(list.dict.totals.length, 2);
	assert_int_equal(t.cf, m.starts[300]);
	dsr_container_close(&c);
	free_model();
}

static void extents_follow_each_other_and_fill_the_sections(void **state)
{
	uint64_t postings = 0, positions = 0;
	dsr_dict_cursor cursor;
	dsr_container c;
	dsr_list list;
	dsr_term t;

	(void)state;
	has_positions = 1;
	make_model(700, 30, 3, 1);
	open_list(&list, &c, &t);
	dsr_dict_cursor_open(&cursor, &list.dict);
	while (dsr_dict_cursor_next(&cursor)) {
		assert_int_equal(cursor.t.postings, postings);
		assert_int_equal(cursor.t.positions, positions);
		postings += cursor.t.postings_size;
		positions += cursor.t.positions_size;
	}
	assert_int_equal(postings, list.postings.size);
	assert_int_equal(positions, list.positions.size);
	dsr_container_close(&c);
	free_model();
}

static void a_list_without_norms_has_the_highest_bounds(void **state)
{
	static dsr_postings p;
	dsr_container c;
	dsr_list list;
	dsr_term t;

	(void)state;
	has_positions = 0;
	make_model(600, 30, 3, 0);
	free(m.norms);
	m.norms = NULL;
	open_list(&list, &c, &t);
	dsr_postings_open(&p, &list, &t);
	for (uint32_t b = 0; b < p.blocks; b++)
		assert_int_equal(dsr_postings_block_bound(&p, b), 255);
	assert_null(list.positions.bytes);
	dsr_container_close(&c);
	free_model();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_dictionary_knows_the_sums),
		TEST(extents_follow_each_other_and_fill_the_sections),
		TEST(a_list_without_norms_has_the_highest_bounds),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

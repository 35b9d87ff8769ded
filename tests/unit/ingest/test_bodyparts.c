#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "ingest/bodyparts.h"

static dsr_buf body, outline;
static dossier_error err;

static dossier_status read_parts(const char *json)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_json *tree;
	dossier_status st;
	size_t fault;

	assert_int_equal(dsr_json_parse(&tree, &arena, dossier_str_of(json), &fault), DOSSIER_OK);
	body.alloc = outline.alloc = &test_alloc;
	dsr_buf_reset(&body);
	dsr_buf_reset(&outline);
	st = dsr_bodyparts_put(tree, &body, &outline, &err);
	dsr_arena_release(&arena);
	return st;
}

static void expect(const char *json, const char *want_body, const char *want_outline)
{
	assert_int_equal(read_parts(json), DOSSIER_OK);
	assert_int_equal(body.len, strlen(want_body));
	assert_memory_equal(body.len ? body.data : (const uint8_t *)"", want_body, body.len);
	assert_int_equal(outline.len, strlen(want_outline));
	assert_memory_equal(outline.len ? outline.data : (const uint8_t *)"", want_outline, outline.len);
}

static void labels_and_texts_are_put_one_after_the_other(void **state)
{
	(void)state;
	expect("[]", "", "");
	expect("[\" a \",null,\"\",\"b\"]", "a\n\nb", "");
	expect("[{\"section\":\"S\",\"question\":\"Q?\",\"speaker\":\"A\",\"text\":\"x\"}]", "S\n\nQ?\n\nA: x", "s 0 1\nq 3 2\nt 7 1\n");
	expect("[{\"text\":\"x\",\"other\":1},{\"speaker\":\"A\"},{\"section\":null}]", "x\n\nA:", "t 3 1\n");
	expect("[{\"section\":\"\xC3\x89t\xC3\xA9\",\"text\":\"x\"}]", "\xC3\x89t\xC3\xA9\n\nx", "s 0 5\n");
}

static void what_is_the_same_as_before_is_put_once(void **state)
{
	(void)state;
	expect("[{\"section\":\"S\",\"question\":\"Q\",\"text\":\"x\"},{\"section\":\"S\",\"question\":\"Q\",\"text\":\"y\"}]",
	       "S\n\nQ\n\nx\n\ny", "s 0 1\nq 3 1\n");
	expect("[{\"question\":\"Q\",\"speaker\":\"A\",\"text\":\"x\"},{\"speaker\":\"A\",\"text\":\"y\"},"
	       "{\"question\":\"R\",\"speaker\":\"A\",\"text\":\"z\"}]",
	       "Q\n\nA: x\n\ny\n\nR\n\nA: z", "q 0 1\nt 3 1\nq 12 1\nt 15 1\n");
	expect("[{\"section\":\"S\",\"question\":\"Q\"},{\"section\":\"T\",\"question\":\"Q\"}]", "S\n\nQ\n\nT\n\nQ",
	       "s 0 1\nq 3 1\ns 6 1\nq 9 1\n");
}

static void what_is_no_part_is_refused(void **state)
{
	(void)state;
	assert_int_equal(read_parts("[\"a\",1]"), DOSSIER_ERR_INPUT);
	assert_string_equal(err.message, "\"body\": part 2 is a number, neither an object nor a string");
	assert_int_equal(read_parts("[[]]"), DOSSIER_ERR_INPUT);
	assert_int_equal(read_parts("[{\"speaker\":[\"A\"]}]"), DOSSIER_ERR_INPUT);
	assert_string_equal(err.message, "\"body\": \"speaker\" of part 1 is an array, not a string");
}

static int release(void **state)
{
	dsr_buf_release(&body);
	dsr_buf_release(&outline);
	return test_no_leaks(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_and_texts_are_put_one_after_the_other),
		cmocka_unit_test(what_is_the_same_as_before_is_put_once),
		cmocka_unit_test(what_is_no_part_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, release);
}

#include "../test.h"

#include <string.h>

#include "ingest/jsontext.h"

static dossier_str str(const char *z)
{
	return dossier_str_of(z);
}

/* Scan `text` in one go, and byte by byte: the same end at the same place. */
static dsr_json_end scan(const char *text, size_t *at)
{
	const size_t n = strlen(text);
	dsr_json_scan whole = { 0 }, parts = { 0 };
	const dsr_json_end end = dsr_json_scan_object(&whole, (const uint8_t *)text, n, 1);
	dsr_json_end other = DSR_JSON_MORE;

	for (size_t have = 1; have <= n && other == DSR_JSON_MORE; have++)
		other = dsr_json_scan_object(&parts, (const uint8_t *)text, have, have == n);
	assert_int_equal(other, end);
	assert_int_equal(parts.at, whole.at);
	assert_int_equal(parts.values, whole.values);
	*at = end == DSR_JSON_OPEN_STRING ? whole.string : whole.at;
	return end;
}

static void an_object_ends_where_its_bracket_does(void **state)
{
	static const struct { const char *text; dsr_json_end end; size_t at; } table[] = {
		{ "{}", DSR_JSON_CLOSED, 2 },
		{ "{}}", DSR_JSON_CLOSED, 2 },
		{ "{\"a\":[{}, \"}\\\"]\" ]} x", DSR_JSON_CLOSED, 19 },
		{ "{\"twelve bytes\\\\\":1}", DSR_JSON_CLOSED, 20 },
		{ "{\"a\n\":1}", DSR_JSON_OPEN_STRING, 1 },
		{ "{\"abcdefgh\\\n\":1}", DSR_JSON_OPEN_STRING, 1 },
		{ "{\"a\":\n{\"b\":1}}", DSR_JSON_OPEN_OBJECT, 6 },
		{ "{\"a\":\n{ \"b\":1}}", DSR_JSON_OPEN_OBJECT, 6 },
		{ "{\"a\":\n{  \"b\":1}}", DSR_JSON_CLOSED, 16 },
		{ "{\"a\":\n {\"b\":1}}", DSR_JSON_CLOSED, 15 },
		{ "{\"a\":\n{}}", DSR_JSON_CLOSED, 9 },
		{ "{\"a\":[}", DSR_JSON_BRACKET, 6 },
		{ "{]", DSR_JSON_BRACKET, 1 },
		{ "{\"a\":1", DSR_JSON_MORE, 6 },
		{ "{\"a\\", DSR_JSON_MORE, 3 },
	};
	size_t at;
	(void)state;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		assert_int_equal(scan(table[i].text, &at), table[i].end);
		assert_int_equal(at, table[i].at);
	}
}

static void sixty_four_levels_are_not_too_deep(void **state)
{
	char text[2 * DSR_JSON_DEPTH_MAX + 4];
	size_t at;
	(void)state;

	memset(text, '[', sizeof text);
	text[0] = '{';
	memset(text + DSR_JSON_DEPTH_MAX, ']', DSR_JSON_DEPTH_MAX);
	strcpy(text + 2 * DSR_JSON_DEPTH_MAX - 1, "}");
	assert_int_equal(scan(text, &at), DSR_JSON_CLOSED);
	memset(text, '[', DSR_JSON_DEPTH_MAX + 1);
	text[0] = '{';
	assert_int_equal(scan(text, &at), DSR_JSON_DEEP);
	assert_int_equal(at, DSR_JSON_DEPTH_MAX);
}

static void what_no_text_can_hold_is_replaced_and_bad_escapes_found(void **state)
{
	static const struct { const char *before, *behind; size_t fault, mended; } table[] = {
		{ "\"\\u0000\"", "\"\\uFFFD\"", 8, 1 },
		{ "\"\\ud83d\\uDE00\"", "\"\\ud83d\\uDE00\"", 14, 0 },
		{ "\"\\ud83d\"", "\"\\uFFFD\"", 8, 1 },
		{ "\"\\ude00\\ud83d\"", "\"\\uFFFD\\uFFFD\"", 14, 2 },
		{ "\"\\ud83d\\ud83d\\ude00\"", "\"\\uFFFD\\ud83d\\ude00\"", 20, 1 },
		{ "\"\\ud83d\\u00g0\"", "\"\\uFFFD\\u00g0\"", 7, 1 },
		{ "\"\\ud7ff\\ue000\\\\udc00\"", "\"\\ud7ff\\ue000\\\\udc00\"", 21, 0 },
		{ "\"\\\\u0000\\\\\\u0000\"", "\"\\\\u0000\\\\\\uFFFD\"", 17, 1 },
		{ "\"\\u0001\\u1000\"", "\"\\u0001\\u1000\"", 14, 0 },
		{ "\"\\u000", "\"\\u000", 1, 0 },
		{ "\"\\u00g0\"", "\"\\u00g0\"", 1, 0 },
		{ "\"\\u0000\\u00:0\"", "\"\\uFFFD\\u00:0\"", 7, 1 },
		{ "\"\\n\\", "\"\\n\\", 4, 0 },
		{ "", "", 0, 0 },
	};
	char text[40];
	(void)state;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		size_t mended = 1;

		strcpy(text, table[i].before);
		assert_int_equal(dsr_json_mend_escapes((uint8_t *)text, strlen(text), &mended), table[i].fault);
		assert_string_equal(text, table[i].behind);
		assert_int_equal(mended, 1 + table[i].mended);
	}
}

static void compacting_takes_white_space_and_nothing_else(void **state)
{
	dsr_buf out = DSR_BUF_INIT(&test_alloc);
	(void)state;

	assert_int_equal(dsr_json_compact(&out, str(" {\"a b\" : [ 1.0 ,\t-2e+5, true ] , \"\x1f\":\"\\n\"}\n")), 44);
	assert_int_equal(out.len, 38);
	assert_memory_equal(out.data, "{\"a b\":[1.0,-2e+5,true],\"\\u001f\":\"\\n\"}", 38);
	dsr_buf_reset(&out);
	assert_int_equal(dsr_json_compact(&out, str("[1,02]")), 3);
	dsr_buf_release(&out);
}

static void numbers_go_by_the_grammar(void **state)
{
	static const char *const good[] = { "0", "-0", "10", "1.5", "-1.05e10", "1E-2", "1e+07", "0.0" };
	static const char *const bad[] = { "", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "1.e1", "0x1", "1 ", "1-2" };
	(void)state;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(dsr_json_is_number(str(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(dsr_json_is_number(str(bad[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_object_ends_where_its_bracket_does),
		cmocka_unit_test(sixty_four_levels_are_not_too_deep),
		cmocka_unit_test(what_no_text_can_hold_is_replaced_and_bad_escapes_found),
		cmocka_unit_test(compacting_takes_white_space_and_nothing_else),
		cmocka_unit_test(numbers_go_by_the_grammar),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

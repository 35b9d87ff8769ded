#include "../test.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "../chance.h"
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

static void escaped_nuls_are_replaced_and_bad_escapes_found(void **state)
{
	static const struct { const char *before, *behind; size_t fault; } table[] = {
		{ "\"\\u0000\"", "\"\\uFFFD\"", 8 },
		{ "\"\\\\u0000\\\\\\u0000\"", "\"\\\\u0000\\\\\\uFFFD\"", 17 },
		{ "\"\\u0001\\u1000\"", "\"\\u0001\\u1000\"", 14 },
		{ "\"\\u000", "\"\\u000", 1 },
		{ "\"\\u00g0\"", "\"\\u00g0\"", 1 },
		{ "\"\\u0000\\u00:0\"", "\"\\uFFFD\\u00:0\"", 7 },
		{ "\"\\n\\", "\"\\n\\", 4 },
		{ "", "", 0 },
	};
	char text[40];
	(void)state;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		strcpy(text, table[i].before);
		assert_int_equal(dsr_json_replace_nul((uint8_t *)text, strlen(text)), table[i].fault);
		assert_string_equal(text, table[i].behind);
	}
}

static void members_come_as_they_are_written(void **state)
{
	static const char *const want[][2] = {
		{ "\"a\"", "1" }, { "\"b\\\"\"", "[1, {\"]\":2}]" }, { "\"\"", "\"x,y\"" }, { "\"d\"", "null" }, { "\"e\"", "{ }" },
	};
	dossier_str rest = str("{\"a\":1 , \"b\\\"\" :\t[1, {\"]\":2}],\"\":\"x,y\",\n\"d\":null,\"e\":{ }}");
	dsr_json_member m;
	(void)state;

	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		assert_int_equal(dsr_json_next_member(&rest, &m), 1);
		assert_int_equal(m.key.n, strlen(want[i][0]));
		assert_memory_equal(m.key.p, want[i][0], m.key.n);
		assert_int_equal(m.value.n, strlen(want[i][1]));
		assert_memory_equal(m.value.p, want[i][1], m.value.n);
	}
	assert_int_equal(dsr_json_next_member(&rest, &m), 0);
	rest = str("{}");
	assert_int_equal(dsr_json_next_member(&rest, &m), 0);
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

static void the_first_fault_is_found(void **state)
{
	static const struct { const char *text; long at; } table[] = {
		{ "{}", -1 }, { "{\"a\":[]}", -1 }, { "{ \"a\" : [ 1 , true,false ,null, {\"\":\"\"} ] }", -1 },
		{ "{\"\\ud83d\\ude00\\u00e9\\/\\b\":-1.5e3}", -1 },
		{ "{,}", 1 }, { "{\"a\"}", 4 }, { "{\"a\":}", 5 }, { "{\"a\":1,}", 7 }, { "{\"a\":[1,]}", 8 }, { "{\"a\":[,1]}", 6 },
		{ "{\"a\" 1}", 5 }, { "{\"a\":1 2}", 7 }, { "{1:2}", 1 }, { "{\"a\":\"b\" \"c\"}", 9 }, { "{\"a\":\"b\":1}", 8 },
		{ "{\"a\":tru}", 5 }, { "{\"a\":1.}", 5 }, { "{\"a\":'b'}", 5 }, { "{\"a\":\"\\x\"}", 6 },
		{ "{\"a\":\"\\ud800\"}", 6 }, { "{\"a\":\"\\ud800\\n\"}", 6 }, { "{\"a\":\"\\ud800\\ud801\"}", 6 },
		{ "{\"a\":\"\\ud800\\udbff\"}", 6 }, { "{\"a\":\"\\ude00\"}", 6 }, { "{\"a\":\"\\u12\"}", 6 }, { "{[]}", 1 }, { "{\"a\":{}{}}", 7 }, { "{\"a\":[]]}", 7 },
		{ "{\"a\":[}", 6 }, { ",{}", 0 }, { "{},{}", 2 }, { "{}{}", 2 }, { ":", 0 },
	};
	(void)state;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const dossier_str text = str(table[i].text);

		assert_int_equal(dsr_json_fault(text), table[i].at < 0 ? text.n : (size_t)table[i].at);
	}
}

/* The parser has no room for more digits. */
static void long_numbers_are_faults(void **state)
{
	char text[100] = "{\"a\":";
	(void)state;

	memset(text + 5, '1', DSR_JSON_NUMBER_MAX);
	strcpy(text + 5 + DSR_JSON_NUMBER_MAX, "}");
	assert_int_equal(dsr_json_fault(str(text)), strlen(text));
	strcpy(text + 5 + DSR_JSON_NUMBER_MAX, "1}");
	assert_int_equal(dsr_json_fault(str(text)), 5);
}

/* The parser must take whatever is faultless: else a faulty text would pass for a full memory. */
static void the_parser_takes_what_has_no_fault(void **state)
{
	static const char seed[] = "{\"a\":[1,-2.5e+7,{\"b\\u00e9\\ud83d\\ude00\":\"\\n\"},[]],\"c\":true,\"d\":null,\"e\":{}}";
	static const char bytes[] = "{}[]:,\"\\u0dD8c 1-.e+tnfrl\x01";
	size_t faultless = 0;
	(void)state;

	chance_seed(11);
	for (int round = 0; round < 200000; round++) {
		char text[sizeof seed];
		size_t n = sizeof seed - 1;
		dsr_json_scan scanned = { 0 };
		cJSON *tree;

		memcpy(text, seed, sizeof seed);
		for (uint32_t k = chance(3) + 1; k; k--) {
			const size_t at = chance((uint32_t)n), len = chance(4);

			if (chance(2)) {
				text[at] = bytes[chance(sizeof bytes - 1)];
			} else if (at + len < n) {
				memmove(text + at, text + at + len, n - at - len);
				n -= len;
			}
		}
		if (dsr_json_scan_object(&scanned, (uint8_t *)text, n, 1) != DSR_JSON_CLOSED || scanned.at < n ||
		    *text != '{' || dsr_json_fault((dossier_str){ text, n }) < n)
			continue;
		tree = cJSON_ParseWithLength(text, n);
		assert_non_null(tree);
		cJSON_Delete(tree);
		faultless++;
	}
	assert_true(faultless > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_object_ends_where_its_bracket_does),
		cmocka_unit_test(sixty_four_levels_are_not_too_deep),
		cmocka_unit_test(escaped_nuls_are_replaced_and_bad_escapes_found),
		cmocka_unit_test(members_come_as_they_are_written),
		cmocka_unit_test(compacting_takes_white_space_and_nothing_else),
		cmocka_unit_test(numbers_go_by_the_grammar),
		cmocka_unit_test(the_first_fault_is_found),
		cmocka_unit_test(long_numbers_are_faults),
		cmocka_unit_test(the_parser_takes_what_has_no_fault),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

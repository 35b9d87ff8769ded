#include "../test.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "../chance.h"
#include "ingest/jsontext.h"
#include "ingest/jsontree.h"

/* The tree of `text` written out again: kinds, keys and texts, and in ` ` how members were written. */
static char shown[4000];

static void show(dossier_str s)
{
	snprintf(shown + strlen(shown), sizeof shown - strlen(shown), "%.*s", (int)s.n, s.p ? s.p : "");
}

static void show_value(const dsr_json *v)
{
	static const char *const open[] = { "null", "bool", "#", "\"", "[", "{" }, *const close[] = { "", "", "", "\"", "]", "}" };

	if (v->key.p) {
		show(v->key);
		show(dossier_str_of("="));
	}
	show(dossier_str_of(open[v->kind]));
	show(v->kind == DSR_JSON_NUMBER ? v->raw : v->text);
	for (const dsr_json *c = v->child; c; c = c->next) {
		show_value(c);
		show(dossier_str_of(c->next ? "," : ""));
	}
	show(dossier_str_of(close[v->kind]));
}

static void expect_tree(const char *text, const char *tree)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_json *v;
	size_t fault;

	assert_int_equal(dsr_json_parse(&v, &arena, dossier_str_of(text), &fault), DOSSIER_OK);
	assert_int_equal(fault, strlen(text));
	shown[0] = '\0';
	show_value(v);
	assert_string_equal(shown, tree);
	dsr_arena_release(&arena);
}

/* -1: there is none. */
static void expect_fault(const char *text, long at)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_json *v;
	size_t fault;
	const dossier_status st = dsr_json_parse(&v, &arena, dossier_str_of(text), &fault);

	assert_int_equal(st, at < 0 ? DOSSIER_OK : DOSSIER_ERR_INPUT);
	assert_int_equal(fault, at < 0 ? strlen(text) : (size_t)at);
	dsr_arena_release(&arena);
}

static void values_become_nodes(void **state)
{
	(void)state;
	expect_tree("{\"a\":1 , \"b\\\"\" :\t[1.50, {\"]\":2e7}],\"\":\"x,y\",\n\"d\":null,\"e\":{ },\"f\":[]}",
	            "{a=#1,b\"=[#1.50,{]=#2e7}],=\"x,y\",d=null,e={},f=[]}");
	expect_tree(" [true,false,\"\"] ", "[bool,bool,\"\"]");
	expect_tree("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\ud83d\\ude00.\"", "\"\"\\/\b\f\n\r\t\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80.\"");
	expect_tree("{\"\\u0069d\":\"a\tb\nc\"}", "{id=\"a\tb\nc\"}");
}

static void how_a_value_was_written_is_kept(void **state)
{
	static const char text[] = "{ \"a\\n\" : [ 1, {} ] ,\"b\":-0.10}";
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_json *v;
	size_t fault;

	(void)state;
	assert_int_equal(dsr_json_parse(&v, &arena, dossier_str_of(text), &fault), DOSSIER_OK);
	shown[0] = '\0';
	show(v->raw);
	show(v->child->raw);
	show(v->child->member);
	show(v->child->child->member);
	show(v->child->next->member);
	assert_string_equal(shown, "{ \"a\\n\" : [ 1, {} ] ,\"b\":-0.10}" "[ 1, {} ]" "\"a\\n\" : [ 1, {} ]" "1" "\"b\":-0.10");
	dsr_arena_release(&arena);
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
		{ "{\"a\":[}", 6 }, { ",{}", 0 }, { "{},{}", 2 }, { "{}{}", 2 }, { ":", 0 }, { "", 0 }, { "{", 1 }, { "[1", 2 },
		{ "{\"a\":\"b", 7 }, { "{\"a\":\"b\\", 8 }, { "{} x", 3 }, { "1 2", 2 },
	};
	(void)state;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		expect_fault(table[i].text, table[i].at);
}

static void as_many_levels_as_are_allowed(void **state)
{
	char text[2 * DSR_JSON_DEPTH_MAX + 3];

	(void)state;
	memset(text, '[', sizeof text);
	memset(text + DSR_JSON_DEPTH_MAX, ']', DSR_JSON_DEPTH_MAX);
	text[2 * DSR_JSON_DEPTH_MAX] = '\0';
	expect_fault(text, -1);
	memset(text, '[', DSR_JSON_DEPTH_MAX + 1);
	expect_fault(text, DSR_JSON_DEPTH_MAX);
}

static void compare(const dsr_json *ours, const cJSON *theirs)
{
	for (; ours && theirs; ours = ours->next, theirs = theirs->next) {
		if (theirs->string) {
			assert_int_equal(ours->key.n, strlen(theirs->string));
			assert_memory_equal(ours->key.p, theirs->string, ours->key.n);
		}
		assert_int_equal(ours->kind == DSR_JSON_STRING, cJSON_IsString(theirs) != 0);
		if (cJSON_IsString(theirs)) {
			assert_int_equal(ours->text.n, strlen(theirs->valuestring));
			assert_memory_equal(ours->text.p, theirs->valuestring, ours->text.n);
		}
		compare(ours->child, theirs->child);
	}
	assert_true(!ours && !theirs);
}

/* Another parser takes whatever we take, and finds the same in it. */
static void another_parser_reads_the_same(void **state)
{
	static const char seed[] = "{\"a\":[1,-2.5e+7,{\"b\\u00e9\\ud83d\\ude00\":\"\\n\"},[]],\"c\":true,\"d\":null,\"e\":{}}";
	static const char bytes[] = "{}[]:,\"\\u0dD8c 1-.e+tnfrl\x01";
	size_t faultless = 0;
	(void)state;

	chance_seed(11);
	for (int round = 0; round < 200000; round++) {
		dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
		char text[sizeof seed];
		size_t n = sizeof seed - 1, fault;
		dsr_json *ours;
		cJSON *theirs;

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
		text[n] = '\0';
		if (!dsr_json_parse(&ours, &arena, dossier_str_of(text), &fault) && !strstr(text, "\\u0000")) {
			theirs = cJSON_ParseWithLength(text, n);
			assert_non_null(theirs);
			compare(ours, theirs);
			cJSON_Delete(theirs);
			faultless++;
		}
		dsr_arena_release(&arena);
	}
	assert_true(faultless > 1000);
}

static dossier_status parse_some(void)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	char text[9000] = "[\"\\n";
	dossier_status st;
	dsr_json *v;
	size_t fault;

	memset(text + 4, 'x', 7000);
	strcpy(text + 7004, "\",[1,2,3,{\"a\\tb\":[]}]]");
	st = dsr_json_parse(&v, &arena, dossier_str_of(text), &fault);
	dsr_arena_release(&arena);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	for (long nth = 1;; nth++) {
		dossier_status st;

		test_fail_after(nth);
		st = parse_some();
		if (!test_fail_done()) {
			assert_int_equal(st, DOSSIER_OK);
			return;
		}
		assert_int_equal(st, DOSSIER_ERR_NOMEM);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_become_nodes),
		cmocka_unit_test(how_a_value_was_written_is_kept),
		cmocka_unit_test(the_first_fault_is_found),
		cmocka_unit_test(as_many_levels_as_are_allowed),
		cmocka_unit_test(another_parser_reads_the_same),
		cmocka_unit_test(running_out_of_memory_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

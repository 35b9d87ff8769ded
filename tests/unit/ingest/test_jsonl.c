#include "collect.h"

#include "ingest/jsonl.h"

static collection c;
static const char *const map_pairs[] = { "title=headline", "title=Überschrift", "body=text", "topics=tags" };

static dossier_status read_all(const char *bytes, size_t n, size_t step)
{
	const dsr_fieldmap map = { map_pairs, sizeof map_pairs / sizeof *map_pairs };
	dsr_outlet outlet;
	dsr_source source;
	dossier_status st;

	collect_begin(&c, bytes, n);
	c.step = step;
	dsr_outlet_init(&outlet, &c.options, collect_sink(&c), &c.counts);
	dsr_source_init(&source, &test_alloc, "test", collect_read, &c);
	dsr_outlet_begin(&outlet, "test");
	st = dsr_jsonl_read(&source, &outlet, map, NULL);
	dsr_source_release(&source);
	return st;
}

static void expect(const char *json, const char *text)
{
	assert_int_equal(read_all(json, strlen(json), 0), DOSSIER_OK);
	assert_string_equal(c.text, text);
}

#define T "\"title\":\"t\""

static void objects_are_read_however_they_are_laid_out(void **state)
{
	static const char *const same[] = {
		"{\"id\":\"a\"," T "}\n{\"id\":\"b\"," T "}\n",
		"{\"id\":\"a\"," T "}\r\n\r\n  \t\n{\"id\":\"b\"," T "}",
		"\xEF\xBB\xBF{\"id\":\"a\"," T "}\n\xEF\xBB\xBF{\"id\":\"b\"," T "}\n",
		"{\n  \"id\": \"a\",\n  \"title\":\n \"t\"\n}\n{\n\"id\":\"b\",\n" T "\n}\n",
		"[{\"id\":\"a\"," T "},\n{\"id\":\"b\"," T "}]\n",
		"[\n{\n\"id\":\"a\"," T "\n} , {\"id\":\"b\"," T "} ]",
		"{\"id\":\"a\"," T "}{\"id\":\"b\"," T "}",
		"{\"id\":\"a\"," T "},\n{\"id\":\"b\"," T "},\n",
		"{ \"id\":\"a\"," T "}\n[]\n{ \"id\":\"b\"," T "}\n",
	};
	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		expect(same[i], "id=a;title=t;\nid=b;title=t;\n");
	expect("", "");
	expect(" \n\r\n", "");
}

static void members_become_fields(void **state)
{
	(void)state;
	expect("{\"url\":\"u\",\"body\":\"b\\nc\",\"topics\":[\"x\",null,\"\",\"y\"],\"authors\":\"n\",\"type\":\"r\","
	       "\"date\":\"March 9, 2018\",\"title\":\"\\u00e9\\ud83d\\ude00\"}",
	       "id=u;title=\xC3\xA9\xF0\x9F\x98\x80;topics=x;topics=y;body=b\nc;authors=n;type=r;date=2018-03-09;url=u;\n");
	expect("{\"id\":\"a\"," T ",\"date\":\"\",\"body\":null,\"topics\":[],\"type\":\" \"}", "id=a;title=t;\n");
	expect("{\"id\":\"a\",\"title\":\"\",\"body\":\"b\"}", "id=a;body=b;\n");
	expect("{\"id\":\"a\",\"title\":\" \",\"body\":\"b\"}", "id=a;body=b;\n");
	expect("{\"id\":12345678901234567890," T "}", "id=12345678901234567890;title=t;\n");
	expect("{\"id\":1.50," T ",\"date\":\"May 2018\"}", "id=1.50;title=t;date=2018-05;\n");
}

static void mapped_keys_are_read_as_the_field(void **state)
{
	(void)state;
	expect("{\"id\":\"a\",\"headline\":\"h\",\"text\":\"b\",\"tags\":[\"x\"]}", "id=a;title=h;topics=x;body=b;\n");
	expect("{\"id\":\"a\",\"\\u00dcberschrift\":\"u\"}", "id=a;title=u;\n");
	expect("{\"id\":\"a\"," T ",\"headline\":\"\"}", "id=a;title=t;\n");
	expect("{\"id\":\"a\"," T ",\"headline\":\"h\"}", "id=a;title=h;\n");
}

static void the_last_of_two_keys_counts(void **state)
{
	(void)state;
	expect("{\"id\":\"a\"," T ",\"title\":\"v\",\"id\":null}", "id=a;title=v;\n");
	expect("{\"id\":\"a\"," T ",\"topics\":[\"x\",\"y\"],\"topics\":\"z\"}", "id=a;title=t;topics=z;\n");
	expect("{\"id\":\"a\"," T ",\"topics\":\"x\",\"topics\":[\"\",null,\"y\",\"z\"]}", "id=a;title=t;topics=y;topics=z;\n");
}

static void lists_that_say_nothing_hide_nothing(void **state)
{
	static const char *const lists[] = { "[]", "[\"\"]", "[null]", "[null,\" \",\"\\t\",\"\\u00a0\"]", "null", "\"\"" };
	char json[200];
	(void)state;

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		snprintf(json, sizeof json, "{\"id\":\"a\"," T ",\"topics\":\"x\",\"authors\":[\"n\",\"m\"],\"tags\":%s,\"authors\":%s}",
		         lists[i], lists[i]);
		expect(json, "id=a;title=t;topics=x;authors=n;authors=m;\n");
	}
}

static void unknown_members_are_kept_as_they_were_written(void **state)
{
	(void)state;
	expect("{\"id\":\"a\", \"n\" : 1.10, " T ", \"o\": {\"k\": [1, 2e5, {}, \"s \\u0041\"]},\"z\":null , \"e\":[ ]}",
	       "id=a;title=t;extra={\"n\":1.10,\"o\":{\"k\":[1,2e5,{},\"s \\u0041\"]},\"z\":null,\"e\":[]};\n");
	expect("{\"id\":\"a\"," T ",\"extra\":{\"n\": 1 , \"m\":2},\"x\":3}",
	       "id=a;title=t;extra={\"n\":1,\"m\":2,\"x\":3};\n");
	expect("{\"id\":\"a\"," T ",\"x\":3,\"extra\":{ }}", "id=a;title=t;extra={\"x\":3};\n");
	expect("{\"id\":\"a\"," T ",\"extra\":{}}", "id=a;title=t;\n");
	expect("{\"id\":\"a\"," T ",\"extra\":\"s\"}", "id=a;title=t;extra={\"extra\":\"s\"};\n");
	expect("{\"id\":\"a\"," T ",\"a\tb\":\"\x01\"}", "id=a;title=t;extra={\"a\\u0009b\":\"\\u0001\"};\n");
}

/* The digest is that of what stood there, before anything is changed in place. */
static void a_record_knows_where_it_stood(void **state)
{
	static const char page[] = "\n {\"id\":\"1\",\"title\":\"\\u0000\"}, {\"id\":2,\n\"title\":\"\xFF\",\"provenance\":{\"file\":\"x\"}}\n";
	const char *record = strstr(page, "{\"id\":2");
	const dsr_origin want = dsr_origin_of((dsr_place){ 2, (uint64_t)(record - page) }, record, strlen(record) - 1);
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dossier_str text;
	(void)state;

	expect(page, "id=1;title=\xEF\xBF\xBD;\nid=2;title=\xEF\xBF\xBD;\n");
	text = dsr_origin_print(&arena, &want, "test", 0);
	assert_int_equal(strlen(c.provenance), text.n);
	assert_memory_equal(c.provenance, text.p, text.n - strlen("1970-01-01T00:00:00Z\"}"));
	dsr_arena_release(&arena);
}

static void a_body_may_come_in_parts(void **state)
{
	(void)state;
	expect("{\"id\":\"1\",\"title\":\"t\",\"outline\":\"lost\",\"body\":[{\"section\":\"S\",\"text\":\"x\"},\"y\"]}",
	       "id=1;title=t;body=S\n\nx\n\ny;\n");
	assert_string_equal(c.outline, "s 0 1\n");
	expect("{\"id\":\"1\",\"title\":\"t\",\"body\":[{\"section\":\"S\"}],\"body\":\"b\"}", "id=1;title=t;body=b;\n");
	assert_string_equal(c.outline, "");
	expect("{\"id\":\"1\",\"title\":\"t\",\"body\":\"b\",\"outline\":\"q 0 1\\n\"}", "id=1;title=t;body=b;\n");
	assert_string_equal(c.outline, "q 0 1\n");
	expect("{\"id\":\"1\",\"title\":\"t\",\"body\":[{\"text\":1}]}",
	       "! 1@0: \"body\": \"text\" of part 1 is a number, not a string\n");
}

static void what_no_text_can_hold_becomes_a_replacement_character(void **state)
{
	(void)state;
	expect("{\"id\":\"a\xFF\",\"title\":\"\xC3(\\ud83d\",\"extra\":{\"\xE2\x82\":\"\\udc00\\ud83d\\ude00\"}}",
	       "id=a\xEF\xBF\xBD;title=\xEF\xBF\xBD(\xEF\xBF\xBD;extra={\"\xEF\xBF\xBD\":\"\\uFFFD\\ud83d\\ude00\"};\n");
	assert_int_equal(c.counts.mended, 1);
	assert_int_equal(c.counts.replacements, 5);
	expect("{\"id\":\"a\",\"title\":\"x\\u0000y\\\\u0000\",\"\\u0000\":\"\\u0000\"}",
	       "id=a;title=x\xEF\xBF\xBDy\\u0000;extra={\"\\uFFFD\":\"\\uFFFD\"};\n");
}

/* Each bad line stands between two good ones, which must come through. */
static void a_bad_line_is_refused_alone(void **state)
{
	static const struct { const char *line, *refusal; } table[] = {
		{ "{\"id\":\"x\"}", "2@23: no \"title\"" },
		{ "{" T "}", "2@23: no \"id\" and no \"url\" to stand for it" },
		{ "{\"id\":\"x\",\"title\":null}", "2@23: no \"title\"" },
		{ "{\"id\":\"x\",\"title\":7}", "2@23: \"title\" is a number, not a string" },
		{ "{\"id\":true," T "}", "2@23: \"id\" is true or false, not a string" },
		{ "{\"id\":\"x\"," T ",\"topics\":{}}", "2@23: \"topics\" is an object, not a string or an array of strings" },
		{ "{\"id\":\"x\"," T ",\"tags\":[\"a\",[]]}", "2@23: \"topics\": value 2 is an array, not a string" },
		{ "{\"id\":\"x\"," T ",\"date\":\"soon\"}", "2@23: \"date\" is no date: \"soon\"" },
		{ "{\"id\":\"x\"," T ",\"date\":\"2018-02-30\"}", "2@23: \"date\" is no date: \"2018-02-30\"" },
		{ "{\"id\":\"x\" " T "}", "2@33: not JSON at byte 11 of the record" },
		{ "{\"id\":\"x\"," T ",}", "2@45: not JSON at byte 23 of the record" },
		{ "{\"id\":01," T "}", "2@29: not JSON at byte 7 of the record" },
		{ "{\"id\":\"x\"," T ",\"n\":[1.]}", "2@50: not JSON at byte 28 of the record" },
		{ "{\"id\":\"x\\u00g0\"," T "}", "2@31: not JSON at byte 9 of the record" },
		{ "{\"id\":\"x\"," T ",\"n\":\"\\uZZZZy\"}", "2@50: not JSON at byte 28 of the record" },
		{ "{\"id\":\"x\\q\"," T "}", "2@31: not JSON at byte 9 of the record" },
		{ "{\"id\":\"x\"," T "}}", "2@45: not JSON: more on the line behind byte 22 of the record, where it is closed" },
		{ "{\"id\":\"x\"," T "} x", "2@45: not JSON: more on the line behind byte 22 of the record, where it is closed" },
		{ "{\"id\":\"x\"," T "]", "2@44: not JSON at byte 22 of the record" },
		{ "{\"id\":\"x\"," T, "2@23: not JSON: the object is not closed" },
		{ "{\"id\":\"x\",\"title\":\"cut", "2@41: not JSON: the string at byte 19 of the record is not closed" },
		{ "{\"id\":\"x\",\"title\":\"cut\\", "2@41: not JSON: the string at byte 19 of the record is not closed" },
		{ "{\"id\":\"x\",\n\"title\":\"cut\n \"n\": 1}\n ]", "2@42: not JSON: the string at byte 20 of the record is not closed" },
		{ "[1,2]", "2@24: not a JSON object" },
		{ "\"x\"", "2@23: not a JSON object" },
		{ "nothing", "2@23: not a JSON object" },
		{ "]", "2@23: not a JSON object" },
		{ "null", "2@23: not a JSON object" },
	};
	char json[300], want[300];
	(void)state;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		snprintf(json, sizeof json, "{\"id\":\"a\"," T "}\n%s\n{\"id\":\"b\"," T "}\n", table[i].line);
		snprintf(want, sizeof want, "id=a;title=t;\n! %s\nid=b;title=t;\n", table[i].refusal);
		expect(json, want);
		assert_int_equal(c.counts.refused, 1);
		assert_int_equal(c.counts.bytes, strlen(json));
	}
}

static void a_raw_nul_is_refused(void **state)
{
	static const char json[] = "{\"id\":\"a\0b\"," T "}\n\0\n{\"id\":\"b\"," T "}";
	(void)state;

	assert_int_equal(read_all(json, sizeof json - 1, 0), DOSSIER_OK);
	assert_string_equal(c.text, "! 1@8: a NUL at byte 9 of the record\n! 2@25: not a JSON object\nid=b;title=t;\n");
}

static void an_array_that_is_not_closed_is_told(void **state)
{
	(void)state;
	expect("\n[{\"id\":\"a\"," T "},\n", "id=a;title=t;\n! 2@26: the array is not closed\n");
}

static void depth_and_size_are_limited(void **state)
{
	enum { N = 100000 };
	char *json = malloc(N + 100);
	(void)state;

	memset(json, '[', N);
	assert_int_equal(read_all(json, N, 0), DOSSIER_OK);
	assert_int_equal(c.counts.refused, 1);
	memcpy(json, "{\"id\":", 6);
	assert_int_equal(read_all(json, N, 0), DOSSIER_OK);
	assert_string_equal(c.text, "! 1@69: nested deeper than 64 levels\n");
	memset(json, ' ', N);
	memcpy(json, "{\"id\":\"", 7);
	memcpy(json + N, "\"," T "}\n{\"id\":\"b\"," T "}", 37);
	assert_int_equal(read_all(json, N + 37, 0), DOSSIER_OK);
	assert_string_equal(c.text, "! 1@0: longer than 16384 bytes\nid=b;title=t;\n");
	for (int i = 7; i < 7 + 2 * 600; i += 2)
		memcpy(json + i, "0,", 2);
	memcpy(json, "{\"n\":[ ", 7);
	memcpy(json + 7 + 2 * 600, "0]}\n", 4);
	assert_int_equal(read_all(json, 7 + 2 * 600 + 4, 0), DOSSIER_OK);
	assert_string_equal(c.text, "! 1@0: more than 500 values in one record\n");
	free(json);
}

static const char mixed[] =
	"\xEF\xBB\xBF[{\"id\":\"a\"," T ",\"e\\u0000\":[1, 2.5 ,\"\\\\\\\"\"]},\r\n {\"id\":\"\xC3\xA9\",\n" T ",\"date\":\"2018\"}]\n"
	"junk\n{\"id\":\"x\",\n{\"id\":\"b\"," T "}  \n{\"id\":\"c\"," T "} ,\n\n{\"id\":\"d\"," T "}x\n{\"id\":\"e\",\"title\":\"";

static void the_sizes_of_reads_do_not_matter(void **state)
{
	static char whole[1 << 16];
	(void)state;

	read_all(mixed, sizeof mixed - 1, 0);
	memcpy(whole, c.text, sizeof whole);
	assert_int_equal(c.records, 4);
	assert_int_equal(c.counts.refused, 4);
	for (size_t step = 1; step < sizeof mixed; step++) {
		assert_int_equal(read_all(mixed, sizeof mixed - 1, step), DOSSIER_OK);
		assert_string_equal(c.text, whole);
		assert_int_equal(c.counts.bytes, sizeof mixed - 1);
	}
}

static void every_beginning_is_read_without_harm(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof mixed; n++) {
		char *copy = malloc(n + 1);

		memcpy(copy, mixed, n);
		assert_int_equal(read_all(copy, n, 7), DOSSIER_OK);
		assert_int_equal(c.counts.bytes, n);
		free(copy);
	}
}

static void blanks_behind_an_object_are_not_held(void **state)
{
	enum { N = 8 * DSR_INGEST_MAX };
	char *json = malloc(N + 100);
	(void)state;

	memset(json, ' ', N);
	memcpy(json, "{\"id\":\"a\"," T "}", 22);
	memcpy(json + N, "{\"id\":\"b\"," T "}", 22);
	assert_int_equal(read_all(json, N + 22, 0), DOSSIER_OK);
	assert_string_equal(c.text, "id=a;title=t;\nid=b;title=t;\n");
	json[2000] = 'x';
	assert_int_equal(read_all(json, 2001, 0), DOSSIER_OK);
	assert_string_equal(c.text, "id=a;title=t;\n! 1@2000: not a JSON object\n");
	free(json);
}

static void every_failed_allocation_is_reported(void **state)
{
	(void)state;
	for (long nth = 1;; nth++) {
		dossier_status st;

		test_fail_after(nth);
		st = read_all(mixed, sizeof mixed - 1, 0);
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
		cmocka_unit_test(objects_are_read_however_they_are_laid_out),
		cmocka_unit_test(members_become_fields),
		cmocka_unit_test(mapped_keys_are_read_as_the_field),
		cmocka_unit_test(the_last_of_two_keys_counts),
		cmocka_unit_test(lists_that_say_nothing_hide_nothing),
		cmocka_unit_test(unknown_members_are_kept_as_they_were_written),
		cmocka_unit_test(what_no_text_can_hold_becomes_a_replacement_character),
		cmocka_unit_test(a_record_knows_where_it_stood),
		cmocka_unit_test(a_body_may_come_in_parts),
		cmocka_unit_test(a_bad_line_is_refused_alone),
		cmocka_unit_test(a_raw_nul_is_refused),
		cmocka_unit_test(an_array_that_is_not_closed_is_told),
		cmocka_unit_test(depth_and_size_are_limited),
		cmocka_unit_test(the_sizes_of_reads_do_not_matter),
		cmocka_unit_test(every_beginning_is_read_without_harm),
		cmocka_unit_test(blanks_behind_an_object_are_not_held),
		cmocka_unit_test(every_failed_allocation_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

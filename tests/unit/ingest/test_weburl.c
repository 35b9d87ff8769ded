#include "../test.h"

#include <string.h>

#include "ingest/weburl.h"

static void expect(const char *base, const char *ref, const char *want)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	const dossier_str got = dsr_weburl_resolve(&arena, dossier_str_of(base), dossier_str_of(ref));

	if (got.n != strlen(want) || memcmp(got.p, want, got.n))
		fail_msg("%s: \"%.*s\", not \"%s\"", ref, (int)got.n, got.p, want);
	dsr_arena_release(&arena);
}

/* The examples of RFC 3986, 5.4, but for schemes that are not of the web, queries alone and what is behind '#'. */
static void addresses_are_resolved_as_the_standard_says(void **state)
{
	static const char *const cases[][2] = {
		{ "g", "http://a/b/c/g" }, { "./g", "http://a/b/c/g" }, { "g/", "http://a/b/c/g/" }, { "/g", "http://a/g" },
		{ "//g", "http://g" }, { "g?y", "http://a/b/c/g?y" }, { "g#s", "http://a/b/c/g" }, { "g?y#s", "http://a/b/c/g?y" },
		{ ";x", "http://a/b/c/;x" }, { "g;x=1/../y", "http://a/b/c/y" }, { ".", "http://a/b/c/" }, { "./", "http://a/b/c/" },
		{ "..", "http://a/b/" }, { "../", "http://a/b/" }, { "../g", "http://a/b/g" }, { "../..", "http://a/" },
		{ "../../g", "http://a/g" }, { "../../../g", "http://a/g" }, { "/./g", "http://a/g" }, { "/../g", "http://a/g" },
		{ "g.", "http://a/b/c/g." }, { "..g", "http://a/b/c/..g" }, { "./../g", "http://a/b/g" }, { "./g/.", "http://a/b/c/g/" },
		{ "g/./h", "http://a/b/c/g/h" }, { "g/../h", "http://a/b/c/h" }, { "http://x/y#z", "http://x/y" },
		{ "g?y/./x", "http://a/b/c/g?y/./x" }, { " HTTPS://X ", "HTTPS://X" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect("http://a/b/c/d;p?q", cases[i][0], cases[i][1]);
	expect("https://a", "g", "https://a/g");
	expect("https://a?x/y", "g", "https://a/g");
	expect("https://a/", "//b/c", "https://b/c");
}

static void what_leads_nowhere_is_empty(void **state)
{
	static const char *const refs[] = { "", " ", "#top", "?page=2", "mailto:a@b", "javascript:void(0)", "ftp://a/b" };
	(void)state;

	for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
		expect("http://a/b", refs[i], "");
	expect("", "g", "");
	expect("a/b", "/g", "");
}

static void addresses_are_told_apart_by_their_core(void **state)
{
	static const char *const same[] = { "http://a.b/c", "https://a.b/c/", "https://www.a.b/c", "HTTP://a.b/c#d", "a.b/c//" };
	(void)state;

	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		const dossier_str core = dsr_weburl_core(dossier_str_of(same[i]));

		assert_int_equal(core.n, 5);
		assert_memory_equal(core.p, "a.b/c", 5);
	}
	assert_int_equal(dsr_weburl_core(dossier_str_of("http://a/?b")).n, 4);
	assert_int_equal(dsr_weburl_core(dossier_str_of("")).n, 0);
}

static void out_of_memory_there_is_none(void **state)
{
	(void)state;
	for (long n = 1; n <= 2; n++) {
		dsr_arena arena = DSR_ARENA_INIT(&test_alloc);

		test_fail_after(1);
		assert_int_equal(dsr_weburl_resolve(&arena, dossier_str_of("http://a/b"), dossier_str_of(n == 1 ? "g" : "//g")).n, 0);
		test_fail_done();
		dsr_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_resolved_as_the_standard_says),
		cmocka_unit_test(what_leads_nowhere_is_empty),
		cmocka_unit_test(addresses_are_told_apart_by_their_core),
		cmocka_unit_test(out_of_memory_there_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

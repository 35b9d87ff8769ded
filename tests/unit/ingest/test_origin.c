#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "ingest/origin.h"

static void expect(dsr_place at, const char *bytes, size_t n, const char *file, int64_t read, const char *want)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	const dsr_origin o = dsr_origin_of(at, bytes, n);
	const dossier_str got = dsr_origin_print(&arena, &o, file, read);

	assert_int_equal(got.n, strlen(want));
	assert_memory_equal(got.p, want, got.n);
	dsr_arena_release(&arena);
}

#define JSON(file, start, end, sha, read) \
	"{\"file\":\"" file "\",\"start\":" start ",\"end\":" end ",\"sha256\":\"" sha "\",\"read\":\"" read "\"}"

/* The digests are those of FIPS 180-4's examples and of no bytes. */
static void it_is_one_json_object(void **state)
{
	static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	(void)state;

	expect((dsr_place){ 1, 0 }, "abc", 3, "a.txt", 1,
	       JSON("a.txt", "0", "3", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "1970-01-01T00:00:01Z"));
	expect((dsr_place){ 1, 7 }, two_blocks, 56, "", 1709251199,
	       JSON("", "7", "63", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1", "2024-02-29T23:59:59Z"));
	expect((dsr_place){ 0, UINT64_MAX }, "", 0, "x", DSR_ORIGIN_READ_MAX,
	       JSON("x", "18446744073709551615", "18446744073709551615",
	            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "9999-12-31T23:59:59Z"));
}

static void names_are_escaped(void **state)
{
	(void)state;
	expect((dsr_place){ 0, 0 }, "", 0, "a\"b\\c\n\x1F\xC3\xA9", 0,
	       JSON("a\\\"b\\\\c\\u000a\\u001f\xC3\xA9", "0", "0",
	            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "1970-01-01T00:00:00Z"));
}

/* All that a name may become fits the room that was taken. */
static void the_longest_name_fits(void **state)
{
	char name[4000];
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	const dsr_origin o = dsr_origin_of((dsr_place){ 0, UINT64_MAX }, "", 0);
	(void)state;

	memset(name, 1, sizeof name - 1);
	name[sizeof name - 1] = '\0';
	assert_true(dsr_origin_print(&arena, &o, name, 0).n > 6 * (sizeof name - 1));
	dsr_arena_release(&arena);
}

static void running_out_of_memory_is_said(void **state)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	const dsr_origin o = dsr_origin_of((dsr_place){ 0, 0 }, "", 0);
	(void)state;

	test_fail_after(1);
	assert_null(dsr_origin_print(&arena, &o, "x", 0).p);
	test_fail_done();
	dsr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_one_json_object),
		cmocka_unit_test(names_are_escaped),
		cmocka_unit_test(the_longest_name_fits),
		cmocka_unit_test(running_out_of_memory_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

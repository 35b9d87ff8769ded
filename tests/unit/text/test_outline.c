#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "text/outline.h"

static const char text[] = "Heading\n\nWho asks?\n\nCaf\xC3\xA9: I do.";

/* "kind start end|..." of the parts that the outline gives. */
static void expect(const char *outline, const char *want)
{
	dossier_str rest = dossier_str_of(outline);
	dsr_part part = { 0 };
	char got[200] = "";
	size_t n = 0;

	while (dsr_outline_next(&rest, dossier_str_of(text), &part))
		n += (size_t)snprintf(got + n, sizeof got - n, "%c %u %u|", (char)part.kind, part.start, part.end);
	assert_string_equal(got, want);
}

static void what_is_written_is_read(void **state)
{
	static const dsr_part parts[] = {
		{ DSR_PART_SECTION, 0, 7 }, { DSR_PART_QUESTION, 9, 18 }, { DSR_PART_TURN, 20, 25 }, { DSR_PART_END, 32, 32 },
	};
	dsr_buf b = DSR_BUF_INIT(&test_alloc);
	(void)state;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		dsr_outline_put(&b, parts[i]);
	dsr_buf_put_u8(&b, 0);
	assert_string_equal((char *)b.data, "s 0 7\nq 9 9\nt 20 5\ne 32 0\n");
	expect((char *)b.data, "s 0 7|q 9 18|t 20 25|e 32 32|");
	dsr_buf_release(&b);
}

static void the_largest_numbers_are_written_whole(void **state)
{
	dsr_buf b = DSR_BUF_INIT(&test_alloc);
	(void)state;

	dsr_outline_put(&b, (dsr_part){ DSR_PART_TURN, 0, UINT32_MAX });
	assert_int_equal(b.len, strlen("t 0 4294967295\n"));
	assert_memory_equal(b.data, "t 0 4294967295\n", b.len);
	dsr_buf_release(&b);
}

static void what_does_not_fit_ends_it(void **state)
{
	static const char *const bad[] = {
		"", "s", "s 0", "s 0 7", "x 0 7\n", "S 0 7\n", "s  0 7\n", "s 0 7 \n", "s -1 7\n", "s 0x0 7\n", "s  7\n", "s 0 \n",
		"s 0 7\r\n", "s 0 33\n", "s 33 1\n", "s 33 0\n", "s 4294967296 1\n", "s 1 4294967295\n", "s 0 99999999999999999999999\n",
		"s 0 0\n", "t 0 0\n", "e 0 1\n", "t 20 4\n", "t 24 1\n",
	};
	char outline[100];
	(void)state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		expect(bad[i], "");
		snprintf(outline, sizeof outline, "q 0 1\n%s", bad[i]);
		expect(outline, "q 0 1|");
	}
	expect("s 0 7\nq 6 2\n", "s 0 7|");
	expect("s 0 7\ne 7 0\ns 7 1\n", "s 0 7|e 7 7|s 7 8|");
	expect("s 20 5\ns 0 7\n", "s 20 25|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(the_largest_numbers_are_written_whole),
		cmocka_unit_test(what_does_not_fit_ends_it),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

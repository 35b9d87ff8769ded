#include "text/tokens.h"

#include <stdio.h>
#include <string.h>

#include "../test.h"

static size_t find(const char *text, size_t n, dsr_text_token *out, size_t max)
{
	size_t count = 0, got;
	dsr_tokens source;

	dsr_tokens_begin(&source, (const uint8_t *)text, n);
	while ((got = dsr_tokens_next(&source, out + count, max))) {
		assert_true(got <= max);
		count += got;
	}
	return count;
}

/* Hold the tokens of `text` against `expected`, where blanks part them; what is beside has a '/' in front. */
static void check(const char *text, const char *expected)
{
	dsr_text_token t[100];
	const size_t count = find(text, strlen(text), t, 100);
	char got[1000] = "";

	for (size_t i = 0; i < count; i++)
		snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s%.*s", i ? " " : "", t[i].beside ? "/" : "",
		         (int)(t[i].end - t[i].start), text + t[i].start);
	assert_string_equal(got, expected);
}

static void words_are_tokens(void **state)
{
	(void)state;
	check("", "");
	check(" -- ... ", "");
	check("The talks, 2003.", "The talks 2003");
}

/* However many are taken at a time, the tokens are the same, and words of 64 or more do not matter either. */
static void tokens_do_not_depend_on_how_many_are_taken(void **state)
{
	static char text[4000];
	static dsr_text_token all[2000], some[2000];
	size_t count;

	(void)state;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = "abc  -. "[i * i % 61 % 8];
	count = find(text, sizeof text, all, 2000);
	assert_true(count > 500);
	for (size_t max = DSR_TOKENS_MIN; max < 200; max++) {
		assert_int_equal(find(text, sizeof text, some, max), count);
		assert_memory_equal(some, all, count * sizeof *all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_tokens),
		cmocka_unit_test(tokens_do_not_depend_on_how_many_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

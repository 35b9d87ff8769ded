#include "text/stopwords.h"

#include <string.h>

#include "../test.h"
#include "base/order.h"
#include "text/textdata.h"

static int has(const char *word)
{
	return dsr_is_stopword((const uint8_t *)word, strlen(word));
}

/* The line of the list that begins at *at, which is moved behind it. */
static dossier_str next_line(size_t *at)
{
	const char *p = (const char *)dsr_stopwords + *at;
	const char *end = memchr(p, '\n', dsr_stopwords_size - *at);

	assert_non_null(end);
	*at += (size_t)(end - p) + 1;
	return (dossier_str){ p, (size_t)(end - p) };
}

static void every_line_is_found_and_nothing_like_it(void **state)
{
	dossier_str before = { "", 0 };
	size_t at = 0, words = 0;

	(void)state;
	while (at < dsr_stopwords_size) {
		const dossier_str line = next_line(&at);
		char longer[128];

		assert_true(line.n > 0 && line.n < sizeof longer - 1);
		assert_true(dsr_str_compare(before, line) < 0);
		before = line;
		if (line.p[0] == '#')
			continue;
		words++;
		assert_true(dsr_is_stopword((const uint8_t *)line.p, line.n));
		memcpy(longer, line.p, line.n);
		longer[line.n] = 'q';
		assert_false(dsr_is_stopword((const uint8_t *)longer, line.n + 1));
	}
	assert_true(words > 100);
}

static void words_that_name_things_are_none(void **state)
{
	static const char *const names[] = { "", "#", "may", "us", "march", "no", "against", "verification", "zzz", "0", "th", "thee" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_false(has(names[i]));
	assert_true(has("the"));
	assert_true(has("a"));
	assert_true(has("yours"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_is_found_and_nothing_like_it),
		cmocka_unit_test(words_that_name_things_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

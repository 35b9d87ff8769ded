#include "text/stem.h"

#include <string.h>

#include "../test.h"

static void check(const char *language, const char *word, const char *expected)
{
	dsr_stemmer *s;
	dossier_str stem;

	assert_int_equal(dsr_stemmer_new(&s, language, NULL), DOSSIER_OK);
	stem = dsr_stemmer_stem(s, (const uint8_t *)word, strlen(word));
	assert_int_equal(stem.n, strlen(expected));
	assert_memory_equal(stem.p, expected, stem.n);
	dsr_stemmer_free(s);
}

static void endings_are_cut_by_language(void **state)
{
	(void)state;
	check("english", "negotiations", "negoti");
	check("english", "", "");
	check("french", "continuellement", "continuel");
	check("german", "verhandlungen", "verhandl");
}

static void an_unknown_language_is_refused(void **state)
{
	static const char *const names[] = { "klingon", "", "none", "English", "a name much longer than any language has" };
	dsr_stemmer *s;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		dossier_error err;

		assert_int_equal(dsr_stemmer_new(&s, names[i], &err), DOSSIER_ERR_MISUSE);
		assert_int_equal(err.status, DOSSIER_ERR_MISUSE);
		assert_null(s);
	}
	dsr_stemmer_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(endings_are_cut_by_language),
		cmocka_unit_test(an_unknown_language_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

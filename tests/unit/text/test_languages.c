#include "text/languages.h"

#include <string.h>

#include "../test.h"
#include "text/analyzer.h"

static const dsr_language *find(const char *called)
{
	return dsr_language_find(dossier_str_of(called));
}

static void check(const char *called, const char *name)
{
	const dsr_language *l = find(called);

	if (!l || strcmp(l->name, name) != 0)
		fail_msg("\"%s\" is %s, not %s", called, l ? l->name : "no language", name);
}

static void a_language_goes_by_codes_tags_and_its_name(void **state)
{
	(void)state;
	check("de", "german");
	check("DE", "german");
	check("deu", "german");
	check("ger", "german");
	check("German", "german");
	check("de-AT", "german");
	check("pt_BR", "portuguese");
	check("zh-Hans-CN", "chinese");
	check("en-US", "english");
	check("fil", "filipino");
	check("none", "none");
	check("porter", "porter");
}

static void what_is_no_language_is_none(void **state)
{
	static const char *const none[] = { "", "d", "dex", "klingon", "-", "-de", "german-x", "tlh", "deutsch", "none-x" };

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		if (find(none[i]))
			fail_msg("\"%s\" is %s", none[i], find(none[i])->name);
}

/* Stemmers are there for who has one, as libstemmer's list says (stem.h asks it); others are found and not stemmed. */
static void each_language_has_the_stemmer_that_there_is(void **state)
{
	static const char *const stemmed[] = {
		"ar", "hy", "eu", "ca", "da", "nl", "en", "fi", "fr", "de", "el", "hi", "hu", "id", "ga", "it", "lt", "ne", "nb", "nn",
		"no", "pt", "ro", "ru", "sr", "es", "sv", "ta", "tr", "yi",
	};
	static const char *const plain[] = { "zh", "ja", "ko", "th", "pl", "cs", "uk", "fa", "he", "vi", "my", "km", "lo", "none" };

	(void)state;
	for (size_t i = 0; i < sizeof stemmed / sizeof stemmed[0]; i++) {
		dsr_analyzer *a;

		assert_non_null(find(stemmed[i]));
		assert_string_not_equal(find(stemmed[i])->stemmer, "none");
		assert_int_equal(dsr_analyzer_new(&a, &test_alloc, find(stemmed[i])->stemmer, NULL), DOSSIER_OK);
		dsr_analyzer_free(a);
	}
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
		assert_string_equal(find(plain[i])->stemmer, "none");
}

/* Two letters lead to one language only, which leads back to them. */
static void codes_are_distinct(void **state)
{
	size_t languages = 0;

	(void)state;
	for (char a = 'a'; a <= 'z'; a++)
		for (char b = 'a'; b <= 'z'; b++) {
			const char code[] = { a, b, '\0' };
			const dsr_language *l = find(code);

			if (!l)
				continue;
			languages++;
			assert_string_equal(l->code, code);
			if (strcmp(code, "tl") != 0) /* Tagalog and Filipino share it */
				assert_ptr_equal(find(l->name), l);
			assert_int_equal(strlen(l->code3[0]), 3);
		}
	assert_true(languages > 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_language_goes_by_codes_tags_and_its_name),
		cmocka_unit_test(what_is_no_language_is_none),
		cmocka_unit_test(each_language_has_the_stemmer_that_there_is),
		cmocka_unit_test(codes_are_distinct),
	};

	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

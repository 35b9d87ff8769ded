#include "text/fingerprint.h"

#include <string.h>

#include "../test.h"
#include "text/textdata.h"
#include "text/tokens.h"

static uint64_t fingerprint_as(const char *stemmer, const char *language)
{
	uint64_t out = 0;
	dsr_analyzer *a;

	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, stemmer, NULL), DOSSIER_OK);
	assert_true(dsr_fingerprint(a, language, &out));
	dsr_analyzer_free(a);
	return out;
}

static void the_same_analyzer_has_the_same_fingerprint(void **state)
{
	uint64_t one = 0, two = 0;
	dsr_analyzer *a;

	(void)state;
	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "english", NULL), DOSSIER_OK);
	assert_true(dsr_fingerprint(a, "english", &one));
	dsr_analyzer_term(a, (const uint8_t *)"between", 7);
	assert_true(dsr_fingerprint(a, "english", &two));
	assert_true(one == two && one == fingerprint_as("english", "english"));
	dsr_analyzer_free(a);
}

/* Under one language's name, so that only the terms tell them apart. */
static void another_stemmer_shows(void **state)
{
	static const char *const others[] = { "porter", "none", "german" };

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		assert_true(fingerprint_as(others[i], "english") != fingerprint_as("english", "english"));
}

/* Every language with lines of its own has words in them that its stemmer shortens. */
static void probes_tell_their_language_from_no_stemming(void **state)
{
	const char *p = (const char *)dsr_probes, *const end = p + dsr_probes_size;
	size_t languages = 0;

	(void)state;
	for (; p < end; p = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1) {
		char language[20] = "";

		for (size_t n = 0; p[n] >= 'a' && p[n] <= 'z' && n < sizeof language - 1; n++)
			language[n] = p[n];
		if (!*language || !strcmp(language, "every"))
			continue;
		if (fingerprint_as(language, language) == fingerprint_as("none", language))
			fail_msg("no probe shows the stemmer for \"%s\"", language);
		languages++;
	}
	assert_true(languages > 25);
}

/* FNV-1a, over tokens and terms as fingerprint.h tells, of the lines of one language. */
static void it_is_the_hash_of_tokens_and_terms(void **state)
{
	const char *p = (const char *)dsr_probes, *const end = p + dsr_probes_size;
	uint64_t h = 14695981039346656037u;
	size_t words = 0;
	dsr_analyzer *a;

	(void)state;
	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "english", NULL), DOSSIER_OK);
	for (const char *next; p < end; p = next) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		dsr_text_token tokens[400];
		dsr_tokens source;
		size_t skipped;

		assert_non_null(newline);
		next = newline + 1;
		skipped = !strncmp(p, "every:", 6) ? 6 : !strncmp(p, "english:", 8) ? 8 : 0;
		p += skipped;
		dsr_tokens_begin(&source, (const uint8_t *)p, skipped ? (size_t)(newline - p) : 0);
		for (size_t n = dsr_tokens_next(&source, tokens, 400), k = 0; k < n; k++, words++) {
			const dsr_text_token w = tokens[k];
			const dossier_str t = dsr_analyzer_term(a, (const uint8_t *)p + w.start, w.end - w.start);
			const uint64_t numbers[4] = { w.start, w.end, w.beside, t.n };

			for (size_t i = 0; i < 16; i++)
				h = (h ^ (numbers[i / 4] >> 8 * (i % 4) & 0xFF)) * 1099511628211u;
			for (size_t i = 0; i < t.n; i++)
				h = (h ^ (uint8_t)t.p[i]) * 1099511628211u;
		}
	}
	assert_true(words > 250);
	assert_true(h == fingerprint_as("english", "english"));
	dsr_analyzer_free(a);
}

/* Of a plain line no word is lost: a language that has no line of its own has the common ones. */
static void an_unknown_language_has_the_common_probes(void **state)
{
	(void)state;
	assert_true(fingerprint_as("none", "none") == fingerprint_as("none", "klingon"));
	assert_true(fingerprint_as("none", "none") != fingerprint_as("none", "english"));
	assert_true(fingerprint_as("none", "none") == fingerprint_as("none", "engl"));
	assert_true(fingerprint_as("none", "none") == fingerprint_as("none", "englishes"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_analyzer_has_the_same_fingerprint),
		cmocka_unit_test(another_stemmer_shows),
		cmocka_unit_test(probes_tell_their_language_from_no_stemming),
		cmocka_unit_test(it_is_the_hash_of_tokens_and_terms),
		cmocka_unit_test(an_unknown_language_has_the_common_probes),
	};

	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

#include "text/analyzer.h"

#include <stdio.h>
#include <string.h>

#include "../test.h"
#include "base/utf8.h"
#include "text/tokens.h"

static dsr_analyzer *english, *plain;

static int make_analyzers(void **state)
{
	(void)state;
	return dsr_analyzer_new(&english, &test_alloc, "english", NULL) || dsr_analyzer_new(&plain, &test_alloc, "none", NULL);
}

static int free_analyzers(void **state)
{
	dsr_analyzer_free(english);
	dsr_analyzer_free(plain);
	return test_no_leaks(state);
}

static dossier_str term(dsr_analyzer *a, const char *word)
{
	return dsr_analyzer_term(a, (const uint8_t *)word, strlen(word));
}

static void check(dsr_analyzer *a, const char *word, const char *expected)
{
	const dossier_str t = term(a, word);

	if (t.n != strlen(expected) || memcmp(t.p, expected, t.n))
		fail_msg("\"%s\" gives \"%.*s\", not \"%s\"", word, (int)t.n, t.p, expected);
}

/* The terms of the tokens of `text`, with blanks between. */
static void check_text(const char *text, const char *expected)
{
	dsr_text_token w[50];
	dsr_tokens source;
	size_t count;
	char got[1000] = "";

	dsr_tokens_begin(&source, (const uint8_t *)text, strlen(text));
	count = dsr_tokens_next(&source, w, 50);
	for (size_t i = 0; i < count; i++) {
		const dossier_str t = dsr_analyzer_term(english, (const uint8_t *)text + w[i].start, w[i].end - w[i].start);

		snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", i ? " " : "", (int)t.n, t.p);
	}
	assert_string_equal(got, expected);
}

static void words_of_policy_have_these_terms(void **state)
{
	(void)state;
	check_text("verification verify verified verifying", "verifi verifi verifi verifi");
	check_text("policy policies policy\xE2\x80\x99s policy's policies'", "polici polici polici polici polici");
	check_text("sanction Sanctions SANCTIONED", "sanction sanction sanction");
	check_text("Côte CAFÉ İstanbul Straße", "cote cafe istanbul strass");
	check_text("ﬁnal final ＵＮ", "final final un");
	check_text("U.S. us U.S.A. USA i.d.", "u.s us usa usa id");
	check_text("10,000 10000 3.5 1,234.56", "10000 10000 3.5 1234.56");
	check_text("COVID-19 snake_case", "covid covid19 19 snake_cas");
	check_text("مرحبا 朝鲜", "مرحبا 朝鲜");
	check_text("con\xC2\xAD" "flict conflicts", "conflict conflict");
}

static void without_stemming_the_folded_word_stays(void **state)
{
	(void)state;
	check(plain, "Verification", "verification");
	check(plain, "d'Ivoire", "divoire");
	check(plain, "snake_case", "snake_case");
	check(plain, "Straße", "strasse");
}

static void apostrophes_of_every_kind_go(void **state)
{
	(void)state;
	check(plain, "O'Neill", "oneill");
	check(plain, "O\xE2\x80\x99Neill", "oneill");
	check(plain, "O\xE2\x80\x98Neill", "oneill");
	check(plain, "Hawai\xCA\xBBi", "hawaii");
	check(plain, "O\xCA\xBCNeill", "oneill");
	check(plain, "O\xEF\xBC\x87Neill", "oneill");
	check(plain, "don't", "dont");
	check(plain, "O'Neill's", "oneill");
	check(plain, "states'", "states");
	check(plain, "boss\xE2\x80\x99", "boss");
	check(plain, "s", "s");
	check(plain, "'s", "");
	check(plain, "''", "");
}

static void dots_go_between_letters(void **state)
{
	(void)state;
	check(plain, "U.N", "un");
	check(plain, "A.Q", "aq");
	check(plain, "С.Ш.А", "сша");
	check(plain, "3.5", "3.5");
	check(plain, "x", "x");
	check(english, "U.N.S", "uns");
}

static void an_acronym_is_not_a_common_word(void **state)
{
	(void)state;
	check(english, "U.S", "u.s");
	check(english, "u.s", "u.s");
	check(english, "U.S's", "u.s");
	check(english, "W.H.O", "w.h.o");
	check(english, "I.T", "i.t");
	check(english, "N.A.T.O", "nato");
	check(english, "A.L", "al");
	check(english, "L.L", "ll");
	check(english, "A.W.H", "awh");
	check(english, "\xC3\xA9.s", "es");
	check(english, "\xC3\x89.\xD1\x81", "e\xD1\x81");
}

static void one_word_in_several_parts_is_that_word(void **state)
{
	(void)state;
	check(english, "co-operation", "cooperat");
	check(english, "cooperation", "cooperat");
	check(english, "peace\xE2\x80\x90keeping", "peacekeep");
	check(english, "peace\xE2\x80\x91keeping", "peacekeep");
	check(english, "not-for-profit", "notforprofit");
	check(english, "G-20's", "g20");
	check(english, "F-16", "f16");
	check(english, "Ph.D", "phd");
	check(english, "U.S-China", "uschina");
	check(english, "example.org", "exampleorg");
	check(english, "x-3.5", "x3.5");
}

static void an_address_is_taken_as_it_is(void **state)
{
	(void)state;
	check(english, "Example.org/a-b/Policies", "example.org/a-b/policies");
	check(english, "J.Smith@state.gov", "j.smith@state.gov");
	check(english, "C++", "c++");
	check(english, "C#", "c#");
}

static void an_acronym_is_not_stemmed(void **state)
{
	(void)state;
	check(english, "A.I.D.E.S", "aides");
	check(english, "aides", "aide");
}

static void commas_go_only_where_they_group_thousands(void **state)
{
	(void)state;
	check(plain, "1,000,000", "1000000");
	check(plain, "1,000.50", "1000.50");
	check(plain, "1,2", "1,2");
	check(plain, "1,2345", "1,2345");
	check(plain, "10'000", "10000");
	check(plain, ",000", ",000");
}

static void what_is_all_signs_has_no_term(void **state)
{
	(void)state;
	assert_int_equal(term(english, "\xD9\x80").n, 0); /* tatweel alone */
	assert_int_equal(term(english, "\xFF").n, 0);
	assert_int_equal(term(english, "").n, 0);
	assert_non_null(term(english, "\xD9\x80").p);
}

static void a_term_is_bounded_and_valid(void **state)
{
	char word[256];
	dossier_str t;

	(void)state;
	for (size_t i = 0; i < 255; i += 3)
		memcpy(word + i, "\xEF\xB7\xBA", 3);
	word[255] = '\0';
	t = term(plain, word);
	assert_true(t.n <= DSR_TERM_MAX && t.n > DSR_TERM_MAX - 4);
	assert_int_equal(dsr_utf8_valid(t.p, t.n), t.n);
}

static void a_wrong_language_is_misuse(void **state)
{
	dsr_analyzer *a;
	dossier_error err;

	(void)state;
	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "klingon", &err), DOSSIER_ERR_MISUSE);
	assert_null(a);
	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "french", &err), DOSSIER_OK);
	check(a, "Nations", "nation");
	dsr_analyzer_free(a);
	dsr_analyzer_free(NULL);
}

static void what_is_elided_before_a_vowel_goes(void **state)
{
	dsr_analyzer *a;

	(void)state;
	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "french", NULL), DOSSIER_OK);
	check(a, "l'accord", "accord");
	check(a, "L\xE2\x80\x99" "accord", "accord");
	check(a, "d'Ivoire", "ivoir");
	check(a, "Ivoire", "ivoir");
	check(a, "qu'il", "il");
	check(a, "aujourd'hui", "aujourdhui");
	check(a, "O'Neill", "oneil");
	check(a, "l'", "l");
	check(a, "l", "l");
	assert_int_equal(dsr_analyzer_speak(a, "italian", NULL), DOSSIER_OK);
	check(a, "dell'Unione", "union");
	check(a, "un'altra", "altra");
	assert_int_equal(dsr_analyzer_speak(a, "english", NULL), DOSSIER_OK);
	check(a, "d'Ivoire", "divoir");
	dsr_analyzer_free(a);
}

static void an_analyzer_speaks_several_languages(void **state)
{
	dsr_analyzer *a;

	(void)state;
	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "german", NULL), DOSSIER_OK);
	assert_int_equal(dsr_analyzer_tongue(a), 0);
	check(a, "Verhandlungen", "verhandl");
	check(a, "verify", "verify");
	assert_int_equal(dsr_analyzer_speak(a, "english", NULL), DOSSIER_OK);
	assert_int_equal(dsr_analyzer_tongue(a), 1);
	check(a, "Verhandlungen", "verhandlungen");
	check(a, "verify", "verifi"); /* by the list of exceptions */
	assert_int_equal(dsr_analyzer_speak(a, "none", NULL), DOSSIER_OK);
	check(a, "policies", "policies");
	assert_int_equal(dsr_analyzer_speak(a, "klingon", NULL), DOSSIER_ERR_MISUSE);
	assert_int_equal(dsr_analyzer_tongue(a), 2);
	assert_int_equal(dsr_analyzer_speak(a, "english", NULL), DOSSIER_OK);
	assert_int_equal(dsr_analyzer_tongue(a), 1);
	assert_int_equal(dsr_analyzer_speak(a, NULL, NULL), DOSSIER_OK);
	assert_int_equal(dsr_analyzer_tongue(a), 0);
	check(a, "Verhandlungen", "verhandl");
	dsr_analyzer_free(a);
}

static void out_of_memory_is_reported(void **state)
{
	dsr_analyzer *a;
	dossier_error err;

	(void)state;
	for (int nth = 1; nth <= 3; nth++) {
		test_fail_after(nth);
		assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "english", &err), DOSSIER_ERR_NOMEM);
		assert_true(test_fail_done());
		assert_null(a);
	}
	test_fail_after(4); /* it asks three times */
	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "english", &err), DOSSIER_OK);
	assert_false(test_fail_done());
	dsr_analyzer_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_policy_have_these_terms),
		cmocka_unit_test(without_stemming_the_folded_word_stays),
		cmocka_unit_test(apostrophes_of_every_kind_go),
		cmocka_unit_test(dots_go_between_letters),
		cmocka_unit_test(an_acronym_is_not_a_common_word),
		cmocka_unit_test(one_word_in_several_parts_is_that_word),
		cmocka_unit_test(an_address_is_taken_as_it_is),
		cmocka_unit_test(an_acronym_is_not_stemmed),
		cmocka_unit_test(commas_go_only_where_they_group_thousands),
		cmocka_unit_test(what_is_all_signs_has_no_term),
		cmocka_unit_test(a_term_is_bounded_and_valid),
		cmocka_unit_test(a_wrong_language_is_misuse),
		cmocka_unit_test(what_is_elided_before_a_vowel_goes),
		cmocka_unit_test(an_analyzer_speaks_several_languages),
		cmocka_unit_test(out_of_memory_is_reported),
	};

	return cmocka_run_group_tests(tests, make_analyzers, free_analyzers);
}

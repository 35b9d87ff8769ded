#include "index_body.h"

#include <stdio.h>

#include "index/lexicon.h"
#include "text/gazetteer.h"

static dsr_analyzer *analyzer;

static int make_analyzer(void **state)
{
	return make_files(state) || dsr_analyzer_new(&analyzer, &test_alloc, "english", NULL);
}

static int free_analyzer(void **state)
{
	dsr_analyzer_free(analyzer);
	return remove_files(state);
}

static uint32_t term_of(dsr_lexicon *l, const char *word)
{
	return dsr_lexicon_word(l, (const uint8_t *)word, strlen(word)).term;
}

/* The number must lead to what the analyzer itself says. */
static void assert_term(dsr_lexicon *l, const char *word)
{
	const uint32_t number = term_of(l, word);
	const dossier_str right = dsr_analyzer_term(analyzer, (const uint8_t *)word, strlen(word));

	if (!right.n) {
		assert_int_equal(number, DSR_NO_TERM);
		return;
	}
	assert_true(number < l->terms.count);
	assert_int_equal(dsr_strings_at(&l->terms, number).n, right.n);
	assert_memory_equal(dsr_strings_at(&l->terms, number).p, right.p, right.n);
}

static void a_form_leads_to_the_term_that_the_analyzer_gives(void **state)
{
	static const char letters[] = "aAbBeEsS1";
	dsr_lexicon l;

	(void)state;
	dsr_lexicon_init(&l, &test_alloc, analyzer);
	for (int i = 0; i < 20000; i++) {
		char word[256] = "";
		const uint32_t n = 1 + chance(chance(20) ? chance(2) ? 4 : 20 : 255);

		for (uint32_t j = 0; j < n; j++)
			word[j] = letters[chance(n > 20 ? 2 : 9)];
		assert_term(&l, word);
	}
	dsr_lexicon_release(&l);
}

/* Forms of every length that differ in one byte only, at every place. */
static void forms_that_differ_in_one_byte_are_told_apart(void **state)
{
	dsr_lexicon l;

	(void)state;
	dsr_lexicon_init(&l, &test_alloc, analyzer);
	for (int round = 0; round < 2; round++)
		for (size_t n = 1; n < 40; n++)
			for (size_t at = 0; at < n; at++) {
				char word[64] = "";

				memset(word, '7', n);
				word[at] = '8';
				assert_term(&l, word);
			}
	assert_int_equal(l.terms.count, 39 * 40 / 2);
	dsr_lexicon_release(&l);
}

static void forms_of_one_term_share_its_number(void **state)
{
	dsr_lexicon l;

	(void)state;
	dsr_lexicon_init(&l, &test_alloc, analyzer);
	assert_int_equal(term_of(&l, "treaties"), term_of(&l, "Treaty"));
	assert_int_equal(term_of(&l, "TREATY"), term_of(&l, "treaty"));
	assert_int_not_equal(term_of(&l, "treaty"), term_of(&l, "talks"));
	assert_int_equal(l.terms.count, 2);
	dsr_lexicon_reset(&l);
	assert_int_equal(l.terms.count, 0);
	assert_int_equal(dsr_lexicon_memory(&l), 0);
	assert_int_equal(term_of(&l, "talks"), 0);
	assert_true(dsr_lexicon_memory(&l) > 0);
	dsr_lexicon_release(&l);
}

/* All tokens of a text at once: the same numbers, and nothing behind the text is read. */
static void many_at_once_are_as_one_by_one(void **state)
{
	static const char text[] = "Treaties, talks; 'A' treaty about talks: intercontinentalballistics and TALKS... '' I";
	uint32_t got[40], names[40];
	dsr_text_token tokens[40];
	dsr_lexicon l;

	(void)state;
	dsr_lexicon_init(&l, &test_alloc, analyzer);
	for (size_t n = 0; n < sizeof text; n++) {
		uint8_t *const copy = test_alloc.resize(test_alloc.ctx, NULL, 0, n + 1);
		dsr_tokens source;
		size_t count;

		memcpy(copy, text, n);
		dsr_tokens_begin(&source, copy, n);
		count = dsr_tokens_next(&source, tokens, 40);
		assert_true(dsr_lexicon_terms(&l, copy, n, tokens, count, got, names));
		for (size_t i = 0; i < count; i++)
			assert_int_equal(got[i], dsr_lexicon_word(&l, copy + tokens[i].start, tokens[i].end - tokens[i].start).term);
		test_alloc.resize(test_alloc.ctx, copy, n + 1, 0);
	}
	dsr_lexicon_release(&l);
}

/* Words know their numbers among the words of names, and concepts have terms. */
static void words_of_names_are_known(void **state)
{
	static const char list[] = "prk; state; North Korea; DPRK\nusa; state; United States; =US\n";
	static const char text[] = "North talks of states in the NORTH'S us";
	uint32_t terms[20], numbers[20];
	dsr_text_token tokens[20];
	dsr_gazetteer *names;
	dsr_analyzer *a;
	dsr_tokens source;
	dsr_lexicon l;
	size_t n;

	(void)state;
	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, "english", NULL), DOSSIER_OK);
	assert_int_equal(dsr_gazetteer_new(&names, &test_alloc, (const uint8_t *)list, sizeof list - 1, NULL), DOSSIER_OK);
	dsr_analyzer_lend_names(a, names);
	dsr_lexicon_init(&l, &test_alloc, a);
	for (int round = 0; round < 2; round++) { /* learnt, then looked up */
		dsr_tokens_begin(&source, (const uint8_t *)text, sizeof text - 1);
		n = dsr_tokens_next(&source, tokens, 20);
		assert_int_equal(n, 8);
		assert_true(dsr_lexicon_terms(&l, (const uint8_t *)text, sizeof text - 1, tokens, n, terms, numbers));
		for (size_t i = 0; i < n; i++)
			assert_int_equal(numbers[i], dsr_gazetteer_word(dsr_analyzer_names(a), (const uint8_t *)text + tokens[i].start,
			                                                tokens[i].end - tokens[i].start));
		assert_true(numbers[0] && !numbers[1] && !numbers[2] && numbers[3] && numbers[6] == numbers[0] && numbers[7]);
	}
	for (uint32_t c = 0; c < 4; c++) {
		const dossier_str term = dsr_strings_at(&l.terms, dsr_lexicon_concept(&l, c & 1));

		assert_int_equal(term.n, 4);
		assert_memory_equal(term.p, c & 1 ? "\1usa" : "\1prk", 4);
	}
	dsr_lexicon_release(&l);
	dsr_analyzer_free(a);
	dsr_gazetteer_free(names);
}

/* One spelling has a term in each language; terms have one numbering. */
static void each_language_has_forms_of_its_own(void **state)
{
	dsr_lexicon l;

	(void)state;
	dsr_lexicon_init(&l, &test_alloc, analyzer);
	for (int round = 0; round < 2; round++) {
		assert_true(dsr_lexicon_speak(&l, "german"));
		assert_term(&l, "Verhandlungen");
		assert_term(&l, "policies");
		assert_true(dsr_lexicon_speak(&l, NULL));
		assert_term(&l, "Verhandlungen");
		assert_term(&l, "policies");
		assert_true(dsr_lexicon_speak(&l, "none"));
		assert_term(&l, "policies");
	}
	assert_int_equal(l.terms.count, 4); /* verhandl, verhandlungen, polici, policies */
	dsr_lexicon_release(&l);
	assert_int_equal(dsr_lexicon_memory(&l), 0);
	assert_int_equal(dsr_analyzer_speak(analyzer, NULL, NULL), DOSSIER_OK);
}

static dossier_status learn_many(void)
{
	dossier_status st = DOSSIER_OK;
	dsr_lexicon l;

	dsr_lexicon_init(&l, &test_alloc, analyzer);
	for (uint32_t i = 0; i < 700 && !st; i++) {
		char word[64];

		snprintf(word, sizeof word, "%s%u", i & 1 ? "w" : "a-word-that-is-no-short-one", i);
		if (term_of(&l, word) == DSR_STRING_NONE)
			st = DOSSIER_ERR_NOMEM;
	}
	dsr_lexicon_release(&l);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	assert_int_equal(learn_many(), DOSSIER_OK); /* the analyzer now holds all it needs */
	fails_cleanly(learn_many);
}

#define LEXICON_TEST(function) cmocka_unit_test_setup_teardown(function, make_analyzer, free_analyzer)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LEXICON_TEST(a_form_leads_to_the_term_that_the_analyzer_gives),
		LEXICON_TEST(forms_that_differ_in_one_byte_are_told_apart),
		LEXICON_TEST(forms_of_one_term_share_its_number),
		LEXICON_TEST(each_language_has_forms_of_its_own),
		LEXICON_TEST(many_at_once_are_as_one_by_one),
		LEXICON_TEST(words_of_names_are_known),
		LEXICON_TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

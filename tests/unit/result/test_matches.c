#include "result/matches.h"

#include <stdio.h>
#include <string.h>

#include "../chance.h"
#include "../test.h"
#include "text/gazetteer.h"
#include "text/tokens.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))
enum { TOKENS_MAX = 4000, MATCHES_MAX = 40000 };

static const char names[] = "prk; state; North Korea; DPRK; ~North Koreans\ngeo; state; Republic of Georgia; ?Georgia; +Tbilisi\n";

static dsr_gazetteer *gazetteer;
static dsr_analyzer *analyzer;
static dsr_lexicon lexicon; /* that of all tests: what it learnt from one text serves the next */

static int make_analyzer(void **state)
{
	(void)state;
	if (dsr_analyzer_new(&analyzer, &test_alloc, "english", NULL) ||
	       dsr_gazetteer_new(&gazetteer, &test_alloc, (const uint8_t *)names, sizeof names - 1, NULL))
		return 1;
	dsr_analyzer_lend_names(analyzer, gazetteer);
	dsr_lexicon_init(&lexicon, &test_alloc, analyzer);
	return 0;
}

static int free_analyzer(void **state)
{
	dsr_lexicon_release(&lexicon);
	dsr_analyzer_free(analyzer);
	dsr_gazetteer_free(gazetteer);
	return test_no_leaks(state);
}

/* ---- the same in few words: every token analysed, every target tried at every token ---- */

typedef struct naive_token {
	uint32_t start, end;
	size_t   place;
	char     term[256];
} naive_token;

static size_t naive_tokens(naive_token *out, dossier_str text)
{
	static dsr_text_token all[TOKENS_MAX];
	size_t n = 0, places = 0, left_out = 1;
	dsr_tokens source;

	dsr_tokens_begin(&source, (const uint8_t *)text.p, text.n);
	const size_t count = dsr_tokens_next(&source, all, TOKENS_MAX);
	assert_true(count < TOKENS_MAX - 1);
	for (size_t i = 0; i < count; i++) {
		const dossier_str t = dsr_analyzer_term(analyzer, (const uint8_t *)text.p + all[i].start, all[i].end - all[i].start);

		if (!all[i].beside)
			left_out = !t.n;
		if (!t.n || left_out)
			continue;
		places += !all[i].beside;
		assert_true(t.n < sizeof out->term);
		out[n] = (naive_token){ all[i].start, all[i].end, places, "" };
		memcpy(out[n++].term, t.p, t.n);
	}
	return n;
}

/* The token with this term at this place, or NULL. */
static const naive_token *naive_at(const naive_token *tokens, size_t n, size_t place, dossier_str term)
{
	for (size_t i = 0; i < n; i++)
		if (tokens[i].place == place && strlen(tokens[i].term) == term.n && !memcmp(tokens[i].term, term.p, term.n))
			return &tokens[i];
	return NULL;
}

/* The last token of the target if it begins with tokens[0], or NULL; at most two stand at one place. */
static const naive_token *naive_last(const naive_token *tokens, size_t n, const dsr_target *t)
{
	const naive_token *last = naive_at(tokens, 1, tokens->place, t->terms[0]);

	for (uint32_t i = 1; i < t->count && last; i++)
		last = naive_at(tokens, n < 2 * t->count + 2 ? n : 2 * t->count + 2, tokens->place + i, t->terms[i]);
	return last;
}

static size_t naive_find(dsr_match *out, dossier_str text, const dsr_target *targets, size_t count)
{
	static naive_token tokens[TOKENS_MAX];
	const size_t n = naive_tokens(tokens, text);
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t t = 0; t < count; t++) {
			const naive_token *last = naive_last(tokens + i, n - i, &targets[t]);

			assert_true(found < MATCHES_MAX);
			if (last)
				out[found++] = (dsr_match){ tokens[i].start, last->end, (uint32_t)t };
		}
	return found;
}

/* ---- comparing ---- */

static size_t compare(dossier_str text, const dsr_target *targets, size_t count)
{
	static dsr_match want[MATCHES_MAX];
	const size_t wanted = naive_find(want, text, targets, count);
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_match *got = NULL;
	size_t n = 99999;

	assert_int_equal(dsr_matches_find(&got, &n, &arena, &lexicon, text, targets, count), DOSSIER_OK);
	assert_int_equal(n, wanted);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(got[i].start, want[i].start);
		assert_int_equal(got[i].end, want[i].end);
		assert_int_equal(got[i].target, want[i].target);
	}
	dsr_arena_release(&arena);
	return n;
}

/* A target of the terms of `words`, with blanks between. */
static dsr_target target_of(const char *words)
{
	static dossier_str terms[512];
	static size_t used;
	dsr_target t = { NULL, 0, 1 };

	used = used + 16 > LENGTH(terms) ? 0 : used;
	t.terms = terms + used;
	for (; *words; words += *words == ' ') {
		terms[used] = (dossier_str){ words, strcspn(words, " ") };
		words += terms[used++].n;
		t.count++;
	}
	return t;
}

/* How often the target stands in the text; the naive search says so too. */
static size_t count_of(const char *text, const char *words)
{
	const dsr_target t = target_of(words);

	return compare(dossier_str_of(text), &t, 1);
}

static void words_match_in_all_their_forms(void **state)
{
	(void)state;
	assert_int_equal(count_of("Policy, policies and POLICY\xE2\x80\x99s; police", "polici"), 3);
	assert_int_equal(count_of("C\xC3\xB4te cote COTE coat", "cote"), 3);
	assert_int_equal(count_of("", "polici"), 0);
	assert_int_equal(count_of("  ", "polici"), 0);
	assert_int_equal(count_of("policy", "polic"), 0);
}

static void phrases_match_words_side_by_side_in_order(void **state)
{
	(void)state;
	assert_int_equal(count_of("North Korea, north-Korea and Korea north of North of Korea", "north korea"), 2);
	assert_int_equal(count_of("North", "north korea"), 0);
	assert_int_equal(count_of("North\n\nKorea", "north korea"), 1);
}

static void phrases_with_a_word_twice_may_overlap(void **state)
{
	(void)state;
	assert_int_equal(count_of("no no no no", "no no"), 3);
	assert_int_equal(count_of("tit for tit for tit", "tit for tit"), 2);
	assert_int_equal(count_of("a a b a a b a", "a a b a"), 2);
}

static void words_without_a_term_take_no_place(void **state)
{
	const dossier_str term = dsr_analyzer_term(analyzer, (const uint8_t *)"\xCA\xBB", 2);

	(void)state;
	assert_non_null(term.p);
	assert_int_equal(term.n, 0);
	assert_int_equal(count_of("North \xCA\xBB Korea", "north korea"), 1);
	assert_int_equal(count_of("\xCA\xBB North \xD9\x80 \xD9\x80 Korea \xCA\xBB", "north korea"), 1);
}

static void a_word_in_parts_matches_whole_and_in_its_parts(void **state)
{
	const dsr_target targets[] = { target_of("cooperat"), target_of("co oper"), target_of("econom cooperat"), target_of("co"),
		                       target_of("oper talk"), target_of("cooperat oper") };

	(void)state;
	assert_int_equal(compare(dossier_str_of("Economic co-operation talks"), targets, LENGTH(targets)), 6);
	assert_int_equal(count_of("co-operation, cooperation, co operation", "cooperat"), 2);
	assert_int_equal(count_of("co-operation, cooperation, co operation", "co oper"), 2);
	assert_int_equal(count_of("the Six-Party talks", "six parti talk"), 1);
	assert_int_equal(count_of("see www.state.gov/x", "state gov"), 1);
}

static void targets_that_begin_alike_all_match(void **state)
{
	const dsr_target targets[] = {
		target_of("korea"), target_of("korea north"), target_of("korea north summit"), target_of("north"), target_of("korea"),
		target_of("summit"), target_of("nowhere"), target_of("korea korea"),
	};

	(void)state;
	assert_int_equal(compare(dossier_str_of("Korea North summit, Korea"), targets, LENGTH(targets)), 8);
	assert_int_equal(compare(dossier_str_of("Korea"), targets, 0), 0);
}

static void random_texts_have_the_matches_of_the_naive_search(void **state)
{
	static const char *const words[] = { "a", "b", "ab", "policy", "policies", "Policy's", "U.S.", "us", "10,000", "no", "a-b", "b-no",
		                             "l'a", "Politiken" };
	static const char *const terms[] = { "a", "b", "ab", "polici", "us", "10000", "no", "bno", "zzz", "la", "politik", "policy", "polit" };
	static const char *const languages[] = { NULL, "english", "french", "german", "none" };

	(void)state;
	for (int round = 0; round < 600; round++) {
		static dossier_str pool[64];
		dsr_target targets[8];
		const size_t count = chance(9);
		char text[4096] = "";
		size_t used = 0, n = 0;

		for (uint32_t i = chance(chance(4) ? 20 : 500); i; i--) {
			const int plain = chance(3) > 0;

			n += (size_t)snprintf(text + n, sizeof text - n, plain ? "%s " : "%s%u, ", words[chance(LENGTH(words))],
			                      chance(2000));
		}
		for (size_t t = 0; t < count; t++) {
			targets[t] = (dsr_target){ pool + used, 1 + (chance(2) ? chance(4) : 0), 1 };
			for (uint32_t i = 0; i < targets[t].count; i++)
				pool[used++] = dossier_str_of(terms[chance(chance(2) ? 2 : LENGTH(terms))]);
		}
		if (!chance(60))
			dsr_lexicon_reset(&lexicon);
		assert_true(dsr_lexicon_speak(&lexicon, languages[chance(LENGTH(languages))]));
		compare((dossier_str){ text, n }, targets, count);
	}
	assert_true(dsr_lexicon_speak(&lexicon, NULL));
}

static void every_distinct_word_is_right_however_many_there_are(void **state)
{
	static char text[40000];
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 3000; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "w%d ", i * 7919 % 1501);
	assert_int_equal(count_of(text, "w7"), 2);
	assert_int_equal(count_of(text, "w1500"), 2);
	assert_int_equal(count_of(text, "w1501"), 0);
}

static void out_of_memory_anywhere_is_an_error_and_leaks_nothing(void **state)
{
	static const dossier_str prk[] = { { "\1prk", 4 } };
	const dsr_target targets[] = { target_of("a"), target_of("a a"), target_of("b a"), { prk, 1, 1 } };
	static char text[60000];
	long n = 0;
	int failed = 1;

	(void)state;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = " a b DPRK"[i % 9];
	while (failed) {
		dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
		long live;
		dsr_match *out = (dsr_match *)text;
		size_t count = 7;
		dossier_status st;

		dsr_lexicon_reset(&lexicon);
		live = test_live;
		test_fail_after(++n);
		st = dsr_matches_find(&out, &count, &arena, &lexicon, (dossier_str){ text, sizeof text }, targets, LENGTH(targets));
		failed = test_fail_done();
		assert_int_equal(st, failed ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		if (failed) {
			assert_ptr_equal(out, text);
			assert_int_equal(count, 7);
		}
		dsr_arena_release(&arena);
		dsr_lexicon_reset(&lexicon);
		assert_int_equal(test_live, live);
	}
	assert_true(n > 4);
}

/* "start-end:target ..." */
static void check_matches(const char *text, const dsr_target *targets, size_t count, const char *expected)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_match *got = NULL;
	char printed[200] = "";
	size_t n = 0;

	assert_int_equal(dsr_matches_find(&got, &n, &arena, &lexicon, dossier_str_of(text), targets, count), DOSSIER_OK);
	for (size_t i = 0; i < n; i++)
		snprintf(printed + strlen(printed), sizeof printed - strlen(printed), "%s%u-%u:%u", i ? " " : "", got[i].start, got[i].end,
		         got[i].target);
	assert_string_equal(printed, expected);
	dsr_arena_release(&arena);
}

static void names_match_as_a_whole_in_every_spelling(void **state)
{
	static const dossier_str prk[] = { { "\1prk", 4 } }, geo[] = { { "\1geo", 4 } }, talk[] = { { "talk", 4 } },
	                         phrase[] = { { "korea", 5 }, { "talk", 4 } };
	const dsr_target targets[] = { { prk, 1, 1 }, { talk, 1, 1 }, { phrase, 2, 1 }, { geo, 1, 1 } };

	(void)state;
	check_matches("talks in North Korea; talks of the DPRK", targets, 3, "0-5:1 9-20:0 15-27:2 22-27:1 35-39:0");
	check_matches("North Koreans, of the north of Korea", targets, 1, "0-13:0");
	check_matches("Georgia, talks", targets, 4, "9-14:1");
	check_matches("Georgia and Tbilisi", targets, 4, "0-7:3");
	check_matches("", targets, 4, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_match_in_all_their_forms),
		cmocka_unit_test(phrases_match_words_side_by_side_in_order),
		cmocka_unit_test(phrases_with_a_word_twice_may_overlap),
		cmocka_unit_test(words_without_a_term_take_no_place),
		cmocka_unit_test(a_word_in_parts_matches_whole_and_in_its_parts),
		cmocka_unit_test(targets_that_begin_alike_all_match),
		cmocka_unit_test(names_match_as_a_whole_in_every_spelling),
		cmocka_unit_test(random_texts_have_the_matches_of_the_naive_search),
		cmocka_unit_test(every_distinct_word_is_right_however_many_there_are),
		cmocka_unit_test(out_of_memory_anywhere_is_an_error_and_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, make_analyzer, free_analyzer);
}

#include "text/gazetteer.h"

#include <stdio.h>
#include <string.h>

#include "../chance.h"
#include "../test.h"
#include "text/analyzer.h"
#include "text/textdata.h"
#include "text/words.h"

static dsr_gazetteer *names;

static int read_names(void **state)
{
	(void)state;
	return dsr_gazetteer_new(&names, &test_alloc, dsr_names, dsr_names_size, NULL);
}

static int free_names(void **state)
{
	dsr_gazetteer_free(names);
	return test_no_leaks(state);
}

static dossier_status read_text(dsr_gazetteer **g, const char *text, dossier_error *err)
{
	return dsr_gazetteer_new(g, &test_alloc, (const uint8_t *)text, strlen(text), err);
}

/* ---- matching: words of a text, and keys of the sure concepts found ---- */

static size_t tokenize(const dsr_gazetteer *g, const char *text, dsr_name_token *out, size_t max)
{
	const size_t size = strlen(text);
	size_t from = 0, n = 0;
	dsr_word w;

	while (n < max && dsr_words_find((const uint8_t *)text, size, &from, &w, 1)) {
		const int money = dsr_name_is_money((const uint8_t *)text, size, w.start, w.end);

		out[n++] = (dsr_name_token){ w.start, w.end,
		                             money ? 0 : dsr_gazetteer_word(g, (const uint8_t *)text + w.start, w.end - w.start) };
	}
	return n;
}

/* "key:first-end ..." of everything that fits, concepts of one match joined by '|'; '?' before unsure ones, '+' before evidence. */
static void describe(const dsr_gazetteer *g, const char *text, int waive, char *out, size_t cap)
{
	dsr_name_text t = DSR_NAME_TEXT_INIT((const uint8_t *)text, strlen(text));
	dsr_name_token tokens[4000];
	const size_t n = tokenize(g, text, tokens, 4000);

	t.waive = waive;
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		const dsr_name_form *f;
		dossier_str last = { NULL, 0 };
		dsr_name_match m;
		uint32_t at = 0;

		if (!dsr_gazetteer_match(g, &t, tokens + i, n - i, &m))
			continue;
		while ((f = dsr_name_match_form(g, &m, &at))) {
			const dossier_str key = f->concept == DSR_NO_CONCEPT ? dossier_str_of("-") : g->concepts[f->concept].key;
			const int first = !last.p, same = key.p == last.p;

			last = key;
			if (same)
				continue;
			snprintf(out + strlen(out), cap - strlen(out), "%s%s%s%.*s", first ? *out ? " " : "" : "|",
			         f->flags & DSR_NAME_EVIDENCE ? "+" : "", f->flags & DSR_NAME_UNSURE ? "?" : "", (int)key.n, key.p);
		}
		snprintf(out + strlen(out), cap - strlen(out), ":%zu-%zu", i, i + m.count);
		i += m.count - 1;
	}
}

static void check_in(const dsr_gazetteer *g, const char *text, int waive, const char *expected)
{
	char got[2000];

	describe(g, text, waive, got, sizeof got);
	if (strcmp(got, expected) != 0)
		fail_msg("\"%s\" names \"%s\", not \"%s\"", text, got, expected);
}

static void check(const char *text, const char *expected)
{
	check_in(names, text, 0, expected);
}

static void every_spelling_is_the_concept(void **state)
{
	(void)state;
	check("North Korea", "prk:0-2");
	check("the DPRK", "prk:1-2");
	check("N. Korea's missiles", "prk:0-2");
	check("Democratic People's Republic of Korea", "prk:0-5");
	check("Democratic People\xE2\x80\x99s Republic of Korea", "prk:0-5");
	check("Democratic Peoples' Republic of Korea", "prk:0-5");
	check("Democratic Peoples Republic of Korea", "prk:0-5");
	check("Democratic People Republic of Korea", "prk:0-5");
	check("D.P.R.K.", "prk:0-1");
	check("Côte d'Ivoire, COTE D’IVOIRE and the Ivory\nCoast", "civ:0-2 civ:2-4 civ:6-8");
	check("the six-party talks; Six Party Talks", "sixparty:1-4 sixparty:4-7");
	check("Türkiye", "tur:0-1");
}

static void acronyms_are_no_pronouns(void **state)
{
	(void)state;
	check("Email us about our office", "");
	check("US policy, the U.S. and the u.s.", "usa:0-1 usa:3-4 usa:6-7");
	check("Us and them", "");
	check("who attended? The WHO, W.H.O., w.h.o.", "who:3-4 who:4-5 who:5-6");
	check("it may march", "");
	check("the US's answer, the WHO\xE2\x80\x99s", "usa:1-2 who:4-5");
	check("U.S.-North Korea verification", "usa:0-1 prk:1-3");
	check("for US$100, $US100 or US $100", "usa:5-6");
}

static void in_a_line_of_capitals_acronyms_may_be_words(void **state)
{
	(void)state;
	check("TELL US WHO DID IT", "");
	check("TELL US WHO DID IT\nsaid the WHO", "who:7-8");
	check("US NORTH KOREA", "usa:0-1 prk:1-3");
	check("FROM THE U.S. TO KENYA", "usa:2-3 ken:4-5");
	check("РАССКАЖИ US О WHO СЕГОДНЯ", "");
	check("РАССКАЖИ US О WHO сегодня", "usa:1-2 who:3-4");
}

static void capitals_are_needed_and_waived(void **state)
{
	(void)state;
	check("turkey for dinner in Turkey and TURKEY", "tur:4-5 tur:6-7");
	check_in(names, "turkey and chad", 1, "tur:0-1 tcd:2-3");
	check_in(names, "us and who", 1, "");
	check("fine china from China", "chn:3-4");
}

static void the_longest_name_wins(void **state)
{
	(void)state;
	check("People's Republic of China", "chn:0-4");
	check("Republic of China", "twn:0-3");
	check("New Mexico and Mexico", "-:0-2 mex:3-4");
	check("South Africa, South American", "zaf:0-2 southam:2-4");
	check("North of Korea", "");
	check("United Nations Security Council of the United", "unsc:0-4");
}

static void unsure_forms_and_evidence_are_marked(void **state)
{
	(void)state;
	check("Georgia", "?geo:0-1");
	check("Congo", "?cod|?cog:0-1");
	check("Tbilisi", "+geo:0-1");
}

/* ---- against a search of every form at every word ---- */

static size_t plain_of(dossier_str word, uint8_t *out)
{
	int acronym;

	return dsr_analyzer_plain((const uint8_t *)word.p, word.n, out, &acronym);
}

/* Are the words the same but for case and the like; or is the text's the form's with the s of a possessive? */
static int same_plain(dossier_str form, dossier_str text, int joined)
{
	uint8_t a[DSR_TERM_MAX + 1], b[DSR_TERM_MAX];
	size_t n = plain_of(form, a);

	if (joined && form.n > 2 && form.p[form.n - 1] == 's' &&
	    (form.p[form.n - 2] == '\'' || (uint8_t)form.p[form.n - 2] == 0x99))
		a[n++] = 's';
	return n == plain_of(text, b) && !memcmp(a, b, n);
}

/* The longest form that has the words at tokens[0]; flags are not looked at. */
static size_t longest_spelled(const dsr_gazetteer *g, const char *text, const dsr_name_token *tokens, size_t n)
{
	size_t best = 0;

	for (size_t i = 0; i < g->form_count; i++) {
		const dsr_name_form *f = &g->forms[i];

		for (int joined = 0; joined < 2 && f->count <= n; joined++) {
			size_t k = 0;

			while (k < f->count &&
			       same_plain(f->words[k], (dossier_str){ text + tokens[k].start, tokens[k].end - tokens[k].start }, joined))
				k++;
			if (k == f->count && k > best)
				best = k;
		}
	}
	return best;
}

/* Names without flags, of few words, so that they meet often. */
static void make_names(char *out, size_t cap)
{
	*out = 0;
	for (int line = 0; line < 30; line++) {
		snprintf(out + strlen(out), cap - strlen(out), "c%d; org; unique%d", line, line);
		for (int form = 0; form < 3; form++) {
			snprintf(out + strlen(out), cap - strlen(out), "; ?");
			for (uint32_t words = 1 + chance(5); words; words--)
				snprintf(out + strlen(out), cap - strlen(out), " %c%s", 'p' + (int)chance(4), chance(4) ? "" : "'s");
		}
		snprintf(out + strlen(out), cap - strlen(out), "\n");
	}
}

static void random_names_are_found_as_by_brute_force(void **state)
{
	static const char *const spellings[] = { "p", "P", "ṕ", "q", "q's", "qs", "r", "R\xE2\x80\x99s", "s", "x", "of" };

	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		char lines[8000], text[2000] = "";
		dsr_name_token tokens[400];
		dsr_gazetteer *g;
		size_t n;

		chance_seed(seed);
		do
			make_names(lines, sizeof lines);
		while (read_text(&g, lines, NULL) != DOSSIER_OK); /* one line may say a form twice */
		while (strlen(text) < 1900)
			snprintf(text + strlen(text), sizeof text - strlen(text), "%s ", spellings[chance(11)]);
		n = tokenize(g, text, tokens, 400);
		for (size_t i = 0; i < n; i++) {
			dsr_name_text t = DSR_NAME_TEXT_INIT((const uint8_t *)text, strlen(text));
			dsr_name_match m;

			assert_int_equal(tokens[i].word != 0, dsr_gazetteer_word(g, (const uint8_t *)text + tokens[i].start,
			                                                         tokens[i].end - tokens[i].start) != 0);
			dsr_gazetteer_match(g, &t, tokens + i, n - i, &m);
			assert_int_equal(m.count, longest_spelled(g, text, tokens + i, n - i));
		}
		dsr_gazetteer_free(g);
	}
}

static void each_form_of_the_list_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < names->form_count; i++) {
		const dsr_name_form *f = &names->forms[i];
		dsr_name_token tokens[DSR_NAME_WORDS_MAX];
		const dsr_name_form *found;
		dsr_name_match m;
		char text[300];
		dsr_name_text t;
		uint32_t at = 0;
		size_t n;

		snprintf(text, sizeof text, "%.*s", (int)f->text.n, f->text.p);
		t = DSR_NAME_TEXT_INIT((const uint8_t *)text, strlen(text));
		n = tokenize(names, text, tokens, DSR_NAME_WORDS_MAX);
		assert_int_equal(n, f->count);
		assert_true(dsr_gazetteer_match(names, &t, tokens, n, &m));
		assert_int_equal(m.count, n);
		while ((found = dsr_name_match_form(names, &m, &at)) && found != f)
			;
		assert_ptr_equal(found, f);
	}
}

/* A function word that is a name in small letters would be one everywhere. */
static void no_small_word_is_a_name(void **state)
{
	static const char *const small =
		"a an and are as at be but by for if in into is it no not of on or such that the their then there these they this "
		"to was will with us we who he she them you i me my our his her its may march will can has had do did one";
	char got[200];

	(void)state;
	describe(names, small, 0, got, sizeof got);
	assert_string_equal(got, "");
}

/* ---- reading ---- */

static void refuse(const char *text, const char *message)
{
	dossier_error err;
	dsr_gazetteer *g;

	assert_int_equal(read_text(&g, text, &err), DOSSIER_ERR_INPUT);
	assert_null(g);
	assert_string_equal(err.message, message);
}

static void errors_name_line_and_reason(void **state)
{
	(void)state;
	refuse("# x\n\nabc; state\n", "names, line 3: fewer than three fields: 'abc'");
	refuse("Abc; state; X\n", "names, line 1: this is no key: 'Abc'");
	refuse("abcdefghijklmnopqrstu; state; X\n", "names, line 1: this is no key: 'abcdefghijklmnopqrstu'");
	refuse("a; nation; X\n", "names, line 1: this kind does not fit: 'nation'");
	refuse("-; state; X\n", "names, line 1: this kind does not fit: 'state'");
	refuse("a; block; X\n", "names, line 1: this kind does not fit: 'block'");
	refuse("a; state; X\na; org; Y\n", "names, line 2: this key stands twice: 'a'");
	refuse("a; state; X; \n", "names, line 1: this is no form: ''");
	refuse("a; state; X; =~Y\n", "names, line 1: this is no form: '~Y'");
	refuse("a; state; X; Y [19x]\n", "names, line 1: this is no form: 'Y [19x]'");
	refuse("a; state; X; ---\n", "names, line 1: this is no form: '---'");
	refuse("a; state; The X\n", "names, line 1: a form begins with an article: 'The X'");
	refuse("a; state; ?X; ~Y; +Z\n", "names, line 1: no form is a sure name of 'a'");
	refuse("a; state; X; <b\n", "names, line 1: no concept has the key 'b'");
	refuse("a; state; X y; X-y; X  y\n", "names, line 1: this form is there already: 'X-y'");
	refuse("a; state; X\nb; state; Y; x\n", "names, line 2: this form is there already: 'x'");
	refuse("a; state; X\nb; state; ?x; Y\n", "names, line 2: this form is there already: 'x'");
	refuse("a; state; X; \xFF\n", "names, line 1: this is not UTF-8 ''");
}

static void what_is_allowed_is_read(void **state)
{
	dsr_gazetteer *g;

	(void)state;
	assert_int_equal(read_text(&g, "", NULL), DOSSIER_OK);
	check_in(g, "nothing here", 0, "");
	dsr_gazetteer_free(g);
	assert_int_equal(read_text(&g, "a;state;Zz; =AB ; ?Shared; Old [-1935]; Older [1900-]; Oldest [1-2]; <b\r\n#\nb; org; +Proof; =ab; ?Shared; \"Q\"\n"
	                           "-; block; Old Zz", NULL), DOSSIER_OK);
	assert_int_equal(g->concept_count, 2);
	check_in(g, "older, oldest; shared", 0, "a:0-1 a:1-2 ?a|?b:2-3");
	check_in(g, "old Zz", 0, "-:0-2");
	check_in(g, "Q of proof", 0, "b:0-1 +b:2-3");
	assert_int_equal(g->concepts[1].display, 7);
	dsr_gazetteer_free(g);
}

static void limits_are_errors(void **state)
{
	char line[1000] = "a; state; X;";
	dsr_gazetteer *g;

	(void)state;
	for (int i = 0; i < 17; i++)
		strcat(line, " w");
	assert_int_equal(read_text(&g, line, NULL), DOSSIER_ERR_LIMIT);
	line[0] = 0;
	for (int i = 0; i < 33; i++)
		snprintf(line + strlen(line), sizeof line - strlen(line), "a%d; org; x%d; ?y\n", i, i);
	assert_int_equal(read_text(&g, line, NULL), DOSSIER_ERR_LIMIT);
}

static void without_memory_nothing_is_held(void **state)
{
	const char *text = "a; state; People's X; =AB; ?Y z; <b\nb; org; Q; ?Y z\n";
	dossier_status st;
	dsr_gazetteer *g;

	(void)state;
	for (long nth = 1;; nth++) {
		test_fail_after(nth);
		st = read_text(&g, text, NULL);
		if (!test_fail_done())
			break;
		assert_int_equal(st, DOSSIER_ERR_NOMEM);
		assert_null(g);
	}
	assert_int_equal(st, DOSSIER_OK);
	dsr_gazetteer_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling_is_the_concept),
		cmocka_unit_test(acronyms_are_no_pronouns),
		cmocka_unit_test(in_a_line_of_capitals_acronyms_may_be_words),
		cmocka_unit_test(capitals_are_needed_and_waived),
		cmocka_unit_test(the_longest_name_wins),
		cmocka_unit_test(unsure_forms_and_evidence_are_marked),
		cmocka_unit_test(random_names_are_found_as_by_brute_force),
		cmocka_unit_test(each_form_of_the_list_is_found),
		cmocka_unit_test(no_small_word_is_a_name),
		cmocka_unit_test(errors_name_line_and_reason),
		cmocka_unit_test(what_is_allowed_is_read),
		cmocka_unit_test(limits_are_errors),
		cmocka_unit_test(without_memory_nothing_is_held),
	};
	return cmocka_run_group_tests(tests, read_names, free_names);
}

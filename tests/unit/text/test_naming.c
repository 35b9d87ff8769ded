#include "text/naming.h"

#include <stdio.h>
#include <string.h>

#include "../chance.h"
#include "../test.h"
#include "text/textdata.h"
#include "text/words.h"

static dsr_gazetteer *names;
static dsr_naming naming;

static int read_names(void **state)
{
	(void)state;
	return dsr_gazetteer_new(&names, &test_alloc, dsr_names, dsr_names_size, NULL) ||
	       !dsr_naming_init(&naming, &test_alloc, names);
}

static int free_names(void **state)
{
	dsr_naming_release(&naming);
	dsr_gazetteer_free(names);
	return test_no_leaks(state);
}

/* Put the words of a text in runs of any length, each looked through for what is to be taken; `thorough`: take all. */
static void put_text(dsr_naming *n, const char *text, int thorough)
{
	enum { RUN = 9 };
	const uint8_t *p = (const uint8_t *)text;
	uint32_t numbers[RUN], place = 0;
	size_t from = 0, count;
	dsr_word words[RUN];

	dsr_naming_text(n, p, strlen(text));
	do {
		const size_t most = 1 + chance(RUN);

		for (count = 0; count < most && dsr_words_find(p, strlen(text), &from, &words[count], 1); count++)
			numbers[count] = dsr_gazetteer_word(n->gazetteer, p + words[count].start, words[count].end - words[count].start);
		for (size_t i = 0; (i = thorough ? i : dsr_naming_next(n, numbers, i, count)) < count; i++) {
			const int lone = !thorough && i + 1 < count && !numbers[i + 1];

			if (!lone || !dsr_naming_lone(n, words[i].start, words[i].end, numbers[i], place + (uint32_t)i))
				dsr_naming_take(n, words[i].start, words[i].end, numbers[i], place + (uint32_t)i);
		}
		place += (uint32_t)count;
	} while (count);
	dsr_naming_stop(n);
}

static void print(const dsr_naming *n, char *out, size_t cap)
{
	*out = 0;
	for (size_t i = 0; i < n->count; i++) {
		const dossier_str key = n->gazetteer->concepts[n->named[i].concept].key;

		snprintf(out + strlen(out), cap - strlen(out), "%s%.*s:%u%s", i ? " " : "", (int)key.n, key.p, n->named[i].place,
		         n->named[i].halves == 1 ? "/2" : "");
	}
}

static void check(const char *text, const char *expected)
{
	char got[500], thorough[500];

	dsr_naming_begin(&naming);
	put_text(&naming, text, 1);
	dsr_naming_settle(&naming);
	print(&naming, thorough, sizeof thorough);
	dsr_naming_begin(&naming);
	put_text(&naming, text, 0);
	dsr_naming_settle(&naming);
	print(&naming, got, sizeof got);
	assert_string_equal(got, thorough);
	if (strcmp(got, expected) != 0)
		fail_msg("\"%s\" names \"%s\", not \"%s\"", text, got, expected);
}

static void demonyms_count_half(void **state)
{
	(void)state;
	check("North Koreans and the DPRK", "prk:0/2 prk:4");
	check("the French in France", "fra:1/2 fra:3");
}

static void blocks_name_nothing(void **state)
{
	(void)state;
	check("New Mexico and Mexico", "mex:3");
}

static void unsure_names_want_support(void **state)
{
	(void)state;
	check("Georgia and Atlanta", "");
	check("Georgia and Tbilisi", "geo:0");
	check("Georgia and the Republic of Georgia", "geo:0 geo:3");
	check("Congo", "");
	check("Congo and Kinshasa, Congolese", "cod:0 cod:3/2");
	check("Congo Kinshasa, Congolese", "cod:0 cod:2/2");
	check("Congo and Brazzaville", "cog:0");
	check("Congo and Kinshasa, Brazzaville", "");
	check("Congo and Kinshasa, Kinshasa, Brazzaville", "cod:0");
	check("the Dominican Republic, Dominicans", "dom:1 dom:3/2");
	check("Georgian wine, Georgians", "");
}

static void support_ends_with_the_document(void **state)
{
	(void)state;
	check("Tbilisi", "");
	check("Georgia", "");
}

static void texts_of_a_document_support_each_other(void **state)
{
	char got[100];

	(void)state;
	dsr_naming_begin(&naming);
	put_text(&naming, "Georgia and North", 0);
	put_text(&naming, "Korea and Tbilisi", 0);
	dsr_naming_settle(&naming);
	print(&naming, got, sizeof got);
	assert_string_equal(got, "geo:0");
}

static void bytes_of_a_name_are_known(void **state)
{
	(void)state;
	check("in the Democratic People's\nRepublic of Korea.", "prk:2");
	assert_int_equal(naming.named[0].start, 7);
	assert_int_equal(naming.named[0].end, 44);
}

/* A text that fills the queue many times is named as the gazetteer alone would, word by word. */
static void long_rows_of_names_are_cut_nowhere(void **state)
{
	static const char *const parts[] = { "Korea ", "North ", "Republic of ", "Democratic ", "People's ", "the ", "DPRK ", "of ", "States ", "United ", "x " };
	char text[8000] = "";
	uint32_t place = 0;
	size_t found = 0, from = 0, n = 0;
	dsr_name_token tokens[2000];
	dsr_word w;

	(void)state;
	chance_seed(7);
	while (strlen(text) < 7900)
		strcat(text, parts[chance(chance(20) ? 10 : 11)]);
	while (n < 2000 && dsr_words_find((uint8_t *)text, strlen(text), &from, &w, 1))
		tokens[n++] = (dsr_name_token){ w.start, w.end, dsr_gazetteer_word(names, (uint8_t *)text + w.start, w.end - w.start) };
	dsr_naming_begin(&naming);
	put_text(&naming, text, 0);
	dsr_naming_settle(&naming);
	while (place < n) {
		dsr_name_text t = DSR_NAME_TEXT_INIT((uint8_t *)text, strlen(text));
		dsr_name_match m;
		uint32_t at = 0;

		if (!dsr_gazetteer_match(names, &t, tokens + place, n - place, &m)) {
			place++;
			continue;
		}
		if (!(dsr_name_match_form(names, &m, &at)->flags & DSR_NAME_UNSURE)) {
			assert_true(found < naming.count);
			assert_int_equal(naming.named[found++].place, place);
		}
		place += m.count;
	}
	assert_true(found > 100);
}

static void without_memory_it_says_so(void **state)
{
	dsr_naming n;

	(void)state;
	for (long nth = 1;; nth++) {
		int made, failed;

		test_fail_after(nth);
		made = dsr_naming_init(&n, &test_alloc, names);
		if (made) {
			dsr_naming_begin(&n);
			put_text(&n, "Congo, Kinshasa, Congo, DPRK", 0);
			dsr_naming_settle(&n);
		}
		failed = !made || n.nomem;
		dsr_naming_release(&n);
		assert_int_equal(test_fail_done(), failed);
		if (!failed)
			break;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(demonyms_count_half),
		cmocka_unit_test(blocks_name_nothing),
		cmocka_unit_test(unsure_names_want_support),
		cmocka_unit_test(support_ends_with_the_document),
		cmocka_unit_test(texts_of_a_document_support_each_other),
		cmocka_unit_test(bytes_of_a_name_are_known),
		cmocka_unit_test(long_rows_of_names_are_cut_nowhere),
		cmocka_unit_test(without_memory_it_says_so),
	};
	return cmocka_run_group_tests(tests, read_names, free_names);
}

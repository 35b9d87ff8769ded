#include "index/concepts.h"

#include <stdio.h>
#include <string.h>

#include "../test.h"
#include "text/gazetteer.h"
#include "text/analyzer.h"

static const char names[] =
	"prk; state; North Korea; DPRK; ~North Koreans\n"
	"geo; state; Republic of Georgia; ?Georgia; +Tbilisi\n"
	"who; org; World Health Organization; =WHO\n";

static dsr_gazetteer *gazetteer;
static dsr_analyzer *analyzer, *nameless;

static int make_analyzers(void **state)
{
	(void)state;
	if (dsr_analyzer_new(&nameless, &test_alloc, "english", NULL) || dsr_analyzer_new(&analyzer, &test_alloc, "english", NULL) ||
	       dsr_gazetteer_new(&gazetteer, &test_alloc, (const uint8_t *)names, sizeof names - 1, NULL))
		return 1;
	dsr_analyzer_lend_names(analyzer, gazetteer);
	return 0;
}

static int free_analyzers(void **state)
{
	dsr_analyzer_free(analyzer);
	dsr_gazetteer_free(gazetteer);
	dsr_analyzer_free(nameless);
	return test_no_leaks(state);
}

/* Put the words of a value into lists, as a memtable does but one by one.  1, or 0 when out of memory. */
static int put_value(dsr_concepts *c, dsr_lexicon *l, const char *text, dsr_gather *shared, dsr_gather *own)
{
	const uint8_t *p = (const uint8_t *)text;
	dsr_text_token tokens[50];
	uint32_t terms[50], numbers[50], words = 0;
	dsr_tokens source;
	size_t n;

	if (!dsr_concepts_value(c, dossier_str_of(text), shared, own))
		return 0;
	dsr_tokens_begin(&source, p, strlen(text));
	while ((n = dsr_tokens_next(&source, tokens, 50)) > 0) {
		if (!dsr_lexicon_terms(l, p, strlen(text), tokens, n, terms, numbers))
			return 0;
		for (size_t i = 0; i < n; i++) {
			if (tokens[i].beside)
				continue;
			dsr_concepts_words(c, &tokens[i], &numbers[i], 1, words);
			if (terms[i] == DSR_NO_TERM)
				continue;
			words++;
			if ((shared && !dsr_stream_put(&shared->tokens, terms[i])) || (own && !dsr_stream_put(&own->tokens, terms[i])))
				return 0;
		}
	}
	dsr_concepts_end_value(c, words);
	return 1;
}

/* "place:key ..." of what stands beside the words of a list. */
static void print(const dsr_gather *g, const dsr_lexicon *l, char *out, size_t cap)
{
	*out = 0;
	for (size_t i = 0; i < dsr_beside_count(&g->beside); i++) {
		const dossier_str term = dsr_strings_at(&l->terms, dsr_beside_term(&g->beside, i));

		assert_int_equal(term.p[0], 1);
		snprintf(out + strlen(out), cap - strlen(out), "%s%u:%.*s", i ? " " : "", dsr_beside_place(&g->beside, i),
		         (int)term.n - 1, term.p + 1);
	}
}

/* Two documents: what stands beside in the default list, and in the list of titles.  1, or 0 when out of memory. */
static int index_documents(dsr_analyzer *a, char shared_text[200], char own_text[200])
{
	dsr_tally tally = DSR_TALLY_INIT(&test_alloc);
	dsr_gather shared = DSR_GATHER_INIT(&test_alloc, &tally), own = DSR_GATHER_INIT(&test_alloc, &tally);
	dsr_concepts c;
	dsr_lexicon l;
	int right = dsr_concepts_init(&c, &test_alloc, dsr_analyzer_names(a));

	dsr_lexicon_init(&l, &test_alloc, a);
	for (int doc = 0; doc < 2 && right; doc++) {
		dsr_concepts_begin(&c);
		right = dsr_gather_begin(&shared) && dsr_gather_begin(&own) &&
		        put_value(&c, &l, doc ? "Georgia" : "Georgia and North", &shared, &own) &&
		        put_value(&c, &l, "", &shared, &own) &&
		        put_value(&c, &l, "the WHO", NULL, &own) &&
		        put_value(&c, &l, doc ? "who" : "Korea, North Koreans; Tbilisi. The DPRK", &shared, NULL) &&
		        dsr_concepts_settle(&c) && dsr_concepts_put(&c, &l, &shared) && dsr_concepts_put(&c, &l, &own) &&
		        dsr_gather_end(&shared, 1, 1, l.terms.count) && dsr_gather_end(&own, 1, 1, l.terms.count);
	}
	if (right) {
		print(&shared, &l, shared_text, 200);
		print(&own, &l, own_text, 200);
	}
	dsr_lexicon_release(&l);
	dsr_concepts_release(&c);
	dsr_gather_release(&shared);
	dsr_gather_release(&own);
	dsr_tally_release(&tally);
	return right;
}

/* Unsure names are put late and stand in their place; names count twice, demonyms once; no value reaches into the next. */
static void concepts_stand_beside_the_first_word_in_every_list(void **state)
{
	char shared[200], own[200];

	(void)state;
	assert_true(index_documents(analyzer, shared, own));
	assert_string_equal(shared, "0:geo 0:geo 4:prk 8:prk 8:prk");
	assert_string_equal(own, "0:geo 0:geo 4:who 4:who 7:who 7:who");
}

static void without_names_nothing_stands_there(void **state)
{
	char shared[200], own[200];

	(void)state;
	assert_true(index_documents(nameless, shared, own));
	assert_string_equal(shared, "");
	assert_string_equal(own, "");
}

static void without_memory_it_fails(void **state)
{
	char shared[200], own[200];
	int right;

	(void)state;
	for (long nth = 1;; nth++) {
		test_fail_after(nth);
		right = index_documents(analyzer, shared, own);
		if (!test_fail_done())
			break;
		assert_false(right);
	}
	assert_true(right);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(concepts_stand_beside_the_first_word_in_every_list),
		cmocka_unit_test(without_names_nothing_stands_there),
		cmocka_unit_test(without_memory_it_fails),
	};
	return cmocka_run_group_tests(tests, make_analyzers, free_analyzers);
}

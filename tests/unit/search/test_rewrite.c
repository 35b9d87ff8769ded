#include "search/rewrite.h"

#include <stdio.h>
#include <string.h>

#include "../test.h"
#include "text/gazetteer.h"
#include "text/textdata.h"

static dsr_gazetteer *gazetteer;
static dsr_analyzer *analyzer;

static int make_analyzer(void **state)
{
	(void)state;
	if (dsr_analyzer_new(&analyzer, &test_alloc, "english", NULL) ||
	       dsr_gazetteer_new(&gazetteer, &test_alloc, dsr_names, dsr_names_size, NULL))
		return 1;
	dsr_analyzer_lend_names(analyzer, gazetteer);
	return 0;
}

static int free_analyzer(void **state)
{
	dsr_analyzer_free(analyzer);
	dsr_gazetteer_free(gazetteer);
	return test_no_leaks(state);
}

/* A leaf that lost its words to a name. */
static int is_empty(const dsr_node *n)
{
	return n->kind == DSR_NODE_TEXT && !n->text.n;
}

/* A tree in brackets, without what is empty; concepts as their key in < >, words that count half with a '~'. */
static void print(const dsr_tree *t, uint32_t i, char *out, size_t cap)
{
	const dsr_node *n = &t->nodes[i];
	const size_t at = strlen(out);
	uint32_t left = 0;
	int several;

	snprintf(out + at, cap - at, "%s%.*s%s", n->occur == DSR_NOT ? "-" : n->occur == DSR_MUST ? "+" : "", (int)n->field.n,
	         n->field.p, n->field.n ? ":" : "");
	if (n->kind == DSR_NODE_TEXT)
		snprintf(out + strlen(out), cap - strlen(out), n->quoted ? "\"%.*s\"" : n->half ? "~%.*s" : "%.*s", (int)n->text.n, n->text.p);
	else if (n->kind == DSR_NODE_CONCEPT)
		snprintf(out + strlen(out), cap - strlen(out), "<%.*s>", (int)n->text.n - 1, n->text.p + 1);
	else if (n->kind != DSR_NODE_BOOL)
		snprintf(out + strlen(out), cap - strlen(out), n->kind == DSR_NODE_ALL ? "ALL" : "NOTHING");
	if (n->kind != DSR_NODE_BOOL)
		return;
	for (uint32_t c = n->child; c != DSR_NODE_NIL; c = t->nodes[c].next) {
		assert_true(c > i && c < t->count);
		left += !is_empty(&t->nodes[c]);
	}
	several = left > 1;
	strcat(out, several ? "(" : "");
	for (uint32_t c = n->child; c != DSR_NODE_NIL; c = t->nodes[c].next) {
		if (is_empty(&t->nodes[c]))
			continue;
		print(t, c, out, cap);
		strcat(out, --left ? " " : "");
	}
	strcat(out, several ? ")" : "");
}

static void check(const char *text, const char *expected)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dossier_query_options o = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_query *q = NULL;
	char got[2000] = "";
	dsr_tree tree;

	o.alloc = &test_alloc;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of(text), &o, NULL), DOSSIER_OK);
	assert_int_equal(dsr_rewrite(&tree, &arena, analyzer, q, NULL), DOSSIER_OK);
	print(&tree, 0, got, sizeof got);
	if (strcmp(got, expected) != 0)
		fail_msg("%s is read as %s, not %s", text, got, expected);
	dsr_arena_release(&arena);
	dossier_query_free(q);
}

#define PRK "(+<prk> ~North ~Korea)"
#define USA "(+<usa> ~United ~States)"

static void every_spelling_is_the_same_unit(void **state)
{
	static const char *const spellings[] = { "North Korea", "DPRK", "N. Korea", "north korea", "dprk", "D.P.R.K.",
	                                         "Democratic People's Republic of Korea", "Democratic Peoples' Republic of Korea" };

	(void)state;
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		check(spellings[i], "+" PRK);
	check("Côte d'Ivoire", "+(+<civ> ~Côte)");
	check("ivory coast", "+(+<civ> ~Côte)");
	check("Six-Party talks", "+(+<sixparty> ~Six ~Party ~Talks)");
	check("DRC", "+(+<cod> ~Democratic ~Republic ~Congo)");
}

static void words_around_a_name_stay(void **state)
{
	(void)state;
	check("verification North Korea talks", "+(verification " PRK " talks)");
	check("U.S.-North Korea verification", "+((" USA " " PRK ") verification)");
	check("US-led talks", "+((" USA " led) talks)");
	check("+US-led talks", "+(+(+" USA " +led) talks)");
	check("US office", "+(" USA " office)");
}

static void what_is_no_name_is_not_touched(void **state)
{
	(void)state;
	check("us", "+us");
	check("who", "+who");
	check("who attended", "+(who attended)");
	check("it may march", "+(it may march)");
	check("Georgia", "+Georgia");
	check("New Mexico", "+(New Mexico)");
	check("\"North Korea\"", "+\"North Korea\"");
	check("\"North\" Korea", "+(\"North\" Korea)");
	check("North (Korea)", "+(North Korea)");
	check("North OR Korea", "+(North Korea)");
	check("US$ 100", "+(US$ 100)");
	check("TELL US WHO DID IT", "+(TELL US WHO DID IT)");
	check("", "+NOTHING");
}

static void capitals_are_waived_where_there_are_none(void **state)
{
	(void)state;
	check("turkey", "+(+<tur> ~Turkey)");
	check("turkey Dinner", "+(turkey Dinner)");
	check("Turkey Dinner", "+((+<tur> ~Turkey) Dinner)");
	check("u.s.", "+" USA);
	check("WHO", "+(+<who> ~World ~Health ~Organization)");
}

static void signs_and_fields_are_the_units(void **state)
{
	(void)state;
	check("talks -US", "+(talks -" USA ")");
	check("+DPRK talks", "+(+" PRK " talks)");
	check("title:DPRK", "+title:(+title:<prk> title:~North title:~Korea)");
	check("title:North Korea talks", "+(title:(+title:<prk> title:~North title:~Korea) talks)");
	check("talks -North Korea", "+(talks -" PRK ")");
	check("NOT US", "+(+ALL -" USA ")");
	check("-North Korea", "+(-" PRK " +ALL)");
}

static void a_unit_stands_where_its_words_bind_most(void **state)
{
	(void)state;
	check("North Korea AND talks", "+(+" PRK " +talks)");
	check("talks AND North Korea", "+(+talks +" PRK ")");
	check("NOT North Korea AND talks", "+(-" PRK " +talks)");
}

static void of_a_demonym_the_words_stay(void **state)
{
	(void)state;
	check("French language", "+((+<fra> ~French) language)");
	check("North Koreans", "+(+<prk> ~North ~Koreans)");
}

static void without_memory_it_fails(void **state)
{
	dossier_query *q = NULL;
	dossier_status st;
	dsr_tree tree;

	(void)state;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of("U.S.-North Korea AND French talks"), NULL, NULL), DOSSIER_OK);
	for (long nth = 1;; nth++) {
		dsr_arena arena = DSR_ARENA_INIT(&test_alloc);

		test_fail_after(nth);
		st = dsr_rewrite(&tree, &arena, analyzer, q, NULL);
		dsr_arena_release(&arena);
		if (!test_fail_done())
			break;
		assert_int_equal(st, DOSSIER_ERR_NOMEM);
	}
	assert_int_equal(st, DOSSIER_OK);
	dossier_query_free(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling_is_the_same_unit),
		cmocka_unit_test(words_around_a_name_stay),
		cmocka_unit_test(what_is_no_name_is_not_touched),
		cmocka_unit_test(capitals_are_waived_where_there_are_none),
		cmocka_unit_test(signs_and_fields_are_the_units),
		cmocka_unit_test(a_unit_stands_where_its_words_bind_most),
		cmocka_unit_test(of_a_demonym_the_words_stay),
		cmocka_unit_test(without_memory_it_fails),
	};
	return cmocka_run_group_tests(tests, make_analyzer, free_analyzer);
}

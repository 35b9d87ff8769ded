/*
 * test_plan.c - what is left of a query once an index has seen it
 */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "api/handles.h"
#include "base/mem.h"
#include "search/plan.h"
#include "shelf.h"

static shelf books;
static dsr_arena arena;
static dsr_analyzer *analyzer;
static dsr_plan_options how = { 1.2, 0.75, 0, NULL };

static void write_node(char *out, size_t n, const dsr_plan_node *p)
{
	static const char *const names[] = { "nothing", "all", "", "", "dates", "" };
	const size_t at = strlen(out);

	snprintf(out + at, n - at, "%s%s", p->occur == DSR_MUST ? "+" : p->occur == DSR_NOT ? "-" : "", names[p->kind]);
	for (uint32_t i = 0; i < p->word_count && !*names[p->kind]; i++)
		snprintf(out + strlen(out), n - strlen(out), "%s%s", i ? "_" : "", p->terms[p->words[i]].text.p);
	if (p->times > 1)
		snprintf(out + strlen(out), n - strlen(out), "*%u", p->times);
	if (p->kind != DSR_PLAN_BOOL)
		return;
	strcat(out, "(");
	for (uint32_t i = 0; i < p->musts + p->shoulds + p->nots; i++) {
		strcat(out, i ? " " : "");
		write_node(out, n, p->children[i]);
	}
	strcat(out, ")");
}

static dsr_plan plan_of(const char *text)
{
	dsr_plan plan;

	dsr_arena_reset(&arena);
	assert_int_equal(dsr_plan_build(&plan, &arena, &books.index->snapshot, analyzer, shelf_ask(&books, text), &how, NULL), 0);
	return plan;
}

static void expect(const char *text, const char *want)
{
	char out[1024] = "";
	const dsr_plan plan = plan_of(text);

	write_node(out, sizeof out, plan.root);
	assert_string_equal(out, want);
}

static void words_become_terms(void **unused)
{
	(void)unused;
	expect("Treaties", "+treati");
	expect("treaty peace", "+(treati peac)");
	expect("\"the peace treaty\"", "+the_peac_treati");
	expect("title:war", "+war");
}

static void what_no_document_has_goes(void **unused)
{
	(void)unused;
	expect("peace unheard", "+peac");
	expect("peace -unheard", "+peac");
	expect("+peace +unheard", "+nothing");
	expect("unheard", "+nothing");
	expect("\"peace unheard\"", "+nothing");
	expect("+peace +(unheard unknown)", "+nothing");
	expect("peace (unheard treaty)", "+(peac treati)");
	expect("title:unheard peace", "+peac");
}

static void rare_musts_come_first(void **unused)
{
	(void)unused;
	expect("+the +peace +treaty", "+(+treati +peac +the)");
	expect("the +peace -treaty +war", "+(+peac +war -treati)");
	how.keep_stop_words = 1;
	expect("the +peace -treaty +war", "+(+peac +war the -treati)");
	how.keep_stop_words = 0;
}

static void equal_words_side_by_side_are_one(void **unused)
{
	(void)unused;
	expect("peace peace treaty Peace", "+(peac*3 treati)");
	expect("peace \"peace treaty\" \"peace treaties\"", "+(peac peac_treati*2)");
	expect("peace (peace unheard)", "+peac*2");
	expect("+peace peace", "+(+peac peac)");
	expect("peace title:war war", "+(peac war war)");
}

static void a_word_in_parts_is_the_whole_or_its_parts(void **unused)
{
	const dsr_plan plan = plan_of("zig-zag -zig-zag");

	(void)unused;
	for (uint32_t i = 0; i < plan.count; i++)
		if (plan.nodes[i].kind == DSR_PLAN_PHRASE)
			assert_true(plan.nodes[i].idf == (plan.nodes[i].terms[0].idf + plan.nodes[i].terms[1].idf) / 2);
	assert_false(plan.root->children[1]->children[1]->scored);
	expect("zig-zag", "+(zigzag zig_zag)");
	expect("+peace +zig-zag", "+(+peac +(zigzag zig_zag))");
	expect("zigzag", "+zigzag");
	expect("zig-end", "+zig_end");          /* never written as one word */
	expect("new-zag", "+newzag");   /* nor this in two */
	expect("\"by a zig-zag\"", "+(by_a_zigzag by_a_zig_zag)");
	expect("zig-unheard", "+nothing");
	expect("title:zig-zag", "+nothing");
}

static void deleted_documents_do_not_count(void **unused)
{
	const dsr_plan peace = plan_of("peace");

	(void)unused;
	assert_int_equal(peace.root->df, 2);
	assert_int_equal(plan_of("treaty").root->df, 1);
	expect("replaced", "+nothing"); /* only in a version that was replaced */
}

static void what_stands_below_a_not_is_not_scored(void **unused)
{
	const dsr_plan plan = plan_of("peace -(war title:war) +treaty");

	(void)unused;
	for (uint32_t i = 0; i < plan.count; i++) {
		const dsr_plan_node *n = &plan.nodes[i];

		if (n->kind == DSR_PLAN_TERM)
			assert_int_equal(n->scored, strcmp(n->terms->text.p, "war") != 0);
	}
}

static int open_books(void **unused)
{
	(void)unused;
	shelf_begin(&books);
	shelf_put(&books, "1", "War", "the peace replaced", NULL);
	shelf_put(&books, "2", "Peace", "the peace treaty of the war", "2018");
	shelf_commit(&books);
	shelf_put(&books, "1", "War", "the end", NULL);
	shelf_put(&books, "3", "Peace", "the talks", "2019-03");
	shelf_put(&books, "4", "Lines", "by a zig-zag; newzag; zig end", NULL);
	shelf_open(&books, NULL);
	arena = DSR_ARENA_INIT(&dsr_alloc_default);
	return dsr_analyzer_new(&analyzer, &dsr_alloc_default, "english", NULL);
}

static int close_books(void **unused)
{
	(void)unused;
	dsr_analyzer_free(analyzer);
	dsr_arena_release(&arena);
	shelf_end(&books);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_become_terms),
		cmocka_unit_test(what_no_document_has_goes),
		cmocka_unit_test(rare_musts_come_first),
		cmocka_unit_test(equal_words_side_by_side_are_one),
		cmocka_unit_test(a_word_in_parts_is_the_whole_or_its_parts),
		cmocka_unit_test(deleted_documents_do_not_count),
		cmocka_unit_test(what_stands_below_a_not_is_not_scored),
	};

	return cmocka_run_group_tests(tests, open_books, close_books);
}

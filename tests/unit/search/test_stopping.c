/*
 * test_stopping.c - which words a query goes without
 */
#include "../test.h"

#include <string.h>

#include <dossier/query.h>

#include "base/arena.h"
#include "search/stopping.h"

static dsr_arena arena = { .alloc = &test_alloc };

/* The texts that are left, in the order of the nodes, with blanks between. */
static dossier_status left(char *out, const char *text)
{
	dossier_query *q = NULL;
	dossier_status st;
	dsr_tree tree;

	*out = '\0';
	st = dossier_query_parse(&q, dossier_str_of(text), NULL, NULL);
	assert_int_equal(st, DOSSIER_OK);
	tree = (dsr_tree){ q->nodes, q->count };
	st = dsr_leave_stop_words_out(&tree, &arena, NULL);
	for (uint32_t i = 0; i < tree.count && !st; i++)
		if (tree.nodes[i].kind == DSR_NODE_TEXT && tree.nodes[i].text.n) {
			strcat(out, *out ? " " : "");
			strncat(out, tree.nodes[i].text.p, tree.nodes[i].text.n);
		}
	dossier_query_free(q);
	return st;
}

static void expect(const char *text, const char *wanted)
{
	char got[1000];

	assert_int_equal(left(got, text), DOSSIER_OK);
	assert_string_equal(got, wanted);
	dsr_arena_reset(&arena);
}

static void stop_words_go_where_others_stay(void **state)
{
	(void)state;
	expect("what is the position of the government on Korea", "position government Korea");
	expect("The treaty", "treaty");
	expect("don\xE2\x80\x99t know", "know");
	expect("treaty", "treaty");
	expect("the (peace of talks)", "peace talks");
	expect("the date:2018 treaty", "treaty");
}

static void a_query_of_nothing_else_keeps_them(void **state)
{
	(void)state;
	expect("who", "who");
	expect("who is it", "who is it");
	expect("the date:2018", "the");
	expect("the -treaty", "the treaty");
	expect("the (of and) peace", "peace of and");
}

static void what_is_asked_for_stays(void **state)
{
	(void)state;
	expect("+the treaty", "the treaty");
	expect("-the treaty", "the treaty");
	expect("\"the\" treaty", "the treaty");
	expect("\"rule of law\" is", "rule of law");
	expect("title:the treaty", "the treaty");
	expect("IT policy", "IT policy");
	expect("WHO on it", "WHO");
	expect("not-for-profit", "not-for-profit");
	expect("may us march", "may us march");
}

static dossier_status stop_once(void)
{
	char got[1000];
	const dossier_status st = left(got, "the treaty");

	dsr_arena_release(&arena);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	dossier_query *q = NULL;
	dsr_tree tree;

	(void)state;
	assert_int_equal(stop_once(), DOSSIER_OK);
	assert_int_equal(dossier_query_parse(&q, dossier_str_of("the treaty"), NULL, NULL), DOSSIER_OK);
	tree = (dsr_tree){ q->nodes, q->count };
	test_fail_after(1);
	assert_int_equal(dsr_leave_stop_words_out(&tree, &arena, NULL), DOSSIER_ERR_NOMEM);
	assert_true(test_fail_done());
	dossier_query_free(q);
	dsr_arena_release(&arena);
}

static int release_arena(void **state)
{
	dsr_arena_release(&arena);
	return test_no_leaks(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stop_words_go_where_others_stay),
		cmocka_unit_test(a_query_of_nothing_else_keeps_them),
		cmocka_unit_test(what_is_asked_for_stays),
		cmocka_unit_test(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, release_arena);
}

#include "../test.h"

#include <string.h>

#include "result/targets.h"
#include "segment/format.h"

/* A plan by hand: BOOL{MUST "arms control" in list 2, SHOULD BOOL{peace, title-only "peace"}, peace, NOT iran}. */
typedef struct example {
	dsr_plan_term  terms[4];
	uint32_t       words[4];
	dsr_plan_node  nodes[7];
	dsr_plan_node *outer[4], *inner[2];
	dsr_plan       plan;
} example;

enum { BODY_LIST = 2, TITLE_LIST = 3 };

static dsr_plan_node leaf(example *e, uint32_t from, uint32_t count, uint8_t list)
{
	return (dsr_plan_node){
		.kind = count > 1 ? DSR_PLAN_PHRASE : DSR_PLAN_TERM, .occur = DSR_SHOULD, .scored = 1, .list = list, .idf = 1.5,
		.times = 1, .terms = e->terms + from, .words = e->words, .term_count = count, .word_count = count
	};
}

static void build(example *e)
{
	static const char *const words[] = { "arm", "control", "peac", "iran" };

	memset(e, 0, sizeof *e);
	for (uint32_t i = 0; i < 4; i++) {
		e->terms[i].text = dossier_str_of(words[i]);
		e->words[i] = i;
	}
	e->nodes[1] = leaf(e, 0, 2, BODY_LIST);
	e->nodes[2] = (dsr_plan_node){ .kind = DSR_PLAN_BOOL, .occur = DSR_SHOULD, .scored = 1, .children = e->inner, .shoulds = 2 };
	e->nodes[3] = leaf(e, 2, 1, DSR_LIST_DEFAULT);
	e->nodes[4] = leaf(e, 2, 1, TITLE_LIST);
	e->nodes[5] = leaf(e, 2, 1, BODY_LIST);
	e->nodes[5].times = 2;
	e->nodes[6] = leaf(e, 3, 1, DSR_LIST_DEFAULT);
	e->nodes[6].scored = 0;
	e->inner[0] = &e->nodes[3];
	e->inner[1] = &e->nodes[4];
	e->outer[0] = &e->nodes[1];
	e->outer[1] = &e->nodes[2];
	e->outer[2] = &e->nodes[5];
	e->outer[3] = &e->nodes[6];
	e->nodes[0] = (dsr_plan_node){
		.kind = DSR_PLAN_BOOL, .scored = 1, .children = e->outer, .musts = 1, .shoulds = 2, .nots = 1
	};
	e->plan = (dsr_plan){ .nodes = e->nodes, .count = 7, .root = &e->nodes[0] };
}

static void what_is_scored_in_the_text_is_a_target(void **state)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_target *targets;
	example e;
	size_t n;
	(void)state;

	build(&e);
	assert_int_equal(dsr_targets_of(&targets, &n, &arena, &e.plan, BODY_LIST), DOSSIER_OK);
	assert_int_equal(n, 2);
	assert_int_equal(targets[0].count, 2);
	assert_string_equal(targets[0].terms[0].p, "arm");
	assert_string_equal(targets[0].terms[1].p, "control");
	assert_true(targets[0].weight == 1.5);
	dsr_arena_release(&arena);
}

static void leaves_with_the_same_words_are_one_target(void **state)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_target *targets;
	example e;
	size_t n;
	(void)state;

	build(&e);
	assert_int_equal(dsr_targets_of(&targets, &n, &arena, &e.plan, BODY_LIST), DOSSIER_OK);
	assert_int_equal(n, 2);
	assert_int_equal(targets[1].count, 1);
	assert_string_equal(targets[1].terms[0].p, "peac");
	assert_true(targets[1].weight == 1.5 + 2 * 1.5);
	dsr_arena_release(&arena);
}

static void a_plan_without_a_root_has_none(void **state)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dsr_target *targets;
	const dsr_plan plan = { .count = 0 };
	size_t n;
	(void)state;

	assert_int_equal(dsr_targets_of(&targets, &n, &arena, &plan, BODY_LIST), DOSSIER_OK);
	assert_int_equal(n, 0);
	dsr_arena_release(&arena);
}

static void every_failed_allocation_is_reported(void **state)
{
	int hit = 1;
	(void)state;

	for (long nth = 1; hit; nth++) {
		dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
		dsr_target *targets;
		dossier_status st;
		example e;
		size_t n;

		build(&e);
		test_fail_after(nth);
		st = dsr_targets_of(&targets, &n, &arena, &e.plan, BODY_LIST);
		hit = test_fail_done();
		assert_int_equal(st, hit ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		dsr_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_scored_in_the_text_is_a_target),
		cmocka_unit_test(leaves_with_the_same_words_are_one_target),
		cmocka_unit_test(a_plan_without_a_root_has_none),
		cmocka_unit_test(every_failed_allocation_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

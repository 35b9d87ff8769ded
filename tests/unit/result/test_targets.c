#include "result/targets.h"

#include <stdio.h>
#include <string.h>

#include <dossier.h>

#include "../test.h"
#include "index/snapshot.h"
#include "os/memory.h"
#include "schema/fields.h"
#include "segment/format.h"

#define DIR_NAME "index"
#define LENGTH(a) (sizeof(a) / sizeof *(a))

static dsr_memory_fs *fs;
static dsr_env env;
static dsr_snapshot snapshot;
static dsr_analyzer *analyzer;
static const dsr_plan_options how = { 1.2, 0.75, 0, NULL };

static void add(dossier_writer *w, const char *id, const char *title, const char *body)
{
	const dossier_value values[] = {
		{ "id", dossier_str_of(id) }, { "title", dossier_str_of(title) }, { "body", dossier_str_of(body) },
		{ "date", dossier_str_of("2018-03-09") },
	};

	assert_int_equal(dossier_writer_add(w, values, LENGTH(values), NULL, NULL), DOSSIER_OK);
}

static int make_index(void **state)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_writer *w = NULL;

	(void)state;
	fs = dsr_memory_fs_new(&test_alloc);
	o.alloc = &test_alloc;
	o.storage = dsr_memory_fs_storage(fs);
	env = dsr_env_make(&test_alloc, o.storage);
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, NULL), DOSSIER_OK);
	add(w, "1", "Arms control", "Verification of arms in North Korea.");
	add(w, "2", "Summit", "Peace, arms and more arms control.");
	add(w, "3", "Other", "Nothing here.");
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	assert_int_equal(dsr_snapshot_open(&snapshot, &env, DIR_NAME, NULL), DOSSIER_OK);
	return dsr_analyzer_new(&analyzer, &test_alloc, "english", NULL);
}

static int free_index(void **state)
{
	dsr_analyzer_free(analyzer);
	dsr_snapshot_close(&snapshot);
	dsr_memory_fs_free(fs);
	return test_no_leaks(state);
}

static dossier_query *parse(const char *text)
{
	dossier_query_options o = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_query *q = NULL;

	o.alloc = &test_alloc;
	assert_int_equal(dossier_query_parse(&q, dossier_str_of(text), &o, NULL), DOSSIER_OK);
	return q;
}

static unsigned title_list(void)
{
	return DSR_LIST_OF(dsr_schema_find(&snapshot.manifest.schema, dossier_str_of("title")));
}

/* The targets of the query `text`, as "word|phrase of words|...". */
static void check(const char *text, unsigned list, const char *expected)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dossier_query *q = parse(text);
	dsr_target *targets;
	dsr_plan plan;
	char got[500] = "";
	size_t n, used = 0;

	assert_int_equal(dsr_plan_build(&plan, &arena, &snapshot, analyzer, q, &how, NULL), DOSSIER_OK);
	assert_int_equal(dsr_targets_of(&targets, &n, &arena, &plan, list), DOSSIER_OK);
	for (size_t i = 0; i < n; i++) {
		assert_true(targets[i].weight > 0 && targets[i].count > 0);
		for (uint32_t t = 0; t < targets[i].count; t++)
			used += (size_t)snprintf(got + used, sizeof got - used, "%s%.*s", !used ? "" : t ? " " : "|",
			                         (int)targets[i].terms[t].n, targets[i].terms[t].p);
	}
	if (strcmp(got, expected) != 0)
		fail_msg("%s gives %s, not %s", text, got, expected);
	dossier_query_free(q);
	dsr_arena_release(&arena);
}

static void words_and_phrases_are_targets(void **state)
{
	(void)state;
	check("verification", DSR_LIST_DEFAULT, "verifi");
	check("verification peace", DSR_LIST_DEFAULT, "verifi|peac");
	check("\"arms control\"", DSR_LIST_DEFAULT, "arms control");
	check("\"arms in arms\" arms", DSR_LIST_DEFAULT, "arms in arms|arms");
	check("(verification OR peace) AND arms", DSR_LIST_DEFAULT, "verifi|peac|arms");
}

static void what_is_not_scored_or_not_there_is_no_target(void **state)
{
	(void)state;
	check("arms -peace", DSR_LIST_DEFAULT, "arms");
	check("arms -(peace verification)", DSR_LIST_DEFAULT, "arms");
	check("arms nowhere", DSR_LIST_DEFAULT, "arms");
	check("nowhere", DSR_LIST_DEFAULT, "");
	check("", DSR_LIST_DEFAULT, "");
	check("date:2018", DSR_LIST_DEFAULT, "");
	check("arms date:2018", DSR_LIST_DEFAULT, "arms");
}

static void another_fields_words_are_no_targets(void **state)
{
	(void)state;
	check("title:summit arms", DSR_LIST_DEFAULT, "arms");
	check("title:summit arms", title_list(), "summit|arms");
	check("title:\"arms control\"", DSR_LIST_DEFAULT, "");
	check("title:\"arms control\"", title_list(), "arms control");
}

static void rarer_words_and_words_said_twice_weigh_more(void **state)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	dossier_query *q = parse("arms peace summit summit");
	dsr_target *t;
	dsr_plan plan;
	size_t n;

	(void)state;
	assert_int_equal(dsr_plan_build(&plan, &arena, &snapshot, analyzer, q, &how, NULL), DOSSIER_OK);
	assert_int_equal(dsr_targets_of(&t, &n, &arena, &plan, DSR_LIST_DEFAULT), DOSSIER_OK);
	assert_int_equal(n, 3);
	assert_true(t[1].weight > t[0].weight);
	assert_true(t[2].weight == 2 * t[1].weight);
	dossier_query_free(q);
	dsr_arena_release(&arena);
}

static void an_empty_plan_has_no_targets(void **state)
{
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	const dsr_plan plan = { 0 };
	dsr_target *targets;
	size_t n = 1;

	(void)state;
	assert_int_equal(dsr_targets_of(&targets, &n, &arena, &plan, DSR_LIST_DEFAULT), DOSSIER_OK);
	assert_int_equal(n, 0);
	dsr_arena_release(&arena);
}

static void out_of_memory_anywhere_is_an_error(void **state)
{
	dsr_arena planned = DSR_ARENA_INIT(&test_alloc);
	dossier_query *q = parse("\"arms control in north korea\" peace \"verification of arms\" summit nothing here");
	dsr_plan plan;
	long n = 0;
	int failed = 1;

	(void)state;
	assert_int_equal(dsr_plan_build(&plan, &planned, &snapshot, analyzer, q, &how, NULL), DOSSIER_OK);
	while (failed) {
		dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
		dsr_target *targets = NULL;
		dossier_status st;
		size_t count = 7;

		test_fail_after(++n);
		st = dsr_targets_of(&targets, &count, &arena, &plan, DSR_LIST_DEFAULT);
		failed = test_fail_done();
		assert_int_equal(st, failed ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		assert_true(failed ? !targets && count == 7 : count == 5);
		dsr_arena_release(&arena);
	}
	assert_true(n > 2);
	dossier_query_free(q);
	dsr_arena_release(&planned);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_phrases_are_targets),
		cmocka_unit_test(what_is_not_scored_or_not_there_is_no_target),
		cmocka_unit_test(another_fields_words_are_no_targets),
		cmocka_unit_test(rarer_words_and_words_said_twice_weigh_more),
		cmocka_unit_test(an_empty_plan_has_no_targets),
		cmocka_unit_test(out_of_memory_anywhere_is_an_error),
	};

	return cmocka_run_group_tests(tests, make_index, free_index);
}

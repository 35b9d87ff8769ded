#include "../test.h"

#include "eval/scoretable.h"
#include "textfile.h"

/* A table of both runs, with what it points into. */
typedef struct fixture {
	judgments  j;
	trecrun    run[RUNS_MAX];
	scoretable table;
	size_t     unjudged[RUNS_MAX];
} fixture;

static void make(fixture *f, const char *qrels, const char *a, const char *b)
{
	const char *const runs[RUNS_MAX] = { a, b };

	*f = (fixture){ .unjudged = { 0, 0 } };
	assert_int_equal(judgments_read(&f->j, textfile(qrels, strlen(qrels)), NULL), DOSSIER_OK);
	textfile_remove();
	assert_int_equal(scoretable_make(&f->table, &f->j, NULL), DOSSIER_OK);
	for (int i = 0; i < RUNS_MAX && runs[i]; i++) {
		assert_int_equal(trecrun_read(&f->run[i], textfile(runs[i], strlen(runs[i])), NULL), DOSSIER_OK);
		textfile_remove();
		assert_int_equal(scoretable_add(&f->table, i, &f->run[i], &f->unjudged[i], NULL), DOSSIER_OK);
	}
}

static void release(fixture *f)
{
	scoretable_release(&f->table);
	trecrun_release(&f->run[0]);
	trecrun_release(&f->run[1]);
	judgments_release(&f->j);
}

static void topics_count_that_are_judged_and_answered(void **state)
{
	fixture f;
	(void)state;

	make(&f, "1 0 a 1\n2 0 a 1\n3 0 a 1\n",
	     "1 Q0 a 1 1 x\n3 Q0 b 1 1 x\n4 Q0 a 1 1 x\n4 Q0 b 1 1 x\n5 Q0 a 1 1 x\n", NULL);
	assert_int_equal(f.table.count, 3);
	assert_int_equal(scoretable_topics(&f.table), 2);
	assert_int_equal(f.unjudged[0], 2);
	assert_true(scoretable_summary(&f.table, 0, NUM_REL) == 2);
	assert_true(scoretable_summary(&f.table, 0, NUM_RET) == 2);
	assert_true(scoretable_summary(&f.table, 0, MAP) == 0.5);
	assert_null(scoretable_find(&f.table, dossier_str_of("4")));
	assert_ptr_equal(scoretable_find(&f.table, dossier_str_of("2")), f.table.rows + 1);
	scoretable_find(&f.table, dossier_str_of("2"))->counts = 1;
	assert_true(scoretable_summary(&f.table, 0, MAP) == 1.0 / 3);
	release(&f);
}

static void two_runs_are_measured_by_the_topics_of_both(void **state)
{
	fixture f;
	double p = 0;
	(void)state;

	make(&f, "1 0 a 1\n2 0 a 1\n3 0 a 1\n", "1 Q0 a 1 1 x\n", "1 Q0 a 1 1 x\n2 Q0 a 1 1 x\n");
	assert_int_equal(scoretable_topics(&f.table), 2);
	assert_true(scoretable_summary(&f.table, 0, MAP) == 0.5);
	assert_true(scoretable_summary(&f.table, 1, MAP) == 1.0);
	assert_int_equal(scoretable_chance(&f.table, MAP, 100, 1, &p, NULL), DOSSIER_OK);
	assert_true(p == 1.0);
	release(&f);
}

static void nothing_counts_without_judgments(void **state)
{
	fixture f;
	double p = 0;
	(void)state;

	make(&f, "", "1 Q0 a 1 1 x\n", "");
	assert_int_equal(scoretable_topics(&f.table), 0);
	assert_int_equal(f.unjudged[0], 1);
	assert_true(scoretable_summary(&f.table, 0, MAP) == 0);
	assert_int_equal(scoretable_chance(&f.table, MAP, 100, 1, &p, NULL), DOSSIER_OK);
	assert_null(scoretable_find(&f.table, dossier_str_of("1")));
	release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(topics_count_that_are_judged_and_answered),
		cmocka_unit_test(two_runs_are_measured_by_the_topics_of_both),
		cmocka_unit_test(nothing_counts_without_judgments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

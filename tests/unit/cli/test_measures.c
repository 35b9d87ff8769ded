#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "eval/measures.h"

#define NONE UNJUDGED

/* Judgments of these grades; ids do not matter to measures. */
static judgment made[32];

static judged_topic judge(const int32_t *grades, size_t n)
{
	for (size_t i = 0; i < n; i++)
		made[i].grade = grades[i];
	return (judged_topic){ made, n };
}

#define JUDGED(...) judge((const int32_t[]){ __VA_ARGS__ }, sizeof((const int32_t[]){ __VA_ARGS__ }) / 4)
#define SCORES(judged, ...) \
	scores_of((const int32_t[]){ __VA_ARGS__ }, sizeof((const int32_t[]){ __VA_ARGS__ }) / 4, judged)

/* The values are those that trec_eval 9.0.8 prints for such a topic; pytrec_eval-terrier 0.5.11 gives the same. */
static void assert_scores(scores s, const char *expected)
{
	char text[128];

	snprintf(text, sizeof text, "%.0f %.0f %.0f %.4f %.4f %.4f %.4f %.4f %.4f", s.of[NUM_RET], s.of[NUM_REL],
	         s.of[NUM_REL_RET], s.of[MAP], s.of[BPREF], s.of[RECIP_RANK], s.of[P_10], s.of[RECALL_100],
	         s.of[NDCG_CUT_10]);
	assert_string_equal(text, expected);
}

static void graded_judgments_are_gains(void **state)
{
	(void)state;
	assert_scores(SCORES(JUDGED(2, 1, 0, 0, 3, 0, 1), 2, 0, NONE, 3, 0, 1, NONE, 0),
	              "8 4 3 0.5000 0.5000 1.0000 0.3000 0.7500 0.7026");
}

static void a_perfect_ranking_has_1_in_all_but_precision(void **state)
{
	(void)state;
	assert_scores(SCORES(JUDGED(0, 1, 2, 0), 2, 1, 0), "3 2 2 1.0000 1.0000 1.0000 0.2000 1.0000 1.0000");
}

static void nothing_retrieved_scores_0(void **state)
{
	(void)state;
	assert_scores(scores_of(NULL, 0, JUDGED(1, 0, 2)), "0 2 0 0.0000 0.0000 0.0000 0.0000 0.0000 0.0000");
}

static void nothing_relevant_scores_0(void **state)
{
	(void)state;
	assert_scores(SCORES(JUDGED(0, 0, -1), 0, NONE, 0), "3 0 0 0.0000 0.0000 0.0000 0.0000 0.0000 0.0000");
	assert_scores(SCORES(JUDGED(0, 0), NONE), "1 0 0 0.0000 0.0000 0.0000 0.0000 0.0000 0.0000");
}

static void bpref_passes_over_what_was_not_judged(void **state)
{
	(void)state;
	assert_true(SCORES(JUDGED(1, 1, 0), NONE, 1, NONE, 1, NONE, 0).of[BPREF] == 1.0);
	assert_true(SCORES(JUDGED(1, 1, 0, -1), NONE, 1, NONE, 0, 1).of[BPREF] == 0.5);
}

static void bpref_counts_at_most_as_many_above_as_there_are_relevant(void **state)
{
	(void)state;
	assert_true(SCORES(JUDGED(1, 1, 0, 0, 0, 0), 0, 1, 0, 0, 0, 1).of[BPREF] == 0.25);
}

static void cuts_are_after_10_and_100(void **state)
{
	int32_t grades[101];
	scores s;
	(void)state;

	for (size_t i = 0; i < 101; i++)
		grades[i] = i == 10 || i == 100 ? 1 : 0;
	s = scores_of(grades, 101, JUDGED(1, 1));
	assert_true(s.of[P_10] == 0 && s.of[NDCG_CUT_10] == 0 && s.of[RECALL_100] == 0.5);
	grades[9] = 1;
	s = scores_of(grades, 101, JUDGED(1, 1, 1));
	assert_true(s.of[P_10] == 0.1 && s.of[NDCG_CUT_10] > 0.1);
}

static void the_best_order_has_the_highest_10_grades(void **state)
{
	const judged_topic judged = JUDGED(1, 2, 3, 1, 5, 1, 1, 4, 1, 1, 1, 9);
	(void)state;

	assert_true(SCORES(judged, 9, 5, 4, 3, 2, 1, 1, 1, 1, 1).of[NDCG_CUT_10] == 1);
	assert_true(SCORES(judged, 5, 9, 4, 3, 2, 1, 1, 1, 1, 1).of[NDCG_CUT_10] < 1);
}

static void names_are_those_of_trec_eval(void **state)
{
	(void)state;
	assert_string_equal(measure_name(NUM_RET), "num_ret");
	assert_string_equal(measure_name(MAP), "map");
	assert_string_equal(measure_name(NDCG_CUT_10), "ndcg_cut_10");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(graded_judgments_are_gains),
		cmocka_unit_test(a_perfect_ranking_has_1_in_all_but_precision),
		cmocka_unit_test(nothing_retrieved_scores_0),
		cmocka_unit_test(nothing_relevant_scores_0),
		cmocka_unit_test(bpref_passes_over_what_was_not_judged),
		cmocka_unit_test(bpref_counts_at_most_as_many_above_as_there_are_relevant),
		cmocka_unit_test(cuts_are_after_10_and_100),
		cmocka_unit_test(the_best_order_has_the_highest_10_grades),
		cmocka_unit_test(names_are_those_of_trec_eval),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

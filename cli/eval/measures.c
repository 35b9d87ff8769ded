/*
 * measures.c - see measures.h
 */
#include "eval/measures.h"

#include <math.h>

#define CUT 10u          /* of P and nDCG */
#define RECALL_CUT 100u

const char *measure_name(enum measure m)
{
	static const char *const names[MEASURES] = {
		"num_ret", "num_rel", "num_rel_ret", "map", "bpref", "recip_rank", "P_10", "recall_100",
		"ndcg_cut_10"
	};

	return names[m];
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t count_relevant(const int32_t *grades, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += grades[i] > 0;
	return count;
}

static double sum_of_precision(const int32_t *grades, size_t n)
{
	size_t relevant = 0;
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if (grades[i] > 0)
			sum += (double)++relevant / (double)(i + 1);
	return sum;
}

static double sum_of_preference(const int32_t *grades, size_t n, size_t relevant, size_t others)
{
	size_t above = 0;
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		above += grades[i] == 0;
		if (grades[i] > 0)
			sum += 1.0 - (above ? (double)smaller(above, relevant) / (double)smaller(others, relevant) : 0);
	}
	return sum;
}

static double reciprocal_rank(const int32_t *grades, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (grades[i] > 0)
			return 1.0 / (double)(i + 1);
	return 0;
}

static double discounted_gain(const int32_t *grades, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if (grades[i] > 0)
			sum += grades[i] / log2((double)(i + 2));
	return sum;
}

/* The highest grades, descending, in top[0, CUT). */
static void find_best(judged_topic judged, int32_t top[CUT])
{
	for (size_t i = 0; i < judged.count; i++) {
		int32_t grade = judged.first[i].grade;

		for (size_t k = 0; k < CUT; k++)
			if (grade > top[k]) {
				const int32_t moved = top[k];

				top[k] = grade;
				grade = moved;
			}
	}
}

scores scores_of(const int32_t *grades, size_t n, judged_topic judged)
{
	int32_t best[CUT] = { 0 };
	size_t relevant = 0, others = 0;
	scores s = { { 0 } };

	for (size_t i = 0; i < judged.count; i++) {
		relevant += judged.first[i].grade > 0;
		others += judged.first[i].grade == 0;
	}
	s.of[NUM_RET] = (double)n;
	s.of[NUM_REL] = (double)relevant;
	if (!relevant)
		return s;
	find_best(judged, best);
	s.of[NUM_REL_RET] = (double)count_relevant(grades, n);
	s.of[MAP] = sum_of_precision(grades, n) / (double)relevant;
	s.of[BPREF] = sum_of_preference(grades, n, relevant, others) / (double)relevant;
	s.of[RECIP_RANK] = reciprocal_rank(grades, n);
	s.of[P_10] = (double)count_relevant(grades, smaller(n, CUT)) / CUT;
	s.of[RECALL_100] = (double)count_relevant(grades, smaller(n, RECALL_CUT)) / (double)relevant;
	s.of[NDCG_CUT_10] = discounted_gain(grades, smaller(n, CUT)) / discounted_gain(best, CUT);
	return s;
}

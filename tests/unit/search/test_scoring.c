/*
 * test_scoring.c - the formula, one document at a time, against the batches
 */
#include "../test.h"

#include <math.h>
#include <string.h>

#include "search/scoring.h"

static void a_word_in_every_document_weighs_little_and_a_rare_one_much(void **unused)
{
	(void)unused;
	assert_true(dsr_scoring_idf(1000, 1000) > 0);
	assert_true(dsr_scoring_idf(1000, 1000) < 0.001);
	assert_float_equal(dsr_scoring_idf(1000, 1), log(1 + 999.5 / 1.5), 1e-12);
	assert_true(dsr_scoring_idf(1000, 10) > dsr_scoring_idf(1000, 11));
}

static void the_scale_is_halved_until_the_sum_fits(void **unused)
{
	(void)unused;
	assert_float_equal(dsr_scoring_scale(0), 1048576, 0);
	assert_float_equal(dsr_scoring_scale(1023.9), 1048576, 0);
	assert_float_equal(dsr_scoring_scale(1024), 524288, 0);
	assert_float_equal(dsr_scoring_scale(20000), 32768, 0);
}

static uint32_t expected(float w, float k, uint32_t tf)
{
	const float product = w * k, sum = k + (float)tf, quotient = product / sum, s = w - quotient;

	return s > 0 ? (uint32_t)s : 0;
}

static void batches_score_as_the_formula_does(void **unused)
{
	static uint32_t scores[DSR_WINDOW];
	static uint8_t norms[DSR_WINDOW];
	float k[256];
	const dsr_window w = { 0, DSR_WINDOW, scores };
	const dsr_scoring s = { 7654321.0f, 2, k, norms };
	dsr_batch b;

	(void)unused;
	dsr_scoring_table(k, 1.2, 0.75, 321.5);
	for (uint32_t i = 0; i < DSR_WINDOW; i++)
		norms[i] = (uint8_t)(i * 7);
	b.n = 0;
	for (uint32_t doc = 0; doc < DSR_WINDOW; doc += 1 + doc % 3)
		dsr_batch_put(&b, doc, 1 + doc % 50 * doc, &s, &w);
	dsr_batch_flush(&b, &s, &w);
	for (uint32_t doc = 0, next = 0; doc < DSR_WINDOW; doc++) {
		const uint32_t want = doc == next ? 2 * expected(s.weight, k[norms[doc]], 1 + doc % 50 * doc) : 0;

		assert_int_equal(scores[doc], want);
		next = doc == next ? doc + 1 + doc % 3 : next;
	}
}

static void no_score_passes_the_weight_or_falls_below_zero(void **unused)
{
	static uint32_t scores[DSR_WINDOW];
	static const uint8_t norms[2] = { 0, 255 };
	static const uint32_t docs[] = { 0, 1 }, tfs[2 + 15] = { UINT32_MAX, 1 }; /* and what is read more */
	static const double k1s[] = { 0, 1e-30, 1.2, 1e9, 1e30, 1e300 };
	const dsr_window w = { 0, 2, scores };
	float k[256];

	(void)unused;
	for (size_t i = 0; i < 6; i++) {
		const dsr_scoring s = { 1e9f, 1, k, norms };

		dsr_scoring_table(k, k1s[i], 1, 0);
		memset(scores, 0, sizeof scores);
		dsr_scoring_add(&s, docs, tfs, 2, &w);
		assert_in_range(scores[0], 0, 1000000000);
		assert_in_range(scores[1], 0, 1000000000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_in_every_document_weighs_little_and_a_rare_one_much),
		cmocka_unit_test(the_scale_is_halved_until_the_sum_fits),
		cmocka_unit_test(batches_score_as_the_formula_does),
		cmocka_unit_test(no_score_passes_the_weight_or_falls_below_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "../test.h"

#include <math.h>

#include "eval/signflip.h"

/* All the ways to give n differences signs, counted one by one. */
static double exact(const double *d, size_t n)
{
	double sum = 0;
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		sum += d[i];
	for (size_t signs = 0; signs < (size_t)1 << n; signs++) {
		double other = 0;

		for (size_t i = 0; i < n; i++)
			other += signs >> i & 1 ? d[i] : -d[i];
		count += fabs(other) >= fabs(sum) - 1e-9;
	}
	return (double)count / (double)((size_t)1 << n);
}

static void drawings_come_near_the_exact_test(void **state)
{
	static const double few[] = { 0.1, 0.2, 0.3, -0.05, 0.4 };
	static const double many[] = { 0.1, -0.2, 0.3, 0.25, 0.05, 0.11, -0.07, 0.4, 0.01, 0.02, 0.13, -0.3, 0.09 };
	(void)state;

	assert_true(fabs(signflip_test(few, 5, 100000, 1) - exact(few, 5)) < 0.01);
	assert_true(fabs(signflip_test(many, 13, 100000, 1) - exact(many, 13)) < 0.01);
}

static void no_difference_is_chance_alone(void **state)
{
	static const double none[] = { 0, 0, 0 }, even[] = { 0.1, -0.1 };
	(void)state;

	assert_true(signflip_test(none, 3, 1000, 1) == 1);
	assert_true(signflip_test(even, 2, 1000, 1) == 1);
	assert_true(signflip_test(NULL, 0, 1000, 1) == 1);
}

static void equal_sums_count_in_whatever_order_they_round(void **state)
{
	static const double d[] = { 0.1, 0.2, 0.3, 0.7, 0.6, -0.4, 0.8, 0.9, -0.5 };
	double mirrored[9];
	(void)state;

	for (size_t i = 0; i < 9; i++)
		mirrored[i] = -d[8 - i];
	assert_true(fabs(signflip_test(d, 9, 100000, 1) - exact(d, 9)) < 0.01);
	assert_true(fabs(signflip_test(mirrored, 9, 100000, 1) - exact(d, 9)) < 0.01);
}

static void p_is_never_0(void **state)
{
	double d[200];
	(void)state;

	for (size_t i = 0; i < 200; i++)
		d[i] = 1;
	assert_true(signflip_test(d, 200, 999, 1) == 0.001);
}

static void a_seed_gives_the_same_answer_everywhere(void **state)
{
	static const double d[] = { 0.1, 0.2, 0.3, -0.05, 0.4, 0.2, -0.3 };
	const double p = signflip_test(d, 7, 1000, 1);
	(void)state;

	assert_true(p == 249 / 1001.0);
	assert_true(signflip_test(d, 7, 1000, 1) == p);
	assert_true(signflip_test(d, 7, 1000, 2) != p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drawings_come_near_the_exact_test),
		cmocka_unit_test(no_difference_is_chance_alone),
		cmocka_unit_test(equal_sums_count_in_whatever_order_they_round),
		cmocka_unit_test(p_is_never_0),
		cmocka_unit_test(a_seed_gives_the_same_answer_everywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

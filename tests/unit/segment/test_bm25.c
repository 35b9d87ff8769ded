#include "../test.h"

#include <math.h>

#include "../chance.h"
#include "segment/bm25.h"
#include "segment/norms.h"

static void the_table_is_the_formula(void **state)
{
	double k[256];

	(void)state;
	dsr_bm25_table(k, 1.2, 0.75, 100);
	for (int code = 0; code < 256; code++) {
		const double length = dsr_norm_decode((uint8_t)code);

		assert_true(fabs(k[code] - 1.2 * (1 - 0.75 + 0.75 * length / 100)) < 1e-9 * (1 + k[code]));
	}
}

static void without_lengths_the_average_counts_as_one(void **state)
{
	double none[256], one[256];

	(void)state;
	dsr_bm25_table(none, 1.2, 0.75, 0);
	dsr_bm25_table(one, 1.2, 0.75, 1);
	for (int code = 0; code < 256; code++)
		assert_true(none[code] == one[code]);
}

static void a_bound_is_never_below_what_it_bounds(void **state)
{
	(void)state;
	for (int i = 0; i <= 255; i++)
		assert_true(dsr_bm25_bound(i / 255.0) / 255.0 >= i / 255.0);
	for (int i = 0; i < 100000; i++) {
		const double best = chance(1u << 30) / (double)(1u << 30);
		const uint8_t bound = dsr_bm25_bound(best);

		assert_true(bound / 255.0 >= best);
		assert_true(bound - best * 255.0 < 1.02);
	}
	assert_int_equal(dsr_bm25_bound(1), 255);
	assert_int_equal(dsr_bm25_bound(0), 1);
}

/* What FORMAT.md 5 promises where k1, b or the average differ from those the bound was built with. */
static void a_mapped_bound_is_a_bound_again(void **state)
{
	double built[256], asked[256];

	(void)state;
	for (int round = 0; round < 200; round++) {
		double rho = INFINITY;

		dsr_bm25_table(built, DSR_BM25_K1, DSR_BM25_B, 1 + chance(1000));
		dsr_bm25_table(asked, 0.1 + chance(30) / 10.0, chance(11) / 10.0, 1 + chance(1000));
		for (int code = 0; code < 256; code++)
			rho = fmin(rho, asked[code] / built[code]);
		for (int i = 0; i < 1000; i++) {
			const uint32_t code = chance(256), tf = 1 + chance(1 + chance(1000));
			const double bound = dsr_bm25_bound(tf / (tf + built[code])) / 255.0;

			assert_true(tf / (tf + asked[code]) <= 1 / (1 + rho * (1 / bound - 1)) * (1 + 1e-12));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_the_formula),
		cmocka_unit_test(without_lengths_the_average_counts_as_one),
		cmocka_unit_test(a_bound_is_never_below_what_it_bounds),
		cmocka_unit_test(a_mapped_bound_is_a_bound_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

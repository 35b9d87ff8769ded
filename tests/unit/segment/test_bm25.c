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

static void bounds_of_many_are_those_of_each(void **state)
{
	uint32_t docs[300], tfs[300];
	uint8_t norms[300], bounds[320];
	double k[256];
	float table[256];

	(void)state;
	dsr_bm25_table(k, DSR_BM25_K1, DSR_BM25_B, 300);
	for (int round = 0; round < 400; round++) {
		const size_t n = 1 + chance(256);
		const int in_halves = round & 1;

		for (uint32_t i = 0; i < n; i++) {
			docs[i] = i + chance(2) * (299 - 2 * i) * (i < 150);
			tfs[i] = 1 + chance(1 + chance(chance(8) ? 40 : INT32_MAX));
			norms[docs[i]] = (uint8_t)chance(256);
		}
		dsr_bm25_bound_table(table, k, in_halves);
		dsr_bm25_bounds(bounds, n, docs, tfs, table, norms);
		for (size_t i = 0; i < n; i++) {
			const double x = tfs[i] / (tfs[i] + k[norms[docs[i]]] * (in_halves ? 2 : 1));

			assert_true(bounds[i] >= 255 * x && bounds[i] - 255 * x < 1.03);
		}
	}
}

static void the_map_is_that_of_the_format(void **state)
{
	double built[256], asked[256];
	uint8_t map[256];

	(void)state;
	dsr_bm25_table(built, DSR_BM25_K1, DSR_BM25_B, 77);
	for (int round = 0; round < 200; round++) {
		dsr_bm25_table(asked, chance(30) / 10.0, chance(11) / 10.0, 1 + chance(1000));
		dsr_bm25_map(map, built, asked);
		assert_int_equal(map[0], 0);
		for (int i = 0; i < 1000; i++) {
			const uint32_t code = chance(256), tf = 1 + chance(1 + chance(1000));

			assert_true(255 * (tf / (tf + asked[code])) <= map[dsr_bm25_bound(tf / (tf + built[code]))]);
		}
	}
	dsr_bm25_map(map, built, built);
	for (int i = 1; i < 256; i++)
		assert_in_range(map[i], i, i + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_the_formula),
		cmocka_unit_test(without_lengths_the_average_counts_as_one),
		cmocka_unit_test(a_bound_is_never_below_what_it_bounds),
		cmocka_unit_test(a_mapped_bound_is_a_bound_again),
		cmocka_unit_test(bounds_of_many_are_those_of_each),
		cmocka_unit_test(the_map_is_that_of_the_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

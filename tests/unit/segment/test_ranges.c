/*
 * Ranges against the definition: of every stretch of documents the highest bound, computed by looking at all postings.
 */
#include "list_body.h"

#include "segment/ranges.h"

static dsr_postings p;

static uint8_t bound_of(uint32_t i, const double *k)
{
	return m.norms ? dsr_bm25_bound(m.tfs[i] / (m.tfs[i] + k[m.norms[m.docs[i]]])) : 255;
}

/* Float may put a bound a step higher or lower than double does, where both are right. */
static void assert_bound(uint8_t got, uint8_t want)
{
	assert_in_range(got + 1, want, want + 2);
	assert_int_equal(!got, !want);
}

static void check_ranges(const uint8_t *ranges)
{
	const uint32_t docs = m.docs_in_segment, size = dsr_ranges_size(m.n, docs);
	const unsigned shift = dsr_ranges_shift(m.n, docs);
	uint8_t *want = must_alloc(size);
	double k[256];

	dsr_bm25_table(k, DSR_BM25_K1, DSR_BM25_B, AVERAGE);
	memset(want, 0, size);
	for (uint32_t i = 0; i < m.n; i++) {
		const uint8_t bound = bound_of(i, k);
		uint8_t *at = &want[m.docs[i] >> shift];

		*at = bound > *at ? bound : *at;
	}
	for (uint32_t r = 0; r < size; r++)
		assert_bound(ranges[r], want[r]);
	free(want);
}

static void frequent_terms_have_the_best_of_each_range(void **state)
{
	static const struct { uint32_t n, most; } terms[] = {
		{ 1, 9 }, { 32, 1 }, { 33, 1 }, { 33, 120 }, { 33, 300 }, { 700, 3 }, { 5000, 1 }, { 4096, 200 }, { 4097, 200 },
		{ 20000, 40 }, { 9000, 900 },
	};

	(void)state;
	has_positions = 0;
	for (size_t i = 0; i < LENGTH(terms); i++) {
		dsr_container c;
		dsr_list list;
		dsr_term t;
		const uint8_t *ranges;

		make_model(terms[i].n, terms[i].most, 5, i & 1);
		open_list(&list, &c, &t);
		dsr_postings_open(&p, &list, &t);
		ranges = dsr_postings_ranges(&p);
		assert_int_equal(ranges != NULL, dsr_ranges_has(m.n, m.docs_in_segment));
		assert_int_equal(p.status, DOSSIER_OK);
		if (ranges)
			check_ranges(ranges);
		dsr_container_close(&c);
		free_model();
	}
}

static void a_byte_stands_for_four_documents_or_more(void **state)
{
	(void)state;
	assert_false(dsr_ranges_has(32, 33));
	assert_true(dsr_ranges_has(33, 33));
	assert_false(dsr_ranges_has(4096, 1u << 20));
	assert_true(dsr_ranges_has(4097, 1u << 20));
	for (uint32_t docs = 33; docs < 3000000000u; docs = docs * 2 + 1)
		for (uint32_t df = 33; df <= docs; df = df * 3 + 1) {
			const unsigned shift = dsr_ranges_shift(df, docs);

			assert_true(shift >= DSR_RANGE_SHIFT && docs >> shift <= df / 4);
			assert_true(shift == DSR_RANGE_SHIFT || docs >> (shift - 1) > df / 4);
			if (df > UINT32_MAX / 3)
				break;
		}
}

static void ranges_that_lie_outside_are_damage(void **state)
{
	dsr_container c;
	dsr_list list;
	dsr_term t;

	(void)state;
	has_positions = 0;
	make_model(700, 3, 2, 0);
	open_list(&list, &c, &t);
	list.ranges.size = dsr_ranges_size(700, m.docs_in_segment) - 1;
	dsr_postings_open(&p, &list, &t);
	assert_null(dsr_postings_ranges(&p));
	assert_int_equal(p.status, DOSSIER_ERR_CORRUPT);
	list.ranges = (dsr_section){ NULL, 0 };
	dsr_postings_open(&p, &list, &t);
	assert_null(dsr_postings_ranges(&p));
	assert_int_equal(p.status, DOSSIER_ERR_CORRUPT);
	dsr_container_close(&c);
	free_model();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(frequent_terms_have_the_best_of_each_range),
		TEST(a_byte_stands_for_four_documents_or_more),
		TEST(ranges_that_lie_outside_are_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

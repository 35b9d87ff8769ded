#include "index_body.h"

#include "index/beside.h"

enum { PAIRS = 500 };

typedef struct pair {
	uint32_t place, term;
} pair;

static int put_all(dsr_beside *b, const pair *pairs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!dsr_beside_put(b, pairs[i].place, pairs[i].term))
			return 0;
	return dsr_beside_end(b);
}

/* Places ascend, and each pair is there as often as it was put. */
static void assert_sorted(const dsr_beside *b, size_t first, const pair *pairs, size_t n)
{
	assert_int_equal(dsr_beside_count(b), first + n);
	for (size_t i = 0; i < n; i++) {
		const uint32_t place = dsr_beside_place(b, first + i), term = dsr_beside_term(b, first + i);
		int balance = 0;

		assert_true(!i || place >= dsr_beside_place(b, first + i - 1));
		for (size_t j = 0; j < n; j++)
			balance += (pairs[j].place == place && pairs[j].term == term) -
			           (dsr_beside_place(b, first + j) == place && dsr_beside_term(b, first + j) == term);
		assert_int_equal(balance, 0);
	}
}

/* Ascending, descending, two runs, by chance. */
static void make_pairs(pair *out, size_t n, int how)
{
	for (size_t i = 0; i < n; i++) {
		const uint32_t at = (uint32_t)(how == 1 ? n - i : how == 2 ? i * 2 % n : how == 3 ? chance(50) : i);

		out[i] = (pair){ at, chance(3) };
	}
}

static void pairs_ascend_once_a_document_has_ended(void **state)
{
	static const size_t sizes[] = { 0, 1, 2, 3, 17, PAIRS };
	static pair pairs[PAIRS];

	(void)state;
	for (int how = 0; how < 4; how++)
		for (size_t s = 0; s < LENGTH(sizes); s++) {
			dsr_beside b = DSR_BESIDE_INIT(&test_alloc);

			for (int document = 0; document < 3; document++) {
				const size_t first = dsr_beside_count(&b);

				make_pairs(pairs, sizes[s], how);
				assert_true(put_all(&b, pairs, sizes[s]));
				assert_sorted(&b, first, pairs, sizes[s]);
			}
			dsr_beside_release(&b);
			assert_true(put_all(&b, pairs, sizes[s]));
			assert_sorted(&b, 0, pairs, sizes[s]);
			dsr_beside_release(&b);
		}
}

static void what_stands_at_the_last_place_is_known(void **state)
{
	static const pair pairs[] = { { 3, 1 }, { 7, 1 }, { 7, 2 } };
	dsr_beside b = DSR_BESIDE_INIT(&test_alloc);

	(void)state;
	assert_false(dsr_beside_stands(&b, 0, 0));
	for (size_t i = 0; i < LENGTH(pairs); i++)
		assert_true(dsr_beside_put(&b, pairs[i].place, pairs[i].term));
	assert_true(dsr_beside_stands(&b, 7, 1));
	assert_true(dsr_beside_stands(&b, 7, 2));
	assert_false(dsr_beside_stands(&b, 7, 3));
	assert_false(dsr_beside_stands(&b, 8, 1));
	assert_true(dsr_beside_end(&b)); /* the next document's places are others */
	assert_false(dsr_beside_stands(&b, 7, 1));
	dsr_beside_release(&b);
}

static dossier_status put_backwards(void)
{
	static pair pairs[PAIRS];
	dsr_beside b = DSR_BESIDE_INIT(&test_alloc);
	int right;

	make_pairs(pairs, PAIRS, 1);
	right = put_all(&b, pairs, PAIRS);
	dsr_beside_release(&b);
	return right ? DOSSIER_OK : DOSSIER_ERR_NOMEM;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	fails_cleanly(put_backwards);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pairs_ascend_once_a_document_has_ended),
		TEST(what_stands_at_the_last_place_is_known),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "../test.h"

#include <string.h>

#include "../chance.h"
#include "index/merge_policy.h"

enum { MOST = 4000 };

static dsr_merge_candidate segments[MOST];
static uint64_t written; /* bytes that merges wrote */

static uint64_t live(const dsr_merge_candidate *c)
{
	return c->bytes / c->docs * (c->docs - c->dead);
}

/* Merge as the policy says until it has nothing more to say; a merged segment is as long as what lived. */
static size_t run(size_t count)
{
	size_t from, to;

	while (dsr_merge_policy(segments, count, &from, &to)) {
		dsr_merge_candidate sum = { 0 };

		assert_true(from < to && to <= count && to - from <= DSR_MERGE_AT_ONCE);
		assert_true(to - from > 1 || segments[from].dead > segments[from].docs / 2);
		for (size_t i = from; i < to; i++) {
			assert_true(to - from == 1 || live(&segments[i]) < DSR_MERGE_MAX);
			sum.bytes += live(&segments[i]);
			sum.docs += segments[i].docs - segments[i].dead;
		}
		written += sum.bytes;
		segments[from] = sum;
		memmove(&segments[from + 1], &segments[to], (count - to) * sizeof *segments);
		count -= to - from - 1;
	}
	return count;
}

static void segments_stay_few_and_bytes_are_written_once_a_tier(void **state)
{
	const uint64_t size = 5 * DSR_MERGE_FLOOR;
	size_t count = 0;
	uint64_t tiers = 1, all = 0;

	(void)state;
	written = 0;
	for (uint32_t n = 1; n <= 3000; n++) {
		segments[count++] = (dsr_merge_candidate){ size, 1000, 0 };
		all += size;
		count = run(count);
		for (tiers = 1; all >> tiers * 3 / 2; tiers++) /* more than log all / log DSR_MERGE_FACTOR */
			;
		assert_true(count <= (DSR_MERGE_FACTOR - 1) * tiers);
		assert_true(written <= all * tiers);
	}
	/* 3^7 = 2187 is the largest power of the factor: so many are in one segment now */
	assert_int_equal(segments[0].docs, 2187 * 1000);
}

/* Segments of all sizes: whatever comes, the documents are there in their order, and there is an end. */
static void any_sizes_come_to_an_end(void **state)
{
	(void)state;
	for (uint32_t round = 0; round < 200; round++) {
		size_t count = 0;
		uint64_t docs = 0, sum = 0;

		for (uint32_t n = 0; n < 100; n++) {
			const uint32_t of = 1 + chance(1000);

			segments[count] = (dsr_merge_candidate){ of * (1 + (uint64_t)chance(1u << chance(31))), of, chance(of) };
			docs += of - segments[count].dead;
			count = run(count + 1);
		}
		for (size_t i = 0; i < count; i++) {
			assert_true(segments[i].dead <= segments[i].docs / 2);
			sum += segments[i].docs - segments[i].dead;
		}
		assert_int_equal(sum, docs);
	}
}

static void few_are_left_alone(void **state)
{
	size_t from, to;

	(void)state;
	for (uint32_t i = 0; i < DSR_MERGE_FACTOR; i++)
		segments[i] = (dsr_merge_candidate){ 100, 10, 0 };
	assert_false(dsr_merge_policy(segments, 0, &from, &to));
	assert_false(dsr_merge_policy(segments, DSR_MERGE_FACTOR - 1, &from, &to));
	assert_true(dsr_merge_policy(segments, DSR_MERGE_FACTOR, &from, &to));
	assert_int_equal(to - from, DSR_MERGE_FACTOR);
	segments[0].dead = 5;
	assert_false(dsr_merge_policy(segments, 1, &from, &to));
	segments[0].dead = 6;
	assert_true(dsr_merge_policy(segments, 1, &from, &to));
	assert_int_equal(to - from, 1);
}

static void a_large_one_parts_its_neighbours(void **state)
{
	size_t from, to;

	(void)state;
	for (uint32_t i = 0; i < 2 * DSR_MERGE_FACTOR; i++)
		segments[i] = (dsr_merge_candidate){ 100, 10, 0 };
	segments[1].bytes = DSR_MERGE_MAX;
	assert_true(dsr_merge_policy(segments, 2 * DSR_MERGE_FACTOR, &from, &to));
	assert_int_equal(from, 2);
	assert_int_equal(to, 2 * DSR_MERGE_FACTOR);
	assert_false(dsr_merge_policy(segments, DSR_MERGE_FACTOR + 1, &from, &to));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_stay_few_and_bytes_are_written_once_a_tier),
		cmocka_unit_test(any_sizes_come_to_an_end),
		cmocka_unit_test(few_are_left_alone),
		cmocka_unit_test(a_large_one_parts_its_neighbours),
	};

	chance_seed(3);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

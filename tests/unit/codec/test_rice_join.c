#include "../test.h"

#include <string.h>

#include "base/mem.h"
#include "codec/bitpack.h"
#include "codec/rice_join.h"
#include "guard.h"

enum { GROUPS = 256, GAPS = 20000, CODES = 6 };

static uint64_t seed = 1;

/* The groups of several codes one after the other: what a join of all must be the code of. */
static uint32_t counts[GROUPS], gaps[GAPS];
static uint8_t  logs[GROUPS];
static size_t   group_count, gap_count;

static dsr_buf       codes[CODES];
static dsr_rice_part parts[GROUPS];
static size_t        part_count;

/* The groups [from, group_count), coded. */
static dsr_rice_groups groups_from(size_t from)
{
	return (dsr_rice_groups){ counts + from, logs + from, group_count - from };
}

/* Code some groups with others before and behind that no one wants; they are one part, or one each. */
static void add_code(dsr_buf *code, int each)
{
	static const uint32_t other_count = 3, other_gaps[] = { 5, 0, 900 };
	static const uint8_t other_log = 30;
	const size_t first = group_count, first_gap = gap_count;
	const uint32_t before = below(&seed, 2), behind = below(&seed, 2), n = below(&seed, GROUPS / CODES) + 1;
	uint32_t all_counts[GROUPS + 2], all_gaps[GAPS];
	uint8_t all_logs[GROUPS + 2];
	size_t k = 0, g = 0;
	dsr_rice place, last;

	for (uint32_t i = 0; i < n; i++) {
		logs[group_count] = (uint8_t)below(&seed, 100);
		counts[group_count] = 1 + below(&seed, 1u << below(&seed, 6));
		for (uint32_t j = 0; j < counts[group_count]; j++)
			gaps[gap_count++] = below(&seed, 2 * (1u << logs[group_count] / 8) / (counts[group_count] + 1) + 1);
		group_count++;
	}
	for (uint32_t i = 0; i < before + n + behind; i++) {
		const int wanted = i >= before && i < before + n;

		all_counts[k] = wanted ? counts[first + i - before] : other_count;
		all_logs[k++] = wanted ? logs[first + i - before] : other_log;
		if (!wanted) {
			memcpy(all_gaps + g, other_gaps, sizeof other_gaps);
			g += 3;
		} else if (i == before) {
			memcpy(all_gaps + g, gaps + first_gap, (gap_count - first_gap) * sizeof *gaps);
			g += gap_count - first_gap;
		}
	}
	dsr_rice_put(code, &(dsr_rice_groups){ all_counts, all_logs, k }, all_gaps);
	place = (dsr_rice){ .bytes = code->data, .bits = 8 * (uint64_t)code->len };
	dsr_buf_extend(code, DSR_CODEC_SLACK);
	place.bytes = code->data;
	memset(code->data + code->len - DSR_CODEC_SLACK, 0xff, DSR_CODEC_SLACK);
	assert_true(!before || dsr_rice_pass(&place, &(dsr_rice_groups){ all_counts, all_logs, 1 }));
	for (size_t i = first; i < group_count; i += each ? 1 : n) {
		const dsr_rice_groups these = each ? (dsr_rice_groups){ counts + i, logs + i, 1 } : groups_from(first);

		last = place;
		assert_true(dsr_rice_pass(&place, &these));
		parts[part_count++] = dsr_rice_part_of(&last, &place);
	}
}

static void a_join_is_the_code_of_all_groups(void **state)
{
	(void)state;
	for (int round = 0; round < 1000; round++) {
		dsr_buf joined = DSR_BUF_INIT(&dsr_alloc_default), right = DSR_BUF_INIT(&dsr_alloc_default);
		const size_t n = 1 + below(&seed, CODES);
		dsr_rice_groups all;

		group_count = gap_count = part_count = 0;
		for (size_t i = 0; i < n; i++) {
			codes[i] = DSR_BUF_INIT(&dsr_alloc_default);
			add_code(&codes[i], (int)below(&seed, 2));
		}
		all = groups_from(0);
		dsr_buf_put(&joined, "x", 1);
		dsr_buf_put(&right, "x", 1);
		dsr_rice_join(&joined, parts, part_count);
		dsr_rice_put(&right, &all, gaps);
		assert_int_equal(joined.len, right.len);
		assert_memory_equal(joined.data, right.data, right.len);
		dsr_buf_release(&joined);
		dsr_buf_release(&right);
		for (size_t i = 0; i < n; i++)
			dsr_buf_release(&codes[i]);
	}
}

static void no_parts_are_no_bytes(void **state)
{
	dsr_buf out = DSR_BUF_INIT(&test_alloc);

	(void)state;
	dsr_rice_join(&out, NULL, 0);
	assert_int_equal(out.len, 0);
	dsr_buf_release(&out);
}

static void running_out_of_memory_is_said(void **state)
{
	static const uint8_t bytes[72] = { 0x80, 0x21 };
	const dsr_rice_part part = { bytes, 16, 0, 8, 0, 8 };
	dsr_buf out = DSR_BUF_INIT(&test_alloc);

	(void)state;
	test_fail_after(1);
	dsr_rice_join(&out, &part, 1);
	assert_true(test_fail_done());
	assert_int_equal(dsr_buf_status(&out), DOSSIER_ERR_NOMEM);
	dsr_buf_release(&out);
	assert_int_equal(test_live, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_join_is_the_code_of_all_groups),
		cmocka_unit_test(no_parts_are_no_bytes),
		cmocka_unit_test(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "../test.h"

#include <string.h>

#include "base/mem.h"
#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "codec/rice.h"
#include "codec/rice_put.h"
#include "guard.h"

enum { GROUPS = 256, GAPS = 40000 };

static uint8_t *input_end; /* of what a decoder may read, slack included */
static uint64_t seed = 1;

/* The groups under test. */
static uint32_t counts[GROUPS], gaps[GAPS];
static uint8_t  logs[GROUPS];
static dsr_rice_groups groups;
static uint8_t  bits[GUARD_ROOM * 8]; /* as they should be, one a byte */

static int make_guard(void **state)
{
	(void)state;
	input_end = guard_end();
	return 0;
}

/* Counts up to 2^count_bits, logarithms up to `log_most`, gaps that fit them but for some. */
static void random_groups(size_t n, unsigned count_bits, unsigned log_most)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		const uint32_t reach = (uint32_t)1 << (logs[i] = (uint8_t)below(&seed, log_most + 1)) / 8;

		counts[i] = 1 + below(&seed, 1u << below(&seed, count_bits + 1));
		for (uint32_t j = 0; j < counts[i]; j++)
			gaps[at++] = below(&seed, (below(&seed, 50) ? 2 : 32) * reach / (counts[i] + 1) + 1);
	}
	assert_true(at <= GAPS);
	groups = (dsr_rice_groups){ counts, logs, n };
}

/* Bit by bit, the layout as the header words it.  Returns the size in bytes. */
static size_t write_slowly(void)
{
	size_t high = 0, low = 0, at = 0, size;

	memset(bits, 0, sizeof bits);
	for (size_t i = 0; i < groups.n; i++)
		for (uint32_t j = 0; j < counts[i]; j++) {
			high += (gaps[at++] >> dsr_rice_width(logs[i], counts[i])) + 1;
			bits[high - 1] = 1;
			low += dsr_rice_width(logs[i], counts[i]);
		}
	size = (high + low + 7) / 8;
	low = 8 * size;
	at = 0;
	for (size_t i = 0; i < groups.n; i++)
		for (uint32_t j = 0; j < counts[i]; j++, at++) {
			const unsigned width = dsr_rice_width(logs[i], counts[i]);

			low -= width;
			for (unsigned b = 0; b < width; b++)
				bits[low + b] = gaps[at] >> b & 1;
		}
	return size;
}

/* The groups, coded so that exactly DSR_CODEC_SLACK bytes, all ones, lie between them and the guard. */
static dsr_rice coded_at_guard(void)
{
	dsr_buf out = DSR_BUF_INIT(&dsr_alloc_default);
	uint8_t *p;
	size_t size;

	dsr_rice_put(&out, &groups, gaps);
	assert_int_equal(dsr_buf_status(&out), DOSSIER_OK);
	size = out.len;
	p = input_end - DSR_CODEC_SLACK - size;
	memset(input_end - DSR_CODEC_SLACK, 0xff, DSR_CODEC_SLACK);
	memcpy(p, out.data, size);
	dsr_buf_release(&out);
	return (dsr_rice){ .bytes = p, .bits = 8 * size };
}

static void assert_written(const dsr_rice_put_impl *k)
{
	dsr_buf out = DSR_BUF_INIT(&dsr_alloc_default);
	const size_t size = write_slowly();

	dsr_buf_put(&out, "x", 1);
	dsr_rice_put_by(k, &out, &groups, gaps);
	assert_int_equal(out.len, 1 + size);
	for (size_t bit = 0; bit < 8 * size; bit++)
		assert_int_equal(out.data[1 + bit / 8] >> bit % 8 & 1, bits[bit]);
	dsr_buf_release(&out);
}

static void what_is_written_is_the_layout_of_the_header(void **state)
{
	(void)state;
	for (int round = 0; round < 2000; round++) {
		const uint32_t most = round % 10 ? 20 : GROUPS;

		random_groups(1 + below(&seed, most), below(&seed, most < GROUPS ? 6 : 3), below(&seed, 100));
		for (size_t i = 0; i < dsr_rice_put_impl_count; i++)
			if (dsr_cpu_has((dsr_cpu_level)dsr_rice_put_impls[i].level))
				assert_written(&dsr_rice_put_impls[i]);
	}
}

/* Groups of more gaps than a piece of the writer holds, and unary parts of whole words. */
static void long_groups_and_far_gaps_are_written(void **state)
{
	(void)state;
	for (int round = 0; round < 100; round++) {
		random_groups(3, 10, 60);
		for (int i = 0; i < 5; i++)
			gaps[below(&seed, counts[0] + counts[1])] = below(&seed, 2000) << dsr_rice_width(logs[0], counts[0]);
		for (size_t i = 0; i < dsr_rice_put_impl_count; i++)
			if (dsr_cpu_has((dsr_cpu_level)dsr_rice_put_impls[i].level))
				assert_written(&dsr_rice_put_impls[i]);
	}
}

static void assert_group(const dsr_rice_impl *k, dsr_rice *r, size_t i, const uint32_t *these)
{
	uint32_t *out = (uint32_t *)(void *)malloc(counts[i] * sizeof *out), sum = 0; /* exact: a write too many is seen */

	assert_int_equal(k->take(r, counts[i], dsr_rice_width(logs[i], counts[i]), out), 1);
	for (uint32_t j = 0; j < counts[i]; j++)
		assert_int_equal(out[j], sum += these[j]);
	free(out);
}

/* Every group after the one before, then some with leaps between. */
static void read_groups(const dsr_rice_impl *k)
{
	const dsr_rice begin = coded_at_guard();
	dsr_rice r = begin, leap = begin;
	size_t at = 0, leapt = 0;

	for (size_t i = 0; i < groups.n; at += counts[i++]) {
		if (i == groups.n - 1 || below(&seed, 5) == 0) {
			const dsr_rice_groups between = { counts + leapt, logs + leapt, i - leapt };
			uint64_t ones, low;

			k->measure(&between, &ones, &low);
			leap.low += low;
			assert_int_equal(k->leap(&leap, ones), 1);
			assert_int_equal(leap.low, r.low);
			assert_group(k, &leap, i, gaps + at);
			leapt = i + 1;
		}
		assert_group(k, &r, i, gaps + at);
	}
	assert_true(dsr_rice_is_end(&r));
	assert_true(dsr_rice_is_end(&leap));
}

/* Some groups at once, twice in a row from where the first time ended. */
static void read_some(const dsr_rice_impl *k)
{
	dsr_rice r = coded_at_guard();
	size_t begun = 0, at = 0;

	for (int half = 0; half < 2; half++) {
		const dsr_rice_groups rest = { counts + begun, logs + begun, groups.n - begun };
		uint32_t which[GROUPS], *want = malloc(GAPS * sizeof *want), *out;
		size_t n = 0, total = 0, last = begun;

		for (size_t i = begun; i < groups.n; at += counts[i++]) {
			if (below(&seed, 6) || (half == 0 && i > groups.n / 2))
				continue;
			which[n++] = (uint32_t)(i - begun);
			for (uint32_t j = 0, sum = 0; j < counts[i]; j++)
				want[total++] = sum += gaps[at + j];
			last = i + 1;
		}
		out = malloc(total * sizeof *out + 1); /* exact: a write too many is seen */
		assert_int_equal(k->read(&r, &rest, which, n, out), 1);
		assert_memory_equal(out, want, total * sizeof *out);
		free(out);
		free(want);
		begun = last;
		at = 0;
		for (size_t i = 0; i < begun; i++)
			at += counts[i];
	}
}

static void every_variant_gives_back_every_group(void **state)
{
	(void)state;
	for (size_t k = 0; k < dsr_rice_impl_count; k++)
		for (int round = 0; round < 600 && dsr_cpu_has((dsr_cpu_level)dsr_rice_impls[k].level); round++) {
			random_groups(1 + below(&seed, GROUPS), below(&seed, 7), below(&seed, 120));
			read_groups(&dsr_rice_impls[k]);
			read_some(&dsr_rice_impls[k]);
		}
}

static void many_gaps_and_wide_ones_come_back(void **state)
{
	(void)state;
	for (size_t k = 0; k < dsr_rice_impl_count; k++)
		for (int round = 0; round < 100 && dsr_cpu_has((dsr_cpu_level)dsr_rice_impls[k].level); round++) {
			random_groups(1 + below(&seed, 4), 13, 60 + below(&seed, 60));
			read_groups(&dsr_rice_impls[k]);
			random_groups(1 + below(&seed, 30), 1, 208);
			read_groups(&dsr_rice_impls[k]);
		}
}

static void groups_are_passed_together(void **state)
{
	dsr_rice r;

	(void)state;
	random_groups(200, 5, 90);
	r = coded_at_guard();
	assert_int_equal(dsr_rice_pass(&r, &groups), 1);
	assert_true(dsr_rice_is_end(&r));
	counts[groups.n] = 1;
	logs[groups.n++] = 0;
	r.high = r.low = 0;
	assert_false(dsr_rice_pass(&r, &groups) && dsr_rice_is_end(&r)); /* one group too many */
	groups.n = 1;
	counts[0] = 100000;
	r.high = r.low = 0;
	assert_int_equal(dsr_rice_pass(&r, &groups), 0);
}

/* 7/8 of the mean gap, in whole bits: exact where all are powers of two. */
static void widths_are_what_the_header_says(void **state)
{
	(void)state;
	assert_int_equal(dsr_log8(1), 0);
	assert_int_equal(dsr_log8(7), 22);
	assert_int_equal(dsr_log8(1024), 80);
	assert_int_equal(dsr_log8(1535), 83);
	assert_int_equal(dsr_log8(UINT32_MAX), 255);
	assert_int_equal(dsr_rice_width(dsr_log8(1024), 1), 8);
	assert_int_equal(dsr_rice_width(dsr_log8(1024) + 1, 1), 9);
	assert_int_equal(dsr_rice_width(dsr_log8(1024) + 1, 3), 8);
	assert_int_equal(dsr_rice_width(dsr_log8(10), 9), 0);
	assert_int_equal(dsr_rice_width(dsr_log8(10), 100), 0);
	for (uint32_t count = 1; count <= INT32_MAX / 2; count = count * 2 + 1)
		assert_true((uint64_t)count * dsr_rice_width(247, count) <= UINT32_MAX);
}

static void sums_past_32_bits_are_damage(void **state)
{
	uint32_t out[64];

	(void)state;
	counts[0] = 2;
	logs[0] = 31 * 8 - 1;
	gaps[0] = gaps[1] = 1u << 31;
	groups = (dsr_rice_groups){ counts, logs, 1 };
	for (size_t k = 0; k < dsr_rice_impl_count; k++) {
		dsr_rice r = coded_at_guard();

		if (!dsr_cpu_has((dsr_cpu_level)dsr_rice_impls[k].level))
			continue;
		assert_int_equal(dsr_rice_impls[k].take(&r, 2, dsr_rice_width(logs[0], 2), out), 0);
	}
}

/* A gap of `zeros` << 24: the highest width of the vector kernels, and sums around 2^32. */
static void sums_near_32_bits_are_told_apart(void **state)
{
	(void)state;
	counts[0] = 1;
	logs[0] = 24 * 8 + 9;
	groups = (dsr_rice_groups){ counts, logs, 1 };
	assert_int_equal(dsr_rice_width(logs[0], 1), 24);
	for (size_t k = 0; k < dsr_rice_impl_count; k++)
		for (uint32_t high = 250; high < 256 && dsr_cpu_has((dsr_cpu_level)dsr_rice_impls[k].level); high++) {
			dsr_rice r;

			gaps[0] = high << 24 | 0xFFFFFF;
			r = coded_at_guard();
			assert_group(&dsr_rice_impls[k], &r, 0, gaps);
		}
}

/* Any bytes, asked for more or fewer groups than there are: all variants agree, and the guard is not touched. */
static void variants_agree_on_damage(void **state)
{
	static uint32_t out[GAPS], other[GAPS];

	(void)state;
	for (int round = 0; round < 4000; round++) {
		const size_t size = 1 + below(&seed, 200);
		const uint32_t count = 1 + below(&seed, 1 + below(&seed, 600)), ones = below(&seed, 900);
		const unsigned width = below(&seed, 30);
		const uint8_t fill = (uint8_t)below(&seed, 4);
		dsr_rice want = { .bytes = input_end - DSR_CODEC_SLACK - size, .bits = 8 * size };
		int right;

		for (uint8_t *p = input_end - DSR_CODEC_SLACK - size; p < input_end; p++)
			*p = (uint8_t)(fill == 0 ? 0 : fill == 1 ? 0xff : next_random(&seed));
		want.low = below(&seed, (uint32_t)want.bits + 1);
		right = dsr_rice_impls[dsr_rice_impl_count - 1].leap(&want, ones) &&
		        dsr_rice_impls[dsr_rice_impl_count - 1].take(&want, count, width, out);
		for (size_t k = 0; k + 1 < dsr_rice_impl_count; k++) {
			dsr_rice r = { .bytes = want.bytes, .bits = want.bits, .low = want.low - right * (uint64_t)count * width };

			if (!dsr_cpu_has((dsr_cpu_level)dsr_rice_impls[k].level))
				continue;
			assert_int_equal(dsr_rice_impls[k].leap(&r, ones) && dsr_rice_impls[k].take(&r, count, width, other), right);
			if (right) {
				assert_int_equal(r.high, want.high);
				assert_int_equal(r.low, want.low);
				assert_memory_equal(out, other, count * sizeof *out);
			}
		}
	}
}

/* Groups as damage may have them: few gaps, or many, or more than there are bits; widths that no text has; ones here and there or everywhere. */
static dsr_rice damaged_groups(uint32_t which[GROUPS], size_t *n)
{
	const size_t size = 1 + below(&seed, 900);
	const unsigned most = 1 + below(&seed, 6), ones = 1 + below(&seed, 12);
	const uint32_t sane_count = below(&seed, 30) ? 5000 : 2, sane_log = below(&seed, 30) ? 300 : 2; /* one in so many is none */
	dsr_rice r = { .bytes = input_end - DSR_CODEC_SLACK - size, .bits = 8 * size };

	for (uint8_t *p = input_end - DSR_CODEC_SLACK - size; p < input_end; p++) {
		*p = (uint8_t)next_random(&seed);
		for (unsigned i = 1; i < ones; i++)
			*p &= (uint8_t)next_random(&seed);
	}
	groups = (dsr_rice_groups){ counts, logs, 1 + below(&seed, GROUPS) };
	for (size_t i = 0; i < groups.n; i++) {
		counts[i] = below(&seed, sane_count) ? 1 + below(&seed, most) : 1u << (30 - below(&seed, 2) * below(&seed, 31));
		logs[i] = (uint8_t)below(&seed, below(&seed, sane_log) ? 30 : 248);
	}
	*n = 0;
	for (size_t i = 0, step = 1 + below(&seed, 9); i < groups.n; i += 1 + below(&seed, (uint32_t)step))
		which[(*n)++] = (uint32_t)i;
	r.high = below(&seed, (uint32_t)r.bits / 2);
	r.low = below(&seed, (uint32_t)r.bits / 2);
	return r;
}

static void variants_agree_on_damaged_groups(void **state)
{
	static uint32_t out[GAPS], other[GAPS];
	uint32_t which[GROUPS], right_ones = 0;
	size_t n;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const dsr_rice begin = damaged_groups(which, &n);
		dsr_rice want = begin;
		const int right = dsr_rice_impls[dsr_rice_impl_count - 1].read(&want, &groups, which, n, out);
		size_t total = 0;

		right_ones += (uint32_t)right;
		for (size_t i = 0; i < n && right; i++)
			total += counts[which[i]];
		for (size_t k = 0; k + 1 < dsr_rice_impl_count; k++) {
			dsr_rice r = begin;

			if (!dsr_cpu_has((dsr_cpu_level)dsr_rice_impls[k].level))
				continue;
			assert_int_equal(dsr_rice_impls[k].read(&r, &groups, which, n, other), right);
			if (right) {
				assert_int_equal(r.high, want.high);
				assert_int_equal(r.low, want.low);
				assert_memory_equal(out, other, total * sizeof *out);
			}
		}
	}
	assert_true(right_ones > 2000 && right_ones < 18000); /* both are tried */
}

static void the_last_of_the_table_is_portable(void **state)
{
	(void)state;
	assert_string_equal(dsr_rice_impls[dsr_rice_impl_count - 1].name, "portable");
	assert_int_equal(dsr_rice_impls[dsr_rice_impl_count - 1].level, DSR_CPU_PORTABLE);
	assert_true(dsr_cpu_has((dsr_cpu_level)dsr_rice_best()->level));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths_are_what_the_header_says),
		cmocka_unit_test(what_is_written_is_the_layout_of_the_header),
		cmocka_unit_test(long_groups_and_far_gaps_are_written),
		cmocka_unit_test(every_variant_gives_back_every_group),
		cmocka_unit_test(many_gaps_and_wide_ones_come_back),
		cmocka_unit_test(groups_are_passed_together),
		cmocka_unit_test(sums_past_32_bits_are_damage),
		cmocka_unit_test(sums_near_32_bits_are_told_apart),
		cmocka_unit_test(variants_agree_on_damage),
		cmocka_unit_test(variants_agree_on_damaged_groups),
		cmocka_unit_test(the_last_of_the_table_is_portable),
	};
	return cmocka_run_group_tests(tests, make_guard, test_no_leaks);
}

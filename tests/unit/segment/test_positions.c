#include "segment_body.h"

#include "segment/positions.h"

enum { GAPS = 3000 };

static uint32_t gaps[GAPS];

static void random_gaps(size_t n)
{
	const unsigned bits = chance(12);

	for (size_t i = 0; i < n; i++)
		gaps[i] = chance(20) ? chance((1u << bits) + 1) : chance(1000000);
}

/* The record of `n` gaps with the slack that decoders ask for. */
static dsr_buf record_of(size_t n)
{
	dsr_buf out = DSR_BUF_INIT(&test_alloc);

	dsr_positions_put(&out, gaps, n);
	dsr_buf_put(&out, gaps, DSR_CODEC_SLACK);
	assert_int_equal(dsr_buf_status(&out), DOSSIER_OK);
	return out;
}

static void assert_part(dsr_positions *p, size_t from, uint32_t count)
{
	uint32_t out[GAPS], sum = 0;

	assert_int_equal(dsr_positions_get(p, from, count, out), 1);
	for (uint32_t i = 0; i < count; i++) {
		sum += gaps[from + i];
		assert_int_equal(out[i], sum);
	}
}

static void any_part_can_be_read_in_any_order(void **state)
{
	static const size_t counts[] = { 1, 2, 15, 16, 17, 127, 128, 129, 143, 144, 255, 256, 257, 1000, GAPS };

	(void)state;
	for (size_t i = 0; i < LENGTH(counts); i++) {
		const size_t n = counts[i];
		dsr_positions p;
		dsr_buf record;

		random_gaps(n);
		record = record_of(n);
		dsr_positions_open(&p, record.data, record.data + record.len - DSR_CODEC_SLACK, n);
		assert_part(&p, 0, (uint32_t)n);
		for (int round = 0; round < 200; round++) {
			const size_t from = chance((uint32_t)n + 1);

			assert_part(&p, from, chance((uint32_t)(n - from) + 1));
		}
		for (size_t from = 0; from < n; from++)
			assert_part(&p, from, 1);
		dsr_buf_release(&record);
	}
}

static void a_part_past_the_end_is_refused(void **state)
{
	dsr_positions p;
	dsr_buf record;
	uint32_t out[300];

	(void)state;
	random_gaps(200);
	record = record_of(200);
	dsr_positions_open(&p, record.data, record.data + record.len - DSR_CODEC_SLACK, 200);
	assert_int_equal(dsr_positions_get(&p, 200, 1, out), 0);
	assert_int_equal(dsr_positions_get(&p, 199, 2, out), 0);
	assert_int_equal(dsr_positions_get(&p, UINT64_MAX, 1, out), 0);
	assert_int_equal(dsr_positions_get(&p, 200, 0, out), 1);
	dsr_buf_release(&record);
}

static void another_number_of_gaps_is_damage(void **state)
{
	uint32_t out[GAPS];

	(void)state;
	for (int round = 0; round < 300; round++) {
		const size_t n = 1 + chance(600), wrong = 1 + chance(600);
		dsr_positions p;
		dsr_buf record;

		random_gaps(n);
		record = record_of(n);
		dsr_positions_open(&p, record.data, record.data + record.len - DSR_CODEC_SLACK, wrong);
		if ((wrong + 127) / 128 != (n + 127) / 128)
			assert_int_equal(dsr_positions_get(&p, 0, (uint32_t)wrong, out), 0);
		dsr_buf_release(&record);
	}
}

static void positions_past_32_bits_are_damage(void **state)
{
	dsr_positions p;
	dsr_buf record;
	uint32_t out[2];

	(void)state;
	gaps[0] = gaps[1] = 1u << 31;
	record = record_of(2);
	dsr_positions_open(&p, record.data, record.data + record.len - DSR_CODEC_SLACK, 2);
	assert_int_equal(dsr_positions_get(&p, 0, 2, out), 0);
	dsr_buf_release(&record);
}

static void damage_does_no_harm(void **state)
{
	uint32_t out[GAPS];

	(void)state;
	for (int round = 0; round < 3000; round++) {
		const size_t n = 1 + chance(500);
		uint8_t *exact;
		dsr_positions p;
		dsr_buf record;

		random_gaps(n);
		record = record_of(n);
		damage(record.data, record.len - DSR_CODEC_SLACK);
		exact = must_alloc(record.len); /* so that a read past the slack is seen */
		memcpy(exact, record.data, record.len);
		dsr_positions_open(&p, exact, exact + record.len - DSR_CODEC_SLACK, chance(2) ? n : chance(GAPS));
		dsr_positions_get(&p, chance(100), chance(GAPS - 100), out);
		dsr_positions_get(&p, 0, (uint32_t)n, out);
		dsr_buf_release(&record);
		free(exact);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(any_part_can_be_read_in_any_order),
		TEST(a_part_past_the_end_is_refused),
		TEST(another_number_of_gaps_is_damage),
		TEST(positions_past_32_bits_are_damage),
		TEST(damage_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

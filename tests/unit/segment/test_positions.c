#include "segment_body.h"

#include "codec/bitpack.h"
#include "segment/norms.h"
#include "segment/positions.h"

enum { DOCS = 100000, PLACES = 300000 };

/* A block, and all positions of its documents one after the other, as such and as gaps. */
static uint32_t docs[DSR_BLOCK], tfs[DSR_BLOCK], positions[PLACES], gaps[PLACES];
static size_t   starts[DSR_BLOCK + 1];
static uint8_t  norms[DOCS];
static dsr_position_docs block;

/* Positions that mostly lie within the length that the norm tells. */
static void random_document(uint32_t i)
{
	const uint32_t length = dsr_norm_decode(norms[docs[i]]), reach = 2 * length / (tfs[i] + 1) + 2;
	uint32_t position = 0;

	for (size_t at = starts[i]; at < starts[i + 1]; at++) {
		gaps[at] = chance(4) ? chance(reach) : chance(60) ? 0 : chance(10000);
		positions[at] = position += gaps[at];
	}
}

static void random_block(uint32_t n, unsigned tf_bits)
{
	uint32_t doc = chance(DOCS - n * 300);

	for (uint32_t i = 0; i < n; i++) {
		docs[i] = doc += 1 + chance(300);
		tfs[i] = 1 + (chance(2) ? chance(1u << chance(tf_bits + 1)) : 0);
		norms[doc] = dsr_norm_encode(1 + chance(1u << chance(16)));
		starts[i + 1] = starts[i] + tfs[i];
		random_document(i);
	}
	block = (dsr_position_docs){ docs, tfs, n, norms };
}

/* The record with the slack that decoders ask for. */
static dsr_buf record_of(void)
{
	dsr_buf out = DSR_BUF_INIT(&test_alloc);

	dsr_positions_put(&out, &block, gaps);
	dsr_buf_put(&out, gaps, DSR_CODEC_SLACK);
	assert_int_equal(dsr_buf_status(&out), DOSSIER_OK);
	return out;
}

static void assert_document(dsr_positions *p, uint32_t i)
{
	uint32_t *out = must_alloc(tfs[i] * sizeof *out);

	assert_int_equal(dsr_positions_get(p, i, out), 1);
	assert_memory_equal(out, positions + starts[i], tfs[i] * sizeof *out);
	free(out);
}

static void any_document_can_be_read_in_any_order(void **state)
{
	static const uint32_t counts[] = { 1, 2, 3, 15, 16, 17, 31, 32, 33, 100, 255, 256 };

	(void)state;
	for (size_t round = 0; round < 8 * LENGTH(counts); round++) {
		const uint32_t n = counts[round % LENGTH(counts)];
		dsr_positions p;
		dsr_buf record;

		random_block(n, (unsigned)round % 9);
		record = record_of();
		dsr_positions_open(&p, record.data, record.data + record.len - DSR_CODEC_SLACK, &block);
		for (uint32_t i = 0; i < n; i++)
			assert_document(&p, i);
		for (uint32_t i = n; i-- > 0; )
			assert_document(&p, i);
		for (uint32_t i = 0; i < n; i += 1 + chance(40))
			assert_document(&p, i);
		for (int again = 0; again < 50; again++)
			assert_document(&p, chance(n));
		assert_true(dsr_positions_fit(&p));
		assert_document(&p, 0);
		dsr_buf_release(&record);
	}
}

/* Documents that are not the writer's: what comes out means nothing, but its length shows it. */
static void other_frequencies_do_not_fit(void **state)
{
	(void)state;
	for (int round = 0; round < 300; round++) {
		dsr_positions p;
		dsr_buf record;

		random_block(1 + chance(DSR_BLOCK), 5);
		record = record_of();
		tfs[chance(block.n)] += 20;
		dsr_positions_open(&p, record.data, record.data + record.len - DSR_CODEC_SLACK, &block);
		assert_false(dsr_positions_fit(&p));
		dsr_buf_release(&record);
	}
}

static void a_record_of_another_length_does_not_fit(void **state)
{
	(void)state;
	for (int round = 0; round < 300; round++) {
		dsr_positions p;
		dsr_buf record;
		size_t size;

		random_block(1 + chance(DSR_BLOCK), 5);
		record = record_of();
		size = record.len - DSR_CODEC_SLACK;
		dsr_positions_open(&p, record.data, record.data + size - 1, &block);
		assert_false(dsr_positions_fit(&p));
		dsr_positions_open(&p, record.data, record.data + size + 1, &block);
		assert_false(dsr_positions_fit(&p));
		dsr_buf_release(&record);
	}
}

static void damage_does_no_harm(void **state)
{
	static uint32_t out[1 << 9];

	(void)state;
	for (int round = 0; round < 3000; round++) {
		uint8_t *exact;
		dsr_positions p;
		dsr_buf record;

		random_block(1 + chance(DSR_BLOCK), 8);
		record = record_of();
		damage(record.data, record.len - DSR_CODEC_SLACK);
		exact = must_alloc(record.len); /* so that a read past the slack is seen */
		memcpy(exact, record.data, record.len);
		for (uint32_t i = chance(4); i < block.n; i += 1 + chance(60))
			tfs[i] = 1 + chance(1 << 9);
		dsr_positions_open(&p, exact, exact + record.len - DSR_CODEC_SLACK, &block);
		for (uint32_t i = 0; i < block.n; i += 1 + chance(40))
			dsr_positions_get(&p, i, out);
		dsr_positions_fit(&p);
		dsr_buf_release(&record);
		free(exact);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(any_document_can_be_read_in_any_order),
		TEST(other_frequencies_do_not_fit),
		TEST(a_record_of_another_length_does_not_fit),
		TEST(damage_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * fuzz_positions.c - any bytes as a record of positions, and any positions through one
 *
 * Input: one byte that gives the number of documents, less one; for each a norm and a frequency, less one; the record.
 */
#include "codec_body.h"

#include "segment/positions.h"

static uint32_t docs[DSR_BLOCK], tfs[DSR_BLOCK], positions[DSR_BLOCK * 256], gaps[DSR_BLOCK * 256];
static uint8_t  norms[DSR_BLOCK];

/* What was read, written again, takes no more bytes and gives the same. */
static void round_trip(const dsr_position_docs *block, size_t size)
{
	dsr_buf b = DSR_BUF_INIT(&dsr_alloc_default);
	uint32_t back[256];
	dsr_positions p;
	uint8_t *record;
	size_t at = 0;

	dsr_positions_put(&b, block, gaps);
	require(dsr_buf_status(&b) == DOSSIER_OK && b.len <= size);
	record = copy_with_slack(b.data, b.len);
	dsr_positions_open(&p, record, record + b.len, block);
	require(dsr_positions_fit(&p));
	for (uint32_t i = 0; i < block->n; at += tfs[i++])
		require(dsr_positions_get(&p, i, back) && !memcmp(back, positions + at, tfs[i] * sizeof *back));
	free(record);
	dsr_buf_release(&b);
}

/* Read all documents, then some again: all or nothing of each.  Returns whether all could be read. */
static int read_record(const uint8_t *record, size_t size, const dsr_position_docs *block)
{
	dsr_positions p;
	size_t at = 0;
	int right = 1;

	dsr_positions_open(&p, record, record + size, block);
	for (uint32_t i = 0; i < block->n && right; at += tfs[i++]) {
		right = dsr_positions_get(&p, i, positions + at);
		for (uint32_t j = 0; j < tfs[i] && right; j++)
			gaps[at + j] = positions[at + j] - (j ? positions[at + j - 1] : 0);
	}
	for (uint32_t i = block->n; i-- > 0; i -= i / 3) {
		uint32_t again[256];

		require(dsr_positions_get(&p, i, again) || !right);
	}
	return dsr_positions_fit(&p) && right;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dsr_position_docs block = { docs, tfs, size ? data[0] + 1u : 0, norms };
	const size_t head = 1 + 2 * (size_t)block.n;
	uint8_t *record;

	if (!size || size < head)
		return 0;
	for (uint32_t i = 0; i < block.n; i++) {
		docs[i] = i;
		norms[i] = data[1 + 2 * i];
		tfs[i] = data[2 + 2 * i] + 1u;
	}
	record = copy_with_slack(data + head, size - head);
	if (read_record(record, size - head, &block))
		round_trip(&block, size - head);
	free(record);
	return 0;
}

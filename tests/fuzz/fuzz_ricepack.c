/*
 * fuzz_ricepack.c - any bytes as a pack of Rice codes, and any values through one
 *
 * Input: one byte that gives the number of values, less one; the pack.
 */
#include "codec_body.h"

#include "codec/ricepack.h"

/* Returns the bytes that the values take. */
static size_t round_trip(const uint32_t *v, size_t n)
{
	dsr_buf b = DSR_BUF_INIT(&dsr_alloc_default);
	uint32_t back[DSR_BLOCK];
	uint8_t *p;
	size_t size;

	dsr_ricepack_put(&b, v, n);
	require(dsr_buf_status(&b) == DOSSIER_OK);
	size = b.len;
	p = copy_with_slack(b.data, size);
	require(dsr_ricepack_get(p, p + size, back, n) == p + size);
	require(!memcmp(v, back, n * sizeof *v));
	free(p);
	dsr_buf_release(&b);
	return size;
}

static void decode(const uint8_t *data, size_t size, size_t n)
{
	uint8_t *p = copy_with_slack(data, size);
	uint32_t v[DSR_BLOCK];
	const uint8_t *end = dsr_ricepack_get(p, p + size, v, n);

	if (end) {
		require(end > p && end <= p + size);
		require(round_trip(v, n) <= (size_t)(end - p) + 1); /* the fewest bits, in two parts of whole bytes */
	}
	free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint32_t v[DSR_BLOCK];
	size_t n;

	if (size < 1)
		return 0;
	decode(data + 1, size - 1, (size_t)data[0] + 1);
	n = size / sizeof *v < DSR_BLOCK ? size / sizeof *v : DSR_BLOCK;
	memcpy(v, data, n * sizeof *v);
	if (n)
		round_trip(v, n);
	return 0;
}

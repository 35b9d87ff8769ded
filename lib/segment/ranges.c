/*
 * ranges.c - see ranges.h
 *
 * Whether a term has ranges is known when all its documents are.  Until they are too many to have none they are
 * held back, so that the many rare terms do not touch an array as long as the segment.
 */
#include "segment/ranges.h"

#include <string.h>

#include "codec/bitpack.h"

void dsr_ranges_init(dsr_ranges *r, const dossier_alloc *alloc)
{
	r->fine = DSR_BUF_INIT(alloc);
	r->docs = r->count = r->held = 0;
}

void dsr_ranges_release(dsr_ranges *r)
{
	dsr_buf_release(&r->fine);
}

int dsr_ranges_begin(dsr_ranges *r, uint32_t docs)
{
	const size_t size = ((size_t)docs >> DSR_RANGE_SHIFT) + 1;
	uint8_t *fine;

	dsr_buf_reset(&r->fine);
	fine = dsr_buf_extend(&r->fine, size);
	if (fine)
		memset(fine, 0, size);
	r->docs = docs;
	r->count = r->held = 0;
	return fine != NULL;
}

static void enter(dsr_ranges *r, size_t n, const uint32_t *docs, const uint8_t *bounds)
{
	uint8_t *fine = r->fine.data;

	for (size_t i = 0; i < n; i++) {
		uint8_t *at = &fine[docs[i] >> DSR_RANGE_SHIFT];

		*at = bounds[i] > *at ? bounds[i] : *at;
	}
}

void dsr_ranges_add(dsr_ranges *r, size_t n, const uint32_t *docs, const uint8_t *bounds)
{
	const uint32_t count = r->count += (uint32_t)n;

	if (!dsr_ranges_has(count, r->docs) && r->held + n <= DSR_RANGES_RARE) {
		memcpy(r->held_docs + r->held, docs, n * sizeof *docs);
		memcpy(r->held_bounds + r->held, bounds, n);
		r->held += (uint32_t)n;
		return;
	}
	enter(r, r->held, r->held_docs, r->held_bounds);
	r->held = 0;
	enter(r, n, docs, bounds);
}

/* Append the best of each 2^more fine ranges, and clear them. */
static void fold(dsr_ranges *r, uint32_t size, unsigned more, dsr_buf *out)
{
	uint8_t *coarse = dsr_buf_extend(out, size);
	const size_t fine_size = ((size_t)(r->docs - 1) >> DSR_RANGE_SHIFT) + 1;
	const uint8_t *fine = r->fine.data;

	if (!coarse)
		return;
	memset(coarse, 0, size);
	for (size_t i = 0; i < fine_size; i++)
		coarse[i >> more] = fine[i] > coarse[i >> more] ? fine[i] : coarse[i >> more];
	memset(r->fine.data, 0, fine_size);
}

void dsr_ranges_end(dsr_ranges *r, dsr_buf *out)
{
	if (dsr_ranges_has(r->count, r->docs))
		fold(r, dsr_ranges_size(r->count, r->docs), dsr_ranges_shift(r->count, r->docs) - DSR_RANGE_SHIFT, out);
	r->count = r->held = 0;
}

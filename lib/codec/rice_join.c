/*
 * rice_join.c - see rice_join.h
 */
#include "codec/rice_join.h"

#include <string.h>

#include "base/bytes.h"

/* Bits moved at once: with up to 7 before them they fit a word. */
enum { STEP = 56 };

/* Move `n` bits from bit `from` of `src` to bit `at` of `dst`, where zeros are.  Reads and writes whole words. */
static void move_bits(uint8_t *dst, uint64_t at, const uint8_t *src, uint64_t from, uint64_t n)
{
	while (n) {
		const unsigned step = n < STEP ? (unsigned)n : STEP;
		const uint64_t mask = ((uint64_t)1 << step) - 1;
		uint8_t *to = dst + at / 8;

		dsr_put_u64(to, dsr_get_u64(to) | (dsr_get_u64(src + from / 8) >> (from & 7) & mask) << (at & 7));
		at += step;
		from += step;
		n -= step;
	}
}

void dsr_rice_join(dsr_buf *out, const dsr_rice_part *parts, size_t n)
{
	uint64_t bits = 0, high = 0, low;
	size_t size;
	uint8_t *to;

	for (size_t i = 0; i < n; i++)
		bits += parts[i].high_bits + parts[i].low_bits;
	size = (size_t)((bits + 7) / 8);
	to = dsr_buf_extend(out, size + 8); /* words may end behind */
	if (!to)
		return;
	memset(to, 0, size + 8);
	low = (uint64_t)size * 8;
	for (size_t i = 0; i < n; i++) {
		const dsr_rice_part *p = &parts[i];

		low -= p->low_bits;
		move_bits(to, high, p->bytes, p->high, p->high_bits);
		move_bits(to, low, p->bytes, p->bits - p->low - p->low_bits, p->low_bits);
		high += p->high_bits;
	}
	out->len -= 8;
}

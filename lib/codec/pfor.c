/*
 * pfor.c - see pfor.h
 */
#include "codec/pfor.h"

#include "base/varint.h"
#include "codec/lengths.h"

/* One block, its parts found and known to lie inside the input. */
typedef struct block {
	unsigned       width;
	size_t         count;  /* exceptions */
	const uint8_t *packed;
	const uint8_t *index;
	const uint8_t *high;   /* the varints, of unknown length */
} block;

/* The bytes a block takes at `width`, when `lengths[b]` of its n values need b bits and none more than `most`. */
static size_t block_bytes(const uint32_t *lengths, unsigned most, size_t n, unsigned width)
{
	size_t bytes = 2 + dsr_bitpack_bytes(n, width);

	for (unsigned b = width + 1; b <= most; b++)
		bytes += lengths[b] * (size_t)(1 + (b - width + 6) / 7);
	return bytes;
}

/*
 * The cheapest width, the widest of equals since exceptions take time; *bytes is what it takes.  Its exceptions fit
 * the count: all 256 values never are, since 7 bits more for all cost less than an index and a byte for each.
 */
static unsigned best_width(const uint32_t *v, size_t n, size_t *bytes)
{
	uint32_t lengths[33];
	unsigned most = 32, best;

	dsr_lengths(lengths, v, n);
	while (most && !lengths[most])
		most--;
	best = most;
	*bytes = block_bytes(lengths, most, n, most);
	for (unsigned width = most; width-- > 0; ) {
		const size_t these = block_bytes(lengths, most, n, width);
		if (these < *bytes) {
			*bytes = these;
			best = width;
		}
	}
	return best;
}

/* v >> width; 32 is a width, and as a shift of 32 bits undefined. */
static inline uint32_t high_part(uint32_t v, unsigned width)
{
	return (uint32_t)((uint64_t)v >> width);
}

/*
 * Which values are exceptions, of which there must be one, cannot be guessed, so nothing branches on it.  The byte behind their indices
 * is written too: their high parts will stand there.
 */
static size_t put_indices(uint8_t *to, const uint32_t *v, size_t n, unsigned width)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		to[count] = (uint8_t)i;
		count += high_part(v[i], width) != 0;
	}
	return count;
}

void dsr_pfor_put(dsr_buf *out, const uint32_t *v, size_t n)
{
	size_t bytes, count;
	const unsigned width = best_width(v, n, &bytes);
	const size_t packed = dsr_bitpack_bytes(n, width);
	uint8_t *p = dsr_buf_extend(out, bytes);
	uint8_t *index;

	if (!p)
		return;
	dsr_bitpack(p + 2, v, n, width);
	index = p + 2 + packed;
	count = bytes > 2 + packed ? put_indices(index, v, n, width) : 0;
	p[0] = (uint8_t)width;
	p[1] = (uint8_t)count;
	p = index + count;
	for (size_t i = 0; i < count; i++)
		p += dsr_varint_put(p, high_part(v[index[i]], width));
}

static int find_parts(block *b, const uint8_t *p, const uint8_t *end, size_t n)
{
	size_t packed;

	if (end - p < 2 || p[0] > 32)
		return 0;
	b->width = p[0];
	b->count = p[1];
	packed = dsr_bitpack_bytes(n, b->width);
	if ((size_t)(end - p) - 2 < packed + b->count)
		return 0;
	b->packed = p + 2;
	b->index = b->packed + packed;
	b->high = b->index + b->count;
	return 1;
}

const uint8_t *dsr_pfor_get(const uint8_t *p, const uint8_t *end, uint32_t *v, size_t n)
{
	size_t next = 0; /* the lowest index the next exception may have */
	block b;

	if (!find_parts(&b, p, end, n))
		return NULL;
	dsr_bitunpack(v, b.packed, n, b.width);
	p = b.high;
	for (size_t i = 0; i < b.count; i++) {
		const size_t at = b.index[i];
		uint64_t high;

		p = dsr_varint_get(p, end, &high);
		if (!p || at < next || at >= n || !high || high > high_part(UINT32_MAX, b.width))
			return NULL;
		v[at] |= (uint32_t)(high << b.width);
		next = at + 1;
	}
	return p;
}

const uint8_t *dsr_pfor_skip(const uint8_t *p, const uint8_t *end, size_t n)
{
	uint64_t high;
	block b;

	if (!find_parts(&b, p, end, n))
		return NULL;
	p = b.high;
	for (size_t i = 0; p && i < b.count; i++)
		p = dsr_varint_get(p, end, &high);
	return p;
}

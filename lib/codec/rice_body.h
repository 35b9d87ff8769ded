/*
 * rice_body.h - the kernels of rice.h in plain C, to be compiled for several levels
 *
 * Whoever includes this defines RICE_TARGET, the attribute of the level, or nothing; and RICE_MEASURE, RICE_LEAP and RICE_TAKE,
 * the kernels that read_groups() is made of.
 */
#include "base/bytes.h"
#include "codec/rice.h"

/* Bits `at` and up to 56 more; those past the size are of no meaning. */
RICE_TARGET static inline uint64_t bits_from(const uint8_t *bytes, uint64_t at)
{
	return dsr_get_u64(bytes + at / 8) >> (at & 7);
}

RICE_TARGET static inline void measure(const dsr_rice_groups *groups, uint64_t *gaps, uint64_t *low)
{
	*gaps = *low = 0;
	for (size_t i = 0; i < groups->n; i++) {
		*gaps += groups->counts[i];
		*low += (uint64_t)groups->counts[i] * dsr_rice_width(groups->logs[i], groups->counts[i]);
	}
}

/* A walk over the ones of the unary parts: the ones of 64 bits that were not passed, and where these bits begin. */
typedef struct ones {
	uint64_t word, base;
} ones;

RICE_TARGET static inline ones ones_at(const dsr_rice *r)
{
	return (ones){ dsr_get_u64(r->bytes + r->high / 8) & ~(uint64_t)0 << (r->high & 7), r->high & ~(uint64_t)7 };
}

RICE_TARGET static inline int next_word(const dsr_rice *r, ones *o)
{
	o->base += 64;
	if (o->base >= r->bits)
		return 0;
	o->word = dsr_get_u64(r->bytes + o->base / 8);
	return 1;
}

RICE_TARGET static inline int leap(dsr_rice *r, uint64_t n)
{
	ones o = ones_at(r);
	uint64_t count;

	if (!n || r->high >= r->bits)
		return !n;
	while ((count = (uint64_t)__builtin_popcountll(o.word)) < n) {
		n -= count;
		if (!next_word(r, &o))
			return 0;
	}
	for (; n > 1; n--)
		o.word &= o.word - 1;
	r->high = o.base + (uint64_t)__builtin_ctzll(o.word) + 1;
	return r->high <= r->bits;
}

RICE_TARGET static inline int take(dsr_rice *r, uint32_t count, unsigned width, uint32_t *out)
{
	const uint64_t start = r->high, size = (uint64_t)count * width;
	const uint32_t mask = ((uint32_t)1 << width) - 1;
	uint64_t at = r->bits - r->low, place = start, sum = 0, low = 0;
	ones o = ones_at(r);

	if (start >= r->bits || size > at)
		return !count;
	for (uint32_t i = 0; i < count; i++) {
		while (!o.word)
			if (!next_word(r, &o))
				return 0;
		place = o.base + (uint64_t)__builtin_ctzll(o.word);
		o.word &= o.word - 1;
		at -= width;
		low += bits_from(r->bytes, at) & mask;
		sum = ((place - start - i) << width) + low;
		out[i] = (uint32_t)sum;
	}
	r->high = place + 1;
	r->low += size;
	return place < r->bits && sum <= UINT32_MAX;
}

/* Move behind the groups from..to: as dsr_rice_pass(), with these kernels. */
RICE_TARGET static inline int pass(dsr_rice *r, const dsr_rice_groups *groups, uint32_t from, uint32_t to)
{
	const dsr_rice_groups between = { groups->counts + from, groups->logs + from, to - from };
	uint64_t gaps, low;

	if (from == to)
		return 1;
	RICE_MEASURE(&between, &gaps, &low);
	if (low > r->bits - r->low)
		return 0;
	r->low += low;
	return RICE_LEAP(r, gaps);
}

RICE_TARGET static inline int read_groups(dsr_rice *r, const dsr_rice_groups *groups, const uint32_t *which, size_t n,
                                          uint32_t *out)
{
	uint32_t next = 0;

	for (size_t i = 0; i < n; i++) {
		const uint32_t group = which[i], count = groups->counts[group];

		if (!pass(r, groups, next, group) || !RICE_TAKE(r, count, dsr_rice_width(groups->logs[group], count), out))
			return 0;
		out += count;
		next = group + 1;
	}
	return 1;
}

/*
 * sieve.h - a set of hashes that says no without touching what it stands for
 *
 * One bit for each hash, by its upper bits: 16 bits an element, so that of what is not in the set one in sixteen passes.  Small enough to stay in
 * the first-level cache where the table behind it does not.
 */
#ifndef DSR_BASE_SIEVE_H
#define DSR_BASE_SIEVE_H

#include <stddef.h>
#include <stdint.h>

typedef struct dsr_sieve {
	uint64_t *bits;  /* dsr_sieve_size() bytes, zero at first; whose they are the owner knows */
	unsigned  shift; /* 32 less the binary logarithm of their number */
} dsr_sieve;

/* For `n` elements; its bits are to be set to zeroed memory. */
static inline dsr_sieve dsr_sieve_for(size_t n)
{
	dsr_sieve s = { NULL, 32 - 6 };

	while (s.shift > 4 && ((size_t)1 << (32 - s.shift)) < 16 * n)
		s.shift--;
	return s;
}

static inline size_t dsr_sieve_size(const dsr_sieve *s)
{
	return ((size_t)1 << (32 - s->shift)) / 8;
}

static inline void dsr_sieve_add(const dsr_sieve *s, uint32_t hash)
{
	const uint32_t bit = hash >> s->shift;

	s->bits[bit / 64] |= (uint64_t)1 << (bit & 63);
}

/* 0: it was not added. */
static inline int dsr_sieve_passes(const dsr_sieve *s, uint32_t hash)
{
	const uint32_t bit = hash >> s->shift;

	return (int)(s->bits[bit / 64] >> (bit & 63) & 1);
}

#endif /* DSR_BASE_SIEVE_H */

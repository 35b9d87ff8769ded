/*
 * hash.c - see hash.h
 */
#include "base/hash.h"

#include "base/bytes.h"

/* Odd constants with as many ones as zeros: digits of the golden ratio and of the square root of 2. */
#define K0 0x9e3779b97f4a7c15u
#define K1 0x6a09e667f3bcc909u

uint64_t dsr_hash(const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	uint64_t h = K1 ^ n, tail = 0;

	for (; n >= 8; n -= 8, p += 8)
		h = dsr_mix(h ^ dsr_get_u64(p), K0);
	for (size_t i = 0; i < n; i++)
		tail |= (uint64_t)p[i] << 8 * i;
	return dsr_mix(h ^ tail, K0) ^ h >> 29;
}

uint64_t dsr_fnv1a(uint64_t h, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	return h;
}

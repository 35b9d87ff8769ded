/*
 * chance.h - repeatable random numbers for tests, and how much of them
 */
#ifndef DSR_CHANCE_H
#define DSR_CHANCE_H

#include <stdint.h>

static uint64_t chance_state = 1;

static inline void chance_seed(uint64_t seed) { chance_state = seed * 0x9e3779b97f4a7c15u + 1; }

/* The xorshift64* generator of Vigna, "An experimental exploration of Marsaglia's xorshift generators" (2016). */
static inline uint64_t chance_u64(void)
{
	chance_state ^= chance_state >> 12;
	chance_state ^= chance_state << 25;
	chance_state ^= chance_state >> 27;
	return chance_state * 0x2545f4914f6cdd1du;
}

/* Under a sanitizer tests do less of what takes long; with DSR_LONG in the environment they do all there is. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* 0..n - 1. */
static inline uint32_t chance(uint32_t n) { return (uint32_t)((chance_u64() >> 32) * n >> 32); }

#endif /* DSR_CHANCE_H */

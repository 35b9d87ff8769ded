/*
 * bounds.c - see bounds.h
 */
#include "codec/bounds.h"

#include <stdatomic.h>
#include <string.h>

#include "codec/cpu.h"
#include "codec/x86/kernels.h"

/* Add the bounds times `sign`, 1 or -1. */
static inline uint64_t add_signed(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n, uint32_t sign)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < n; i++) {
		const uint8_t byte = b->bytes[(first + i) >> b->more];
		const uint32_t q = b->map ? b->map[byte] : byte;

		sum[i] += q ? ((q * b->unit >> b->cut) + 1) * sign : 0;
		mask |= (uint64_t)(q != 0) << i;
	}
	return mask;
}

static uint64_t add_portable(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n)
{
	return add_signed(sum, b, first, n, 1);
}

static uint64_t take_portable(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n)
{
	return add_signed(sum, b, first, n, 0u - 1);
}

static void at_portable(uint32_t *sum, const dsr_bounds *b, const uint32_t *docs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add_portable(&sum[i], b, docs[i] / 64, 1);
}

static void least_portable(uint8_t *least, const dsr_bounds *b, uint32_t first, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const uint8_t byte = b->bytes[(first + i) >> b->more];
		const uint8_t q = b->map ? b->map[byte] : byte;

		least[i] = q < least[i] ? q : least[i];
	}
}

static uint64_t reach_portable(const uint32_t *sum, size_t n, uint32_t min)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < n; i++)
		mask |= (uint64_t)(sum[i] >= min) << i;
	return mask;
}

static uint64_t drop_portable(const uint32_t *scores, const uint32_t *rest, uint64_t mask, uint32_t min, uint64_t *bits)
{
	uint64_t left = 0;

	for (; mask; mask &= mask - 1) {
		const unsigned r = (unsigned)__builtin_ctzll(mask);

		bits[r] &= reach_portable(scores + (size_t)r * 64, 64, min > rest[r] ? min - rest[r] : 0);
		left |= bits[r] ? mask & -mask : 0;
	}
	return left;
}

/* Neighbours at once. */
static void clear_portable(uint32_t *scores, uint64_t mask)
{
	while (mask) {
		const unsigned from = (unsigned)__builtin_ctzll(mask);
		const uint64_t gaps = ~(mask >> from);
		const unsigned n = gaps ? (unsigned)__builtin_ctzll(gaps) : 64;

		memset(scores + (size_t)from * 64, 0, (size_t)n * 64 * sizeof *scores);
		mask &= n < 64 ? ~(((UINT64_C(1) << n) - 1) << from) : 0;
	}
}

static uint64_t used_portable(const uint64_t *words, size_t n)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < n; i++)
		mask |= (uint64_t)(words[i] != 0) << i;
	return mask;
}

static void fill_portable(uint64_t *words, size_t n, uint64_t mask)
{
	for (size_t i = 0; i < n; i++)
		words[i] = 0 - (mask >> i & 1);
}

const dsr_bounds_impl dsr_bounds_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_bounds_add_avx512, dsr_bounds_take_avx512, dsr_bounds_at_avx512, dsr_bounds_least_avx512,
	  dsr_bounds_reach_avx512, dsr_bounds_drop_avx512, dsr_bounds_clear_avx512, dsr_bounds_used_avx512, dsr_bounds_fill_avx512 },
	{ "avx2", DSR_CPU_AVX2, dsr_bounds_add_avx2, dsr_bounds_take_avx2, at_portable, least_portable,
	  dsr_bounds_reach_avx2, dsr_bounds_drop_avx2, clear_portable, dsr_bounds_used_avx2, fill_portable },
#endif
	{ "portable", DSR_CPU_PORTABLE, add_portable, take_portable, at_portable, least_portable,
	  reach_portable, drop_portable, clear_portable, used_portable, fill_portable },
};
const size_t dsr_bounds_impl_count = sizeof dsr_bounds_impls / sizeof *dsr_bounds_impls;

/* The variant chosen, NULL until then; every thread stores the same. */
static _Atomic(const dsr_bounds_impl *) chosen;

static const dsr_bounds_impl *best(void)
{
	const dsr_bounds_impl *impl = atomic_load_explicit(&chosen, memory_order_relaxed);

	if (impl)
		return impl;
	impl = dsr_bounds_impls;
	while (!dsr_cpu_has((dsr_cpu_level)impl->level))
		impl++;
	atomic_store_explicit(&chosen, impl, memory_order_relaxed);
	return impl;
}

uint64_t dsr_bounds_add(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n)
{
	return best()->add(sum, b, first, n);
}

uint64_t dsr_bounds_take(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n)
{
	return best()->take(sum, b, first, n);
}

void dsr_bounds_at(uint32_t *sum, const dsr_bounds *b, const uint32_t *docs, size_t n)
{
	best()->at(sum, b, docs, n);
}

void dsr_bounds_least(uint8_t *least, const dsr_bounds *b, uint32_t first, size_t n)
{
	best()->least(least, b, first, n);
}

uint64_t dsr_bounds_reach(const uint32_t *sum, size_t n, uint32_t min)
{
	return best()->reach(sum, n, min);
}

uint64_t dsr_bounds_drop(const uint32_t *scores, const uint32_t *rest, uint64_t mask, uint32_t min, uint64_t *bits)
{
	return best()->drop(scores, rest, mask, min, bits);
}

void dsr_bounds_clear(uint32_t *scores, uint64_t mask)
{
	best()->clear(scores, mask);
}

uint64_t dsr_bounds_used(const uint64_t *words, size_t n)
{
	return best()->used(words, n);
}

void dsr_bounds_fill(uint64_t *words, size_t n, uint64_t mask)
{
	best()->fill(words, n, mask);
}

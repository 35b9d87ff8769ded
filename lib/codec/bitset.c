/*
 * bitset.c - see bitset.h
 */
#include "codec/bitset.h"

#include <stdatomic.h>
#include <string.h>

#include "base/bytes.h"
#include "codec/cpu.h"
#include "codec/x86/kernels.h"

/*
 * Neighbours mostly share a word, and who sets a bit there waits for the one before: they seldom share a byte.  (A
 * little-endian word has its bits where its bytes have them.)
 */
void dsr_bitset_set_all(uint64_t *w, const uint32_t *v, size_t n, uint32_t first)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint8_t *const bytes = (uint8_t *)w;

	for (size_t i = 0; i < n; i++)
		bytes[(v[i] - first) / 8] |= (uint8_t)(1u << ((v[i] - first) & 7));
#else
	for (size_t i = 0; i < n; i++)
		dsr_bitset_set(w, v[i] - first);
#endif
}

void dsr_bitset_clear(uint64_t *w, size_t n)
{
	memset(w, 0, n * sizeof *w);
}

void dsr_bitset_copy(uint64_t *out, const uint64_t *in, size_t n)
{
	memmove(out, in, n * sizeof *out);
}

static size_t count_portable(const uint64_t *w, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += (size_t)__builtin_popcountll(w[i]);
	return count;
}

/* Up to 8 bytes as a word. */
static uint64_t get_word(const uint8_t *p, size_t bytes)
{
	uint64_t w = 0;

	if (bytes >= 8)
		return dsr_get_u64(p);
	for (size_t i = 0; i < bytes; i++)
		w |= (uint64_t)p[i] << 8 * i;
	return w;
}

static size_t list_portable(uint32_t *out, size_t max, const uint8_t *p, size_t bytes, uint32_t base)
{
	size_t n = 0;

	for (size_t at = 0; at < bytes; at += 8, base += 64)
		for (uint64_t w = get_word(p + at, bytes - at); w; w &= w - 1, n++)
			if (n < max)
				out[n] = base + (uint32_t)__builtin_ctzll(w);
	return n;
}

const dsr_bitset_count_impl dsr_bitset_count_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_bitset_count_avx512 },
	{ "sse42", DSR_CPU_SSE42, dsr_bitset_count_sse42 },
#endif
	{ "portable", DSR_CPU_PORTABLE, count_portable },
};
const size_t dsr_bitset_count_impl_count = sizeof dsr_bitset_count_impls / sizeof *dsr_bitset_count_impls;

const dsr_bitset_list_impl dsr_bitset_list_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_bitset_list_avx512 },
#endif
	{ "portable", DSR_CPU_PORTABLE, list_portable },
};
const size_t dsr_bitset_list_impl_count = sizeof dsr_bitset_list_impls / sizeof *dsr_bitset_list_impls;

static size_t choose_count(const uint64_t *w, size_t n);
static size_t choose_list(uint32_t *out, size_t max, const uint8_t *p, size_t bytes, uint32_t base);

/* Begin as functions that replace themselves; every thread stores the same. */
static _Atomic(dsr_bitset_count_fn) chosen_count = choose_count;
static _Atomic(dsr_bitset_list_fn) chosen_list = choose_list;

static size_t choose_count(const uint64_t *w, size_t n)
{
	const dsr_bitset_count_impl *best = dsr_bitset_count_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen_count, best->run, memory_order_relaxed);
	return best->run(w, n);
}

static size_t choose_list(uint32_t *out, size_t max, const uint8_t *p, size_t bytes, uint32_t base)
{
	const dsr_bitset_list_impl *best = dsr_bitset_list_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen_list, best->run, memory_order_relaxed);
	return best->run(out, max, p, bytes, base);
}

size_t dsr_bitset_count(const uint64_t *w, size_t n)
{
	return atomic_load_explicit(&chosen_count, memory_order_relaxed)(w, n);
}

size_t dsr_bitset_list(uint32_t *out, size_t max, const uint8_t *p, size_t bytes, uint32_t base)
{
	return atomic_load_explicit(&chosen_list, memory_order_relaxed)(out, max, p, bytes, base);
}

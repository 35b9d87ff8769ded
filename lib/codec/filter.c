/*
 * filter.c - see filter.h
 */
#include "codec/filter.h"

#include <stdatomic.h>

#include "codec/cpu.h"
#include "codec/x86/kernels.h"

static size_t ranges_portable(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t first,
                              uint64_t mask)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		const uint32_t at = docs[i] - first;

		out.docs[kept] = docs[i];
		if (out.tfs)
			out.tfs[kept] = tfs[i];
		kept += at < 4096 && (mask >> (at / 64 & 63) & 1);
	}
	return kept;
}

static size_t bits_portable(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t first,
                            const uint64_t *bits, size_t words)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		const uint32_t at = docs[i] - first;

		out.docs[kept] = docs[i];
		if (out.tfs)
			out.tfs[kept] = tfs[i];
		kept += at / 64 < words && (bits[at / 64] >> (at & 63) & 1);
	}
	return kept;
}

static size_t set_portable(dsr_kept out, const uint64_t *block, const uint64_t *in, size_t words, uint32_t first,
                           const uint32_t *tfs)
{
	size_t kept = 0;

	for (size_t i = 0; i < words; i++)
		for (uint64_t left = block[i]; left; left &= left - 1, tfs++) {
			out.docs[kept] = first + (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(left);
			out.tfs[kept] = *tfs;
			kept += (in[i] & left & -left) != 0;
		}
	return kept;
}

static size_t sums_portable(dsr_sums s, size_t n, uint32_t min)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		const uint32_t score = s.scores[i], rest = s.rest[i];

		s.docs[kept] = s.docs[i];
		s.scores[kept] = score;
		s.rest[kept] = rest;
		kept += score + rest >= min;
	}
	return kept;
}

const dsr_filter_impl dsr_filter_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_filter_ranges_avx512, dsr_filter_bits_avx512, dsr_filter_set_avx512,
	  dsr_filter_sums_avx512 },
#endif
	{ "portable", DSR_CPU_PORTABLE, ranges_portable, bits_portable, set_portable, sums_portable },
};
const size_t dsr_filter_impl_count = sizeof dsr_filter_impls / sizeof *dsr_filter_impls;

/* The variant chosen, NULL until then; every thread stores the same. */
static _Atomic(const dsr_filter_impl *) chosen;

static const dsr_filter_impl *best(void)
{
	const dsr_filter_impl *impl = atomic_load_explicit(&chosen, memory_order_relaxed);

	if (impl)
		return impl;
	impl = dsr_filter_impls;
	while (!dsr_cpu_has((dsr_cpu_level)impl->level))
		impl++;
	atomic_store_explicit(&chosen, impl, memory_order_relaxed);
	return impl;
}

size_t dsr_filter_ranges(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t first,
                         uint64_t mask)
{
	return best()->ranges(out, docs, tfs, n, first, mask);
}

size_t dsr_filter_bits(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t first,
                       const uint64_t *bits, size_t words)
{
	return best()->bits(out, docs, tfs, n, first, bits, words);
}

size_t dsr_filter_set(dsr_kept out, const uint64_t *block, const uint64_t *in, size_t words, uint32_t first,
                      const uint32_t *tfs)
{
	return best()->set(out, block, in, words, first, tfs);
}

size_t dsr_filter_sums(dsr_sums s, size_t n, uint32_t min)
{
	return best()->sums(s, n, min);
}

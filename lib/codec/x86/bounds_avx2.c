/*
 * bounds_avx2.c - see bounds.h
 */
#include "codec/bounds.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* The mapped bytes of n ranges from `first` on. */
static void spread(uint8_t *out, const dsr_bounds *b, uint32_t first, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const uint8_t byte = b->bytes[(first + i) >> b->more];

		out[i] = b->map ? b->map[byte] : byte;
	}
}

/* Add the bounds, or take them off. */
DSR_AVX2 static inline uint64_t add_ranges(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n, int taking)
{
	const __m256i unit = _mm256_set1_epi32((int)b->unit), one = _mm256_set1_epi32(1), zero = _mm256_setzero_si256();
	const __m128i cut = _mm_cvtsi32_si128((int)b->cut);
	uint8_t bytes[DSR_BOUNDS_MAX] = { 0 };
	uint64_t mask = 0;

	spread(bytes, b, first, n);
	for (size_t i = 0; i < n; i += 8) {
		const __m256i q = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(bytes + i)));
		const __m256i product = _mm256_srl_epi32(_mm256_mullo_epi32(q, unit), cut);
		const __m256i is_none = _mm256_cmpeq_epi32(q, zero);
		const __m256i bound = _mm256_andnot_si256(is_none, _mm256_add_epi32(product, one));
		__m256i *at = (__m256i *)(sum + i);

		_mm256_storeu_si256(at, taking ? _mm256_sub_epi32(_mm256_loadu_si256(at), bound)
		                               : _mm256_add_epi32(_mm256_loadu_si256(at), bound));
		mask |= (uint64_t)(~_mm256_movemask_ps(_mm256_castsi256_ps(is_none)) & 0xFF) << i;
	}
	return mask & (UINT64_MAX >> (64 - n));
}

DSR_AVX2 uint64_t dsr_bounds_add_avx2(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n)
{
	return add_ranges(sum, b, first, n, 0);
}

DSR_AVX2 uint64_t dsr_bounds_take_avx2(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n)
{
	return add_ranges(sum, b, first, n, 1);
}

DSR_AVX2 uint64_t dsr_bounds_reach_avx2(const uint32_t *sum, size_t n, uint32_t min)
{
	const __m256i least = _mm256_set1_epi32((int)min);
	uint64_t mask = 0;

	for (size_t i = 0; i < n; i += 8) {
		const __m256i v = _mm256_loadu_si256((const __m256i *)(sum + i));
		const __m256i reached = _mm256_cmpeq_epi32(_mm256_max_epu32(v, least), v);

		mask |= (uint64_t)_mm256_movemask_ps(_mm256_castsi256_ps(reached)) << i;
	}
	return mask & (UINT64_MAX >> (64 - n));
}

DSR_AVX2 uint64_t dsr_bounds_drop_avx2(const uint32_t *scores, const uint32_t *rest, uint64_t mask, uint32_t min,
                                       uint64_t *bits)
{
	uint64_t left = 0;

	for (; mask; mask &= mask - 1) {
		const unsigned r = (unsigned)_tzcnt_u64(mask);

		bits[r] &= dsr_bounds_reach_avx2(scores + (size_t)r * 64, 64, min > rest[r] ? min - rest[r] : 0);
		left |= (uint64_t)(bits[r] != 0) << r;
	}
	return left;
}

DSR_AVX2 uint64_t dsr_bounds_used_avx2(const uint64_t *words, size_t n)
{
	const __m256i zero = _mm256_setzero_si256();
	uint64_t mask = 0;
	size_t i = 0;

	for (; i + 4 <= n; i += 4) {
		const __m256i is_none = _mm256_cmpeq_epi64(_mm256_loadu_si256((const __m256i *)(words + i)), zero);

		mask |= (uint64_t)(~_mm256_movemask_pd(_mm256_castsi256_pd(is_none)) & 0xF) << i;
	}
	for (; i < n; i++)
		mask |= (uint64_t)(words[i] != 0) << i;
	return mask;
}
#endif

/*
 * delta_avx2.c - see delta.h
 *
 * Sums within a vector of 8 do not wait for the vector before: from one to the next only the carry goes,
 * one addition.
 */
#include "codec/delta.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* Lane i of the result is the sum of lanes 0 to i. */
DSR_AVX2 static inline __m256i running_sums(__m256i v)
{
	__m256i low_total;

	v = _mm256_add_epi32(v, _mm256_slli_si256(v, 4));
	v = _mm256_add_epi32(v, _mm256_slli_si256(v, 8));
	low_total = _mm256_shuffle_epi32(_mm256_permute2x128_si256(v, v, 0x08), 0xff);
	return _mm256_add_epi32(v, low_total);
}

DSR_AVX2 void dsr_delta_avx2(uint32_t *v, size_t n, uint32_t base)
{
	const __m256i one = _mm256_set1_epi32(1), last = _mm256_set1_epi32(7);
	__m256i carry = _mm256_set1_epi32((int)base);

	for (size_t i = 0; i < n; i += 8) {
		const __m256i gaps = _mm256_loadu_si256((const __m256i *)(v + i));
		const __m256i sums = running_sums(_mm256_add_epi32(gaps, one));

		_mm256_storeu_si256((__m256i *)(v + i), _mm256_add_epi32(sums, carry));
		carry = _mm256_add_epi32(carry, _mm256_permutevar8x32_epi32(sums, last));
	}
}
#endif

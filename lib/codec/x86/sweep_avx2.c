/*
 * sweep_avx2.c - see sweep.h
 */
#include "codec/sweep.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

DSR_AVX2 static inline uint32_t or_lanes(__m256i v)
{
	const __m128i four = _mm_or_si128(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
	const __m128i two = _mm_or_si128(four, _mm_srli_si128(four, 8));

	return (uint32_t)(_mm_cvtsi128_si32(two) | _mm_extract_epi32(two, 1));
}

DSR_AVX2 uint32_t dsr_sweep_add_one_avx2(uint32_t *v, size_t n)
{
	const __m256i one = _mm256_set1_epi32(1);
	__m256i any = _mm256_setzero_si256();
	uint32_t rest = 0;
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		__m256i *at = (__m256i *)(v + i);
		const __m256i sum = _mm256_add_epi32(_mm256_loadu_si256(at), one);

		_mm256_storeu_si256(at, sum);
		any = _mm256_or_si256(any, sum);
	}
	for (; i < n; i++)
		rest |= ++v[i];
	return rest | or_lanes(any);
}

DSR_AVX2 uint32_t dsr_sweep_any_avx2(const uint32_t *v, size_t n)
{
	__m256i any = _mm256_setzero_si256();
	uint32_t rest = 0;
	size_t i = 0;

	for (; i + 8 <= n; i += 8)
		any = _mm256_or_si256(any, _mm256_loadu_si256((const __m256i *)(v + i)));
	for (; i < n; i++)
		rest |= v[i];
	return rest | or_lanes(any);
}
#endif

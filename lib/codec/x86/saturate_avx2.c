/*
 * saturate_avx2.c - see saturate.h
 */
#include "codec/saturate.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

DSR_AVX2 void dsr_saturate_avx2(uint32_t *scores, const float *k, const uint32_t *tfs, size_t n, float w)
{
	const __m256 weight = _mm256_set1_ps(w);
	const __m256i positive = _mm256_set1_epi32(INT32_MAX), zero = _mm256_setzero_si256();

	for (size_t i = 0; i < n; i += 8) {
		const __m256 each = _mm256_loadu_ps(k + i);
		const __m256i v = _mm256_loadu_si256((const __m256i *)(tfs + i));
		const __m256 tf = _mm256_cvtepi32_ps(_mm256_and_si256(v, positive));
		const __m256 missing = _mm256_div_ps(_mm256_mul_ps(weight, each), _mm256_add_ps(each, tf));

		_mm256_storeu_si256((__m256i *)(scores + i),
		                    _mm256_max_epi32(_mm256_cvttps_epi32(_mm256_sub_ps(weight, missing)), zero));
	}
}
#endif

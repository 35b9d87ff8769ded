/*
 * saturate_avx512.c - see saturate.h
 */
#include "codec/saturate.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

DSR_AVX512 void dsr_saturate_avx512(uint32_t *scores, const float *k, const uint32_t *tfs, size_t n, float w)
{
	const __m512 weight = _mm512_set1_ps(w);
	const __m512i positive = _mm512_set1_epi32(INT32_MAX), zero = _mm512_setzero_si512();

	for (size_t i = 0; i < n; i += 16) {
		const __m512 each = _mm512_loadu_ps(k + i);
		const __m512 tf = _mm512_cvtepi32_ps(_mm512_and_si512(_mm512_loadu_si512(tfs + i), positive));
		const __m512 missing = _mm512_div_ps(_mm512_mul_ps(weight, each), _mm512_add_ps(each, tf));

		_mm512_storeu_si512(scores + i, _mm512_max_epi32(_mm512_cvttps_epi32(_mm512_sub_ps(weight, missing)), zero));
	}
}
#endif

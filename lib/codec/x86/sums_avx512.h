/*
 * sums_avx512.h - the running sums of a vector
 */
#ifndef DSR_CODEC_X86_SUMS_AVX512_H
#define DSR_CODEC_X86_SUMS_AVX512_H

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* Lane i of the result is the sum of lanes 0 to i. */
DSR_AVX512 static inline __m512i dsr_running_sums(__m512i v)
{
	const __m512i zero = _mm512_setzero_si512();

	v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 15));
	v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 14));
	v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 12));
	return _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 8));
}
#endif

#endif /* DSR_CODEC_X86_SUMS_AVX512_H */

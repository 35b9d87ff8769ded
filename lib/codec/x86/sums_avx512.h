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
	const __m512i third = _mm512_set1_epi32(3), seventh = _mm512_set1_epi32(7);
	const __m512i ends = _mm512_mask_set1_epi32(third, 0xF000, 11);

	/* Sums of each four lanes, then of each eight, then of all: shifts within a quarter take one cycle, across them three. */
	v = _mm512_add_epi32(v, _mm512_bslli_epi128(v, 4));
	v = _mm512_add_epi32(v, _mm512_bslli_epi128(v, 8));
	v = _mm512_mask_add_epi32(v, 0xF0F0, v, _mm512_permutexvar_epi32(ends, v));
	return _mm512_mask_add_epi32(v, 0xFF00, v, _mm512_permutexvar_epi32(seventh, v));
}
#endif

#endif /* DSR_CODEC_X86_SUMS_AVX512_H */

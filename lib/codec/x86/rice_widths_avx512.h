/*
 * rice_widths_avx512.h - the widths of 16 groups at once
 */
#ifndef DSR_CODEC_X86_RICE_WIDTHS_AVX512_H
#define DSR_CODEC_X86_RICE_WIDTHS_AVX512_H

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* dsr_rice_width() of 16 groups. */
DSR_AVX512 static inline __m512i dsr_rice_widths(__m512i logs, __m512i counts)
{
	const __m512i x = _mm512_add_epi32(counts, _mm512_set1_epi32(1)), zeros = _mm512_lzcnt_epi32(x);
	const __m512i eighths = _mm512_and_si512(_mm512_srli_epi32(_mm512_sllv_epi32(x, zeros), 28), _mm512_set1_epi32(7));
	const __m512i log8 = _mm512_sub_epi32(_mm512_add_epi32(eighths, _mm512_set1_epi32(8 * 31)),
	                                      _mm512_slli_epi32(zeros, 3));
	const __m512i rest = _mm512_sub_epi32(logs, _mm512_add_epi32(log8, _mm512_set1_epi32(1)));

	return _mm512_srli_epi32(_mm512_max_epi32(rest, _mm512_setzero_si512()), 3);
}
#endif

#endif /* DSR_CODEC_X86_RICE_WIDTHS_AVX512_H */

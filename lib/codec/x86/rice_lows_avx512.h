/*
 * rice_lows_avx512.h - 16 low parts of a group at once
 */
#ifndef DSR_CODEC_X86_RICE_LOWS_AVX512_H
#define DSR_CODEC_X86_RICE_LOWS_AVX512_H

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* The widest that dsr_rice_lows() takes. */
enum { DSR_RICE_LOWS_WIDTH = 24 };

/* The `n` low parts of `width` <= 24 bits that end at bit `end`, the first one last. */
DSR_AVX512 static inline __m512i dsr_rice_lows(const uint8_t *bytes, uint64_t end, unsigned n, unsigned width)
{
	const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
	const uint64_t from = end - n * width;
	const __m512i index = _mm512_sub_epi32(_mm512_set1_epi32((int)n - 1), lane);
	const __m512i bit = _mm512_add_epi32(_mm512_mullo_epi16(index, _mm512_set1_epi32((int)width)),
	                                     _mm512_set1_epi32((int)(from & 7)));
	const __m512i four_times = _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0);
	const __m512i pick = _mm512_add_epi32(_mm512_shuffle_epi8(_mm512_srli_epi32(bit, 3), four_times),
	                                      _mm512_set1_epi32(0x03020100));
	const __m512i around = _mm512_permutexvar_epi8(pick, _mm512_loadu_si512(bytes + from / 8));
	const __m512i shift = _mm512_and_si512(bit, _mm512_set1_epi32(7));
	const __m512i mask = _mm512_set1_epi32((int)_bzhi_u32(UINT32_MAX, width));

	return _mm512_maskz_and_epi32((__mmask16)_bzhi_u32(0xFFFF, n), _mm512_srlv_epi32(around, shift), mask);
}
#endif

#endif /* DSR_CODEC_X86_RICE_LOWS_AVX512_H */

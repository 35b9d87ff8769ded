/*
 * ones_avx512.h - the places of the ones of a word
 */
#ifndef DSR_CODEC_X86_ONES_AVX512_H
#define DSR_CODEC_X86_ONES_AVX512_H

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* 0 to 63 as bytes, of which the word is the mask: those where it has ones stand together, ascending; zeros follow. */
DSR_AVX512 static inline __m512i dsr_ones_of(uint64_t word)
{
	static const uint8_t numbers[64] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
		32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
	};

	return _mm512_maskz_compress_epi8(word, _mm512_loadu_si512(numbers));
}
#endif

#endif /* DSR_CODEC_X86_ONES_AVX512_H */

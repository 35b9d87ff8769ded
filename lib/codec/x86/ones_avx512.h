/*
 * ones_avx512.h - the places of the ones of a word
 */
#ifndef DSR_CODEC_X86_ONES_AVX512_H
#define DSR_CODEC_X86_ONES_AVX512_H

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* 0 to 63 as bytes. */
DSR_AVX512 static inline __m512i dsr_bytes_to_63(void)
{
	static const uint8_t numbers[64] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
		32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
	};

	return _mm512_loadu_si512(numbers);
}

/* Of these those at which the word has ones, together, ascending; zeros follow. */
DSR_AVX512 static inline __m512i dsr_ones_of(uint64_t word)
{
	return _mm512_maskz_compress_epi8(word, dsr_bytes_to_63());
}

/* 16 bytes as numbers, each added to `base`. */
DSR_AVX512 static inline __m512i dsr_sixteen(__m128i bytes, uint32_t base)
{
	return _mm512_add_epi32(_mm512_cvtepu8_epi32(bytes), _mm512_set1_epi32((int)base));
}

/* Write the first 32 of 64 bytes, or the others, each added to `base`. */
DSR_AVX512 static inline void dsr_put_first_half(uint32_t *out, __m512i bytes, uint32_t base)
{
	_mm512_storeu_si512(out, dsr_sixteen(_mm512_castsi512_si128(bytes), base));
	_mm512_storeu_si512(out + 16, dsr_sixteen(_mm512_extracti32x4_epi32(bytes, 1), base));
}

DSR_AVX512 static inline void dsr_put_second_half(uint32_t *out, __m512i bytes, uint32_t base)
{
	_mm512_storeu_si512(out, dsr_sixteen(_mm512_extracti32x4_epi32(bytes, 2), base));
	_mm512_storeu_si512(out + 16, dsr_sixteen(_mm512_extracti32x4_epi32(bytes, 3), base));
}

/*
 * Write the places of a word's `count` ones, added to `base`, and up to 63 numbers more: to ask whether there are more than 32
 * costs less than to guess whether there are more than 16.
 */
DSR_AVX512 static inline void dsr_put_ones(uint32_t *out, uint64_t word, size_t count, uint32_t base)
{
	const __m512i ones = dsr_ones_of(word);

	dsr_put_first_half(out, ones, base);
	if (count > 32)
		dsr_put_second_half(out + 32, ones, base);
}
#endif

#endif /* DSR_CODEC_X86_ONES_AVX512_H */

/*
 * bitunpack_avx512.c - see bitpack.h
 *
 * A permutation of bytes brings the bytes around each value to its lane, a shift per lane drops the bits
 * below it.  Up to 25 bits a value lies within four bytes wherever it begins, and 16 go at once; wider ones
 * take eight bytes each and go by 8.
 */
#include "codec/bitpack.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

DSR_AVX512 static void unpack_narrow(uint32_t *v, const uint8_t *p, size_t n, unsigned width)
{
	const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
	const __m512i bit = _mm512_mullo_epi32(lane, _mm512_set1_epi32((int)width));
	const __m512i shift = _mm512_and_si512(bit, _mm512_set1_epi32(7));
	const __m512i byte = _mm512_mullo_epi32(_mm512_srli_epi32(bit, 3), _mm512_set1_epi32(0x01010101));
	const __m512i pick = _mm512_add_epi32(byte, _mm512_set1_epi32(0x03020100));
	const __m512i mask = _mm512_set1_epi32((int)((1u << width) - 1));

	for (size_t i = 0; i < n; i += 16, p += 2 * width) {
		const __m512i around = _mm512_permutexvar_epi8(pick, _mm512_loadu_si512(p));

		_mm512_storeu_si512(v + i, _mm512_and_si512(_mm512_srlv_epi32(around, shift), mask));
	}
}

DSR_AVX512 static void unpack_wide(uint32_t *v, const uint8_t *p, size_t n, unsigned width)
{
	const __m512i lane = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
	const __m512i bit = _mm512_mul_epu32(lane, _mm512_set1_epi64(width));
	const __m512i shift = _mm512_and_si512(bit, _mm512_set1_epi64(7));
	const __m512i byte = _mm512_shuffle_epi8(_mm512_srli_epi64(bit, 3),
	                                         _mm512_set4_epi32(0x08080808, 0x08080808, 0, 0));
	const __m512i pick = _mm512_add_epi64(byte, _mm512_set1_epi64(0x0706050403020100));
	const __m256i mask = _mm256_set1_epi32((int)(UINT32_MAX >> (32 - width)));

	for (size_t i = 0; i < n; i += 8, p += width) {
		const __m512i around = _mm512_permutexvar_epi8(pick, _mm512_loadu_si512(p));
		const __m256i low = _mm512_cvtepi64_epi32(_mm512_srlv_epi64(around, shift));

		_mm256_storeu_si256((__m256i *)(v + i), _mm256_and_si256(low, mask));
	}
}

DSR_AVX512 void dsr_bitunpack_avx512(uint32_t *v, const uint8_t *p, size_t n, unsigned width)
{
	if (width <= 25)
		unpack_narrow(v, p, n, width);
	else
		unpack_wide(v, p, n, width);
}
#endif

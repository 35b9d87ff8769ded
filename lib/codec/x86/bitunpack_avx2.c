/*
 * bitunpack_avx2.c - see bitpack.h
 *
 * Eight values are `width` bytes.  Each half of a vector loads the 16 bytes where its four values begin; a
 * shuffle brings the four bytes around each value to its lane, and a shift per lane drops the bits below it.
 * Up to 25 bits a value lies within those four bytes wherever it begins.
 */
#include "codec/bitpack.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

DSR_AVX2 static void unpack_narrow(uint32_t *v, const uint8_t *p, size_t n, unsigned width)
{
	const size_t half = width / 2; /* byte where the fifth value begins */
	const __m256i skip = _mm256_setr_epi32(0, 0, 0, 0, (int)half * 8, (int)half * 8, (int)half * 8, (int)half * 8);
	const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
	const __m256i bit = _mm256_sub_epi32(_mm256_mullo_epi32(lane, _mm256_set1_epi32((int)width)), skip);
	const __m256i shift = _mm256_and_si256(bit, _mm256_set1_epi32(7));
	const __m256i byte = _mm256_mullo_epi32(_mm256_srli_epi32(bit, 3), _mm256_set1_epi32(0x01010101));
	const __m256i pick = _mm256_add_epi32(byte, _mm256_set1_epi32(0x03020100));
	const __m256i mask = _mm256_set1_epi32((int)((1u << width) - 1));

	for (size_t i = 0; i < n; i += 8, p += width) {
		const __m128i low = _mm_loadu_si128((const __m128i *)p);
		const __m128i high = _mm_loadu_si128((const __m128i *)(p + half));
		const __m256i around = _mm256_shuffle_epi8(_mm256_set_m128i(high, low), pick);

		_mm256_storeu_si256((__m256i *)(v + i), _mm256_and_si256(_mm256_srlv_epi32(around, shift), mask));
	}
}

DSR_AVX2 void dsr_bitunpack_avx2(uint32_t *v, const uint8_t *p, size_t n, unsigned width)
{
	if (width <= 25)
		unpack_narrow(v, p, n, width);
	else
		dsr_bitunpack_portable(v, p, n, width);
}
#endif

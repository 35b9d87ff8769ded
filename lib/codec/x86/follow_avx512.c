/*
 * follow_avx512.c - see follow.h
 *
 * Four beginnings are compared with 16 places at once; where both are many they are merged.
 */
#include "codec/follow.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

enum { FOUR = 4, LANES = 16 };

/* Which of four numbers are among places[0..m), as bits. */
DSR_AVX512 static inline unsigned find_four(__m128i four, const uint32_t *places, size_t m)
{
	const __m512i a = _mm512_broadcastd_epi32(four), b = _mm512_broadcastd_epi32(_mm_shuffle_epi32(four, 0x55));
	const __m512i c = _mm512_broadcastd_epi32(_mm_shuffle_epi32(four, 0xAA)), d = _mm512_broadcastd_epi32(_mm_shuffle_epi32(four, 0xFF));
	unsigned in_a = 0, in_b = 0, in_c = 0, in_d = 0;

	for (size_t j = 0; j < m; j += LANES) {
		const __mmask16 in = (__mmask16)_bzhi_u32(0xFFFF, m - j < LANES ? (unsigned)(m - j) : LANES);
		const __m512i at = _mm512_maskz_loadu_epi32(in, places + j);

		in_a |= _mm512_mask_cmpeq_epi32_mask(in, at, a);
		in_b |= _mm512_mask_cmpeq_epi32_mask(in, at, b);
		in_c |= _mm512_mask_cmpeq_epi32_mask(in, at, c);
		in_d |= _mm512_mask_cmpeq_epi32_mask(in, at, d);
	}
	return (unsigned)(in_a != 0) | (unsigned)(in_b != 0) << 1 | (unsigned)(in_c != 0) << 2 | (unsigned)(in_d != 0) << 3;
}

DSR_AVX512 size_t dsr_follow_avx512(uint32_t *begins, size_t n, const uint32_t *places, size_t m, uint32_t distance)
{
	size_t kept = 0;

	if ((n + FOUR - 1) / FOUR * ((m + LANES - 1) / LANES) > n + m)
		return dsr_follow_portable(begins, n, places, m, distance);
	for (size_t i = 0; i < n; i += FOUR) {
		const __mmask8 in = (__mmask8)_bzhi_u32(0xF, n - i < FOUR ? (unsigned)(n - i) : FOUR);
		const __m128i four = _mm_maskz_loadu_epi32(in, begins + i);
		const unsigned bits = find_four(_mm_add_epi32(four, _mm_set1_epi32((int)distance)), places, m) & in;

		_mm_mask_storeu_epi32(begins + kept, (__mmask8)_bzhi_u32(0xF, (unsigned)_mm_popcnt_u32(bits)),
		                      _mm_maskz_compress_epi32((__mmask8)bits, four));
		kept += (size_t)_mm_popcnt_u32(bits);
	}
	return kept;
}
#endif

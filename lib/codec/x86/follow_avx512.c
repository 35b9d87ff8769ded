/*
 * follow_avx512.c - see follow.h
 *
 * A few beginnings are each compared with 16 places at once; many are merged.
 */
#include "codec/follow.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* So many comparisons of 16 cost as much as a step of the merge. */
enum { STEP = 2 };

DSR_AVX512 static inline int has(const uint32_t *places, size_t m, uint32_t want)
{
	const __m512i wanted = _mm512_set1_epi32((int)want);
	unsigned found = 0;

	for (size_t j = 0; j < m; j += 16) {
		const __mmask16 in = (__mmask16)_bzhi_u32(0xFFFF, m - j < 16 ? (unsigned)(m - j) : 16);

		found |= _mm512_mask_cmpeq_epi32_mask(in, _mm512_maskz_loadu_epi32(in, places + j), wanted);
	}
	return found != 0;
}

DSR_AVX512 size_t dsr_follow_avx512(uint32_t *begins, size_t n, const uint32_t *places, size_t m, uint32_t distance)
{
	size_t kept = 0;

	if (n * ((m + 15) / 16) > STEP * (n + m))
		return dsr_follow_portable(begins, n, places, m, distance);
	for (size_t i = 0; i < n; i++) {
		const uint32_t begin = begins[i];

		begins[kept] = begin;
		kept += (size_t)has(places, m, begin + distance);
	}
	return kept;
}
#endif

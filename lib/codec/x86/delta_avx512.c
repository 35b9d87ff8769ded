/*
 * delta_avx512.c - see delta.h
 *
 * Sums within a vector of 16 do not wait for the vector before: from one to the next only the carry goes,
 * one addition.
 */
#include "codec/delta.h"

#include "codec/x86/sums_avx512.h"

#ifdef DSR_X86
DSR_AVX512 void dsr_delta_avx512(uint32_t *v, size_t n, uint32_t base)
{
	const __m512i one = _mm512_set1_epi32(1), last = _mm512_set1_epi32(15);
	__m512i carry = _mm512_set1_epi32((int)base);

	for (size_t i = 0; i < n; i += 16) {
		const __m512i sums = dsr_running_sums(_mm512_add_epi32(_mm512_loadu_si512(v + i), one));

		_mm512_storeu_si512(v + i, _mm512_add_epi32(sums, carry));
		carry = _mm512_add_epi32(carry, _mm512_permutexvar_epi32(last, sums));
	}
}
#endif

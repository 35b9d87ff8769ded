/*
 * sweep_avx512.c - see sweep.h
 */
#include "codec/sweep.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* The lanes that count, at place i of n. */
DSR_AVX512 static inline __mmask16 lanes(size_t i, size_t n)
{
	return (__mmask16)(n - i < 16 ? (1u << (n - i)) - 1 : 0xFFFFu);
}

DSR_AVX512 uint32_t dsr_sweep_add_one_avx512(uint32_t *v, size_t n)
{
	const __m512i one = _mm512_set1_epi32(1);
	__m512i any = _mm512_setzero_si512();

	for (size_t i = 0; i < n; i += 16) {
		const __m512i sum = _mm512_add_epi32(_mm512_loadu_si512(v + i), one);

		_mm512_storeu_si512(v + i, sum);
		any = _mm512_mask_or_epi32(any, lanes(i, n), any, sum);
	}
	return (uint32_t)_mm512_reduce_or_epi32(any);
}

DSR_AVX512 uint32_t dsr_sweep_any_avx512(const uint32_t *v, size_t n)
{
	__m512i any = _mm512_setzero_si512();

	for (size_t i = 0; i < n; i += 16)
		any = _mm512_mask_or_epi32(any, lanes(i, n), any, _mm512_loadu_si512(v + i));
	return (uint32_t)_mm512_reduce_or_epi32(any);
}
#endif

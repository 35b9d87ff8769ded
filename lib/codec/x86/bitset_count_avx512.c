/*
 * bitset_count_avx512.c - see bitset.h
 */
#include "codec/bitset.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

DSR_AVX512 size_t dsr_bitset_count_avx512(const uint64_t *w, size_t n)
{
	__m512i count = _mm512_setzero_si512();
	size_t i = 0;

	for (; i + 8 <= n; i += 8)
		count = _mm512_add_epi64(count, _mm512_popcnt_epi64(_mm512_loadu_si512(w + i)));
	if (i < n) {
		const __mmask8 rest = (__mmask8)((1u << (n - i)) - 1);
		count = _mm512_add_epi64(count, _mm512_popcnt_epi64(_mm512_maskz_loadu_epi64(rest, w + i)));
	}
	return (size_t)_mm512_reduce_add_epi64(count);
}
#endif

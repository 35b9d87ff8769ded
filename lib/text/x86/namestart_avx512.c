/*
 * namestart_avx512.c - see namestart.h
 */
#include "text/x86/namestart_kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

DSR_AVX512 size_t dsr_namestart_avx512(const uint32_t *words, size_t i, size_t end, uint32_t alone, uint32_t starts)
{
	const __m512i alone_16 = _mm512_set1_epi32((int)alone), starts_16 = _mm512_set1_epi32((int)starts);

	for (; i < end; i += 16) {
		const __mmask16 in = (__mmask16)_bzhi_u32(0xFFFF, end - i < 16 ? (unsigned)(end - i) : 16);
		const __m512i less = _mm512_sub_epi32(_mm512_maskz_loadu_epi32(in, words + i), _mm512_set1_epi32(1));
		const __m512i next = _mm512_maskz_loadu_epi32(in, words + i + 1);
		const __mmask16 found = _mm512_cmplt_epu32_mask(less, alone_16) |
		                        (_mm512_cmplt_epu32_mask(less, starts_16) & _mm512_test_epi32_mask(next, next));

		if (found) /* no lane that is not in, which is 0 */
			return i + _tzcnt_u32(found);
	}
	return end;
}
#endif

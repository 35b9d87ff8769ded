/*
 * namestart_avx512.c - see namestart.h
 *
 * 16 words at once; the sieve is asked for all of them by one gather.
 */
#include "text/x86/namestart_kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* The lanes whose two words the sieve lets pass. */
DSR_AVX512 static inline __mmask16 pairs(const dsr_sieve *sieve, __mmask16 lanes, __m512i first, __m512i second)
{
	const __m512i a = _mm512_mullo_epi32(first, _mm512_set1_epi32((int)0x9E3779B1u));
	const __m512i b = _mm512_mullo_epi32(second, _mm512_set1_epi32((int)0x85EBCA77u));
	const __m512i bit = _mm512_srl_epi32(_mm512_xor_si512(a, b), _mm_cvtsi32_si128((int)sieve->shift));
	const __m512i words = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), lanes, _mm512_srli_epi32(bit, 5), sieve->bits, 4);
	const __m512i mask = _mm512_sllv_epi32(_mm512_set1_epi32(1), _mm512_and_si512(bit, _mm512_set1_epi32(31)));

	return _mm512_mask_test_epi32_mask(lanes, words, mask);
}

DSR_AVX512 size_t dsr_namestart_avx512(const dsr_namestart *s, const uint32_t *words, size_t i, size_t end)
{
	const __m512i alone = _mm512_set1_epi32((int)s->alone), starts = _mm512_set1_epi32((int)s->starts);

	for (; i < end; i += 16) {
		const __mmask16 in = (__mmask16)_bzhi_u32(0xFFFF, end - i < 16 ? (unsigned)(end - i) : 16);
		const __m512i word = _mm512_maskz_loadu_epi32(in, words + i), next = _mm512_maskz_loadu_epi32(in, words + i + 1);
		const __m512i less = _mm512_sub_epi32(word, _mm512_set1_epi32(1));
		const __mmask16 begins = _mm512_mask_cmplt_epu32_mask(_mm512_test_epi32_mask(next, next), less, starts);
		const __mmask16 found = _mm512_cmplt_epu32_mask(less, alone) | pairs(&s->pairs, begins, word, next);

		if (found) /* no lane that is not in, which is 0 */
			return i + _tzcnt_u32(found);
	}
	return end;
}
#endif

/*
 * lengths_avx512.c - see lengths.h
 *
 * The lengths of 64 numbers are the bytes of a vector, in which each length that there may be is looked for.
 */
#include "codec/lengths.h"

#include <string.h>

#include "codec/bitpack.h"
#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/* The zeros in front of 16 numbers; 0xFF in the lanes behind the last of n. */
DSR_AVX512 static inline __m128i zeros_of(const uint32_t *v, size_t n, __m512i *all)
{
	const __mmask16 in = (__mmask16)_bzhi_u32(0xFFFF, n < 16 ? (unsigned)n : 16);
	const __m512i x = _mm512_maskz_loadu_epi32(in, v);

	*all = _mm512_or_si512(*all, x);
	return _mm512_mask_cvtepi32_epi8(_mm_set1_epi8(-1), in, _mm512_lzcnt_epi32(x));
}

DSR_AVX512 void dsr_lengths_avx512(uint32_t lengths[33], const uint32_t *v, size_t n)
{
	__m512i zeros[DSR_BLOCK / 64], all = _mm512_setzero_si512();
	size_t vectors = 0;
	unsigned most;

	for (size_t i = 0; i < n; i += 64) {
		__m128i parts[4];

		for (size_t j = 0; j < 4; j++)
			parts[j] = zeros_of(v + i + 16 * j, n > i + 16 * j ? n - i - 16 * j : 0, &all);
		memcpy(&zeros[vectors++], parts, sizeof parts);
	}
	memset(lengths, 0, 33 * sizeof *lengths);
	most = dsr_bits((uint32_t)_mm512_reduce_or_epi32(all));
	for (unsigned b = 0; b <= most; b++)
		for (size_t i = 0; i < vectors; i++)
			lengths[b] += (uint32_t)_mm_popcnt_u64(_mm512_cmpeq_epi8_mask(zeros[i], _mm512_set1_epi8((char)(32 - b))));
}
#endif

/*
 * rice_put_avx512.c - see rice.h
 *
 * 16 gaps at once.  Their unary parts are ones at places that a running sum gives, mostly in one word; their low parts are
 * joined in pairs, and the pairs in fours, each mostly in one word.  Where they are longer the gaps go one by one.
 */
#include "codec/rice_put.h"
#include "codec/x86/rice_widths_avx512.h"
#include "codec/x86/sums_avx512.h"

#ifdef DSR_X86
enum { LANES = DSR_RICE_LANES, WORD = 56 }; /* bits that are put at once */

DSR_AVX512 void dsr_rice_widths_avx512(const dsr_rice_groups *groups, size_t first, size_t n, uint8_t *widths)
{
	for (size_t i = 0; i < n; i += LANES) {
		const __mmask16 in = (__mmask16)_bzhi_u32(0xFFFF, n - i < LANES ? (unsigned)(n - i) : LANES);
		const __m512i counts = _mm512_maskz_loadu_epi32(in, groups->counts + first + i);
		const __m512i logs = _mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8(in, groups->logs + first + i));

		_mm_storeu_si128((void *)(widths + i), _mm512_cvtepi32_epi8(dsr_rice_widths(logs, counts)));
	}
}

/* Up to 16 gaps and their widths; lanes without one are zero. */
typedef struct lanes {
	__mmask16 in;
	__m512i   gaps, widths;
} lanes;

DSR_AVX512 static inline lanes lanes_of(const uint32_t *gaps, const uint8_t *widths, size_t n)
{
	const __mmask16 in = (__mmask16)_bzhi_u32(0xFFFF, n < LANES ? (unsigned)n : LANES);

	return (lanes){ in, _mm512_maskz_loadu_epi32(in, gaps), _mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8(in, widths)) };
}

DSR_AVX512 uint64_t dsr_rice_zeros_avx512(const uint32_t *gaps, const uint8_t *widths, size_t n)
{
	__m512i sum = _mm512_setzero_si512();

	for (size_t i = 0; i < n; i += LANES) {
		const lanes l = lanes_of(gaps + i, widths + i, n - i);
		const __m512i zeros = _mm512_srlv_epi32(l.gaps, l.widths);

		sum = _mm512_add_epi64(sum, _mm512_cvtepu32_epi64(_mm512_castsi512_si256(zeros)));
		sum = _mm512_add_epi64(sum, _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(zeros, 1)));
	}
	return (uint64_t)_mm512_reduce_add_epi64(sum);
}

/* A one for each lane, at its bit; lanes from 64 on have none. */
DSR_AVX512 static inline uint64_t ones_at(__m512i bit)
{
	const __m512i one = _mm512_set1_epi64(1);
	const __m512i first = _mm512_sllv_epi64(one, _mm512_cvtepu32_epi64(_mm512_castsi512_si256(bit)));
	const __m512i second = _mm512_sllv_epi64(one, _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(bit, 1)));

	return (uint64_t)_mm512_reduce_or_epi64(_mm512_or_si512(first, second));
}

/* Put the unary parts of the lanes, if they fit a word.  (Where each does, their sum is none that wrapped around.) */
DSR_AVX512 static inline int put_ones(dsr_rice_up *up, const lanes *l)
{
	const __m512i zeros = _mm512_srlv_epi32(l->gaps, l->widths), all_ones = _mm512_set1_epi32(-1);
	const __m512i ends = dsr_running_sums(_mm512_mask_sub_epi32(zeros, l->in, zeros, all_ones));
	const uint32_t all = (uint32_t)_mm_extract_epi32(_mm512_extracti32x4_epi32(ends, 3), 3);

	if (all > WORD || _mm512_cmpge_epu32_mask(zeros, _mm512_set1_epi32(WORD)))
		return 0;
	dsr_rice_put_up(up, ones_at(_mm512_mask_add_epi32(all_ones, l->in, ends, all_ones)), all);
	return 1;
}

/* Put the low parts of the lanes, if each four fit a word: lane 2 i stands above lane 2 i + 1. */
DSR_AVX512 static inline int put_fours(dsr_rice_down *down, const lanes *l)
{
	const __m512i mask = _mm512_sub_epi32(_mm512_sllv_epi32(_mm512_set1_epi32(1), l->widths), _mm512_set1_epi32(1));
	const __m512i parts = _mm512_and_si512(l->gaps, mask), half = _mm512_set1_epi64(0xFFFFFFFF);
	const __m512i odd = _mm512_srli_epi64(l->widths, 32);
	const __m512i pairs = _mm512_or_si512(_mm512_sllv_epi64(_mm512_and_si512(parts, half), odd), _mm512_srli_epi64(parts, 32));
	const __m512i bits = _mm512_add_epi64(_mm512_and_si512(l->widths, half), odd);
	const __m512i next_bits = _mm512_permutex_epi64(bits, 0xB1), next = _mm512_permutex_epi64(pairs, 0xB1);
	const __m512i fours = _mm512_or_si512(_mm512_sllv_epi64(pairs, next_bits), next);
	const __m512i four_bits = _mm512_add_epi64(bits, next_bits);
	uint64_t words[8], lengths[8];

	if (_mm512_cmpgt_epu64_mask(four_bits, _mm512_set1_epi64(WORD)))
		return 0;
	_mm512_storeu_si512(words, fours);
	_mm512_storeu_si512(lengths, four_bits);
	for (unsigned i = 0; i < 8; i += 2)
		dsr_rice_put_down(down, words[i], (unsigned)lengths[i]);
	return 1;
}

DSR_AVX512 void dsr_rice_write_avx512(dsr_rice_up *to_up, dsr_rice_down *to_down, const uint32_t *gaps, const uint8_t *widths,
                                      size_t n)
{
	dsr_rice_up up = *to_up; /* in registers */
	dsr_rice_down down = *to_down;

	for (size_t i = 0; i < n; i += LANES) {
		const lanes l = lanes_of(gaps + i, widths + i, n - i);
		const size_t end = n - i < LANES ? n : i + LANES;

		if (!put_ones(&up, &l))
			for (size_t j = i; j < end; j++)
				dsr_rice_put_unary(&up, gaps[j] >> widths[j]);
		if (!put_fours(&down, &l))
			for (size_t j = i; j < end; j++)
				dsr_rice_put_down(&down, gaps[j] & (((uint32_t)1 << widths[j]) - 1), widths[j]);
	}
	*to_up = up;
	*to_down = down;
}
#endif

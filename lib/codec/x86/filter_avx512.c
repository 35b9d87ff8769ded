/*
 * filter_avx512.c - see filter.h
 *
 * Sixteen postings at a time: a permutation looks their ranges up in the 64 bytes of the mask, or a gather their words;
 * compression closes the gaps.
 */
#include "codec/filter.h"

#include "codec/x86/ones_avx512.h"

#ifdef DSR_X86
#include <immintrin.h>

/* The lanes that hold postings, at place i of n. */
DSR_AVX512 static inline __mmask16 lanes(size_t i, size_t n)
{
	return (__mmask16)(n - i < 16 ? (1u << (n - i)) - 1 : 0xFFFFu);
}

/* Sixteen postings, of which `kept` stay; tfs are those from `i` on. */
DSR_AVX512 static inline size_t keep(dsr_kept out, size_t at, __mmask16 kept, __m512i docs, const uint32_t *tfs, size_t i)
{
	_mm512_storeu_si512(out.docs + at, _mm512_maskz_compress_epi32(kept, docs));
	if (out.tfs)
		_mm512_storeu_si512(out.tfs + at, _mm512_maskz_compress_epi32(kept, _mm512_loadu_si512(tfs + i)));
	return at + (size_t)_mm_popcnt_u32(kept);
}

DSR_AVX512 size_t dsr_filter_ranges_avx512(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n,
                                           uint32_t first, uint64_t mask)
{
	const __m512i bytes = _mm512_maskz_set1_epi8(mask, 1), one = _mm512_set1_epi32(1);
	const __m512i begin = _mm512_set1_epi32((int)first), size = _mm512_set1_epi32(4096);
	size_t kept = 0;

	for (size_t i = 0; i < n; i += 16) {
		const __m512i v = _mm512_loadu_si512(docs + i), at = _mm512_sub_epi32(v, begin);
		const __m512i in = _mm512_permutexvar_epi8(_mm512_srli_epi32(at, 6), bytes);
		const __mmask16 near = _mm512_mask_cmplt_epu32_mask(lanes(i, n), at, size);

		kept = keep(out, kept, _mm512_mask_test_epi32_mask(near, in, one), v, tfs, i);
	}
	return kept;
}

DSR_AVX512 size_t dsr_filter_bits_avx512(dsr_kept out, const uint32_t *docs, const uint32_t *tfs, size_t n,
                                         uint32_t first, const uint64_t *bits, size_t words)
{
	const __m512i begin = _mm512_set1_epi32((int)first), size = _mm512_set1_epi32((int)(words * 64));
	const __m512i one = _mm512_set1_epi32(1), low = _mm512_set1_epi32(31);
	size_t kept = 0;

	for (size_t i = 0; i < n; i += 16) {
		const __m512i v = _mm512_loadu_si512(docs + i), at = _mm512_sub_epi32(v, begin);
		const __mmask16 near = _mm512_mask_cmplt_epu32_mask(lanes(i, n), at, size);
		const __m512i half = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), near, _mm512_srli_epi32(at, 5), bits, 4);
		const __m512i in = _mm512_srlv_epi32(half, _mm512_and_si512(at, low));

		kept = keep(out, kept, _mm512_mask_test_epi32_mask(near, in, one), v, tfs, i);
	}
	return kept;
}

/* The frequencies of those of 16 bits that are set in `which`.  Returns where the next ones go. */
DSR_AVX512 static inline uint32_t *put_sixteen_tfs(uint32_t *out, const uint32_t *tfs, uint64_t which)
{
	_mm512_storeu_si512(out, _mm512_maskz_compress_epi32((__mmask16)which, _mm512_loadu_si512(tfs)));
	return out + _mm_popcnt_u32((uint32_t)which & 0xFFFF);
}

/* The frequencies of those of a word's `count` bits that are set in `which`, the kept ones' places among them. */
DSR_AVX512 static inline void put_tfs(uint32_t *out, const uint32_t *tfs, uint64_t which, size_t count)
{
	out = put_sixteen_tfs(out, tfs, which);
	out = put_sixteen_tfs(out, tfs + 16, which >> 16);
	for (size_t i = 32; i < count; i += 16)
		out = put_sixteen_tfs(out, tfs + i, which >> i);
}

DSR_AVX512 size_t dsr_filter_set_avx512(dsr_kept out, const uint64_t *block, const uint64_t *in, size_t words, uint32_t first,
                                        const uint32_t *tfs)
{
	size_t kept = 0;

	for (size_t i = 0; i < words; i++, first += 64) {
		const uint64_t word = block[i], both = word & in[i];
		const size_t count = (size_t)_mm_popcnt_u64(word), some = (size_t)_mm_popcnt_u64(both);

		if (both) {
			dsr_put_ones(out.docs + kept, both, some, first);
			put_tfs(out.tfs + kept, tfs, _pext_u64(both, word), count);
		}
		kept += some;
		tfs += count;
	}
	return kept;
}

DSR_AVX512 size_t dsr_filter_sums_avx512(dsr_sums s, size_t n, uint32_t min)
{
	const __m512i least = _mm512_set1_epi32((int)min);
	size_t kept = 0;

	for (size_t i = 0; i < n; i += 16) {
		const __m512i docs = _mm512_loadu_si512(s.docs + i), scores = _mm512_loadu_si512(s.scores + i);
		const __m512i rest = _mm512_loadu_si512(s.rest + i);
		const __mmask16 reach = _mm512_mask_cmpge_epu32_mask(lanes(i, n), _mm512_add_epi32(scores, rest), least);

		_mm512_storeu_si512(s.docs + kept, _mm512_maskz_compress_epi32(reach, docs));
		_mm512_storeu_si512(s.scores + kept, _mm512_maskz_compress_epi32(reach, scores));
		_mm512_storeu_si512(s.rest + kept, _mm512_maskz_compress_epi32(reach, rest));
		kept += (size_t)_mm_popcnt_u32(reach);
	}
	return kept;
}
#endif

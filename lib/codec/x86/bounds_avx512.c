/*
 * bounds_avx512.c - see bounds.h
 *
 * One permutation spreads the bytes of coarse ranges over 64 ranges; two look a byte up in a map of 256.
 */
#include "codec/bounds.h"

#include "codec/x86/ones_avx512.h"

#ifdef DSR_X86
#include <immintrin.h>

/* The bytes of 64 ranges from `first` on. */
DSR_AVX512 static inline __m512i spread(const dsr_bounds *b, uint32_t first)
{
	const uint8_t *at = b->bytes + (first >> b->more);
	__m512i place;

	if (!b->more)
		return _mm512_loadu_si512(at);
	if (b->more >= 6) { /* 64 ranges that begin at a multiple of fewer lie in one or two bytes */
		const uint32_t rest = (1u << b->more) - (first & ((1u << b->more) - 1));
		const uint64_t next = rest < 64 ? ~(uint64_t)0 << rest : 0;

		return _mm512_mask_set1_epi8(_mm512_set1_epi8((char)at[0]), next, next ? (char)at[1] : 0);
	}
	place = _mm512_add_epi8(dsr_bytes_to_63(), _mm512_set1_epi8((char)(first & ((1u << b->more) - 1))));
	place = _mm512_and_si512(_mm512_srli_epi16(place, b->more), _mm512_set1_epi8((char)(0xFF >> b->more)));
	return _mm512_permutexvar_epi8(place, _mm512_loadu_si512(at));
}

DSR_AVX512 static inline __m512i look_up(const uint8_t *map, __m512i q)
{
	const __m512i low = _mm512_permutex2var_epi8(_mm512_loadu_si512(map), q, _mm512_loadu_si512(map + 64));
	const __m512i high = _mm512_permutex2var_epi8(_mm512_loadu_si512(map + 128), q, _mm512_loadu_si512(map + 192));

	return _mm512_mask_mov_epi8(low, _mm512_movepi8_mask(q), high);
}

/* Add the bounds, or take them off. */
DSR_AVX512 static inline void add_sixteen(uint32_t *sum, __m128i bytes, const dsr_bounds *b, int taking)
{
	const __m512i q = _mm512_cvtepu8_epi32(bytes);
	const __m512i product = _mm512_srl_epi32(_mm512_mullo_epi32(q, _mm512_set1_epi32((int)b->unit)),
	                                         _mm_cvtsi32_si128((int)b->cut));
	const __m512i bound = _mm512_maskz_add_epi32(_mm512_test_epi32_mask(q, q), product, _mm512_set1_epi32(1));
	const __m512i before = _mm512_loadu_si512(sum);

	_mm512_storeu_si512(sum, taking ? _mm512_sub_epi32(before, bound) : _mm512_add_epi32(before, bound));
}

/* Sixteen documents at a time; the lanes past n take document 0. */
DSR_AVX512 void dsr_bounds_at_avx512(uint32_t *sum, const dsr_bounds *b, const uint32_t *docs, size_t n)
{
	const __m128i shift = _mm_cvtsi32_si128((int)b->more + 6);

	for (size_t i = 0; i < n; i += 16) {
		const __mmask16 lanes = (__mmask16)(n - i < 16 ? (1u << (n - i)) - 1 : 0xFFFFu);
		const __m512i at = _mm512_srl_epi32(_mm512_maskz_loadu_epi32(lanes, docs + i), shift);
		__m128i q = _mm512_cvtepi32_epi8(_mm512_i32gather_epi32(at, b->bytes, 1));

		if (b->map)
			q = _mm512_castsi512_si128(look_up(b->map, _mm512_castsi128_si512(q)));
		add_sixteen(sum + i, q, b, 0);
	}
}

DSR_AVX512 static inline uint64_t add_ranges(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n, int taking)
{
	__m512i q = spread(b, first);

	if (b->map)
		q = look_up(b->map, q);
	add_sixteen(sum, _mm512_castsi512_si128(q), b, taking);
	if (n > 16) {
		add_sixteen(sum + 16, _mm512_extracti32x4_epi32(q, 1), b, taking);
		add_sixteen(sum + 32, _mm512_extracti32x4_epi32(q, 2), b, taking);
		add_sixteen(sum + 48, _mm512_extracti32x4_epi32(q, 3), b, taking);
	}
	return _mm512_test_epi8_mask(q, q) & (UINT64_MAX >> (64 - n));
}

DSR_AVX512 uint64_t dsr_bounds_add_avx512(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n)
{
	return add_ranges(sum, b, first, n, 0);
}

DSR_AVX512 uint64_t dsr_bounds_take_avx512(uint32_t *sum, const dsr_bounds *b, uint32_t first, size_t n)
{
	return add_ranges(sum, b, first, n, 1);
}

DSR_AVX512 void dsr_bounds_least_avx512(uint8_t *least, const dsr_bounds *b, uint32_t first, size_t n)
{
	__m512i q = spread(b, first);

	(void)n;
	if (b->map)
		q = look_up(b->map, q);
	_mm512_storeu_si512(least, _mm512_min_epu8(_mm512_loadu_si512(least), q));
}

DSR_AVX512 static inline uint64_t reach_64(const uint32_t *sum, uint32_t min)
{
	const __m512i least = _mm512_set1_epi32((int)min);
	const __mmask16 a = _mm512_cmpge_epu32_mask(_mm512_loadu_si512(sum), least);
	const __mmask16 b = _mm512_cmpge_epu32_mask(_mm512_loadu_si512(sum + 16), least);
	const __mmask16 c = _mm512_cmpge_epu32_mask(_mm512_loadu_si512(sum + 32), least);
	const __mmask16 d = _mm512_cmpge_epu32_mask(_mm512_loadu_si512(sum + 48), least);

	return (uint64_t)_mm512_kunpackd(_mm512_kunpackw(d, c), _mm512_kunpackw(b, a));
}

DSR_AVX512 uint64_t dsr_bounds_reach_avx512(const uint32_t *sum, size_t n, uint32_t min)
{
	return reach_64(sum, min) & (UINT64_MAX >> (64 - n));
}

DSR_AVX512 uint64_t dsr_bounds_drop_avx512(const uint32_t *scores, const uint32_t *rest, uint64_t mask, uint32_t min,
                                           uint64_t *bits)
{
	uint64_t left = 0;

	for (; mask; mask &= mask - 1) {
		const unsigned r = (unsigned)_tzcnt_u64(mask);

		bits[r] &= reach_64(scores + (size_t)r * 64, min > rest[r] ? min - rest[r] : 0);
		left |= (uint64_t)(bits[r] != 0) << r;
	}
	return left;
}

DSR_AVX512 void dsr_bounds_clear_avx512(uint32_t *scores, uint64_t mask)
{
	const __m512i zero = _mm512_setzero_si512();

	for (; mask; mask &= mask - 1) {
		uint32_t *const at = scores + 64 * _tzcnt_u64(mask);

		_mm512_storeu_si512(at, zero);
		_mm512_storeu_si512(at + 16, zero);
		_mm512_storeu_si512(at + 32, zero);
		_mm512_storeu_si512(at + 48, zero);
	}
}

DSR_AVX512 uint64_t dsr_bounds_used_avx512(const uint64_t *words, size_t n)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < n; i += 8) {
		const __mmask8 in = (__mmask8)(n - i < 8 ? (1u << (n - i)) - 1 : 0xFFu);
		const __m512i v = _mm512_maskz_loadu_epi64(in, words + i);

		mask |= (uint64_t)_mm512_test_epi64_mask(v, v) << i;
	}
	return mask;
}

DSR_AVX512 void dsr_bounds_fill_avx512(uint64_t *words, size_t n, uint64_t mask)
{
	for (size_t i = 0; i < n; i += 8, mask >>= 8) {
		const __mmask8 in = (__mmask8)(n - i < 8 ? (1u << (n - i)) - 1 : 0xFFu);

		_mm512_mask_storeu_epi64(words + i, in, _mm512_maskz_set1_epi64((__mmask8)mask, -1));
	}
}
#endif

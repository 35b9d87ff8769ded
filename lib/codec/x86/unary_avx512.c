/*
 * unary_avx512.c - see ricepack.h
 *
 * A word is the mask that compresses the numbers 0 to 63 to the places of its ones; the differences of places are the numbers of
 * zeros.
 */
#include "codec/ricepack.h"

#include "base/bytes.h"
#include "codec/bitpack.h"
#include "codec/x86/ones_avx512.h"

#ifdef DSR_X86
/* The places of the first `n` ones, 16 bits each, from places[0] on: how many were found, more than `n` at most by 63. */
DSR_AVX512 static inline size_t find_ones(uint16_t *places, const uint8_t *p, size_t bytes, size_t n)
{
	size_t found = 0;

	for (size_t at = 0; at < bytes && found < n; at += 8) {
		const uint64_t word = dsr_get_u64(p + at);
		const __m512i set = dsr_ones_of(word), base = _mm512_set1_epi16((short)(8 * at));
		const __m512i first = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(set));
		const __m512i second = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(set, 1));

		_mm512_storeu_si512(places + found, _mm512_add_epi16(first, base));
		_mm512_storeu_si512(places + found + 32, _mm512_add_epi16(second, base));
		found += (size_t)_mm_popcnt_u64(word);
	}
	return found;
}

DSR_AVX512 size_t dsr_unary_avx512(uint32_t *v, const uint8_t *p, size_t bytes, size_t n, unsigned width)
{
	uint16_t places[1 + DSR_BLOCK + 64];
	const __m512i shift = _mm512_set1_epi32((int)width);
	const __m256i one = _mm256_set1_epi16(1);

	if (bytes > UINT16_MAX / 8 || (uint64_t)bytes << (width + 3) > UINT32_MAX)
		return dsr_unary_portable(v, p, bytes, n, width);
	places[0] = UINT16_MAX; /* as if a one stood before the first bit */
	if (find_ones(places + 1, p, bytes, n) < n || places[n] >= 8 * bytes)
		return 0;
	for (size_t i = 0; i < n; i += 16) {
		const __m256i before = _mm256_loadu_si256((const __m256i *)(const void *)(places + i));
		const __m256i at = _mm256_loadu_si256((const __m256i *)(const void *)(places + i + 1));

		const __m512i zeros = _mm512_cvtepu16_epi32(_mm256_sub_epi16(_mm256_sub_epi16(at, before), one));

		_mm512_storeu_si512(v + i, _mm512_or_si512(_mm512_loadu_si512(v + i), _mm512_sllv_epi32(zeros, shift)));
	}
	return (size_t)places[n] + 1;
}

/* Whole words are passed by their number of ones; in the word of a one wanted, its place and that of the one before are picked. */
DSR_AVX512 int dsr_unary_some_avx512(uint32_t *zeros, const uint8_t *p, size_t bytes, const uint32_t *places, size_t count)
{
	size_t at = 0, next = 0; /* the bit behind the last one before the word */
	uint64_t word = bytes ? dsr_get_u64(p) : 0;
	uint32_t before = 0; /* ones before the word */

	for (size_t i = 0; i < count; i++) {
		uint32_t ones = (uint32_t)_mm_popcnt_u64(word);
		uint64_t left;
		size_t place;

		for (; before + ones <= places[i] && at < bytes; ones = (uint32_t)_mm_popcnt_u64(word)) {
			before += ones;
			next = word ? 8 * at + 64 - (size_t)__builtin_clzll(word) : next;
			at += 8;
			word = at < bytes ? dsr_get_u64(p + at) : 0;
		}
		if (at >= bytes)
			return 0;
		left = _pdep_u64((uint64_t)1 << (places[i] - before), word);
		place = 8 * at + (size_t)__builtin_ctzll(left);
		if (place >= 8 * bytes)
			return 0;
		left = word & (left - 1);
		zeros[i] = (uint32_t)(place - (left ? 8 * at + 64 - (size_t)__builtin_clzll(left) : next));
	}
	return 1;
}
#endif

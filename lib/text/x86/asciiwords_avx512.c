/*
 * asciiwords_avx512.c - see asciiwords.h
 *
 * One permutation of a table of 128 gives the classes of 64 bytes.  Words are written 16 at a time: the places of starts and ends are
 * numbers compressed by the masks, and interleaved.
 */
#include "text/asciiwords.h"

#include "codec/x86/ones_avx512.h"
#include "text/x86/asciiwords_kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

enum { LETTER = 1, DIGIT = 2, LOW_LINE = 4, JOIN_ANY = 8, JOIN_DIGITS = 16, SIGN = 32 };

static const uint8_t classes[128] = {
	['\''] = JOIN_ANY, ['.'] = JOIN_ANY, [','] = JOIN_DIGITS, [';'] = JOIN_DIGITS, ['_'] = LOW_LINE,
	['-'] = SIGN, ['@'] = SIGN, ['+'] = SIGN, ['%'] = SIGN, ['#'] = SIGN,
	['0'] = DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
	['A'] = LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
	LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
	['a'] = LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
	LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
};

DSR_AVX512 static inline dsr_window classify(__m512i bytes)
{
	const __mmask64 wide = _mm512_movepi8_mask(bytes);
	const __m512i class = _mm512_maskz_permutex2var_epi8(~wide, _mm512_loadu_si512(classes), bytes,
	                                                     _mm512_loadu_si512(classes + 64));

	return (dsr_window){
		.letter = _mm512_test_epi8_mask(class, _mm512_set1_epi8(LETTER)),
		.digit = _mm512_test_epi8_mask(class, _mm512_set1_epi8(DIGIT)),
		.low_line = _mm512_test_epi8_mask(class, _mm512_set1_epi8(LOW_LINE)),
		.join_any = _mm512_test_epi8_mask(class, _mm512_set1_epi8(JOIN_ANY)),
		.join_digits = _mm512_test_epi8_mask(class, _mm512_set1_epi8(JOIN_DIGITS)),
		.sign = _mm512_test_epi8_mask(class, _mm512_set1_epi8(SIGN)),
		.wide = wide,
	};
}

/* A vector of 16 words' starts, ends and `plain`, of which the last are the lanes of `third`. */
DSR_AVX512 static inline __m512i interleave(__m512i starts, __m512i ends, __m512i plain, __m512i from, __mmask16 third)
{
	return _mm512_mask_permutexvar_epi32(_mm512_permutex2var_epi32(starts, from, ends), third, from, plain);
}

/* Write 16 words; `start` and `end` have a byte for each, `plain` a bit. */
DSR_AVX512 static inline void put_16(dsr_word *out, __m128i start, __m128i end, __mmask16 plain, __m512i at)
{
	/* Lanes from 16 on are ends. */
	const __m512i first = _mm512_setr_epi32(0, 16, 0, 1, 17, 1, 2, 18, 2, 3, 19, 3, 4, 20, 4, 5);
	const __m512i second = _mm512_setr_epi32(21, 5, 6, 22, 6, 7, 23, 7, 8, 24, 8, 9, 25, 9, 10, 26);
	const __m512i third = _mm512_setr_epi32(10, 11, 27, 11, 12, 28, 12, 13, 29, 13, 14, 30, 14, 15, 31, 15);
	const __m512i starts = _mm512_add_epi32(_mm512_cvtepu8_epi32(start), at), ends = _mm512_add_epi32(_mm512_cvtepu8_epi32(end), at);
	const __m512i plains = _mm512_maskz_set1_epi32(plain, 1);
	uint8_t *to = (uint8_t *)out;

	_mm512_storeu_si512(to, interleave(starts, ends, plains, first, 0x4924));
	_mm512_storeu_si512(to + 64, interleave(starts, ends, plains, second, 0x2492));
	_mm512_storeu_si512(to + 128, interleave(starts, ends, plains, third, 0x9249));
}

/* dsr_window_put(), but that it may write up to DSR_ASCIIWORDS_ROOM words, of which those behind the last mean nothing. */
DSR_AVX512 static inline size_t put_window(dsr_word *out, dsr_window_words w, size_t at)
{
	const size_t count = (size_t)_mm_popcnt_u64(w.starts);
	const __m512i first = _mm512_set1_epi32((int)at), starts = dsr_ones_of(w.starts), ends = dsr_ones_of(w.ends);
	const uint64_t plain = _pext_u64(w.plain, w.ends);

	put_16(out, _mm512_castsi512_si128(starts), _mm512_castsi512_si128(ends), (__mmask16)plain, first);
	if (count > 16)
		put_16(out + 16, _mm512_extracti32x4_epi32(starts, 1), _mm512_extracti32x4_epi32(ends, 1), (__mmask16)(plain >> 16), first);
	return count;
}

DSR_AVX512 size_t dsr_asciiwords_avx512(const uint8_t *text, size_t n, size_t *from, dsr_word *out, size_t max)
{
	size_t at = *from, count = 0;

	while (at < n && max - count >= DSR_ASCIIWORDS_ROOM) {
		const __mmask64 in = dsr_bits_below(n - at < DSR_WINDOW ? (unsigned)(n - at) : DSR_WINDOW);
		const dsr_window m = classify(_mm512_maskz_loadu_epi8(in, text + at));
		const dsr_window_words w = dsr_window_find(&m);

		count += put_window(out + count, w, at);
		at += w.passed;
		if (w.stuck)
			break;
	}
	*from = at < n ? at : n;
	return count;
}
#endif

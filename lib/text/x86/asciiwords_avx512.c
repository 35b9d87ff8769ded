/*
 * asciiwords_avx512.c - see asciiwords.h
 *
 * One permutation of a table of 128 gives the classes of 64 bytes.
 */
#include "text/asciiwords.h"

#include "text/x86/asciiwords_kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

enum { LETTER = 1, DIGIT = 2, LOW_LINE = 4, JOIN_ANY = 8, JOIN_DIGITS = 16 };

static const uint8_t classes[128] = {
	['\''] = JOIN_ANY, ['.'] = JOIN_ANY, [','] = JOIN_DIGITS, [';'] = JOIN_DIGITS, ['_'] = LOW_LINE,
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
		.wide = wide,
	};
}

DSR_AVX512 size_t dsr_asciiwords_avx512(const uint8_t *text, size_t n, size_t *from, dsr_word *out, size_t max)
{
	size_t at = *from, count = 0;

	while (at < n && max - count >= DSR_ASCIIWORDS_ROOM) {
		const __mmask64 in = dsr_bits_below(n - at < DSR_WINDOW ? (unsigned)(n - at) : DSR_WINDOW);
		const dsr_window m = classify(_mm512_maskz_loadu_epi8(in, text + at));
		const dsr_window_words w = dsr_window_find(&m);

		count += dsr_window_put(out + count, w, at);
		at += w.passed;
		if (w.stuck)
			break;
	}
	*from = at < n ? at : n;
	return count;
}
#endif

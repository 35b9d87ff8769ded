/*
 * asciiwords_avx2.c - see asciiwords.h
 *
 * The class of a byte is what two tables of 16 have in common, one by its low half and one by its high half.  That
 * is exact because each bit of a class belongs to bytes of one high half, or, for the letters, of two whose low
 * halves are the same.
 */
#include "text/asciiwords.h"

#include <string.h>

#include "text/x86/asciiwords_kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

enum {
	LETTER_AO   = 1,  /* 0x41-0x4F and 0x61-0x6F */
	LETTER_PZ   = 2,  /* 0x50-0x5A and 0x70-0x7A */
	DIGIT       = 4,
	LOW_LINE    = 8,
	JOIN_ANY    = 16, /* 0x27, 0x2E */
	COMMA       = 32, /* 0x2C */
	SEMICOLON   = 64, /* 0x3B */
	SIGN        = 128, /* 0x23, 0x25, 0x2B, 0x2D: all but '@' */
	LETTER      = LETTER_AO | LETTER_PZ,
	JOIN_DIGITS = COMMA | SEMICOLON,
};

#define BY_LOW LETTER_PZ | DIGIT, LETTER | DIGIT, LETTER | DIGIT, LETTER | DIGIT | SIGN, LETTER | DIGIT, LETTER | DIGIT | SIGN, \
	LETTER | DIGIT, LETTER | DIGIT | JOIN_ANY, LETTER | DIGIT, LETTER | DIGIT, LETTER, LETTER_AO | SEMICOLON | SIGN, \
	LETTER_AO | COMMA, LETTER_AO | SIGN, LETTER_AO | JOIN_ANY, LETTER_AO | LOW_LINE
#define BY_HIGH 0, 0, JOIN_ANY | COMMA | SIGN, DIGIT | SEMICOLON, LETTER_AO, LETTER_PZ | LOW_LINE, LETTER_AO, LETTER_PZ, \
	0, 0, 0, 0, 0, 0, 0, 0

static const uint8_t by_low[32] = { BY_LOW, BY_LOW };
static const uint8_t by_high[32] = { BY_HIGH, BY_HIGH };

DSR_AVX2 static inline __m256i class_of(__m256i bytes)
{
	const __m256i low = _mm256_loadu_si256((const void *)by_low), high = _mm256_loadu_si256((const void *)by_high);
	const __m256i half = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));

	return _mm256_and_si256(_mm256_shuffle_epi8(low, bytes), _mm256_shuffle_epi8(high, half));
}

static inline uint64_t both(int a, int b)
{
	return (uint64_t)(uint32_t)b << 32 | (uint32_t)a;
}

/* The bytes of two vectors that have one of `bits`. */
DSR_AVX2 static inline uint64_t having(__m256i a, __m256i b, int bits)
{
	const __m256i want = _mm256_set1_epi8((char)bits), none = _mm256_setzero_si256();

	return ~both(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(a, want), none)),
	             _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(b, want), none)));
}

DSR_AVX2 static inline dsr_window classify(const uint8_t *p)
{
	const __m256i low = _mm256_loadu_si256((const void *)p), high = _mm256_loadu_si256((const void *)(p + 32));
	const __m256i a = class_of(low), b = class_of(high), at_sign = _mm256_set1_epi8('@');

	return (dsr_window){
		.letter = having(a, b, LETTER), .digit = having(a, b, DIGIT), .low_line = having(a, b, LOW_LINE),
		.join_any = having(a, b, JOIN_ANY), .join_digits = having(a, b, JOIN_DIGITS),
		.sign = having(a, b, SIGN) | both(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, at_sign)),
		                                  _mm256_movemask_epi8(_mm256_cmpeq_epi8(high, at_sign))),
		.wide = both(_mm256_movemask_epi8(low), _mm256_movemask_epi8(high)),
	};
}

/* The window at `p`, of which `n` bytes are text. */
DSR_AVX2 static inline dsr_window window_at(const uint8_t *p, size_t n)
{
	uint8_t rest[DSR_WINDOW] = { 0 };

	if (n >= DSR_WINDOW)
		return classify(p);
	memcpy(rest, p, n);
	return classify(rest);
}

DSR_AVX2 size_t dsr_asciiwords_avx2(const uint8_t *text, size_t n, size_t *from, dsr_word *out, size_t max)
{
	size_t at = *from, count = 0;

	while (at < n && max - count >= DSR_ASCIIWORDS_ROOM) {
		const dsr_window m = window_at(text + at, n - at);
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

/*
 * asciiwords_kernels.h - what the kernels of asciiwords.h share: from the masks of a window to its words
 *
 * A kernel makes the masks of 64 bytes in its own instruction set; which runs of bits are words, and where the
 * window must be left, is the same for all.
 */
#ifndef DSR_TEXT_X86_ASCIIWORDS_KERNELS_H
#define DSR_TEXT_X86_ASCIIWORDS_KERNELS_H

#include "codec/x86/kernels.h"
#include "text/words.h"

#ifdef DSR_X86
size_t dsr_asciiwords_avx2(const uint8_t *text, size_t n, size_t *from, dsr_word *out, size_t max);
size_t dsr_asciiwords_avx512(const uint8_t *text, size_t n, size_t *from, dsr_word *out, size_t max);

enum { DSR_WINDOW = 64 };

/* One bit a byte. */
typedef struct dsr_window {
	uint64_t letter, digit, low_line;
	uint64_t join_any;    /* ' and . */
	uint64_t join_digits; /* , and ; */
	uint64_t sign;        /* dsr_asciiwords_is_sign(), but for `wide` */
	uint64_t wide;        /* from 0x80 on */
} dsr_window;

typedef struct dsr_window_words {
	uint64_t starts, ends; /* of the words, as many bits each */
	uint64_t plain;        /* the ends of those that are */
	unsigned passed;       /* bytes that are settled */
	int      stuck;        /* the piece behind them is not for ASCII rules */
} dsr_window_words;

static inline uint64_t dsr_bits_below(unsigned i)
{
	return i < 64 ? ((uint64_t)1 << i) - 1 : UINT64_MAX;
}

static inline unsigned dsr_last_bit(uint64_t bits)
{
	return 63u - (unsigned)__builtin_clzll(bits);
}

/*
 * Where the piece that the wide character at bit `w` may belong to begins: it is the one in front of it, with or
 * without a joining sign between, or a new one.
 */
static inline unsigned dsr_wide_piece(const dsr_window *m, uint64_t word, uint64_t starts, unsigned w)
{
	const uint64_t before = (uint64_t)1 << w >> 1, two_before = before >> 1;

	if (word & before || ((m->join_any | m->join_digits) & before && word & two_before))
		return dsr_last_bit(starts & dsr_bits_below(w));
	return w;
}

static inline dsr_window_words dsr_window_find(const dsr_window *m)
{
	const uint64_t letters = m->letter << 1 & m->letter >> 1, digits = m->digit << 1 & m->digit >> 1;
	const uint64_t joined = (m->join_any & (letters | digits)) | (m->join_digits & digits);
	const uint64_t word = m->letter | m->digit | m->low_line | joined;
	const uint64_t starts = word & ~(word << 1), ends = ~word & word << 1;
	dsr_window_words w = { .passed = DSR_WINDOW, .plain = ends & ~m->sign & ((word & ~joined) + starts) };

	if (word >> 62) /* the last piece may go on, or its next byte join */
		w.passed = dsr_last_bit(starts);
	if (m->wide) {
		const unsigned at = dsr_wide_piece(m, word, starts, (unsigned)__builtin_ctzll(m->wide));

		w.stuck = at <= w.passed;
		w.passed = w.stuck ? at : w.passed;
	}
	if (starts & m->low_line & dsr_bits_below(w.passed)) {
		w.passed = (unsigned)__builtin_ctzll(starts & m->low_line);
		w.stuck = 1;
	}
	w.stuck |= !w.passed;
	w.starts = starts & dsr_bits_below(w.passed);
	w.ends = ends & dsr_bits_below(w.passed);
	return w;
}

/* Write the words of the window at text[at] to `out`; returns how many. */
static inline size_t dsr_window_put(dsr_word *out, dsr_window_words w, size_t at)
{
	size_t count = 0;

	for (; w.starts; w.starts &= w.starts - 1, w.ends &= w.ends - 1) {
		const unsigned start = (unsigned)__builtin_ctzll(w.starts), end = (unsigned)__builtin_ctzll(w.ends);

		out[count++] = (dsr_word){ (uint32_t)(at + start), (uint32_t)(at + end), w.plain >> end & 1 };
	}
	return count;
}
#endif

#endif /* DSR_TEXT_X86_ASCIIWORDS_KERNELS_H */

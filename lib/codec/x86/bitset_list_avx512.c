/*
 * bitset_list_avx512.c - see bitset.h
 *
 * A word is the mask that compresses the bytes 0 to 63 to the places of its bits; 16 of them
 * at a time are widened, moved to the base and stored.
 */
#include "codec/bitset.h"

#include "codec/x86/ones_avx512.h"

#ifdef DSR_X86
/* Up to 8 bytes as a word; nothing behind them is read. */
DSR_AVX512 static inline uint64_t get_word(const uint8_t *p, size_t bytes)
{
	const __mmask16 in = (__mmask16)((1u << (bytes < 8 ? bytes : 8)) - 1);

	return (uint64_t)_mm_cvtsi128_si64(_mm_maskz_loadu_epi8(in, p));
}

DSR_AVX512 size_t dsr_bitset_list_avx512(uint32_t *out, size_t max, const uint8_t *p, size_t bytes, uint32_t base)
{
	size_t n = 0;

	for (size_t at = 0; at < bytes; at += 8, base += 64) {
		const uint64_t word = get_word(p + at, bytes - at);
		const unsigned count = (unsigned)_mm_popcnt_u64(word);

		if (n <= max)
			dsr_put_ones(out + n, word, count, base);
		n += count;
	}
	return n;
}
#endif

/*
 * rice_read_avx512.c - see rice.h
 *
 * Many groups of a record.  To go from one to the next by leaps takes guesses of how far it is, half of them wrong.  Here
 * the ones of all unary parts are listed first, and where each group begins is a running sum: no branch but for groups of
 * more than 16 hangs on what is read.  Takes 12 KB of stack.
 */
#include "codec/rice.h"

#include "base/bytes.h"
#include "codec/x86/ones_avx512.h"
#include "codec/x86/rice_lows_avx512.h"
#include "codec/x86/rice_widths_avx512.h"
#include "codec/x86/sums_avx512.h"

#ifdef DSR_X86
/* At most so many groups and gaps; leaping over a group costs as much as listing so many ones. */
enum { LANES = 16, GROUPS = 256, GAPS = 2048, LEAP = 256 };

/* Where groups begin: the gaps, and the bits of low parts, before each; and the totals. */
typedef struct begins {
	uint32_t gaps[GROUPS], lows[GROUPS], widths[GROUPS];
	uint32_t all_gaps, all_lows;
} begins;

DSR_AVX512 static inline __m512i last_of(__m512i sums)
{
	return _mm512_permutexvar_epi32(_mm512_set1_epi32(LANES - 1), sums);
}

/* Find them for `n` <= GROUPS groups.  0 where one has so many gaps that a sum might pass 32 bits. */
DSR_AVX512 static inline int find_begins(begins *b, const dsr_rice_groups *groups, uint32_t n)
{
	__m512i gaps = _mm512_setzero_si512(), lows = gaps, any = gaps;

	for (uint32_t i = 0; i < n; i += LANES) {
		const __mmask16 in = (__mmask16)_bzhi_u32(0xFFFF, n - i < LANES ? n - i : LANES);
		const __m512i counts = _mm512_maskz_loadu_epi32(in, groups->counts + i);
		const __m512i widths = dsr_rice_widths(_mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8(in, groups->logs + i)), counts);
		const __m512i bits = _mm512_mullo_epi32(counts, widths);
		const __m512i gaps_to = _mm512_add_epi32(gaps, dsr_running_sums(counts));
		const __m512i lows_to = _mm512_add_epi32(lows, dsr_running_sums(bits));

		_mm512_storeu_si512(b->gaps + i, _mm512_sub_epi32(gaps_to, counts));
		_mm512_storeu_si512(b->lows + i, _mm512_sub_epi32(lows_to, bits));
		_mm512_storeu_si512(b->widths + i, widths);
		any = _mm512_or_si512(any, counts);
		gaps = last_of(gaps_to);
		lows = last_of(lows_to);
	}
	b->all_gaps = (uint32_t)_mm_cvtsi128_si32(_mm512_castsi512_si128(gaps));
	b->all_lows = (uint32_t)_mm_cvtsi128_si32(_mm512_castsi512_si128(lows));
	return !_mm512_cmpgt_epu32_mask(any, _mm512_set1_epi32(UINT16_MAX));
}

/* The places of the first `n` ones from r->high on, as distances from there; up to 63 more.  0 where there are not so many. */
DSR_AVX512 static inline int list_ones(const dsr_rice *r, uint32_t n, uint32_t *places)
{
	const uint8_t *at = r->bytes + r->high / 8, *const end = r->bytes + r->bits / 8;
	uint64_t word = dsr_get_u64(at) & ~(uint64_t)0 << (r->high & 7);
	uint32_t got = 0, base = 0u - (uint32_t)(r->high & 7);

	for (;;) {
		const __m512i ones = dsr_ones_of(word); /* about 32 of them: whether there are more cannot be guessed */

		dsr_put_first_half(places + got, ones, base);
		dsr_put_second_half(places + got + 32, ones, base);
		got += (uint32_t)_mm_popcnt_u64(word);
		if (got >= n)
			return 1;
		at += 8;
		base += 64;
		if (at >= end)
			return 0;
		word = dsr_get_u64(at);
	}
}

/*
 * Write the sums of `count` gaps.  Their unary parts begin at `start` and have their ones at ones[]; their low parts end at bit
 * `end`.
 */
DSR_AVX512 static inline void put_group(const uint8_t *bytes, const uint32_t *ones, uint32_t start, uint64_t end, uint32_t count,
                                        unsigned width, uint32_t *out)
{
	__m512i before = _mm512_add_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
	                                  _mm512_set1_epi32((int)start)); /* bits that are no zeros of the group */
	__m512i sum = _mm512_setzero_si512();

	for (uint32_t i = 0; i < count; i += LANES) {
		const unsigned n = count - i < LANES ? count - i : LANES;
		const __m512i zeros = _mm512_sub_epi32(_mm512_loadu_si512(ones + i), before);
		const __m512i lows = _mm512_add_epi32(dsr_running_sums(dsr_rice_lows(bytes, end, n, width)), sum);
		const __m512i high = _mm512_sllv_epi32(zeros, _mm512_set1_epi32((int)width));

		_mm512_mask_storeu_epi32(out + i, (__mmask16)_bzhi_u32(0xFFFF, n), _mm512_add_epi32(high, lows));
		before = _mm512_add_epi32(before, _mm512_set1_epi32(LANES));
		sum = last_of(lows);
		end -= n * width;
	}
}

/* Are the groups to the last one wanted few enough for this, and is it worth it for `n` of them? */
DSR_AVX512 static inline int is_fit(const dsr_rice *r, const dsr_rice_groups *to, size_t n, begins *b)
{
	return to->n && to->n <= GROUPS && r->high < r->bits && r->bits - r->high < UINT32_MAX / 2 &&
	       find_begins(b, to, (uint32_t)to->n) && b->all_gaps <= GAPS && b->all_gaps + to->n <= n * LEAP &&
	       b->all_lows <= r->bits - r->low;
}

DSR_AVX512 int dsr_rice_read_many_avx512(dsr_rice *r, const dsr_rice_groups *groups, const uint32_t *which, size_t n, uint32_t *out)
{
	const dsr_rice_groups to = { groups->counts, groups->logs, n ? which[n - 1] + 1 : 0 };
	uint32_t ones[GAPS + 64];
	uint64_t high;
	begins b;

	if (!is_fit(r, &to, n, &b))
		return -1;
	if (!list_ones(r, b.all_gaps, ones))
		return 0;
	for (size_t i = 0; i < n; i++) {
		const uint32_t g = which[i], at = b.gaps[g], count = groups->counts[g], start = at ? ones[at - 1] + 1 : 0;
		const uint64_t bits = (uint64_t)(ones[at + count - 1] + 1 - start);

		if (b.widths[g] > DSR_RICE_LOWS_WIDTH || bits << b.widths[g] > UINT32_MAX)
			return -1; /* a sum may pass 32 bits */
		put_group(r->bytes, ones + at, start, r->bits - r->low - b.lows[g], count, b.widths[g], out);
		out += count;
	}
	high = r->high + ones[b.all_gaps - 1] + 1;
	if (high > r->bits)
		return 0;
	r->high = high;
	r->low += b.all_lows;
	return 1;
}
#endif

/*
 * rice_avx512.c - see rice.h
 *
 * measure: 16 groups at once.  leap: the ones of eight words are counted at once, and the n-th of a word is found by
 * depositing a bit.  take: the ones of a word become places by compressing the numbers 0 to 63; 16 low parts are
 * brought to their lanes by a permutation of bytes and a shift, as in bitunpack_avx512.c, and summed up.
 */
#include "codec/rice.h"
#include "codec/x86/ones_avx512.h"
#include "codec/x86/rice_lows_avx512.h"
#include "codec/x86/rice_widths_avx512.h"
#include "codec/x86/sums_avx512.h"

#ifdef DSR_X86
#define RICE_TARGET DSR_AVX512
#define RICE_MEASURE measure_16
#define RICE_LEAP leap_lines
#define RICE_TAKE take_16
DSR_AVX512 static inline void measure_16(const dsr_rice_groups *groups, uint64_t *gaps, uint64_t *low);
DSR_AVX512 static inline int leap_lines(dsr_rice *r, uint64_t n);
DSR_AVX512 static inline int take_16(dsr_rice *r, uint32_t count, unsigned width, uint32_t *out);
#include "codec/rice_body.inc"

/* Both halves of `v`, widened, added to `sum`. */
DSR_AVX512 static inline __m512i add_wide(__m512i sum, __m512i v)
{
	sum = _mm512_add_epi64(sum, _mm512_cvtepu32_epi64(_mm512_castsi512_si256(v)));
	return _mm512_add_epi64(sum, _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(v, 1)));
}

DSR_AVX512 static inline void measure_16(const dsr_rice_groups *groups, uint64_t *gaps, uint64_t *low)
{
	__m512i gap_sum = _mm512_setzero_si512(), low_sum = gap_sum;

	for (size_t i = 0; i < groups->n; i += 16) {
		const __mmask16 in = (__mmask16)_bzhi_u32(0xFFFF, groups->n - i < 16 ? (unsigned)(groups->n - i) : 16);
		const __m512i counts = _mm512_maskz_loadu_epi32(in, groups->counts + i);
		const __m512i logs = _mm512_cvtepu8_epi32(_mm_maskz_loadu_epi8(in, groups->logs + i));

		gap_sum = add_wide(gap_sum, counts);
		low_sum = add_wide(low_sum, _mm512_mullo_epi32(counts, dsr_rice_widths(logs, counts)));
	}
	*gaps = (uint64_t)_mm512_reduce_add_epi64(gap_sum);
	*low = (uint64_t)_mm512_reduce_add_epi64(low_sum);
}

/* The place of the n-th one, n >= 1, of a word that has it. */
DSR_AVX512 static inline unsigned find_one(uint64_t word, uint64_t n)
{
	return (unsigned)_tzcnt_u64(_pdep_u64((uint64_t)1 << (n - 1), word));
}

/* Pass over as many lines of eight words as cannot have `n` ones, time and again.  Returns how many are left. */
DSR_AVX512 static inline uint64_t skip_lines(const dsr_rice *r, ones *o, uint64_t n)
{
	for (;;) {
		const uint64_t rest = (r->bits - o->base) / 512, most = n / 512, lines = (rest < most ? rest : most) - 1;
		const uint8_t *at = r->bytes + o->base / 8 + 8;
		__m512i sum = _mm512_setzero_si512();

		if (!rest || !most || !lines)
			return n;
		n -= (uint64_t)_mm_popcnt_u64(o->word);
		for (uint64_t i = 0; i < lines; i++)
			sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(_mm512_loadu_si512(at + i * 64)));
		n -= (uint64_t)_mm512_reduce_add_epi64(sum);
		o->base += 64 + lines * 512;
		o->word = dsr_get_u64(r->bytes + o->base / 8);
	}
}

DSR_AVX512 static inline int leap_lines(dsr_rice *r, uint64_t n)
{
	ones o = ones_at(r);
	uint64_t count;

	if (!n || r->high >= r->bits)
		return !n;
	n = skip_lines(r, &o, n);
	while ((count = (uint64_t)_mm_popcnt_u64(o.word)) < n) {
		n -= count;
		if (!next_word(r, &o))
			return 0;
	}
	r->high = o.base + find_one(o.word, n) + 1;
	return r->high <= r->bits;
}

/* A group being taken: what was put out, where its next low part ends, and their sum so far. */
typedef struct taken {
	uint32_t n, sum;
	uint64_t low_end;
} taken;

/* Put out 1 to 16 sums.  `zeros`: the number of zeros of the group's unary parts before each one. */
DSR_AVX512 static inline void put_sums(const dsr_rice *r, taken *t, __m512i zeros, unsigned n, unsigned width, uint32_t *out)
{
	const __m512i sums = dsr_running_sums(dsr_rice_lows(r->bytes, t->low_end, n, width));
	const __m512i high = _mm512_sllv_epi32(zeros, _mm512_set1_epi32((int)width));
	const __m512i all = _mm512_add_epi32(_mm512_add_epi32(high, sums), _mm512_set1_epi32((int)t->sum));

	_mm512_mask_storeu_epi32(out + t->n, (__mmask16)_bzhi_u32(0xFFFF, n), all);
	t->sum += (uint32_t)_mm_extract_epi32(_mm512_extracti32x4_epi32(sums, 3), 3);
	t->n += n;
	t->low_end -= n * width;
}

/* Put out as many as `word` has ones, up to `count` in all. */
DSR_AVX512 static inline void put_word(const dsr_rice *r, taken *t, const ones *o, uint64_t start, uint32_t count,
                                       unsigned width, uint32_t *out)
{
	const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
	const __m512i down = _mm512_setr_epi64(2, 3, 4, 5, 6, 7, 0, 1);
	__m512i set = dsr_ones_of(o->word);
	unsigned left = (unsigned)_mm_popcnt_u64(o->word);

	left = left < count - t->n ? left : count - t->n;
	while (left) {
		const unsigned n = left < 16 ? left : 16;
		const uint32_t before = (uint32_t)(o->base - start) - t->n; /* ones so far are no zeros */
		const __m512i at = _mm512_sub_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(set)), lane);

		put_sums(r, t, _mm512_add_epi32(at, _mm512_set1_epi32((int)before)), n, width, out);
		set = _mm512_permutexvar_epi64(down, set);
		left -= n;
	}
}

DSR_AVX512 static inline int take_16(dsr_rice *r, uint32_t count, unsigned width, uint32_t *out)
{
	taken t = { .low_end = r->bits - r->low };
	ones o = ones_at(r);
	uint32_t before = 0;
	uint64_t end;

	if (width > 24 || r->high >= r->bits || (uint64_t)count * width > t.low_end)
		return take(r, count, width, out);
	for (put_word(r, &t, &o, r->high, count, width, out); t.n < count; put_word(r, &t, &o, r->high, count, width, out)) {
		before = t.n;
		if (!next_word(r, &o))
			return 0;
	}
	end = o.base + find_one(o.word, count - before) + 1;
	if (end > r->bits || (end - r->high) << width > UINT32_MAX)
		return take(r, count, width, out); /* a sum may pass 32 bits */
	r->high = end;
	r->low = r->bits - t.low_end;
	return 1;
}

DSR_AVX512 void dsr_rice_measure_avx512(const dsr_rice_groups *groups, uint64_t *gaps, uint64_t *low)
{
	measure_16(groups, gaps, low);
}

DSR_AVX512 int dsr_rice_leap_avx512(dsr_rice *r, uint64_t n)
{
	return leap_lines(r, n);
}

DSR_AVX512 int dsr_rice_take_avx512(dsr_rice *r, uint32_t count, unsigned width, uint32_t *out)
{
	return take_16(r, count, width, out);
}

DSR_AVX512 int dsr_rice_read_avx512(dsr_rice *r, const dsr_rice_groups *groups, const uint32_t *which, size_t n, uint32_t *out)
{
	const int done = dsr_rice_read_many_avx512(r, groups, which, n, out);

	return done >= 0 ? done : read_groups(r, groups, which, n, out);
}
#endif

/*
 * rice.c - see rice.h
 */
#include "codec/rice.h"

#include <stdatomic.h>
#include <string.h>

#include "codec/cpu.h"
#include "codec/x86/kernels.h"

#define RICE_TARGET
#define RICE_MEASURE measure
#define RICE_LEAP leap
#define RICE_TAKE take
#include "codec/rice_body.inc"

const dsr_rice_impl dsr_rice_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_rice_measure_avx512, dsr_rice_leap_avx512, dsr_rice_take_avx512,
	  dsr_rice_read_avx512 },
	{ "avx2", DSR_CPU_AVX2, dsr_rice_measure_avx2, dsr_rice_leap_avx2, dsr_rice_take_avx2,
	  dsr_rice_read_avx2 },
#endif
	{ "portable", DSR_CPU_PORTABLE, measure, leap, take, read_groups },
};
const size_t dsr_rice_impl_count = sizeof dsr_rice_impls / sizeof *dsr_rice_impls;

const dsr_rice_impl *dsr_rice_best(void)
{
	/* NULL while unknown; every thread stores the same. */
	static _Atomic(const dsr_rice_impl *) chosen;
	const dsr_rice_impl *best = atomic_load_explicit(&chosen, memory_order_relaxed);

	if (!best) {
		for (best = dsr_rice_impls; !dsr_cpu_has((dsr_cpu_level)best->level); )
			best++;
		atomic_store_explicit(&chosen, best, memory_order_relaxed);
	}
	return best;
}

int dsr_rice_pass(dsr_rice *r, const dsr_rice_groups *groups)
{
	const dsr_rice_impl *k = dsr_rice_best();
	uint64_t gaps, low;

	k->measure(groups, &gaps, &low);
	if (low > r->bits - r->low)
		return 0;
	r->low += low;
	return k->leap(r, gaps);
}

int dsr_rice_read(dsr_rice *r, const dsr_rice_groups *groups, const uint32_t *which, size_t n, uint32_t *out)
{
	return dsr_rice_best()->read(r, groups, which, n, out);
}

/* ---- writing ---- */

/* Ones set in bytes that are zero: those of the 64 bits from `base` on are gathered in `word`. */
typedef struct upward {
	uint8_t *bytes;
	uint64_t word, base;
} upward;

static inline void put_one(upward *w, uint64_t at)
{
	if (at - w->base >= 64) {
		dsr_put_u64(w->bytes + w->base / 8, w->word);
		w->base = at & ~(uint64_t)63;
		w->word = 0;
	}
	w->word |= (uint64_t)1 << (at & 63);
}

/* The last bytes may have low parts above. */
static void end_high(upward *w)
{
	uint8_t *at = w->bytes + w->base / 8;

	dsr_put_u64(at, dsr_get_u64(at) | w->word);
}

/* Bits from the end on downwards: the last `count` of `held`, fewer than 32, are not yet written. */
typedef struct downward {
	uint8_t *at;
	uint64_t held;
	unsigned count;
} downward;

static inline void put_low(downward *w, uint32_t value, unsigned width)
{
	w->held = w->held << width | value;
	w->count += width;
	if (w->count >= 32) {
		w->count -= 32;
		w->at -= 4;
		dsr_put_u32(w->at, (uint32_t)(w->held >> w->count));
	}
}

/* The lowest byte may have ones of unary parts below. */
static void end_low(downward *w)
{
	for (; w->count >= 8; w->count -= 8)
		*--w->at = (uint8_t)(w->held >> (w->count - 8));
	if (w->count)
		*--w->at |= (uint8_t)(w->held << (8 - w->count));
}

/* All bits that the groups take. */
static uint64_t count_bits(const dsr_rice_groups *groups, const uint32_t *gaps)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < groups->n; i++) {
		const uint32_t count = groups->counts[i];
		const unsigned width = dsr_rice_width(groups->logs[i], count);

		bits += (uint64_t)count * (width + 1);
		for (uint32_t j = 0; j < count; j++)
			bits += *gaps++ >> width;
	}
	return bits;
}

void dsr_rice_put(dsr_buf *out, const dsr_rice_groups *groups, const uint32_t *gaps)
{
	const uint64_t size = (count_bits(groups, gaps) + 7) / 8;
	const size_t room = size < SIZE_MAX - 8 ? (size_t)size + 8 : SIZE_MAX; /* the last word of ones may end behind */
	upward high = { .bytes = dsr_buf_extend(out, room) };
	downward low = { 0 };
	uint64_t at = 0;

	if (!high.bytes)
		return;
	memset(high.bytes, 0, room);
	low.at = high.bytes + size;
	for (size_t i = 0; i < groups->n; i++) {
		const unsigned width = dsr_rice_width(groups->logs[i], groups->counts[i]);

		for (uint32_t j = groups->counts[i]; j; j--, gaps++, at++) {
			at += *gaps >> width;
			put_one(&high, at);
			put_low(&low, *gaps & (((uint32_t)1 << width) - 1), width);
		}
	}
	end_low(&low);
	end_high(&high);
	out->len -= 8;
}

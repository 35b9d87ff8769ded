/*
 * rice_put.c - see rice.h: writing
 *
 * The two parts of a record grow towards each other, and how long they become is known before: the gaps are looked at twice.  The
 * low parts are written behind the place of the record and then moved to where the unary parts end, so that both may be written in whole
 * words.  Nothing branches on where a group ends, which cannot be guessed: each gap has its width beside it (rice_put.h).
 */
#include "codec/rice.h"

#include <stdatomic.h>
#include <string.h>

#include "base/bytes.h"
#include "codec/cpu.h"
#include "codec/rice_put.h"
#include "codec/x86/kernels.h"

static void widths_of(const dsr_rice_groups *groups, size_t first, size_t n, uint8_t *widths)
{
	for (size_t i = first; i < first + n; i++)
		*widths++ = (uint8_t)dsr_rice_width(groups->logs[i], groups->counts[i]);
}

static uint64_t zeros_portable(const dsr_rice_groups *groups, const uint32_t *gaps)
{
	dsr_rice_walk walk = DSR_RICE_WALK(groups, widths_of);
	uint64_t zeros = 0;

	for (size_t n; (n = dsr_rice_walk_on(&walk)) > 0; gaps += n)
		for (size_t i = 0; i < n; i++)
			zeros += gaps[i] >> walk.widths[i];
	return zeros;
}

static void write_portable(const dsr_rice_groups *groups, const uint32_t *gaps, uint8_t *high, uint8_t *low)
{
	dsr_rice_walk walk = DSR_RICE_WALK(groups, widths_of);
	dsr_rice_up up = { .at = high };
	dsr_rice_down down = { .at = low };

	for (size_t n; (n = dsr_rice_walk_on(&walk)) > 0; gaps += n)
		for (size_t i = 0; i < n; i++)
			dsr_rice_put_gap(&up, &down, gaps[i], walk.widths[i]);
	dsr_rice_end_up(&up);
}

const dsr_rice_put_impl dsr_rice_put_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_rice_zeros_avx512, dsr_rice_write_avx512 },
#endif
	{ "portable", DSR_CPU_PORTABLE, zeros_portable, write_portable },
};
const size_t dsr_rice_put_impl_count = sizeof dsr_rice_put_impls / sizeof *dsr_rice_put_impls;

static const dsr_rice_put_impl *best_put(void)
{
	/* NULL while unknown; every thread stores the same. */
	static _Atomic(const dsr_rice_put_impl *) chosen;
	const dsr_rice_put_impl *best = atomic_load_explicit(&chosen, memory_order_relaxed);

	if (!best) {
		for (best = dsr_rice_put_impls; !dsr_cpu_has((dsr_cpu_level)best->level); )
			best++;
		atomic_store_explicit(&chosen, best, memory_order_relaxed);
	}
	return best;
}

void dsr_rice_put_by(const dsr_rice_put_impl *impl, dsr_buf *out, const dsr_rice_groups *groups, const uint32_t *gaps)
{
	enum { SLACK = 8 }; /* what a last word may reach behind the unary parts, and below the low ones */
	const size_t begun = out->len;
	uint64_t count, low_bits, bits, room;
	size_t size, high, low;
	uint8_t *p, *from, *to;

	dsr_rice_best()->measure(groups, &count, &low_bits);
	bits = count + impl->zeros(groups, gaps);
	size = (size_t)((bits + low_bits + 7) / 8);
	high = (size_t)((bits + 7) / 8);
	low = (size_t)((low_bits + 7) / 8);
	room = (bits + low_bits + 7) / 8 + 2 * SLACK + (low_bits + 7) / 8;
	p = dsr_buf_extend(out, room < SIZE_MAX ? (size_t)room : SIZE_MAX);
	if (!p)
		return;
	from = p + size + 2 * SLACK;
	to = p + size - low;
	memset(p, 0, high + SLACK);
	impl->write(groups, gaps, p, from + low);
	if (high + low > size)
		*to++ |= *from++; /* a byte with both */
	memcpy(to, from, (size_t)(p + size - to));
	out->len = begun + size;
}

void dsr_rice_put(dsr_buf *out, const dsr_rice_groups *groups, const uint32_t *gaps)
{
	dsr_rice_put_by(best_put(), out, groups, gaps);
}

/*
 * rice_put.c - see rice_put.h
 *
 * The two parts of a record grow towards each other.  How long the low parts become is known before; they are written in front of
 * the unary ones and moved behind them in the end, so that both may be written in whole words and each gap is looked at once.
 */
#include "codec/rice_put.h"

#include <stdatomic.h>
#include <string.h>

#include "codec/cpu.h"
#include "codec/x86/kernels.h"

/* Gaps whose widths are known at a time, groups whose width is, and bytes that a last word may be too long. */
enum { PIECE = 512, AHEAD = 64, SLACK = 8 };

/* ---- portable kernels ---- */

static void widths_portable(const dsr_rice_groups *groups, size_t first, size_t n, uint8_t *widths)
{
	for (size_t i = first; i < first + n; i++)
		*widths++ = (uint8_t)dsr_rice_width(groups->logs[i], groups->counts[i]);
}

static uint64_t zeros_portable(const uint32_t *gaps, const uint8_t *widths, size_t n)
{
	uint64_t zeros = 0;

	for (size_t i = 0; i < n; i++)
		zeros += gaps[i] >> widths[i];
	return zeros;
}

static void write_portable(dsr_rice_up *up, dsr_rice_down *down, const uint32_t *gaps, const uint8_t *widths, size_t n)
{
	for (size_t i = 0; i < n; i++)
		dsr_rice_put_gap(up, down, gaps[i], widths[i]);
}

const dsr_rice_put_impl dsr_rice_put_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_rice_widths_avx512, dsr_rice_zeros_avx512, dsr_rice_write_avx512 },
#endif
	{ "portable", DSR_CPU_PORTABLE, widths_portable, zeros_portable, write_portable },
};
const size_t dsr_rice_put_impl_count = sizeof dsr_rice_put_impls / sizeof *dsr_rice_put_impls;

const dsr_rice_put_impl *dsr_rice_put_best(void)
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

/* ---- the widths of gaps ---- */

typedef struct walk {
	const dsr_rice_put_impl *impl;
	const dsr_rice_groups   *groups;
	size_t   group; /* the next one */
	uint32_t done;  /* of its gaps */
	uint8_t  ahead[AHEAD + DSR_RICE_LANES];  /* widths of the groups from the last multiple of AHEAD on */
	uint8_t  widths[PIECE + DSR_RICE_LANES]; /* of the gaps at hand */
} walk;

/* The widths of the next gaps: how many, 0 behind the last. */
static size_t walk_on(walk *w)
{
	const dsr_rice_groups *g = w->groups;
	size_t n = 0;

	while (n < PIECE && w->group < g->n) {
		const size_t in = w->group % AHEAD, left = g->n - w->group, room = PIECE - n;
		const uint32_t rest = g->counts[w->group] - w->done, take = rest < room ? rest : (uint32_t)room;

		if (!in && !w->done)
			w->impl->widths(g, w->group, left < AHEAD ? left : AHEAD, w->ahead);
		for (uint32_t i = 0; i < take; i += DSR_RICE_LANES)
			memset(w->widths + n + i, w->ahead[in], DSR_RICE_LANES);
		n += take;
		w->done = take < rest ? w->done + take : 0;
		w->group += take == rest;
	}
	return n;
}

/* ---- records ---- */

/* A record being written behind what the buffer held: its low parts, then, from `high` on, its unary parts. */
typedef struct record {
	dsr_buf *out;
	size_t   begun, high;
	size_t   low;  /* bytes of low parts */
	uint64_t low_bits;
	dsr_rice_up   up;
	dsr_rice_down down;
} record;

/* Make room for `n` bytes of unary parts more, which are zero: 1, or 0 when out of memory. */
static int reserve(record *r, uint64_t n)
{
	const size_t up = (size_t)(r->up.at - r->out->data), down = (size_t)(r->down.at - r->out->data);

	r->out->len = up;
	if (!dsr_buf_extend(r->out, n < SIZE_MAX - 2 * SLACK ? (size_t)n + 2 * SLACK : SIZE_MAX))
		return 0;
	r->up.at = r->out->data + up;
	r->down.at = r->out->data + down;
	memset(r->up.at, 0, (size_t)n + 2 * SLACK);
	return 1;
}

/* Begin a record of so many bits of low parts: 1, or 0 when out of memory. */
static int begin_record(record *r, dsr_buf *out, uint64_t low_bits)
{
	const uint64_t low = (low_bits + 7) / 8;

	*r = (record){ .out = out, .begun = out->len, .low = (size_t)low, .low_bits = low_bits };
	if (!dsr_buf_extend(out, low < SIZE_MAX - SLACK ? r->low + SLACK : SIZE_MAX))
		return 0;
	r->high = out->len;
	r->up.at = r->down.at = out->data + r->high;
	return 1;
}

/* Join the low parts to the end of the unary ones, and move both to where the record begins. */
static void end_record(record *r)
{
	const uint8_t *low = r->out->data + r->high - r->low;
	uint8_t *const high = r->out->data + r->high, *to;
	const uint64_t high_bits = 8 * (uint64_t)(r->up.at - high) + r->up.count;
	const size_t size = (size_t)((high_bits + r->low_bits + 7) / 8), high_size = (size_t)((high_bits + 7) / 8);
	const size_t both = high_size + r->low - size; /* a byte, or none */

	dsr_rice_end_up(&r->up);
	to = high + size - r->low;
	if (both)
		*to |= *low;
	memcpy(to + both, low + both, r->low - both);
	memmove(r->out->data + r->begun, high, size);
	r->out->len = r->begun + size;
}

void dsr_rice_put_by(const dsr_rice_put_impl *impl, dsr_buf *out, const dsr_rice_groups *groups, const uint32_t *gaps)
{
	walk w = { .impl = impl, .groups = groups };
	uint64_t count, low_bits;
	record r;

	dsr_rice_best()->measure(groups, &count, &low_bits);
	if (!begin_record(&r, out, low_bits))
		return;
	for (size_t n; (n = walk_on(&w)) > 0; gaps += n) {
		if (!reserve(&r, (n + impl->zeros(gaps, w.widths, n)) / 8 + 1))
			return;
		impl->write(&r.up, &r.down, gaps, w.widths, n);
	}
	if (reserve(&r, r.low))
		end_record(&r);
}

void dsr_rice_put(dsr_buf *out, const dsr_rice_groups *groups, const uint32_t *gaps)
{
	dsr_rice_put_by(dsr_rice_put_best(), out, groups, gaps);
}

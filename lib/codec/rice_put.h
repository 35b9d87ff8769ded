/*
 * rice_put.h - what the kernels share that write Rice codes (rice.h)
 *
 * A walk gives the widths of the gaps, some hundred at a time; bits of unary parts and of low parts are gathered in a word
 * each and written eight bytes at a time, of which the next write overwrites those that were not full.
 */
#ifndef DSR_CODEC_RICE_PUT_H
#define DSR_CODEC_RICE_PUT_H

#include <string.h>

#include "base/bytes.h"
#include "codec/rice.h"

/* Gaps whose widths are known at a time, and groups whose width is. */
enum { DSR_RICE_PIECE = 512, DSR_RICE_AHEAD = 64, DSR_RICE_LANES = 16 };

typedef void (*dsr_rice_widths_fn)(const dsr_rice_groups *groups, size_t first, size_t n, uint8_t *widths);

typedef struct dsr_rice_walk {
	const dsr_rice_groups *groups;
	dsr_rice_widths_fn     widths_of;
	size_t   group;  /* the next one */
	uint32_t done;   /* of its gaps */
	uint8_t  ahead[DSR_RICE_AHEAD + DSR_RICE_LANES];  /* widths of the groups from the last multiple of AHEAD on */
	uint8_t  widths[DSR_RICE_PIECE + DSR_RICE_LANES]; /* of the gaps at hand */
} dsr_rice_walk;

#define DSR_RICE_WALK(groups_, widths_of_) { .groups = (groups_), .widths_of = (widths_of_) }

/* The widths of the next gaps: how many, 0 behind the last. */
static inline size_t dsr_rice_walk_on(dsr_rice_walk *w)
{
	const dsr_rice_groups *g = w->groups;
	size_t n = 0;

	while (n < DSR_RICE_PIECE && w->group < g->n) {
		const size_t in = w->group % DSR_RICE_AHEAD, left = g->n - w->group, room = DSR_RICE_PIECE - n;
		const uint32_t rest = g->counts[w->group] - w->done, take = rest < room ? rest : (uint32_t)room;

		if (!in && !w->done)
			w->widths_of(g, w->group, left < DSR_RICE_AHEAD ? left : DSR_RICE_AHEAD, w->ahead);
		for (uint32_t i = 0; i < take; i += DSR_RICE_LANES)
			memset(w->widths + n + i, w->ahead[in], DSR_RICE_LANES);
		n += take;
		w->done = take < rest ? w->done + take : 0;
		w->group += take == rest;
	}
	return n;
}

/* Bits from a byte upwards: the last `count` < 8 of `held` are to be written again. */
typedef struct dsr_rice_up {
	uint8_t *at;
	uint64_t held;
	unsigned count;
} dsr_rice_up;

/* Put `n` <= 56 bits. */
static inline void dsr_rice_put_up(dsr_rice_up *up, uint64_t bits, unsigned n)
{
	up->held |= bits << up->count;
	dsr_put_u64(up->at, up->held);
	up->count += n;
	up->at += up->count / 8;
	up->held >>= up->count & ~7u;
	up->count &= 7;
}

/* Put a unary part: bytes it passes over are zero. */
static inline void dsr_rice_put_unary(dsr_rice_up *up, uint64_t zeros)
{
	if (zeros < 56) {
		dsr_rice_put_up(up, (uint64_t)1 << zeros, (unsigned)zeros + 1);
		return;
	}
	*up->at = (uint8_t)up->held;
	zeros += up->count;
	up->at += zeros / 8;
	up->held = 0;
	up->count = (unsigned)(zeros & 7);
	dsr_rice_put_up(up, 1, 1);
}

static inline void dsr_rice_end_up(const dsr_rice_up *up)
{
	dsr_put_u64(up->at, up->held);
}

/* Bits from the end of a byte downwards: the last `count` < 8 of `held` are to be written again. */
typedef struct dsr_rice_down {
	uint8_t *at;
	uint64_t held;
	unsigned count;
} dsr_rice_down;

/* Put `n` <= 56 bits. */
static inline void dsr_rice_put_down(dsr_rice_down *down, uint64_t bits, unsigned n)
{
	down->held = down->held << n | bits;
	down->count += n;
	dsr_put_u64(down->at - 8, down->held << (63 - down->count) << 1);
	down->at -= down->count / 8;
	down->count &= 7;
}

static inline void dsr_rice_put_gap(dsr_rice_up *up, dsr_rice_down *down, uint32_t gap, unsigned width)
{
	dsr_rice_put_unary(up, gap >> width);
	dsr_rice_put_down(down, gap & (((uint32_t)1 << width) - 1), width);
}

#endif /* DSR_CODEC_RICE_PUT_H */

/*
 * quoted_window.h - what the kernels of quoted.h share: from the masks of 64 bytes to where they are left
 */
#ifndef DSR_CODEC_X86_QUOTED_WINDOW_H
#define DSR_CODEC_X86_QUOTED_WINDOW_H

#include "codec/quoted.h"

/* One bit a byte. */
typedef struct dsr_quoted_window {
	uint64_t quote, line, slash;
} dsr_quoted_window;

/*
 * The place in a window of `size` <= 64 bytes where the string ends (*ended 1) or where the next window is to begin: behind all, or
 * at a backslash that is its last byte.
 */
static inline size_t dsr_quoted_leave(dsr_quoted_window m, const uint8_t *p, size_t size, unsigned *seen, int *ended)
{
	uint64_t stop = m.quote | m.line;

	while (m.slash) {
		const unsigned i = (unsigned)__builtin_ctzll(m.slash);
		const uint64_t behind = (uint64_t)2 << i;

		if (stop & (((uint64_t)1 << i) - 1))
			break;
		if (i + 1 == size)
			return i;
		*seen |= DSR_QUOTED_ESCAPE | dsr_quoted_rare[p[i + 1]];
		m.slash &= ~(behind | behind >> 1);
		m.quote &= ~behind;
		stop = m.quote | m.line;
	}
	*ended = stop != 0;
	return stop ? (size_t)__builtin_ctzll(stop) : size;
}

#endif /* DSR_CODEC_X86_QUOTED_WINDOW_H */

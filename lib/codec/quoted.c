/*
 * quoted.c - see quoted.h
 */
#include "codec/quoted.h"

#include <stdatomic.h>

#include "base/bytes.h"
#include "codec/cpu.h"
#include "codec/x86/kernels.h"

#define R DSR_QUOTED_RARE
const uint8_t dsr_quoted_rare[256] = {
	R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R,
	R, R, 0, R, R, R, R, R, R, R, R, R, R, R, R, 0, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, /* " / */
	R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, 0, R, R, R, /* \ */
	R, R, 0, R, R, R, 0, R, R, R, R, R, R, R, 0, R, R, R, 0, R, 0, R, R, R, R, R, R, R, R, R, R, R, /* b f n r t */
	R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R,
	R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R,
	R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R,
	R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R,
};

#define EACH(byte) (0x0101010101010101u * (uint64_t)(byte))

/* Nonzero when one of 8 bytes is a quote, a backslash or below a space. */
static uint64_t has_special(uint64_t x)
{
	const uint64_t quote = x ^ EACH('"'), slash = x ^ EACH('\\');

	return (((quote - EACH(1)) & ~quote) | ((slash - EACH(1)) & ~slash) | ((x - EACH(' ')) & ~x)) & EACH(0x80);
}

static size_t end_portable(const uint8_t *p, size_t n, unsigned *seen)
{
	size_t at = 0;

	for (;;) {
		while (n - at >= 8 && !has_special(dsr_get_u64(p + at)))
			at += 8;
		if (at == n || p[at] == '"' || p[at] == '\n')
			return at;
		if (p[at++] != '\\')
			continue;
		if (at == n)
			return n - 1;
		*seen |= DSR_QUOTED_ESCAPE | dsr_quoted_rare[p[at]];
		at += p[at] != '\n';
	}
}

const dsr_quoted_end_impl dsr_quoted_end_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_quoted_end_avx512 },
	{ "avx2", DSR_CPU_AVX2, dsr_quoted_end_avx2 },
#endif
	{ "portable", DSR_CPU_PORTABLE, end_portable },
};
const size_t dsr_quoted_end_impl_count = sizeof dsr_quoted_end_impls / sizeof *dsr_quoted_end_impls;

static size_t choose(const uint8_t *p, size_t n, unsigned *seen);

/* Begins as choose(), which replaces itself; every thread stores the same. */
static _Atomic(dsr_quoted_end_fn) chosen = choose;

static size_t choose(const uint8_t *p, size_t n, unsigned *seen)
{
	const dsr_quoted_end_impl *best = dsr_quoted_end_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	return best->run(p, n, seen);
}

size_t dsr_quoted_end(const uint8_t *p, size_t n, unsigned *seen)
{
	return atomic_load_explicit(&chosen, memory_order_relaxed)(p, n, seen);
}

/*
 * ricepack.c - see ricepack.h
 */
#include "codec/ricepack.h"

#include <stdatomic.h>
#include <string.h>

#include "base/bytes.h"
#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "codec/x86/kernels.h"

/* ---- writing ---- */

/* Bits of all unary parts at this width. */
static uint64_t unary_bits(const uint32_t *v, size_t n, unsigned width)
{
	uint64_t zeros = 0;

	for (size_t i = 0; i < n; i++)
		zeros += v[i] >> width;
	return zeros + n;
}

/* The zeros that one more bit spares grow fewer from width to width: where they no longer make up for n bits, no wider one is shorter. */
static unsigned best_width(const uint32_t *v, size_t n, uint64_t *unary)
{
	unsigned width = 0;

	*unary = unary_bits(v, n, 0);
	while (width < 31) {
		const uint64_t next = unary_bits(v, n, width + 1);

		if (next + n >= *unary)
			break;
		*unary = next;
		width++;
	}
	return width;
}

void dsr_ricepack_put(dsr_buf *out, const uint32_t *v, size_t n)
{
	uint64_t unary, at = 0;
	const unsigned width = best_width(v, n, &unary);
	const size_t low = dsr_bitpack_bytes(n, width), high = (size_t)(unary + 7) / 8;
	uint8_t *p;

	if (width == 0 && unary == n) {
		dsr_buf_put_u8(out, DSR_RICEPACK_ZEROS);
		return;
	}
	p = dsr_buf_extend(out, 1 + low + high);
	if (!p)
		return;
	*p++ = (uint8_t)width;
	dsr_bitpack(p, v, n, width);
	p += low;
	memset(p, 0, high);
	for (size_t i = 0; i < n; i++, at++) {
		at += v[i] >> width;
		p[at / 8] |= (uint8_t)(1u << (at & 7));
	}
}

/* ---- reading ---- */

size_t dsr_unary_portable(uint32_t *v, const uint8_t *p, size_t bytes, size_t n, unsigned width)
{
	size_t done = 0, next = 0; /* the bit behind the last one */
	uint64_t most = 0;

	for (size_t at = 0; at < bytes && done < n; at += 8) {
		for (uint64_t word = dsr_get_u64(p + at); word && done < n; word &= word - 1) {
			const size_t place = 8 * at + (size_t)__builtin_ctzll(word);
			const uint64_t zeros = place - next;

			most |= zeros;
			v[done++] |= (uint32_t)(zeros << width);
			next = place + 1;
		}
	}
	return done == n && next <= 8 * bytes && most <= UINT32_MAX >> width ? next : 0;
}

const dsr_unary_impl dsr_unary_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_unary_avx512 },
#endif
	{ "portable", DSR_CPU_PORTABLE, dsr_unary_portable },
};
const size_t dsr_unary_impl_count = sizeof dsr_unary_impls / sizeof *dsr_unary_impls;

static size_t choose(uint32_t *v, const uint8_t *p, size_t bytes, size_t n, unsigned width);

/* Begins as choose(), which replaces itself; every thread stores the same. */
static _Atomic(dsr_unary_fn) chosen = choose;

static size_t choose(uint32_t *v, const uint8_t *p, size_t bytes, size_t n, unsigned width)
{
	const dsr_unary_impl *best = dsr_unary_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	return best->run(v, p, bytes, n, width);
}

size_t dsr_unary(uint32_t *v, const uint8_t *p, size_t bytes, size_t n, unsigned width)
{
	return atomic_load_explicit(&chosen, memory_order_relaxed)(v, p, bytes, n, width);
}

const uint8_t *dsr_ricepack_get(const uint8_t *p, const uint8_t *end, uint32_t *v, size_t n)
{
	const unsigned width = p < end ? *p : DSR_RICEPACK_ZEROS + 1;
	const size_t low = dsr_bitpack_bytes(n, width);
	const uint8_t *high;
	size_t bits;

	if (width == DSR_RICEPACK_ZEROS) {
		memset(v, 0, n * sizeof *v);
		return p + 1;
	}
	if (width > DSR_RICEPACK_ZEROS || low > (size_t)(end - p) - 1)
		return NULL;
	high = p + 1 + low;
	dsr_bitunpack(v, p + 1, n, width);
	bits = dsr_unary(v, high, (size_t)(end - high), n, width);
	return bits ? high + (bits + 7) / 8 : NULL;
}

/*
 * ricepack.c - see ricepack.h
 */
#include "codec/ricepack.h"

#include <stdatomic.h>
#include <string.h>

#include "base/bytes.h"
#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "codec/rice_put.h"
#include "codec/x86/kernels.h"

/* ---- writing ---- */

/* Bytes that a last word may be too long. */
enum { SLACK = 8 };

/* Bits of all unary parts at this width. */
static uint64_t unary_bits(const uint32_t *v, size_t n, unsigned width)
{
	uint8_t widths[DSR_BLOCK + DSR_RICE_LANES];

	memset(widths, (int)width, n);
	return dsr_rice_put_best()->zeros(v, widths, n) + n;
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

/* Write unary parts to bytes that are zero. */
static void put_unary(uint8_t *p, const uint32_t *v, size_t n, unsigned width)
{
	static const uint8_t no_widths[DSR_BLOCK + DSR_RICE_LANES];
	uint32_t parts[DSR_BLOCK];
	uint8_t low[2 * SLACK]; /* of which there is nothing */
	dsr_rice_up up = { .at = p };
	dsr_rice_down down = { .at = low + SLACK };

	for (size_t i = 0; i < n; i++)
		parts[i] = v[i] >> width;
	dsr_rice_put_best()->write(&up, &down, parts, no_widths, n);
	dsr_rice_end_up(&up);
}

void dsr_ricepack_put(dsr_buf *out, const uint32_t *v, size_t n)
{
	uint64_t unary;
	const unsigned width = best_width(v, n, &unary);
	const size_t low = dsr_bitpack_bytes(n, width), high = (size_t)(unary + 7) / 8;
	uint8_t *p;

	if (width == 0 && unary == n) {
		dsr_buf_put_u8(out, DSR_RICEPACK_ZEROS);
		return;
	}
	p = dsr_buf_extend(out, 1 + low + high + SLACK);
	if (!p)
		return;
	out->len -= SLACK;
	*p++ = (uint8_t)width;
	dsr_bitpack(p, v, n, width);
	memset(p + low, 0, high + SLACK);
	put_unary(p + low, v, n, width);
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

/* Bit by bit: the ones passed are counted, each with the place of the one before. */
static int some_portable(uint32_t *zeros, const uint8_t *p, size_t bytes, const uint32_t *places, size_t count)
{
	size_t done = 0, next = 0; /* the bit behind the last one */
	uint32_t ones = 0;

	for (size_t at = 0; at < bytes && done < count; at += 8) {
		for (uint64_t word = dsr_get_u64(p + at); word && done < count; word &= word - 1) {
			const size_t place = 8 * at + (size_t)__builtin_ctzll(word);

			zeros[done] = (uint32_t)(place - next);
			done += ones++ == places[done];
			next = place + 1;
		}
	}
	return done == count && next <= 8 * bytes;
}

const dsr_unary_impl dsr_unary_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_unary_avx512, dsr_unary_some_avx512 },
#endif
	{ "portable", DSR_CPU_PORTABLE, dsr_unary_portable, some_portable },
};
const size_t dsr_unary_impl_count = sizeof dsr_unary_impls / sizeof *dsr_unary_impls;

/* The variant chosen, NULL until then; every thread stores the same. */
static _Atomic(const dsr_unary_impl *) chosen;

static const dsr_unary_impl *best(void)
{
	const dsr_unary_impl *impl = atomic_load_explicit(&chosen, memory_order_relaxed);

	if (impl)
		return impl;
	impl = dsr_unary_impls;
	while (!dsr_cpu_has((dsr_cpu_level)impl->level))
		impl++;
	atomic_store_explicit(&chosen, impl, memory_order_relaxed);
	return impl;
}

size_t dsr_unary(uint32_t *v, const uint8_t *p, size_t bytes, size_t n, unsigned width)
{
	return best()->run(v, p, bytes, n, width);
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

int dsr_ricepack_some(const uint8_t *p, const uint8_t *end, size_t n, const uint32_t *places, size_t count, uint32_t *v)
{
	const unsigned width = p < end ? *p : DSR_RICEPACK_ZEROS + 1;
	const size_t low = dsr_bitpack_bytes(n, width);

	if (width == DSR_RICEPACK_ZEROS) {
		memset(v, 0, count * sizeof *v);
		return 1;
	}
	if (width > DSR_RICEPACK_ZEROS || low > (size_t)(end - p) - 1 ||
	    !best()->some(v, p + 1 + low, (size_t)(end - p) - 1 - low, places, count))
		return 0;
	for (size_t i = 0; width && i < count; i++)
		v[i] = v[i] << width | dsr_bitget(p + 1, width, places[i]);
	return 1;
}

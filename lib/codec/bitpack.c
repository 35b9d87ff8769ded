/*
 * bitpack.c - see bitpack.h
 */
#include "codec/bitpack.h"

#include <stdatomic.h>
#include <string.h>

#include "base/bytes.h"
#include "codec/cpu.h"
#include "codec/x86/kernels.h"

static inline uint32_t low_bits(uint64_t x, unsigned width)
{
	return (uint32_t)(x & (((uint64_t)1 << width) - 1));
}

/* Four values that take no more than 56 bits. */
static inline uint64_t four(const uint32_t *v, unsigned width)
{
	const uint64_t low = low_bits(v[0], width) | (uint64_t)low_bits(v[1], width) << width;
	const uint64_t high = low_bits(v[2], width) | (uint64_t)low_bits(v[3], width) << width;

	return low | high << 2 * width;
}

/* Narrow values go by four, each time into a word of which the next write goes on behind the last full byte. */
void dsr_bitpack(uint8_t *out, const uint32_t *v, size_t n, unsigned width)
{
	const uint8_t *const end = out + dsr_bitpack_bytes(n, width);
	uint64_t held = 0;   /* bits not yet written, fewer than 8 between fours and than 32 between values */
	unsigned count = 0;
	size_t i = 0;

	for (; width <= 14 && i + 4 <= n && end - out >= 8; i += 4) {
		held |= four(v + i, width) << count;
		count += 4 * width;
		dsr_put_u64(out, held);
		out += count / 8;
		held >>= count & ~7u;
		count &= 7;
	}
	for (; i < n; i++) {
		held |= (uint64_t)low_bits(v[i], width) << count;
		count += width;
		if (count >= 32) {
			dsr_put_u32(out, (uint32_t)held);
			out += 4;
			held >>= 32;
			count -= 32;
		}
	}
	for (; count; count -= count < 8 ? count : 8, held >>= 8)
		*out++ = (uint8_t)held;
}

uint32_t dsr_bitget(const uint8_t *p, unsigned width, size_t i)
{
	const size_t bit = i * width;

	return low_bits(dsr_get_u64(p + bit / 8) >> (bit & 7), width);
}

void dsr_bitunpack_portable(uint32_t *v, const uint8_t *p, size_t n, unsigned width)
{
	for (size_t i = 0; i < n; i++)
		v[i] = dsr_bitget(p, width, i);
}

const dsr_bitunpack_impl dsr_bitunpack_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_bitunpack_avx512 },
	{ "avx2", DSR_CPU_AVX2, dsr_bitunpack_avx2 },
#endif
	{ "portable", DSR_CPU_PORTABLE, dsr_bitunpack_portable },
};
const size_t dsr_bitunpack_impl_count = sizeof dsr_bitunpack_impls / sizeof *dsr_bitunpack_impls;

static void choose(uint32_t *v, const uint8_t *p, size_t n, unsigned width);

/* Begins as choose(), which replaces itself; every thread stores the same. */
static _Atomic(dsr_bitunpack_fn) chosen = choose;

static void choose(uint32_t *v, const uint8_t *p, size_t n, unsigned width)
{
	const dsr_bitunpack_impl *best = dsr_bitunpack_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	best->run(v, p, n, width);
}

void dsr_bitunpack(uint32_t *v, const uint8_t *p, size_t n, unsigned width)
{
	atomic_load_explicit(&chosen, memory_order_relaxed)(v, p, n, width);
}

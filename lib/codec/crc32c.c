/*
 * crc32c.c - see crc32c.h
 *
 * The portable one takes 8 bytes a step ("slicing by 8", Kounavis and Berry, ISCC 2005): row k of the
 * table says what a byte comes to when k more bytes follow it.
 */
#include "codec/crc32c.h"

#include <stdatomic.h>

#include "base/bytes.h"
#include "codec/cpu.h"
#include "codec/x86/kernels.h"

/*
 * A checksum is linear, so an entry is the sum of the entries of its bits.  The bits of row k, from the high one
 * down, are x^(8k+32) to x^(8k+39) modulo the polynomial: one register that begins as the polynomial and is
 * shifted 63 times, x -> x >> 1 ^ (x & 1 ? 0x82f63b78 : 0).
 */
#define E1(i, b7, b6, b5, b4, b3, b2, b1, b0)                                              \
	((i & 128 ? b7 : 0u) ^ (i & 64 ? b6 : 0u) ^ (i & 32 ? b5 : 0u) ^ (i & 16 ? b4 : 0u) ^  \
	 (i & 8 ? b3 : 0u) ^ (i & 4 ? b2 : 0u) ^ (i & 2 ? b1 : 0u) ^ (i & 1 ? b0 : 0u))
#define E4(i, ...) E1((i), __VA_ARGS__), E1((i + 1), __VA_ARGS__), E1((i + 2), __VA_ARGS__), E1((i + 3), __VA_ARGS__)
#define E16(i, ...) E4(i, __VA_ARGS__), E4(i + 4, __VA_ARGS__), E4(i + 8, __VA_ARGS__), E4(i + 12, __VA_ARGS__)
#define E64(i, ...) E16(i, __VA_ARGS__), E16(i + 16, __VA_ARGS__), E16(i + 32, __VA_ARGS__), E16(i + 48, __VA_ARGS__)
#define ROW(...) { E64(0, __VA_ARGS__), E64(64, __VA_ARGS__), E64(128, __VA_ARGS__), E64(192, __VA_ARGS__) }

static const uint32_t table[8][256] = {
	ROW(0x82f63b78, 0x417b1dbc, 0x20bd8ede, 0x105ec76f, 0x8ad958cf, 0xc79a971f, 0xe13b70f7, 0xf26b8303),
	ROW(0xfbc3faf9, 0xff17c604, 0x7f8be302, 0x3fc5f181, 0x9d14c3b8, 0x4e8a61dc, 0x274530ee, 0x13a29877),
	ROW(0x8b277743, 0xc76580d9, 0xe144fb14, 0x70a27d8a, 0x38513ec5, 0x9edea41a, 0x4f6f520d, 0xa541927e),
	ROW(0x52a0c93f, 0xaba65fe7, 0xd725148b, 0xe964b13d, 0xf64463e6, 0x7b2231f3, 0xbf672381, 0xdd45aab8),
	ROW(0x6ea2d55c, 0x37516aae, 0x1ba8b557, 0x8f2261d3, 0xc5670b91, 0xe045beb0, 0x7022df58, 0x38116fac),
	ROW(0x1c08b7d6, 0x0e045beb, 0x85f4168d, 0xc00c303e, 0x6006181f, 0xb2f53777, 0xdb8ca0c3, 0xef306b19),
	ROW(0xf56e0ef4, 0x7ab7077a, 0x3d5b83bd, 0x9c5bfaa6, 0x4e2dfd53, 0xa5e0c5d1, 0xd0065990, 0x68032cc8),
	ROW(0x34019664, 0x1a00cb32, 0x0d006599, 0x847609b4, 0x423b04da, 0x211d826d, 0x9278fa4e, 0x493c7d27),
};

static uint32_t crc32c_portable(uint32_t crc, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	crc = ~crc;
	for (; n >= 8; n -= 8, p += 8) {
		const uint64_t x = dsr_get_u64(p) ^ crc;

		crc = table[7][x & 255] ^ table[6][x >> 8 & 255] ^ table[5][x >> 16 & 255] ^ table[4][x >> 24 & 255] ^
		      table[3][x >> 32 & 255] ^ table[2][x >> 40 & 255] ^ table[1][x >> 48 & 255] ^ table[0][x >> 56];
	}
	for (; n; n--, p++)
		crc = crc >> 8 ^ table[0][(crc ^ *p) & 255];
	return ~crc;
}

const dsr_crc32c_impl dsr_crc32c_impls[] = {
#ifdef DSR_X86
	{ "sse42", DSR_CPU_SSE42, dsr_crc32c_sse42 },
#endif
	{ "portable", DSR_CPU_PORTABLE, crc32c_portable },
};
const size_t dsr_crc32c_impl_count = sizeof dsr_crc32c_impls / sizeof *dsr_crc32c_impls;

static uint32_t choose(uint32_t crc, const void *bytes, size_t n);

/* Begins as choose(), which replaces itself; every thread stores the same. */
static _Atomic(dsr_crc32c_fn) chosen = choose;

static uint32_t choose(uint32_t crc, const void *bytes, size_t n)
{
	const dsr_crc32c_impl *best = dsr_crc32c_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	return best->run(crc, bytes, n);
}

uint32_t dsr_crc32c(uint32_t crc, const void *bytes, size_t n)
{
	return atomic_load_explicit(&chosen, memory_order_relaxed)(crc, bytes, n);
}

/*
 * crc32c_sse42.c - see crc32c.h
 *
 * The instruction takes 8 bytes each cycle but answers after three, so long input is cut in three lanes
 * that run side by side.  To join them, a lane's checksum is moved over the bytes behind it: multiplied by
 * x^(8 * bytes) modulo the polynomial.
 */
#include "codec/crc32c.h"

#include <string.h>

#include "codec/x86/kernels.h"

#ifdef DSR_X86
#include <immintrin.h>

/*
 * Bytes in a lane, and the factors that move a checksum over one lane and over two: x^(8 * bytes - 33), since
 * the carry-less product of two reflected numbers is x times too large and reducing it
 * by the instruction multiplies by x^32.
 */
#define LONG_LANE  2048u
#define LONG_ONE   0xa51b6135u
#define LONG_TWO   0x82f89c77u
#define SHORT_LANE 256u
#define SHORT_ONE  0xb9e02b86u
#define SHORT_TWO  0xdd7e3b0cu

DSR_SSE42 static inline uint64_t load(const uint8_t *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
	return x;
}

DSR_SSE42 static inline __m128i times(uint64_t crc, uint32_t factor)
{
	return _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)crc), _mm_cvtsi64_si128(factor), 0);
}

/* The checksum register after three lanes of `lane` bytes. */
DSR_SSE42 static inline uint64_t three_lanes(uint64_t crc, const uint8_t *p, size_t lane, uint32_t one, uint32_t two)
{
	uint64_t second = 0, third = 0;
	__m128i moved;

	for (size_t i = 0; i < lane; i += 8, p += 8) {
		crc = _mm_crc32_u64(crc, load(p));
		second = _mm_crc32_u64(second, load(p + lane));
		third = _mm_crc32_u64(third, load(p + 2 * lane));
	}
	moved = _mm_xor_si128(times(crc, two), times(second, one));
	return _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(moved)) ^ third;
}

DSR_SSE42 uint32_t dsr_crc32c_sse42(uint32_t crc, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	uint64_t x = ~crc;

	for (; n >= 3 * LONG_LANE; n -= 3 * LONG_LANE, p += 3 * LONG_LANE)
		x = three_lanes(x, p, LONG_LANE, LONG_ONE, LONG_TWO);
	for (; n >= 3 * SHORT_LANE; n -= 3 * SHORT_LANE, p += 3 * SHORT_LANE)
		x = three_lanes(x, p, SHORT_LANE, SHORT_ONE, SHORT_TWO);
	for (; n >= 8; n -= 8, p += 8)
		x = _mm_crc32_u64(x, load(p));
	for (; n; n--, p++)
		x = _mm_crc32_u8((uint32_t)x, *p);
	return ~(uint32_t)x;
}
#endif

/*
 * quoted_avx2.c - see quoted.h
 */
#include "codec/x86/kernels.h"
#include "codec/x86/quoted_window.h"

#ifdef DSR_X86
#include <immintrin.h>

#include <string.h>

DSR_AVX2 static inline uint64_t equal(__m256i low, __m256i high, char c)
{
	const __m256i each = _mm256_set1_epi8(c);

	return (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, each)) << 32 |
	       (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, each));
}

DSR_AVX2 static inline dsr_quoted_window look(const uint8_t *p)
{
	const __m256i low = _mm256_loadu_si256((const void *)p), high = _mm256_loadu_si256((const void *)(p + 32));

	return (dsr_quoted_window){ equal(low, high, '"'), equal(low, high, '\n'), equal(low, high, '\\') };
}

/* The window at `p`, of which `size` bytes are there. */
DSR_AVX2 static inline dsr_quoted_window look_at_rest(const uint8_t *p, size_t size)
{
	uint8_t rest[64] = { 0 };

	if (size == 64)
		return look(p);
	memcpy(rest, p, size);
	return look(rest);
}

DSR_AVX2 size_t dsr_quoted_end_avx2(const uint8_t *p, size_t n, unsigned *seen)
{
	size_t at = 0;
	int ended = 0;

	while (at < n && !ended) {
		const size_t size = n - at < 64 ? n - at : 64;
		const size_t step = dsr_quoted_leave(look_at_rest(p + at, size), p + at, size, seen, &ended);

		at += step;
		ended |= at + 1 == n && step + 1 == size && p[at] == '\\';
	}
	return at;
}
#endif

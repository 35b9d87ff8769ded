/*
 * quoted_avx512.c - see quoted.h
 */
#include "codec/x86/kernels.h"
#include "codec/x86/quoted_window.h"

#ifdef DSR_X86
#include <immintrin.h>

DSR_AVX512 static inline dsr_quoted_window look(__m512i bytes)
{
	return (dsr_quoted_window){
		.quote = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
		.line = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
		.slash = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\')),
	};
}

DSR_AVX512 size_t dsr_quoted_end_avx512(const uint8_t *p, size_t n, unsigned *seen)
{
	size_t at = 0;
	int ended = 0;

	while (at < n && !ended) {
		const size_t size = n - at < 64 ? n - at : 64;
		const __mmask64 in = size < 64 ? ((uint64_t)1 << size) - 1 : UINT64_MAX;
		const size_t step = dsr_quoted_leave(look(_mm512_maskz_loadu_epi8(in, p + at)), p + at, size, seen, &ended);

		at += step;
		ended |= at + 1 == n && step + 1 == size && p[at] == '\\';
	}
	return at;
}
#endif

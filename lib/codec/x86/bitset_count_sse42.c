/*
 * bitset_count_sse42.c - see bitset.h
 */
#include "codec/bitset.h"

#include "codec/x86/kernels.h"

#ifdef DSR_X86
DSR_SSE42 size_t dsr_bitset_count_sse42(const uint64_t *w, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += (size_t)__builtin_popcountll(w[i]);
	return count;
}
#endif

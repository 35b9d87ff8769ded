/*
 * rice_avx2.c - see rice.h
 *
 * The plain kernels with the instructions that count, find and shift bits.
 */
#include "codec/x86/kernels.h"

#ifdef DSR_X86
#define RICE_TARGET DSR_AVX2
#define RICE_MEASURE measure
#define RICE_LEAP leap
#define RICE_TAKE take
#include "codec/rice_body.inc"

DSR_AVX2 void dsr_rice_measure_avx2(const dsr_rice_groups *groups, uint64_t *gaps, uint64_t *low)
{
	measure(groups, gaps, low);
}

DSR_AVX2 int dsr_rice_leap_avx2(dsr_rice *r, uint64_t n)
{
	return leap(r, n);
}

DSR_AVX2 int dsr_rice_take_avx2(dsr_rice *r, uint32_t count, unsigned width, uint32_t *out)
{
	return take(r, count, width, out);
}

DSR_AVX2 int dsr_rice_read_avx2(dsr_rice *r, const dsr_rice_groups *groups, const uint32_t *which, size_t n, uint32_t *out)
{
	return read_groups(r, groups, which, n, out);
}
#endif

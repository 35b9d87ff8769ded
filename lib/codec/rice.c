/*
 * rice.c - see rice.h
 */
#include "codec/rice.h"

#include <stdatomic.h>

#include "codec/cpu.h"
#include "codec/x86/kernels.h"

#define RICE_TARGET
#define RICE_MEASURE measure
#define RICE_LEAP leap
#define RICE_TAKE take
#include "codec/rice_body.inc"

const dsr_rice_impl dsr_rice_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_rice_measure_avx512, dsr_rice_leap_avx512, dsr_rice_take_avx512,
	  dsr_rice_read_avx512 },
	{ "avx2", DSR_CPU_AVX2, dsr_rice_measure_avx2, dsr_rice_leap_avx2, dsr_rice_take_avx2,
	  dsr_rice_read_avx2 },
#endif
	{ "portable", DSR_CPU_PORTABLE, measure, leap, take, read_groups },
};
const size_t dsr_rice_impl_count = sizeof dsr_rice_impls / sizeof *dsr_rice_impls;

const dsr_rice_impl *dsr_rice_best(void)
{
	/* NULL while unknown; every thread stores the same. */
	static _Atomic(const dsr_rice_impl *) chosen;
	const dsr_rice_impl *best = atomic_load_explicit(&chosen, memory_order_relaxed);

	if (!best) {
		for (best = dsr_rice_impls; !dsr_cpu_has((dsr_cpu_level)best->level); )
			best++;
		atomic_store_explicit(&chosen, best, memory_order_relaxed);
	}
	return best;
}

int dsr_rice_pass(dsr_rice *r, const dsr_rice_groups *groups)
{
	const dsr_rice_impl *k = dsr_rice_best();
	uint64_t gaps, low;

	k->measure(groups, &gaps, &low);
	if (low > r->bits - r->low)
		return 0;
	r->low += low;
	return k->leap(r, gaps);
}

int dsr_rice_read(dsr_rice *r, const dsr_rice_groups *groups, const uint32_t *which, size_t n, uint32_t *out)
{
	return dsr_rice_best()->read(r, groups, which, n, out);
}

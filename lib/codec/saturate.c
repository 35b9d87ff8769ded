/*
 * saturate.c - see saturate.h
 */
#include "codec/saturate.h"

#include <stdatomic.h>

#include "codec/cpu.h"
#include "codec/x86/kernels.h"

/* So many at a time: a number the compiler can see. */
enum { LANES = 16 };

/* What lies behind the last frequency may be anything; the mask keeps it a number that can be converted. */
static void sixteen(uint32_t *restrict scores, const float *restrict k, const uint32_t *restrict tfs, float w)
{
	for (size_t i = 0; i < LANES; i++) {
		const float x = w - w * k[i] / (k[i] + (float)(int32_t)(tfs[i] & INT32_MAX));
		const int32_t s = (int32_t)x;

		scores[i] = s > 0 ? (uint32_t)s : 0;
	}
}

static void saturate_portable(uint32_t *scores, const float *k, const uint32_t *tfs, size_t n, float w)
{
	for (size_t i = 0; i < n; i += LANES)
		sixteen(scores + i, k + i, tfs + i, w);
}

const dsr_saturate_impl dsr_saturate_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_saturate_avx512 },
	{ "avx2", DSR_CPU_AVX2, dsr_saturate_avx2 },
#endif
	{ "portable", DSR_CPU_PORTABLE, saturate_portable },
};
const size_t dsr_saturate_impl_count = sizeof dsr_saturate_impls / sizeof *dsr_saturate_impls;

static void choose(uint32_t *scores, const float *k, const uint32_t *tfs, size_t n, float w);

/* Begins as choose(), which replaces itself; every thread stores the same. */
static _Atomic(dsr_saturate_fn) chosen = choose;

static void choose(uint32_t *scores, const float *k, const uint32_t *tfs, size_t n, float w)
{
	const dsr_saturate_impl *best = dsr_saturate_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	best->run(scores, k, tfs, n, w);
}

void dsr_saturate(uint32_t *scores, const float *k, const uint32_t *tfs, size_t n, float w)
{
	atomic_load_explicit(&chosen, memory_order_relaxed)(scores, k, tfs, n, w);
}

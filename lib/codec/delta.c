/*
 * delta.c - see delta.h
 */
#include "codec/delta.h"

#include <stdatomic.h>

#include "codec/cpu.h"
#include "codec/x86/kernels.h"

static void delta_portable(uint32_t *v, size_t n, uint32_t base)
{
	for (size_t i = 0; i < n; i++) {
		base += v[i] + 1;
		v[i] = base;
	}
}

const dsr_delta_impl dsr_delta_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_delta_avx512 },
	{ "avx2", DSR_CPU_AVX2, dsr_delta_avx2 },
#endif
	{ "portable", DSR_CPU_PORTABLE, delta_portable },
};
const size_t dsr_delta_impl_count = sizeof dsr_delta_impls / sizeof *dsr_delta_impls;

static void choose(uint32_t *v, size_t n, uint32_t base);

/* Begins as choose(), which replaces itself; every thread stores the same. */
static _Atomic(dsr_delta_fn) chosen = choose;

static void choose(uint32_t *v, size_t n, uint32_t base)
{
	const dsr_delta_impl *best = dsr_delta_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	best->run(v, n, base);
}

void dsr_delta_decode(uint32_t *v, size_t n, uint32_t base)
{
	atomic_load_explicit(&chosen, memory_order_relaxed)(v, n, base);
}

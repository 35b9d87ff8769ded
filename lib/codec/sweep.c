/*
 * sweep.c - see sweep.h
 */
#include "codec/sweep.h"

#include <stdatomic.h>

#include "codec/cpu.h"
#include "codec/x86/kernels.h"

static uint32_t add_one_portable(uint32_t *v, size_t n)
{
	uint32_t any = 0;

	for (size_t i = 0; i < n; i++) {
		v[i]++;
		any |= v[i];
	}
	return any;
}

static uint32_t any_portable(const uint32_t *v, size_t n)
{
	uint32_t any = 0;

	for (size_t i = 0; i < n; i++)
		any |= v[i];
	return any;
}

const dsr_sweep_impl dsr_sweep_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_sweep_add_one_avx512, dsr_sweep_any_avx512 },
	{ "avx2", DSR_CPU_AVX2, dsr_sweep_add_one_avx2, dsr_sweep_any_avx2 },
#endif
	{ "portable", DSR_CPU_PORTABLE, add_one_portable, any_portable },
};
const size_t dsr_sweep_impl_count = sizeof dsr_sweep_impls / sizeof *dsr_sweep_impls;

/* The variant chosen, NULL until then; every thread stores the same. */
static _Atomic(const dsr_sweep_impl *) chosen;

static const dsr_sweep_impl *best(void)
{
	const dsr_sweep_impl *impl = atomic_load_explicit(&chosen, memory_order_relaxed);

	if (impl)
		return impl;
	impl = dsr_sweep_impls;
	while (!dsr_cpu_has((dsr_cpu_level)impl->level))
		impl++;
	atomic_store_explicit(&chosen, impl, memory_order_relaxed);
	return impl;
}

uint32_t dsr_sweep_add_one(uint32_t *v, size_t n)
{
	return best()->add_one(v, n);
}

uint32_t dsr_sweep_any(const uint32_t *v, size_t n)
{
	return best()->any(v, n);
}

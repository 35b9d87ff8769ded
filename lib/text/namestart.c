/*
 * namestart.c - see namestart.h
 */
#include "text/namestart.h"

#include <stdatomic.h>

#include "codec/cpu.h"
#include "text/x86/namestart_kernels.h"

/* One word of ten begins a name, and one of twenty has another behind it: one branch for both is mostly guessed right. */
static size_t find_portably(const uint32_t *words, size_t i, size_t end, uint32_t alone, uint32_t starts)
{
	while (i < end && words[i] - 1 >= (words[i + 1] ? starts : alone))
		i++;
	return i;
}

const dsr_namestart_impl dsr_namestart_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_namestart_avx512 },
#endif
	{ "portable", DSR_CPU_PORTABLE, find_portably },
};
const size_t dsr_namestart_impl_count = sizeof dsr_namestart_impls / sizeof *dsr_namestart_impls;

static size_t choose(const uint32_t *words, size_t i, size_t end, uint32_t alone, uint32_t starts);

/* Begins as choose(), which replaces itself; every thread stores the same. */
static _Atomic(dsr_namestart_fn) chosen = choose;

static size_t choose(const uint32_t *words, size_t i, size_t end, uint32_t alone, uint32_t starts)
{
	const dsr_namestart_impl *best = dsr_namestart_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	return best->run(words, i, end, alone, starts);
}

size_t dsr_namestart(const uint32_t *words, size_t i, size_t end, uint32_t alone, uint32_t starts)
{
	return atomic_load_explicit(&chosen, memory_order_relaxed)(words, i, end, alone, starts);
}

/*
 * follow.c - see follow.h
 */
#include "codec/follow.h"

#include <stdatomic.h>

#include "codec/cpu.h"
#include "codec/x86/kernels.h"

/* A merge in which no branch depends on what is in the lists. */
size_t dsr_follow_portable(uint32_t *begins, size_t n, const uint32_t *places, size_t m, uint32_t distance)
{
	size_t kept = 0;

	for (size_t i = 0, j = 0; i < n && j < m;) {
		const uint32_t begin = begins[i], want = begin + distance, at = places[j];

		begins[kept] = begin;
		kept += want == at;
		i += want <= at;
		j += at < want;
	}
	return kept;
}

const dsr_follow_impl dsr_follow_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_follow_avx512 },
#endif
	{ "portable", DSR_CPU_PORTABLE, dsr_follow_portable },
};
const size_t dsr_follow_impl_count = sizeof dsr_follow_impls / sizeof *dsr_follow_impls;

static size_t choose(uint32_t *begins, size_t n, const uint32_t *places, size_t m, uint32_t distance);

/* Begins as choose(), which replaces itself; every thread stores the same. */
static _Atomic(dsr_follow_fn) chosen = choose;

static size_t choose(uint32_t *begins, size_t n, const uint32_t *places, size_t m, uint32_t distance)
{
	const dsr_follow_impl *best = dsr_follow_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	return best->run(begins, n, places, m, distance);
}

size_t dsr_follow(uint32_t *begins, size_t n, const uint32_t *places, size_t m, uint32_t distance)
{
	return atomic_load_explicit(&chosen, memory_order_relaxed)(begins, n, places, m, distance);
}

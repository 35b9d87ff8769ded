/*
 * lengths.c - see lengths.h
 */
#include "codec/lengths.h"

#include <stdatomic.h>

#include "codec/bitpack.h"
#include "codec/cpu.h"
#include "codec/x86/kernels.h"

/* Neighbours are counted apart: they often need as many, and a count would wait for the one before. */
static void count_portable(uint32_t lengths[33], const uint32_t *v, size_t n)
{
	uint32_t apart[4][33] = { { 0 } };

	for (size_t i = 0; i < n; i++)
		apart[i & 3][dsr_bits(v[i])]++;
	for (unsigned b = 0; b <= 32; b++)
		lengths[b] = apart[0][b] + apart[1][b] + apart[2][b] + apart[3][b];
}

const dsr_lengths_impl dsr_lengths_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_lengths_avx512 },
#endif
	{ "portable", DSR_CPU_PORTABLE, count_portable },
};
const size_t dsr_lengths_impl_count = sizeof dsr_lengths_impls / sizeof *dsr_lengths_impls;

static void choose(uint32_t lengths[33], const uint32_t *v, size_t n);

/* Begins as choose(), which replaces itself; every thread stores the same. */
static _Atomic(dsr_lengths_fn) chosen = choose;

static void choose(uint32_t lengths[33], const uint32_t *v, size_t n)
{
	const dsr_lengths_impl *best = dsr_lengths_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	best->run(lengths, v, n);
}

void dsr_lengths(uint32_t lengths[33], const uint32_t *v, size_t n)
{
	atomic_load_explicit(&chosen, memory_order_relaxed)(lengths, v, n);
}

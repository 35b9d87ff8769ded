/*
 * namestart.c - see namestart.h
 */
#include "text/namestart.h"

#include <stdatomic.h>

#include "codec/cpu.h"
#include "text/x86/namestart_kernels.h"

/* One branch for most words, which is mostly guessed right. */
static size_t find_portably(const dsr_namestart *s, const uint32_t *words, size_t i, size_t end)
{
	const uint32_t alone = s->alone, starts = s->starts;

	for (; i < end; i++)
		if (words[i] - 1 < (words[i + 1] ? starts : alone) && dsr_namestart_begins(s, words[i], words[i + 1]))
			break;
	return i;
}

const dsr_namestart_impl dsr_namestart_impls[] = {
#ifdef DSR_X86
	{ "avx512", DSR_CPU_AVX512, dsr_namestart_avx512 },
#endif
	{ "portable", DSR_CPU_PORTABLE, find_portably },
};
const size_t dsr_namestart_impl_count = sizeof dsr_namestart_impls / sizeof *dsr_namestart_impls;

static size_t choose(const dsr_namestart *s, const uint32_t *words, size_t i, size_t end);

/* Begins as choose(), which replaces itself; every thread stores the same. */
static _Atomic(dsr_namestart_fn) chosen = choose;

static size_t choose(const dsr_namestart *s, const uint32_t *words, size_t i, size_t end)
{
	const dsr_namestart_impl *best = dsr_namestart_impls;

	while (!dsr_cpu_has((dsr_cpu_level)best->level))
		best++;
	atomic_store_explicit(&chosen, best->run, memory_order_relaxed);
	return best->run(s, words, i, end);
}

size_t dsr_namestart_find(const dsr_namestart *s, const uint32_t *words, size_t i, size_t end)
{
	return atomic_load_explicit(&chosen, memory_order_relaxed)(s, words, i, end);
}

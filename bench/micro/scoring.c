/*
 * scoring.c - the kernels of a search: bounds of ranges, postings kept, decoded blocks checked, scores
 */
#include "micro.h"

#include "codec/bitpack.h"
#include "codec/bounds.h"
#include "codec/filter.h"
#include "codec/saturate.h"
#include "codec/sweep.h"

static _Alignas(64) uint32_t docs[VALUES + 16], tfs[VALUES + 16], out_docs[DSR_BLOCK + 16], out_tfs[DSR_BLOCK + 16];
static _Alignas(64) uint32_t sums[DSR_BOUNDS_MAX], scores[DSR_BLOCK];
static _Alignas(64) float k_of[VALUES];
static uint8_t  bound_bytes[4096 + DSR_BOUNDS_MAX], least[DSR_BOUNDS_MAX];
static uint64_t bits[VALUES / 16];

static const dsr_bounds_impl *bounds;
static const dsr_filter_impl *filter;
static const dsr_sweep_impl  *sweep;
static dsr_saturate_fn        saturate;

static const dsr_bounds list = { bound_bytes, NULL, 65536, 16, 0 };

static void fill(void)
{
	for (size_t i = 0; i < VALUES + 16; i++) {
		docs[i] = (uint32_t)i * 16 + micro_random() % 16;
		tfs[i] = 1 + micro_random() % 4;
	}
	for (size_t i = 0; i < VALUES; i++)
		k_of[i] = 0.3f + (float)(micro_random() % 1024) / 512;
	for (size_t i = 0; i < sizeof bound_bytes; i++)
		bound_bytes[i] = (uint8_t)micro_random();
	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
		bits[i] = (uint64_t)micro_random() << 32 | micro_random();
}

static void add_bounds(void)
{
	for (uint32_t first = 0; first < 4096; first += DSR_BOUNDS_MAX)
		micro_sink += bounds->add(sums, &list, first, DSR_BOUNDS_MAX);
}

static void least_bounds(void)
{
	for (uint32_t first = 0; first < 4096; first += DSR_BOUNDS_MAX)
		bounds->least(least, &list, first, DSR_BOUNDS_MAX);
}

static void reach_bounds(void)
{
	for (uint32_t i = 0; i < 4096; i += DSR_BOUNDS_MAX)
		micro_sink += bounds->reach(tfs + i, DSR_BOUNDS_MAX, 3);
}

static void drop_bounds(void)
{
	micro_sink += bounds->drop(tfs, sums, ~(uint64_t)0, 5, bits);
}

static void measure_bounds(void)
{
	for (size_t k = 0; k < dsr_bounds_impl_count; k++) {
		bounds = &dsr_bounds_impls[k];
		if (!dsr_cpu_has((dsr_cpu_level)bounds->level))
			continue;
		micro_print("bounds_add", bounds->name, "", 4096, "G ranges/s", add_bounds);
		micro_print("bounds_least", bounds->name, "", 4096, "G ranges/s", least_bounds);
		micro_print("bounds_reach", bounds->name, "", 4096, "G ranges/s", reach_bounds);
		micro_print("bounds_drop", bounds->name, "", 4096, "G integers/s", drop_bounds);
	}
}

static void filter_ranges(void)
{
	for (size_t i = 0; i < VALUES; i += DSR_BLOCK)
		micro_sink += filter->ranges((dsr_kept){ out_docs, out_tfs }, docs + i, tfs + i, DSR_BLOCK, docs[i] & ~4095u,
		                             0x5555555555555555u);
}

static void filter_bits(void)
{
	for (size_t i = 0; i < VALUES; i += DSR_BLOCK)
		micro_sink += filter->bits((dsr_kept){ out_docs, out_tfs }, docs + i, tfs + i, DSR_BLOCK, docs[i] & ~63u, bits,
		                           DSR_BLOCK * 16 / 64 + 1);
}

static void measure_filter(void)
{
	for (size_t k = 0; k < dsr_filter_impl_count; k++) {
		filter = &dsr_filter_impls[k];
		if (!dsr_cpu_has((dsr_cpu_level)filter->level))
			continue;
		micro_print("filter_ranges", filter->name, "half kept", VALUES, "G integers/s", filter_ranges);
		micro_print("filter_bits", filter->name, "half kept", VALUES, "G integers/s", filter_bits);
	}
}

static void add_one(void)
{
	micro_sink += sweep->add_one(out_tfs, DSR_BLOCK);
}

static void any(void)
{
	for (size_t i = 0; i < VALUES; i += DSR_BLOCK)
		micro_sink += sweep->any(tfs + i, DSR_BLOCK);
}

static void measure_sweep(void)
{
	for (size_t k = 0; k < dsr_sweep_impl_count; k++) {
		sweep = &dsr_sweep_impls[k];
		if (!dsr_cpu_has((dsr_cpu_level)sweep->level))
			continue;
		micro_print("sweep_add_one", sweep->name, "", DSR_BLOCK, "G integers/s", add_one);
		micro_print("sweep_any", sweep->name, "", VALUES, "G integers/s", any);
	}
}

static void score(void)
{
	for (size_t i = 0; i < VALUES; i += DSR_BLOCK)
		saturate(scores, k_of + i, tfs + i, DSR_BLOCK, 1e6f);
}

static void measure_saturate(void)
{
	for (size_t k = 0; k < dsr_saturate_impl_count; k++) {
		if (!dsr_cpu_has((dsr_cpu_level)dsr_saturate_impls[k].level))
			continue;
		saturate = dsr_saturate_impls[k].run;
		micro_print("saturate", dsr_saturate_impls[k].name, "", VALUES, "G integers/s", score);
	}
}

void micro_scoring(void)
{
	fill();
	measure_bounds();
	measure_filter();
	measure_sweep();
	measure_saturate();
}

/*
 * delta.h - turn gaps between ascending numbers back into the numbers
 *
 * One kernel, several implementations.  The dispatcher, the tests and the
 * benchmarks all walk dsr_delta_impls, so a new variant is tested and measured
 * the moment it is listed.
 */
#ifndef DSR_CODEC_DELTA_H
#define DSR_CODEC_DELTA_H

#include <stddef.h>
#include <stdint.h>

/*
 * In place: v[i] = base + (v[0] + 1) + ... + (v[i] + 1), modulo 2^32: the numbers are
 * strictly ascending, so 1 is taken off every gap when it is stored.  n <= DSR_BLOCK; kernels
 * may write up to DSR_BLOCK values.  Every implementation gives the same bits in the first n.
 */
typedef void (*dsr_delta_fn)(uint32_t *v, size_t n, uint32_t base);

typedef struct dsr_delta_impl {
	const char  *name;
	int          level; /* dsr_cpu_level it needs */
	dsr_delta_fn run;
} dsr_delta_impl;

/* Best first; the last entry is the portable one. */
extern const dsr_delta_impl dsr_delta_impls[];
extern const size_t         dsr_delta_impl_count;

/* Runs the best implementation this CPU has. */
void dsr_delta_decode(uint32_t *v, size_t n, uint32_t base);

#endif /* DSR_CODEC_DELTA_H */

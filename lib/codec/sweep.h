/*
 * sweep.h - go over a block of integers once, and say which bits occurred
 *
 * An OR of all tells that none of them is large without a comparison each: decoders check what they
 * decoded by it.
 */
#ifndef DSR_CODEC_SWEEP_H
#define DSR_CODEC_SWEEP_H

#include <stddef.h>
#include <stdint.h>

/* Add 1 to each of n integers; returns the OR of the results.  Up to 15 more are changed, and do not count. */
typedef uint32_t (*dsr_sweep_add_one_fn)(uint32_t *v, size_t n);

/* The OR of n integers.  Up to 15 more are read. */
typedef uint32_t (*dsr_sweep_any_fn)(const uint32_t *v, size_t n);

typedef struct dsr_sweep_impl {
	const char          *name;
	int                  level; /* dsr_cpu_level it needs */
	dsr_sweep_add_one_fn add_one;
	dsr_sweep_any_fn     any;
} dsr_sweep_impl;

/* Best first; the last is portable. */
extern const dsr_sweep_impl dsr_sweep_impls[];
extern const size_t         dsr_sweep_impl_count;

/* Run the best variant this processor has. */
uint32_t dsr_sweep_add_one(uint32_t *v, size_t n);
uint32_t dsr_sweep_any(const uint32_t *v, size_t n);

#endif /* DSR_CODEC_SWEEP_H */

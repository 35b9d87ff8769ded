/*
 * lengths.h - how many of some numbers need how many bits
 */
#ifndef DSR_CODEC_LENGTHS_H
#define DSR_CODEC_LENGTHS_H

#include <stddef.h>
#include <stdint.h>

/* Let lengths[b] be how many of v[0..n), n <= DSR_BLOCK, need b bits; 0 needs none. */
typedef void (*dsr_lengths_fn)(uint32_t lengths[33], const uint32_t *v, size_t n);

typedef struct dsr_lengths_impl {
	const char    *name;
	int            level; /* dsr_cpu_level it needs */
	dsr_lengths_fn run;
} dsr_lengths_impl;

/* Best first; the last is portable. */
extern const dsr_lengths_impl dsr_lengths_impls[];
extern const size_t           dsr_lengths_impl_count;

/* Runs the best implementation this CPU has. */
void dsr_lengths(uint32_t lengths[33], const uint32_t *v, size_t n);

#endif /* DSR_CODEC_LENGTHS_H */

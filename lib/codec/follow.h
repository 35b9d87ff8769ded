/*
 * follow.h - which numbers are followed, at a given distance, by one of others
 */
#ifndef DSR_CODEC_FOLLOW_H
#define DSR_CODEC_FOLLOW_H

#include <stddef.h>
#include <stdint.h>

/*
 * Keep those of begins[0..n) to which `distance` has to be added to get one of places[0..m); both ascend and may
 * hold a number several times, which is then kept as often as it stands in begins[].  Sums are taken modulo 2^32, so that
 * 0 - d is the distance of a place before; they ascend as well.  Returns how many are kept; they stand at the front, in order.
 */
typedef size_t (*dsr_follow_fn)(uint32_t *begins, size_t n, const uint32_t *places, size_t m, uint32_t distance);

typedef struct dsr_follow_impl {
	const char   *name;
	int           level; /* dsr_cpu_level it needs */
	dsr_follow_fn run;
} dsr_follow_impl;

/* Best first; the last is portable. */
extern const dsr_follow_impl dsr_follow_impls[];
extern const size_t          dsr_follow_impl_count;

/* The last of the table, for kernels that leave long input to it. */
size_t dsr_follow_portable(uint32_t *begins, size_t n, const uint32_t *places, size_t m, uint32_t distance);

/* Runs the best implementation this CPU has. */
size_t dsr_follow(uint32_t *begins, size_t n, const uint32_t *places, size_t m, uint32_t distance);

#endif /* DSR_CODEC_FOLLOW_H */

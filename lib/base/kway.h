/*
 * kway.h - which of several sorted sequences of byte strings has the smallest one next
 *
 * A binary heap of one string a sequence, the smallest on top; of equal ones that of the lowest source.  The
 * first eight bytes, as a number, decide most comparisons.
 */
#ifndef DSR_BASE_KWAY_H
#define DSR_BASE_KWAY_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/str.h>

typedef struct dsr_kway_entry {
	uint64_t    prefix;
	dossier_str text;   /* borrowed until it is popped */
	uint32_t    source;
} dsr_kway_entry;

typedef struct dsr_kway {
	const dossier_alloc *alloc;
	dsr_kway_entry *heap;
	size_t          count, cap;
} dsr_kway;

/* Empty, with room for `cap` sources.  1, or 0 when out of memory. */
int dsr_kway_init(dsr_kway *k, const dossier_alloc *alloc, size_t cap);

/* Safe on one that is all zero. */
void dsr_kway_release(dsr_kway *k);

/* Add the next string of a source that has none in the heap.  O(log sources). */
void dsr_kway_push(dsr_kway *k, dossier_str text, uint32_t source);

/* Take the smallest string out: 1, or 0 when there is none. */
int dsr_kway_pop(dsr_kway *k, dsr_kway_entry *out);

/* Is the smallest string left the same as that of `e`? */
int dsr_kway_has(const dsr_kway *k, const dsr_kway_entry *e);

#endif /* DSR_BASE_KWAY_H */

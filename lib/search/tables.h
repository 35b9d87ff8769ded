/*
 * tables.h - what BM25 needs of a snapshot beside the postings, kept from query to query
 *
 *   K     by length code, for the words of a list and for its concepts, which count in halves (scoring.h)
 *   map   of the bounds in a segment's list, which hold for the default parameters and the segment's own average length, to those of the
 *         query's parameters and the snapshot's average (segment/bm25.h)
 *
 * Each is made when it is first asked for, and held until other parameters are set.
 *
 * Threads: tables belong to one thread.
 */
#ifndef DSR_SEARCH_TABLES_H
#define DSR_SEARCH_TABLES_H

#include <stdint.h>

#include "base/arena.h"
#include "index/snapshot.h"

typedef struct dsr_tables {
	const dsr_snapshot *snapshot;
	dsr_arena arena;
	double    k1, b;
	float    *k[2][DSR_LISTS_MAX]; /* in halves or not */
	struct dsr_bound_map **maps;   /* by segment and list */
} dsr_tables;

/* `snapshot` and `alloc` must outlive them. */
void dsr_tables_init(dsr_tables *t, const dsr_snapshot *snapshot, const dossier_alloc *alloc);
void dsr_tables_release(dsr_tables *t);

/* What follows is for these parameters. */
void dsr_tables_set(dsr_tables *t, double k1, double b);

/* 256 numbers, or NULL when out of memory. */
const float *dsr_tables_k(dsr_tables *t, int in_halves, unsigned list);

/* The map of 256 bytes to *map, which becomes NULL where bounds hold as they are: 1, or 0 when out of memory. */
int dsr_tables_map(dsr_tables *t, size_t segment, unsigned list, const uint8_t **map);

#endif /* DSR_SEARCH_TABLES_H */

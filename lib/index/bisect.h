/*
 * bisect.h - an order of documents in which those that share words are neighbours
 *
 * Recursive graph bisection: documents are halved so that each word stands mostly in one half, then each half is halved
 * again (Dhulipala, Kabiljo, Karrer, Ottaviano, Pupyrev, Shalita: Compressing Graphs and Indexes with Recursive Graph
 * Bisection, KDD 2016).  A round moves the documents that would gain most: the gain of a document is the sum over its words
 * of log right - log left, the simplest of the estimates compared, and rounds end when the best exchange gains less than
 * the number of the round (Mackenzie, Petri, Moffat: Tradeoff Options for Bipartite Graph Partitioning, TKDE 2022).
 *
 * Logarithms are whole numbers, so that the order is the same on every machine.
 *
 * Memory: four bytes for each word of each document, within what is given: of the words that stand in eight documents at least
 * and in half of them at most, the most frequent are left out until the rest fits, since the rarer say more.  Besides
 * 32 bytes a document and 16 for each of the words.
 */
#ifndef DSR_INDEX_BISECT_H
#define DSR_INDEX_BISECT_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "segment/segment.h"

/*
 * Order the documents of `s` by their default list: order[n] is the document that should get number n; it has
 * room for all.  Errors: NOMEM, CORRUPT.
 */
dossier_status dsr_bisect(const dsr_segment *s, const dossier_alloc *alloc, size_t memory, uint32_t *order,
                          dossier_error *err);

#endif /* DSR_INDEX_BISECT_H */

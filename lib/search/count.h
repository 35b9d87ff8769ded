/*
 * count.h - how many documents match, without asking what they score
 *
 * A query of which any word is enough is counted in bit sets of 65,536 documents: postings that are stored as bit sets are
 * merged a word at a time, others are entered one by one.  Whatever else is matched window by window (eval.h).
 *
 * Threads: as an eval.
 */
#ifndef DSR_SEARCH_COUNT_H
#define DSR_SEARCH_COUNT_H

#include <stdint.h>

#include "search/eval.h"

/* The live documents of segment `s` that match; ask for the status of `e` afterwards. */
uint64_t dsr_count_segment(dsr_eval *e, size_t s);

#endif /* DSR_SEARCH_COUNT_H */

/*
 * list_reorder.h - one inverted list of a segment whose documents get other numbers
 *
 * The postings of a term are gathered, sorted by their new numbers and coded in blocks again; their positions are moved bit by
 * bit (codec/rice_join.h).  What does not fit the memory given is gathered in several rounds, each of a range of
 * new numbers.
 *
 * Memory: 72 bytes for each posting of the most frequent term, at most what is given; besides a block.
 */
#ifndef DSR_SEGMENT_LIST_REORDER_H
#define DSR_SEGMENT_LIST_REORDER_H

#include <dossier/status.h>

#include "segment/list_writer.h"
#include "segment/sources.h"

/*
 * Write list number `list` of the one segment of `s` to `w`, in which dsr_list_begin() was called, and finish it.  Documents get
 * the numbers that `s` has for them.  Errors: CORRUPT, and those of dsr_list_finish().
 */
dossier_status dsr_list_reorder(dsr_list_writer *w, const dsr_sources *s, unsigned list, size_t memory,
                                dossier_error *err);

#endif /* DSR_SEGMENT_LIST_REORDER_H */

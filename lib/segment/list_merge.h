/*
 * list_merge.h - one inverted list of several segments into one
 *
 * Blocks of documents that all live are copied as they are coded; only their bounds are computed anew, since the mean length
 * is another one.  What does not fill a block is joined: of two neighbouring blocks of a merged list, no two would fit
 * into one, unless documents fell out of the second.  So merging again and again does not fray lists, and a full block is
 * never coded twice.  Positions are never decoded: those of joined blocks are moved together bit by bit.
 *
 * Memory: a dictionary cursor and a postings cursor a segment (7 KB), and 20 KB for the block being joined, with its positions.
 */
#ifndef DSR_SEGMENT_LIST_MERGE_H
#define DSR_SEGMENT_LIST_MERGE_H

#include <dossier/status.h>

#include "segment/list_writer.h"
#include "segment/sources.h"

/*
 * Write list number `list` of all sources to `w`, in which dsr_list_begin() was called, and finish it.  `length` is the sum
 * of the decoded norms of live documents; where documents fell out, the number of words goes down in proportion to it.  Terms without a live document fall out.  Errors: CORRUPT, and those of
 * dsr_list_finish().
 */
dossier_status dsr_list_merge(dsr_list_writer *w, const dsr_sources *s, unsigned list, uint64_t length,
                              dossier_error *err);

#endif /* DSR_SEGMENT_LIST_MERGE_H */

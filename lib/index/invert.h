/*
 * invert.h - from documents as sequences of words to words as lists of documents
 *
 * The places of a list are sorted by term batch by batch while it is gathered (gather.h).  When the segment is sealed, the runs of
 * all batches are sorted by term (a counting sort, in parts that fit the memory given), and term by term come out
 * ascending: that is the posting list.
 */
#ifndef DSR_INDEX_INVERT_H
#define DSR_INDEX_INVERT_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "index/gather.h"
#include "index/strings.h"
#include "segment/list_writer.h"

/* Bytes that a run takes when runs are sorted. */
#define DSR_INVERT_RUN 12u

/*
 * Write the list to `w`, in which dsr_list_begin() was called; the caller finishes it.  `order` has all terms in
 * ascending order; terms that do not occur are left out.  `part` is the number of runs sorted at once.
 * Besides, the places of the commonest term are held, 4 bytes each.  Errors: NOMEM.
 */
dossier_status dsr_invert(dsr_list_writer *w, dsr_gather *g, const dsr_strings *terms,
                          const uint32_t *order, size_t part, dossier_error *err);

#endif /* DSR_INDEX_INVERT_H */

/*
 * writer_merge.h - the merges of a writer: which of its segments become one, and the change of its state
 *
 * A merged segment takes the place of those it was made of, so that documents keep their order.  It is in no manifest
 * before the next commit; until then the old files stay, but for those that no commit ever named.
 *
 * Threads: as the writer.  Its lanes should be empty, for the memory.
 */
#ifndef DSR_INDEX_WRITER_MERGE_H
#define DSR_INDEX_WRITER_MERGE_H

#include <dossier/status.h>

#include "index/index_writer.h"

/* Leave out segments without a live document. */
void dsr_writer_drop_dead(dsr_index_writer *w);

/* Merge what merge_policy.h finds due.  A merge that would pass a limit is left undone.  Errors: NOMEM, IO, CORRUPT. */
dossier_status dsr_writer_merge_due(dsr_index_writer *w, dossier_error *err);

/* Merge all segments into one, or into as few as their number of documents allows.  Errors: the same, and LIMIT. */
dossier_status dsr_writer_merge_all(dsr_index_writer *w, dossier_error *err);

/*
 * Rewrite each segment, of which all documents live, in the order that bisect.h gives it.  Memory: 8 bytes a document besides
 * what bisect.h and merge.h say.  Errors: the same.
 */
dossier_status dsr_writer_reorder(dsr_index_writer *w, dossier_error *err);

#endif /* DSR_INDEX_WRITER_MERGE_H */

/*
 * column_merge.h - one column of several segments into one
 *
 * Names are merged and numbered anew; those that no live document has fall out.  Memory: four bytes a name of each
 * segment.
 */
#ifndef DSR_SEGMENT_COLUMN_MERGE_H
#define DSR_SEGMENT_COLUMN_MERGE_H

#include <dossier/status.h>

#include "segment/sources.h"

/* Write the column of `list` of all sources.  Errors: CORRUPT, NOMEM, LIMIT (4 GiB of names, 2^32 values). */
dossier_status dsr_column_merge(dsr_container_writer *out, const dsr_sources *s, unsigned list, dossier_error *err);

#endif /* DSR_SEGMENT_COLUMN_MERGE_H */

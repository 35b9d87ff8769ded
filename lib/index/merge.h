/*
 * merge.h - several segments into one
 *
 * Every part of a segment is merged in one pass over the old ones and written as it comes: documents and postings
 * that live are copied as they are coded (segment/stored.h, list_merge.h), what is dead falls out. The merged segment answers
 * as the old ones did: the same documents in the same order, with the same scores.
 *
 * With an order given (bisect.h) one segment is rewritten in it: all is decoded and coded again.  Documents of equal scores
 * then come in the new order.
 *
 * Memory, whatever the size: the waiting postings, ranges and dictionary of one list, a sixteenth of `memory` each; beyond
 * that a byte a document (its length), 7 KB a segment, 12 bytes for every 32 terms and every distinct value of a column.  With an order, half of `memory` for the postings of a term.
 */
#ifndef DSR_INDEX_MERGE_H
#define DSR_INDEX_MERGE_H

#include <stdint.h>

#include <dossier/schema.h>
#include <dossier/status.h>

#include "os/env.h"
#include "segment/sources.h"

/* What a merge leaves behind. */
typedef struct dsr_merged {
	uint64_t length;
	uint32_t checksum;
	uint32_t docs;
} dsr_merged;

/*
 * Write the live documents of `s`, at least one, to the file `path` and sync it.  On failure the file is removed.
 * Errors: NOMEM, IO, CORRUPT, LIMIT.
 */
dossier_status dsr_merge(const dsr_env *env, const char *path, const dossier_schema *schema, const dsr_sources *s,
                         size_t memory, dsr_merged *out, dossier_error *err);

#endif /* DSR_INDEX_MERGE_H */

/*
 * lookup.h - find a term in every segment of a snapshot
 */
#ifndef DSR_SEARCH_LOOKUP_H
#define DSR_SEARCH_LOOKUP_H

#include <stdint.h>

#include <dossier/status.h>
#include <dossier/str.h>

#include "index/snapshot.h"
#include "segment/dict.h"

/*
 * Find `term` in list `list`: found[s] says what segment s knows of it, with df 0 where it is not, and *df in how
 * many live documents it is.  Where nothing is deleted the dictionaries tell; else the part of the
 * postings that may hold deleted documents is read.
 * Errors: CORRUPT.
 */
dossier_status dsr_lookup(const dsr_snapshot *snapshot, unsigned list, dossier_str term,
                          dsr_term *found, uint64_t *df, dossier_error *err);

#endif /* DSR_SEARCH_LOOKUP_H */

/*
 * dossier.h - full-text search over policy publications: the whole public interface
 *
 *   header            noun                what for
 *   dossier/status.h  dossier_status      what a call returns, dossier_error with the details
 *   dossier/str.h     dossier_str         borrowed bytes
 *   dossier/alloc.h   dossier_alloc       memory from the embedder
 *   dossier/storage.h dossier_storage     files from the embedder
 *   dossier/schema.h  dossier_schema      which fields documents have
 *   dossier/writer.h  dossier_writer      add, replace, delete, commit
 *   dossier/import.h  -                   JSON Lines and saved pages into a writer; the sample
 *   dossier/index.h   dossier_index       a snapshot: stored documents, statistics
 *   dossier/query.h   dossier_query       a parsed query
 *   dossier/search.h  dossier_search      run it: hits, passages
 *   dossier/ask.h     -                   all of the last three in one call
 *   dossier/check.h   -                   validate an index
 *   dossier/version.h -                   version and build facts
 *
 * Conventions.  Calls that can fail return a dossier_status and take a dossier_error last, which may be
 * NULL.  Handles are opaque; *_new, *_open, *_parse make one, *_free, *_close end it and
 * take NULL.  Option structs begin with their size and are filled by an INIT macro; NULL stands for
 * the defaults.  Pointers must not be NULL unless a comment allows it.  Memory that is lent says until
 * when.  The library never exits, prints, sets a locale or a signal handler, and keeps no global state
 * but the choice of vector kernels, made once per process.
 */
#ifndef DOSSIER_H
#define DOSSIER_H

#include <dossier/alloc.h>
#include <dossier/ask.h>
#include <dossier/check.h>
#include <dossier/import.h>
#include <dossier/index.h>
#include <dossier/query.h>
#include <dossier/schema.h>
#include <dossier/search.h>
#include <dossier/status.h>
#include <dossier/storage.h>
#include <dossier/str.h>
#include <dossier/version.h>
#include <dossier/writer.h>

#endif /* DOSSIER_H */

/*
 * ingest.h - files in, records out: which reader a file gets, and what becomes of files that cannot be read
 *
 * The first bytes of a file decide, not its name: HTML (htmlpage.h) when a doctype, <html> or <head> comes first, behind
 * comments at most; else JSON (jsonl.h) when the first thing in it is an
 * object or an array of objects, or when some line near the beginning begins with an object, so that a damaged
 * first line does not turn a file of records into a text; otherwise a text page (textpage.h).
 *
 * Inside a folder a file that cannot be read, or whose packing is damaged, is a refusal and the next file follows;
 * where it is what the caller named, it is an error.  Records read before the damage were handed on.
 *
 * The sink counts "added" and "replaced", this module the rest.
 */
#ifndef DSR_INGEST_INGEST_H
#define DSR_INGEST_INGEST_H

#include <dossier/import.h>
#include <dossier/status.h>

#include "ingest/outlet.h"
#include "os/env.h"

/* dossier_import_path() with a sink in place of the writer; `options` must not be NULL. */
dossier_status dsr_ingest_path(const dsr_env *env, const char *path, const dossier_import_options *options,
                               dsr_record_sink sink, dossier_import_counts *counts, dossier_error *err);

/* dossier_import_stream(), likewise. */
dossier_status dsr_ingest_stream(const dsr_env *env, const char *name, dossier_read read, void *read_ctx,
                                 const dossier_import_options *options, dsr_record_sink sink,
                                 dossier_import_counts *counts, dossier_error *err);

#endif /* DSR_INGEST_INGEST_H */

/*
 * outlet.h - where the records and the refusals of an import go
 *
 * Every reader hands each record here.  The outlet writes where it came from, closes it, gives it to the sink and turns a
 * broken rule, or a sink's refusal, into a counted refusal; only what ends the import comes back as an error.
 *
 * The sink is a callback, so that reading knows nothing of indexes.  It counts what it takes ("added",
 * "replaced"); the outlet counts bytes and refusals.
 */
#ifndef DSR_INGEST_OUTLET_H
#define DSR_INGEST_OUTLET_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/import.h>
#include <dossier/status.h>
#include <dossier/writer.h>

#include "ingest/origin.h"
#include "ingest/record.h"

/* A record, or a text page, is at most so long. */
#ifdef DSR_TESTING
#define DSR_INGEST_MAX ((size_t)16 << 10)
#else
#define DSR_INGEST_MAX ((size_t)64 << 20)
#endif

typedef struct dsr_record_sink {
	/* Take one record, which is closed and borrowed for the call.  INPUT and LIMIT refuse the record alone, any other
	 * failure ends the import. */
	dossier_status (*add)(void *ctx, const dsr_record *record, dossier_error *err);
	void *ctx;
} dsr_record_sink;

typedef struct dsr_outlet {
	const dossier_import_options *options;
	dsr_record_sink        sink;
	dossier_import_counts *counts;
	const char *name;     /* of the file at hand */
	int64_t     read;     /* the time that records are read at */
	int         is_stream; /* the name is none of a file */
	uint64_t    base;     /* counts->bytes before this file */
	uint64_t    reported; /* counts->bytes when progress was last called */
	int         failed;   /* the sink ended the import */
	int         stopped;  /* the progress callback asked for the end: no reader goes on */
} dsr_outlet;

void dsr_outlet_init(dsr_outlet *o, const dossier_import_options *options, dsr_record_sink sink,
                     dossier_import_counts *counts);

/* A file begins; `name` must live until the next one begins. */
void dsr_outlet_begin(dsr_outlet *o, const char *name);

/* Bytes [0, offset) of the file are done with.  Calls progress when enough has come together. */
void dsr_outlet_passed(dsr_outlet *o, uint64_t offset);

/* The file ends; calls progress.  Nothing when it was stopped before. */
void dsr_outlet_end(dsr_outlet *o, uint64_t length);

/* Refuse the record, or the file, at `at`. */
void dsr_outlet_refuse(dsr_outlet *o, dsr_place at, const char *reason);

/* Hand on `r`, which stood at `from`.  Errors: NOMEM and those of the sink that end the import. */
dossier_status dsr_outlet_put(dsr_outlet *o, dsr_record *r, const dsr_origin *from, dossier_error *err);

/*
 * Give the page `r` an id where it has no url: the file's path as it was given, without "./" before and ".gz" behind
 * ("./pages/summit.txt.gz" is "pages/summit.txt"), so that two pages stay two; for bytes from a stream, which have no name, the
 * slug of its title and date.
 */
void dsr_outlet_set_page_id(const dsr_outlet *o, dsr_record *r);

#endif /* DSR_INGEST_OUTLET_H */

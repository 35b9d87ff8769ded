/*
 * manifest.h - what a commit consists of
 *
 * A commit is one small file, `manifest.N` with N counting up in 16 hexadecimal digits, that names every other
 * file with its length and checksum (FORMAT.md 10).  The newest is the index.
 */
#ifndef DSR_INDEX_MANIFEST_H
#define DSR_INDEX_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/schema.h>
#include <dossier/status.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/analyzer.h"
#include "text/gazetteer.h"

/* Names of an index's files; numbers follow in 16 hexadecimal digits. */
#define DSR_MANIFEST_PREFIX "manifest."    /* generation */
#define DSR_SEGMENT_PREFIX  "segment."     /* id */
#define DSR_DEAD_PREFIX     "deleted."     /* id of the segment, '.', generation of the commit that wrote it */
#define DSR_MANIFEST_DRAFT  "manifest.new" /* becomes a manifest by rename */
#define DSR_LOCK_NAME       "lock"
#define DSR_NAMES_NAME      "names"        /* an index's own names */
#define DSR_FILE_NAME_MAX   64

#define DSR_LANGUAGE_NAME_MAX 24

/* What makes an index's analyzer another than its language's. */
enum dsr_analysis {
	DSR_ANALYSIS_NO_EXCEPTIONS = 1, /* stems are the stemmer's alone */
	DSR_ANALYSIS_NAMES         = 2, /* it knows the library's names */
	DSR_ANALYSIS_OWN_NAMES     = 4, /* it knows those of the file DSR_NAMES_NAME */
	DSR_ANALYSIS_ALL           = 7
};

typedef struct dsr_manifest_segment {
	uint64_t id;            /* counts up over the life of the index, from 1 */
	uint64_t length;        /* of the file */
	uint32_t checksum;      /* of its footer, which covers the rest */
	uint32_t docs;
	uint32_t dead_count;    /* 0: no file of deletions */
	uint64_t dead_generation;
	uint32_t dead_checksum; /* CRC-32C of the whole file of deletions */
} dsr_manifest_segment;

/* A language that documents are in, besides the index's own. */
typedef struct dsr_manifest_language {
	char     name[DSR_LANGUAGE_NAME_MAX]; /* of the stemmer, NUL-terminated */
	uint64_t fingerprint;                 /* of the analyzer that speaks it */
} dsr_manifest_language;

typedef struct dsr_manifest {
	uint64_t       generation;      /* of this commit, from 1 */
	uint64_t       next_segment;    /* id of the next segment */
	const char    *language;        /* of the stemmer, NUL-terminated */
	uint64_t       fingerprint;     /* of the analyzer that made the terms (text/fingerprint.h) */
	uint8_t        analysis;        /* dsr_analysis */
	uint64_t       names_length;    /* of OWN_NAMES, else 0 */
	uint32_t       names_checksum;  /* CRC-32C of the file */
	dossier_str    names;           /* its text, once it is loaded (directory.h) */
	dsr_manifest_language others[DSR_TONGUES_MAX - 1];
	size_t         other_count;
	dossier_schema schema;
	dsr_manifest_segment *segments;
	size_t         count;
	dsr_arena      arena;           /* of all above */
} dsr_manifest;

/* Append the manifest's bytes. */
void dsr_manifest_put(dsr_buf *out, const dsr_manifest *m);

/* Read what put() wrote; `name` stands in messages.  On failure nothing is held.  Errors: NOMEM, CORRUPT, VERSION. */
dossier_status dsr_manifest_get(dsr_manifest *m, const dossier_alloc *alloc, const char *name,
                                const uint8_t *bytes, size_t n, dossier_error *err);

/* Read the names that the analyzer knows; *out is the caller's, NULL where it knows none.  Errors: NOMEM, INPUT, LIMIT. */
dossier_status dsr_manifest_names(const dsr_manifest *m, const dossier_alloc *alloc, dsr_gazetteer **out, dossier_error *err);

/*
 * Make the analyzer that `m` describes with those names, which it borrows; what m->fingerprint says is not looked at.
 * Errors: NOMEM, VERSION.
 */
dossier_status dsr_manifest_make_analyzer(const dsr_manifest *m, const dossier_alloc *alloc, const dsr_gazetteer *names,
                                          dsr_analyzer **out, dossier_error *err);

/*
 * Make the analyzer that made the index's terms, with its names, borrowed; *out is the caller's.  Errors: NOMEM, VERSION (this
 * build has no stemmer for one of its languages), ANALYZER (this library's gives other terms).
 */
dossier_status dsr_manifest_analyzer(const dsr_manifest *m, const dossier_alloc *alloc, const dsr_gazetteer *names,
                                     dsr_analyzer **out, dossier_error *err);

/*
 * Note that documents in `language` are coming, with the fingerprint that `a`, the index's analyzer, has in it.  `a` then
 * speaks its own.  Errors: NOMEM.
 */
dossier_status dsr_manifest_note_language(dsr_manifest *m, dsr_analyzer *a, const char *language, dossier_error *err);

void dsr_manifest_release(dsr_manifest *m);

#endif /* DSR_INDEX_MANIFEST_H */

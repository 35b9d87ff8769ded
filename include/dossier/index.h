/*
 * dossier/index.h - one committed state of an index, to be read
 *
 * Opening takes a snapshot: the newest commit, which stays whole and the same for as
 * long as the handle is open, whatever writers do meanwhile.
 *
 * Documents have numbers, 0 up, that hold within one snapshot only; a document's
 * lasting name is its key.
 *
 * Threads: a dossier_index never changes and any number of threads may share it.  A
 * dossier_document belongs to one thread at a time.
 */
#ifndef DOSSIER_INDEX_H
#define DOSSIER_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/export.h>
#include <dossier/schema.h>
#include <dossier/status.h>
#include <dossier/storage.h>
#include <dossier/str.h>
#include <dossier/writer.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dossier_index    dossier_index;
typedef struct dossier_document dossier_document;

typedef struct dossier_index_options {
	size_t size;                    /* sizeof(dossier_index_options) */
	const dossier_alloc   *alloc;   /* NULL: malloc */
	const dossier_storage *storage; /* NULL: the file system */
} dossier_index_options;

#define DOSSIER_INDEX_OPTIONS_INIT { sizeof(dossier_index_options), NULL, NULL }

/*
 * Open the newest commit of the index in `dir`.  Costs the same at any size: what is
 * read is the manifest and the footer of each segment; the rest is checked when first touched.  A segment in which
 * documents were deleted costs more: which they are, and a byte a document and searchable field.
 * Errors: NOTFOUND (no index there), NOMEM, IO, CORRUPT, VERSION, MISUSE.
 */
DOSSIER_API dossier_status dossier_index_open(dossier_index **out, const char *dir,
                                              const dossier_index_options *options, dossier_error *err);

/* Close it; documents and searches made from it must be freed first.  NULL-safe. */
DOSSIER_API void dossier_index_close(dossier_index *ix);

/* The schema the index was made with.  Owned by the index. */
DOSSIER_API const dossier_schema *dossier_index_schema(const dossier_index *ix);

/*
 * The number of the document with this key.  O(segments * log terms).
 * Errors: NOTFOUND, CORRUPT.
 */
DOSSIER_API dossier_status dossier_index_find(dossier_index *ix, dossier_str key, uint64_t *number,
                                              dossier_error *err);

/*
 * Load the stored fields of document `number` into *doc: made when *doc is NULL, else
 * reused, and what it held before is gone; a document is reused with the index it was made from.  Free it
 * with dossier_document_free().  O(one block of stored documents).
 * Errors: NOTFOUND (no such number, or deleted), NOMEM, CORRUPT.
 */
DOSSIER_API dossier_status dossier_document_load(dossier_document **doc, dossier_index *ix, uint64_t number,
                                                 dossier_error *err);

/* How many values the document has. */
DOSSIER_API size_t dossier_document_count(const dossier_document *doc);

/* Value `i` < count, in the order of the schema; texts live until the document is loaded again or freed. */
DOSSIER_API dossier_value dossier_document_at(const dossier_document *doc, size_t i);

/* The first value of a field, or the empty run.  Lives as above. */
DOSSIER_API dossier_str dossier_document_get(const dossier_document *doc, const char *field);

/* Free it.  NULL-safe. */
DOSSIER_API void dossier_document_free(dossier_document *doc);

/* What the index holds.  All counts are of live documents but `deleted`. */
typedef struct dossier_index_stats {
	uint64_t documents;
	uint64_t deleted;    /* documents replaced or deleted whose bytes are still there */
	uint64_t segments;
	uint64_t generation; /* number of the commit, 1 up */
	uint64_t bytes;      /* of all segments */
} dossier_index_stats;

/* One part of the index's files, over all segments. */
typedef struct dossier_section_stats {
	const char *name; /* static, e.g. "postings" */
	uint64_t    bytes;
} dossier_section_stats;

/* One searchable field; the first is the default field, under the name "default". */
typedef struct dossier_field_stats {
	const char *name;     /* owned by the index */
	uint64_t    terms;    /* distinct terms, counted once per segment */
	uint64_t    postings; /* pairs of term and document */
	uint64_t    tokens;   /* words, weights not counted */
} dossier_field_stats;

DOSSIER_API dossier_index_stats dossier_index_get_stats(const dossier_index *ix);

/* Part `i`: 1 and *out filled, or 0 past the last. */
DOSSIER_API int dossier_index_section(const dossier_index *ix, size_t i, dossier_section_stats *out);

/* Searchable field `i`: 1 and *out filled, or 0 past the last. */
DOSSIER_API int dossier_index_field(const dossier_index *ix, size_t i, dossier_field_stats *out);

/*
 * Count the live documents per value of a COLUMN field, in ascending order of the value: calls
 * each(ctx, value, documents); a value other than 0 stops it.  A date counts by year ("2018");
 * documents without a value are counted under the empty run.  O(documents).
 * Errors: NOTFOUND (no such column), NOMEM, CORRUPT.
 */
DOSSIER_API dossier_status dossier_index_count_values(dossier_index *ix, const char *field,
                                                      int (*each)(void *ctx, dossier_str value, uint64_t documents),
                                                      void *ctx, dossier_error *err);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_INDEX_H */

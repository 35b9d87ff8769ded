/*
 * gunzip.h - unpack a gzip stream that arrives in pieces
 *
 * A file may hold several members one after the other, as `cat a.gz b.gz` makes them; their contents
 * follow each other.  Zero bytes behind the last member are padding and passed over.  Checksum and length of each
 * member are verified.
 *
 * zlib takes its memory from the allocator given.
 */
#ifndef DSR_INGEST_GUNZIP_H
#define DSR_INGEST_GUNZIP_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/import.h>
#include <dossier/status.h>

typedef struct dsr_gunzip dsr_gunzip;

/* Do these bytes begin a gzip file?  Asks for 2 of them. */
int dsr_gunzip_magic(const uint8_t *bytes, size_t n);

/*
 * Unpack what `read` hands out; `first` are `n` bytes already read from it (copied).  `name` is the file's,
 * for messages; it must outlive the object.  NULL when out of memory.
 */
dsr_gunzip *dsr_gunzip_new(const dossier_alloc *alloc, const char *name, dossier_read read, void *read_ctx,
                           const uint8_t *first, size_t n);

/*
 * Up to `n` unpacked bytes; *got 0 means the end.  Errors: IO, NOMEM; INPUT for a file that is cut short or
 * damaged, with the byte of the packed file in err->offset.  After an error only free it.
 */
dossier_status dsr_gunzip_read(dsr_gunzip *g, void *bytes, size_t n, size_t *got, dossier_error *err);

/* NULL-safe. */
void dsr_gunzip_free(dsr_gunzip *g);

#endif /* DSR_INGEST_GUNZIP_H */

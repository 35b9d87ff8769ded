/*
 * stored.h - the documents themselves, compressed
 *
 * Documents are put one after the other into blocks, each a zlib stream (RFC 1950), so that reading one document
 * inflates one block (FORMAT.md 8); a page remembers the last one.  A long document has a block of its own, so that no
 * load pays for a long neighbour.  Which bytes a document is made of is the caller's business.
 *
 * libdeflate does the work where the library was built with it, else zlib; either reads what the
 * other wrote.
 */
#ifndef DSR_SEGMENT_STORED_H
#define DSR_SEGMENT_STORED_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "base/buf.h"
#include "base/work.h"
#include "segment/container.h"
#include "segment/deflate.h"

typedef struct dsr_stored_writer {
	dsr_container_writer *out;
	dsr_deflater *deflater;
	dsr_buf  lengths;  /* of the documents of the open block, varints */
	dsr_buf  bytes;    /* of them */
	dsr_buf  raw;      /* both, as they are compressed */
	dsr_buf  packed;
	dsr_buf  index;
	uint32_t docs;     /* put so far */
	uint32_t first;    /* of the open block */
	uint64_t at;       /* bytes of blocks written */
	dossier_status status;
} dsr_stored_writer;

/* Begin the section STORED of `out`.  On failure nothing is held. */
dossier_status dsr_stored_begin(dsr_stored_writer *w, dsr_container_writer *out, const dossier_alloc *alloc,
                                dossier_error *err);

/* Put the next document.  Errors are sticky. */
void dsr_stored_put(dsr_stored_writer *w, const void *bytes, size_t n);

struct dsr_stored;

/*
 * Put the documents of another segment that are not in `dead` (NULL: all).  Blocks of which none is dead are copied as
 * they are compressed, but for those less than half full.  `work` (may be NULL) is told their bytes.  Errors: CORRUPT, NOMEM.
 */
dossier_status dsr_stored_append(dsr_stored_writer *w, const struct dsr_stored *from, const uint64_t *dead,
                                 dsr_work *work, dossier_error *err);

/* End the section and write its index.  The writer is released whatever happens.  Errors: NOMEM. */
dossier_status dsr_stored_finish(dsr_stored_writer *w, dossier_error *err);

/* Safe on a writer that is released or all zero. */
void dsr_stored_release(dsr_stored_writer *w);

typedef struct dsr_stored {
	const dsr_container *file;
	dsr_section blocks, index;
	uint32_t    block_count, docs;
} dsr_stored;

/* Open the sections of a segment of `docs` documents: 1, or 0 when they are missing or damaged.  O(1). */
int dsr_stored_open(dsr_stored *s, const dsr_container *file, uint32_t docs);

/* The block that was inflated last, with documents [first, end) of `of`; NULL: none.  Not to outlive the segments it is used with. */
typedef struct dsr_page {
	dsr_buf  raw;
	const dsr_stored *of;
	uint32_t first, end;
} dsr_page;

#define DSR_PAGE_INIT(alloc_) ((dsr_page){ .raw = DSR_BUF_INIT(alloc_) })

void dsr_page_release(dsr_page *p);

/*
 * Have the block of document `doc` in `page`, inflated if it is another than before, and say where in it the document lies.
 * Errors: CORRUPT, NOMEM.
 */
dossier_status dsr_stored_get(const dsr_stored *s, uint32_t doc, dsr_page *page, const uint8_t **bytes, size_t *n);

/* Check every block.  Returns the number of blocks that are damaged; NOMEM in *status. */
uint64_t dsr_stored_check(const dsr_stored *s, const dossier_alloc *alloc, dossier_status *status);

#endif /* DSR_SEGMENT_STORED_H */

/*
 * stored.h - the documents themselves, compressed
 *
 * Documents lie one after the other in blocks, each packed by itself (segment/zstd.h), so that reading one document unpacks one
 * block (FORMAT.md 8); a page remembers the last one.  A long document has a block of its own, so that no load pays for
 * a long neighbour.  What the blocks of a run have in common stands in a dictionary of the segment; blocks are so small, a
 * kilobyte, because of it.  Which bytes a document is made of is the caller's business.
 *
 * Threads: any number may share a dsr_stored, which keeps dictionaries, prepared when a block first needs them, behind atomic
 * pointers; a page belongs to one thread.
 */
#ifndef DSR_SEGMENT_STORED_H
#define DSR_SEGMENT_STORED_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "base/buf.h"
#include "segment/container.h"
#include "segment/zstd.h"

typedef struct dsr_stored {
	const dsr_container *file;
	dsr_section blocks;     /* one after the other */
	dsr_section firsts;     /* of the dictionaries: their first blocks */
	dsr_section groups;     /* of blocks: where the first one is */
	dsr_section sizes;      /* of all blocks */
	uint32_t    block_count, dictionary_count, docs;
	_Atomic(dsr_zstd_dictionary *) *prepared; /* of each dictionary; NULL: not yet */
} dsr_stored;

/* Open the sections of a segment of `docs` documents.  O(dictionaries).  On failure nothing is held.  Errors: CORRUPT, NOMEM. */
dossier_status dsr_stored_open(dsr_stored *s, const dsr_container *file, uint32_t docs);

/* Safe on one that is closed or all zero. */
void dsr_stored_close(dsr_stored *s);

/* The block that was unpacked last, with documents [first, end) of `of`; NULL: none.  Not to outlive the segments it is used with. */
typedef struct dsr_page {
	dsr_buf  raw;
	const dsr_stored *of;
	uint32_t first, end;
	uint32_t doc; /* the one that was asked for last ... */
	size_t   at;  /* ... begins here, its length first */
	dsr_zstd_unpacker *unpacker; /* made when it is first needed; another's may be lent to the page in the meantime */
} dsr_page;

#define DSR_PAGE_INIT(alloc_) ((dsr_page){ .raw = DSR_BUF_INIT(alloc_) })

void dsr_page_release(dsr_page *p);

/*
 * Have the block of document `doc` in `page`, unpacked if it is another than before, and say where in it the document lies.
 * Documents in ascending order are found in O(1) each.  Errors: CORRUPT, NOMEM.
 */
dossier_status dsr_stored_get(const dsr_stored *s, uint32_t doc, dsr_page *page, const uint8_t **bytes, size_t *n);

/* Check every block.  Returns the number of blocks that are damaged; NOMEM in *status. */
uint64_t dsr_stored_check(const dsr_stored *s, const dossier_alloc *alloc, dossier_status *status);

/* ---- blocks, for who copies them ---- */

typedef struct dsr_stored_block {
	const uint8_t *packed;
	size_t   size;
	uint32_t first, end; /* its documents */
	uint32_t dictionary; /* 1 + which; 0: none */
} dsr_stored_block;

/* Walks the blocks, the first with dsr_stored_walk_begin(). */
typedef struct dsr_stored_walk {
	const dsr_stored *s;
	const uint8_t *at; /* sizes of the next block */
	uint64_t offset;   /* of it */
	uint32_t block, doc;
} dsr_stored_walk;

dsr_stored_walk dsr_stored_walk_begin(const dsr_stored *s);

/* The next of s->block_count blocks: 1, or 0 when the index is damaged.  Its bytes are not looked at. */
int dsr_stored_walk_next(dsr_stored_walk *w, dsr_stored_block *b);

/* The bytes of dictionary `number` (1 ..), which may be believed; NULL when it is missing or damaged. */
dsr_section dsr_stored_dictionary(const dsr_stored *s, uint32_t number);

/* How many bytes of blocks need it, give or take 32 blocks; 0 on damage. */
uint64_t dsr_stored_run_bytes(const dsr_stored *s, uint32_t number);

#endif /* DSR_SEGMENT_STORED_H */

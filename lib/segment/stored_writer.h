/*
 * stored_writer.h - put documents into the blocks of a segment (segment/stored.h)
 *
 * The first documents wait, up to DSR_STORED_TRAIN bytes, until a dictionary is made of them; of DSR_STORED_TRAIN_LEAST and more a
 * smaller one is made in the end, of less none, and blocks are larger.  Documents of other segments come with their
 * dictionaries: blocks are copied as they are packed, and each run of blocks keeps the dictionary that it was packed
 * with, as long as the run is worth it.
 *
 * What is written depends on the documents, their order and the limit alone.
 *
 * Threads: a writer belongs to one.
 */
#ifndef DSR_SEGMENT_STORED_WRITER_H
#define DSR_SEGMENT_STORED_WRITER_H

#include "base/work.h"
#include "segment/container.h"
#include "segment/stored.h"
#include "segment/zstd.h"

/* A dictionary, borrowed, and the first block that needs it. */
typedef struct dsr_stored_use {
	dsr_section bytes;
	uint32_t    first;
} dsr_stored_use;

typedef struct dsr_stored_writer {
	dsr_container_writer *out;
	dsr_zstd_packer *packer;
	int      settled;       /* it is known which dictionary the first block needs, or that there is none */
	dsr_buf  waiting, waiting_sizes; /* till then: documents, and the u32 length of each */
	size_t   most_waiting;  /* bytes of them */
	dsr_buf  trained;       /* the dictionary that was made here */
	dsr_stored_use *dictionaries;
	size_t   dictionary_count, dictionary_cap;
	dsr_buf  raw;           /* documents of the open block, each behind its length */
	dsr_buf  packed;        /* the last block */
	dsr_buf  groups, sizes; /* of the blocks written */
	uint32_t blocks;
	uint32_t docs;          /* put so far, but for those that wait */
	uint32_t first;         /* of the open block */
	uint64_t at;            /* bytes of blocks written */
	dossier_status status;
} dsr_stored_writer;

/* Begin the section STORED of `out`.  On failure nothing is held.  Errors: NOMEM. */
dossier_status dsr_stored_begin(dsr_stored_writer *w, dsr_container_writer *out, const dossier_alloc *alloc,
                                dossier_error *err);

/* Before the first document: let no more than `memory` bytes wait, though DSR_STORED_TRAIN_LEAST at least. */
void dsr_stored_limit(dsr_stored_writer *w, size_t memory);

/* Put the next document.  Errors are sticky. */
void dsr_stored_put(dsr_stored_writer *w, const void *bytes, size_t n);

/*
 * Put the documents of another segment, which must stay open until the end, that are not in `dead` (NULL: all).  Blocks of which none
 * is dead are copied if they have the dictionary that is packed with, or one that is worth taking over: DSR_STORED_RUN bytes
 * of blocks need it.  `work` (may be NULL) is told their bytes.  Errors: CORRUPT, NOMEM.
 */
dossier_status dsr_stored_append(dsr_stored_writer *w, const dsr_stored *from, const uint64_t *dead, dsr_work *work,
                                 dossier_error *err);

/* Bytes that it holds of documents and of where they are; its packer takes as much as it always does (segment/zstd.h). */
size_t dsr_stored_memory(const dsr_stored_writer *w);

/* End the section and write dictionaries and index.  The writer is released whatever happens.  Errors: NOMEM, CORRUPT, LIMIT. */
dossier_status dsr_stored_finish(dsr_stored_writer *w, dossier_error *err);

/* Safe on a writer that is released or all zero. */
void dsr_stored_release(dsr_stored_writer *w);

#endif /* DSR_SEGMENT_STORED_WRITER_H */

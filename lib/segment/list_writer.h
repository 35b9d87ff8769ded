/*
 * list_writer.h - write one inverted list: its dictionary, postings and positions
 *
 * Terms come in ascending order, each with its documents in blocks of 256 (the last one
 * shorter).  Positions go straight to the file; postings, ranges and dictionary, about 6 % of the text, wait
 * (os/spill.h) and follow when the list is finished (FORMAT.md 4, 5, 6).  In memory are, besides what may wait there, the
 * postings of one term, a byte for every 64 documents and twelve for every 32 terms.
 */
#ifndef DSR_SEGMENT_LIST_WRITER_H
#define DSR_SEGMENT_LIST_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "base/buf.h"
#include "codec/bitpack.h"
#include "segment/container.h"
#include "segment/dict.h"
#include "segment/ranges.h"

/* A block of a term's postings, as it goes into its list's skip arrays. */
typedef struct dsr_skip {
	uint32_t first, last; /* documents */
	uint32_t data;        /* byte offset among the term's payloads */
	uint32_t positions;   /* byte offset among the term's positions */
	uint8_t  count;       /* documents - 1 */
	uint8_t  bound;       /* dsr_bm25_bound() */
} dsr_skip;

typedef struct dsr_list_writer {
	dsr_container_writer *out;
	unsigned list;
	int      has_positions;
	const uint8_t *norms; /* length code of each document, or NULL: all bounds are 255 */
	float    k[2][256];   /* dsr_bm25_bound_table(), [1] for terms that count in halves */
	const float *term_k;  /* that of the term */
	dsr_dict_writer dict;
	dsr_spill postings;   /* of the list */
	dsr_buf  skips;       /* dsr_skip[] of the term */
	dsr_buf  payload;     /* of the term */
	dsr_buf  coded;       /* what stands before the payload, or a short list, or ranges */
	dsr_buf  record;      /* of positions, being coded */
	dsr_buf  term;
	dsr_ranges ranges;    /* of the term */
	dsr_spill range_bytes; /* of the list */
	dsr_term t;
	uint64_t positions_at; /* bytes of positions written, all terms */
	uint32_t held;        /* documents of a first block that may become a short list, else 0 */
	uint32_t docs[DSR_BLOCK], tfs[DSR_BLOCK];
	dossier_status status;
} dsr_list_writer;

/* Of postings, ranges and dictionary, `memory` bytes each wait in memory, the rest in files beside that of `out`. */
void dsr_list_writer_init(dsr_list_writer *w, dsr_container_writer *out, size_t memory);
void dsr_list_writer_release(dsr_list_writer *w);

/*
 * Begin list number `list` of a segment of `docs` documents.  `norms` (borrowed until finish) are their length codes and
 * `average` the mean of their lengths; NULL and 0 for a list without norms, which has no positions either.
 */
void dsr_list_begin(dsr_list_writer *w, unsigned list, int has_positions, uint32_t docs, const uint8_t *norms,
                    double average);

/* Begin a term, greater than the one before. */
void dsr_list_term(dsr_list_writer *w, dossier_str term);

/*
 * Add `n` (1..256) documents, ascending and past those before, with their frequencies (1 up) and, where the list has
 * positions, sum(tfs) gaps (positions.h).  Blocks before a term's last are best full; a term of no more than
 * DSR_SHORT_LIST documents must come in one block.
 */
void dsr_list_block(dsr_list_writer *w, size_t n, const uint32_t *docs, const uint32_t *tfs,
                    const uint32_t *gaps);

/* The same with the record of their positions as it is coded (none where the list has no positions). */
void dsr_list_block_coded(dsr_list_writer *w, size_t n, const uint32_t *docs, const uint32_t *tfs, dsr_section record);

/*
 * The same with a block that lies coded in another list: `payload` are its bytes, which do not depend on where a list
 * begins, `positions` those of its record, which depend on the lengths of its documents, not on their numbers. `docs` are its
 * documents as they are numbered here.  The term must have more than DSR_SHORT_LIST documents in all.
 */
void dsr_list_copy(dsr_list_writer *w, size_t n, const uint32_t *docs, const uint32_t *tfs, dsr_section payload,
                   dsr_section positions);

/* End the term: it needs at least one document. */
void dsr_list_end_term(dsr_list_writer *w);

/*
 * Write the list's sections; the writer is ready for the next list.  Of `totals`, tokens and length are used.
 * Errors: NOMEM, LIMIT (a term whose postings or positions, or a list whose ranges pass 4 GiB), IO.
 */
dossier_status dsr_list_finish(dsr_list_writer *w, const dsr_list_totals *totals, dossier_error *err);

#endif /* DSR_SEGMENT_LIST_WRITER_H */

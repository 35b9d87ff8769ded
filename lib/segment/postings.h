/*
 * postings.h - walk the documents of one term, in ascending order
 *
 * A list is a sequence of blocks of up to 256 documents (FORMAT.md 5).  Which documents a block spans
 * stands in arrays of their own, so that blocks are passed without being touched; a block's
 * documents are decoded together, its frequencies only when asked for.  A list of few documents and
 * the single posting of a term of one document look like a list of one block.
 *
 * Two ways to walk, which can be mixed: by block (load, then read docs[0..n)) and by document
 * (next, seek, doc).
 *
 * Errors: what is decoded is checked while it is decoded.  Where bytes are damaged the cursor goes to
 * its end and `status` becomes DOSSIER_ERR_CORRUPT, for good; whoever runs a search asks at the end.
 *
 * Invariants: when block < blocks and it is loaded, docs[0..n) are its documents, ascending, and doc() ==
 * docs[i]; doc only grows.
 *
 * Threads: a cursor belongs to one thread; any number may share a segment.
 */
#ifndef DSR_SEGMENT_POSTINGS_H
#define DSR_SEGMENT_POSTINGS_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "codec/bitpack.h"
#include "codec/filter.h"
#include "segment/container.h"
#include "segment/dict.h"
#include "segment/format.h"
#include "segment/positions.h"

/* First byte of a block whose documents are a bit set; a PFOR begins with a width, 0..32. */
#define DSR_POSTINGS_BITSET 0xFFu

/* Frequencies of up to so many documents of a block are read one by one. */
#ifdef DSR_TESTING
#define DSR_READ_MOST 2u
#else
#define DSR_READ_MOST 8u
#endif

/* An inverted list of an open segment, opened once (segment.h). */
typedef struct dsr_list {
	const dsr_container *file;
	dsr_dict    dict;
	dsr_section postings, positions, ranges; /* .bytes NULL when the list has none */
	const uint8_t *norms;            /* u8 a document, or NULL */
	uint32_t    docs;                /* in the segment, deleted ones included */
} dsr_list;

typedef struct dsr_postings {
	const dsr_list *list;
	dsr_term        term;
	dossier_status  status;
	uint32_t        blocks; /* in the list */
	uint32_t        block;  /* loaded, or to be loaded next; blocks at the end */
	uint32_t        n;      /* documents of the loaded block, 0 when none is */
	uint32_t        i;      /* current document in it */
	int             has_tfs;   /* tfs[] holds the loaded block's frequencies */
	int             has_record; /* record is open on the loaded block's positions */
	uint32_t        ranges_at; /* where its ranges begin in their section, if it has any */
	const uint8_t  *skips;   /* arrays of a block list, NULL for a shorter one */
	const uint8_t  *payload, *end; /* of the term */
	const uint8_t  *tfs_at;  /* coded frequencies of the loaded block */
	uint32_t        docs[DSR_BLOCK_ROOM];
	uint32_t        tfs[DSR_BLOCK_ROOM];
	dsr_positions   record;
} dsr_postings;

/* Begin to walk `term` of `list`, before its first document: call next, seek or load. */
void dsr_postings_open(dsr_postings *p, const dsr_list *list, const dsr_term *term);

/* ---- by block ---- */

/* Last and first document of block `b` < blocks, without decoding it; bound: dsr_bm25_bound() of its best posting. */
uint32_t dsr_postings_block_last(const dsr_postings *p, uint32_t b);
uint32_t dsr_postings_block_first(const dsr_postings *p, uint32_t b);
uint8_t  dsr_postings_block_bound(const dsr_postings *p, uint32_t b);

/* How many documents it holds. */
uint32_t dsr_postings_block_count(const dsr_postings *p, uint32_t b);

/* The ranges (ranges.h), readable 64 bytes past their end; NULL when the term has none, or on damage. */
const uint8_t *dsr_postings_ranges(dsr_postings *p);

/* The first block b >= `from` whose last document is >= target; blocks when there is none.  O(log). */
uint32_t dsr_postings_block_find(const dsr_postings *p, uint32_t from, uint32_t target);

/* Decode the documents of block `b` into docs[0..n), i = 0: 1, or 0 on damage. */
int dsr_postings_load(dsr_postings *p, uint32_t b);

/* The same unless it is loaded. */
int dsr_postings_ensure(dsr_postings *p, uint32_t b);

/* Go to the end: blocks contradict each other. */
void dsr_postings_give_up(dsr_postings *p);

/*
 * Set bit d - first of `bits`, for the documents d of block `b` in [first, first + 64 words), beside those that are set;
 * `first` is a multiple of 64.  A block that is a bit set is not decoded.  1, or 0 on damage.
 */
int dsr_postings_mark(dsr_postings *p, uint32_t b, uint32_t first, uint64_t *bits, size_t words);

/* The same, but of those only whose bit is set in `in`. */
int dsr_postings_keep(dsr_postings *p, uint32_t b, uint32_t first, const uint64_t *in, uint64_t *bits, size_t words);

/*
 * Put the documents of block `b` whose bit is set in `in`, and their frequencies, to `out`, which has room for DSR_BLOCK_ROOM.
 * Returns how many; 0 also on damage.
 */
size_t dsr_postings_pick(dsr_postings *p, uint32_t b, uint32_t first, const uint64_t *in, size_t words, dsr_kept out);

/* The same for the documents of those of 64 words from `first` on that `mask` has a bit for. */
size_t dsr_postings_pick_ranges(dsr_postings *p, uint32_t b, uint32_t first, uint64_t mask, dsr_kept out);

/*
 * Of docs[0..n), ascending and none behind block `b`, put those that are in it to `out`, which may be docs[].  They are looked up one by
 * one; a bit set is not decoded.  Returns how many; 0 also on damage.
 */
uint32_t dsr_postings_among(dsr_postings *p, uint32_t b, const uint32_t *docs, uint32_t n, uint32_t *out);

/* Is block `b` a bit set that is not decoded?  0 also on damage. */
int dsr_postings_is_bits(dsr_postings *p, uint32_t b);

/*
 * The frequencies of docs[0..n), ascending, which are all in block `b`, to tfs[]: of few of them these alone are decoded.  1, or 0 on
 * damage, also where a document is not there.
 */
int dsr_postings_tfs_of(dsr_postings *p, uint32_t b, const uint32_t *docs, uint32_t n, uint32_t *tfs);

/* The first of the loaded block's docs[] that is >= target, or n. */
uint32_t dsr_postings_find(const dsr_postings *p, uint32_t target);

/*
 * The places in the loaded block of docs[0..count), ascending, as far as they are not behind it.  Returns how many these are, or 0 where one is not
 * there.
 */
uint32_t dsr_postings_places(const dsr_postings *p, const uint32_t *docs, uint32_t count, uint32_t *places);

/* The loaded block's frequencies, n of them, decoded once; NULL on damage. */
const uint32_t *dsr_postings_tfs(dsr_postings *p);

/*
 * The bytes of the loaded block of a list of more than DSR_SHORT_LIST documents, and of its positions (none where the
 * list has none), for dsr_list_copy().  1, or 0 on damage.
 */
int dsr_postings_bytes(dsr_postings *p, dsr_section *payload, dsr_section *positions);

/* ---- by document ---- */

/* The current document, or DSR_DOC_END at the end.  Only after next() or seek(). */
static inline uint32_t dsr_postings_doc(const dsr_postings *p)
{
	return p->i < p->n ? p->docs[p->i] : DSR_DOC_END;
}

/* To the next document, at first the first one.  Returns it, or DSR_DOC_END, also when called again there. */
uint32_t dsr_postings_next(dsr_postings *p);

/*
 * Move to the first document >= `target` (which must be >= doc).  Returns it, or DSR_DOC_END; safe to call
 * again after the end.  Blocks between are not touched.
 */
uint32_t dsr_postings_seek(dsr_postings *p, uint32_t target);

/*
 * Write the positions of document docs[i] of the loaded block, tfs[i] of them, ascending (an occurrence that
 * counts w times stands w times), to `out`.  Cheapest in ascending i.  Returns 1, or 0 on damage or where the
 * list has no positions.
 */
int dsr_postings_positions(dsr_postings *p, uint32_t i, uint32_t *out);

/* The positions of documents [from, to) of the loaded block as they are coded; 1 or 0 as above. */
int dsr_postings_positions_part(dsr_postings *p, uint32_t from, uint32_t to, dsr_rice_part *out);

/* The same for documents docs[which[0..n)], which ascend, one after the other. */
int dsr_postings_positions_of(dsr_postings *p, const uint32_t *which, size_t n, uint32_t *out);

#endif /* DSR_SEGMENT_POSTINGS_H */

/*
 * positions.h - where in its documents a term stands
 *
 * A record holds the positions of one block of a term's documents, as gaps: the first position
 * of a document as it is, then the distance to the one before (0 where an occurrence counts
 * several times, see FORMAT.md 6).  How many belong to each document, its term frequency, is known from the
 * postings, and about how far they reach from its length.  So the gaps of a document are one group of codec/rice.h, with
 * a width of its own, and no byte says so; any document is reached without decoding those before it.
 *
 * The width depends on a document's norm, which a merge must carry along unchanged with the record.
 */
#ifndef DSR_SEGMENT_POSITIONS_H
#define DSR_SEGMENT_POSITIONS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "codec/rice.h"
#include "codec/rice_join.h"

/* The documents of a block: n <= 256 numbers, how many positions each has, and the length codes by number. */
typedef struct dsr_position_docs {
	const uint32_t *docs, *tfs;
	uint32_t        n;
	const uint8_t  *norms;
} dsr_position_docs;

/* Append the record of a block; `gaps` are those of all its documents, one after the other. */
void dsr_positions_put(dsr_buf *out, const dsr_position_docs *docs, const uint32_t *gaps);

/*
 * A reader of one record.  Invariant: `place` is before document `next`, or both are at the beginning.
 */
typedef struct dsr_positions {
	dsr_position_docs docs;
	dsr_rice          place;
	uint32_t          next;
} dsr_positions;

/*
 * Begin to read the record [record, end); DSR_CODEC_SLACK bytes are readable at `end`.  What `docs` points to must
 * outlive the reader.  Nothing is decoded yet.
 */
void dsr_positions_open(dsr_positions *p, const uint8_t *record, const uint8_t *end, const dsr_position_docs *docs);

/*
 * Write the positions of documents number which[0..n) of the block, ascending, to `out`, tfs[which[0]] of the first, then those of
 * the next one.  Returns 1, or 0 when the record is damaged.  Cheapest when the numbers grow from call to call too: the
 * documents between are counted, not decoded.
 */
int dsr_positions_read(dsr_positions *p, const uint32_t *which, size_t n, uint32_t *out);

/* The same for document number `i` alone. */
static inline int dsr_positions_get(dsr_positions *p, uint32_t i, uint32_t *out)
{
	return dsr_positions_read(p, &i, 1, out);
}

/* Documents [from, to) of the block as they are coded, to be joined to others: 1, or 0 when the record is damaged. */
int dsr_positions_part(dsr_positions *p, uint32_t from, uint32_t to, dsr_rice_part *out);

/* Is the record as long as its documents say?  Else it is damaged, though positions may have come out of it. */
int dsr_positions_fit(dsr_positions *p);

#endif /* DSR_SEGMENT_POSITIONS_H */

/*
 * positions.h - where in its documents a term stands
 *
 * A record holds the positions of one block of a term's documents, as gaps: the first position
 * of a document as it is, then the distance to the one before (0 where an occurrence counts
 * several times, see FORMAT.md 6).  How many belong to each document, its term frequency, is known from the
 * postings.  Gaps are coded in chunks of 128, each of which can be reached and decoded alone.
 *
 *   record := size:u16[chunks - 1]  chunk[chunks]        chunks = ceil(gaps / 128)
 *   chunk  := pfor(gaps of it), or a varint each where it has fewer than 16
 */
#ifndef DSR_SEGMENT_POSITIONS_H
#define DSR_SEGMENT_POSITIONS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "codec/bitpack.h"
#include "segment/format.h"

/* Append the record of `n` >= 1 gaps. */
void dsr_positions_put(dsr_buf *out, const uint32_t *gaps, size_t n);

/*
 * A reader of one record.  Invariant: chunk is the one whose gaps lie decoded in gaps[], or UINT32_MAX.
 */
typedef struct dsr_positions {
	const uint8_t *record, *end; /* DSR_CODEC_SLACK bytes are readable at `end` */
	const uint8_t *at;           /* of chunk number `next` */
	uint64_t       total;        /* gaps in the record */
	uint32_t       next;
	uint32_t       chunk;
	uint32_t       gaps[DSR_BLOCK];
} dsr_positions;

/* Begin to read the record [record, end) of `total` gaps.  Nothing is decoded yet. */
void dsr_positions_open(dsr_positions *p, const uint8_t *record, const uint8_t *end, uint64_t total);

/*
 * Write the `count` positions whose gaps begin at gap `from` to `out`.  Returns 1, or 0 when the record is
 * damaged.  Cheapest when `from` grows from call to call: O(count + chunks passed over).
 */
int dsr_positions_get(dsr_positions *p, uint64_t from, uint32_t count, uint32_t *out);

#endif /* DSR_SEGMENT_POSITIONS_H */

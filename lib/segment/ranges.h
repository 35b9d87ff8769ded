/*
 * ranges.h - what a term can score at most, for every stretch of documents
 *
 * Documents fall into ranges of 64, aligned to document numbers: a word of a bit set.  A term of many documents has a
 * byte for each of them (FORMAT.md 5), or for each 2, 4, 8 ... of them where it is rarer: dsr_bm25_bound() of its best
 * posting there, 0 where it has none.  Bounds of blocks are tighter for a term alone; but ranges of all terms line up, so
 * that what a whole query can score in a range is a sum of bytes, and which ranges hold all words of a conjunction
 * is an AND.  (Block-max indexes: Ding, Suel, SIGIR 2011; blocks aligned to document numbers: Dimopoulos, Nepomnyachiy,
 * Suel, WSDM 2013.)
 *
 * The bytes depend on document numbers: a merge computes them anew.
 *
 * Threads: a dsr_ranges belongs to one thread.
 */
#ifndef DSR_SEGMENT_RANGES_H
#define DSR_SEGMENT_RANGES_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "segment/format.h"

#define DSR_RANGE_SHIFT 6u /* 64 documents: the finest range */

/* At most so many documents are too few for ranges in a large segment: a query computes them from the postings. */
#define DSR_RANGES_RARE 4096u

/* Does a term of `df` documents in a segment of `docs` have ranges? */
static inline int dsr_ranges_has(uint32_t df, uint32_t docs)
{
	return df > DSR_SHORT_LIST && (df > DSR_RANGES_RARE || df > docs >> DSR_RANGE_SHIFT);
}

/* A byte stands for 2^shift documents: as many as make a byte for four documents of the term, or fewer bytes. */
static inline unsigned dsr_ranges_shift(uint32_t df, uint32_t docs)
{
	unsigned shift = DSR_RANGE_SHIFT;

	while (docs >> shift > df / 4)
		shift++;
	return shift;
}

/* Bytes of a term that has ranges. */
static inline uint32_t dsr_ranges_size(uint32_t df, uint32_t docs)
{
	return ((docs - 1) >> dsr_ranges_shift(df, docs)) + 1;
}

/* Makes the ranges of one term after the other. */
typedef struct dsr_ranges {
	dsr_buf  fine;  /* u8 for each 64 documents; all 0 but while a term that has ranges is under way */
	uint32_t docs;  /* of the segment */
	uint32_t count; /* documents of the term so far */
	uint32_t held;  /* documents not yet entered into `fine` */
	uint32_t held_docs[DSR_RANGES_RARE];
	uint8_t  held_bounds[DSR_RANGES_RARE];
} dsr_ranges;

void dsr_ranges_init(dsr_ranges *r, const dossier_alloc *alloc);
void dsr_ranges_release(dsr_ranges *r);

/* Begin a list of a segment of `docs` documents: 1, or 0 when out of memory.  Holds a byte for each 64. */
int dsr_ranges_begin(dsr_ranges *r, uint32_t docs);

/* Add n <= DSR_BLOCK documents of the term, and their bounds. */
void dsr_ranges_add(dsr_ranges *r, size_t n, const uint32_t *docs, const uint8_t *bounds);

/* End the term: append its ranges, if it has any. */
void dsr_ranges_end(dsr_ranges *r, dsr_buf *out);

#endif /* DSR_SEGMENT_RANGES_H */

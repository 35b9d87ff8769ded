/*
 * bm25.h - the part of BM25 that the file format knows
 *
 * The score of one term in one document is  weight * x,  x = tf / (tf + K),  0 <= x < 1,
 * K = k1 * (1 - b + b * length / average)  (Robertson and Walker, SIGIR 1994; the constant factor k1 + 1,
 * which changes no order, is left out, as Lucene does since version 8).  tf and length count the
 * occurrences of a field as often as the field weighs: BM25F in the form of Robertson,
 * Zaragoza and Taylor, CIKM 2004.
 */
#ifndef DSR_SEGMENT_BM25_H
#define DSR_SEGMENT_BM25_H

#include <stdint.h>

#define DSR_BM25_K1 1.2
#define DSR_BM25_B  0.75

/*
 * K of every length code.  `average` <= 0 (no document has a length) counts as 1.
 */
void dsr_bm25_table(double table[256], double k1, double b, double average);

/* The stored bound of a block whose best x is `best`: the smallest u8 with u8 / 255 >= best, for certain. */
static inline uint8_t dsr_bm25_bound(double best)
{
	const double up = best * 255.0 + 1.01;

	return up >= 255.0 ? 255 : (uint8_t)up;
}

#endif /* DSR_SEGMENT_BM25_H */

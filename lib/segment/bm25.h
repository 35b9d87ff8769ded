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

#include <stddef.h>
#include <stdint.h>

#define DSR_BM25_K1 1.6
#define DSR_BM25_B  0.6

/*
 * K of every length code.  `average` <= 0 (no document has a length) counts as 1.
 */
void dsr_bm25_table(double table[256], double k1, double b, double average);

/*
 * What terms that begin with this byte stand for counts in halves: their tf is twice what it means, so their x is
 * tf / (tf + 2K).
 */
#define DSR_TERM_IN_HALVES 0x01

/* The same for dsr_bm25_bounds(), in float; doubled for terms that count in halves. */
void dsr_bm25_bound_table(float table[256], const double k[256], int in_halves);

/* The stored bound of a block whose best x is `best`: the smallest u8 with u8 / 255 >= best, for certain. */
static inline uint8_t dsr_bm25_bound(double best)
{
	const double up = best * 255.0 + 1.01;

	return up >= 255.0 ? 255 : (uint8_t)up;
}

/* The same for each of n postings; `norms` NULL: 255.  Up to 15 more of bounds[] are written. */
void dsr_bm25_bounds(uint8_t *bounds, size_t n, const uint32_t *docs, const uint32_t *tfs, const float k[256],
                     const uint8_t *norms);

/*
 * Bounds of a list built with table `built` for a query with table `asked`: map[bound] is a bound again.  With rho the least
 * asked / built, x' <= 1 / (1 + rho * (1 / x - 1)) for every posting, and the right side grows with x.
 */
void dsr_bm25_map(uint8_t map[256], const double built[256], const double asked[256]);

#endif /* DSR_SEGMENT_BM25_H */

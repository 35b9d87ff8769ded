/*
 * norms.h - the length of a document in one byte
 *
 * A length below 24 is its own code; above, the code keeps the four leading bits of
 * length - 24 and rounds down: less than 1/8 is lost.  This is the code that Lucene uses
 * (SmallFloat.intToByte4), so that scores can be compared.
 *
 * All statistics of lengths, the average of BM25 among them, are taken of decoded codes, never of
 * the exact lengths: then they can be computed again from the norms alone, and an index answers
 * the same however its documents are spread over segments.
 */
#ifndef DSR_SEGMENT_NORMS_H
#define DSR_SEGMENT_NORMS_H

#include <stdint.h>

/* Lengths below it are exact. */
#define DSR_NORM_EXACT 24u

/* The code of a length < 2^31. */
static inline uint8_t dsr_norm_encode(uint32_t length)
{
	uint32_t rest, shift;

	if (length < DSR_NORM_EXACT)
		return (uint8_t)length;
	rest = length - DSR_NORM_EXACT;
	if (rest < 16)
		return (uint8_t)(DSR_NORM_EXACT + rest);
	shift = 28u - (uint32_t)__builtin_clz(rest); /* leaves 4 bits, the first of which is 1 */
	return (uint8_t)(DSR_NORM_EXACT + ((rest >> shift & 7) | (shift + 1) << 3));
}

/* The smallest length with this code. */
static inline uint32_t dsr_norm_decode(uint8_t code)
{
	const uint32_t c = code - DSR_NORM_EXACT;

	if (code < DSR_NORM_EXACT + 16)
		return code;
	return DSR_NORM_EXACT + ((c & 7) | 8) * (1u << ((c >> 3) - 1));
}

/* dsr_log8() of the decoded length, 0 for none, by code (codec/rice.h). */
extern const uint8_t dsr_norm_logs[256];

#endif /* DSR_SEGMENT_NORMS_H */

/*
 * rice_join.h - groups of several Rice codes into one, without decoding them
 *
 * Unary parts and low parts of a code lie apart (rice.h), and a group's bits do not depend on where it stands. So groups that
 * lie side by side are two stretches of bits, and to join such parts is to move their bits together.
 */
#ifndef DSR_CODEC_RICE_JOIN_H
#define DSR_CODEC_RICE_JOIN_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "codec/rice.h"

/* Groups side by side, from one place of a code to another: what lies between them. */
typedef struct dsr_rice_part {
	const uint8_t *bytes;
	uint64_t       bits;     /* 8 times the size of the code */
	uint64_t       high, high_bits; /* where the unary parts begin, and how many bits they take */
	uint64_t       low, low_bits;   /* the same of the low parts, from the end */
} dsr_rice_part;

/* The part from `from` to `to`, both places of the same code. */
static inline dsr_rice_part dsr_rice_part_of(const dsr_rice *from, const dsr_rice *to)
{
	return (dsr_rice_part){ from->bytes, from->bits, from->high, to->high - from->high, from->low, to->low - from->low };
}

/* Append the code of all groups of `n` parts.  DSR_CODEC_SLACK bytes are readable behind each code. */
void dsr_rice_join(dsr_buf *out, const dsr_rice_part *parts, size_t n);

#endif /* DSR_CODEC_RICE_JOIN_H */

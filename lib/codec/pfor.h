/*
 * pfor.h - patched frame of reference: a block of integers, the few large ones apart
 *
 * Most values are bit-packed at a width that fits them; the others are exceptions, whose
 * high bits follow (Zukowski, Heman, Nes, Boncz: Super-Scalar RAM-CPU Cache Compression, ICDE 2006; here
 * with a list of exceptions as in OptPFD, Yan, Ding, Suel, WWW 2009).
 *
 *   pfor := width:u8  count:u8  packed[(n*width+7)/8]  index:u8[count]  high:varint[count]
 *
 * width 0..32; count exceptions, indices ascending; value = packed | high << width.  `high` is never 0.
 * The width is the one that takes the fewest bytes.  n is known from elsewhere, 1..256.
 */
#ifndef DSR_CODEC_PFOR_H
#define DSR_CODEC_PFOR_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "codec/bitpack.h"

/* Append n (1..DSR_BLOCK) values. */
void dsr_pfor_put(dsr_buf *out, const uint32_t *v, size_t n);

/*
 * Decode n values from [p, end) into `v`, which has room for DSR_BLOCK.  Returns the byte behind,
 * or NULL when the bytes break the format.  DSR_CODEC_SLACK bytes must be readable at `end`.
 */
const uint8_t *dsr_pfor_get(const uint8_t *p, const uint8_t *end, uint32_t *v, size_t n);

/*
 * The byte behind the block, or NULL, without decoding it: what dsr_pfor_get() says of a block that it accepts.
 * Of broken ones it finds those that have no end.
 */
const uint8_t *dsr_pfor_skip(const uint8_t *p, const uint8_t *end, size_t n);

#endif /* DSR_CODEC_PFOR_H */

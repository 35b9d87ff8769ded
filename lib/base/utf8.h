/*
 * utf8.h - read, write and validate UTF-8 (RFC 3629)
 *
 * Overlong forms, surrogates and numbers past U+10FFFF are invalid.
 */
#ifndef DSR_BASE_UTF8_H
#define DSR_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* What stands for a byte that is no UTF-8. */
#define DSR_UTF8_REPLACEMENT 0xFFFDu

/*
 * Decode the character at p < end into *c and return its length, 1 to 4.  Where no
 * valid character begins *c is U+FFFD and the length is that of the longest beginning of a
 * valid character, at least 1 (Unicode 15, section 3.9, "maximal subpart").
 */
size_t dsr_utf8_decode(const uint8_t *p, const uint8_t *end, uint32_t *c);

/* Write `c` (a Unicode scalar value) to `p`, room for 4; returns the bytes written. */
size_t dsr_utf8_encode(uint8_t *p, uint32_t c);

/* Offset of the first byte that breaks UTF-8, or `n` when all is valid.  O(n). */
size_t dsr_utf8_valid(const void *bytes, size_t n);

/*
 * Append p[0, n) to `out` with U+FFFD in place of each byte, or maximal subpart, that breaks UTF-8.  Returns how many there
 * were.  O(n).
 */
size_t dsr_utf8_mend(dsr_buf *out, const void *p, size_t n);

/* The largest m <= n at which a character of valid UTF-8 begins. */
size_t dsr_utf8_floor(const void *bytes, size_t n);

#endif /* DSR_BASE_UTF8_H */

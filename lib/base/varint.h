/*
 * varint.h - integers in 1 to 10 bytes, small ones in few (LEB128, unsigned)
 *
 * Seven bits a byte, low bits first; the high bit says that another byte follows.
 * Only the shortest form is valid.
 */
#ifndef DSR_BASE_VARINT_H
#define DSR_BASE_VARINT_H

#include <stddef.h>
#include <stdint.h>

#define DSR_VARINT_MAX 10

/* Write `v` to `p` (room for DSR_VARINT_MAX); returns the bytes written. */
static inline size_t dsr_varint_put(uint8_t *p, uint64_t v)
{
	size_t n = 0;

	while (v >= 0x80) {
		p[n++] = (uint8_t)(v | 0x80);
		v >>= 7;
	}
	p[n++] = (uint8_t)v;
	return n;
}

/*
 * Read one integer from [p, end) into *v.  Returns the byte behind it, or NULL when it
 * does not end before `end`, is longer than need be or does not fit.  *v is then untouched.
 */
const uint8_t *dsr_varint_get_long(const uint8_t *p, const uint8_t *end, uint64_t *v);

static inline const uint8_t *dsr_varint_get(const uint8_t *p, const uint8_t *end, uint64_t *v)
{
	if (p < end && *p < 0x80) {
		*v = *p;
		return p + 1;
	}
	return dsr_varint_get_long(p, end, v);
}

/* The same for values of 32 bits: larger ones give NULL. */
static inline const uint8_t *dsr_varint_get_u32(const uint8_t *p, const uint8_t *end, uint32_t *v)
{
	uint64_t wide;

	p = dsr_varint_get(p, end, &wide);
	if (!p || wide > UINT32_MAX)
		return NULL;
	*v = (uint32_t)wide;
	return p;
}

#endif /* DSR_BASE_VARINT_H */

/*
 * bytes.h - little-endian integers in memory
 *
 * Every number of the file format is read and written here, byte by byte as the
 * compiler sees it: no alignment is asked for and the host's byte order does not matter.
 */
#ifndef DSR_BASE_BYTES_H
#define DSR_BASE_BYTES_H

#include <stdint.h>

static inline uint16_t dsr_get_u16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t dsr_get_u32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t dsr_get_u64(const uint8_t *p)
{
	return (uint64_t)dsr_get_u32(p) | (uint64_t)dsr_get_u32(p + 4) << 32;
}

static inline void dsr_put_u16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
}

static inline void dsr_put_u32(uint8_t *p, uint32_t v)
{
	dsr_put_u16(p, (uint16_t)v);
	dsr_put_u16(p + 2, (uint16_t)(v >> 16));
}

static inline void dsr_put_u64(uint8_t *p, uint64_t v)
{
	dsr_put_u32(p, (uint32_t)v);
	dsr_put_u32(p + 4, (uint32_t)(v >> 32));
}

#endif /* DSR_BASE_BYTES_H */

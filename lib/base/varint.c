/*
 * varint.c - see varint.h
 */
#include "base/varint.h"

const uint8_t *dsr_varint_get_long(const uint8_t *p, const uint8_t *end, uint64_t *v)
{
	uint64_t sum = 0;

	for (unsigned shift = 0; shift < 64 && p < end; shift += 7) {
		const uint8_t byte = *p++;

		if (shift == 63 && byte > 1)
			return NULL;
		sum |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			if (!byte && shift)
				return NULL;
			*v = sum;
			return p;
		}
	}
	return NULL;
}

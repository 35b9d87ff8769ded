/*
 * utf8.c - see utf8.h
 */
#include "base/utf8.h"

#include <string.h>

#include "base/bytes.h"

/*
 * For a lead byte: how many bytes follow, and the range of the first of them, which
 * alone decides about overlong forms, surrogates and the upper end (Unicode 15, table 3-7).
 */
static size_t lead(uint8_t byte, uint8_t *low, uint8_t *high)
{
	*low = 0x80;
	*high = 0xBF;
	if (byte >= 0xC2 && byte <= 0xDF)
		return 1;
	if (byte >= 0xE0 && byte <= 0xEF) {
		*low = byte == 0xE0 ? 0xA0 : 0x80;
		*high = byte == 0xED ? 0x9F : 0xBF;
		return 2;
	}
	if (byte >= 0xF0 && byte <= 0xF4) {
		*low = byte == 0xF0 ? 0x90 : 0x80;
		*high = byte == 0xF4 ? 0x8F : 0xBF;
		return 3;
	}
	return 0;
}

size_t dsr_utf8_decode(const uint8_t *p, const uint8_t *end, uint32_t *c)
{
	uint8_t low, high;
	size_t more, i;
	uint32_t sum;

	if (p[0] < 0x80) {
		*c = p[0];
		return 1;
	}
	*c = DSR_UTF8_REPLACEMENT;
	more = lead(p[0], &low, &high);
	sum = p[0] & (0x3Fu >> more);
	for (i = 1; i <= more; i++) {
		if (p + i >= end || p[i] < low || p[i] > high)
			return i;
		sum = sum << 6 | (p[i] & 0x3Fu);
		low = 0x80;
		high = 0xBF;
	}
	if (more)
		*c = sum;
	return more + 1;
}

size_t dsr_utf8_encode(uint8_t *p, uint32_t c)
{
	if (c < 0x80) {
		p[0] = (uint8_t)c;
		return 1;
	}
	if (c < 0x800) {
		p[0] = (uint8_t)(0xC0 | c >> 6);
		p[1] = (uint8_t)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		p[0] = (uint8_t)(0xE0 | c >> 12);
		p[1] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
		p[2] = (uint8_t)(0x80 | (c & 0x3F));
		return 3;
	}
	p[0] = (uint8_t)(0xF0 | c >> 18);
	p[1] = (uint8_t)(0x80 | (c >> 12 & 0x3F));
	p[2] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
	p[3] = (uint8_t)(0x80 | (c & 0x3F));
	return 4;
}

#define HIGH_BITS 0x8080808080808080u

/* The first byte from `i` on that may be no ASCII: bytes are passed 32 and 8 at a time. */
static size_t skip_ascii(const uint8_t *p, size_t i, size_t n)
{
	while (n - i >= 32 && !((dsr_get_u64(p + i) | dsr_get_u64(p + i + 8) | dsr_get_u64(p + i + 16) |
	                         dsr_get_u64(p + i + 24)) & HIGH_BITS))
		i += 32;
	while (n - i >= 8 && !(dsr_get_u64(p + i) & HIGH_BITS))
		i += 8;
	return i;
}

size_t dsr_utf8_valid(const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	size_t i = skip_ascii(p, 0, n);

	while (i < n) {
		const int is_ascii = p[i] < 0x80;
		uint32_t c;
		const size_t len = dsr_utf8_decode(p + i, p + n, &c);

		if (c == DSR_UTF8_REPLACEMENT && !(len == 3 && !memcmp(p + i, "\xEF\xBF\xBD", 3)))
			return i;
		i = is_ascii ? i + len : skip_ascii(p, i + len, n);
	}
	return n;
}

size_t dsr_utf8_mend(dsr_buf *out, const void *bytes, size_t n)
{
	static const uint8_t replacement[] = { 0xEF, 0xBF, 0xBD };
	const uint8_t *p = bytes, *const end = p + n;
	size_t mended = 0;

	for (;;) {
		const size_t valid = dsr_utf8_valid(p, (size_t)(end - p));
		uint32_t c;

		dsr_buf_put(out, p, valid);
		p += valid;
		if (p == end)
			return mended;
		p += dsr_utf8_decode(p, end, &c);
		dsr_buf_put(out, replacement, sizeof replacement);
		mended++;
	}
}

size_t dsr_utf8_floor(const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	while (n && (p[n] & 0xC0) == 0x80)
		n--;
	return n;
}

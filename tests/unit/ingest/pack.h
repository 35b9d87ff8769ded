/*
 * pack.h - gzip files for tests
 */
#ifndef DSR_TEST_PACK_H
#define DSR_TEST_PACK_H

#include <string.h>
#include <zlib.h>

#include "../test.h"

/* One member that holds text[0, n); its length.  `out` has room for `cap` bytes. */
static inline size_t pack(const char *text, size_t n, uint8_t *out, size_t cap)
{
	z_stream z = { 0 };

	deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
	z.next_in = (Bytef *)(uintptr_t)text;
	z.avail_in = (uInt)n;
	z.next_out = out;
	z.avail_out = (uInt)cap;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return z.total_out;
}

#endif /* DSR_TEST_PACK_H */

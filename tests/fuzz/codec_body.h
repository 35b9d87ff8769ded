/*
 * codec_body.h - what fuzz targets of decoders share
 */
#ifndef DSR_FUZZ_CODEC_BODY_H
#define DSR_FUZZ_CODEC_BODY_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "codec/bitpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void require(int holds)
{
	if (!holds)
		abort();
}

/* A copy that ends with the slack, so that a byte read behind it is a byte out of the heap block. */
static inline uint8_t *copy_with_slack(const uint8_t *data, size_t size)
{
	uint8_t *p = malloc(size + DSR_CODEC_SLACK);

	require(p != NULL);
	memcpy(p, data, size);
	memset(p + size, 0xff, DSR_CODEC_SLACK);
	return p;
}

#endif /* DSR_FUZZ_CODEC_BODY_H */

/*
 * stream.c - see stream.h
 */
#include "index/stream.h"

#include <string.h>

#include "base/mem.h"

void dsr_stream_release(dsr_stream *s)
{
	for (size_t i = s->dropped; i < s->chunk_count; i++)
		dsr_free(s->alloc, s->chunks[i], DSR_STREAM_CHUNK * sizeof(uint32_t));
	dsr_free(s->alloc, s->spare, DSR_STREAM_CHUNK * sizeof(uint32_t));
	dsr_free(s->alloc, s->chunks, s->chunk_cap * sizeof *s->chunks);
	*s = DSR_STREAM_INIT(s->alloc);
}

int dsr_stream_grow(dsr_stream *s)
{
	void *chunks = s->chunks;
	uint32_t *chunk;

	if (!dsr_grow(s->alloc, &chunks, &s->chunk_cap, s->chunk_count + 1, sizeof *s->chunks))
		return 0;
	s->chunks = chunks;
	chunk = s->spare ? s->spare : dsr_resize(s->alloc, NULL, 0, DSR_STREAM_CHUNK * sizeof(uint32_t));
	if (!chunk)
		return 0;
	s->spare = NULL;
	s->chunks[s->chunk_count++] = chunk;
	return 1;
}

void dsr_stream_drop(dsr_stream *s, size_t i)
{
	for (; (s->dropped + 1) << DSR_STREAM_BITS <= i; s->dropped++) {
		dsr_free(s->alloc, s->spare, DSR_STREAM_CHUNK * sizeof(uint32_t));
		s->spare = s->chunks[s->dropped];
	}
}

int dsr_stream_put_all(dsr_stream *s, const uint32_t *v, size_t n)
{
	while (n) {
		const size_t at = s->n & (DSR_STREAM_CHUNK - 1), room = DSR_STREAM_CHUNK - at, part = n < room ? n : room;

		if (s->n >> DSR_STREAM_BITS == s->chunk_count && !dsr_stream_grow(s))
			return 0;
		memcpy(s->chunks[s->n >> DSR_STREAM_BITS] + at, v, part * sizeof *v);
		s->n += part;
		v += part;
		n -= part;
	}
	return 1;
}

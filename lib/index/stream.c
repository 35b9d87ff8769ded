/*
 * stream.c - see stream.h
 */
#include "index/stream.h"

#include "base/mem.h"

void dsr_stream_release(dsr_stream *s)
{
	for (size_t i = 0; i < s->chunk_count; i++)
		dsr_free(s->alloc, s->chunks[i], DSR_STREAM_CHUNK * sizeof(uint32_t));
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
	chunk = dsr_resize(s->alloc, NULL, 0, DSR_STREAM_CHUNK * sizeof(uint32_t));
	if (!chunk)
		return 0;
	s->chunks[s->chunk_count++] = chunk;
	return 1;
}

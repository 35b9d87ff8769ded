/*
 * stream.h - a long sequence of 32-bit numbers that only grows at its end and is let go of from its beginning
 *
 * Kept in chunks of 256 Ki numbers, so that growing never copies and memory stays what is used.
 */
#ifndef DSR_INDEX_STREAM_H
#define DSR_INDEX_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>

#ifdef DSR_TESTING
#define DSR_STREAM_BITS 5u
#else
#define DSR_STREAM_BITS 18u
#endif
#define DSR_STREAM_CHUNK ((size_t)1 << DSR_STREAM_BITS)

typedef struct dsr_stream {
	const dossier_alloc *alloc;
	uint32_t **chunks;
	size_t     chunk_count, chunk_cap;
	size_t     n; /* numbers; chunk_count is what they need */
	size_t     dropped; /* chunks that are gone */
	uint32_t  *spare;   /* the last of these, to be used again; or NULL */
} dsr_stream;

#define DSR_STREAM_INIT(alloc_) ((dsr_stream){ .alloc = (alloc_) })

void dsr_stream_release(dsr_stream *s);

/* Add a chunk: 1, or 0 when out of memory. */
int dsr_stream_grow(dsr_stream *s);

/* Append: 1, or 0 when out of memory. */
static inline int dsr_stream_put(dsr_stream *s, uint32_t v)
{
	if (s->n >> DSR_STREAM_BITS == s->chunk_count && !dsr_stream_grow(s))
		return 0;
	s->chunks[s->n >> DSR_STREAM_BITS][s->n & (DSR_STREAM_CHUNK - 1)] = v;
	s->n++;
	return 1;
}

/* Append `n`: 1, or 0 when out of memory, with some appended or none. */
int dsr_stream_put_all(dsr_stream *s, const uint32_t *v, size_t n);

static inline uint32_t dsr_stream_at(const dsr_stream *s, size_t i)
{
	return s->chunks[i >> DSR_STREAM_BITS][i & (DSR_STREAM_CHUNK - 1)];
}

/* Overwrite number i < n. */
static inline void dsr_stream_set(dsr_stream *s, size_t i, uint32_t v)
{
	s->chunks[i >> DSR_STREAM_BITS][i & (DSR_STREAM_CHUNK - 1)] = v;
}

/* Let go of the numbers before `i`, as far as whole chunks have no others.  They may not be asked for again. */
void dsr_stream_drop(dsr_stream *s, size_t i);

/* Number i, and behind it those that follow in its chunk. */
static inline const uint32_t *dsr_stream_from(const dsr_stream *s, size_t i)
{
	return &s->chunks[i >> DSR_STREAM_BITS][i & (DSR_STREAM_CHUNK - 1)];
}

/* Bytes of memory held. */
static inline size_t dsr_stream_memory(const dsr_stream *s)
{
	return (s->chunk_count - s->dropped + (s->spare != NULL)) * DSR_STREAM_CHUNK * sizeof(uint32_t);
}

#endif /* DSR_INDEX_STREAM_H */

/*
 * arena.c - see arena.h
 */
#include "base/arena.h"

#include <string.h>

#include "base/mem.h"

struct dsr_arena_chunk {
	dsr_arena_chunk *older;
	size_t size; /* of the whole chunk, this head included */
};

#define ALIGN 16u
#define HEAD ((sizeof(dsr_arena_chunk) + ALIGN - 1) / ALIGN * ALIGN)
#ifdef DSR_TESTING
#define CHUNK_MIN 128u
#else
#define CHUNK_MIN 16384u
#endif

/*
 * Each chunk is twice as large as all before it: their number stays logarithmic, and the newest, which a reset
 * keeps, holds what all of them held.
 */
static int add_chunk(dsr_arena *a, size_t n)
{
	size_t size = a->total > CHUNK_MIN / 2 ? a->total * 2 : CHUNK_MIN;
	dsr_arena_chunk *c;

	if (n > SIZE_MAX / 2)
		return 0;
	if (size < n + HEAD)
		size = n + HEAD;
	c = dsr_resize(a->alloc, NULL, 0, size);
	if (!c)
		return 0;
	c->older = a->chunk;
	c->size = size;
	a->chunk = c;
	a->used = HEAD;
	a->total += size;
	return 1;
}

void *dsr_arena_take(dsr_arena *a, size_t n)
{
	const size_t rest = a->chunk ? a->chunk->size - a->used : 0;
	void *p;

	if ((!a->chunk || n > rest) && !add_chunk(a, n))
		return NULL;
	p = (uint8_t *)a->chunk + a->used;
	a->used += (n + ALIGN - 1) / ALIGN * ALIGN;
	if (a->used > a->chunk->size)
		a->used = a->chunk->size;
	return p;
}

void *dsr_arena_zero(dsr_arena *a, size_t n)
{
	void *p = dsr_arena_take(a, n);

	if (p)
		memset(p, 0, n);
	return p;
}

dossier_str dsr_arena_copy(dsr_arena *a, dossier_str s)
{
	char *p = dsr_arena_take(a, s.n + 1);

	if (!p)
		return (dossier_str){ NULL, 0 };
	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (dossier_str){ p, s.n };
}

int dsr_arena_grow(dsr_arena *a, void **ptr, size_t *cap, size_t need, size_t width)
{
	size_t to = *cap * 2 + 16;
	void *p;

	if (need <= *cap)
		return 1;
	if (to < need)
		to = need;
	if (to > SIZE_MAX / 2 / width)
		return 0;
	p = dsr_arena_take(a, to * width);
	if (!p)
		return 0;
	if (*cap)
		memcpy(p, *ptr, *cap * width);
	*ptr = p;
	*cap = to;
	return 1;
}

static void free_chunks(dsr_arena *a, dsr_arena_chunk *c)
{
	while (c) {
		dsr_arena_chunk *older = c->older;
		a->total -= c->size;
		dsr_free(a->alloc, c, c->size);
		c = older;
	}
}

void dsr_arena_reset(dsr_arena *a)
{
	if (!a->chunk)
		return;
	free_chunks(a, a->chunk->older);
	a->chunk->older = NULL;
	a->used = HEAD;
}

void dsr_arena_release(dsr_arena *a)
{
	free_chunks(a, a->chunk);
	a->chunk = NULL;
	a->used = 0;
}

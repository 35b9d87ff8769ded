/*
 * arena.h - many small allocations that end together
 *
 * Memory comes in chunks from the allocator and is handed out front to back.  Nothing
 * is freed alone: reset() empties the arena and keeps the newest, largest chunk, so that an arena
 * that is used again and again soon stops allocating; release() gives all back.
 *
 * Invariant: every pointer handed out is aligned to 16 bytes.
 */
#ifndef DSR_BASE_ARENA_H
#define DSR_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/str.h>

typedef struct dsr_arena_chunk dsr_arena_chunk;

typedef struct dsr_arena {
	const dossier_alloc *alloc;
	dsr_arena_chunk *chunk; /* the newest; linked to older ones */
	size_t used;            /* bytes handed out of the newest chunk */
	size_t total;           /* bytes held in all chunks */
} dsr_arena;

/* An empty arena; holds no memory until the first use. */
#define DSR_ARENA_INIT(alloc_) ((dsr_arena){ .alloc = (alloc_) })

/* `n` bytes, not set, or NULL when out of memory.  `n` may be 0.  O(1). */
void *dsr_arena_take(dsr_arena *a, size_t n);

/* The same, set to zero. */
void *dsr_arena_zero(dsr_arena *a, size_t n);

/* A copy of `s` with a NUL behind it; .p is NULL when out of memory. */
dossier_str dsr_arena_copy(dsr_arena *a, dossier_str s);

/*
 * As dsr_grow(), for an array in the arena; the outgrown one stays there, unused, until the arena is emptied.
 */
int dsr_arena_grow(dsr_arena *a, void **ptr, size_t *cap, size_t need, size_t width);

void dsr_arena_reset(dsr_arena *a);
void dsr_arena_release(dsr_arena *a);

#endif /* DSR_BASE_ARENA_H */

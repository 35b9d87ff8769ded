/*
 * mem.h - short names for calls of a dossier_alloc
 *
 * The caller remembers sizes: what is freed or resized must be given the size it has.
 */
#ifndef DSR_BASE_MEM_H
#define DSR_BASE_MEM_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>

/* malloc, for who gave no allocator. */
extern const dossier_alloc dsr_alloc_default;

/* `size` bytes set to zero, or NULL.  A size of 0 gives NULL. */
void *dsr_new(const dossier_alloc *a, size_t size);

/* `ptr` resized; the new part is not set.  NULL when it cannot: `ptr` is then untouched. */
static inline void *dsr_resize(const dossier_alloc *a, void *ptr, size_t old_size, size_t size)
{
	return a->resize(a->ctx, ptr, old_size, size);
}

/* Give `ptr` of `size` bytes back.  NULL-safe. */
static inline void dsr_free(const dossier_alloc *a, void *ptr, size_t size)
{
	if (ptr)
		a->resize(a->ctx, ptr, size, 0);
}

/*
 * Make room for at least `need` elements of `width` bytes in the array *ptr of *cap elements,
 * growing by half at least.  Returns 1, or 0 when it cannot: all is then as it was.
 */
int dsr_grow(const dossier_alloc *a, void **ptr, size_t *cap, size_t need, size_t width);

#endif /* DSR_BASE_MEM_H */

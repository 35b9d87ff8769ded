/*
 * mem.c - see mem.h
 */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void *resize_with_malloc(void *ctx, void *ptr, size_t old_size, size_t size)
{
	(void)ctx;
	(void)old_size;
	if (!size) {
		free(ptr);
		return NULL;
	}
	return realloc(ptr, size);
}

const dossier_alloc dsr_alloc_default = { resize_with_malloc, NULL };

void *dsr_new(const dossier_alloc *a, size_t size)
{
	void *p = size ? a->resize(a->ctx, NULL, 0, size) : NULL;

	if (p)
		memset(p, 0, size);
	return p;
}

int dsr_grow(const dossier_alloc *a, void **ptr, size_t *cap, size_t need, size_t width)
{
	size_t to = *cap + *cap / 2 + 8;
	void *p;

	if (need <= *cap)
		return 1;
	if (to < need)
		to = need;
	if (to > SIZE_MAX / width)
		return 0;
	p = a->resize(a->ctx, *ptr, *cap * width, to * width);
	if (!p)
		return 0;
	*ptr = p;
	*cap = to;
	return 1;
}

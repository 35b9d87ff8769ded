/*
 * dossier/alloc.h - where the library gets its memory
 */
#ifndef DOSSIER_ALLOC_H
#define DOSSIER_ALLOC_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * One function does it all: `size` 0 frees `ptr`; `ptr` NULL allocates;
 * otherwise resizes from `old_size` to `size`.  Returns NULL when it cannot;
 * `ptr` is then untouched.  Memory is aligned for any object.  Must be safe to call
 * from any thread that uses the object it was given to.
 *
 * The table is copied when it is given; what `ctx` points to must outlive every
 * object opened with it.
 */
typedef struct dossier_alloc {
	void *(*resize)(void *ctx, void *ptr, size_t old_size, size_t size);
	void *ctx;
} dossier_alloc;

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_ALLOC_H */

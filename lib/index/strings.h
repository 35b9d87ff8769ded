/*
 * strings.h - distinct strings, numbered in the order they first came
 *
 * One buffer holds the bytes of all, one open-addressed table of 8-byte slots (part of the hash, the
 * number) finds them; at most 3/4 of it is used.  Serves terms, keys and column values.
 */
#ifndef DSR_INDEX_STRINGS_H
#define DSR_INDEX_STRINGS_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/str.h>

#include "base/buf.h"

/* No number. */
#define DSR_STRING_NONE UINT32_MAX

typedef struct dsr_string_slot {
	uint32_t hash;   /* its upper half */
	uint32_t number; /* + 1; 0: empty */
} dsr_string_slot;

typedef struct dsr_strings {
	const dossier_alloc *alloc;
	dsr_buf   bytes;     /* of all strings, one after the other */
	size_t   *ends;      /* of string i in bytes */
	size_t    ends_cap;
	uint32_t  count;
	dsr_string_slot *slots;
	size_t    slot_count; /* a power of two, or 0 */
} dsr_strings;

#define DSR_STRINGS_INIT(alloc_) ((dsr_strings){ .alloc = (alloc_), .bytes = DSR_BUF_INIT(alloc_) })

void dsr_strings_release(dsr_strings *s);

/* Forget all strings, keep the memory. */
void dsr_strings_reset(dsr_strings *s);

/*
 * The number of `text`, which is added when it is new.  DSR_STRING_NONE when out of memory (or of numbers): then
 * nothing changed.  O(length).
 */
uint32_t dsr_strings_add(dsr_strings *s, dossier_str text);

/* The number of `text`, or DSR_STRING_NONE when it was never added. */
uint32_t dsr_strings_find(const dsr_strings *s, dossier_str text);

/* String number `i` < count; valid until the next add. */
static inline dossier_str dsr_strings_at(const dsr_strings *s, uint32_t i)
{
	const size_t from = i ? s->ends[i - 1] : 0;

	return (dossier_str){ (const char *)s->bytes.data + from, s->ends[i] - from };
}

/* Bytes of memory that the strings take. */
size_t dsr_strings_memory(const dsr_strings *s);

/*
 * All numbers in ascending byte order of their strings: `count` of them in *order, to be freed by the caller
 * (count * 4 bytes).  1, or 0 when out of memory.  O(n log n), whatever the strings.
 */
int dsr_strings_sort(const dsr_strings *s, uint32_t **order);

#endif /* DSR_INDEX_STRINGS_H */

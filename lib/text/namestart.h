/*
 * namestart.h - which words may begin a name, many at a time
 *
 * Words are numbers (gazetteer.h): those from 1 up to `alone` are a name, those up to `starts` begin one, 0 is in none.  Nearly half of the words
 * of a text are somewhere in names, one of ten begins one, one of twenty has a word of names behind it then; but which two words begin
 * a name together is told by a sieve, and leaves one of fifty.
 */
#ifndef DSR_TEXT_NAMESTART_H
#define DSR_TEXT_NAMESTART_H

#include <stddef.h>
#include <stdint.h>

#include "base/sieve.h"

typedef struct dsr_namestart {
	uint32_t  alone, starts;
	dsr_sieve pairs; /* of the first two words of names */
} dsr_namestart;

/* Kernels compute the same. */
static inline uint32_t dsr_namestart_hash(uint32_t first, uint32_t second)
{
	return first * 0x9E3779B1u ^ second * 0x85EBCA77u;
}

/* May a name begin with these two words?  If not, none does. */
static inline int dsr_namestart_pairs(const dsr_namestart *s, uint32_t first, uint32_t second)
{
	return dsr_sieve_passes(&s->pairs, dsr_namestart_hash(first, second));
}

/* May one begin with the word when `next`, which may be 0, stands behind it? */
static inline int dsr_namestart_begins(const dsr_namestart *s, uint32_t word, uint32_t next)
{
	return word - 1 < s->alone || (word - 1 < s->starts && next && dsr_namestart_pairs(s, word, next));
}

/* The first of words [i, end) that dsr_namestart_begins() with the one behind it; `end` where there is none.  words[end] is read. */
typedef size_t (*dsr_namestart_fn)(const dsr_namestart *s, const uint32_t *words, size_t i, size_t end);

typedef struct dsr_namestart_impl {
	const char      *name;
	int              level; /* dsr_cpu_level it needs */
	dsr_namestart_fn run;
} dsr_namestart_impl;

/* Best first; the last is portable. */
extern const dsr_namestart_impl dsr_namestart_impls[];
extern const size_t             dsr_namestart_impl_count;

/* Runs the best kernel this processor has. */
size_t dsr_namestart_find(const dsr_namestart *s, const uint32_t *words, size_t i, size_t end);

#endif /* DSR_TEXT_NAMESTART_H */

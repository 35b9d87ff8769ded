/*
 * namestart.h - which words may begin a name, many at a time
 *
 * Words are numbers (gazetteer.h): those from 1 up to `alone` are a name, those up to `starts` begin one, 0 is in none.
 */
#ifndef DSR_TEXT_NAMESTART_H
#define DSR_TEXT_NAMESTART_H

#include <stddef.h>
#include <stdint.h>

/*
 * The first of words [i, end) that is a name, or begins one and has a word of names behind it; `end` where there is none.
 * words[end] is read.
 */
typedef size_t (*dsr_namestart_fn)(const uint32_t *words, size_t i, size_t end, uint32_t alone, uint32_t starts);

typedef struct dsr_namestart_impl {
	const char   *name;
	int           level; /* dsr_cpu_level it needs */
	dsr_namestart_fn run;
} dsr_namestart_impl;

/* Best first; the last is portable. */
extern const dsr_namestart_impl dsr_namestart_impls[];
extern const size_t          dsr_namestart_impl_count;

/* Runs the best kernel this processor has. */
size_t dsr_namestart(const uint32_t *words, size_t i, size_t end, uint32_t alone, uint32_t starts);

#endif /* DSR_TEXT_NAMESTART_H */

/*
 * quoted.h - where a string in quotes ends, as JSON writes it: a backslash takes the byte behind it along
 *
 * Nearly all bytes of a file of records lie in a few long strings, so this one question decides how fast JSON is read.
 */
#ifndef DSR_CODEC_QUOTED_H
#define DSR_CODEC_QUOTED_H

#include <stddef.h>
#include <stdint.h>

/* What was seen on the way. */
enum {
	DSR_QUOTED_ESCAPE = 1, /* a backslash */
	DSR_QUOTED_RARE   = 2, /* one with something else behind it than " \ / b f n r t */
};

/*
 * Of the bytes p[0, n) behind an opening quote the first that is the closing one, a line's end (also where a backslash stands
 * before it), or a backslash with nothing behind it; n where there is none of these.  *seen gets the bits of what lies before it.
 * Nothing past p[n] is read.
 */
typedef size_t (*dsr_quoted_end_fn)(const uint8_t *p, size_t n, unsigned *seen);

typedef struct dsr_quoted_end_impl {
	const char       *name;
	int               level; /* dsr_cpu_level it needs */
	dsr_quoted_end_fn run;
} dsr_quoted_end_impl;

/* Best first; the last is portable. */
extern const dsr_quoted_end_impl dsr_quoted_end_impls[];
extern const size_t              dsr_quoted_end_impl_count;

/* Runs the best implementation this CPU has. */
size_t dsr_quoted_end(const uint8_t *p, size_t n, unsigned *seen);

/* 0 for the bytes that JSON lets stand behind a backslash alone, else DSR_QUOTED_RARE. */
extern const uint8_t dsr_quoted_rare[256];

#endif /* DSR_CODEC_QUOTED_H */

/*
 * dossier/str.h - a borrowed run of bytes
 *
 * Text goes in and comes out as pointer and length; nothing is NUL-terminated
 * unless a comment says so.  A dossier_str never owns: every function that returns
 * one says how long the bytes stay.
 */
#ifndef DOSSIER_STR_H
#define DOSSIER_STR_H

#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dossier_str {
	const char *p; /* may be NULL when n is 0 */
	size_t      n; /* bytes */
} dossier_str;

/* The bytes of a NUL-terminated string, without the NUL.  NULL gives the empty run. */
static inline dossier_str dossier_str_of(const char *z)
{
	dossier_str s;

	s.p = z;
	s.n = z ? strlen(z) : 0;
	return s;
}

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_STR_H */

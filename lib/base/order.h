/*
 * order.h - the order of byte strings
 *
 * Byte by byte, unsigned; of two that begin alike the shorter one comes first.  Terms, keys and
 * column values are all kept in this order.
 */
#ifndef DSR_BASE_ORDER_H
#define DSR_BASE_ORDER_H

#include <string.h>

#include <dossier/str.h>

/* Below 0, 0 or above 0, as `a` comes before `b`, is the same or comes after.  Either may be empty.  O(length). */
static inline int dsr_str_compare(dossier_str a, dossier_str b)
{
	const size_t n = a.n < b.n ? a.n : b.n;
	const int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

#endif /* DSR_BASE_ORDER_H */

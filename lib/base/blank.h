/*
 * blank.h - blanks of ASCII: space, tab, line feed, vertical tab, form feed, carriage return
 */
#ifndef DSR_BASE_BLANK_H
#define DSR_BASE_BLANK_H

#include <dossier/str.h>

static inline int dsr_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* `s` without blanks at both ends. */
static inline dossier_str dsr_str_trim(dossier_str s)
{
	while (s.n && dsr_is_blank(s.p[0]))
		s = (dossier_str){ s.p + 1, s.n - 1 };
	while (s.n && dsr_is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

#endif /* DSR_BASE_BLANK_H */

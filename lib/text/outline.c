/*
 * outline.c - see outline.h
 */
#include "text/outline.h"

#include <string.h>

#include "base/utf8.h"

static void put_number(dsr_buf *out, uint32_t v)
{
	char digits[10];
	size_t n = sizeof digits;

	do
		digits[--n] = (char)('0' + v % 10);
	while ((v /= 10) != 0);
	dsr_buf_put(out, digits + n, sizeof digits - n);
}

void dsr_outline_put(dsr_buf *out, dsr_part part)
{
	dsr_buf_put_u8(out, (uint8_t)part.kind);
	dsr_buf_put_u8(out, ' ');
	put_number(out, part.start);
	dsr_buf_put_u8(out, ' ');
	put_number(out, part.end - part.start);
	dsr_buf_put_u8(out, '\n');
}

/* Read a number that `stop` ends. */
static int take_number(dossier_str *s, char stop, uint32_t *v)
{
	uint64_t sum = 0;
	size_t n = 0;

	for (; n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++) {
		sum = sum * 10 + (uint64_t)(s->p[n] - '0');
		if (sum > UINT32_MAX)
			return 0;
	}
	if (!n || n == s->n || s->p[n] != stop)
		return 0;
	*v = (uint32_t)sum;
	*s = (dossier_str){ s->p + n + 1, s->n - n - 1 };
	return 1;
}

static int is_border(dossier_str text, uint32_t at)
{
	return at == text.n || dsr_utf8_floor(text.p, at) == at;
}

int dsr_outline_next(dossier_str *rest, dossier_str text, dsr_part *part)
{
	dossier_str s = *rest;
	uint32_t start, size;
	char kind;

	if (s.n < 2 || !memchr("sqte", s.p[0], 4) || s.p[1] != ' ')
		return 0;
	kind = s.p[0];
	s = (dossier_str){ s.p + 2, s.n - 2 };
	if (!take_number(&s, ' ', &start) || !take_number(&s, '\n', &size))
		return 0;
	if (start < part->end || start > text.n || size > text.n - start || (size == 0) != (kind == DSR_PART_END))
		return 0;
	if (!is_border(text, start) || !is_border(text, start + size))
		return 0;
	*part = (dsr_part){ (dsr_part_kind)kind, start, start + size };
	*rest = s;
	return 1;
}

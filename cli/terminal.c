/*
 * terminal.c - see terminal.h
 */
#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define REPLACEMENT 0xFFFDu

typedef struct range {
	uint32_t first, last;
} range;

static int in_ranges(uint32_t c, const range *r, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (c >= r[i].first && c <= r[i].last)
			return 1;
	return 0;
}

size_t terminal_decode(const char *text, const char *end, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)text;
	const size_t more = *p < 0xC0 ? 0 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
	uint32_t v = more ? *p & (0x3Fu >> more) : *p;

	*c = REPLACEMENT;
	if ((*p >= 0x80 && *p < 0xC2) || *p > 0xF4 || more >= (size_t)(end - text))
		return 1;
	for (size_t i = 1; i <= more; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 1;
		v = v << 6 | (p[i] & 0x3Fu);
	}
	if (v < least[more] || (v >= 0xD800 && v < 0xE000) || v > 0x10FFFF)
		return 1;
	*c = v;
	return more + 1;
}

int terminal_steers(uint32_t c)
{
	/* C0, DEL and C1; line and paragraph separators; marks, embeddings and isolates of direction. */
	static const range steering[] = {
		{ 0, 0x1F }, { 0x7F, 0x9F }, { 0x061C, 0x061C }, { 0x200E, 0x200F }, { 0x2028, 0x202E }, { 0x2066, 0x2069 },
	};

	return (c < 0x20 || c >= 0x7F) && in_ranges(c, steering, sizeof steering / sizeof *steering);
}

static int is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x2028 || c == 0x2029;
}

static int width_of(uint32_t c)
{
	static const range none[] = { { 0x300, 0x36F }, { 0x200B, 0x200D }, { 0xFE00, 0xFE0F } };
	static const range wide[] = {
		{ 0x1100, 0x115F }, { 0x2E80, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },
		{ 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD },
	};

	if (c < 0x300)
		return 1;
	if (in_ranges(c, none, sizeof none / sizeof *none))
		return 0;
	return 1 + in_ranges(c, wide, sizeof wide / sizeof *wide);
}

static void put_char(FILE *out, uint32_t c, const char *bytes, size_t n)
{
	if (c == REPLACEMENT || terminal_steers(c))
		fputs("\xEF\xBF\xBD", out);
	else
		fwrite(bytes, 1, n, out);
}

static void put_text(FILE *out, dossier_str text, int keep_lines)
{
	const char *const end = text.p + text.n;
	uint32_t c;

	for (const char *p = text.p; p < end; ) {
		const size_t n = terminal_decode(p, end, &c);

		if (keep_lines && c == '\n')
			fputc('\n', out);
		else if (is_blank(c))
			fputc(' ', out);
		else
			put_char(out, c, p, n);
		p += n;
	}
}

void terminal_put(FILE *out, dossier_str text)
{
	put_text(out, text, 0);
}

void terminal_put_lines(FILE *out, dossier_str text)
{
	put_text(out, text, 1);
}

int terminal_width_of(dossier_str text)
{
	const char *const end = text.p + text.n;
	int width = 0;
	uint32_t c;

	for (const char *p = text.p; p < end; width += width_of(c))
		p += terminal_decode(p, end, &c);
	return width;
}

/* The longest beginning of `text` that takes at most `columns`. */
static dossier_str cut(dossier_str text, int columns)
{
	const char *const end = text.p + text.n;
	const char *p = text.p;
	uint32_t c;

	while (p < end) {
		const size_t n = terminal_decode(p, end, &c);

		columns -= width_of(c);
		if (columns < 0)
			break;
		p += n;
	}
	return (dossier_str){ text.p, (size_t)(p - text.p) };
}

void terminal_put_columns(FILE *out, dossier_str text, int columns)
{
	const int is_cut = terminal_width_of(text) > columns;
	const dossier_str shown = cut(text, columns - is_cut);

	terminal_put(out, shown);
	fputs(is_cut ? "\xE2\x80\xA6" : "", out);
	fprintf(out, "%*s", columns - is_cut - terminal_width_of(shown), "");
}

int terminal_columns(FILE *out)
{
	struct winsize size;

	if (!isatty(fileno(out)) || ioctl(fileno(out), TIOCGWINSZ, &size) || size.ws_col < 20)
		return 78;
	return size.ws_col;
}

int terminal_has_color(FILE *out)
{
	const char *const term = getenv("TERM"), *const none = getenv("NO_COLOR");

	return isatty(fileno(out)) && !(none && *none) && term && strcmp(term, "dumb");
}

/* A paragraph being written. */
typedef struct paragraph {
	FILE *out;
	const char *start;
	const dossier_highlight *highlights; /* those not passed yet */
	size_t count;
	int columns, indent, bold;
	int column;  /* where the next character goes; 0: the line has not begun */
	int is_bold; /* what the terminal was told last */
} paragraph;

static void set_bold(paragraph *g, int bold)
{
	if (bold != g->is_bold)
		fputs(bold ? "\033[1m" : "\033[0m", g->out);
	g->is_bold = bold;
}

/* Whether the byte at `p` is highlighted; asked in ascending order. */
static int is_highlighted(paragraph *g, const char *p)
{
	const size_t offset = (size_t)(p - g->start);

	while (g->count && g->highlights->end <= offset) {
		g->highlights++;
		g->count--;
	}
	return g->bold && g->count && g->highlights->start <= offset;
}

static void end_line(paragraph *g)
{
	set_bold(g, 0);
	fputc('\n', g->out);
	g->column = 0;
}

/* A word without blanks; one that is wider than a line is broken anywhere. */
static void put_word(paragraph *g, dossier_str word, const char *blank)
{
	const char *const end = word.p + word.n;
	const int width = terminal_width_of(word);
	uint32_t c;

	if (g->column && g->column + 1 + width > g->columns && width <= g->columns - g->indent) {
		end_line(g);
	} else if (g->column) {
		set_bold(g, is_highlighted(g, blank));
		fputc(' ', g->out);
		g->column++;
	}
	for (const char *p = word.p; p < end; ) {
		const size_t n = terminal_decode(p, end, &c);

		if (g->column && g->column + width_of(c) > g->columns)
			end_line(g);
		if (!g->column)
			g->column = fprintf(g->out, "%*s", g->indent, "");
		set_bold(g, is_highlighted(g, p));
		put_char(g->out, c, p, n);
		g->column += width_of(c);
		p += n;
	}
}

void terminal_wrap(FILE *out, dossier_str text, const dossier_highlight *highlights, size_t count,
                   int columns, int indent, int bold)
{
	paragraph g = { out, text.p, highlights, count, columns, indent, bold, 0, 0 };
	const char *const end = text.p + text.n;
	const char *word = text.p, *blank = text.p, *p = text.p;
	int line_ends = 0; /* since the last word */
	uint32_t c = ' ';

	while (p < end) {
		const char *const here = p;

		p += terminal_decode(p, end, &c);
		if (!is_blank(c))
			continue;
		if (word < here) {
			if (line_ends > 1 && g.column)
				end_line(&g);
			put_word(&g, (dossier_str){ word, (size_t)(here - word) }, blank);
			line_ends = 0;
		}
		line_ends += c == '\n';
		blank = here;
		word = p;
	}
	if (word < end && line_ends > 1 && g.column)
		end_line(&g);
	if (word < end)
		put_word(&g, (dossier_str){ word, (size_t)(end - word) }, blank);
	if (g.column)
		end_line(&g);
}

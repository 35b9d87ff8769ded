/*
 * terminal.h - text of documents on its way to a person's screen
 *
 * What a document holds is not trusted: bytes that are no UTF-8 and characters that steer a
 * terminal or turn the direction of writing come out as U+FFFD, so that a title can neither
 * change colours nor hide what is written.
 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdint.h>
#include <stdio.h>

#include <dossier.h>

/* Decode the character at p < end into *c (U+FFFD where there is none); returns its length in bytes. */
size_t terminal_decode(const char *p, const char *end, uint32_t *c);

/* Whether a terminal would act on `c` rather than show it.  Tabs and line ends count. */
int terminal_steers(uint32_t c);

/* Write `text` in one line: tabs and line ends become blanks. */
void terminal_put(FILE *out, dossier_str text);

/* The same with line ends kept. */
void terminal_put_lines(FILE *out, dossier_str text);

/* Write `text` in one line of exactly `columns`: cut, with an ellipsis, or padded with blanks. */
void terminal_put_columns(FILE *out, dossier_str text, int columns);

/* How many columns `text` takes. */
int terminal_width_of(dossier_str text);

/* Columns of the screen that `out` is, or 78 when it is none. */
int terminal_columns(FILE *out);

/* Whether `out` is a screen that shows colours to someone who wants them (NO_COLOR, TERM=dumb). */
int terminal_has_color(FILE *out);

/*
 * Write `text` as lines at most `columns` wide, each after `indent` blanks and ended by a line end; an empty line
 * in it, which parts paragraphs, becomes one line end.  With `bold` the highlights (ascending, disjoint) are bold.
 */
void terminal_wrap(FILE *out, dossier_str text, const dossier_highlight *highlights, size_t count,
                   int columns, int indent, int bold);

#endif /* CLI_TERMINAL_H */

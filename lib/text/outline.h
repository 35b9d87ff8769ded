/*
 * outline.h - the parts of a text: sections, questions, speakers' turns
 *
 * A part begins with a label that stands in the text - a heading, a question, a speaker's name - and goes on to where the
 * next part begins.  A heading ends the question and the turn before it, a question the turn; a part of the kind END has
 * no label and ends both.
 *
 * Readers of pages, who see more of a page than its words, keep what they saw beside the text in one more:
 *
 *   outline := line*    line := kind ' ' start ' ' size '\n'
 *
 * kind is s, q, t or e; start and size of the label count bytes of the text and are decimal.  Lines ascend, labels do
 * not overlap.  Who reads an outline takes it for a claim: what does not fit the text ends it.
 */
#ifndef DSR_TEXT_OUTLINE_H
#define DSR_TEXT_OUTLINE_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/str.h>

#include "base/buf.h"

typedef enum dsr_part_kind {
	DSR_PART_SECTION  = 's',
	DSR_PART_QUESTION = 'q',
	DSR_PART_TURN     = 't', /* the label is the speaker's name, without the colon behind it */
	DSR_PART_END      = 'e'
} dsr_part_kind;

typedef struct dsr_part {
	dsr_part_kind kind;
	uint32_t      start, end; /* of the label */
} dsr_part;

/* Append the line of a part. */
void dsr_outline_put(dsr_buf *out, dsr_part part);

/*
 * The next part of `text` (valid UTF-8, less than 2^32 bytes) by the outline *rest, which moves on; *part is the one before,
 * all zero at first.  1, or 0 at the end and where a line is wrong: no number, not behind the part before, beyond
 * the text, within a character, or without a label where one is due.
 */
int dsr_outline_next(dossier_str *rest, dossier_str text, dsr_part *part);

#endif /* DSR_TEXT_OUTLINE_H */

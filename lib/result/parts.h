/*
 * parts.h - the parts of a stored text: what its outline says, and what its lines show
 *
 * A text that came with an outline (text/outline.h) has its sections and questions from there.  Beside them, and alone where
 * there is no outline, the lines of the text are looked at:
 *
 *   turn      a line begins with a speaker's name and a colon: "PRIME MINISTER:", "Dr. AUM:", in capitals; a name of at most
 *             four words in title case only where it is a role (Host, Moderator, Question, ...) or begins two lines at
 *             least.  Labels of a page's own (Note:, Source:, Subject:, ...) are none.
 *   question  a paragraph of one line that ends with a question mark, where a turn follows that is not the next
 *             speaker's within a dialogue; or where there are no turns at all, two of them at least
 *   section   only without an outline, and not behind a first turn: a line of at most 80 bytes and 12 words that begins with
 *             a capital or a digit, ends without punctuation, and has an empty line behind it and a text somewhere
 *             below; a date is none
 *
 * Nothing of this is kept in the index, so that a better eye needs no new one.
 */
#ifndef DSR_RESULT_PARTS_H
#define DSR_RESULT_PARTS_H

#include <stddef.h>

#include <dossier/search.h>
#include <dossier/status.h>
#include <dossier/str.h>

#include "base/arena.h"
#include "text/outline.h"

/*
 * The parts of `text` (valid UTF-8, less than 2^32 bytes) in `arena`: ascending, labels disjoint.  `outline` may be empty, or anything.
 * O(text).  Errors: NOMEM.
 */
dossier_status dsr_parts_find(dsr_part **out, size_t *count, dsr_arena *arena, dossier_str text, dossier_str outline);

/*
 * Set section, question and speaker of `out` to those that byte `at` of the text stands under; empty where there are none.
 * Where no question was printed as such, the question of a turn is the end of the turn before it, if that asks.
 * They lie in `text`.  O(parts + a question).
 */
void dsr_parts_at(dossier_passage *out, const dsr_part *parts, size_t count, dossier_str text, size_t at);

#endif /* DSR_RESULT_PARTS_H */

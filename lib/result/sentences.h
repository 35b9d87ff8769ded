/*
 * sentences.h - cut a text into sentences
 *
 * A sentence ends behind . ! or ? and what closes after it, where a blank and something other than a small letter
 * follow; not behind an abbreviation (U.S., Mr., Jan., single letters; "No." and "Art." before a number).  A blank
 * line ends one, and so does a line break before a speaker's turn ("CHAIR: ...").  A sentence longer than the limit
 * is cut between words, a word longer than it between characters.
 */
#ifndef DSR_RESULT_SENTENCES_H
#define DSR_RESULT_SENTENCES_H

#include <stddef.h>

#include <dossier/str.h>

/*
 * The sentence that begins at or behind byte `from` of `text` (valid UTF-8), without blanks around it, at most `limit` >= 4
 * bytes: *start, *end are set and 1 returned; 0 when there is none.  Go on with from = *end.
 * O(bytes passed + limit).
 */
int dsr_sentence_next(dossier_str text, size_t from, size_t limit, size_t *start, size_t *end);

/*
 * Where to go on, at `from` or behind it, to find the sentence that byte `at` is in and those after it, and as few as may be before:
 * at the last empty line before `at`, which ends a sentence whatever stands before it, or else at `from`.  O(at - from).
 */
size_t dsr_sentence_resume(dossier_str text, size_t from, size_t at);

/* Does an empty line stand before the sentence that begins at `start`? */
int dsr_sentence_is_parted(dossier_str text, size_t start);

#endif /* DSR_RESULT_SENTENCES_H */

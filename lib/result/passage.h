/*
 * passage.h - the part of a text that answers a query best, with the query's words marked
 *
 * The text is analysed again, by the analyzer that indexed it, so that what is marked is what matched.  What its spellings
 * mean is remembered from text to text (index/lexicon.h).
 * A passage is a run of whole sentences (sentences.h) of at most some bytes, in one part of the text (parts.h) and one
 * paragraph of it.  But a short beginning, such as a heading or a question, takes in what comes after it, so that a question is
 * shown with its answer; into another part only where it ends as a question or is a heading.  Of all runs that begin with a
 * sentence that holds a target, the one with the highest score wins, and of equal ones the first:
 *
 *   for each target in the run   weight * (1 + 0.1 * (occurrences - 1, at most 3))
 *   for each two targets in a row, if they differ   0.3 * the smaller weight * 40 / (40 + bytes between them)
 *
 * Where no target is in the text the passage is its beginning.  What it stands under goes by its last sentence.
 *
 * All of the text is looked through for words and for parts, but sentences are only found around matches, and runs only
 * tried where matches are close enough together to beat the best before.
 *
 * Threads: a call uses the lexicon and the arena given, nothing else.
 */
#ifndef DSR_RESULT_PASSAGE_H
#define DSR_RESULT_PASSAGE_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/search.h>
#include <dossier/status.h>
#include <dossier/str.h>

#include "base/arena.h"
#include "index/lexicon.h"

/* A passage for a result list is at most so many bytes. */
#define DSR_PASSAGE_BYTES 320u

/* What to look for: one term, or several next to each other.  The term of a concept stands for its names, each marked as a whole. */
typedef struct dsr_target {
	const dossier_str *terms;
	uint32_t           count;  /* >= 1 */
	double             weight; /* >= 0 */
} dsr_target;

/*
 * Find the best passage of `text` (valid UTF-8, less than 2^32 bytes) of at most `limit` >= 4 bytes.  The passage's text
 * lies in `text`, its highlights in `arena`: ascending, disjoint, offsets in the passage; a phrase is marked
 * from its first to its last word.  `outline` is the text's (text/outline.h), or empty.
 * `lexicon` speaks the text's language and learns from it; after a failure it is to be reset.  O(text), for the words as matches.h has it.
 * Errors: NOMEM.
 */
dossier_status dsr_passage_find(dossier_passage *out, dsr_arena *arena, dsr_lexicon *lexicon, dossier_str text,
                                dossier_str outline, const dsr_target *targets, size_t count, size_t limit);

#endif /* DSR_RESULT_PASSAGE_H */

/*
 * trecrun.h - what a search answered to each topic, as a TREC run
 *
 * A line is `topic Q0 document rank score tag`.  The order of a topic's documents is given by the score, the
 * highest first, and among equal scores by the document's id, the highest first; the ranks of the file are not looked
 * at: so does trec_eval.  A document that stands twice under a topic is an error.
 *
 * Invariant: sorted by topic, then in the order above.
 */
#ifndef CLI_TRECRUN_H
#define CLI_TRECRUN_H

#include "eval/trectext.h"

typedef struct ranked {
	dossier_str topic, document;
	double score;
	size_t line;
} ranked;

typedef struct trecrun {
	trectext text;
	ranked  *all;
	size_t count, room;
} trecrun;

/* The answer to one topic, best first. */
typedef struct ranking {
	const ranked *first;
	size_t count;
} ranking;

/* Read the file.  trecrun_release() is due even after a failure.  Errors: NOTFOUND, IO, NOMEM, INPUT. */
dossier_status trecrun_read(trecrun *r, const char *path, dossier_error *err);

/*
 * Put one more line into the text of a run that is being made; `rank` counts from 1.  The score is
 * written so that it reads back as the same number.
 * Errors: NOMEM, INPUT (an id that is empty or holds blanks or control characters).
 */
dossier_status trecrun_put(trecrun *r, dossier_str topic, dossier_str document, size_t rank, double score,
                           dossier_error *err);

/* Take the lines that were put as those of a file.  Errors: as trecrun_read(). */
dossier_status trecrun_finish(trecrun *r, dossier_error *err);

void trecrun_release(trecrun *r);

/* The answer to a topic; none (count 0) when the run has no such topic.  O(log n + its documents). */
ranking trecrun_topic(const trecrun *r, dossier_str topic);

#endif /* CLI_TRECRUN_H */

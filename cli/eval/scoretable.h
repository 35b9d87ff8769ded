/*
 * scoretable.h - the scores of one or two runs, topic by topic
 *
 * There is a row for every judged topic.  Which of them count is decided as trec_eval does: those a run has an
 * answer to, unless told that all do.  With two runs it is enough that one of them has it: the other scores 0 there, so
 * that both are measured by the same topics.
 *
 * Invariant: rows are sorted by topic, by bytes.  Topics and judgments are borrowed.
 */
#ifndef CLI_SCORETABLE_H
#define CLI_SCORETABLE_H

#include "judgments.h"
#include "measures.h"
#include "eval/trecrun.h"

#define RUNS_MAX 2

typedef struct score_row {
	judged_topic judged;
	int          counts;
	scores       run[RUNS_MAX];
} score_row;

typedef struct scoretable {
	score_row *rows;
	size_t count, room;
} scoretable;

/* A row for each topic of `j`; none counts.  scoretable_release() is due even after a failure.  Errors: NOMEM. */
dossier_status scoretable_make(scoretable *t, const judgments *j, dossier_error *err);

void scoretable_release(scoretable *t);

/* The row of a topic, or NULL: it was not judged.  O(log n). */
score_row *scoretable_find(const scoretable *t, dossier_str topic);

/*
 * Score `r` as run `which` in every row, and let those count that it answers.  *unjudged becomes the
 * number of its topics that have no row.  Errors: NOMEM.
 */
dossier_status scoretable_add(scoretable *t, int which, const trecrun *r, size_t *unjudged, dossier_error *err);

/* How many rows count. */
size_t scoretable_topics(const scoretable *t);

/* The sum of a count, the mean of any other measure, over the rows that count; 0 when none does. */
double scoretable_summary(const scoretable *t, int which, enum measure m);

/* How far the two runs' means of `m` may differ by chance: see signflip.h.  Errors: NOMEM. */
dossier_status scoretable_chance(const scoretable *t, enum measure m, size_t drawings, uint64_t seed, double *p,
                                 dossier_error *err);

#endif /* CLI_SCORETABLE_H */

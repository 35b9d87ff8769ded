/*
 * judgments.h - which documents answer which topic, as people judged it
 *
 * A line is `topic iteration document grade`, as TREC gives them out, or `topic document grade`; fields are parted
 * by blanks or tabs, so ids hold none.  Grades are whole numbers: above 0 is relevant, 0 is not, below 0 counts as
 * not judged.  The iteration is not looked at.  A document judged twice for a topic is an error.
 *
 * Invariant: sorted by topic, then document, by bytes.
 */
#ifndef CLI_JUDGMENTS_H
#define CLI_JUDGMENTS_H

#include "eval/trectext.h"

#define UNJUDGED (-1)

typedef struct judgment {
	dossier_str topic, document;
	int32_t grade;
	size_t  line;
} judgment;

typedef struct judgments {
	trectext  text;
	judgment *all;
	size_t count, room;
} judgments;

/* The judgments of one topic, by document. */
typedef struct judged_topic {
	const judgment *first;
	size_t count;
} judged_topic;

/* Read the file.  judgments_release() is due even after a failure.  Errors: NOTFOUND, IO, NOMEM, INPUT. */
dossier_status judgments_read(judgments *j, const char *path, dossier_error *err);

void judgments_release(judgments *j);

/* The topic whose judgments begin at index `at`, or none (count 0) at the end.  O(its judgments). */
judged_topic judgments_topic(const judgments *j, size_t at);

/* The grade of a document, or UNJUDGED.  O(log n). */
int32_t judged_grade(judged_topic judged, dossier_str document);

#endif /* CLI_JUDGMENTS_H */

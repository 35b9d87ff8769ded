/*
 * topicline.h - part a line of topics that ran together
 *
 * Pages copied as text lose what stood between two topics: "Conflict Analysis & PreventionGlobal Policy".
 * Such a line is parted where a lower-case letter or ')' is directly followed by a capital, if at least three
 * letters run up to that place (or a bracket closes there) and at least three stand behind it: "McDonald"
 * and "iPhone" stay whole.  A topic that stands alone on a line of the same page is known and wins over
 * that rule, the longest first: it is never parted, and may begin or end anywhere a capital meets it.  Letters are
 * ASCII.
 */
#ifndef DSR_INGEST_TOPICLINE_H
#define DSR_INGEST_TOPICLINE_H

#include <stddef.h>

#include <dossier/str.h>

/* More topics than any page has; those beyond are not learned. */
#define DSR_TOPICS_MAX 64u

/* The topics known, longest first; texts are borrowed from the page. */
typedef struct dsr_topics {
	dossier_str known[DSR_TOPICS_MAX];
	size_t count;
} dsr_topics;

/* Learn the topic that stands alone on `line`; a line that the rule would part teaches nothing. */
void dsr_topics_learn(dsr_topics *t, dossier_str line);

/* The first topic of `rest`, which is moved behind it; empty at the end. */
dossier_str dsr_topics_next(const dsr_topics *t, dossier_str *rest);

#endif /* DSR_INGEST_TOPICLINE_H */

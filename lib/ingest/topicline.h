/*
 * topicline.h - part a line of topics that ran together
 *
 * Pages copied as text lose what stood between two topics: "Conflict Analysis & PreventionGlobal Policy".
 * Two topics may meet where a lower-case letter is directly followed by a capital, at least three letters run up to
 * that place and two small ones follow the capital; so "McDonald" and "iPhone" stay whole.  That alone would
 * part "YouTube" and "ThyssenKrupp Steel" as well, so more must speak for it:
 *
 *   - a blank on both sides, before the place from where the topic began and behind it to the end of the
 *     line: "Rule of Law" and "Peace Processes";
 *   - or a blank on one side, and seven letters or more that run up to the place, which the first half of
 *     a name hardly has: "Violent Extremism" and "Youth";
 *   - or a topic known, which ends or begins there.
 *
 * Known is a topic that stands alone on a line of the same page, if no two topics may meet in it.  Known topics go
 * before the rule, the longest first: they are never parted, and may begin or end anywhere a capital meets what is before it.
 * A line is also parted where a capital directly follows a ')'.  What is in doubt stays whole.  Letters are ASCII.
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

/* Learn the topic that stands alone on `line`; one in which two may meet teaches nothing. */
void dsr_topics_learn(dsr_topics *t, dossier_str line);

/* The first topic of `rest`, which is moved behind it; empty at the end. */
dossier_str dsr_topics_next(const dsr_topics *t, dossier_str *rest);

#endif /* DSR_INGEST_TOPICLINE_H */

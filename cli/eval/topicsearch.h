/*
 * topicsearch.h - make a run by searching an index
 */
#ifndef CLI_TOPICSEARCH_H
#define CLI_TOPICSEARCH_H

#include <dossier.h>

#include "topics.h"
#include "eval/trecrun.h"

/*
 * Search `ix` with the plain text (topic_plain()) of every topic and put the `depth` best into `out`, in the order
 * of the topics.  The run is not finished then: its text may be written first.
 * Errors: NOMEM, CORRUPT, LIMIT, INPUT (a topic with too many words; an id that cannot stand in a run).
 */
dossier_status topicsearch(trecrun *out, dossier_index *ix, const topics *t, uint32_t depth, dossier_error *err);

#endif /* CLI_TOPICSEARCH_H */

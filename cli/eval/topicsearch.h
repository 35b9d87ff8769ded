/*
 * topicsearch.h - make a run by searching an index
 */
#ifndef CLI_TOPICSEARCH_H
#define CLI_TOPICSEARCH_H

#include <dossier.h>

#include "topics.h"
#include "eval/trecrun.h"

/*
 * Search `ix` with the plain text (topic_plain()) of every topic and put the best, as `how` says, into `out`, in the order
 * of the topics.  The run is not finished then: its text may be written first.
 * Errors: NOMEM, CORRUPT, LIMIT, INPUT (a topic with too many words; an id that cannot stand in a run).
 */
dossier_status topicsearch(trecrun *out, dossier_index *ix, const topics *t, const dossier_search_options *how,
                           dossier_error *err);

#endif /* CLI_TOPICSEARCH_H */

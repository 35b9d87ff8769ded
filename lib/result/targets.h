/*
 * targets.h - what a passage should show: the scored words and phrases of a plan
 */
#ifndef DSR_RESULT_TARGETS_H
#define DSR_RESULT_TARGETS_H

#include <stddef.h>

#include <dossier/status.h>

#include "base/arena.h"
#include "result/passage.h"
#include "search/plan.h"

/*
 * The leaves of `plan` that are scored and count words of the default field or of list number `list`, each with
 * its weight (idf), in `arena`; terms are borrowed from the plan.  Leaves with the same words are one target of their
 * weights' sum, so that no word of a text matches many times over.  O(leaves^2).  Errors: NOMEM.
 */
dossier_status dsr_targets_of(dsr_target **out, size_t *n, dsr_arena *arena, const dsr_plan *plan, unsigned list);

#endif /* DSR_RESULT_TARGETS_H */

/*
 * stopping.h - stop words are left out of a query that says more
 *
 * "What is the position of the government" asks for position and government: words of text/stopwords.h that stand beside others in a BOOL
 * are taken out, so that they neither match nor score.  They stay where they are asked for: with a sign (+the), a field, in quotes, written
 * in capitals (IT, WHO), with a hyphen, or where the query says nothing else (who).
 *
 * Measured on six judged collections: lib/README.md, Decisions.
 *
 * Threads: no state.
 */
#ifndef DSR_SEARCH_STOPPING_H
#define DSR_SEARCH_STOPPING_H

#include <dossier/status.h>

#include "base/arena.h"
#include "search/rewrite.h"

/*
 * Give the tree without its stop words, in `arena`: TEXTs of no word stand in their places.  Where there is nothing to leave out the tree
 * stays as it is.  Errors: NOMEM.
 */
dossier_status dsr_leave_stop_words_out(dsr_tree *tree, dsr_arena *arena, dossier_error *err);

#endif /* DSR_SEARCH_STOPPING_H */

/*
 * rewrite.h - names in a query become units
 *
 * Words that stand next to each other in the query, with nothing but blanks or hyphens between them, are read as a document's are
 * (text/gazetteer.h).  A name among them, in any of its spellings, becomes
 *
 *   BOOL { MUST concept, SHOULD words of its display name, each counting half }
 *
 * so that all spellings give the same documents with the same scores.  The words are those with a capital of the display
 * name ("Democratic Republic of the Congo": democratic republic congo).  Of a demonym the words are those typed: who looks
 * for "French" may mean the language.
 *
 * What stands between quotes stays words.  So do unsure forms (Georgia), and what blocks hold (New Mexico).  In a query
 * without a capital letter forms that need some match without (turkey); what is taken letter by letter does not: "us" and
 * "who" stay words.
 *
 * A sign or field before the first word is the unit's (-US, title:North Korea), and the unit stands where its words did;
 * where they stand at different depths, as in `North Korea AND talks`, where AND binds its neighbours, at the deepest.
 *
 * Threads: no state.
 */
#ifndef DSR_SEARCH_REWRITE_H
#define DSR_SEARCH_REWRITE_H

#include <stdint.h>

#include <dossier/status.h>

#include "base/arena.h"
#include "query/ast.h"
#include "text/analyzer.h"

/* The nodes of a tree as ast.h describes it. */
typedef struct dsr_tree {
	const dsr_node *nodes;
	uint32_t        count;
} dsr_tree;

/*
 * The tree of `query` with its names as units, in `arena`; texts are borrowed from the query and the analyzer.  Where there is no
 * name, or the analyzer knows none, it is the query's own.  Paths become at most two nodes longer.  Errors: NOMEM.
 */
dossier_status dsr_rewrite(dsr_tree *out, dsr_arena *arena, const dsr_analyzer *analyzer, const dossier_query *query,
                           dossier_error *err);

#endif /* DSR_SEARCH_REWRITE_H */

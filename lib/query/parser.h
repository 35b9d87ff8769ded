/*
 * parser.h - from a query's text to its tree
 *
 * A group is a bracket's content, or the whole query: clauses side by side.  Each open group is a
 * frame on a stack, at most DSR_QUERY_DEPTH_MAX of them, and every token is looked at once:
 *
 *   a b, a OR b      two clauses that SHOULD hold          +a, -a, NOT a    a clause that MUST, must NOT hold
 *   a AND b          one clause: BOOL{MUST a, MUST b}      a AND NOT b      BOOL{MUST a, NOT b}
 *   ( ... )          one clause: BOOL of its clauses; of a single clause that may hold, this clause itself
 *   name:( ... )     the field of all in it that names no other
 *
 * What holds no word is no clause.  An operator without a clause on its right, or AND and OR
 * without one on their left, is none.  Of two operators in a row the latter counts; NOT NOT is NOT.  A query
 * that is nothing but AND, OR or NOT looks for this word.  Brackets that are not closed end with the
 * query; one that closes nothing is passed over.
 *
 * Dates are filters: a clause of nothing but dates MUST hold, unless an OR beside it says otherwise.  A group
 * that would be answered by its filters alone asks for its other clauses too:
 * `korea talks date:2018` is `+(korea OR talks) +date:2018`.  Dates given backwards are turned round; what
 * is no date is a word of the default field.
 */
#ifndef DSR_QUERY_PARSER_H
#define DSR_QUERY_PARSER_H

#include <dossier/schema.h>
#include <dossier/status.h>
#include <dossier/str.h>

#include "query/ast.h"

/*
 * Parse `text`, any bytes, into q->nodes and q->count; `q` holds an allocator and an empty
 * arena.  O(n), no recursion.  `schema` is borrowed for the call.
 * Errors: NOMEM, LIMIT (too many words); the arena may hold something then.
 */
dossier_status dsr_query_read(dossier_query *q, dossier_str text, const dossier_schema *schema, dossier_error *err);

#endif /* DSR_QUERY_PARSER_H */

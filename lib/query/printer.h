/*
 * printer.h - write a query's tree as a query
 *
 * Every operator is written out: `+` MUST, `-` NOT, OR between what SHOULD hold; fields before each word and
 * phrase, dates as `date:2018-01-01..2018-12-31`, quotes where a word would be read as something else.
 *
 * Invariant: read again with the same schema, it gives the same tree.
 */
#ifndef DSR_QUERY_PRINTER_H
#define DSR_QUERY_PRINTER_H

#include "base/buf.h"
#include "query/ast.h"

/* Append the query of a parsed tree; the empty one is empty.  O(n), no recursion. */
void dsr_query_print(dsr_buf *out, const dossier_query *q);

#endif /* DSR_QUERY_PRINTER_H */

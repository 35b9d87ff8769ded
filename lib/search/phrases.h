/*
 * phrases.h - in which documents words stand next to each other, in order
 *
 * A batch of documents that have all the words is looked at word by word: where the rarest stands says where the phrase may begin;
 * the others are read, in all documents at once, while a beginning is left.  Positions repeat where a field weighs more
 * (positions.h), and so a phrase is counted as often as its place weighs.
 */
#ifndef DSR_SEARCH_PHRASES_H
#define DSR_SEARCH_PHRASES_H

#include <stddef.h>
#include <stdint.h>

#include "search/eval.h"

/*
 * Of the candidates, which have all the words of the PHRASE `node`, leave those that have it, and how often in counts[], which has room for
 * DSR_BLOCK + 16; after damage or lack of memory, which become e's status, there are none.  They come back unmarked.
 */
void dsr_phrases_find(dsr_eval *e, dsr_eval_node *node, dsr_candidates *c, uint32_t *counts);

#endif /* DSR_SEARCH_PHRASES_H */

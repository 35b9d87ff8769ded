/*
 * dict_merge.h - walk the terms of several dictionaries in one ascending order
 *
 *     while (dsr_dict_merge_next(&m))
 *             for (size_t i = 0; i < m.count; i++)
 *                     ... m.cursors[m.sources[i]].t ...
 */
#ifndef DSR_SEGMENT_DICT_MERGE_H
#define DSR_SEGMENT_DICT_MERGE_H

#include "base/kway.h"
#include "segment/dict.h"

typedef struct dsr_dict_merge {
	const dossier_alloc *alloc;
	dsr_dict_cursor *cursors; /* of each dictionary */
	size_t    dicts;
	dsr_kway  next;           /* the term after the current one, of each dictionary that has one */
	uint32_t *sources;        /* ascending: the dictionaries that have the current term */
	size_t    count;          /* of them */
	dossier_str term;         /* the current one, valid until the next call */
	int       damaged;        /* a dictionary cannot be read: the walk ended there */
} dsr_dict_merge;

/* Before the first term of `count` dictionaries, to be set.  1, or 0 when out of memory: then nothing is held. */
int dsr_dict_merge_init(dsr_dict_merge *m, const dossier_alloc *alloc, size_t count);

/* Safe on one that is all zero. */
void dsr_dict_merge_release(dsr_dict_merge *m);

/* Set the next dictionary. */
void dsr_dict_merge_add(dsr_dict_merge *m, const dsr_dict *d);

/* To the next term: 1, or 0 at the end or where damage begins.  O(log dictionaries) for each that has it. */
int dsr_dict_merge_next(dsr_dict_merge *m);

#endif /* DSR_SEGMENT_DICT_MERGE_H */

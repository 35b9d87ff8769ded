/*
 * measures.h - how good a ranking is, in the measures of trec_eval
 *
 * Names, definitions and order of summation are those of trec_eval, so that the printed digits are the same.  R is
 * the number of relevant documents (grade above 0) and N of those judged not relevant (grade 0):
 *
 *   num_ret num_rel num_rel_ret    documents retrieved, relevant, both
 *   map          mean over the R of the precision at the rank of each; 0 for one that was not retrieved
 *   bpref        mean over the R of 1 - min(n, R) / min(N, R), n being the judged not relevant above; documents
 *                that were not judged are passed over; 0 for one that was not retrieved
 *   recip_rank   1 / rank of the first relevant document, or 0
 *   P_10         relevant documents among the first 10, divided by 10 however many were retrieved
 *   recall_100   relevant documents among the first 100, divided by R
 *   ndcg_cut_10  sum of grade / log2(1 + rank) over the first 10, divided by that of the best order there is
 *
 * A topic without relevant documents has 0 in all of them.
 */
#ifndef CLI_MEASURES_H
#define CLI_MEASURES_H

#include "judgments.h"

enum measure {
	NUM_RET,
	NUM_REL,
	NUM_REL_RET,
	MAP, /* those before are counts: summed over topics, not averaged */
	BPREF,
	RECIP_RANK,
	P_10,
	RECALL_100,
	NDCG_CUT_10,
	MEASURES
};

typedef struct scores {
	double of[MEASURES];
} scores;

/* The name trec_eval has for it. */
const char *measure_name(enum measure m);

/*
 * The scores of a ranking: grades[i] is the grade of the document at rank i + 1, or UNJUDGED;
 * `judged` holds all judgments of the topic.  O(n + judgments).
 */
scores scores_of(const int32_t *grades, size_t n, judged_topic judged);

#endif /* CLI_MEASURES_H */

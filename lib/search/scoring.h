/*
 * scoring.h - how well a document answers: BM25 in fixed point
 *
 * A leaf is what the query counts: a word, or a phrase, in one list.  It is scored unless it stands below a NOT,
 * or a word of it is in no live document.
 *
 *   N        live documents of the snapshot
 *   df       live documents in which a word occurs
 *   idf      ln(1 + (N - df + 0.5) / (df + 0.5)) of a word, in double; of a leaf: the sum over its
 *            words, in order
 *   scale    2^20, halved until scale times the sum of the idf of all scored leaves is below 2^30
 *   W        (float)(idf * scale)
 *   tf       of a word: its occurrences in the document, each as often as its field weighs; of a
 *            phrase: the occurrences of all of it, counted in the same way
 *   K        (float) of dsr_bm25_table(), with the average length over the live documents of the snapshot,
 *            but at most 1e20
 *
 *   s        W - W * K / (K + tf)  in float, from left to right, each operation rounded (no fused
 *            multiply-add), cut to an integer; 0 where rounding makes it less
 *   score    the sum of s over the leaves that match, where all BOOLs around them match too
 *
 * Sums of integers do not depend on their order: all evaluators give the same bits, and a document's score does
 * not depend on the segment it is in.  Cutting keeps s <= W, and thereby every sum below 2^31.  What a
 * caller sees is score / scale.
 */
#ifndef DSR_SEARCH_SCORING_H
#define DSR_SEARCH_SCORING_H

#include <stddef.h>
#include <stdint.h>

#include "codec/bitpack.h"
#include "search/window.h"

/* What the scores of one leaf in one segment are made of. */
typedef struct dsr_scoring {
	float          weight; /* W */
	uint32_t       times;  /* how often the leaf stands in the query */
	const float   *k;      /* K by length code */
	const uint8_t *norms;  /* length code by document */
} dsr_scoring;

/* Documents and their frequencies on the way to be scored. */
typedef struct dsr_batch {
	uint32_t docs[DSR_BLOCK_ROOM];
	uint32_t tfs[DSR_BLOCK_ROOM];
	size_t   n;
} dsr_batch;

/* idf of a word in `df` of `documents`. */
double dsr_scoring_idf(uint64_t documents, uint64_t df);

/* K by length code. */
void dsr_scoring_table(float k[256], double k1, double b, double average);

/* The scale for this sum of idf. */
double dsr_scoring_scale(double idf_sum);

/*
 * Add the scores of n <= DSR_BLOCK documents of the window, with frequencies tfs[i] > 0, to the window's.  Up to 15
 * more of tfs[] are read, whatever they are.
 */
void dsr_scoring_add(const dsr_scoring *s, const uint32_t *docs, const uint32_t *tfs, size_t n,
                     const dsr_window *w);

/* The same scores to scores[0..n) instead, which has room for DSR_BLOCK. */
void dsr_scoring_scores(const dsr_scoring *s, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t *scores);

/* Put one document into the batch; a full batch is scored and emptied.  Begin with n = 0, end with flush. */
void dsr_batch_put(dsr_batch *b, uint32_t doc, uint32_t tf, const dsr_scoring *s, const dsr_window *w);
void dsr_batch_flush(dsr_batch *b, const dsr_scoring *s, const dsr_window *w);

#endif /* DSR_SEARCH_SCORING_H */

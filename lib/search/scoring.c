/*
 * scoring.c - see scoring.h
 */
#include "search/scoring.h"

#include <math.h>

#include "codec/saturate.h"
#include "segment/bm25.h"

/* Scores are computed so many at a time (saturate.h). */
enum { LANES = 16 };

/* Keeps W * K finite. */
#define K_MAX 1e20

double dsr_scoring_idf(uint64_t documents, uint64_t df)
{
	return log(1.0 + ((double)documents - (double)df + 0.5) / ((double)df + 0.5));
}

void dsr_scoring_table(float k[256], double k1, double b, double average)
{
	double table[256];

	dsr_bm25_table(table, k1, b, average);
	for (unsigned i = 0; i < 256; i++)
		k[i] = (float)(table[i] < K_MAX ? table[i] : K_MAX);
}

double dsr_scoring_scale(double idf_sum)
{
	double scale = 1048576.0;

	while (idf_sum * scale >= 1073741824.0)
		scale /= 2;
	return scale;
}

/* Three passes: look K up, compute, add.  Only the first and last are one document after the other. */
void dsr_scoring_add(const dsr_scoring *s, const uint32_t *docs, const uint32_t *tfs, size_t n,
                     const dsr_window *w)
{
	uint32_t scores[DSR_BLOCK];

	dsr_scoring_scores(s, docs, tfs, n, scores);
	for (size_t i = 0; i < n; i++)
		w->scores[docs[i] - w->first] += scores[i];
}

void dsr_scoring_scores(const dsr_scoring *s, const uint32_t *docs, const uint32_t *tfs, size_t n, uint32_t *scores)
{
	float k[DSR_BLOCK];

	k[0] = 1; /* there may be none */
	for (size_t i = 0; i < n; i++)
		k[i] = s->k[s->norms[docs[i]]];
	for (size_t i = n; i % LANES; i++)
		k[i] = 1;
	dsr_saturate(scores, k, tfs, n, s->weight);
	for (size_t i = 0; s->times > 1 && i < n; i++)
		scores[i] *= s->times;
}

void dsr_batch_put(dsr_batch *b, uint32_t doc, uint32_t tf, const dsr_scoring *s, const dsr_window *w)
{
	b->docs[b->n] = doc;
	b->tfs[b->n++] = tf;
	if (b->n == DSR_BLOCK)
		dsr_batch_flush(b, s, w);
}

void dsr_batch_flush(dsr_batch *b, const dsr_scoring *s, const dsr_window *w)
{
	dsr_scoring_add(s, b->docs, b->tfs, b->n, w);
	b->n = 0;
}

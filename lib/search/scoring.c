/*
 * scoring.c - see scoring.h
 */
#include "search/scoring.h"

#include <math.h>

#include "segment/bm25.h"

/* Scores are computed so many at a time: a number the compiler can see. */
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

/* The formula, for LANES documents.  K and tf are finite, so x can be converted. */
static void compute(int32_t *restrict score, const float *restrict k, const uint32_t *restrict tf, float weight)
{
	for (size_t i = 0; i < LANES; i++) {
		const float x = weight - weight * k[i] / (k[i] + (float)(int32_t)(tf[i] & INT32_MAX));
		const int32_t s = (int32_t)x;

		score[i] = s > 0 ? s : 0;
	}
}

/* Three passes: look K up, compute, add.  Only the first and last are one document after the other. */
void dsr_scoring_add(const dsr_scoring *s, const uint32_t *docs, const uint32_t *tfs, size_t n,
                     const dsr_window *w)
{
	float k[DSR_BLOCK];
	int32_t score[DSR_BLOCK];

	for (size_t i = 0; i < n; i++)
		k[i] = s->k[s->norms[docs[i]]];
	for (size_t i = n; i % LANES; i++)
		k[i] = 1;
	for (size_t i = 0; i < n; i += LANES)
		compute(score + i, k + i, tfs + i, s->weight);
	for (size_t i = 0; i < n; i++)
		w->scores[docs[i] - w->first] += s->times * (uint32_t)score[i];
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

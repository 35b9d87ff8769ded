/*
 * scoring.c - see scoring.h
 */
#include "search/scoring.h"

#include <math.h>

/* Scores are computed so many at a time: a number the compiler can see. */
enum { LANES = 16 };

double dsr_scoring_idf(uint64_t documents, uint64_t df)
{
	return log(1.0 + ((double)documents - (double)df + 0.5) / ((double)df + 0.5));
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
	float k[DSR_BLOCK];
	int32_t tf[DSR_BLOCK], score[DSR_BLOCK];
	const float weight = s->weight;

	for (size_t i = 0; i < n; i++) {
		k[i] = s->k[s->norms[docs[i]]];
		tf[i] = (int32_t)(tfs[i] & INT32_MAX);
	}
	for (size_t i = n; i % LANES; i++) {
		k[i] = 1;
		tf[i] = 1;
	}
	for (size_t i = 0; i < n; i += LANES)
		for (size_t j = i; j < i + LANES; j++) {
			const float x = weight - weight * k[j] / (k[j] + (float)tf[j]);

			score[j] = (int32_t)(x > 0 ? x : 0);
		}
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

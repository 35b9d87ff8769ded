/*
 * bm25.c - see bm25.h
 */
#include "segment/bm25.h"

#include <string.h>

#include "segment/norms.h"

void dsr_bm25_table(double table[256], double k1, double b, double average)
{
	const double each = average > 0 ? b / average : b;

	for (unsigned code = 0; code < 256; code++)
		table[code] = k1 * (1.0 - b + each * dsr_norm_decode((uint8_t)code));
}

void dsr_bm25_bound_table(float table[256], const double k[256], int in_halves)
{
	for (unsigned code = 0; code < 256; code++)
		table[code] = (float)(in_halves ? 2 * k[code] : k[code]);
}

/* So many at a time, a number the compiler can see.  What float loses is less than the hundredth that bounds are above. */
enum { LANES = 16 };

static void compute(uint8_t *restrict bounds, const float *restrict k, const float *restrict tf)
{
	for (size_t i = 0; i < LANES; i++) {
		const float up = tf[i] / (tf[i] + k[i]) * 255.0f + 1.01f;

		bounds[i] = (uint8_t)(int32_t)(up < 255.0f ? up : 255.0f);
	}
}

void dsr_bm25_bounds(uint8_t *bounds, size_t n, const uint32_t *docs, const uint32_t *tfs, const float k[256],
                     const uint8_t *norms)
{
	if (!norms) {
		memset(bounds, 255, n);
		return;
	}
	for (size_t i = 0; i < n; i += LANES) {
		const size_t rest = n - i < LANES ? n - i : LANES;
		float ks[LANES] = { 0 }, tf[LANES] = { 0 };

		for (size_t j = 0; j < rest; j++) {
			ks[j] = k[norms[docs[i + j]]];
			tf[j] = (float)(int32_t)tfs[i + j];
		}
		for (size_t j = rest; j < LANES; j++)
			tf[j] = 1;
		compute(bounds + i, ks, tf);
	}
}

void dsr_bm25_map(uint8_t map[256], const double built[256], const double asked[256])
{
	double rho = asked[0] / built[0];

	for (unsigned code = 1; code < 256; code++)
		rho = asked[code] / built[code] < rho ? asked[code] / built[code] : rho;
	map[0] = 0;
	for (unsigned bound = 1; bound < 256; bound++)
		map[bound] = dsr_bm25_bound(1 / (1 + rho * (255.0 / bound - 1)));
}

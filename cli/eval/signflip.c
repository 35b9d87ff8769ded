/*
 * signflip.c - see signflip.h
 */
#include "eval/signflip.h"

#include <math.h>

static uint64_t draw(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static double flipped_sum(const double *differences, size_t n, uint64_t *state)
{
	uint64_t signs = 0;
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		if (i % 64 == 0)
			signs = draw(state);
		sum += signs >> i % 64 & 1 ? differences[i] : -differences[i];
	}
	return sum;
}

double signflip_test(const double *differences, size_t n, size_t drawings, uint64_t seed)
{
	double sum = 0, size = 0, reach;
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		sum += differences[i];
		size += fabs(differences[i]);
	}
	/* Sums that are equal on paper differ in the last bits when their signs come in another order. */
	reach = fabs(sum) - 1e-12 * size;
	for (size_t i = 0; i < drawings; i++)
		count += fabs(flipped_sum(differences, n, &seed)) >= reach;
	return (double)(1 + count) / (double)(1 + drawings);
}

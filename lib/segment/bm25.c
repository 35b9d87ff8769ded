/*
 * bm25.c - see bm25.h
 */
#include "segment/bm25.h"

#include "segment/norms.h"

void dsr_bm25_table(double table[256], double k1, double b, double average)
{
	const double each = average > 0 ? b / average : b;

	for (unsigned code = 0; code < 256; code++)
		table[code] = k1 * (1.0 - b + each * dsr_norm_decode((uint8_t)code));
}

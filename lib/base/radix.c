/*
 * radix.c - see radix.h
 */
#include "base/radix.h"

#include <string.h>

enum { DIGITS = 4, VALUES = 256, FEW = 24 };

/* For a few numbers: each goes to its place among those before it. */
static void insert(uint64_t *numbers, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const uint64_t v = numbers[i];
		size_t j = i;

		for (; j && numbers[j - 1] >> 32 > v >> 32; j--)
			numbers[j] = numbers[j - 1];
		numbers[j] = v;
	}
}

static unsigned digit(uint64_t v, unsigned d)
{
	return v >> (32 + 8 * d) & (VALUES - 1);
}

/* Turn how often each value comes into where it begins.  0 when there is but one value. */
static int place(size_t *counts, size_t n)
{
	size_t sum = 0;

	for (unsigned v = 0; v < VALUES; v++) {
		const size_t count = counts[v];

		if (count == n)
			return 0;
		counts[v] = sum;
		sum += count;
	}
	return 1;
}

uint64_t *dsr_radix_sort(uint64_t *numbers, uint64_t *other, size_t n)
{
	size_t counts[DIGITS][VALUES];

	if (n <= FEW) {
		insert(numbers, n);
		return numbers;
	}
	memset(counts, 0, sizeof counts);
	for (size_t i = 0; i < n; i++)
		for (unsigned d = 0; d < DIGITS; d++)
			counts[d][digit(numbers[i], d)]++;
	for (unsigned d = 0; d < DIGITS; d++) {
		uint64_t *from = numbers;

		if (!place(counts[d], n))
			continue;
		for (size_t i = 0; i < n; i++)
			other[counts[d][digit(from[i], d)]++] = from[i];
		numbers = other;
		other = from;
	}
	return numbers;
}

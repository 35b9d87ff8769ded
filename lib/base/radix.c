/*
 * radix.c - see radix.h
 *
 * From the lowest byte to the highest.
 */
#include "base/radix.h"

enum { VALUES = 256, FEW = 24 };

uint64_t dsr_radix_differences(const uint64_t *numbers, size_t n)
{
	uint64_t differ = 0;

	for (size_t i = 1; i < n; i++)
		differ |= numbers[i] ^ numbers[0];
	return differ;
}

/* For a few numbers: each goes to its place among those before it. */
static void insert(uint64_t *numbers, size_t n, unsigned low)
{
	for (size_t i = 1; i < n; i++) {
		const uint64_t v = numbers[i];
		size_t j = i;

		for (; j && numbers[j - 1] >> low > v >> low; j--)
			numbers[j] = numbers[j - 1];
		numbers[j] = v;
	}
}

/* Sort by the byte from bit `low` on; stable. */
static void sort_by_byte(uint64_t *out, const uint64_t *in, size_t n, unsigned low)
{
	size_t places[VALUES] = { 0 }, at = 0;

	for (size_t i = 0; i < n; i++)
		places[in[i] >> low & (VALUES - 1)]++;
	for (unsigned v = 0; v < VALUES; v++) {
		const size_t count = places[v];

		places[v] = at;
		at += count;
	}
	for (size_t i = 0; i < n; i++)
		out[places[in[i] >> low & (VALUES - 1)]++] = in[i];
}

uint64_t *dsr_radix_sort(uint64_t *numbers, uint64_t *other, size_t n, unsigned low)
{
	uint64_t differ;

	if (n <= FEW) {
		insert(numbers, n, low);
		return numbers;
	}
	differ = dsr_radix_differences(numbers, n);
	for (; low < 64; low += 8) {
		uint64_t *const sorted = other;

		if (!(differ >> low & (VALUES - 1)))
			continue;
		sort_by_byte(sorted, numbers, n, low);
		other = numbers;
		numbers = sorted;
	}
	return numbers;
}

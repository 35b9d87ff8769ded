/*
 * beside.c - see beside.h
 */
#include "index/beside.h"

#include "base/mem.h"

void dsr_beside_release(dsr_beside *b)
{
	dsr_stream_release(&b->pairs);
	*b = DSR_BESIDE_INIT(b->pairs.alloc);
}

int dsr_beside_stands(const dsr_beside *b, uint32_t place, uint32_t term)
{
	for (size_t i = dsr_beside_count(b); i > b->begun && dsr_beside_place(b, i - 1) == place; i--)
		if (dsr_beside_term(b, i - 1) == term)
			return 1;
	return 0;
}

int dsr_beside_put(dsr_beside *b, uint32_t place, uint32_t term)
{
	const size_t n = dsr_beside_count(b);

	if (!dsr_stream_put(&b->pairs, place))
		return 0;
	if (!dsr_stream_put(&b->pairs, term)) {
		b->pairs.n--;
		return 0;
	}
	b->unsorted |= n > b->begun && dsr_beside_place(b, n - 1) > place;
	return 1;
}

/* The end of the run that ascends from in[from] on. */
static size_t run_end(const uint64_t *in, size_t from, size_t n)
{
	do
		from++;
	while (from < n && in[from - 1] <= in[from]);
	return from < n ? from : n;
}

/* Merge runs in[from, mid) and in[mid, to). */
static void merge(const uint64_t *in, uint64_t *out, size_t from, size_t mid, size_t to)
{
	size_t a = from, b = mid;

	for (size_t i = from; i < to; i++)
		out[i] = a < mid && (b == to || in[a] <= in[b]) ? in[a++] : in[b++];
}

/* A natural merge sort: merges neighbouring runs until one is left.  Returns where the result is. */
static uint64_t *sort(uint64_t *in, uint64_t *out, size_t n)
{
	while (run_end(in, 0, n) < n) {
		uint64_t *const swap = in;

		for (size_t from = 0, to; from < n; from = to) {
			const size_t mid = run_end(in, from, n);

			to = mid < n ? run_end(in, mid, n) : n;
			merge(in, out, from, mid, to);
		}
		in = out;
		out = swap;
	}
	return in;
}

int dsr_beside_end(dsr_beside *b)
{
	const size_t first = b->begun, n = dsr_beside_count(b) - first, size = 2 * n * sizeof(uint64_t);
	uint64_t *keys, *sorted;

	b->begun = first + n;
	if (!b->unsorted)
		return 1;
	keys = dsr_resize(b->pairs.alloc, NULL, 0, size);
	if (!keys)
		return 0;
	for (size_t i = 0; i < n; i++)
		keys[i] = (uint64_t)dsr_beside_place(b, first + i) << 32 | dsr_beside_term(b, first + i);
	sorted = sort(keys, keys + n, n);
	for (size_t i = 0; i < n; i++) {
		dsr_stream_set(&b->pairs, 2 * (first + i), (uint32_t)(sorted[i] >> 32));
		dsr_stream_set(&b->pairs, 2 * (first + i) + 1, (uint32_t)sorted[i]);
	}
	dsr_free(b->pairs.alloc, keys, size);
	b->unsorted = 0;
	return 1;
}

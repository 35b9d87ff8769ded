/*
 * kway.c - see kway.h
 */
#include "base/kway.h"

#include "base/mem.h"
#include "base/order.h"

int dsr_kway_init(dsr_kway *k, const dossier_alloc *alloc, size_t cap)
{
	*k = (dsr_kway){ .alloc = alloc, .heap = dsr_new(alloc, cap * sizeof *k->heap), .cap = cap };
	return k->heap || !cap;
}

void dsr_kway_release(dsr_kway *k)
{
	if (k->alloc)
		dsr_free(k->alloc, k->heap, k->cap * sizeof *k->heap);
	*k = (dsr_kway){ 0 };
}

/* The first eight bytes as a number that sorts like them; shorter strings are filled with zeros. */
static uint64_t prefix_of(dossier_str text)
{
	uint64_t v = 0;

	for (size_t i = 0; i < 8; i++)
		v = v << 8 | (i < text.n ? (uint8_t)text.p[i] : 0);
	return v;
}

static int comes_before(const dsr_kway_entry *a, const dsr_kway_entry *b)
{
	int order;

	if (a->prefix != b->prefix)
		return a->prefix < b->prefix;
	order = dsr_str_compare(a->text, b->text);
	return order < 0 || (!order && a->source < b->source);
}

void dsr_kway_push(dsr_kway *k, dossier_str text, uint32_t source)
{
	const dsr_kway_entry e = { prefix_of(text), text, source };
	size_t i = k->count++;

	for (; i && comes_before(&e, &k->heap[(i - 1) / 2]); i = (i - 1) / 2)
		k->heap[i] = k->heap[(i - 1) / 2];
	k->heap[i] = e;
}

int dsr_kway_pop(dsr_kway *k, dsr_kway_entry *out)
{
	dsr_kway_entry last;
	size_t i = 0, child;

	if (!k->count)
		return 0;
	*out = k->heap[0];
	last = k->heap[--k->count];
	for (; (child = 2 * i + 1) < k->count; i = child) {
		if (child + 1 < k->count && comes_before(&k->heap[child + 1], &k->heap[child]))
			child++;
		if (!comes_before(&k->heap[child], &last))
			break;
		k->heap[i] = k->heap[child];
	}
	k->heap[i] = last;
	return 1;
}

int dsr_kway_has(const dsr_kway *k, const dsr_kway_entry *e)
{
	return k->count && k->heap[0].prefix == e->prefix && !dsr_str_compare(k->heap[0].text, e->text);
}

/*
 * topk.c - see topk.h
 *
 * Selecting and sorting are quickselect and quicksort over one partition.  Pivots are drawn by a generator, so
 * that no order of documents makes them slow.
 */
#include "search/topk.h"

/* So few candidates are not worth a selection, and so few hits are sorted by insertion. */
enum { ROOM_MIN = 64, SORT_MIN = 12 };

int dsr_topk_init(dsr_topk *t, dsr_arena *arena, size_t k, uint64_t documents)
{
	size_t cap = k < ROOM_MIN / 2 ? ROOM_MIN : 2 * k;

	if (k > documents)
		k = (size_t)documents;
	if (cap > documents)
		cap = (size_t)documents;
	*t = (dsr_topk){ .cap = cap, .k = k, .min = k ? 0 : UINT32_MAX, .seed = 1 };
	t->hits = dsr_arena_take(arena, cap * sizeof *t->hits);
	return t->hits != NULL;
}

static int better(const dsr_hit *a, const dsr_hit *b)
{
	return a->score > b->score || (a->score == b->score && a->document < b->document);
}

static void swap(dsr_hit *a, dsr_hit *b)
{
	const dsr_hit c = *a;

	*a = *b;
	*b = c;
}

/* A number below n (Knuth's MMIX generator). */
static size_t draw(dsr_topk *t, size_t n)
{
	t->seed = t->seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)((t->seed >> 33) % n);
}

/* Part hits[from, to), two at least, around one of them, whose place is returned: better ones stand before it. */
static size_t partition(dsr_topk *t, size_t from, size_t to)
{
	dsr_hit *h = t->hits;
	size_t place = from;

	swap(&h[from + draw(t, to - from)], &h[to - 1]);
	for (size_t i = from; i < to - 1; i++)
		if (better(&h[i], &h[to - 1]))
			swap(&h[i], &h[place++]);
	swap(&h[place], &h[to - 1]);
	return place;
}

/* Bring the best k before all others, the worst of them last. */
static void select_best(dsr_topk *t)
{
	size_t from = 0, to = t->n;

	while (to - from > 1) {
		const size_t place = partition(t, from, to);

		if (place < t->k - 1)
			from = place + 1;
		else
			to = place == t->k - 1 ? from : place;
	}
}

/* Keep the best k of more.  Whoever comes later has a higher number, so a tie with the last is lost. */
static void shrink(dsr_topk *t)
{
	select_best(t);
	t->n = t->k;
	t->min = t->hits[t->k - 1].score + 1;
}

void dsr_topk_offer(dsr_topk *t, uint64_t document, uint32_t score)
{
	t->hits[t->n++] = (dsr_hit){ document, score };
	if (t->n == t->cap && t->n > t->k)
		shrink(t);
}

static void insertion_sort(dsr_hit *h, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t j = i; j && better(&h[j], &h[j - 1]); j--)
			swap(&h[j], &h[j - 1]);
}

/* Sort hits[from, to).  Only the smaller part is a call of its own: the depth stays below log2(n). */
static void sort(dsr_topk *t, size_t from, size_t to)
{
	while (to - from > SORT_MIN) {
		const size_t place = partition(t, from, to);

		if (place - from < to - place) {
			sort(t, from, place);
			from = place + 1;
		} else {
			sort(t, place + 1, to);
			to = place;
		}
	}
	insertion_sort(t->hits + from, to - from);
}

void dsr_topk_finish(dsr_topk *t)
{
	if (t->n > t->k)
		shrink(t);
	sort(t, 0, t->n);
}

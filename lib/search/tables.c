/*
 * tables.c - see tables.h
 */
#include "search/tables.h"

#include <string.h>

#include "search/scoring.h"
#include "segment/bm25.h"

struct dsr_bound_map {
	int     is_needed; /* 0: bounds hold as they are */
	uint8_t map[256];
};

void dsr_tables_init(dsr_tables *t, const dsr_snapshot *snapshot, const dossier_alloc *alloc)
{
	*t = (dsr_tables){ .snapshot = snapshot, .arena = DSR_ARENA_INIT(alloc), .k1 = DSR_BM25_K1, .b = DSR_BM25_B };
}

void dsr_tables_release(dsr_tables *t)
{
	dsr_arena_release(&t->arena);
}

void dsr_tables_set(dsr_tables *t, double k1, double b)
{
	if (k1 == t->k1 && b == t->b)
		return;
	t->k1 = k1;
	t->b = b;
	memset(t->k, 0, sizeof t->k);
	t->maps = NULL;
	dsr_arena_reset(&t->arena);
}

/* Of the live documents of the snapshot. */
static double average_length(const dsr_snapshot *s, unsigned list)
{
	return s->documents ? (double)s->length[list] / (double)s->documents : 0;
}

const float *dsr_tables_k(dsr_tables *t, int in_halves, unsigned list)
{
	float **k = &t->k[in_halves != 0][list];

	if (*k)
		return *k;
	*k = dsr_arena_take(&t->arena, 256 * sizeof **k);
	if (*k)
		dsr_scoring_table(*k, in_halves ? 2 * t->k1 : t->k1, t->b, average_length(t->snapshot, list));
	return *k;
}

static void fill_map(const dsr_tables *t, struct dsr_bound_map *m, size_t segment, unsigned list)
{
	const dsr_segment *s = t->snapshot->segments[segment].segment;
	const double average = (double)s->lists[list].dict.totals.length / s->docs;
	const double asked_average = average_length(t->snapshot, list);
	double built[256], asked[256];

	m->is_needed = t->k1 != DSR_BM25_K1 || t->b != DSR_BM25_B || average != asked_average;
	if (!m->is_needed)
		return;
	dsr_bm25_table(built, DSR_BM25_K1, DSR_BM25_B, average);
	dsr_bm25_table(asked, t->k1, t->b, asked_average);
	dsr_bm25_map(m->map, built, asked);
}

int dsr_tables_map(dsr_tables *t, size_t segment, unsigned list, const uint8_t **map)
{
	struct dsr_bound_map **m;

	if (!t->maps)
		t->maps = dsr_arena_zero(&t->arena, t->snapshot->count * DSR_LISTS_MAX * sizeof *t->maps);
	if (!t->maps)
		return 0;
	m = &t->maps[segment * DSR_LISTS_MAX + list];
	if (!*m) {
		*m = dsr_arena_take(&t->arena, sizeof **m);
		if (!*m)
			return 0;
		fill_map(t, *m, segment, list);
	}
	*map = (*m)->is_needed ? (*m)->map : NULL;
	return 1;
}

/*
 * stats.c - what an index holds: counts, bytes by section, documents by value
 */
#include <dossier/index.h>

#include <stdio.h>
#include <string.h>

#include "api/handles.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/order.h"
#include "schema/fields.h"
#include "segment/columns.h"

dossier_index_stats dossier_index_get_stats(const dossier_index *ix)
{
	const dsr_snapshot *s = &ix->snapshot;
	dossier_index_stats out = { .documents = s->documents, .segments = s->count, .generation = s->manifest.generation };

	for (size_t i = 0; i < s->count; i++) {
		out.deleted += s->segments[i].dead_count;
		out.bytes += s->manifest.segments[i].length;
	}
	return out;
}

/* Bytes of all sections of one kind. */
static uint64_t section_bytes(const dsr_container *c, unsigned kind)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < c->sections; i++) {
		const uint8_t *e = c->table + (size_t)i * DSR_SECTION_SIZE;

		sum += dsr_get_u32(e) == kind ? dsr_get_u64(e + 16) : 0;
	}
	return sum;
}

int dossier_index_section(const dossier_index *ix, size_t i, dossier_section_stats *out)
{
	uint64_t sum = 0;

	if (i + 1 >= DSR_SECTION_KINDS)
		return 0;
	for (size_t s = 0; s < ix->snapshot.count; s++)
		sum += section_bytes(&ix->snapshot.segments[s].segment->file, (unsigned)i + 1);
	*out = (dossier_section_stats){ dsr_section_name((unsigned)i + 1), sum };
	return 1;
}

/* Number of the i-th list that has words, or 0 past the last but the default field's own 0. */
static int find_list(const dossier_schema *schema, size_t i, unsigned *list)
{
	for (*list = 0; *list <= schema->count; (*list)++)
		if (!dsr_list_is_key(*list) && dsr_schema_has_list(schema, *list) && i-- == 0)
			return 1;
	return 0;
}

int dossier_index_field(const dossier_index *ix, size_t i, dossier_field_stats *out)
{
	const dossier_schema *schema = dossier_index_schema(ix);
	dossier_field_stats sum = { 0 };
	unsigned list;

	if (!find_list(schema, i, &list))
		return 0;
	sum.name = list == DSR_LIST_DEFAULT ? "default" : schema->fields[list - 1].name;
	for (size_t s = 0; s < ix->snapshot.count; s++) {
		const dsr_list_totals *t = &ix->snapshot.segments[s].segment->lists[list].dict.totals;

		sum.terms += t->terms;
		sum.postings += t->postings;
		sum.tokens += t->tokens;
	}
	*out = sum;
	return 1;
}

/* ---- documents by value ---- */

/* Values of one segment's column with their counts, in ascending order, and how far the walk has come. */
typedef struct counts {
	dsr_column column;
	uint64_t  *of;    /* by value number; of a date column by year */
	uint32_t   size;
	uint32_t   next;
	uint64_t   none;  /* documents without a value */
} counts;

enum { YEARS = 10000 };

static dossier_str value_at(const counts *c, uint32_t v, char year[8])
{
	if (!c->column.is_date)
		return dsr_column_name(&c->column, v);
	return (dossier_str){ year, (size_t)snprintf(year, 8, "%04u", v) };
}

static void count_document(counts *c, uint32_t doc)
{
	const dsr_column *col = &c->column;
	uint32_t n;

	if (col->is_date) {
		const dsr_packed_date date = dsr_column_date(col, doc);

		*(date ? &c->of[date >> 9] : &c->none) += 1;
		return;
	}
	n = dsr_column_count(col, doc);
	c->none += !n;
	for (uint32_t i = 0; i < n; i++)
		c->of[dsr_column_value(col, doc, i)]++;
}

static dossier_status count_segment(counts *c, const dsr_env *env, const dsr_snapshot_segment *s, unsigned list,
                                    dossier_error *err)
{
	if (!dsr_column_open(&c->column, &s->segment->file, list, s->segment->docs))
		return dsr_fail(err, DOSSIER_ERR_CORRUPT, "a column is missing or damaged");
	c->size = c->column.is_date ? YEARS : c->column.names;
	c->of = dsr_new(&env->alloc, c->size * sizeof *c->of);
	if (!c->of && c->size)
		return dsr_nomem(err);
	for (uint32_t d = 0; d < s->segment->docs; d++)
		if (!dsr_snapshot_is_dead(s, d))
			count_document(c, d);
	return DOSSIER_OK;
}

/* Walk the segments' ascending values side by side and report each distinct one with its sum. */
static void report(counts *all, size_t n, int (*each)(void *ctx, dossier_str value, uint64_t documents), void *ctx)
{
	char year[8], least_year[8];
	uint64_t sum = 0;
	int stop = 0;

	for (size_t i = 0; i < n; i++)
		sum += all[i].none;
	if (sum)
		stop = each(ctx, (dossier_str){ "", 0 }, sum);
	while (!stop) {
		dossier_str least = { NULL, 0 };

		for (size_t i = 0; i < n; i++) {
			if (all[i].next < all[i].size) {
				const dossier_str v = value_at(&all[i], all[i].next, year);

				if (!least.p || dsr_str_compare(v, least) < 0) {
					memcpy(least_year, year, sizeof year);
					least = (dossier_str){ v.p == year ? least_year : v.p, v.n };
				}
			}
		}
		if (!least.p)
			return;
		sum = 0;
		for (size_t i = 0; i < n; i++)
			if (all[i].next < all[i].size && !dsr_str_compare(value_at(&all[i], all[i].next, year), least))
				sum += all[i].of[all[i].next++];
		stop = sum ? each(ctx, least, sum) : 0;
	}
}

dossier_status dossier_index_count_values(dossier_index *ix, const char *field,
                                          int (*each)(void *ctx, dossier_str value, uint64_t documents), void *ctx,
                                          dossier_error *err)
{
	const dossier_schema *schema = dossier_index_schema(ix);
	const int f = dsr_schema_find(schema, dossier_str_of(field));
	const size_t n = ix->snapshot.count;
	dossier_status st = DOSSIER_OK;
	counts *all;

	if (f < 0 || !(schema->fields[f].flags & DOSSIER_FIELD_COLUMN))
		return dsr_fail(err, DOSSIER_ERR_NOTFOUND, "no column \"%.60s\"", field);
	all = dsr_new(&ix->env.alloc, n * sizeof *all);
	if (!all && n)
		return dsr_nomem(err);
	for (size_t i = 0; i < n && !st; i++)
		st = count_segment(&all[i], &ix->env, &ix->snapshot.segments[i], DSR_LIST_OF(f), err);
	if (!st)
		report(all, n, each, ctx);
	for (size_t i = 0; i < n; i++)
		dsr_free(&ix->env.alloc, all[i].of, all[i].size * sizeof *all[i].of);
	dsr_free(&ix->env.alloc, all, n * sizeof *all);
	return st;
}

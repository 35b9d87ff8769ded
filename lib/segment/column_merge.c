/*
 * column_merge.c - see column_merge.h
 */
#include "segment/column_merge.h"

#include "base/error.h"
#include "base/kway.h"
#include "base/mem.h"
#include "segment/columns.h"

/* Where a name of the merged column stands. */
typedef struct name {
	uint32_t source, number;
} name;

typedef struct merging {
	dsr_container_writer *out;
	const dsr_sources    *s;
	dsr_column *columns; /* of each source */
	uint32_t  **numbers; /* of each source: by name, its number in the merged column */
	name       *names;
	size_t      names_cap;
	uint32_t    name_count;
	uint64_t    values, bytes;
} merging;

/* Open all: DOSSIER_OK, NOMEM or CORRUPT. */
static dossier_status open_columns(merging *m, unsigned list)
{
	m->columns = dsr_new(m->s->alloc, m->s->count * sizeof *m->columns);
	if (!m->columns)
		return DOSSIER_ERR_NOMEM;
	for (size_t i = 0; i < m->s->count; i++) {
		const dsr_segment *segment = m->s->at[i].segment;

		if (!dsr_column_open(&m->columns[i], &segment->file, list, segment->docs) ||
		    m->columns[i].is_date != m->columns[0].is_date)
			return DOSSIER_ERR_CORRUPT;
	}
	return DOSSIER_OK;
}

static void release(merging *m)
{
	const dossier_alloc *a = m->s->alloc;

	for (size_t i = 0; m->numbers && i < m->s->count; i++)
		dsr_free(a, m->numbers[i], m->columns[i].names * sizeof **m->numbers);
	dsr_free(a, m->numbers, m->s->count * sizeof *m->numbers);
	dsr_free(a, m->names, m->names_cap * sizeof *m->names);
	dsr_free(a, m->columns, m->s->count * sizeof *m->columns);
}

static void merge_dates(merging *m)
{
	dsr_column_begin_dates(m->out, m->s->docs);
	for (dsr_sources_walk w = dsr_sources_begin(m->s); dsr_sources_next(&w); )
		dsr_column_put(m->out, dsr_column_date(&m->columns[w.source], w.doc));
}

/* Mark the names that live documents have, and count their values. */
static void mark_names(merging *m)
{
	for (dsr_sources_walk w = dsr_sources_begin(m->s); dsr_sources_next(&w); ) {
		const dsr_column *c = &m->columns[w.source];
		const uint32_t n = dsr_column_count(c, w.doc);

		for (uint32_t v = 0; v < n; v++)
			m->numbers[w.source][dsr_column_value(c, w.doc, v)] = 1;
		m->values += n;
	}
}

static int make_numbers(merging *m)
{
	const dossier_alloc *a = m->s->alloc;

	m->numbers = dsr_new(a, m->s->count * sizeof *m->numbers);
	if (!m->numbers)
		return 0;
	for (size_t i = 0; i < m->s->count; i++) {
		const uint32_t names = m->columns[i].names;

		m->numbers[i] = dsr_new(a, names * sizeof **m->numbers);
		if (names && !m->numbers[i])
			return 0;
		m->names_cap += names;
	}
	mark_names(m);
	m->names = dsr_new(a, m->names_cap * sizeof *m->names);
	return m->names || !m->names_cap;
}

/* Put the next marked name of a source, from number `v` on, into the heap. */
static void push_name(const merging *m, dsr_kway *next, uint32_t source, uint32_t v, uint32_t *at)
{
	const dsr_column *c = &m->columns[source];

	while (v < c->names && !m->numbers[source][v])
		v++;
	at[source] = v;
	if (v < c->names)
		dsr_kway_push(next, dsr_column_name(c, v), source);
}

/* Number the marked names in ascending order; `at` is room for a number a source. */
static void number_names(merging *m, dsr_kway *next, uint32_t *at)
{
	dsr_kway_entry e;

	for (uint32_t i = 0; i < m->s->count; i++)
		push_name(m, next, i, 0, at);
	while (dsr_kway_pop(next, &e)) {
		const uint32_t number = m->name_count++;

		m->names[number] = (name){ e.source, at[e.source] };
		m->bytes += e.text.n;
		for (;;) {
			const uint32_t v = at[e.source];

			m->numbers[e.source][v] = number;
			push_name(m, next, e.source, v + 1, at);
			if (!dsr_kway_has(next, &e))
				break;
			dsr_kway_pop(next, &e);
		}
	}
}

static dossier_status merge_names(merging *m)
{
	const dossier_alloc *a = m->s->alloc;
	const size_t size = m->s->count * sizeof(uint32_t);
	dsr_kway next = { 0 };
	uint32_t *at = dsr_new(a, size);
	dossier_status st = DOSSIER_ERR_NOMEM;

	if (at && make_numbers(m) && dsr_kway_init(&next, a, m->s->count)) {
		number_names(m, &next, at);
		st = m->values > UINT32_MAX || m->bytes > UINT32_MAX ? DOSSIER_ERR_LIMIT : DOSSIER_OK;
	}
	dsr_kway_release(&next);
	dsr_free(a, at, size);
	return st;
}

static void put_starts(const merging *m)
{
	uint32_t start = 0;

	dsr_column_put(m->out, 0);
	for (dsr_sources_walk w = dsr_sources_begin(m->s); dsr_sources_next(&w); )
		dsr_column_put(m->out, start += dsr_column_count(&m->columns[w.source], w.doc));
}

static void put_values(const merging *m)
{
	for (dsr_sources_walk w = dsr_sources_begin(m->s); dsr_sources_next(&w); ) {
		const dsr_column *c = &m->columns[w.source];
		const uint32_t n = dsr_column_count(c, w.doc);

		for (uint32_t v = 0; v < n; v++)
			dsr_column_put(m->out, m->numbers[w.source][dsr_column_value(c, w.doc, v)]);
	}
}

static dossier_str text_of(const merging *m, uint32_t number)
{
	return dsr_column_name(&m->columns[m->names[number].source], m->names[number].number);
}

static void put_names(const merging *m)
{
	uint32_t at = 0;

	for (uint32_t v = 0; v < m->name_count; v++) {
		dsr_column_put(m->out, at);
		at += (uint32_t)text_of(m, v).n;
	}
	dsr_column_put(m->out, at);
	for (uint32_t v = 0; v < m->name_count; v++)
		dsr_container_put(m->out, text_of(m, v).p, text_of(m, v).n);
}

static dossier_status merge_texts(merging *m)
{
	const dossier_status st = merge_names(m);

	if (st)
		return st;
	dsr_column_begin_text(m->out, m->s->docs, m->name_count, (uint32_t)m->values);
	put_starts(m);
	put_values(m);
	put_names(m);
	return DOSSIER_OK;
}

dossier_status dsr_column_merge(dsr_container_writer *out, const dsr_sources *s, unsigned list, dossier_error *err)
{
	merging m = { .out = out, .s = s };
	dossier_status st = open_columns(&m, list);

	if (!st && m.columns[0].is_date)
		merge_dates(&m);
	else if (!st)
		st = merge_texts(&m);
	release(&m);
	if (st == DOSSIER_ERR_CORRUPT)
		return dsr_fail(err, st, "column %u is missing or damaged", list);
	if (st == DOSSIER_ERR_LIMIT)
		return dsr_fail(err, st, "column %u would pass 4 GiB", list);
	if (st)
		return dsr_nomem(err);
	dsr_container_end(out, DSR_SECTION_COLUMN, list);
	return DOSSIER_OK;
}

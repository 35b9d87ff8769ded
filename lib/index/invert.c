/*
 * invert.c - see invert.h
 */
#include "index/invert.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* Every 128th place's document is noted; from there the right one is a few steps off. */
enum { DOC_STEP_BITS = 7 };
/* So many terms before they are written, the places of their first run, their runs and their totals are brought near. */
enum { NEAR = 8, FAR = 24, FARTHER = 40 };

/* Where a run lies. */
typedef struct found {
	uint32_t batch, from, n;
} found;

/* A term's runs, when all batches are seen together. */
typedef struct total {
	uint32_t places, runs;
	size_t   at; /* among the runs of the part: where its next one goes, OUT when it is in another part */
} total;

#define OUT SIZE_MAX

typedef struct inversion {
	const dsr_gather *g;
	uint32_t  terms;
	total    *totals;    /* of each term */
	found    *runs;      /* of one part, those of each term together, ascending by batch; one behind that is in no term */
	size_t    part;
	uint32_t *places;    /* of one term */
	uint32_t  most;      /* places of the commonest */
	uint32_t *doc_steps; /* document of every 128th place */
	uint32_t  docs[1 + DSR_BLOCK], ends[1 + DSR_BLOCK]; /* of a block being built, from 1 on */
	uint32_t  tfs[DSR_BLOCK];
} inversion;

static void add_up(inversion *v)
{
	for (size_t b = 0; b < v->g->batch_count; b++) {
		const dsr_sorted_batch *batch = &v->g->batches[b];

		for (uint32_t i = 0, begin = 0; i < batch->run_count; begin = batch->runs[i++].end) {
			total *t = &v->totals[batch->runs[i].term];

			t->places += batch->runs[i].end - begin;
			t->runs++;
		}
	}
	for (uint32_t t = 0; t < v->terms; t++) {
		v->most = v->totals[t].places > v->most ? v->totals[t].places : v->most;
		v->totals[t].at = OUT;
	}
}

static void note_doc_steps(inversion *v)
{
	const dsr_gather *g = v->g;
	uint32_t doc = 0;

	for (size_t i = 0; i << DOC_STEP_BITS < g->tokens.n; i++) {
		while (g->starts[doc + 1] <= i << DOC_STEP_BITS)
			doc++;
		v->doc_steps[i] = doc;
	}
}

/* ---- sorting a part ---- */

/* Terms order[from ..) whose runs fit a part together; at least one.  Returns the end. */
static uint32_t choose_part(const inversion *v, const uint32_t *order, uint32_t from)
{
	size_t size = 0;

	while (from < v->terms && size + v->totals[order[from]].runs <= v->part)
		size += v->totals[order[from++]].runs;
	return from;
}

/* Sort the runs of terms order[from, to), by number: what was seen early is frequent, and lies together. */
static void sort_part(inversion *v, const uint32_t *order, uint32_t from, uint32_t to)
{
	size_t sum = 0;

	for (uint32_t i = from; i < to; i++)
		v->totals[order[i]].at = 0;
	for (uint32_t t = 0; t < v->terms; t++)
		if (v->totals[t].at != OUT) {
			v->totals[t].at = sum;
			sum += v->totals[t].runs;
		}
	v->runs[sum] = (found){ 0 };
	for (uint32_t b = 0; b < v->g->batch_count; b++) {
		const dsr_sorted_batch *batch = &v->g->batches[b];

		for (uint32_t i = 0, begin = 0; i < batch->run_count; begin = batch->runs[i++].end) {
			total *t = &v->totals[batch->runs[i].term];

			if (t->at != OUT)
				v->runs[t->at++] = (found){ b, begin, batch->runs[i].end - begin };
		}
	}
}

/* ---- writing ---- */

static inline uint32_t doc_of(const inversion *v, uint32_t place)
{
	const uint32_t *starts = v->g->starts;
	uint32_t doc = v->doc_steps[place >> DOC_STEP_BITS];

	doc += starts[doc + 1] <= place;
	while (starts[doc + 1] <= place) /* not where documents are longer than a step */
		doc++;
	return doc;
}

/*
 * Turn places of a term into gaps, as many as make a block of documents: its numbers, and where the gaps of each end.  Returns how
 * many; *count are the documents.  Whether the next place is in the same document cannot be guessed, so nothing branches on it.
 */
static size_t take_block(inversion *v, uint32_t *places, size_t n, size_t *count)
{
	const uint32_t *starts = v->g->starts;
	uint32_t last = UINT32_MAX, before = 0;
	size_t docs = 0, i = 0;

	for (; i < n; i++) {
		const uint32_t place = places[i], doc = doc_of(v, place), is_new = doc != last;

		if (docs + is_new > DSR_BLOCK)
			break;
		docs += is_new;
		v->docs[docs] = last = doc;
		v->ends[docs] = (uint32_t)i + 1;
		places[i] = place - (before ^ ((before ^ starts[doc]) & (0 - is_new)));
		before = place;
	}
	*count = docs;
	return i;
}

/* Write one term from its sorted places, which are used up. */
static void write_places(inversion *v, dsr_list_writer *w, dossier_str term, uint32_t *places, uint32_t n)
{
	dsr_list_term(w, term);
	for (size_t taken, docs; n; places += taken, n -= (uint32_t)taken) {
		taken = take_block(v, places, n, &docs);
		for (size_t i = 0; i < docs; i++)
			v->tfs[i] = v->ends[i + 1] - v->ends[i];
		dsr_list_block(w, docs, v->docs + 1, v->tfs, places);
	}
	dsr_list_end_term(w);
}

/* Write a run's places, and up to DSR_BATCH_SLACK - 1 numbers more: most runs are short, and how short cannot be guessed. */
static inline void copy_run(uint32_t *restrict out, const uint16_t *restrict places, uint32_t n, uint32_t first)
{
	for (; n; n -= n < DSR_BATCH_SLACK ? n : DSR_BATCH_SLACK) {
		for (uint32_t i = 0; i < DSR_BATCH_SLACK; i++)
			out[i] = first + places[i];
		out += DSR_BATCH_SLACK;
		places += DSR_BATCH_SLACK;
	}
}

/* The places of a term, from all batches. */
static void collect(const inversion *v, const found *runs, uint32_t n)
{
	const dsr_sorted_batch *const batches = v->g->batches;
	uint32_t *out = v->places;

	for (uint32_t i = 0; i < n; i++) {
		const found *ahead = &runs[i + FAR < n ? i + FAR : n - 1];

		__builtin_prefetch(batches[ahead->batch].places + ahead->from);
		copy_run(out, batches[runs[i].batch].places + runs[i].from, runs[i].n, runs[i].batch << DSR_BATCH_BITS);
		out += runs[i].n;
	}
}

/* The first run of a term; of one that has none, any. */
static inline const found *first_run(const inversion *v, const total *t)
{
	return v->runs + t->at - t->runs;
}

static void write_part(inversion *v, dsr_list_writer *w, const dsr_strings *terms, const uint32_t *order, uint32_t from,
                       uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		const total *t = &v->totals[order[i]];
		const found *soon = first_run(v, &v->totals[order[i + NEAR < to ? i + NEAR : i]]);

		__builtin_prefetch(&v->totals[order[i + FARTHER < to ? i + FARTHER : i]]);
		__builtin_prefetch(first_run(v, &v->totals[order[i + FAR < to ? i + FAR : i]]));
		__builtin_prefetch(v->g->batches[soon->batch].places + soon->from);
		if (!t->runs)
			continue;
		collect(v, first_run(v, t), t->runs);
		write_places(v, w, dsr_strings_at(terms, order[i]), v->places, t->places);
	}
	for (uint32_t i = from; i < to; i++)
		v->totals[order[i]].at = OUT;
}

/* The part must hold the term with most runs, of which each batch has one. */
static size_t part_size(const dsr_gather *g, size_t part)
{
	part = part > g->batch_count ? part : g->batch_count;
	return part < g->runs ? part : (size_t)g->runs;
}

/* 1, or 0 when out of memory. */
static int write_all(inversion *v, dsr_list_writer *w, const dsr_strings *terms, const uint32_t *order)
{
	add_up(v);
	note_doc_steps(v);
	v->places = dsr_resize(v->g->alloc, NULL, 0, (v->most + DSR_BATCH_SLACK) * sizeof *v->places);
	if (!v->places)
		return 0;
	for (uint32_t from = 0, to; from < v->terms; from = to) {
		to = choose_part(v, order, from);
		sort_part(v, order, from, to);
		write_part(v, w, terms, order, from, to);
	}
	dsr_free(v->g->alloc, v->places, (v->most + DSR_BATCH_SLACK) * sizeof *v->places);
	return 1;
}

dossier_status dsr_invert(dsr_list_writer *w, dsr_gather *g, const dsr_strings *terms,
                          const uint32_t *order, size_t part, dossier_error *err)
{
	const size_t steps = (g->tokens.n >> DOC_STEP_BITS) + 1;
	inversion v = { .g = g, .terms = terms->count };
	int right;

	if (!dsr_gather_finish(g, terms->count))
		return dsr_nomem(err);
	if (!g->runs)
		return DOSSIER_OK;
	v.part = part_size(g, part);
	v.totals = dsr_new(g->alloc, v.terms * sizeof *v.totals);
	v.runs = dsr_resize(g->alloc, NULL, 0, (v.part + 1) * sizeof *v.runs);
	v.doc_steps = dsr_resize(g->alloc, NULL, 0, steps * sizeof *v.doc_steps);
	right = v.totals && v.runs && v.doc_steps && write_all(&v, w, terms, order);
	dsr_free(g->alloc, v.doc_steps, steps * sizeof *v.doc_steps);
	dsr_free(g->alloc, v.runs, (v.part + 1) * sizeof *v.runs);
	dsr_free(g->alloc, v.totals, v.terms * sizeof *v.totals);
	return right ? DOSSIER_OK : dsr_nomem(err);
}

/*
 * invert.c - see invert.h
 */
#include "index/invert.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "segment/norms.h"

/* Every 256th token's document is noted; from there the right one is a few steps off. */
enum { DOC_STEP_BITS = 8 };

/* ---- gathering ---- */

void dsr_gather_release(dsr_gather *g)
{
	dsr_stream_release(&g->tokens);
	dsr_beside_release(&g->beside);
	dsr_free(g->alloc, g->starts, g->starts_cap * sizeof *g->starts);
	dsr_free(g->alloc, g->norms, g->norms_cap);
	dsr_free(g->alloc, g->zones, g->zones_cap * sizeof *g->zones);
	*g = DSR_GATHER_INIT(g->alloc);
}

void dsr_gather_reset(dsr_gather *g)
{
	dsr_stream_release(&g->tokens);
	dsr_beside_release(&g->beside);
	g->docs = 0;
	g->words = g->length = 0;
}

int dsr_gather_begin(dsr_gather *g)
{
	void *starts = g->starts, *norms = g->norms, *zones = g->zones;
	const size_t need = (size_t)g->docs + 2;

	if (!dsr_grow(g->alloc, &starts, &g->starts_cap, need, sizeof *g->starts))
		return 0;
	g->starts = starts;
	if (!dsr_grow(g->alloc, &norms, &g->norms_cap, need, 1))
		return 0;
	g->norms = norms;
	if (g->zones_per_doc && !dsr_grow(g->alloc, &zones, &g->zones_cap, need * g->zones_per_doc, sizeof *g->zones))
		return 0;
	g->zones = zones;
	g->starts[g->docs] = (uint32_t)g->tokens.n;
	return 1;
}

int dsr_gather_end(dsr_gather *g, uint32_t words, uint32_t length)
{
	const uint8_t code = dsr_norm_encode(length);

	if (!dsr_beside_end(&g->beside))
		return 0;
	g->norms[g->docs++] = code;
	g->starts[g->docs] = (uint32_t)g->tokens.n;
	g->words += words;
	g->length += dsr_norm_decode(code);
	return 1;
}

int dsr_gather_beside(dsr_gather *g, uint32_t place, uint32_t term, uint32_t times)
{
	place += g->starts[g->docs];
	if (dsr_stream_at(&g->tokens, place) == term || dsr_beside_stands(&g->beside, place, term))
		return 1;
	while (times && dsr_beside_put(&g->beside, place, term))
		times--;
	return !times;
}

size_t dsr_gather_memory(const dsr_gather *g)
{
	return dsr_stream_memory(&g->tokens) + dsr_stream_memory(&g->beside.pairs) + g->starts_cap * sizeof *g->starts + g->norms_cap +
	       g->zones_cap * sizeof *g->zones;
}

/* ---- inverting ---- */

typedef struct inversion {
	const dsr_gather *g;
	const dossier_alloc *alloc;
	uint32_t  terms;
	uint32_t *counts;    /* of each term, then of the empty positions */
	uint32_t *at;        /* place in the sorted order where a term's next token goes */
	uint32_t *places;    /* of one part, sorted by term, and one that is never read; twice where a term counts twice */
	size_t    part;
	uint32_t *doc_steps; /* document of every 256th token */
	uint32_t *light;     /* of each document the place from which on every word counts once */
	uint32_t *gaps;      /* of a block being built */
	size_t    gaps_n, gaps_cap;
	uint32_t  docs[DSR_BLOCK], tfs[DSR_BLOCK];
	size_t    n;         /* documents of the block */
} inversion;

static void count_terms(inversion *v)
{
	const dsr_stream *s = &v->g->tokens;
	const uint32_t terms = v->terms;
	uint32_t *counts = v->counts;

	memset(counts, 0, ((size_t)terms + 1) * sizeof *counts);
	for (size_t from = 0, n; (n = dsr_stream_run(from, s->n)) > 0; from += n) {
		const uint32_t *run = dsr_stream_from(s, from);

		for (size_t i = 0; i < n; i++)
			counts[run[i] < terms ? run[i] : terms]++;
	}
	for (size_t i = 0; i < dsr_beside_count(&v->g->beside); i++)
		counts[dsr_beside_term(&v->g->beside, i)]++;
}

/* Where each term's places begin when all are sorted; empty positions go behind all. */
static void place_terms(inversion *v, const uint32_t *order)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < v->terms; i++) {
		v->at[order[i]] = sum;
		sum += v->counts[order[i]];
	}
	v->at[v->terms] = UINT32_MAX;
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

/* The place from which on no word of document `doc` counts more than once. */
static uint32_t light_from(const dsr_gather *g, uint32_t doc)
{
	const dsr_zone *zones = g->zones + (size_t)doc * g->zones_per_doc;
	uint32_t n = g->zones_per_doc;

	while (n && zones[n - 1].weight == 1)
		n--;
	return g->starts[doc] + (n ? zones[n - 1].end : 0);
}

static void note_light(inversion *v)
{
	for (uint32_t d = 0; d < v->g->docs; d++)
		v->light[d] = light_from(v->g, d);
}

/*
 * Sort a place into [base, base + size) of the sorted order, if it belongs there.  Without a branch: places of
 * other parts are written to the cell behind the part.
 */
static inline void sort_in(uint32_t *at, uint32_t *places, uint32_t base, uint32_t size, uint32_t place)
{
	const uint32_t q = *at - base;
	const uint32_t in = q < size;

	places[in ? q : size] = place;
	*at += in;
}

/* Sort the tokens from place `from` up to `to`. */
static void scatter_tokens(inversion *v, uint32_t base, uint32_t size, size_t from, size_t to)
{
	const uint32_t terms = v->terms;
	uint32_t *at = v->at, *places = v->places;

	for (size_t n; (n = dsr_stream_run(from, to)) > 0; from += n) {
		const uint32_t *run = dsr_stream_from(&v->g->tokens, from);

		for (size_t i = 0; i < n; i++)
			sort_in(&at[run[i] < terms ? run[i] : terms], places, base, size, (uint32_t)(from + i));
	}
}

/* Sort all places of a part, so that those of each term ascend: what stands beside a word follows it. */
static void scatter(inversion *v, uint32_t base, uint32_t size)
{
	const dsr_gather *g = v->g;
	size_t from = 0;

	for (size_t i = 0; i < dsr_beside_count(&g->beside); i++) {
		const uint32_t place = dsr_beside_place(&g->beside, i);

		scatter_tokens(v, base, size, from, (size_t)place + 1);
		from = (size_t)place + 1;
		sort_in(&v->at[dsr_beside_term(&g->beside, i)], v->places, base, size, place);
	}
	scatter_tokens(v, base, size, from, g->tokens.n);
}

static int grow_gaps(inversion *v)
{
	void *gaps = v->gaps;

	if (!dsr_grow(v->alloc, &gaps, &v->gaps_cap, v->gaps_n + 1, sizeof *v->gaps))
		return 0;
	v->gaps = gaps;
	return 1;
}

static inline int push_gap(inversion *v, uint32_t gap)
{
	if (v->gaps_n == v->gaps_cap && !grow_gaps(v))
		return 0;
	v->gaps[v->gaps_n++] = gap;
	return 1;
}

static void flush_block(inversion *v, dsr_list_writer *w)
{
	if (v->n)
		dsr_list_block(w, v->n, v->docs, v->tfs, v->gaps);
	v->n = 0;
	v->gaps_n = 0;
}

/* How often a word at position `pos` of document `doc` counts. */
static uint32_t weight_at(const dsr_gather *g, uint32_t doc, uint32_t pos)
{
	const dsr_zone *zone = g->zones + (size_t)doc * g->zones_per_doc;

	if (!g->zones_per_doc)
		return 1;
	while (zone->end <= pos)
		zone++;
	return zone->weight;
}

/* An occurrence that counts w times is written w times: once with its gap, then with gaps of 0. */
static int push_occurrence(inversion *v, uint32_t doc, uint32_t pos, uint32_t gap)
{
	const uint32_t weight = weight_at(v->g, doc, pos);

	v->tfs[v->n - 1] += weight;
	if (!push_gap(v, gap))
		return 0;
	for (uint32_t i = 1; i < weight; i++)
		if (!push_gap(v, 0))
			return 0;
	return 1;
}

/* The document that holds `place`, at or behind `doc`. */
static uint32_t doc_of(const inversion *v, uint32_t doc, uint32_t place)
{
	const uint32_t step = v->doc_steps[place >> DOC_STEP_BITS];

	doc = step > doc ? step : doc;
	while (v->g->starts[doc + 1] <= place)
		doc++;
	return doc;
}

/* Write the occurrences of a term in `doc`, of which places[0, n) begins with the first.  Returns how many, or 0. */
static uint32_t push_document(inversion *v, uint32_t doc, const uint32_t *places, uint32_t n)
{
	const uint32_t start = v->g->starts[doc], end = v->g->starts[doc + 1];
	uint32_t last = start, i = 0;

	v->docs[v->n] = doc;
	v->tfs[v->n++] = 0;
	for (; i < n && places[i] < v->light[doc]; last = places[i++])
		if (!push_occurrence(v, doc, places[i] - start, places[i] - last))
			return 0;
	v->tfs[v->n - 1] -= i;
	for (; i < n && places[i] < end; last = places[i++])
		if (!push_gap(v, places[i] - last))
			return 0;
	v->tfs[v->n - 1] += i;
	return i;
}

/* Write one term from its sorted places. */
static int write_term(inversion *v, dsr_list_writer *w, dossier_str term, const uint32_t *places, uint32_t n)
{
	uint32_t doc = 0, pushed;

	dsr_list_term(w, term);
	for (uint32_t i = 0; i < n; i += pushed) {
		doc = doc_of(v, doc, places[i]);
		if (v->n == DSR_BLOCK)
			flush_block(v, w);
		pushed = push_document(v, doc, places + i, n - i);
		if (!pushed)
			return 0;
	}
	flush_block(v, w);
	dsr_list_end_term(w);
	return 1;
}

/* Terms order[from ..) that fit a part together; at least one.  Returns the end, *size the tokens. */
static uint32_t choose_part(const inversion *v, const uint32_t *order, uint32_t from, uint32_t *size)
{
	uint32_t to = from;

	*size = 0;
	while (to < v->terms && (size_t)*size + v->counts[order[to]] <= v->part)
		*size += v->counts[order[to++]];
	return to;
}

static int write_parts(inversion *v, dsr_list_writer *w, const dsr_strings *terms, const uint32_t *order)
{
	uint32_t base = 0, size;

	for (uint32_t from = 0, to; from < v->terms; from = to, base += size) {
		uint32_t done = 0;

		to = choose_part(v, order, from, &size);
		if (!size)
			continue;
		scatter(v, base, size);
		for (uint32_t i = from; i < to; i++) {
			const uint32_t term = order[i], n = v->counts[term];

			if (n && !write_term(v, w, dsr_strings_at(terms, term), v->places + done, n))
				return 0;
			done += n;
			v->at[term] = UINT32_MAX; /* its last token must not fall into the next part */
		}
	}
	return 1;
}

static uint32_t *new_u32(const dossier_alloc *a, size_t n)
{
	return dsr_resize(a, NULL, 0, n * sizeof(uint32_t));
}

static void free_u32(const dossier_alloc *a, uint32_t *p, size_t n)
{
	dsr_free(a, p, n * sizeof *p);
}

/* The part must hold the commonest term. */
static size_t part_size(const inversion *v, size_t part)
{
	for (uint32_t t = 0; t < v->terms; t++)
		part = v->counts[t] > part ? v->counts[t] : part;
	return part < dsr_gather_places(v->g) ? part : dsr_gather_places(v->g);
}

dossier_status dsr_invert(dsr_list_writer *w, const dsr_gather *g, const dsr_strings *terms,
                          const uint32_t *order, size_t part, dossier_error *err)
{
	const size_t slots = (size_t)terms->count + 1, steps = (g->tokens.n >> DOC_STEP_BITS) + 1;
	inversion v = { .g = g, .alloc = g->alloc, .terms = terms->count };
	int right = 0;

	v.counts = new_u32(g->alloc, slots);
	v.at = new_u32(g->alloc, slots);
	v.doc_steps = new_u32(g->alloc, steps);
	v.light = new_u32(g->alloc, (size_t)g->docs + 1);
	if (!v.counts || !v.at || !v.doc_steps || !v.light)
		goto done;
	note_light(&v);
	count_terms(&v);
	place_terms(&v, order);
	note_doc_steps(&v);
	v.part = part_size(&v, part);
	v.places = new_u32(g->alloc, v.part + 1);
	right = v.places && write_parts(&v, w, terms, order);
done:
	free_u32(g->alloc, v.places, v.part + 1);
	free_u32(g->alloc, v.light, (size_t)g->docs + 1);
	free_u32(g->alloc, v.doc_steps, steps);
	free_u32(g->alloc, v.at, slots);
	free_u32(g->alloc, v.counts, slots);
	free_u32(g->alloc, v.gaps, v.gaps_cap);
	return right ? DOSSIER_OK : dsr_nomem(err);
}

/*
 * invert.c - see invert.h
 */
#include "index/invert.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "codec/bitset.h"
#include "segment/norms.h"

/* Every 128th token's document is noted; from there the right one is a few steps off. */
enum { DOC_STEP_BITS = 7 };
/* Tokens of which those of a part are picked at a time. */
enum { PICKED = 256 };

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
	g->words = g->length = g->places = 0;
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

/* How often a word at `place` of document `doc` counts. */
static uint32_t weight_at(const dsr_gather *g, uint32_t doc, uint32_t place)
{
	const dsr_zone *zone = g->zones + (size_t)doc * g->zones_per_doc;

	if (!g->zones_per_doc)
		return 1;
	while (zone->end <= place - g->starts[doc])
		zone++;
	return zone->weight;
}

/* The places of the document at hand, of which the pairs from `beside` on are; `end` is the place behind it. */
static uint64_t count_places(const dsr_gather *g, size_t beside, uint32_t end)
{
	const dsr_zone *zones = g->zones + (size_t)g->docs * g->zones_per_doc;
	uint64_t places = g->zones_per_doc ? 0 : end - g->starts[g->docs];

	for (uint32_t i = 0; i < g->zones_per_doc; i++)
		places += (uint64_t)(zones[i].end - (i ? zones[i - 1].end : 0)) * zones[i].weight;
	for (; beside < dsr_beside_count(&g->beside); beside++)
		places += weight_at(g, g->docs, dsr_beside_place(&g->beside, beside));
	return places;
}

int dsr_gather_end(dsr_gather *g, uint32_t words, uint32_t length)
{
	const uint8_t code = dsr_norm_encode(length);
	const uint32_t end = (uint32_t)g->tokens.n;
	const size_t beside = g->beside.begun;

	if (!dsr_beside_end(&g->beside))
		return 0;
	g->places += count_places(g, beside, end);
	g->norms[g->docs++] = code;
	g->starts[g->docs] = end;
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
	uint32_t *counts;    /* places of each term, then of the empty positions */
	uint64_t *in;        /* bit t: term t is in the part at hand */
	int       whole;     /* all terms are */
	uint32_t *at;        /* where in `places` a term's next place goes */
	uint32_t *places;    /* of one part: those of each term together, terms in the order of their numbers */
	size_t    part;
	uint32_t *doc_steps; /* document of every 128th token */
	size_t    beside;    /* the next pair to be visited */
	uint32_t  docs[1 + DSR_BLOCK], ends[1 + DSR_BLOCK]; /* of a block being built, from 1 on */
	uint32_t  tfs[DSR_BLOCK];
} inversion;

/* Tokens that count alike: places [from, to), `weight` times each. */
typedef struct span {
	size_t   from, to;
	uint32_t weight;
} span;

static void each_span(inversion *v, void (*visit)(inversion *v, const span *s))
{
	const dsr_gather *g = v->g;
	const size_t zones = (size_t)g->docs * g->zones_per_doc;
	span s = { 0, g->tokens.n, 1 };

	v->beside = 0;
	if (!g->zones_per_doc)
		visit(v, &s);
	for (size_t i = 0; i < zones; i++, s.from = s.to) {
		s.to = g->starts[i / g->zones_per_doc] + g->zones[i].end;
		s.weight = g->zones[i].weight;
		if (s.from < s.to)
			visit(v, &s);
	}
}

/* ---- which terms come how often ---- */

static void count_span(inversion *v, const span *s)
{
	const dsr_gather *g = v->g;
	const uint32_t terms = v->terms, weight = s->weight;
	uint32_t *counts = v->counts;

	for (size_t from = s->from, n; (n = dsr_stream_run(from, s->to)) > 0; from += n) {
		const uint32_t *run = dsr_stream_from(&g->tokens, from);

		for (size_t i = 0; i < n; i++)
			counts[run[i] < terms ? run[i] : terms] += weight;
	}
	for (; v->beside < dsr_beside_count(&g->beside) && dsr_beside_place(&g->beside, v->beside) < s->to; v->beside++)
		counts[dsr_beside_term(&g->beside, v->beside)] += weight;
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

static inline void sort_in(inversion *v, uint32_t term, size_t place)
{
	v->places[v->at[term]++] = (uint32_t)place;
}

static inline uint32_t is_in(const inversion *v, uint32_t term)
{
	return term < v->terms ? (uint32_t)(v->in[term / 64] >> (term & 63) & 1) : 0;
}

static void sort_all(inversion *v, const uint32_t *run, size_t n, size_t first)
{
	for (size_t i = 0; i < n; i++)
		if (run[i] < v->terms) /* nearly always */
			sort_in(v, run[i], first + i);
}

/* Whether a token is in the part cannot be guessed, so those that are get picked without a branch. */
static void sort_some(inversion *v, const uint32_t *run, size_t n, size_t first)
{
	const uint64_t *const in = v->in;
	const uint32_t terms = v->terms;
	uint32_t picked[PICKED];

	for (size_t i = 0; i < n; ) {
		const size_t end = n - i < PICKED ? n : i + PICKED;
		size_t count = 0;

		for (; i < end; i++) {
			const uint32_t term = run[i] < terms ? run[i] : terms; /* which is in no part */

			picked[count] = (uint32_t)i;
			count += in[term / 64] >> (term & 63) & 1;
		}
		for (size_t j = 0; j < count; j++)
			sort_in(v, run[picked[j]], first + picked[j]);
	}
}

static void sort_often(inversion *v, const uint32_t *run, size_t n, size_t first, uint32_t weight)
{
	for (size_t i = 0; i < n; i++)
		for (uint32_t k = is_in(v, run[i]) ? weight : 0; k; k--)
			sort_in(v, run[i], first + i);
}

static void sort_tokens(inversion *v, size_t from, size_t to, uint32_t weight)
{
	for (size_t n; (n = dsr_stream_run(from, to)) > 0; from += n) {
		const uint32_t *run = dsr_stream_from(&v->g->tokens, from);

		if (weight > 1)
			sort_often(v, run, n, from, weight);
		else if (v->whole)
			sort_all(v, run, n, from);
		else
			sort_some(v, run, n, from);
	}
}

/* Sort the places of a span that are in the part, so that those of each term ascend: what stands beside a word follows it. */
static void sort_span(inversion *v, const span *s)
{
	const dsr_beside *b = &v->g->beside;
	const size_t pairs = dsr_beside_count(b);
	size_t from = s->from, place;

	for (; v->beside < pairs && (place = dsr_beside_place(b, v->beside)) < s->to; v->beside++) {
		const uint32_t term = dsr_beside_term(b, v->beside);

		sort_tokens(v, from, place + 1, s->weight);
		from = place + 1 > from ? place + 1 : from;
		for (uint32_t k = is_in(v, term) ? s->weight : 0; k; k--)
			sort_in(v, term, place);
	}
	sort_tokens(v, from, s->to, s->weight);
}

/* Sort the places of terms order[from, to).  Frequent terms were mostly seen early: by number, what is often written lies together. */
static void sort_part(inversion *v, const uint32_t *order, uint32_t from, uint32_t to)
{
	uint32_t sum = 0;

	memset(v->in, 0, dsr_bitset_words((size_t)v->terms + 1) * sizeof *v->in);
	for (uint32_t i = from; i < to; i++)
		dsr_bitset_set(v->in, order[i]);
	for (uint32_t t = 0; t < v->terms; t++)
		if (is_in(v, t)) {
			v->at[t] = sum;
			sum += v->counts[t];
		}
	v->whole = to - from == v->terms;
	each_span(v, sort_span);
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
static void write_term(inversion *v, dsr_list_writer *w, dossier_str term, uint32_t *places, uint32_t n)
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

/* Terms order[from ..) that fit a part together; at least one.  Returns the end, *size the places. */
static uint32_t choose_part(const inversion *v, const uint32_t *order, uint32_t from, uint32_t *size)
{
	uint32_t to = from;

	*size = 0;
	while (to < v->terms && (size_t)*size + v->counts[order[to]] <= v->part)
		*size += v->counts[order[to++]];
	return to;
}

static void write_parts(inversion *v, dsr_list_writer *w, const dsr_strings *terms, const uint32_t *order)
{
	uint32_t size;

	for (uint32_t from = 0, to; from < v->terms; from = to) {
		to = choose_part(v, order, from, &size);
		if (!size)
			continue;
		sort_part(v, order, from, to);
		for (uint32_t i = from; i < to; i++) {
			const uint32_t term = order[i], n = v->counts[term];

			if (n)
				write_term(v, w, dsr_strings_at(terms, term), v->places + v->at[term] - n, n);
		}
	}
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
	return part < v->g->places ? part : (size_t)v->g->places;
}

dossier_status dsr_invert(dsr_list_writer *w, const dsr_gather *g, const dsr_strings *terms,
                          const uint32_t *order, size_t part, dossier_error *err)
{
	const size_t slots = (size_t)terms->count + 1, steps = (g->tokens.n >> DOC_STEP_BITS) + 1;
	const size_t bits = dsr_bitset_words(slots) * sizeof(uint64_t);
	inversion v = { .g = g, .alloc = g->alloc, .terms = terms->count };

	v.counts = dsr_new(g->alloc, slots * sizeof *v.counts);
	v.at = new_u32(g->alloc, slots);
	v.in = dsr_resize(g->alloc, NULL, 0, bits);
	v.doc_steps = new_u32(g->alloc, steps);
	if (v.counts && v.at && v.in && v.doc_steps) {
		each_span(&v, count_span);
		note_doc_steps(&v);
		v.part = part_size(&v, part);
		v.places = new_u32(g->alloc, v.part + 1);
	}
	if (v.places)
		write_parts(&v, w, terms, order);
	free_u32(g->alloc, v.places, v.part + 1);
	free_u32(g->alloc, v.doc_steps, steps);
	dsr_free(g->alloc, v.in, bits);
	free_u32(g->alloc, v.at, slots);
	free_u32(g->alloc, v.counts, slots);
	return v.places ? DOSSIER_OK : dsr_nomem(err);
}

/*
 * gather.c - see gather.h
 */
#include "index/gather.h"

#include <string.h>

#include "base/mem.h"
#include "index/lexicon.h"
#include "segment/norms.h"

void dsr_tally_release(dsr_tally *t)
{
	dsr_free(t->alloc, t->counts, t->counts_cap * sizeof *t->counts);
	dsr_free(t->alloc, t->seen, t->seen_cap * sizeof *t->seen);
	*t = DSR_TALLY_INIT(t->alloc);
}

/* Make room for `terms` counts, of which up to `most` are not 0. */
static int reserve(dsr_tally *t, size_t terms, size_t most)
{
	const size_t old = t->counts_cap;
	void *counts = t->counts, *seen = t->seen;

	if (!dsr_grow(t->alloc, &counts, &t->counts_cap, terms, sizeof *t->counts))
		return 0;
	t->counts = counts;
	if (t->counts_cap > old)
		memset(t->counts + old, 0, (t->counts_cap - old) * sizeof *t->counts);
	if (!dsr_grow(t->alloc, &seen, &t->seen_cap, most, sizeof *t->seen))
		return 0;
	t->seen = seen;
	return 1;
}

/* ---- documents ---- */

static size_t size_of(const dsr_sorted_batch *b)
{
	return b->run_count * sizeof *b->runs + (b->place_count + DSR_BATCH_SLACK) * sizeof *b->places;
}

static void drop_batches(dsr_gather *g)
{
	for (size_t i = 0; i < g->batch_count; i++)
		dsr_free(g->alloc, g->batches[i].runs, size_of(&g->batches[i]));
	dsr_free(g->alloc, g->batches, g->batches_cap * sizeof *g->batches);
	g->batches = NULL;
	g->batch_count = g->batches_cap = g->batch_memory = 0;
}

void dsr_gather_release(dsr_gather *g)
{
	drop_batches(g);
	dsr_stream_release(&g->tokens);
	dsr_beside_release(&g->beside);
	dsr_free(g->alloc, g->starts, g->starts_cap * sizeof *g->starts);
	dsr_free(g->alloc, g->norms, g->norms_cap);
	dsr_free(g->alloc, g->zones, g->zones_cap * sizeof *g->zones);
	*g = DSR_GATHER_INIT(g->alloc, g->tally);
}

void dsr_gather_reset(dsr_gather *g)
{
	drop_batches(g);
	dsr_stream_release(&g->tokens);
	dsr_beside_release(&g->beside);
	g->pairs = 0;
	g->docs = g->doc = 0;
	g->words = g->length = g->runs = g->places = 0;
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
	return dsr_stream_memory(&g->tokens) + dsr_stream_memory(&g->beside.pairs) + g->batch_memory +
	       g->batches_cap * sizeof *g->batches + g->starts_cap * sizeof *g->starts + g->norms_cap +
	       g->zones_cap * sizeof *g->zones;
}

/* ---- batches ---- */

/* A batch being sorted: places [from, to), of which `at` is the first that is to come. */
typedef struct sorting {
	const dsr_gather *g;
	uint32_t *counts;  /* places of each term; in the second pass where its next place goes */
	uint32_t *seen;
	size_t    seen_count;
	uint16_t *places;
	uint32_t  from, to;
	size_t    pair;    /* the next one beside */
	uint32_t  doc;     /* of the span at hand, and its zone */
	uint32_t  zone;
} sorting;

/* Places that count alike. */
typedef struct span {
	uint32_t from, to, weight;
} span;

/* The places behind `at` that count alike: 1, or 0 where the batch ends. */
static int next_span(sorting *s, span *out)
{
	const dsr_gather *g = s->g;
	const uint32_t at = out->to;

	*out = (span){ at, s->to, 1 };
	for (; g->zones_per_doc && at < s->to; s->doc++, s->zone = 0)
		for (; s->zone < g->zones_per_doc; s->zone++) {
			const dsr_zone *zone = &g->zones[(size_t)s->doc * g->zones_per_doc + s->zone];
			const uint32_t end = g->starts[s->doc] + zone->end;

			if (end <= at)
				continue;
			out->to = end < s->to ? end : s->to;
			out->weight = zone->weight;
			return 1;
		}
	return at < s->to;
}

/* Count a term; a new one is put to the `n` that were seen, of which there are as many as is returned.  Nothing is to be guessed. */
static inline size_t count(uint32_t *counts, uint32_t *seen, size_t n, uint32_t term, uint32_t weight)
{
	const uint32_t before = counts[term];

	seen[n] = term;
	counts[term] = before + weight;
	return n + (before == 0);
}

/* What stands beside the words of a span and not behind place `to`. */
static int next_pair(const sorting *s, uint32_t to)
{
	return s->pair < dsr_beside_count(&s->g->beside) && dsr_beside_place(&s->g->beside, s->pair) < to;
}

static void count_span(sorting *s, const span *p)
{
	const uint32_t *const run = dsr_stream_from(&s->g->tokens, p->from);
	const uint32_t n = p->to - p->from, weight = p->weight;
	uint32_t *const counts = s->counts, *const seen = s->seen;
	size_t seen_count = s->seen_count;

	for (uint32_t i = 0; i < n; i++)
		if (run[i] != DSR_NO_TERM)
			seen_count = count(counts, seen, seen_count, run[i], weight);
	for (; next_pair(s, p->to); s->pair++)
		seen_count = count(counts, seen, seen_count, dsr_beside_term(&s->g->beside, s->pair), weight);
	s->seen_count = seen_count;
}

/* Let places [from, to) follow those of their terms. */
static void sort_tokens(const sorting *s, uint32_t from, uint32_t to)
{
	const uint32_t *const run = dsr_stream_from(&s->g->tokens, from);
	const uint32_t n = to - from, first = from - s->from;
	uint32_t *const next = s->counts;
	uint16_t *const places = s->places;

	for (uint32_t i = 0; i < n; i++)
		if (run[i] != DSR_NO_TERM)
			places[next[run[i]]++] = (uint16_t)(first + i);
}

static void sort_often(const sorting *s, uint32_t term, uint32_t place, uint32_t times)
{
	for (; times; times--)
		s->places[s->counts[term]++] = (uint16_t)(place - s->from);
}

/* The same, each `weight` times. */
static void sort_heavy(const sorting *s, uint32_t from, uint32_t to, uint32_t weight)
{
	for (; from < to; from++) {
		const uint32_t term = dsr_stream_at(&s->g->tokens, from);

		if (term != DSR_NO_TERM)
			sort_often(s, term, from, weight);
	}
}

/* So that the places of each term ascend, what stands beside a word follows it. */
static void sort_span(sorting *s, const span *p)
{
	uint32_t from = p->from;

	while (from < p->to) {
		const uint32_t to = next_pair(s, p->to) ? dsr_beside_place(&s->g->beside, s->pair) + 1 : p->to;

		if (p->weight == 1)
			sort_tokens(s, from, to);
		else
			sort_heavy(s, from, to, p->weight);
		for (; next_pair(s, to); s->pair++)
			sort_often(s, dsr_beside_term(&s->g->beside, s->pair), to - 1, p->weight);
		from = to;
	}
}

static void each_span(sorting *s, void (*visit)(sorting *s, const span *p))
{
	span p = { .to = s->from };

	s->pair = s->g->pairs;
	s->doc = s->g->doc;
	s->zone = 0;
	while (next_span(s, &p))
		visit(s, &p);
}

/* Turn counts into where the places of each term begin: the batch, or one without runs when out of memory. */
static dsr_sorted_batch make_runs(const dsr_gather *g, sorting *s)
{
	dsr_sorted_batch b = { .run_count = (uint32_t)s->seen_count };

	for (size_t i = 0; i < s->seen_count; i++)
		b.place_count += s->counts[s->seen[i]];
	b.runs = dsr_resize(g->alloc, NULL, 0, size_of(&b));
	if (!b.runs)
		return b;
	b.places = (uint16_t *)(void *)(b.runs + b.run_count);
	memset(b.places + b.place_count, 0, DSR_BATCH_SLACK * sizeof *b.places);
	for (uint32_t i = 0, begin = 0; i < b.run_count; begin = b.runs[i++].end) {
		uint32_t *n = &s->counts[s->seen[i]];

		b.runs[i] = (dsr_run){ s->seen[i], begin + *n };
		*n = begin;
	}
	return b;
}

static int add_batch(dsr_gather *g, const dsr_sorted_batch *b)
{
	void *batches = g->batches;

	if (!dsr_grow(g->alloc, &batches, &g->batches_cap, g->batch_count + 1, sizeof *g->batches)) {
		dsr_free(g->alloc, b->runs, size_of(b));
		return 0;
	}
	g->batches = batches;
	g->batches[g->batch_count++] = *b;
	g->batch_memory += size_of(b);
	g->runs += b->run_count;
	g->places += b->place_count;
	return 1;
}

/* Let go of what is in batches. */
static void pass(dsr_gather *g, const sorting *s)
{
	g->pairs = s->pair;
	while (g->doc < g->docs && g->starts[g->doc + 1] <= s->to)
		g->doc++;
	dsr_stream_drop(&g->tokens, s->to);
	dsr_stream_drop(&g->beside.pairs, 2 * s->pair);
}

/* Sort the next places, up to `to`, into a batch: 1, or 0 when out of memory. */
static int sort_batch(dsr_gather *g, uint32_t to, uint32_t terms)
{
	const uint32_t from = (uint32_t)(g->batch_count << DSR_BATCH_BITS);
	const size_t pairs = dsr_beside_count(&g->beside) - g->pairs;
	sorting s = { .g = g, .from = from, .to = to };
	dsr_sorted_batch b;

	if (!reserve(g->tally, terms, to - from + pairs + 1))
		return 0;
	s.counts = g->tally->counts;
	s.seen = g->tally->seen;
	each_span(&s, count_span);
	b = make_runs(g, &s);
	s.places = b.places;
	if (b.runs)
		each_span(&s, sort_span);
	for (size_t i = 0; i < s.seen_count; i++)
		s.counts[s.seen[i]] = 0;
	pass(g, &s);
	return b.runs && add_batch(g, &b);
}

int dsr_gather_end(dsr_gather *g, uint32_t words, uint32_t length, uint32_t terms)
{
	const uint8_t code = dsr_norm_encode(length);
	const uint32_t end = (uint32_t)g->tokens.n;

	if (!dsr_beside_end(&g->beside))
		return 0;
	g->norms[g->docs++] = code;
	g->starts[g->docs] = end;
	g->words += words;
	g->length += dsr_norm_decode(code);
	while (end >> DSR_BATCH_BITS > g->batch_count)
		if (!sort_batch(g, (uint32_t)(g->batch_count + 1) << DSR_BATCH_BITS, terms))
			return 0;
	return 1;
}

int dsr_gather_finish(dsr_gather *g, uint32_t terms)
{
	const uint32_t end = (uint32_t)g->tokens.n;

	return g->batch_count << DSR_BATCH_BITS >= end || sort_batch(g, end, terms);
}

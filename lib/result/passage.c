/*
 * passage.c - see passage.h
 */
#include "result/passage.h"

#include <string.h>

#include "result/matches.h"
#include "result/sentences.h"

/* How much repeats and nearness count (passage.h). */
#define REPEAT      0.1
#define REPEATS_MAX 3u
#define NEARNESS    0.3
#define NEAR_BYTES  40.0
/* A run longer than this part of the limit is no heading or question any more, and stays in its paragraph. */
#define HEADING_PART 3u

typedef struct chooser {
	dossier_str       text;
	const dsr_target *targets;
	const dsr_match  *matches;
	size_t            n;
	size_t            limit;
	uint32_t         *seen;    /* occurrences of each target in the run at hand */
} chooser;

/* A run of sentences [start, end) and the matches [first, last) that lie in it whole. */
typedef struct run {
	size_t start, end;
	size_t first, last;
	double score;
} run;

static double nearness(const chooser *c, const dsr_match *a, const dsr_match *b)
{
	const double x = c->targets[a->target].weight, y = c->targets[b->target].weight;
	const double between = b->start > a->end ? b->start - a->end : 0;

	return a->target == b->target ? 0 : NEARNESS * (x < y ? x : y) * NEAR_BYTES / (NEAR_BYTES + between);
}

static double score(const chooser *c, size_t first, size_t last)
{
	double sum = 0;

	for (size_t i = first; i < last; i++)
		c->seen[c->matches[i].target] = 0;
	for (size_t i = first; i < last; i++) {
		const uint32_t times = c->seen[c->matches[i].target]++;

		if (!times)
			sum += c->targets[c->matches[i].target].weight;
		else if (times <= REPEATS_MAX)
			sum += REPEAT * c->targets[c->matches[i].target].weight;
		if (i > first)
			sum += nearness(c, &c->matches[i - 1], &c->matches[i]);
	}
	return sum;
}

/* Is there an empty line in text[from, to), which is all blanks? */
static int is_parted(dossier_str text, size_t from, size_t to)
{
	size_t breaks = 0;

	for (size_t i = from; i < to; i++)
		breaks += text.p[i] == '\n';
	return breaks > 1;
}

/* May the run [start, end) take in the sentence [next, stop) too? */
static int goes_on(const chooser *c, const run *r, size_t next, size_t stop)
{
	return stop - r->start <= c->limit &&
	       !(r->end - r->start > c->limit / HEADING_PART && is_parted(c->text, r->end, next));
}

/* The run that begins with the sentence [start, end), as long as it may be.  Matches before `first` lie before it. */
static run run_from(const chooser *c, size_t start, size_t end, size_t first)
{
	run r = { .start = start, .end = end, .first = first, .last = first };
	size_t next, stop;

	while (dsr_sentence_next(c->text, r.end, c->limit, &next, &stop) && goes_on(c, &r, next, stop))
		r.end = stop;
	while (r.last < c->n && c->matches[r.last].start < r.end)
		r.last++;
	while (r.last > r.first && c->matches[r.last - 1].end > r.end)
		r.last--;
	r.score = score(c, r.first, r.last);
	return r;
}

static run choose(const chooser *c)
{
	run best = { .score = -1 };
	size_t start, end = 0, first = 0;

	while (dsr_sentence_next(c->text, end, c->limit, &start, &end)) {
		run r;

		while (first < c->n && c->matches[first].start < start)
			first++;
		if (best.score >= 0 && (first == c->n || c->matches[first].start >= end))
			continue; /* only the first sentence of the text may begin a run without a match */
		r = run_from(c, start, end, first);
		if (r.score > best.score)
			best = r;
		if (first == c->n)
			break;
	}
	return best;
}

/* The matches of a run as disjoint stretches, offsets in the run. */
static dossier_highlight *highlight(const chooser *c, const run *r, dsr_arena *arena, size_t *count)
{
	dossier_highlight *out = dsr_arena_take(arena, (r->last - r->first) * sizeof *out);
	size_t n = 0;

	for (size_t i = r->first; out && i < r->last; i++) {
		const dsr_match *m = &c->matches[i];
		const uint32_t start = m->start - (uint32_t)r->start, end = m->end - (uint32_t)r->start;

		if (m->end > r->end)
			continue;
		if (n && start < out[n - 1].end)
			out[n - 1].end = end > out[n - 1].end ? end : out[n - 1].end;
		else
			out[n++] = (dossier_highlight){ start, end };
	}
	*count = n;
	return out;
}

dossier_status dsr_passage_find(dossier_passage *out, dsr_arena *arena, dsr_analyzer *analyzer, dossier_str text,
                                const dsr_target *targets, size_t count, size_t limit)
{
	chooser c = { .text = text, .targets = targets, .limit = limit };
	dossier_highlight *highlights;
	dsr_match *matches;
	size_t n;
	run best;
	const dossier_status st = dsr_matches_find(&matches, &c.n, arena, analyzer, text, targets, count);

	if (st)
		return st;
	c.matches = matches;
	c.seen = dsr_arena_take(arena, count * sizeof *c.seen);
	if (!c.seen)
		return DOSSIER_ERR_NOMEM;
	best = choose(&c);
	if (best.score < 0)
		best = (run){ 0 };
	highlights = highlight(&c, &best, arena, &n);
	if (!highlights)
		return DOSSIER_ERR_NOMEM;
	*out = (dossier_passage){ { text.n ? text.p + best.start : "", best.end - best.start }, highlights, n };
	return DOSSIER_OK;
}

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

typedef struct sentence {
	uint32_t start, end;
	uint32_t parted; /* an empty line stands before it */
} sentence;

typedef struct chooser {
	dsr_arena        *arena;
	dossier_str       text;
	const dsr_target *targets;
	const dsr_match  *matches;
	size_t            n;
	size_t            limit;
	sentence         *sentences; /* as far as a run may reach */
	size_t            count, cap;
	uint32_t         *seen;      /* occurrences of each target in the run at hand */
} chooser;

/* A run of text [start, end) and the matches that begin in it, [first, last). */
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

/* Matches that end behind the run, a phrase over two sentences, do not count. */
static double score(const chooser *c, const run *r)
{
	const dsr_match *last = NULL;
	double sum = 0;

	for (size_t i = r->first; i < r->last; i++)
		c->seen[c->matches[i].target] = 0;
	for (size_t i = r->first; i < r->last; i++) {
		const dsr_match *m = &c->matches[i];
		uint32_t times;

		if (m->end > r->end)
			continue;
		times = c->seen[m->target]++;
		if (!times)
			sum += c->targets[m->target].weight;
		else if (times <= REPEATS_MAX)
			sum += REPEAT * c->targets[m->target].weight;
		if (last)
			sum += nearness(c, last, m);
		last = m;
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

static int add_sentence(chooser *c, sentence s)
{
	void *sentences = c->sentences;

	if (!dsr_arena_grow(c->arena, &sentences, &c->cap, c->count + 1, sizeof s))
		return 0;
	c->sentences = sentences;
	c->sentences[c->count++] = s;
	return 1;
}

/* List the sentences, as far as a run that begins with the first of them or with a match may reach. */
static int list_sentences(chooser *c)
{
	size_t last = c->n ? c->matches[c->n - 1].start : 0;
	size_t start, end = 0, before = 0;

	while (dsr_sentence_next(c->text, end, c->limit, &start, &end)) {
		if (!c->count && start > last)
			last = start;
		if (!add_sentence(c, (sentence){ (uint32_t)start, (uint32_t)end, is_parted(c->text, before, start) }))
			return 0;
		if (end > last + c->limit)
			break;
		before = end;
	}
	return 1;
}

/* May a run of text[start, end) take in sentence `s`, the next one? */
static int goes_on(const chooser *c, size_t start, size_t end, const sentence *s)
{
	return s->end - start <= c->limit && !(s->parted && end - start > c->limit / HEADING_PART);
}

/*
 * Try the runs that begin with a sentence in which a match begins, each as long as it may be; and the one at the
 * beginning of the text, which may have none.  A later run never ends before an earlier one, so nothing is gone
 * over twice but the matches of a run.
 */
static run choose(const chooser *c)
{
	run best = { .score = -1 }, r = { 0 };
	size_t stop = 0; /* sentences before it were taken in */

	for (size_t i = 0; i < c->count; i++) {
		const sentence *s = &c->sentences[i];

		while (r.first < c->n && c->matches[r.first].start < s->start)
			r.first++;
		if (i && (r.first == c->n || c->matches[r.first].start >= s->end))
			continue;
		r.start = s->start;
		stop = stop > i ? stop : i + 1;
		while (stop < c->count && goes_on(c, r.start, c->sentences[stop - 1].end, &c->sentences[stop]))
			stop++;
		r.end = c->sentences[stop - 1].end;
		while (r.last < c->n && c->matches[r.last].start < r.end)
			r.last++;
		r.score = score(c, &r);
		if (r.score > best.score)
			best = r;
	}
	return best;
}

/* The matches of a run as disjoint stretches, offsets in the run. */
static dossier_highlight *highlight(const chooser *c, const run *r, size_t *count)
{
	dossier_highlight *out = dsr_arena_take(c->arena, (r->last - r->first) * sizeof *out);
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
	chooser c = { .arena = arena, .text = text, .targets = targets, .limit = limit };
	dossier_highlight *highlights;
	dsr_match *matches;
	size_t n;
	run best;
	const dossier_status st = dsr_matches_find(&matches, &c.n, arena, analyzer, text, targets, count);

	if (st)
		return st;
	c.matches = matches;
	c.seen = dsr_arena_take(arena, count * sizeof *c.seen);
	if (!c.seen || !list_sentences(&c))
		return DOSSIER_ERR_NOMEM;
	best = choose(&c);
	if (best.score < 0)
		best = (run){ 0 };
	highlights = highlight(&c, &best, &n);
	if (!highlights)
		return DOSSIER_ERR_NOMEM;
	*out = (dossier_passage){ { text.n ? text.p + best.start : "", best.end - best.start }, highlights, n };
	return DOSSIER_OK;
}

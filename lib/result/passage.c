/*
 * passage.c - see passage.h
 */
#include "result/passage.h"

#include <string.h>

#include "result/matches.h"
#include "result/parts.h"
#include "result/sentences.h"

/* How much repeats and nearness count (passage.h). */
#define REPEAT      0.1
#define REPEATS_MAX 3u
#define NEARNESS    0.3
#define NEAR_BYTES  40.0
/* A run longer than this share of the limit is no heading or question any more, and stays in its paragraph. */
#define HEADING_SHARE 3u

typedef struct sentence {
	uint32_t start, end;
	uint32_t parted; /* an empty line stands before it */
	uint32_t leads;  /* it asks, or is a label: what follows may be shown with it, be it another part */
	uint32_t part;   /* so many parts begin before its end */
} sentence;

typedef struct chooser {
	dsr_arena        *arena;
	dossier_str       text;
	const dsr_target *targets;
	const dsr_match  *matches;
	size_t            n;
	size_t            limit;
	const dsr_part   *parts;
	size_t            part_count;
	sentence         *sentences; /* as far as a run may reach */
	size_t            count, cap;
	uint32_t         *seen;      /* occurrences of each target in the run at hand */
} chooser;

/* A run of text [start, end) and the matches that begin in it, [first, last). */
typedef struct run {
	size_t start, end;
	size_t first, last;
	size_t under; /* where its last sentence starts */
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

/*
 * The next sentence behind `from`, with the part it is in.  None goes on into the next part, nor from a heading or a question
 * that is printed into what follows.
 */
static int next_sentence(const chooser *c, size_t from, sentence *s)
{
	size_t start, end;

	for (;;) {
		size_t bound = c->text.n;

		while (s->part < c->part_count && c->parts[s->part].start <= from)
			s->part++;
		if (s->part < c->part_count)
			bound = c->parts[s->part].start;
		s->leads = s->part && c->parts[s->part - 1].kind != DSR_PART_TURN && from < c->parts[s->part - 1].end;
		if (s->leads)
			bound = c->parts[s->part - 1].end;
		if (dsr_sentence_next((dossier_str){ c->text.p, bound }, from, c->limit, &start, &end))
			break;
		if (bound == c->text.n)
			return 0;
		from = bound;
	}
	s->start = (uint32_t)start;
	s->end = (uint32_t)end;
	s->leads |= c->text.p[end - 1] == '?';
	return 1;
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
	size_t before = 0;
	sentence s = { 0 };

	while (next_sentence(c, before, &s)) {
		if (!c->count && s.start > last)
			last = s.start;
		s.parted = is_parted(c->text, before, s.start);
		if (!add_sentence(c, s))
			return 0;
		if (s.end > last + c->limit)
			break;
		before = s.end;
	}
	return 1;
}

/* May the run that begins at `start` and ends with sentence `s` take in the one behind? */
static int goes_on(const chooser *c, size_t start, const sentence *s)
{
	const sentence *next = s + 1;

	if (next->end - start > c->limit || (next->part != s->part && !s->leads))
		return 0;
	return !(next->parted || next->part != s->part) || s->end - start <= c->limit / HEADING_SHARE;
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
		while (stop < c->count && goes_on(c, r.start, &c->sentences[stop - 1]))
			stop++;
		r.end = c->sentences[stop - 1].end;
		r.under = c->sentences[stop - 1].start;
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
                                dossier_str outline, const dsr_target *targets, size_t count, size_t limit)
{
	chooser c = { .arena = arena, .text = text, .targets = targets, .limit = limit };
	dossier_highlight *highlights;
	dsr_match *matches;
	dsr_part *parts;
	size_t n;
	run best;
	dossier_status st = dsr_matches_find(&matches, &c.n, arena, analyzer, text, targets, count);

	if (!st)
		st = dsr_parts_find(&parts, &c.part_count, arena, text, outline);
	if (st)
		return st;
	c.matches = matches;
	c.parts = parts;
	c.seen = dsr_arena_take(arena, count * sizeof *c.seen);
	if (!c.seen || !list_sentences(&c))
		return DOSSIER_ERR_NOMEM;
	best = choose(&c);
	if (best.score < 0)
		best = (run){ 0 };
	highlights = highlight(&c, &best, &n);
	if (!highlights)
		return DOSSIER_ERR_NOMEM;
	*out = (dossier_passage){ .text = { text.n ? text.p + best.start : "", best.end - best.start },
	                          .highlights = highlights, .count = n };
	dsr_parts_at(out, parts, c.part_count, text, best.under);
	return DOSSIER_OK;
}

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
/* Of so many matches close together nothing is foretold, which would cost more than trying them. */
#define MATCHES_MAX 32u
/* Sums of doubles in another order differ by less. */
#define ROUNDING    (1 + 1e-9)

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
	sentence         *sentences; /* in a row: those that runs are tried with */
	size_t            first;     /* those before it are done with */
	size_t            count, cap;
	sentence          last;      /* the one that was found last, of the row or before it; all zero: none yet */
	uint32_t         *seen;      /* occurrences of each target in the run at hand */
	int               nomem;
} chooser;

/* A run of text [start, end) and the matches that begin in it, [first, last). */
typedef struct run {
	size_t start, end;
	size_t first, last;
	size_t under; /* where its last sentence starts */
	double score;
} run;

/* ---- what runs are worth ---- */

static double nearness(const chooser *c, const dsr_match *a, const dsr_match *b)
{
	const double x = c->targets[a->target].weight, y = c->targets[b->target].weight;
	const double between = b->start > a->end ? b->start - a->end : 0;

	return a->target == b->target ? 0 : NEARNESS * (x < y ? x : y) * NEAR_BYTES / (NEAR_BYTES + between);
}

/* What one more occurrence of a target adds. */
static double occurrence(const chooser *c, uint32_t target)
{
	const uint32_t times = c->seen[target]++;

	if (!times)
		return c->targets[target].weight;
	return times <= REPEATS_MAX ? REPEAT * c->targets[target].weight : 0;
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

		if (m->end > r->end)
			continue;
		sum += occurrence(c, m->target);
		if (last)
			sum += nearness(c, last, m);
		last = m;
	}
	return sum;
}

/*
 * Can a run whose first match is match `i` have a higher score than `best`?  No more matches than begin in so many bytes as a run
 * has at most are in it, and each is at best right behind the one before.  As long as there is but one target the sum is made as
 * score() makes it, and exact; else rounding is allowed for.
 */
static int may_beat(const chooser *c, size_t i, double best)
{
	const dsr_match *first = &c->matches[i];
	double sum = 0, near = 0;
	size_t end = i;
	int mixed = 0;

	while (end < c->n && c->matches[end].start - first->start < c->limit) {
		if (end - i == MATCHES_MAX)
			return 1;
		c->seen[c->matches[end++].target] = 0;
	}
	for (; i < end; i++) {
		const uint32_t target = c->matches[i].target;

		mixed |= target != first->target;
		sum += occurrence(c, target);
		near += mixed ? NEARNESS * c->targets[target].weight : 0;
	}
	return (mixed ? (sum + near) * ROUNDING : sum) > best;
}

/* ---- sentences ---- */

/*
 * The next sentence behind *s, with the part it is in.  None goes on into the next part, nor from a heading or a question
 * that is printed into what follows.
 */
static int next_sentence(const chooser *c, sentence *s)
{
	size_t from = s->end, start, end;

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
	s->parted = (uint32_t)dsr_sentence_is_parted(c->text, start);
	s->leads |= c->text.p[end - 1] == '?';
	return 1;
}

/* Add the next sentence to the row: 1, or 0 at the end of the text and when out of memory. */
static int add_sentence(chooser *c)
{
	void *sentences = c->sentences;

	if (!next_sentence(c, &c->last))
		return 0;
	if (!dsr_arena_grow(c->arena, &sentences, &c->cap, c->count + 1, sizeof c->last)) {
		c->nomem = 1;
		return 0;
	}
	c->sentences = sentences;
	c->sentences[c->count++] = c->last;
	return 1;
}

/*
 * Have the sentence that holds byte `at` be the first of the row: 1, or 0 when out of memory.  `at` ascends.  From one sentence to the
 * next nothing but an empty line is sure to part them, so those between it and `at` are found, too, unless the row has them.
 */
static int turn_to(chooser *c, size_t at)
{
	while (c->first < c->count && c->sentences[c->first].end <= at)
		c->first++;
	if (c->first < c->count)
		return 1;
	c->last.end = (uint32_t)dsr_sentence_resume(c->text, c->last.end, at);
	c->first = 0;
	do
		c->count = 0;
	while (add_sentence(c) && c->last.end <= at);
	return c->count > 0;
}

/* ---- runs ---- */

/* May the run that begins at `start` and ends with sentence `s` take in the one behind? */
static int goes_on(const chooser *c, size_t start, const sentence *s)
{
	const sentence *next = s + 1;

	if (next->end - start > c->limit || (next->part != s->part && !s->leads))
		return 0;
	return !(next->parted || next->part != s->part) || s->end - start <= c->limit / HEADING_SHARE;
}

/* Make *r, which was an earlier one, the run that begins with the first sentence of the row. */
static void make_run(chooser *c, run *r)
{
	size_t stop = c->first + 1;

	r->start = c->sentences[c->first].start;
	while ((stop < c->count || add_sentence(c)) && goes_on(c, r->start, &c->sentences[stop - 1]))
		stop++;
	r->end = c->sentences[stop - 1].end;
	r->under = c->sentences[stop - 1].start;
	while (r->first < c->n && c->matches[r->first].start < r->start)
		r->first++;
	while (r->last < c->n && c->matches[r->last].start < r->end)
		r->last++;
	r->score = score(c, r);
}

/*
 * Try the run at the beginning of the text, which may have no match, and those that begin with a sentence in which a match
 * begins, but for what cannot be better.  A later run never ends before an earlier one.
 */
static run choose(chooser *c)
{
	run best = { 0 }, r = { 0 };
	size_t match = 0;

	if (!turn_to(c, 0))
		return best;
	make_run(c, &r);
	best = r;
	while (match < c->n && !c->nomem) {
		const size_t at = c->matches[match].start;

		if (at >= c->sentences[c->first].end && may_beat(c, match, best.score) && turn_to(c, at)) {
			make_run(c, &r);
			best = r.score > best.score ? r : best;
		}
		match++;
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

dossier_status dsr_passage_find(dossier_passage *out, dsr_arena *arena, dsr_lexicon *lexicon, dossier_str text,
                                dossier_str outline, const dsr_target *targets, size_t count, size_t limit)
{
	chooser c = { .arena = arena, .text = text, .targets = targets, .limit = limit };
	dossier_highlight *highlights;
	dsr_match *matches;
	dsr_part *parts;
	size_t n;
	run best;
	dossier_status st = dsr_matches_find(&matches, &c.n, arena, lexicon, text, targets, count);

	if (!st)
		st = dsr_parts_find(&parts, &c.part_count, arena, text, outline);
	if (st)
		return st;
	c.matches = matches;
	c.parts = parts;
	c.seen = dsr_arena_take(arena, count * sizeof *c.seen);
	if (!c.seen)
		return DOSSIER_ERR_NOMEM;
	best = choose(&c);
	highlights = highlight(&c, &best, &n);
	if (c.nomem || !highlights)
		return DOSSIER_ERR_NOMEM;
	*out = (dossier_passage){ .text = { text.n ? text.p + best.start : "", best.end - best.start },
	                          .highlights = highlights, .count = n };
	dsr_parts_at(out, parts, c.part_count, text, best.under);
	return DOSSIER_OK;
}

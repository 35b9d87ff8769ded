/*
 * parts.c - see parts.h
 */
#include "result/parts.h"

#include <string.h>

#include "base/blank.h"
#include "text/date.h"
#include "text/speakers.h"

#define QUESTION_MAX 300u /* bytes of a question that is shown */
#define HEADING_MAX  80u
#define HEADING_WORDS_MAX 12u
#define NAMES_MAX    32u /* different names in title case that are counted in a text */

/* What a line may begin, or be. */
typedef struct candidate {
	dsr_part part;
	uint32_t next; /* where the next line that is not empty begins, or the end of the text */
	dsr_speaker_proof proof; /* of a turn */
} candidate;

/* A name in title case, and how many lines it begins. */
typedef struct name_count {
	dossier_str name;
	size_t      count;
} name_count;

typedef struct finder {
	dsr_arena  *arena;
	dossier_str text;
	const dsr_part *stored; /* of the outline */
	size_t      stored_count, at; /* those before `at` begin before the line at hand */
	candidate  *candidates;
	size_t      count, cap;
	size_t      waiting; /* the last so many do not know their next line yet: 0 or 1 */
	size_t      turns, questions;
	int         spoken;  /* there was a turn for sure, behind which no heading is a section */
	name_count  names[NAMES_MAX];
	size_t      names_count;
} finder;

static int same(dossier_str a, dossier_str b)
{
	return a.n == b.n && !memcmp(a.p, b.p, a.n);
}

static dossier_str label_of(dossier_str text, const dsr_part *p)
{
	return (dossier_str){ text.p + p->start, p->end - p->start };
}

/* ---- the outline ---- */

static dossier_status read_outline(dsr_part **parts, size_t *count, dsr_arena *arena, dossier_str text, dossier_str outline)
{
	dsr_part part = { 0 };
	size_t cap = 0;

	*parts = NULL;
	*count = 0;
	while (dsr_outline_next(&outline, text, &part)) {
		if (!dsr_arena_grow(arena, (void **)parts, &cap, *count + 1, sizeof part))
			return DOSSIER_ERR_NOMEM;
		(*parts)[(*count)++] = part;
	}
	return DOSSIER_OK;
}

/* ---- what the lines show ---- */

static void count_name(finder *f, dossier_str name)
{
	size_t i = 0;

	while (i < f->names_count && !same(f->names[i].name, name))
		i++;
	if (i == NAMES_MAX)
		return;
	if (i == f->names_count)
		f->names[f->names_count++] = (name_count){ name, 0 };
	f->names[i].count++;
}

static int comes_again(const finder *f, dossier_str name)
{
	for (size_t i = 0; i < f->names_count; i++)
		if (same(f->names[i].name, name))
			return f->names[i].count > 1;
	return 0;
}

static int add(finder *f, candidate c)
{
	void *candidates = f->candidates;

	if (!dsr_arena_grow(f->arena, &candidates, &f->cap, f->count + 1, sizeof c))
		return 0;
	f->candidates = candidates;
	f->candidates[f->count++] = c;
	f->waiting = 1;
	return 1;
}

/* Is the line at `start` a turn by the outline? */
static int is_stored_turn(finder *f, size_t start, size_t *n)
{
	while (f->at < f->stored_count && f->stored[f->at].start < start)
		f->at++;
	if (f->at == f->stored_count || f->stored[f->at].start != start || f->stored[f->at].kind != DSR_PART_TURN)
		return 0;
	*n = f->stored[f->at].end - start;
	return 1;
}

static size_t count_words(dossier_str s)
{
	size_t words = 0;

	for (size_t i = 0; i < s.n; i++)
		words += !dsr_is_blank(s.p[i]) && (!i || dsr_is_blank(s.p[i - 1]));
	return words;
}

static int is_heading(dossier_str s)
{
	const char first = s.p[0], last = s.p[s.n - 1];
	dsr_date d;

	if (s.n > HEADING_MAX || !((first >= 'A' && first <= 'Z') || (first >= '0' && first <= '9') || (first & 0x80)))
		return 0;
	if (memchr(".?!:;,|", last, 7) || (s.n > 3 && !memcmp(s.p + s.n - 3, "\xE2\x80\xA6", 3)))
		return 0;
	return count_words(s) <= HEADING_WORDS_MAX && !dsr_date_parse(s, &d);
}

/* One line of the text, without blanks around. */
static int take_line(finder *f, size_t start, size_t end, int parted, int alone)
{
	const dossier_str s = { f->text.p + start, end - start };
	dsr_speaker_proof proof;
	int is_stored;
	size_t n = 0;

	if (f->waiting)
		f->candidates[f->count - 1].next = (uint32_t)start;
	f->waiting = 0;
	is_stored = is_stored_turn(f, start, &n);
	proof = is_stored ? DSR_SPEAKER_SURE : dsr_speaker_of(s, &n);
	if (is_stored || proof == DSR_SPEAKER_MAYBE)
		count_name(f, (dossier_str){ s.p, n });
	f->spoken |= proof == DSR_SPEAKER_SURE;
	if (proof)
		return add(f, (candidate){ { DSR_PART_TURN, (uint32_t)start, (uint32_t)(start + n) }, 0, proof });
	if (!alone)
		return 1;
	if (parted && s.n <= QUESTION_MAX && s.p[s.n - 1] == '?') {
		f->questions++;
		return add(f, (candidate){ { DSR_PART_QUESTION, (uint32_t)start, (uint32_t)end }, 0, proof });
	}
	if (!f->stored_count && !f->spoken && is_heading(s))
		return add(f, (candidate){ { DSR_PART_SECTION, (uint32_t)start, (uint32_t)end }, 0, proof });
	return 1;
}

static int is_empty_line(dossier_str text, size_t at)
{
	while (at < text.n && text.p[at] != '\n' && dsr_is_blank(text.p[at]))
		at++;
	return at >= text.n || text.p[at] == '\n';
}

static int list_candidates(finder *f)
{
	int parted = 1; /* an empty line, or none, stands before the line */

	for (size_t at = 0; at < f->text.n;) {
		const char *stop = memchr(f->text.p + at, '\n', f->text.n - at);
		const size_t behind = stop ? (size_t)(stop - f->text.p) : f->text.n;
		size_t start = at, end = behind;

		while (start < end && dsr_is_blank(f->text.p[start]))
			start++;
		while (end > start && dsr_is_blank(f->text.p[end - 1]))
			end--;
		if (start < end && !take_line(f, start, end, parted, is_empty_line(f->text, behind + 1)))
			return 0;
		parted = start == end;
		at = behind + 1;
	}
	if (f->waiting)
		f->candidates[f->count - 1].next = (uint32_t)f->text.n;
	return 1;
}

/* Keep the turns that are some, and count them. */
static void settle_turns(finder *f)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->count; i++) {
		const candidate *c = &f->candidates[i];

		if (c->proof == DSR_SPEAKER_MAYBE && !comes_again(f, label_of(f->text, &c->part)))
			continue;
		f->turns += c->part.kind == DSR_PART_TURN;
		f->candidates[kept++] = *c;
	}
	f->count = kept;
}

/* Is question `i` one that a page prints above its answer?  `speaker` had the word before. */
static int is_printed(const finder *f, size_t i, dossier_str speaker)
{
	const candidate *c = &f->candidates[i], *next = c + 1;

	if (!f->turns)
		return !f->stored_count && f->questions > 1 && c->next < f->text.n;
	if (i + 1 == f->count || next->part.kind != DSR_PART_TURN || next->part.start != c->next)
		return 0;
	return !speaker.n || same(speaker, label_of(f->text, &next->part));
}

/* Keep the candidates that are parts, as parts. */
static dsr_part *settle(finder *f, size_t *count)
{
	dsr_part *parts = dsr_arena_take(f->arena, f->count * sizeof *parts);
	dossier_str speaker = { NULL, 0 };
	size_t n = 0;

	for (size_t i = 0; parts && i < f->count; i++) {
		const candidate *c = &f->candidates[i];

		if (c->part.kind == DSR_PART_SECTION && (f->stored_count || speaker.n || c->next >= f->text.n))
			continue;
		if (c->part.kind == DSR_PART_QUESTION && !is_printed(f, i, speaker))
			continue;
		if (c->part.kind == DSR_PART_TURN)
			speaker = label_of(f->text, &c->part);
		parts[n++] = c->part;
	}
	*count = n;
	return parts;
}

/* Both lists in order; where labels overlap, that of the outline stays. */
static dsr_part *merge(dsr_arena *arena, const dsr_part *stored, size_t stored_count, const dsr_part *found,
                       size_t found_count, size_t *count)
{
	dsr_part *parts = dsr_arena_take(arena, (stored_count + found_count) * sizeof *parts);
	size_t n = 0, i = 0;

	for (size_t k = 0; parts && k < found_count; k++) {
		while (i < stored_count && stored[i].start < found[k].end)
			parts[n++] = stored[i++];
		if (!n || parts[n - 1].end <= found[k].start)
			parts[n++] = found[k];
	}
	while (parts && i < stored_count)
		parts[n++] = stored[i++];
	*count = n;
	return parts;
}

dossier_status dsr_parts_find(dsr_part **out, size_t *count, dsr_arena *arena, dossier_str text, dossier_str outline)
{
	finder f = { .arena = arena, .text = text };
	dsr_part *stored, *found;
	size_t found_count;
	const dossier_status st = read_outline(&stored, &f.stored_count, arena, text, outline);

	f.stored = stored;
	if (st || !list_candidates(&f))
		return DOSSIER_ERR_NOMEM;
	settle_turns(&f);
	found = settle(&f, &found_count);
	if (!found)
		return DOSSIER_ERR_NOMEM;
	*out = merge(arena, stored, f.stored_count, found, found_count, count);
	return *out ? DOSSIER_OK : DOSSIER_ERR_NOMEM;
}

/* ---- what a place stands under ---- */

/* Does a sentence end before s.p[i]? */
static int begins_sentence(dossier_str s, size_t i)
{
	return i >= 2 && dsr_is_blank(s.p[i - 1]) && (s.p[i - 1] == '\n' || memchr(".?!", s.p[i - 2], 3));
}

/* What a turn asks: all of it up to its last question mark, or when that is long the last question. */
static dossier_str question_in(dossier_str s)
{
	size_t from;

	if (s.n && s.p[0] == ':')
		s = (dossier_str){ s.p + 1, s.n - 1 };
	while (s.n && s.p[s.n - 1] != '?')
		s.n--;
	s = dsr_str_trim(s);
	if (s.n <= QUESTION_MAX)
		return s;
	for (from = s.n - 1; from && s.n - from < QUESTION_MAX && !begins_sentence(s, from); from--)
		;
	while (from < s.n && !begins_sentence(s, from) && !dsr_is_blank(s.p[from]))
		from++;
	return dsr_str_trim((dossier_str){ s.p + from, s.n - from });
}

/* What turn `i` answers, if the one before it is another's and asks. */
static dossier_str asked(const dsr_part *parts, size_t i, dossier_str text)
{
	const dsr_part *before = &parts[i - !!i];

	if (!i || before->kind != DSR_PART_TURN || same(label_of(text, before), label_of(text, &parts[i])))
		return (dossier_str){ NULL, 0 };
	return question_in((dossier_str){ text.p + before->end, parts[i].start - before->end });
}

void dsr_parts_at(dossier_passage *out, const dsr_part *parts, size_t count, dossier_str text, size_t at)
{
	const dossier_str none = { NULL, 0 };
	size_t turn = count, n = 0;
	int printed = 0; /* the question is a line of its own */

	out->section = out->question = out->speaker = none;
	for (; n < count && parts[n].start <= at; n++) {
		const dossier_str label = label_of(text, &parts[n]);

		if (parts[n].kind == DSR_PART_TURN) {
			turn = n;
			out->speaker = label;
			continue;
		}
		turn = count;
		out->speaker = none;
		printed = parts[n].kind == DSR_PART_QUESTION;
		out->question = printed ? label : none;
		if (parts[n].kind == DSR_PART_SECTION)
			out->section = label;
	}
	if (turn < count) {
		const dossier_str question = asked(parts, turn, text);

		if (question.n || !printed)
			out->question = question;
	}
}

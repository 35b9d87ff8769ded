/*
 * matches.c - see matches.h
 */
#include "result/matches.h"

#include <string.h>

#include "text/gazetteer.h"
#include "text/naming.h"
#include "text/tokens.h"

#define TOKENS_BATCH 128u
/* Bits of the filter that most words do not pass; a power of two. */
#define FILTER_BITS 4096u

/* A token that is one of the targets' terms. */
typedef struct mark {
	uint32_t start, end;
	uint32_t term;     /* its rank among the distinct terms */
	uint32_t position; /* among the words that have a term; equal where one stands beside another */
} mark;

typedef struct finder {
	dsr_arena   *arena;
	dsr_lexicon *lexicon;
	dossier_str  text;
	uint32_t    *terms;      /* of all targets, by their numbers in the lexicon: distinct, ascending */
	uint32_t     term_count;
	uint64_t     filter[FILTER_BITS / 64]; /* holds number % FILTER_BITS of each */
	uint32_t     position;   /* of the last word that has a term */
	int          left_out;   /* the last word has none */
	dsr_naming   naming;     /* where a target is a concept, else without a gazetteer */
	mark        *marks;
	size_t       n, cap;
	dsr_match   *matches;
	size_t       matched, match_cap;
	int          nomem;
} finder;

#define NO_TARGET UINT32_MAX

/* A target with its terms as numbers. */
typedef struct numbered {
	uint32_t *terms; /* in the lexicon, then their ranks */
	uint32_t  count;
	uint32_t  next;  /* the next target that begins with the same term, or NO_TARGET */
} numbered;

/* ---- the targets ---- */

/* The rank of a term among the targets' terms; or where it belongs, with *found 0. */
static uint32_t rank_of(const finder *f, uint32_t term, int *found)
{
	uint32_t low = 0, high = f->term_count;

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (f->terms[mid] < term)
			low = mid + 1;
		else
			high = mid;
	}
	*found = low < f->term_count && f->terms[low] == term;
	return low;
}

/* Enter a term among the distinct ones by insertion; a query has few. */
static void want(finder *f, uint32_t term)
{
	int found;
	const uint32_t at = rank_of(f, term, &found);

	if (found)
		return;
	memmove(f->terms + at + 1, f->terms + at, (f->term_count++ - at) * sizeof *f->terms);
	f->terms[at] = term;
	f->filter[term % FILTER_BITS / 64] |= UINT64_C(1) << term % 64;
}

/* Number the terms of a target and enter them: 1, or 0 when out of memory. */
static int number_terms(finder *f, numbered *out, const dsr_target *target)
{
	*out = (numbered){ dsr_arena_take(f->arena, target->count * sizeof *out->terms), target->count, NO_TARGET };
	for (uint32_t i = 0; out->terms && i < target->count; i++) {
		out->terms[i] = dsr_lexicon_term(f->lexicon, target->terms[i]);
		if (out->terms[i] == DSR_STRING_NONE)
			return 0;
		want(f, out->terms[i]);
	}
	return out->terms != NULL;
}

/* Number all targets, or NULL when out of memory. */
static numbered *number_targets(finder *f, const dsr_target *targets, size_t count)
{
	numbered *out = dsr_arena_take(f->arena, count * sizeof *out);
	size_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += targets[i].count;
	f->terms = dsr_arena_take(f->arena, all * sizeof *f->terms);
	for (size_t i = 0; i < count; i++)
		if (!out || !f->terms || !number_terms(f, &out[i], &targets[i]))
			return NULL;
	return f->terms ? out : NULL;
}

/* Make ranks of the numbers.  The first target that begins with the term of each rank, or NULL when out of memory. */
static uint32_t *rank_targets(const finder *f, numbered *targets, size_t count)
{
	uint32_t *firsts = dsr_arena_take(f->arena, f->term_count * sizeof *firsts);
	int found;

	for (uint32_t i = 0; firsts && i < f->term_count; i++)
		firsts[i] = NO_TARGET;
	for (size_t i = count; firsts && i--;) {
		numbered *t = &targets[i];

		for (uint32_t j = 0; j < t->count; j++)
			t->terms[j] = rank_of(f, t->terms[j], &found);
		t->next = firsts[t->terms[0]];
		firsts[t->terms[0]] = (uint32_t)i;
	}
	return firsts;
}

/* ---- their terms in the text ---- */

static void push(finder *f, mark m)
{
	void *marks = f->marks;

	if (!dsr_arena_grow(f->arena, &marks, &f->cap, f->n + 1, sizeof m)) {
		f->nomem = 1;
		return;
	}
	f->marks = marks;
	f->marks[f->n++] = m;
}

/* Mark a token if a target wants its term. */
static void mark_token(finder *f, const dsr_text_token *t, uint32_t term)
{
	int found;
	const uint32_t rank = rank_of(f, term, &found);

	if (found)
		push(f, (mark){ t->start, t->end, rank, f->position });
}

/* Count the places of some tokens, and mark those that a target wants.  Nearly all end at the filter. */
static void mark_batch(finder *f, const dsr_text_token *tokens, const uint32_t *terms, const uint32_t *names, size_t n)
{
	const int named = f->naming.gazetteer != NULL;

	for (size_t i = 0; i < n && !f->nomem; i++) {
		const dsr_text_token *t = &tokens[i];
		const uint32_t term = terms[i];

		if (!t->beside) {
			f->left_out = term == DSR_NO_TERM;
			if (named)
				dsr_naming_take(&f->naming, t->start, t->end, names[i], f->position + 1);
			f->position += !f->left_out;
		}
		if (f->filter[term % FILTER_BITS / 64] >> term % 64 & 1 && !f->left_out)
			mark_token(f, t, term);
	}
}

/* Mark the tokens of the text that a target wants. */
static void mark_tokens(finder *f)
{
	const uint8_t *text = (const uint8_t *)f->text.p;
	dsr_text_token tokens[TOKENS_BATCH];
	uint32_t terms[TOKENS_BATCH], names[TOKENS_BATCH];
	dsr_tokens source;
	size_t n;

	dsr_tokens_begin(&source, text, f->text.n);
	while (!f->nomem && (n = dsr_tokens_next(&source, tokens, TOKENS_BATCH)) > 0) {
		f->nomem = !dsr_lexicon_terms(f->lexicon, text, f->text.n, tokens, n, terms, names);
		mark_batch(f, tokens, terms, names, n);
	}
}

/* ---- names ---- */

static int has_concept(const dsr_target *targets, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (targets[i].terms->n && *targets[i].terms->p == DSR_CONCEPT_MARK) /* no word begins with as low a byte */
			return 1;
	return 0;
}

/* Look for names where a target is a concept: 1, or 0 when out of memory. */
static int begin_names(finder *f, const dsr_target *targets, size_t count)
{
	const dsr_gazetteer *names = dsr_analyzer_names(f->lexicon->analyzer);

	if (!names || !has_concept(targets, count))
		return 1;
	if (!dsr_naming_init(&f->naming, f->arena->alloc, names))
		return 0;
	dsr_naming_begin(&f->naming);
	dsr_naming_text(&f->naming, (const uint8_t *)f->text.p, f->text.n);
	return 1;
}

/* Enter a mark among those of words, from the end on. */
static void enter(finder *f, size_t *words, size_t *to, mark m)
{
	while (*words && f->marks[*words - 1].start > m.start)
		f->marks[--*to] = f->marks[--*words];
	f->marks[--*to] = m;
}

/* Mark the names whose concept a target wants, each as a whole, among the words. */
static void mark_names(finder *f)
{
	size_t words = f->n, wanted = 0, to;

	dsr_naming_stop(&f->naming);
	dsr_naming_settle(&f->naming);
	for (size_t i = 0; i < f->naming.count; i++) {
		dsr_named n = f->naming.named[i];
		const uint32_t term = dsr_lexicon_concept(f->lexicon, n.concept);
		int found;

		f->nomem |= term == DSR_STRING_NONE;
		n.concept = rank_of(f, term, &found);
		if (!found)
			continue;
		f->naming.named[wanted++] = n;
		push(f, (mark){ 0 });
	}
	f->nomem |= f->naming.nomem;
	if (f->nomem)
		return;
	for (to = f->n; wanted--;) {
		const dsr_named *n = &f->naming.named[wanted];

		enter(f, &words, &to, (mark){ n->start, n->end, n->concept, n->place });
	}
}

/* ---- from marks to matches ---- */

/* The next mark from `i` on with this term at this position, or f->n. */
static size_t find_mark(const finder *f, size_t i, uint32_t term, uint32_t position)
{
	while (i < f->n && (f->marks[i].position < position || (f->marks[i].position == position && f->marks[i].term != term)))
		i++;
	return i < f->n && f->marks[i].position == position ? i : f->n;
}

/* Do the marks from `i` on, each at the place behind the one before, spell the target?  The last one, or f->n. */
static size_t spells(const finder *f, size_t i, const numbered *t)
{
	const uint32_t position = f->marks[i].position;

	for (uint32_t j = 1; j < t->count && i < f->n; j++)
		i = find_mark(f, i + 1, t->terms[j], position + j);
	return i;
}

static void add_match(finder *f, dsr_match m)
{
	void *matches = f->matches;

	if (!dsr_arena_grow(f->arena, &matches, &f->match_cap, f->matched + 1, sizeof m)) {
		f->nomem = 1;
		return;
	}
	f->matches = matches;
	f->matches[f->matched++] = m;
}

/* Every mark as the beginning of the targets that begin with its term; several may match. */
static void match_targets(finder *f, const numbered *targets, const uint32_t *firsts)
{
	for (size_t i = 0; i < f->n && !f->nomem; i++)
		for (uint32_t t = firsts[f->marks[i].term]; t != NO_TARGET && !f->nomem; t = targets[t].next) {
			const size_t last = spells(f, i, &targets[t]);

			if (last < f->n)
				add_match(f, (dsr_match){ f->marks[i].start, f->marks[last].end, t });
		}
}

dossier_status dsr_matches_find(dsr_match **out, size_t *n, dsr_arena *arena, dsr_lexicon *lexicon, dossier_str text,
                                const dsr_target *targets, size_t count)
{
	finder f = { .arena = arena, .lexicon = lexicon, .text = text };
	numbered *numbers = number_targets(&f, targets, count);
	const uint32_t *firsts = numbers ? rank_targets(&f, numbers, count) : NULL;

	if (!firsts || !begin_names(&f, targets, count))
		return DOSSIER_ERR_NOMEM;
	mark_tokens(&f);
	if (f.naming.gazetteer)
		mark_names(&f);
	match_targets(&f, numbers, firsts);
	dsr_naming_release(&f.naming);
	if (f.nomem)
		return DOSSIER_ERR_NOMEM;
	*out = f.matches;
	*n = f.matched;
	return DOSSIER_OK;
}

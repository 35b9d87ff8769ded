/*
 * matches.c - see matches.h
 */
#include "result/matches.h"

#include <string.h>

#include "base/hash.h"
#include "base/order.h"
#include "text/gazetteer.h"
#include "text/naming.h"
#include "text/tokens.h"

/* Tokens remembered with what they mean to the query; a power of two. */
#define CACHE_SIZE 1024u
#define TOKENS_BATCH 128u
/* A word that no target wants, and one that has no term and so takes no position. */
#define UNWANTED  UINT32_MAX
#define NO_TERM   (UINT32_MAX - 1)

/* A token that is one of the targets' terms. */
typedef struct mark {
	uint32_t start, end;
	uint32_t term;     /* number among the distinct terms */
	uint32_t position; /* among the words that have a term; equal where one stands beside another */
} mark;

typedef struct cached {
	uint32_t start, size; /* of the word in the text; size 0: empty */
	uint32_t term;
	uint32_t name;        /* its number among the words of names */
} cached;

typedef struct finder {
	dsr_arena    *arena;
	dsr_analyzer *analyzer;
	dossier_str   text;
	dossier_str  *terms;  /* distinct, ascending */
	uint32_t      term_count;
	cached       *cache;
	dsr_naming    naming; /* where a target is a concept, else without a gazetteer */
	mark         *marks;
	size_t        n, cap;
	dsr_match    *matches;
	size_t        matched, match_cap;
	int           nomem;
} finder;

/* Where `term` stands among the terms, or should: *found says which. */
static uint32_t lookup(const finder *f, dossier_str term, int *found)
{
	uint32_t low = 0, high = f->term_count;

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (dsr_str_compare(f->terms[mid], term) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*found = low < f->term_count && !dsr_str_compare(f->terms[low], term);
	return low;
}

/* Collect the distinct terms of all targets by insertion; a query has few. */
static int collect_terms(finder *f, const dsr_target *targets, size_t count)
{
	size_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += targets[i].count;
	f->terms = dsr_arena_take(f->arena, all * sizeof *f->terms);
	if (!f->terms)
		return 0;
	for (size_t i = 0; i < count; i++)
		for (uint32_t j = 0; j < targets[i].count; j++) {
			int found;
			const uint32_t at = lookup(f, targets[i].terms[j], &found);

			if (found)
				continue;
			memmove(f->terms + at + 1, f->terms + at, (f->term_count++ - at) * sizeof *f->terms);
			f->terms[at] = targets[i].terms[j];
		}
	return 1;
}

/* What a token means to the query. */
static const cached *meaning_of(finder *f, dsr_text_token w)
{
	const uint8_t *word = (const uint8_t *)f->text.p + w.start;
	const uint32_t size = w.end - w.start;
	cached *c = &f->cache[dsr_hash(word, size) & (CACHE_SIZE - 1)];
	dossier_str term;
	int found;

	if (c->size == size && !memcmp(f->text.p + c->start, word, size))
		return c;
	term = dsr_analyzer_term(f->analyzer, word, size);
	if (!term.p)
		f->nomem = 1;
	*c = (cached){ w.start, size, NO_TERM, 0 };
	if (term.n) {
		const uint32_t at = lookup(f, term, &found);

		c->term = found ? at : UNWANTED;
		c->name = f->naming.gazetteer ? dsr_gazetteer_word(f->naming.gazetteer, word, size) : 0;
	}
	return c;
}

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

/* Mark the tokens of the text that a target wants. */
static void mark_tokens(finder *f)
{
	dsr_text_token tokens[TOKENS_BATCH];
	uint32_t position = 0, word = NO_TERM; /* the last one */
	dsr_tokens source;
	size_t n;

	dsr_tokens_begin(&source, (const uint8_t *)f->text.p, f->text.n);
	while (!f->nomem && (n = dsr_tokens_next(&source, tokens, TOKENS_BATCH)) > 0)
		for (size_t i = 0; i < n && !f->nomem; i++) {
			const dsr_text_token t = tokens[i];
			const cached *meaning = meaning_of(f, t);
			const uint32_t term = meaning->term;

			word = t.beside ? word : term;
			if (f->naming.gazetteer && !t.beside)
				dsr_naming_take(&f->naming, t.start, t.end, meaning->name, position + 1);
			if (term == NO_TERM || word == NO_TERM)
				continue;
			position += !t.beside;
			if (term != UNWANTED)
				push(f, (mark){ t.start, t.end, term, position });
		}
}

/* Look for names where a target is a concept: 1, or 0 when out of memory. */
static int begin_names(finder *f)
{
	const dsr_gazetteer *names = dsr_analyzer_names(f->analyzer);
	const dossier_str first = f->term_count ? *f->terms : (dossier_str){ 0 }; /* no word begins with as low a byte */

	if (!names || !first.n || *first.p != DSR_CONCEPT_MARK)
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
	const dsr_gazetteer *g = f->naming.gazetteer;
	size_t words = f->n, wanted = 0, to;

	dsr_naming_stop(&f->naming);
	dsr_naming_settle(&f->naming);
	for (size_t i = 0; i < f->naming.count; i++) {
		uint8_t term[DSR_CONCEPT_TERM_MAX];
		dsr_named n = f->naming.named[i];
		int found;

		n.concept = lookup(f, dsr_concept_term(g, n.concept, term), &found);
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

#define NO_TARGET UINT32_MAX

/* A target with its terms as numbers. */
typedef struct numbered {
	uint32_t *terms;
	uint32_t  count;
	uint32_t  next; /* the next target that begins with the same term, or NO_TARGET */
} numbered;

static int number_terms(const finder *f, numbered *out, const dsr_target *target)
{
	int found;

	*out = (numbered){ dsr_arena_take(f->arena, target->count * sizeof(uint32_t)), target->count, NO_TARGET };
	for (uint32_t i = 0; out->terms && i < target->count; i++)
		out->terms[i] = lookup(f, target->terms[i], &found);
	return out->terms != NULL;
}

/* Number all targets; firsts[term] becomes the first that begins with the term. */
static numbered *number_targets(const finder *f, const dsr_target *targets, size_t count, uint32_t *firsts)
{
	numbered *out = dsr_arena_take(f->arena, count * sizeof *out);

	for (uint32_t i = 0; i < f->term_count; i++)
		firsts[i] = NO_TARGET;
	for (size_t i = count; out && i--;) {
		if (!number_terms(f, &out[i], &targets[i]))
			return NULL;
		out[i].next = firsts[out[i].terms[0]];
		firsts[out[i].terms[0]] = (uint32_t)i;
	}
	return out;
}

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

dossier_status dsr_matches_find(dsr_match **out, size_t *n, dsr_arena *arena, dsr_analyzer *analyzer,
                                dossier_str text, const dsr_target *targets, size_t count)
{
	finder f = { .arena = arena, .analyzer = analyzer, .text = text };
	numbered *numbers;
	uint32_t *firsts;

	f.cache = dsr_arena_zero(arena, CACHE_SIZE * sizeof *f.cache);
	if (!f.cache || !collect_terms(&f, targets, count) || !begin_names(&f))
		return DOSSIER_ERR_NOMEM;
	firsts = dsr_arena_take(arena, f.term_count * sizeof *firsts);
	numbers = firsts ? number_targets(&f, targets, count, firsts) : NULL;
	if (numbers) {
		mark_tokens(&f);
		if (f.naming.gazetteer)
			mark_names(&f);
		match_targets(&f, numbers, firsts);
	}
	dsr_naming_release(&f.naming);
	if (!numbers || f.nomem)
		return DOSSIER_ERR_NOMEM;
	*out = f.matches;
	*n = f.matched;
	return DOSSIER_OK;
}

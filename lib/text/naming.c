/*
 * naming.c - see naming.h
 */
#include "text/naming.h"

#include <string.h>

#include "base/mem.h"

int dsr_naming_init(dsr_naming *n, const dossier_alloc *alloc, const dsr_gazetteer *gazetteer)
{
	const size_t size = gazetteer->concept_count * sizeof(uint32_t);

	*n = (dsr_naming){ .alloc = alloc, .gazetteer = gazetteer };
	n->support = dsr_new(alloc, size);
	n->supported = dsr_new(alloc, size);
	if (!size || (n->support && n->supported))
		return 1;
	dsr_naming_release(n);
	return 0;
}

void dsr_naming_release(dsr_naming *n)
{
	const size_t size = n->gazetteer ? n->gazetteer->concept_count * sizeof(uint32_t) : 0;

	if (!n->alloc)
		return;
	dsr_free(n->alloc, n->support, size);
	dsr_free(n->alloc, n->supported, size);
	dsr_free(n->alloc, n->named, n->cap * sizeof *n->named);
	dsr_free(n->alloc, n->unsure, n->unsure_cap * sizeof *n->unsure);
	*n = (dsr_naming){ 0 };
}

size_t dsr_naming_memory(const dsr_naming *n)
{
	return n->cap * sizeof *n->named + n->unsure_cap * sizeof *n->unsure +
	       (n->gazetteer ? 2 * n->gazetteer->concept_count * sizeof(uint32_t) : 0);
}

void dsr_naming_begin(dsr_naming *n)
{
	for (size_t i = 0; i < n->supported_count; i++)
		n->support[n->supported[i]] = 0;
	n->supported_count = n->count = n->unsure_count = 0;
	n->queued = 0;
	n->nomem = 0;
}

void dsr_naming_text(dsr_naming *n, const uint8_t *text, size_t size)
{
	n->text = DSR_NAME_TEXT_INIT(text, size);
}

static void support(dsr_naming *n, uint32_t concept)
{
	if (concept == DSR_NO_CONCEPT)
		return;
	if (!n->support[concept]++)
		n->supported[n->supported_count++] = concept;
}

static int reserve_named(dsr_naming *n, size_t more)
{
	void *array = n->named;

	if (n->count + more <= n->cap)
		return 1;
	if (!dsr_grow(n->alloc, &array, &n->cap, n->count + more, sizeof *n->named)) {
		n->nomem = 1;
		return 0;
	}
	n->named = array;
	return 1;
}

/* What a form names that stands where `named` says. */
static dsr_named name_by(const dsr_name_form *f, dsr_named named)
{
	named.concept = f->concept;
	named.halves = dsr_name_halves(f);
	return named;
}

/* A block names nothing. */
static void add_named(dsr_naming *n, const dsr_name_form *f, const dsr_named *named)
{
	if (f->concept != DSR_NO_CONCEPT && reserve_named(n, 1))
		n->named[n->count++] = name_by(f, *named);
}

static void add_unsure(dsr_naming *n, const dsr_name_match *m, const dsr_named *named)
{
	void *array = n->unsure;

	if (!dsr_grow(n->alloc, &array, &n->unsure_cap, n->unsure_count + 1, sizeof *n->unsure)) {
		n->nomem = 1;
		return;
	}
	n->unsure = array;
	n->unsure[n->unsure_count++] = (dsr_unsure){ *m, *named };
}

/* What was found at the head of the queue: evidence counts, of sure names the first, else unsure ones wait. */
static void take_match(dsr_naming *n, const dsr_name_match *m, const dsr_named *named)
{
	const dsr_name_form *f, *sure = NULL;
	uint32_t at = 0;
	int unsure = 0;

	while ((f = dsr_name_match_form(n->gazetteer, m, &at))) {
		if (f->flags & DSR_NAME_EVIDENCE)
			support(n, f->concept);
		else if (f->flags & DSR_NAME_UNSURE)
			unsure = 1;
		else if (!sure)
			sure = f;
	}
	if (sure) {
		if (!(sure->flags & DSR_NAME_DEMONYM))
			support(n, sure->concept);
		add_named(n, sure, named);
	} else if (unsure) {
		add_unsure(n, m, named);
	}
}

/* Work on the queue until fewer than `wait` words are left: fewer cannot be decided on yet. */
static void drain(dsr_naming *n, uint32_t wait)
{
	uint32_t i = 0;

	while (n->queued - i >= wait) {
		const dsr_name_token *t = &n->queue[i];
		dsr_name_match m;

		if (!dsr_namestart_begins(&n->gazetteer->start, t->word, i + 1 < n->queued ? t[1].word : 0) ||
		    !dsr_gazetteer_match(n->gazetteer, &n->text, t, n->queued - i, &m)) {
			i++;
			continue;
		}
		take_match(n, &m, &(dsr_named){ .place = n->places[i], .start = t->start, .end = t[m.count - 1].end });
		i += m.count;
	}
	n->queued -= i;
	if (!n->queued)
		return;
	memmove(n->queue, n->queue + i, n->queued * sizeof *n->queue);
	memmove(n->places, n->places + i, n->queued * sizeof *n->places);
}

void dsr_naming_stop(dsr_naming *n)
{
	drain(n, 1);
}

void dsr_naming_put(dsr_naming *n, const dsr_name_token *token, uint32_t place)
{
	if (dsr_name_is_money(n->text.p, n->text.n, token->start, token->end)) {
		drain(n, 1);
		return;
	}
	n->queue[n->queued] = *token;
	n->places[n->queued++] = place;
	if (n->queued == DSR_NAMING_QUEUE)
		drain(n, DSR_NAME_WORDS_MAX);
}

int dsr_naming_lone(dsr_naming *n, uint32_t start, uint32_t end, uint32_t word, uint32_t place)
{
	const dsr_name_lone lone = dsr_gazetteer_alone(n->gazetteer, word) ? n->gazetteer->lone[word]
	                                                                   : (dsr_name_lone){ DSR_NO_CONCEPT, 0 };

	if (n->queued || lone.concept == DSR_NO_CONCEPT || dsr_name_is_money(n->text.p, n->text.n, start, end))
		return 0;
	if (lone.halves > 1)
		support(n, lone.concept);
	if (reserve_named(n, 1))
		n->named[n->count++] = (dsr_named){ lone.concept, place, start, end, lone.halves };
	return 1;
}

size_t dsr_naming_next(const dsr_naming *n, const uint32_t *words, size_t i, size_t end)
{
	if (n->queued || i == end)
		return i;
	i = dsr_namestart_find(&n->gazetteer->start, words, i, end - 1);
	return i + 1 < end || dsr_gazetteer_starts(n->gazetteer, words[i]) ? i : end;
}

/* The best supported of the forms that wait at one place; NULL where none is, or two are alike. */
static const dsr_name_form *best_supported(const dsr_naming *n, const dsr_name_match *m)
{
	const dsr_name_form *f, *best = NULL;
	uint32_t at = 0, most = 0;

	while ((f = dsr_name_match_form(n->gazetteer, m, &at))) {
		const uint32_t s = f->flags & DSR_NAME_EVIDENCE || f->concept == DSR_NO_CONCEPT ? 0 : n->support[f->concept];

		if (s > most)
			best = f;
		else if (s && s == most && best && best->concept != f->concept)
			best = NULL;
		most = s > most ? s : most;
	}
	return best;
}

/* Keep the unsure names that count.  Returns how many. */
static size_t decide(dsr_naming *n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n->unsure_count; i++) {
		const dsr_name_form *f = best_supported(n, &n->unsure[i].match);

		if (f)
			n->unsure[kept++].named = name_by(f, n->unsure[i].named);
	}
	return kept;
}

/* Sure names and those that turned out to count, each ascending, are merged from their ends. */
void dsr_naming_settle(dsr_naming *n)
{
	size_t unsure = decide(n), sure = n->count;

	if (!reserve_named(n, unsure))
		return;
	n->count += unsure;
	for (size_t to = n->count; unsure; to--) {
		const int late = sure && n->named[sure - 1].place > n->unsure[unsure - 1].named.place;

		n->named[to - 1] = late ? n->named[--sure] : n->unsure[--unsure].named;
	}
}

/*
 * concepts.c - see concepts.h
 */
#include "index/concepts.h"

#include "base/mem.h"

int dsr_concepts_init(dsr_concepts *c, const dossier_alloc *alloc, const dsr_gazetteer *names)
{
	*c = (dsr_concepts){ .alloc = alloc };
	return !names || dsr_naming_init(&c->naming, alloc, names);
}

void dsr_concepts_release(dsr_concepts *c)
{
	if (!c->alloc)
		return;
	dsr_naming_release(&c->naming);
	dsr_free(c->alloc, c->values, c->cap * sizeof *c->values);
	*c = (dsr_concepts){ 0 };
}

size_t dsr_concepts_memory(const dsr_concepts *c)
{
	return dsr_naming_memory(&c->naming) + c->cap * sizeof *c->values;
}

void dsr_concepts_begin(dsr_concepts *c)
{
	c->words = 0;
	c->count = 0;
	if (c->naming.gazetteer)
		dsr_naming_begin(&c->naming);
}

static uint32_t next_place(const dsr_gather *g)
{
	return g ? (uint32_t)g->tokens.n - g->starts[g->docs] : 0;
}

int dsr_concepts_value(dsr_concepts *c, dossier_str text, dsr_gather *shared, dsr_gather *own)
{
	void *values = c->values;

	if (!c->naming.gazetteer)
		return 1;
	if (!dsr_grow(c->alloc, &values, &c->cap, c->count + 1, sizeof *c->values))
		return 0;
	c->values = values;
	c->values[c->count++] = (dsr_value_words){ shared, own, c->words, next_place(shared), next_place(own) };
	dsr_naming_text(&c->naming, (const uint8_t *)text.p, text.n);
	return 1;
}

void dsr_concepts_words(dsr_concepts *c, const dsr_text_token *words, const uint32_t *names, size_t n, uint32_t before)
{
	if (!c->naming.gazetteer)
		return;
	before += c->words;
	for (size_t i = 0; (i = dsr_naming_next(&c->naming, names, i, n)) < n; i++) {
		const dsr_text_token *w = &words[i];
		const uint32_t place = before + (uint32_t)i;

		if (i + 1 == n || names[i + 1] || !dsr_naming_lone(&c->naming, w->start, w->end, names[i], place))
			dsr_naming_take(&c->naming, w->start, w->end, names[i], place);
	}
}

int dsr_concepts_settle(dsr_concepts *c)
{
	if (c->naming.gazetteer)
		dsr_naming_settle(&c->naming);
	return !c->naming.nomem;
}

int dsr_concepts_put(dsr_concepts *c, dsr_lexicon *l, dsr_gather *g)
{
	size_t v = 0;

	for (size_t i = 0; i < c->naming.count; i++) {
		const dsr_named *named = &c->naming.named[i];
		const dsr_value_words *value;
		uint32_t term, place;

		while (v + 1 < c->count && c->values[v + 1].first <= named->place)
			v++;
		value = &c->values[v];
		if (g != value->shared && g != value->own)
			continue;
		term = dsr_lexicon_concept(l, named->concept);
		place = (g == value->shared ? value->shared_at : value->own_at) + named->place - value->first;
		if (term == DSR_STRING_NONE || !dsr_gather_beside(g, place, term, named->halves))
			return 0;
	}
	return 1;
}

/*
 * sources.c - see sources.h
 */
#include "segment/sources.h"

#include "base/mem.h"

int dsr_sources_init(dsr_sources *s, const dossier_alloc *alloc, size_t count)
{
	*s = (dsr_sources){ .alloc = alloc, .at = dsr_new(alloc, count * sizeof *s->at), .cap = count };
	return s->at || !count;
}

static size_t before_size(const dsr_source *s)
{
	return dsr_bitset_words(s->segment->docs) * sizeof *s->before;
}

void dsr_sources_release(dsr_sources *s)
{
	if (!s->alloc)
		return;
	for (size_t i = 0; i < s->count; i++)
		dsr_free(s->alloc, s->at[i].before, before_size(&s->at[i]));
	dsr_free(s->alloc, s->at, s->cap * sizeof *s->at);
	*s = (dsr_sources){ 0 };
}

/* Count the dead documents before each word. */
static int count_dead(dsr_source *s, const dossier_alloc *alloc)
{
	const size_t words = dsr_bitset_words(s->segment->docs);
	uint32_t sum = 0;

	s->before = dsr_new(alloc, before_size(s));
	if (!s->before)
		return 0;
	for (size_t i = 0; i < words; i++) {
		s->before[i] = sum;
		sum += (uint32_t)__builtin_popcountll(s->dead[i]);
	}
	return 1;
}

int dsr_sources_add(dsr_sources *s, const dsr_segment *segment, const uint64_t *dead, uint32_t dead_count)
{
	dsr_source *source = &s->at[s->count];

	*source = (dsr_source){ .segment = segment, .dead = dead, .live = segment->docs - dead_count, .base = s->docs };
	if (dead && !count_dead(source, s->alloc))
		return 0;
	s->count++;
	s->docs += source->live;
	return 1;
}

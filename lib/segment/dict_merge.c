/*
 * dict_merge.c - see dict_merge.h
 */
#include "segment/dict_merge.h"

#include "base/mem.h"

int dsr_dict_merge_init(dsr_dict_merge *m, const dossier_alloc *alloc, size_t count)
{
	*m = (dsr_dict_merge){ .alloc = alloc };
	m->cursors = dsr_new(alloc, count * sizeof *m->cursors);
	m->sources = dsr_new(alloc, count * sizeof *m->sources);
	if (dsr_kway_init(&m->next, alloc, count) && m->cursors && m->sources)
		return 1;
	dsr_dict_merge_release(m);
	return 0;
}

void dsr_dict_merge_release(dsr_dict_merge *m)
{
	const size_t count = m->next.cap;

	if (!m->alloc)
		return;
	dsr_free(m->alloc, m->cursors, count * sizeof *m->cursors);
	dsr_free(m->alloc, m->sources, count * sizeof *m->sources);
	dsr_kway_release(&m->next);
	*m = (dsr_dict_merge){ 0 };
}

/* Read the next term of a dictionary into the heap. */
static void advance(dsr_dict_merge *m, uint32_t source)
{
	dsr_dict_cursor *c = &m->cursors[source];

	if (dsr_dict_cursor_next(c))
		dsr_kway_push(&m->next, c->term, source);
	m->damaged |= c->damaged;
}

void dsr_dict_merge_add(dsr_dict_merge *m, const dsr_dict *d)
{
	dsr_dict_cursor_open(&m->cursors[m->dicts], d);
	advance(m, (uint32_t)m->dicts++);
}

int dsr_dict_merge_next(dsr_dict_merge *m)
{
	dsr_kway_entry e;

	for (size_t i = 0; i < m->count; i++)
		advance(m, m->sources[i]);
	m->count = 0;
	if (m->damaged || !dsr_kway_pop(&m->next, &e))
		return 0;
	m->term = e.text;
	do
		m->sources[m->count++] = e.source;
	while (dsr_kway_has(&m->next, &e) && dsr_kway_pop(&m->next, &e));
	return 1;
}

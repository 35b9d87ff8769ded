/*
 * sources.h - the segments that are merged, and what becomes of the numbers of their documents
 *
 * Live documents are numbered through, segment after segment, in the order they have; dead ones fall out.  Or one segment of
 * which all live is given another order.
 *
 * Memory: four bytes for every 64 documents of a segment with dead ones.
 */
#ifndef DSR_SEGMENT_SOURCES_H
#define DSR_SEGMENT_SOURCES_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>

#include "base/work.h"
#include "codec/bitset.h"
#include "segment/segment.h"

typedef struct dsr_source {
	const dsr_segment *segment;
	const uint64_t    *dead;   /* bit d: document d falls out; NULL: none does */
	uint32_t           live;
	uint32_t           base;   /* new number of its first live document */
	uint32_t          *before; /* dead documents before each word of `dead` */
} dsr_source;

typedef struct dsr_sources {
	const dossier_alloc *alloc;
	dsr_source *at;
	size_t      count, cap;
	uint32_t    docs; /* live, of all */
	const uint32_t *order;   /* of each new number, the document that gets it; borrowed.  NULL: they keep their order */
	const uint32_t *numbers; /* the inverse of it */
	dsr_work       *work;    /* told the bytes that were read; may be NULL */
} dsr_sources;

/* Room for `count` segments, to be added.  1, or 0 when out of memory: then nothing is held. */
int dsr_sources_init(dsr_sources *s, const dossier_alloc *alloc, size_t count);

/* Safe on one that is all zero. */
void dsr_sources_release(dsr_sources *s);

/*
 * Add the next segment, of whose documents `dead_count` are dead (`dead` NULL when none is); both are borrowed.  All live
 * documents must be fewer than DSR_DOCS_MAX.  1, or 0 when out of memory.
 */
int dsr_sources_add(dsr_sources *s, const dsr_segment *segment, const uint64_t *dead, uint32_t dead_count);

static inline int dsr_source_has(const dsr_source *s, uint32_t doc)
{
	return !s->dead || !dsr_bitset_has(s->dead, doc);
}

/* The new number of live document `doc`.  O(1). */
static inline uint32_t dsr_source_number(const dsr_source *s, uint32_t doc)
{
	if (!s->dead)
		return s->base + doc;
	return s->base + doc - s->before[doc / 64] -
	       (uint32_t)__builtin_popcountll(s->dead[doc / 64] & (((uint64_t)1 << (doc & 63)) - 1));
}

/*
 * Walks live documents in the order of their new numbers:
 *     for (dsr_sources_walk w = dsr_sources_begin(s); dsr_sources_next(&w); )  ... w.source, w.doc ...
 */
typedef struct dsr_sources_walk {
	const dsr_sources *s;
	uint32_t source, doc;
	uint32_t number; /* of the next one */
	uint32_t next;   /* document of the source to look at next */
} dsr_sources_walk;

static inline dsr_sources_walk dsr_sources_begin(const dsr_sources *s)
{
	return (dsr_sources_walk){ .s = s };
}

static inline int dsr_sources_next(dsr_sources_walk *w)
{
	if (w->number == w->s->docs)
		return 0;
	if (w->s->order) {
		w->doc = w->s->order[w->number++];
		return 1;
	}
	for (;;) {
		const dsr_source *s = &w->s->at[w->source];

		if (w->next == s->segment->docs) {
			w->source++;
			w->next = 0;
		} else if (dsr_source_has(s, w->next++)) {
			w->doc = w->next - 1;
			w->number++;
			return 1;
		}
	}
}

#endif /* DSR_SEGMENT_SOURCES_H */

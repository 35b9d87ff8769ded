/*
 * merge_body.h - a few segments of one inverted list, whose postings are a pure function of segment, term and document
 */
#ifndef DSR_MERGE_BODY_H
#define DSR_MERGE_BODY_H

#include "segment_body.h"

#include <stdio.h>

#include "codec/bitset.h"
#include "segment/bm25.h"
#include "segment/list_writer.h"
#include "segment/norms.h"
#include "segment/segment.h"
#include "segment/sources.h"

enum { LIST = 2, SEGMENTS = 4, TERMS = 40, DOCS_MAX = 1500, TF_MAX = 400 };

static uint32_t    seed;
static uint32_t    docs_of[SEGMENTS];
static uint64_t    dead[SEGMENTS][DOCS_MAX / 64 + 1];
static uint32_t    dead_of[SEGMENTS];
static uint8_t     norms[SEGMENTS][DOCS_MAX];
static dsr_segment segments[SEGMENTS];
static dsr_sources sources;

static inline uint32_t mix(uint32_t a, uint32_t b, uint32_t c)
{
	uint64_t z = ((uint64_t)a << 40 ^ (uint64_t)b << 20 ^ c) + (uint64_t)seed * 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (uint32_t)(z >> 32);
}

/* How often term t stands in document d of segment s; 0: not at all.  Some terms are common, most are rare. */
static inline uint32_t tf_of(uint32_t s, uint32_t t, uint32_t d)
{
	static const uint32_t rates[] = { 1, 2, 9, 40, 100, 500, 2000 };

	if (!(mix(s, t, DOCS_MAX) % 3) || mix(s, t, d) % rates[t % 7])
		return 0;
	if (t == 7 && !(mix(d, s, t) % 50))
		return 1 + mix(t, d, s) % TF_MAX;
	return mix(d, t, s) % 3 ? 1 : 1 + mix(t, d, s) % 6;
}

/* Position i of it, and the next one: ascending, now and then the same. */
static inline uint32_t next_position(uint32_t s, uint32_t t, uint32_t d, uint32_t i, uint32_t last)
{
	const uint32_t step = mix(s + i * 8, t, d) % 50;

	return i ? last + (step < 40 ? step / 3 : 0) : step;
}

static inline size_t name_of(char *name, uint32_t t)
{
	return (size_t)snprintf(name, 16, "term%c%02u", t % 2 ? 'a' : 'b', t);
}

static uint32_t writing; /* which segment */
static int      with_positions;

typedef struct one_block {
	uint32_t n, docs[DSR_BLOCK], tfs[DSR_BLOCK];
	uint32_t gaps[DSR_BLOCK * TF_MAX];
	size_t   gaps_n;
} one_block;

static inline void put_document(one_block *b, uint32_t t, uint32_t d)
{
	uint32_t last = 0;

	b->docs[b->n] = d;
	b->tfs[b->n] = tf_of(writing, t, d);
	for (uint32_t i = 0; i < b->tfs[b->n]; i++) {
		const uint32_t p = next_position(writing, t, d, i, last);

		b->gaps[b->gaps_n++] = p - last;
		last = p;
	}
	b->n++;
}

static inline void put_term(dsr_list_writer *w, uint32_t t)
{
	static one_block b;
	char name[16];
	const size_t n = name_of(name, t);
	int begun = 0;

	b.n = 0;
	b.gaps_n = 0;
	for (uint32_t d = 0; d < docs_of[writing]; d++) {
		if (tf_of(writing, t, d))
			put_document(&b, t, d);
		if (b.n < DSR_BLOCK && (d + 1 < docs_of[writing] || !b.n))
			continue;
		if (!begun++)
			dsr_list_term(w, (dossier_str){ name, n });
		dsr_list_block(w, b.n, b.docs, b.tfs, b.gaps);
		b.n = 0;
		b.gaps_n = 0;
	}
	if (begun)
		dsr_list_end_term(w);
}

/* Occurrences, and the sum of lengths, of the documents of segment s that live, or of all. */
static inline dsr_list_totals totals_of(uint32_t s, int live)
{
	dsr_list_totals totals = { 0 };

	for (uint32_t d = 0; d < docs_of[s]; d++) {
		if (live && dsr_bitset_has(dead[s], d))
			continue;
		totals.length += dsr_norm_decode(norms[s][d]);
		for (uint32_t t = 0; t < TERMS; t++)
			totals.tokens += tf_of(s, t, d);
	}
	return totals;
}

static inline void put_segment(dsr_container_writer *out)
{
	const dsr_list_totals totals = totals_of(writing, 0);
	dsr_list_writer w;

	dsr_list_writer_init(&w, out, 1 << 16);
	dsr_list_begin(&w, LIST, with_positions, docs_of[writing], norms[writing], 20);
	for (uint32_t t = 1; t < TERMS; t += 2)
		put_term(&w, t);
	for (uint32_t t = 0; t < TERMS; t += 2)
		put_term(&w, t);
	assert_int_equal(dsr_list_finish(&w, &totals, NULL), DOSSIER_OK);
	dsr_list_writer_release(&w);
}

/* Opens what is there of a file as a segment with one list. */
static inline void open_list_of(dsr_segment *s, const char *path, uint32_t docs, const uint8_t *list_norms)
{
	dsr_list *l = &s->lists[LIST];

	*s = (dsr_segment){ .docs = docs };
	assert_int_equal(dsr_container_open(&s->file, &env, path, NULL), DOSSIER_OK);
	*l = (dsr_list){ .file = &s->file, .docs = docs, .norms = list_norms,
	                 .postings = dsr_container_section(&s->file, DSR_SECTION_POSTINGS, LIST),
	                 .positions = dsr_container_section(&s->file, DSR_SECTION_POSITIONS, LIST),
	                 .ranges = dsr_container_section(&s->file, DSR_SECTION_RANGES, LIST) };
	assert_true(dsr_dict_open(&l->dict, &s->file, LIST));
}

/* Write and open all segments; of a thousand documents `dying` are dead. */
static inline void make_segments(uint32_t dying)
{
	assert_true(dsr_sources_init(&sources, &test_alloc, SEGMENTS));
	memset(dead, 0, sizeof dead);
	memset(dead_of, 0, sizeof dead_of);
	for (writing = 0; writing < SEGMENTS; writing++) {
		docs_of[writing] = 1 + chance(chance(3) ? DOCS_MAX : 60);
		for (uint32_t d = 0; d < docs_of[writing]; d++) {
			norms[writing][d] = (uint8_t)(1 + mix(writing, 99, d) % 100);
			if (mix(d, 77, writing) % 1000 < dying) {
				dsr_bitset_set(dead[writing], d);
				dead_of[writing]++;
			}
		}
		write_container(put_segment);
		assert_int_equal(env.storage.rename(env.storage.ctx, PATH, "source"), 0);
		open_list_of(&segments[writing], "source", docs_of[writing], norms[writing]);
		assert_true(dsr_sources_add(&sources, &segments[writing], dead_of[writing] ? dead[writing] : NULL,
		                            dead_of[writing]));
	}
}

static inline void drop_segments(void)
{
	dsr_sources_release(&sources);
	for (uint32_t s = 0; s < SEGMENTS; s++)
		dsr_container_close(&segments[s].file);
}

#endif /* DSR_MERGE_BODY_H */

/*
 * list_body.h - one random term as plain arrays, written as a list and opened again
 */
#ifndef DSR_LIST_BODY_H
#define DSR_LIST_BODY_H

#include "segment_body.h"

#include "segment/bm25.h"
#include "segment/list_writer.h"
#include "segment/norms.h"
#include "segment/postings.h"

/* The model: documents, frequencies, and all positions of all documents one after the other. */
typedef struct model {
	uint32_t n, docs_in_segment;
	uint32_t *docs, *tfs, *positions;
	size_t   *starts;  /* of each document in positions; n + 1 */
	uint32_t *blocks;  /* documents of each block as it is written */
	size_t    block_count;
	uint8_t  *norms;   /* or NULL */
} model;

static model m;
static int has_positions;

static inline void free_model(void)
{
	free(m.docs);
	free(m.tfs);
	free(m.positions);
	free(m.starts);
	free(m.blocks);
	free(m.norms);
}

static inline uint32_t random_tf(unsigned tf_bits)
{
	return chance(2) ? 1 : 1 + chance(1u << chance(tf_bits + 1));
}

/* Fills in positions: ascending, now and then the same several times. */
static inline void random_positions(void)
{
	size_t all = 0, at = 0;

	for (uint32_t i = 0; i < m.n; i++)
		all += m.tfs[i];
	m.positions = must_alloc(all * sizeof *m.positions);
	m.starts = must_alloc((m.n + 1) * sizeof *m.starts);
	for (uint32_t i = 0; i < m.n; i++) {
		uint32_t position = chance(300);

		m.starts[i] = at;
		for (uint32_t j = 0; j < m.tfs[i]; j++) {
			m.positions[at++] = position;
			position += chance(4) ? 1 + chance(60) : 0;
		}
	}
	m.starts[m.n] = at;
}

/* `n` documents with gaps of up to `most`; blocks of 256, or with `small`, short ones between. */
static inline void make_model(uint32_t n, uint32_t most, unsigned tf_bits, int small)
{
	uint32_t doc = chance(most);

	m = (model){ .n = n };
	m.docs = must_alloc(n * sizeof *m.docs);
	m.tfs = must_alloc(n * sizeof *m.tfs);
	m.blocks = must_alloc((n + 1) * sizeof *m.blocks);
	for (uint32_t i = 0; i < n; i++) {
		m.docs[i] = doc;
		m.tfs[i] = random_tf(tf_bits);
		doc += 1 + chance(most);
	}
	m.docs_in_segment = m.docs[n - 1] + 2 + chance(2) * chance(50); /* the other terms have documents 0 and 1 */
	for (uint32_t done = 0; done < n; done += m.blocks[m.block_count++]) {
		const uint32_t rest = n - done < DSR_BLOCK ? n - done : DSR_BLOCK;

		m.blocks[m.block_count] = small && n > DSR_SHORT_LIST && chance(3) ? 1 + chance(rest) : rest;
	}
	random_positions();
	if (m.docs_in_segment < 10000000) {
		m.norms = must_alloc(m.docs_in_segment);
		for (uint32_t d = 0; d < m.docs_in_segment; d++)
			m.norms[d] = (uint8_t)(1 + chance(120));
	}
}

static inline void put_blocks(dsr_list_writer *w)
{
	uint32_t *gaps = must_alloc(m.starts[m.n] * sizeof *gaps);
	uint32_t from = 0;

	for (uint32_t i = 0; i < m.n; i++)
		for (size_t j = m.starts[i]; j < m.starts[i + 1]; j++)
			gaps[j] = m.positions[j] - (j > m.starts[i] ? m.positions[j - 1] : 0);
	for (size_t b = 0; b < m.block_count; b++) {
		dsr_list_block(w, m.blocks[b], m.docs + from, m.tfs + from, gaps + m.starts[from]);
		from += m.blocks[b];
	}
	free(gaps);
}

enum { LIST = 4 };
#define AVERAGE 55.0

/* The term "m" between two that have one document and two. */
static inline dossier_status put_list(dsr_container_writer *out)
{
	static const uint32_t docs[] = { 0, 1 }, tfs[] = { 2, 1 }, gaps[] = { 3, 0, 9 };
	const dsr_list_totals totals = { .tokens = 1, .length = 2 };
	dsr_list_writer w;
	dossier_status st;

	dsr_list_writer_init(&w, out, 1 << 10);
	dsr_list_begin(&w, LIST, has_positions, m.docs_in_segment, m.norms, m.norms ? AVERAGE : 0);
	dsr_list_term(&w, dossier_str_of("a"));
	dsr_list_block(&w, 1, docs, tfs, gaps);
	dsr_list_end_term(&w);
	dsr_list_term(&w, dossier_str_of("m"));
	put_blocks(&w);
	dsr_list_end_term(&w);
	dsr_list_term(&w, dossier_str_of("z"));
	dsr_list_block(&w, 2, docs, tfs, gaps);
	dsr_list_end_term(&w);
	st = dsr_list_finish(&w, &totals, NULL);
	dsr_list_writer_release(&w);
	return st;
}

static inline void fill_list(dsr_container_writer *w)
{
	assert_int_equal(put_list(w), DOSSIER_OK);
}

/* Opens what is there of list number LIST: 1, or 0 when it is damaged. */
static inline int try_open_list(dsr_list *list, const dsr_container *c)
{
	*list = (dsr_list){ .file = c, .norms = m.norms, .docs = m.docs_in_segment,
	                    .postings = dsr_container_section(c, DSR_SECTION_POSTINGS, LIST),
	                    .ranges = dsr_container_section(c, DSR_SECTION_RANGES, LIST),
	                    .positions = dsr_container_section(c, DSR_SECTION_POSITIONS, LIST) };
	return dsr_dict_open(&list->dict, c, LIST);
}

static inline void open_list(dsr_list *list, dsr_container *c, dsr_term *t)
{
	write_container(fill_list);
	open_container(c);
	assert_true(try_open_list(list, c));
	assert_int_equal(dsr_dict_find(&list->dict, dossier_str_of("m"), t), 1);
}

#endif /* DSR_LIST_BODY_H */

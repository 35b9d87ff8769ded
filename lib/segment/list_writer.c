/*
 * list_writer.c - see list_writer.h
 */
#include "segment/list_writer.h"

#include <string.h>

#include "base/error.h"
#include "codec/pfor.h"
#include "codec/ricepack.h"
#include "segment/bm25.h"
#include "segment/positions.h"
#include "segment/postings.h"

/* A bit set may take so many times the bytes of gaps: it counts and intersects several times faster. */
enum { BITSET_MOST = 2 };

void dsr_list_writer_init(dsr_list_writer *w, dsr_container_writer *out, size_t memory)
{
	const dsr_env *env = out->sink.env;
	const dossier_alloc *alloc = &env->alloc;

	*w = (dsr_list_writer){
		.out = out, .skips = DSR_BUF_INIT(alloc), .payload = DSR_BUF_INIT(alloc), .coded = DSR_BUF_INIT(alloc),
		.record = DSR_BUF_INIT(alloc), .term = DSR_BUF_INIT(alloc),
	};
	dsr_spill_init(&w->postings, env, out->sink.path, DSR_SPILL_POSTINGS, memory);
	dsr_spill_init(&w->range_bytes, env, out->sink.path, DSR_SPILL_RANGES, memory);
	dsr_ranges_init(&w->ranges, alloc);
	dsr_dict_writer_init(&w->dict, out, memory);
}

void dsr_list_writer_release(dsr_list_writer *w)
{
	dsr_dict_writer_release(&w->dict);
	dsr_spill_release(&w->postings);
	dsr_buf_release(&w->skips);
	dsr_buf_release(&w->payload);
	dsr_buf_release(&w->coded);
	dsr_buf_release(&w->record);
	dsr_buf_release(&w->term);
	dsr_spill_release(&w->range_bytes);
	dsr_ranges_release(&w->ranges);
}

void dsr_list_begin(dsr_list_writer *w, unsigned list, int has_positions, uint32_t docs, const uint8_t *norms,
                    double average)
{
	double k[256];

	w->list = list;
	w->has_positions = has_positions;
	w->norms = norms;
	dsr_bm25_table(k, DSR_BM25_K1, DSR_BM25_B, average);
	for (int halves = 0; halves < 2; halves++)
		dsr_bm25_bound_table(w->k[halves], k, halves);
	w->positions_at = 0;
	w->status = dsr_ranges_begin(&w->ranges, docs) ? DOSSIER_OK : DOSSIER_ERR_NOMEM;
	dsr_spill_reset(&w->postings);
	dsr_spill_reset(&w->range_bytes);
	if (has_positions)
		dsr_container_begin(w->out);
}

void dsr_list_term(dsr_list_writer *w, dossier_str term)
{
	dsr_buf_reset(&w->term);
	dsr_buf_put(&w->term, term.p, term.n);
	dsr_buf_reset(&w->skips);
	dsr_buf_reset(&w->payload);
	w->held = 0;
	w->term_k = w->k[term.n && *term.p == DSR_TERM_IN_HALVES];
	w->t = (dsr_term){ .postings = w->postings.len, .positions = w->positions_at };
}

/* The bound of a block, which is entered into the term's ranges. */
static uint8_t bound_of(dsr_list_writer *w, size_t n, const uint32_t *docs, const uint32_t *tfs)
{
	uint8_t bounds[DSR_BLOCK], best = 0;

	dsr_bm25_bounds(bounds, n, docs, tfs, w->term_k, w->norms);
	for (size_t i = 0; i < n; i++)
		best = bounds[i] > best ? bounds[i] : best;
	if (!w->status)
		dsr_ranges_add(&w->ranges, n, docs, bounds);
	return best;
}

/* Documents of a block: gaps, or a bit set from first to last where that is not much longer. */
static void put_docs(dsr_buf *out, const uint32_t *docs, size_t n)
{
	const size_t begun = out->len, bytes = (docs[n - 1] - docs[0]) / 8 + 1;
	uint32_t gaps[DSR_BLOCK];
	uint8_t *bits;

	if (n == 1)
		return;
	for (size_t i = 1; i < n; i++)
		gaps[i - 1] = docs[i] - docs[i - 1] - 1;
	dsr_pfor_put(out, gaps, n - 1);
	if (dsr_buf_status(out) || bytes + 1 > BITSET_MOST * (out->len - begun))
		return;
	out->len = begun;
	dsr_buf_put_u8(out, DSR_POSTINGS_BITSET);
	bits = dsr_buf_extend(out, bytes);
	if (!bits)
		return;
	memset(bits, 0, bytes);
	for (size_t i = 0; i < n; i++)
		bits[(docs[i] - docs[0]) / 8] |= (uint8_t)(1u << ((docs[i] - docs[0]) & 7));
}

/* Note a block whose payload and positions come next. */
static void put_skip(dsr_list_writer *w, size_t n, const uint32_t *docs, const uint32_t *tfs, uint64_t positions)
{
	const dsr_skip skip = {
		.first = docs[0], .last = docs[n - 1], .data = (uint32_t)w->payload.len,
		.positions = (uint32_t)positions, .count = (uint8_t)(n - 1), .bound = bound_of(w, n, docs, tfs),
	};

	if ((w->payload.len | positions) > UINT32_MAX)
		w->status = DOSSIER_ERR_LIMIT;
	dsr_buf_put(&w->skips, &skip, sizeof skip);
}

static void put_block(dsr_list_writer *w, size_t n, const uint32_t *docs, const uint32_t *tfs, uint64_t positions)
{
	uint32_t less[DSR_BLOCK];

	put_skip(w, n, docs, tfs, positions);
	put_docs(&w->payload, docs, n);
	for (size_t i = 0; i < n; i++)
		less[i] = tfs[i] - 1;
	dsr_ricepack_put(&w->payload, less, n);
}

/* What was held back as a short list was the first of several blocks. */
static void put_held(dsr_list_writer *w)
{
	if (w->held)
		put_block(w, w->held, w->docs, w->tfs, 0);
	w->held = 0;
}

static void count(dsr_list_writer *w, size_t n, const uint32_t *tfs)
{
	w->t.df += (uint32_t)n;
	for (size_t i = 0; i < n; i++)
		w->t.cf += tfs[i];
}

static void put_positions(dsr_list_writer *w, const void *record, size_t n)
{
	dsr_container_put(w->out, record, n);
	w->t.positions_size += n;
}

static void put_postings(dsr_list_writer *w, size_t n, const uint32_t *docs, const uint32_t *tfs)
{
	put_held(w);
	if (!w->t.df && n <= DSR_SHORT_LIST) {
		memcpy(w->docs, docs, n * sizeof *docs);
		memcpy(w->tfs, tfs, n * sizeof *tfs);
		w->held = (uint32_t)n;
	} else {
		put_block(w, n, docs, tfs, w->t.positions_size);
	}
	count(w, n, tfs);
}

void dsr_list_block(dsr_list_writer *w, size_t n, const uint32_t *docs, const uint32_t *tfs,
                    const uint32_t *gaps)
{
	const dsr_position_docs block = { docs, tfs, (uint32_t)n, w->norms };

	put_postings(w, n, docs, tfs);
	if (!w->has_positions)
		return;
	dsr_buf_reset(&w->record);
	dsr_positions_put(&w->record, &block, gaps);
	if (dsr_buf_status(&w->record))
		w->status = DOSSIER_ERR_NOMEM;
	put_positions(w, w->record.data, w->record.len);
}

void dsr_list_block_coded(dsr_list_writer *w, size_t n, const uint32_t *docs, const uint32_t *tfs, dsr_section record)
{
	put_postings(w, n, docs, tfs);
	put_positions(w, record.bytes, record.size);
}

void dsr_list_copy(dsr_list_writer *w, size_t n, const uint32_t *docs, const uint32_t *tfs, dsr_section payload,
                   dsr_section positions)
{
	put_held(w);
	put_skip(w, n, docs, tfs, w->t.positions_size);
	dsr_buf_put(&w->payload, payload.bytes, payload.size);
	count(w, n, tfs);
	put_positions(w, positions.bytes, positions.size);
}

/* A short list: gap and frequency 1 share a varint, other frequencies follow. */
static void put_short(dsr_list_writer *w)
{
	uint32_t next = 0;

	for (uint32_t i = 0; i < w->held; i++) {
		dsr_buf_put_varint(&w->coded, (uint64_t)(w->docs[i] - next) << 1 | (w->tfs[i] == 1));
		if (w->tfs[i] != 1)
			dsr_buf_put_varint(&w->coded, w->tfs[i]);
		next = w->docs[i] + 1;
	}
}

/* A block list: the number of blocks, where the ranges are, the skip arrays one after the other, the payloads. */
static void put_blocks(dsr_list_writer *w)
{
	const dsr_skip *s = (const void *)w->skips.data;
	const size_t n = w->skips.len / sizeof *s;

	dsr_buf_put_u32(&w->coded, (uint32_t)n);
	if (dsr_ranges_has(w->t.df, w->ranges.docs))
		dsr_buf_put_u32(&w->coded, (uint32_t)w->range_bytes.len);
	for (size_t i = 0; i < n; i++)
		dsr_buf_put_u32(&w->coded, s[i].last);
	for (size_t i = 0; i < n; i++)
		dsr_buf_put_u32(&w->coded, s[i].first);
	for (size_t i = 0; i < n; i++)
		dsr_buf_put_u32(&w->coded, s[i].data);
	for (size_t i = 0; i < n; i++)
		dsr_buf_put_u32(&w->coded, s[i].positions);
	for (size_t i = 0; i < n; i++)
		dsr_buf_put_u8(&w->coded, s[i].count);
	for (size_t i = 0; i < n; i++)
		dsr_buf_put_u8(&w->coded, s[i].bound);
}

/* Hand on what is coded of the term. */
static void put_coded(dsr_list_writer *w, dsr_spill *to)
{
	if (dsr_buf_status(&w->coded))
		w->status = DOSSIER_ERR_NOMEM;
	dsr_spill_put(to, w->coded.data, w->coded.len);
	dsr_buf_reset(&w->coded);
}

void dsr_list_end_term(dsr_list_writer *w)
{
	if (w->range_bytes.len > UINT32_MAX)
		w->status = DOSSIER_ERR_LIMIT;
	if (dsr_buf_status(&w->skips) || dsr_buf_status(&w->payload) || dsr_buf_status(&w->term))
		w->status = DOSSIER_ERR_NOMEM;
	if (w->t.df == 1)
		w->t.doc = w->docs[0];
	else if (w->held)
		put_short(w);
	else if (!w->status)
		put_blocks(w);
	put_coded(w, &w->postings);
	dsr_spill_put(&w->postings, w->payload.data, w->payload.len);
	if (!w->status)
		dsr_ranges_end(&w->ranges, &w->coded);
	put_coded(w, &w->range_bytes);
	w->t.postings_size = w->postings.len - w->t.postings;
	w->positions_at += w->t.positions_size;
	if (!w->status)
		dsr_dict_writer_add(&w->dict, (dossier_str){ (const char *)w->term.data, w->term.len }, &w->t);
}

/* Write what waits as a section of its own. */
static dossier_status put_section(dsr_list_writer *w, dsr_section_kind kind, dsr_spill *from, dossier_error *err)
{
	dossier_status st;

	dsr_container_begin(w->out);
	st = dsr_container_drain(w->out, from, err);
	dsr_container_end(w->out, kind, w->list);
	return st;
}

dossier_status dsr_list_finish(dsr_list_writer *w, const dsr_list_totals *totals, dossier_error *err)
{
	dossier_status st;

	if (w->has_positions)
		dsr_container_end(w->out, DSR_SECTION_POSITIONS, w->list);
	if (w->status == DOSSIER_ERR_LIMIT)
		return dsr_fail(err, w->status, "the postings or positions of a term would pass 4 GiB");
	if (w->status)
		return dsr_nomem(err);
	st = put_section(w, DSR_SECTION_POSTINGS, &w->postings, err);
	if (!st && w->range_bytes.len)
		st = put_section(w, DSR_SECTION_RANGES, &w->range_bytes, err);
	return st ? st : dsr_dict_writer_finish(&w->dict, w->out, w->list, totals, err);
}

/*
 * stored.c - see stored.h
 */
#include "segment/stored.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/varint.h"
#include "codec/bitset.h"

/*
 * index := blocks:u32 0:u32  entry[blocks]
 * entry := offset:u64 first_doc:u32 raw_size:u32
 * raw   := length:varint[documents of the block]  bytes of each
 */
enum { HEAD_SIZE = 8, ENTRY_SIZE = 16 };

/* ---- writing ---- */

dossier_status dsr_stored_begin(dsr_stored_writer *w, dsr_container_writer *out, const dossier_alloc *alloc,
                                dossier_error *err)
{
	*w = (dsr_stored_writer){
		.out = out, .deflater = dsr_deflater_new(alloc), .lengths = DSR_BUF_INIT(alloc),
		.bytes = DSR_BUF_INIT(alloc), .raw = DSR_BUF_INIT(alloc), .packed = DSR_BUF_INIT(alloc),
		.index = DSR_BUF_INIT(alloc),
	};
	if (!w->deflater)
		return dsr_nomem(err);
	dsr_container_begin(out);
	return DOSSIER_OK;
}

/* Write one compressed block of the documents up to w->docs. */
static void write_block(dsr_stored_writer *w, const void *packed, size_t n, size_t raw_size)
{
	dsr_buf_put_u64(&w->index, w->at);
	dsr_buf_put_u32(&w->index, w->first);
	dsr_buf_put_u32(&w->index, (uint32_t)raw_size);
	dsr_container_put(w->out, packed, n);
	w->at += n;
	w->first = w->docs;
}

/* Compress and write the open block. */
static void close_block(dsr_stored_writer *w)
{
	if (w->first == w->docs)
		return;
	dsr_buf_reset(&w->raw);
	dsr_buf_reset(&w->packed);
	dsr_buf_put(&w->raw, w->lengths.data, w->lengths.len);
	dsr_buf_put(&w->raw, w->bytes.data, w->bytes.len);
	if (!dsr_buf_status(&w->raw))
		dsr_deflate(w->deflater, &w->packed, w->raw.data, w->raw.len);
	if (dsr_buf_status(&w->raw) || dsr_buf_status(&w->packed) || w->raw.len > UINT32_MAX)
		w->status = DOSSIER_ERR_NOMEM;
	write_block(w, w->packed.data, w->packed.len, w->raw.len);
	dsr_buf_reset(&w->lengths);
	dsr_buf_reset(&w->bytes);
}

void dsr_stored_put(dsr_stored_writer *w, const void *bytes, size_t n)
{
	if (n >= DSR_STORED_BLOCK) /* is alone */
		close_block(w);
	dsr_buf_put_varint(&w->lengths, n);
	dsr_buf_put(&w->bytes, bytes, n);
	if (dsr_buf_status(&w->lengths) || dsr_buf_status(&w->bytes))
		w->status = DOSSIER_ERR_NOMEM;
	w->docs++;
	if (w->bytes.len >= DSR_STORED_BLOCK)
		close_block(w);
}

dossier_status dsr_stored_finish(dsr_stored_writer *w, dossier_error *err)
{
	uint8_t head[HEAD_SIZE] = { 0 };
	dossier_status st;

	close_block(w);
	dsr_container_end(w->out, DSR_SECTION_STORED, 0);
	st = w->status ? w->status : dsr_buf_status(&w->index);
	dsr_put_u32(head, (uint32_t)(w->index.len / ENTRY_SIZE));
	dsr_container_begin(w->out);
	dsr_container_put(w->out, head, sizeof head);
	dsr_container_put(w->out, w->index.data, w->index.len);
	dsr_container_end(w->out, DSR_SECTION_STORED_INDEX, 0);
	dsr_stored_release(w);
	return st ? dsr_nomem(err) : DOSSIER_OK;
}

void dsr_stored_release(dsr_stored_writer *w)
{
	if (!w->out)
		return;
	dsr_deflater_free(w->deflater);
	dsr_buf_release(&w->lengths);
	dsr_buf_release(&w->bytes);
	dsr_buf_release(&w->raw);
	dsr_buf_release(&w->packed);
	dsr_buf_release(&w->index);
	w->out = NULL;
}

/* ---- reading ---- */

int dsr_stored_open(dsr_stored *s, const dsr_container *file, uint32_t docs)
{
	s->file = file;
	s->docs = docs;
	s->blocks = dsr_container_section(file, DSR_SECTION_STORED, 0);
	s->index = dsr_container_section(file, DSR_SECTION_STORED_INDEX, 0);
	if (!s->blocks.bytes || !s->index.bytes || s->index.size < HEAD_SIZE ||
	    !dsr_container_touch(file, s->index.bytes, HEAD_SIZE))
		return 0;
	s->block_count = dsr_get_u32(s->index.bytes);
	return s->block_count && s->index.size == HEAD_SIZE + (uint64_t)s->block_count * ENTRY_SIZE;
}

/* One entry of the index, with where its block ends in the section and among the documents. */
typedef struct block {
	uint64_t from, to;
	uint32_t first, end, size;
} block;

/* Read entry `b`: 1, or 0 when it is damaged. */
static int read_entry(const dsr_stored *s, uint32_t b, block *out)
{
	const uint8_t *e = s->index.bytes + HEAD_SIZE + (size_t)b * ENTRY_SIZE;
	const int last = b + 1 == s->block_count;

	if (!dsr_container_touch(s->file, e, last ? ENTRY_SIZE : 2 * ENTRY_SIZE))
		return 0;
	*out = (block){
		.from = dsr_get_u64(e), .first = dsr_get_u32(e + 8), .size = dsr_get_u32(e + 12),
		.to = last ? s->blocks.size : dsr_get_u64(e + ENTRY_SIZE),
		.end = last ? s->docs : dsr_get_u32(e + ENTRY_SIZE + 8),
	};
	return out->from < out->to && out->to <= s->blocks.size && out->first < out->end && out->end <= s->docs &&
	       (b || !out->first);
}

/* The block that holds `doc`: 1, or 0 on damage. */
static int find_block(const dsr_stored *s, uint32_t doc, block *out)
{
	uint32_t low = 0, high = s->block_count;

	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (!read_entry(s, mid, out))
			return 0;
		if (out->first <= doc && doc < out->end)
			return 1;
		if (doc < out->first)
			high = mid;
		else
			low = mid + 1;
	}
	return 0;
}

/*
 * Inflate a block into `to`.  A stream of deflate is at most 1032 times smaller than what it holds, so
 * a size that says more is damage, and is not worth an allocation.
 */
static dossier_status load_block(const dsr_stored *s, const block *b, dsr_buf *to)
{
	const uint64_t packed = b->to - b->from;
	uint8_t *raw;

	if (!b->size || b->size / 1032 > packed || !dsr_container_touch(s->file, s->blocks.bytes + b->from, (size_t)packed))
		return DOSSIER_ERR_CORRUPT;
	dsr_buf_reset(to);
	raw = dsr_buf_extend(to, b->size);
	if (!raw)
		return DOSSIER_ERR_NOMEM;
	return dsr_inflate(to->alloc, raw, b->size, s->blocks.bytes + b->from, (size_t)packed);
}

/* Where document `doc` lies in the page: 1, or 0 when the lengths do not add up. */
static int find_doc(const dsr_page *page, uint32_t doc, const uint8_t **bytes, size_t *n)
{
	const dsr_buf *raw = &page->raw;
	const uint8_t *p = raw->data, *end = raw->data + raw->len;
	uint64_t before = 0, own = 0, length = 0, all = 0;

	for (uint32_t d = page->first; d < page->end; d++) {
		p = dsr_varint_get(p, end, &length);
		if (!p || length > raw->len)
			return 0;
		before += d < doc ? length : 0;
		own = d == doc ? length : own;
		all += length;
	}
	if (all != (uint64_t)(end - p))
		return 0;
	*bytes = p + before;
	*n = (size_t)own;
	return 1;
}

/* Turn to block `b`. */
static dossier_status load_page(const dsr_stored *s, const block *b, dsr_page *page)
{
	const dossier_status st = load_block(s, b, &page->raw);

	page->of = st ? NULL : s;
	page->first = b->first;
	page->end = b->end;
	return st;
}

dossier_status dsr_stored_get(const dsr_stored *s, uint32_t doc, dsr_page *page, const uint8_t **bytes, size_t *n)
{
	dossier_status st = DOSSIER_OK;
	block b;

	if (page->of != s || doc < page->first || doc >= page->end) {
		if (doc >= s->docs || !find_block(s, doc, &b))
			return DOSSIER_ERR_CORRUPT;
		st = load_page(s, &b, page);
	}
	if (!st && !find_doc(page, doc, bytes, n))
		st = DOSSIER_ERR_CORRUPT;
	return st;
}

void dsr_page_release(dsr_page *p)
{
	dsr_buf_release(&p->raw);
	p->of = NULL;
}

uint64_t dsr_stored_check(const dsr_stored *s, const dossier_alloc *alloc, dossier_status *status)
{
	dsr_page page = DSR_PAGE_INIT(alloc);
	uint64_t damaged = 0;
	uint32_t next = 0;

	*status = DOSSIER_OK;
	for (uint32_t i = 0; i < s->block_count && *status != DOSSIER_ERR_NOMEM; i++) {
		const uint8_t *bytes;
		size_t n;
		block b;

		if (!read_entry(s, i, &b) || b.first != next) {
			damaged++;
			continue;
		}
		next = b.end;
		*status = load_page(s, &b, &page);
		if (*status == DOSSIER_ERR_CORRUPT || (!*status && !find_doc(&page, b.first, &bytes, &n)))
			damaged++;
	}
	if (*status == DOSSIER_ERR_CORRUPT)
		*status = DOSSIER_OK;
	dsr_page_release(&page);
	return damaged;
}

/* ---- from segment to segment ---- */

static int has_dead(const block *b, const uint64_t *dead)
{
	for (uint32_t d = b->first; dead && d < b->end; d++)
		if (dsr_bitset_has(dead, d))
			return 1;
	return 0;
}

/* Put the documents of the page that live. */
static dossier_status put_live(dsr_stored_writer *w, const dsr_page *page, const uint64_t *dead)
{
	const uint8_t *lengths = page->raw.data, *end = page->raw.data + page->raw.len, *bytes;
	uint64_t length = 0;
	size_t n;

	if (!find_doc(page, page->first, &bytes, &n)) /* checks all lengths */
		return DOSSIER_ERR_CORRUPT;
	for (uint32_t d = page->first; d < page->end; d++, bytes += length) {
		lengths = dsr_varint_get(lengths, end, &length);
		if (!dead || !dsr_bitset_has(dead, d))
			dsr_stored_put(w, bytes, (size_t)length);
	}
	return w->status;
}

static dossier_status append_block(dsr_stored_writer *w, const dsr_stored *from, const block *b, const uint64_t *dead,
                                   dsr_page *page)
{
	const uint8_t *packed = from->blocks.bytes + b->from;
	const size_t size = (size_t)(b->to - b->from);
	dossier_status st;

	if (b->size < DSR_STORED_BLOCK / 2 || has_dead(b, dead)) {
		st = load_page(from, b, page);
		return st ? st : put_live(w, page, dead);
	}
	if (!dsr_container_touch(from->file, packed, size))
		return DOSSIER_ERR_CORRUPT;
	close_block(w);
	w->docs += b->end - b->first;
	write_block(w, packed, size, b->size);
	return DOSSIER_OK;
}

dossier_status dsr_stored_append(dsr_stored_writer *w, const dsr_stored *from, const uint64_t *dead, dsr_work *work,
                                 dossier_error *err)
{
	dsr_page page = DSR_PAGE_INIT(w->index.alloc);
	dossier_status st = DOSSIER_OK;
	uint32_t next = 0;
	block b;

	for (uint32_t i = 0; i < from->block_count && !st; i++, next = b.end) {
		st = read_entry(from, i, &b) && b.first == next ? append_block(w, from, &b, dead, &page) : DOSSIER_ERR_CORRUPT;
		dsr_work_add(work, st ? 0 : b.to - b.from);
	}
	dsr_page_release(&page);
	if (st == DOSSIER_ERR_CORRUPT)
		return dsr_fail(err, st, "the stored documents are damaged");
	return st ? dsr_nomem(err) : DOSSIER_OK;
}

/*
 * stored_writer.c - see stored_writer.h
 */
#include "segment/stored_writer.h"

#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/mem.h"
#include "codec/bitset.h"

dossier_status dsr_stored_begin(dsr_stored_writer *w, dsr_container_writer *out, const dossier_alloc *alloc,
                                dossier_error *err)
{
	const dsr_buf empty = DSR_BUF_INIT(alloc);

	*w = (dsr_stored_writer){
		.out = out, .packer = dsr_zstd_packer_new(alloc), .waiting = empty, .waiting_sizes = empty, .trained = empty,
		.raw = empty, .packed = empty, .groups = empty, .sizes = empty, .most_waiting = DSR_STORED_TRAIN,
	};
	if (!w->packer)
		return dsr_nomem(err);
	dsr_container_begin(out);
	return DOSSIER_OK;
}

void dsr_stored_limit(dsr_stored_writer *w, size_t memory)
{
	const size_t most = memory > DSR_STORED_TRAIN_LEAST ? memory : DSR_STORED_TRAIN_LEAST;

	w->most_waiting = most < DSR_STORED_TRAIN ? most : DSR_STORED_TRAIN;
}

void dsr_stored_release(dsr_stored_writer *w)
{
	if (!w->out)
		return;
	dsr_zstd_packer_free(w->packer);
	dsr_free(w->raw.alloc, w->dictionaries, w->dictionary_cap * sizeof *w->dictionaries);
	dsr_buf_release(&w->waiting);
	dsr_buf_release(&w->waiting_sizes);
	dsr_buf_release(&w->trained);
	dsr_buf_release(&w->raw);
	dsr_buf_release(&w->packed);
	dsr_buf_release(&w->groups);
	dsr_buf_release(&w->sizes);
	*w = (dsr_stored_writer){ 0 };
}

size_t dsr_stored_memory(const dsr_stored_writer *w)
{
	return w->waiting.cap + w->waiting_sizes.cap + w->trained.cap + w->raw.cap + w->packed.cap + w->groups.cap +
	       w->sizes.cap;
}

/* Say why storing failed. */
static dossier_status failed(dossier_status st, dossier_error *err)
{
	if (st == DOSSIER_ERR_CORRUPT)
		return dsr_fail(err, st, "the stored documents are damaged");
	if (st == DOSSIER_ERR_LIMIT)
		return dsr_fail(err, st, "too many stored documents for one segment");
	return dsr_nomem(err);
}

/* Keep the first failure. */
static void note(dsr_stored_writer *w, dossier_status st)
{
	if (!w->status)
		w->status = st;
}

/* ---- blocks ---- */

/* Write one packed block of the documents up to w->docs. */
static void write_block(dsr_stored_writer *w, const void *packed, size_t n)
{
	if (w->blocks % DSR_STORED_GROUP == 0) {
		if (w->sizes.len > UINT32_MAX)
			note(w, DOSSIER_ERR_LIMIT);
		dsr_buf_put_u64(&w->groups, w->at);
		dsr_buf_put_u32(&w->groups, w->first);
		dsr_buf_put_u32(&w->groups, (uint32_t)w->sizes.len);
	}
	dsr_buf_put_varint(&w->sizes, n);
	dsr_buf_put_varint(&w->sizes, w->docs - w->first);
	dsr_container_put(w->out, packed, n);
	w->at += n;
	w->first = w->docs;
	w->blocks++;
}

/* Pack and write the open block. */
static void close_block(dsr_stored_writer *w)
{
	if (w->first == w->docs)
		return;
	dsr_buf_reset(&w->packed);
	if (!w->status)
		dsr_zstd_pack(w->packer, &w->packed, w->raw.data, w->raw.len);
	note(w, dsr_buf_status(&w->packed));
	write_block(w, w->packed.data, w->packed.len);
	dsr_buf_reset(&w->raw);
}

/* Put a document into the open block, or a long one into its own. */
static void put_into_block(dsr_stored_writer *w, const void *bytes, size_t n)
{
	const size_t full = w->dictionary_count ? DSR_STORED_BLOCK : DSR_STORED_BARE_BLOCK;

	if (n >= full)
		close_block(w);
	dsr_buf_put_varint(&w->raw, n);
	dsr_buf_put(&w->raw, bytes, n);
	note(w, dsr_buf_status(&w->raw));
	w->docs++;
	if (w->raw.len >= full)
		close_block(w);
}

/* ---- dictionaries ---- */

/* Put what waited. */
static void settle(dsr_stored_writer *w)
{
	const uint8_t *bytes = w->waiting.data;

	if (w->settled)
		return;
	w->settled = 1;
	for (size_t i = 0; i < w->waiting_sizes.len && !w->status; i += sizeof(uint32_t)) {
		const uint32_t n = dsr_get_u32(w->waiting_sizes.data + i);

		put_into_block(w, bytes, n);
		bytes += n;
	}
	dsr_buf_release(&w->waiting);
	dsr_buf_release(&w->waiting_sizes);
}

/* Pack with another dictionary from the next block on.  Errors: CORRUPT, NOMEM. */
static dossier_status turn_to(dsr_stored_writer *w, dsr_section dictionary)
{
	void *all = w->dictionaries;

	close_block(w);
	if (w->dictionary_count && w->dictionaries[w->dictionary_count - 1].first == w->blocks)
		w->dictionary_count--; /* nothing was packed with it */
	if (!dsr_grow(w->raw.alloc, &all, &w->dictionary_cap, w->dictionary_count + 1, sizeof *w->dictionaries))
		return DOSSIER_ERR_NOMEM;
	w->dictionaries = all;
	w->dictionaries[w->dictionary_count++] = (dsr_stored_use){ dictionary, w->blocks };
	return dsr_zstd_packer_use(w->packer, dictionary.bytes, dictionary.size);
}

/* Make a dictionary of what waits, and put that. */
static void train(dsr_stored_writer *w)
{
	const size_t n = w->waiting.len < w->most_waiting ? w->waiting.len : w->most_waiting;
	dossier_status st = dsr_zstd_train(&w->trained, n / DSR_STORED_SHARE, w->waiting.data, n);

	if (!st && w->trained.len)
		st = turn_to(w, (dsr_section){ w->trained.data, w->trained.len });
	note(w, st);
	settle(w);
}

void dsr_stored_put(dsr_stored_writer *w, const void *bytes, size_t n)
{
	if (w->settled) {
		put_into_block(w, bytes, n);
		return;
	}
	dsr_buf_put(&w->waiting, bytes, n);
	dsr_buf_put_u32(&w->waiting_sizes, (uint32_t)n);
	note(w, dsr_buf_status(&w->waiting));
	note(w, dsr_buf_status(&w->waiting_sizes));
	if (w->waiting.len >= w->most_waiting && !w->status)
		train(w);
}

/* ---- the end ---- */

static void write_dictionaries(dsr_stored_writer *w)
{
	for (size_t i = 0; i < w->dictionary_count; i++) {
		dsr_container_begin(w->out);
		dsr_container_put(w->out, w->dictionaries[i].bytes.bytes, w->dictionaries[i].bytes.size);
		dsr_container_end(w->out, DSR_SECTION_DICTIONARY, (unsigned)i);
	}
}

static void write_u32(dsr_container_writer *out, uint32_t v)
{
	uint8_t bytes[4];

	dsr_put_u32(bytes, v);
	dsr_container_put(out, bytes, sizeof bytes);
}

static void write_index(dsr_stored_writer *w)
{
	dsr_container_begin(w->out);
	write_u32(w->out, w->blocks);
	write_u32(w->out, (uint32_t)w->dictionary_count);
	for (size_t i = 0; i < w->dictionary_count; i++)
		write_u32(w->out, w->dictionaries[i].first);
	dsr_container_put(w->out, w->groups.data, w->groups.len);
	dsr_container_put(w->out, w->sizes.data, w->sizes.len);
	dsr_container_end(w->out, DSR_SECTION_STORED_INDEX, 0);
}

dossier_status dsr_stored_finish(dsr_stored_writer *w, dossier_error *err)
{
	dossier_status st;

	if (!w->settled && w->waiting.len >= DSR_STORED_TRAIN_LEAST && !w->status)
		train(w);
	settle(w);
	close_block(w);
	dsr_container_end(w->out, DSR_SECTION_STORED, 0);
	if (w->dictionary_count && w->dictionaries[w->dictionary_count - 1].first == w->blocks)
		w->dictionary_count--;
	write_dictionaries(w);
	write_index(w);
	note(w, dsr_buf_status(&w->groups));
	note(w, dsr_buf_status(&w->sizes));
	st = w->status;
	dsr_stored_release(w);
	return st ? failed(st, err) : DOSSIER_OK;
}

/* ---- from segment to segment ---- */

static int has_dead(const dsr_stored_block *b, const uint64_t *dead)
{
	for (uint32_t d = b->first; dead && d < b->end; d++)
		if (dsr_bitset_has(dead, d))
			return 1;
	return 0;
}

/* Put the documents of a block that live. */
static dossier_status put_live(dsr_stored_writer *w, const dsr_stored *from, const dsr_stored_block *b, const uint64_t *dead,
                               dsr_page *page)
{
	dossier_status st = DOSSIER_OK;

	for (uint32_t d = b->first; d < b->end && !st; d++) {
		const uint8_t *bytes;
		size_t n;

		if (dead && dsr_bitset_has(dead, d))
			continue;
		st = dsr_stored_get(from, d, page, &bytes, &n);
		if (!st)
			dsr_stored_put(w, bytes, n);
	}
	return st ? st : w->status;
}

/* Is it too small to stay alone behind a block that is still open? */
static int is_joined(const dsr_stored_writer *w, const dsr_stored_block *b)
{
	return w->first != w->docs && dsr_zstd_size(b->packed, b->size) < DSR_STORED_BLOCK / 2;
}

static dossier_status copy_block(dsr_stored_writer *w, const dsr_stored_block *b)
{
	close_block(w);
	w->docs += b->end - b->first;
	write_block(w, b->packed, b->size);
	return w->status;
}

static int same(dsr_section a, dsr_section b)
{
	return a.size == b.size && !memcmp(a.bytes, b.bytes, a.size);
}

/*
 * At the first block that needs dictionary `number` of `from` (0: none): is it taken over, and *copied so the blocks with it?
 * Errors: CORRUPT, NOMEM.
 */
static dossier_status begin_run(dsr_stored_writer *w, const dsr_stored *from, uint32_t number, int *copied)
{
	dossier_status st = DOSSIER_OK;
	dsr_section bytes;

	*copied = number && dsr_stored_run_bytes(from, number) >= DSR_STORED_RUN;
	if (!number)
		return DOSSIER_OK;
	bytes = dsr_stored_dictionary(from, number);
	if (!bytes.bytes)
		return DOSSIER_ERR_CORRUPT;
	if (w->dictionary_count && same(bytes, w->dictionaries[w->dictionary_count - 1].bytes))
		*copied = 1;
	else if (*copied)
		st = turn_to(w, bytes);
	if (*copied)
		settle(w);
	return st ? st : w->status;
}

static dossier_status append_block(dsr_stored_writer *w, const dsr_stored *from, const dsr_stored_block *b, const uint64_t *dead,
                                   int copied, dsr_page *page)
{
	if (!dsr_container_touch(from->file, b->packed, b->size))
		return DOSSIER_ERR_CORRUPT;
	return copied && !has_dead(b, dead) && !is_joined(w, b) ? copy_block(w, b) : put_live(w, from, b, dead, page);
}

dossier_status dsr_stored_append(dsr_stored_writer *w, const dsr_stored *from, const uint64_t *dead, dsr_work *work,
                                 dossier_error *err)
{
	dsr_stored_walk walk = dsr_stored_walk_begin(from);
	dsr_page page = DSR_PAGE_INIT(w->raw.alloc);
	dossier_status st = DOSSIER_OK;
	uint32_t dictionary = 0;
	int copied = 0;
	dsr_stored_block b;

	while (walk.block < from->block_count && !st) {
		st = dsr_stored_walk_next(&walk, &b) ? DOSSIER_OK : DOSSIER_ERR_CORRUPT;
		if (!st && b.dictionary != dictionary)
			st = begin_run(w, from, dictionary = b.dictionary, &copied);
		if (!st)
			st = append_block(w, from, &b, dead, copied, &page);
		dsr_work_add(work, st ? 0 : b.size);
	}
	dsr_page_release(&page);
	if (!st && walk.doc != from->docs)
		st = DOSSIER_ERR_CORRUPT;
	return st ? failed(st, err) : DOSSIER_OK;
}

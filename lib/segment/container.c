/*
 * container.c - see container.h
 */
#include "segment/container.h"

#include <stdatomic.h>

#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/mem.h"
#include "codec/crc32c.h"

/* Offsets in the header and the footer; FORMAT.md 2. */
enum { HEADER_MAGIC = 0, HEADER_VERSION = 8, HEADER_FEATURES = 12 };
enum { FOOTER_MAGIC = 0, FOOTER_VERSION = 8, FOOTER_FEATURES = 12, FOOTER_TABLE = 16, FOOTER_LENGTH = 24,
       FOOTER_SECTIONS = 32, FOOTER_TABLE_CRC = 36, FOOTER_CRC = 60 };

/* ---- writing ---- */

dossier_status dsr_container_create(dsr_container_writer *w, const dsr_env *env, const char *path,
                                    dossier_error *err)
{
	uint8_t header[DSR_HEADER_SIZE] = { 0 };
	dossier_status st;

	*w = (dsr_container_writer){ .table = DSR_BUF_INIT(&env->alloc), .checksums = DSR_BUF_INIT(&env->alloc) };
	st = dsr_sink_open(&w->sink, env, path, err);
	if (st)
		return st;
	dsr_put_u64(header + HEADER_MAGIC, DSR_SEGMENT_MAGIC);
	dsr_put_u32(header + HEADER_VERSION, DSR_SEGMENT_VERSION);
	dsr_put_u32(header + HEADER_FEATURES, DSR_SEGMENT_FEATURES);
	dsr_container_put(w, header, sizeof header);
	return DOSSIER_OK;
}

/* Put bytes that belong to chunks: split where a chunk ends, so that its checksum can be noted. */
void dsr_container_put(dsr_container_writer *w, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	while (n) {
		const size_t room = DSR_CHUNK - (size_t)(w->sink.offset % DSR_CHUNK);
		const size_t part = n < room ? n : room;

		w->crc = dsr_crc32c(w->crc, p, part);
		dsr_sink_put(&w->sink, p, part);
		if (part == room) {
			dsr_buf_put_u32(&w->checksums, w->crc);
			w->crc = 0;
		}
		p += part;
		n -= part;
	}
}

static void pad(dsr_container_writer *w)
{
	static const uint8_t zeros[DSR_ALIGN];

	dsr_container_put(w, zeros, (size_t)((DSR_ALIGN - w->sink.offset % DSR_ALIGN) % DSR_ALIGN));
}

void dsr_container_begin(dsr_container_writer *w)
{
	pad(w);
	w->begun = w->sink.offset;
}

static void put(void *w, const void *bytes, size_t n)
{
	dsr_container_put(w, bytes, n);
}

dossier_status dsr_container_drain(dsr_container_writer *w, dsr_spill *s, dossier_error *err)
{
	return dsr_spill_drain(s, put, w, err);
}

void dsr_container_end(dsr_container_writer *w, dsr_section_kind kind, unsigned list)
{
	dsr_buf_put_u32(&w->table, (uint32_t)kind);
	dsr_buf_put_u32(&w->table, list);
	dsr_buf_put_u64(&w->table, w->begun);
	dsr_buf_put_u64(&w->table, w->sink.offset - w->begun);
}

static void release_buffers(dsr_container_writer *w)
{
	dsr_buf_release(&w->table);
	dsr_buf_release(&w->checksums);
}

dossier_status dsr_container_finish(dsr_container_writer *w, uint64_t *length, uint32_t *checksum,
                                    dossier_error *err)
{
	const uint32_t sections = (uint32_t)(w->table.len / DSR_SECTION_SIZE);
	uint8_t footer[DSR_FOOTER_SIZE] = { 0 };
	uint64_t at;
	dossier_status st;

	pad(w);
	at = w->sink.offset;
	if (at % DSR_CHUNK)
		dsr_buf_put_u32(&w->checksums, w->crc);
	dsr_buf_put(&w->table, w->checksums.data, w->checksums.len);
	if (dsr_buf_status(&w->checksums) || dsr_buf_status(&w->table)) {
		dsr_container_abandon(w);
		return dsr_nomem(err);
	}
	dsr_sink_put(&w->sink, w->table.data, w->table.len);
	dsr_put_u64(footer + FOOTER_MAGIC, DSR_SEGMENT_MAGIC);
	dsr_put_u32(footer + FOOTER_VERSION, DSR_SEGMENT_VERSION);
	dsr_put_u32(footer + FOOTER_FEATURES, DSR_SEGMENT_FEATURES);
	dsr_put_u64(footer + FOOTER_TABLE, at);
	dsr_put_u64(footer + FOOTER_LENGTH, at + w->table.len + DSR_FOOTER_SIZE);
	dsr_put_u32(footer + FOOTER_SECTIONS, sections);
	dsr_put_u32(footer + FOOTER_TABLE_CRC, dsr_crc32c(0, w->table.data, w->table.len));
	dsr_put_u32(footer + FOOTER_CRC, dsr_crc32c(0, footer, FOOTER_CRC));
	dsr_sink_put(&w->sink, footer, sizeof footer);
	*length = w->sink.offset;
	*checksum = dsr_get_u32(footer + FOOTER_CRC);
	release_buffers(w);
	st = dsr_sink_finish(&w->sink, err);
	return st;
}

void dsr_container_abandon(dsr_container_writer *w)
{
	release_buffers(w);
	dsr_sink_abandon(&w->sink);
}

/* ---- reading ---- */

static dossier_status damaged(const char *path, const char *what, dossier_error *err)
{
	return dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: %s", path, what);
}

/* The footer says where all else is; every number of it is checked before it is used. */
static dossier_status read_footer(dsr_container *c, const char *path, dossier_error *err)
{
	const uint64_t length = c->view.length;
	const uint8_t *f;
	uint64_t at, table_size;

	if (length < DSR_HEADER_SIZE + DSR_FOOTER_SIZE)
		return damaged(path, "too short for a segment", err);
	f = c->view.bytes + length - DSR_FOOTER_SIZE;
	if (dsr_get_u64(f + FOOTER_MAGIC) != DSR_SEGMENT_MAGIC)
		return damaged(path, "no segment, or cut short", err);
	if (dsr_crc32c(0, f, FOOTER_CRC) != dsr_get_u32(f + FOOTER_CRC))
		return damaged(path, "the footer's checksum is wrong", err);
	if (dsr_get_u32(f + FOOTER_VERSION) != DSR_SEGMENT_VERSION ||
	    dsr_get_u32(f + FOOTER_FEATURES) & ~DSR_SEGMENT_FEATURES)
		return dsr_fail(err, DOSSIER_ERR_VERSION, "%s: format %u with features %#x is not known", path,
		                dsr_get_u32(f + FOOTER_VERSION), dsr_get_u32(f + FOOTER_FEATURES));
	at = dsr_get_u64(f + FOOTER_TABLE);
	c->sections = dsr_get_u32(f + FOOTER_SECTIONS);
	if (dsr_get_u64(f + FOOTER_LENGTH) != length || at < DSR_HEADER_SIZE || at > length - DSR_FOOTER_SIZE)
		return damaged(path, "the footer does not fit the file", err);
	table_size = length - DSR_FOOTER_SIZE - at;
	c->chunks = (size_t)((at + DSR_CHUNK - 1) / DSR_CHUNK);
	c->covered = (size_t)at;
	if (table_size != (uint64_t)c->sections * DSR_SECTION_SIZE + (uint64_t)c->chunks * 4)
		return damaged(path, "the section table does not fit the file", err);
	c->table = c->view.bytes + at;
	c->checksums = c->table + (size_t)c->sections * DSR_SECTION_SIZE;
	c->checksum = dsr_get_u32(f + FOOTER_CRC);
	if (dsr_crc32c(0, c->table, (size_t)table_size) != dsr_get_u32(f + FOOTER_TABLE_CRC))
		return damaged(path, "the section table's checksum is wrong", err);
	return DOSSIER_OK;
}

/* Sections lie inside the covered bytes; they may not be in any order, but must not reach past. */
static dossier_status check_table(const dsr_container *c, const char *path, dossier_error *err)
{
	for (uint32_t i = 0; i < c->sections; i++) {
		const uint8_t *e = c->table + (size_t)i * DSR_SECTION_SIZE;
		const uint64_t at = dsr_get_u64(e + 8), size = dsr_get_u64(e + 16);

		if (at < DSR_HEADER_SIZE || at % DSR_ALIGN || at > c->covered || size > c->covered - at)
			return damaged(path, "a section lies outside the file", err);
	}
	return DOSSIER_OK;
}

static size_t bitmap_size(const dsr_container *c)
{
	return (c->chunks + 63) / 64 * sizeof(uint64_t);
}

dossier_status dsr_container_open(dsr_container *c, const dsr_env *env, const char *path, dossier_error *err)
{
	dossier_status st;

	*c = (dsr_container){ .env = env };
	st = dsr_view_open(&c->view, env, path, err);
	if (st)
		return st;
	st = read_footer(c, path, err);
	if (!st)
		st = check_table(c, path, err);
	if (!st) {
		c->checked = dsr_new(&env->alloc, bitmap_size(c));
		st = c->checked ? DOSSIER_OK : dsr_nomem(err);
	}
	if (!st && !dsr_container_touch(c, c->view.bytes, DSR_HEADER_SIZE))
		st = damaged(path, "the header's checksum is wrong", err);
	if (!st && (dsr_get_u64(c->view.bytes + HEADER_MAGIC) != DSR_SEGMENT_MAGIC ||
	            dsr_get_u32(c->view.bytes + HEADER_VERSION) != DSR_SEGMENT_VERSION))
		st = damaged(path, "the header contradicts the footer", err);
	if (st)
		dsr_container_close(c);
	return st;
}

void dsr_container_close(dsr_container *c)
{
	if (c->checked)
		dsr_free(&c->env->alloc, (void *)c->checked, bitmap_size(c));
	c->checked = NULL;
	dsr_view_close(&c->view);
}

dsr_section dsr_container_section(const dsr_container *c, dsr_section_kind kind, unsigned list)
{
	for (uint32_t i = 0; i < c->sections; i++) {
		const uint8_t *e = c->table + (size_t)i * DSR_SECTION_SIZE;

		if (dsr_get_u32(e) == (uint32_t)kind && dsr_get_u32(e + 4) == list)
			return (dsr_section){ c->view.bytes + dsr_get_u64(e + 8), (size_t)dsr_get_u64(e + 16) };
	}
	return (dsr_section){ NULL, 0 };
}

const char *dsr_section_name(uint32_t kind)
{
	static const char *const names[DSR_SECTION_KINDS] = {
		"", "stored documents", "stored index", "dictionary", "postings", "positions", "norms", "columns", "ranges",
		"stored dictionary",
	};

	return kind < DSR_SECTION_KINDS ? names[kind] : "unknown section";
}

/* The first chunk of [chunk, end) that no one has touched, or one past them. */
static size_t find_unchecked(const dsr_container *c, size_t chunk, size_t end)
{
	while (chunk < end) {
		const uint64_t left = ~atomic_load_explicit(&c->checked[chunk / 64], memory_order_acquire) >> (chunk & 63);

		if (left)
			return chunk + (size_t)__builtin_ctzll(left);
		chunk = (chunk | 63) + 1;
	}
	return chunk;
}

/* Any number of threads may check the same chunk at once; they come to the same end. */
int dsr_container_touch_slow(const dsr_container *c, const uint8_t *p, size_t n)
{
	const size_t from = (size_t)(p - c->view.bytes), end = (from + n + DSR_CHUNK - 1) / DSR_CHUNK;

	if (from > c->covered || n > c->covered - from)
		return 0;
	for (size_t chunk = find_unchecked(c, from / DSR_CHUNK, end); chunk < end; chunk = find_unchecked(c, chunk + 1, end)) {
		const size_t at = chunk * DSR_CHUNK;
		const size_t size = c->covered - at < DSR_CHUNK ? c->covered - at : DSR_CHUNK;
		const uint64_t bit = (uint64_t)1 << (chunk & 63);

		if (dsr_crc32c(0, c->view.bytes + at, size) != dsr_get_u32(c->checksums + chunk * 4))
			return 0;
		atomic_fetch_or_explicit(&c->checked[chunk / 64], bit, memory_order_release);
	}
	return 1;
}

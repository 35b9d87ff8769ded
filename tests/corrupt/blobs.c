/*
 * blobs.c - see blobs.h
 *
 * The format is read anew here, from FORMAT.md, not through the code under test; only the CRC is shared.
 */
#include "blobs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/crc32c.h"

static uint64_t get(const uint8_t *p, int n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | p[n];
	return v;
}

static void put(uint8_t *p, int n, uint64_t v)
{
	for (; n--; v >>= 8)
		*p++ = (uint8_t)v;
}

/* ---- storage ---- */

static blob *find_path(blobs *b, const char *path)
{
	const char *slash = strrchr(path, '/');

	for (size_t i = 0; i < b->count; i++)
		if (!strcmp(b->files[i].name, slash ? slash + 1 : path))
			return &b->files[i];
	return NULL;
}

static int open_blob(void *ctx, const char *path, unsigned flags, void **file)
{
	if (flags != DOSSIER_STORAGE_READ)
		return EROFS;
	*file = find_path(ctx, path);
	return *file ? 0 : ENOENT;
}

static void close_blob(void *ctx, void *file)
{
	(void)ctx;
	(void)file;
}

static int read_blob(void *ctx, void *file, uint64_t offset, void *bytes, size_t n, size_t *got)
{
	const blob *f = file;
	const size_t rest = offset < f->n ? f->n - (size_t)offset : 0;

	(void)ctx;
	*got = n < rest ? n : rest;
	if (*got)
		memcpy(bytes, f->bytes + offset, *got);
	return 0;
}

static int blob_length(void *ctx, void *file, uint64_t *length)
{
	(void)ctx;
	*length = ((blob *)file)->n;
	return 0;
}

static int map_blob(void *ctx, void *file, uint64_t length, const void **bytes)
{
	const blob *f = file;
	void *copy = length <= f->n ? malloc(f->n ? f->n : 1) : NULL;

	(void)ctx;
	if (!copy)
		return EINVAL;
	memcpy(copy, f->bytes, f->n);
	*bytes = copy;
	return 0;
}

static void unmap_blob(void *ctx, const void *bytes, uint64_t length)
{
	(void)ctx;
	(void)length;
	free((void *)(uintptr_t)bytes);
}

static int list_blobs(void *ctx, const char *path, int (*each)(void *arg, const char *name, int is_dir), void *arg)
{
	const blobs *b = ctx;
	int r = 0;

	(void)path;
	for (size_t i = 0; i < b->count && !r; i++)
		r = each(arg, b->files[i].name, 0);
	return r;
}

static int no_write(void *ctx, void *file, const void *bytes, size_t n)
{
	(void)ctx;
	(void)file;
	(void)bytes;
	(void)n;
	return EROFS;
}

static int no_file(void *ctx, void *file)
{
	(void)ctx;
	(void)file;
	return EROFS;
}

static int no_path(void *ctx, const char *path)
{
	(void)ctx;
	(void)path;
	return EROFS;
}

static int no_rename(void *ctx, const char *from, const char *to)
{
	(void)from;
	return no_path(ctx, to);
}

void blobs_init(blobs *b)
{
	*b = (blobs){ .storage = {
		.size = sizeof(dossier_storage), .ctx = b, .open = open_blob, .close = close_blob, .read = read_blob,
		.write = no_write, .sync = no_file, .length = blob_length, .map = map_blob, .unmap = unmap_blob,
		.lock = no_file, .rename = no_rename, .remove = no_path, .make_dir = no_path, .sync_dir = no_path,
		.list = list_blobs,
	} };
}

void blobs_release(blobs *b)
{
	for (size_t i = 0; i < b->count; i++)
		free(b->files[i].bytes);
	b->count = 0;
}

void blobs_add(blobs *b, const char *name, const void *bytes, size_t n)
{
	blob *f = &b->files[b->count];

	if (b->count == BLOBS_MAX || strlen(name) >= sizeof f->name || !(f->bytes = malloc(n ? n : 1)))
		abort();
	strcpy(f->name, name);
	if (n)
		memcpy(f->bytes, bytes, n);
	f->n = n;
	b->count++;
}

typedef struct loading {
	blobs *b;
	const dossier_storage *from;
	const char *dir;
} loading;

static int load_one(void *arg, const char *name, int is_dir)
{
	const loading *l = arg;
	char path[512];
	uint64_t length;
	uint8_t *bytes;
	size_t got;
	void *file;

	if (is_dir || strlen(l->dir) + strlen(name) + 2 > sizeof path)
		abort();
	strcat(strcat(strcpy(path, l->dir), "/"), name);
	if (l->from->open(l->from->ctx, path, DOSSIER_STORAGE_READ, &file) ||
	    l->from->length(l->from->ctx, file, &length) || !(bytes = malloc(length ? length : 1)) ||
	    l->from->read(l->from->ctx, file, 0, bytes, length, &got) || got != length)
		abort();
	l->from->close(l->from->ctx, file);
	blobs_add(l->b, name, bytes, got);
	free(bytes);
	return 0;
}

void blobs_load(blobs *b, const dossier_storage *from, const char *dir)
{
	loading l = { b, from, dir };

	if (from->list(from->ctx, dir, load_one, &l))
		abort();
}

int blobs_needed(const blobs *b, const blob *f)
{
	/* names of one kind, and of one segment, are equal up to the generation */
	const size_t same = strncmp(f->name, "manifest.", 9) ? strncmp(f->name, "deleted.", 8) ? 0 : 25 : 9;

	for (size_t i = 0; i < b->count && same; i++)
		if (!strncmp(f->name, b->files[i].name, same) && strcmp(f->name, b->files[i].name) < 0)
			return 0;
	return same || !strncmp(f->name, "segment.", 8);
}

/* ---- checksums ---- */

enum { CHUNK = 16384, FOOTER = 64 };

static void fix_segment(blob *f)
{
	uint8_t *footer = f->bytes + f->n - FOOTER;
	uint64_t table, sections, chunks;

	if (f->n < 2 * FOOTER)
		return;
	table = get(footer + 16, 8);
	sections = get(footer + 32, 4);
	chunks = table / CHUNK + (table % CHUNK != 0);
	if (table <= f->n - FOOTER && sections * 24 + chunks * 4 == f->n - FOOTER - table) {
		for (uint64_t c = 0; c < chunks; c++) {
			const uint64_t at = c * CHUNK, n = table - at < CHUNK ? table - at : CHUNK;

			put(f->bytes + table + sections * 24 + c * 4, 4, dsr_crc32c(0, f->bytes + at, n));
		}
		put(footer + 36, 4, dsr_crc32c(0, f->bytes + table, (size_t)(f->n - FOOTER - table)));
	}
	put(footer + 60, 4, dsr_crc32c(0, footer, 60));
}

static void fix_tail(blob *f)
{
	if (f->n >= 4)
		put(f->bytes + f->n - 4, 4, dsr_crc32c(0, f->bytes, f->n - 4));
}

/* The entries of a manifest lie in front of its checksum, 40 bytes each; those that name a file are made to fit it. */
static void fix_entries(blobs *b, blob *manifest)
{
	for (size_t end = manifest->n - 4; end >= 40 + 32; end -= 40) {
		uint8_t *entry = manifest->bytes + end - 40;
		char name[BLOB_NAME_MAX];
		const blob *f;

		snprintf(name, sizeof name, "segment.%016" PRIx64, get(entry, 8));
		f = find_path(b, name);
		if (!f || f->n < FOOTER)
			return;
		put(entry + 8, 8, f->n);
		put(entry + 16, 4, get(f->bytes + f->n - 4, 4));
		snprintf(name, sizeof name, "deleted.%016" PRIx64 ".%016" PRIx64, get(entry, 8), get(entry + 32, 8));
		f = find_path(b, name);
		if (f && f->n >= 4)
			put(entry + 28, 4, get(f->bytes + f->n - 4, 4));
	}
}

void blobs_fix_checksums(blobs *b)
{
	for (size_t i = 0; i < b->count; i++) {
		blob *f = &b->files[i];

		if (!strncmp(f->name, "segment.", 8))
			fix_segment(f);
		else if (!strncmp(f->name, "deleted.", 8))
			fix_tail(f);
	}
	for (size_t i = 0; i < b->count; i++) {
		blob *f = &b->files[i];

		if (!strncmp(f->name, "manifest.", 9) && f->n > 40) {
			fix_entries(b, f);
			fix_tail(f);
		}
	}
}

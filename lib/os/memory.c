/*
 * memory.c - see memory.h
 *
 * A name leads to a file, a file to its bytes; each is counted and goes when the last
 * that needs it goes.  A mapping holds the bytes alone, so that one pointer is enough
 * to end it.
 */
#include "os/memory.h"

#include <errno.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <string.h>

#include "base/mem.h"

#define BYTES_MIN 64u

typedef struct content {
	atomic_size_t refs; /* the file, and every mapping */
	size_t        cap;
	alignas(16) uint8_t bytes[];
} content;

typedef struct memory_file {
	size_t   refs;    /* the name, and every handle */
	size_t   length;  /* <= content->cap; grows only */
	content *content; /* NULL as long as nothing was written */
	const void *lock; /* the handle that holds it, or NULL */
} memory_file;

typedef struct handle {
	memory_file *file;
} handle;

typedef struct entry {
	char        *path; /* owned */
	memory_file *file; /* NULL: a folder */
} entry;

struct dsr_memory_fs {
	dossier_alloc   alloc;
	dossier_storage storage;
	entry *entries;
	size_t count, cap;
};

static void unref_content(dsr_memory_fs *fs, content *c)
{
	if (c && atomic_fetch_sub(&c->refs, 1) == 1)
		dsr_free(&fs->alloc, c, sizeof *c + c->cap);
}

static void unref_file(dsr_memory_fs *fs, memory_file *f)
{
	if (!f || --f->refs)
		return;
	unref_content(fs, f->content);
	dsr_free(&fs->alloc, f, sizeof *f);
}

static entry *find(dsr_memory_fs *fs, const char *path)
{
	for (size_t i = 0; i < fs->count; i++)
		if (!strcmp(fs->entries[i].path, path))
			return &fs->entries[i];
	return NULL;
}

/* The name of `path` inside `dir`, or NULL when it is not directly in it. */
static const char *name_in(const char *dir, const char *path)
{
	const size_t n = strlen(dir);

	if (strncmp(path, dir, n) || path[n] != '/' || strchr(path + n + 1, '/'))
		return NULL;
	return path + n + 1;
}

/* 0 when the folder that `path` lies in is there.  The folders "", "." and "/" always are. */
static int check_parent(dsr_memory_fs *fs, const char *path)
{
	if (!strchr(path, '/') || name_in("", path) || name_in(".", path))
		return 0;
	for (size_t i = 0; i < fs->count; i++)
		if (name_in(fs->entries[i].path, path))
			return fs->entries[i].file ? ENOTDIR : 0;
	return ENOENT;
}

/* Takes the reference that comes with `file`, on success only. */
static int add_entry(dsr_memory_fs *fs, const char *path, memory_file *file)
{
	const size_t n = strlen(path) + 1;
	void *entries = fs->entries;
	char *copy;

	if (!dsr_grow(&fs->alloc, &entries, &fs->cap, fs->count + 1, sizeof(entry)))
		return ENOMEM;
	fs->entries = entries;
	copy = dsr_resize(&fs->alloc, NULL, 0, n);
	if (!copy)
		return ENOMEM;
	memcpy(copy, path, n);
	fs->entries[fs->count++] = (entry){ copy, file };
	return 0;
}

static void remove_entry(dsr_memory_fs *fs, entry *e)
{
	unref_file(fs, e->file);
	dsr_free(&fs->alloc, e->path, strlen(e->path) + 1);
	*e = fs->entries[--fs->count];
}

/* The file to be opened, with a reference for the handle. */
static int open_existing(entry *e, memory_file **file)
{
	if (!e)
		return ENOENT;
	if (!e->file)
		return EISDIR;
	*file = e->file;
	(*file)->refs++;
	return 0;
}

/* An empty file under the name, with a reference for the handle. */
static int open_new(dsr_memory_fs *fs, const char *path, memory_file **file)
{
	entry *e = find(fs, path);
	memory_file *f;
	int r = e && !e->file ? EISDIR : check_parent(fs, path);

	if (r)
		return r;
	f = dsr_new(&fs->alloc, sizeof *f);
	if (!f)
		return ENOMEM;
	f->refs = 2;
	if (e) {
		unref_file(fs, e->file);
		e->file = f;
	} else if (add_entry(fs, path, f)) {
		dsr_free(&fs->alloc, f, sizeof *f);
		return ENOMEM;
	}
	*file = f;
	return 0;
}

static int memory_open(void *ctx, const char *path, unsigned flags, void **file)
{
	dsr_memory_fs *fs = ctx;
	entry *e = find(fs, path);
	handle *h = dsr_new(&fs->alloc, sizeof *h);
	int r;

	if (!h)
		return ENOMEM;
	if (flags == DOSSIER_STORAGE_CREATE || (flags == DOSSIER_STORAGE_LOCK && !e))
		r = open_new(fs, path, &h->file);
	else
		r = open_existing(e, &h->file);
	if (r) {
		dsr_free(&fs->alloc, h, sizeof *h);
		return r;
	}
	*file = h;
	return 0;
}

static void memory_close(void *ctx, void *file)
{
	dsr_memory_fs *fs = ctx;
	handle *h = file;

	if (h->file->lock == h)
		h->file->lock = NULL;
	unref_file(fs, h->file);
	dsr_free(&fs->alloc, h, sizeof *h);
}

static int memory_read(void *ctx, void *file, uint64_t offset, void *bytes, size_t n, size_t *got)
{
	const memory_file *f = ((handle *)file)->file;
	const uint64_t rest = offset < f->length ? f->length - offset : 0;

	(void)ctx;
	*got = n < rest ? n : (size_t)rest;
	if (*got)
		memcpy(bytes, f->content->bytes + offset, *got);
	return 0;
}

/* Room for `need` bytes.  Bytes that a mapping looks at stay where they are and are copied. */
static int reserve(dsr_memory_fs *fs, memory_file *f, size_t need)
{
	content *old = f->content, *c;
	size_t cap = old ? old->cap : BYTES_MIN;

	while (cap < need)
		cap = cap < SIZE_MAX / 4 ? cap * 2 : need;
	if (old && cap == old->cap)
		return 1;
	if (cap > SIZE_MAX - sizeof *c)
		return 0;
	c = dsr_resize(&fs->alloc, NULL, 0, sizeof *c + cap);
	if (!c)
		return 0;
	atomic_init(&c->refs, 1);
	c->cap = cap;
	if (f->length)
		memcpy(c->bytes, old->bytes, f->length);
	f->content = c;
	unref_content(fs, old);
	return 1;
}

static int memory_write(void *ctx, void *file, const void *bytes, size_t n)
{
	memory_file *f = ((handle *)file)->file;

	if (n > SIZE_MAX - f->length || !reserve(ctx, f, f->length + n))
		return ENOMEM;
	if (n)
		memcpy(f->content->bytes + f->length, bytes, n);
	f->length += n;
	return 0;
}

static int memory_sync(void *ctx, void *file)
{
	(void)ctx;
	(void)file;
	return 0;
}

static int memory_length(void *ctx, void *file, uint64_t *length)
{
	(void)ctx;
	*length = ((handle *)file)->file->length;
	return 0;
}

static int memory_map(void *ctx, void *file, uint64_t length, const void **bytes)
{
	const memory_file *f = ((handle *)file)->file;

	(void)ctx;
	if (length > f->length)
		return EINVAL;
	if (length)
		atomic_fetch_add(&f->content->refs, 1);
	*bytes = length ? f->content->bytes : NULL;
	return 0;
}

static void memory_unmap(void *ctx, const void *bytes, uint64_t length)
{
	if (length)
		unref_content(ctx, (content *)((uintptr_t)bytes - offsetof(content, bytes)));
}

static int memory_lock(void *ctx, void *file)
{
	handle *h = file;

	(void)ctx;
	if (h->file->lock && h->file->lock != h)
		return EWOULDBLOCK;
	h->file->lock = h;
	return 0;
}

static int memory_rename(void *ctx, const char *from, const char *to)
{
	dsr_memory_fs *fs = ctx;
	const entry *source = find(fs, from);
	entry *target = find(fs, to);
	memory_file *f;
	int r = check_parent(fs, to);

	if (!source)
		return ENOENT;
	if (!source->file || (target && !target->file))
		return EISDIR;
	if (r || source == target)
		return r;
	f = source->file;
	if (!target && (r = add_entry(fs, to, NULL)))
		return r;
	target = find(fs, to);
	unref_file(fs, target->file);
	target->file = f;
	f->refs++;
	remove_entry(fs, find(fs, from));
	return 0;
}

static int memory_remove(void *ctx, const char *path)
{
	entry *e = find(ctx, path);

	if (!e)
		return ENOENT;
	if (!e->file)
		return EISDIR;
	remove_entry(ctx, e);
	return 0;
}

static int memory_make_dir(void *ctx, const char *path)
{
	const int r = check_parent(ctx, path);

	if (r)
		return r;
	return find(ctx, path) ? EEXIST : add_entry(ctx, path, NULL);
}

/* 0 when `path` is a folder. */
static int check_dir(dsr_memory_fs *fs, const char *path)
{
	const entry *e = find(fs, path);

	if (e)
		return e->file ? ENOTDIR : 0;
	return !*path || !strcmp(path, ".") || !strcmp(path, "/") ? 0 : ENOENT;
}

static int memory_sync_dir(void *ctx, const char *path)
{
	return check_dir(ctx, path);
}

static int memory_list(void *ctx, const char *path, int (*each)(void *arg, const char *name, int is_dir), void *arg)
{
	const dsr_memory_fs *fs = ctx;
	int r = check_dir(ctx, path);

	for (size_t i = 0; !r && i < fs->count; i++) {
		const char *name = name_in(path, fs->entries[i].path);

		if (name)
			r = each(arg, name, !fs->entries[i].file);
	}
	return r;
}

static const dossier_storage table = {
	.size = sizeof(dossier_storage),
	.open = memory_open, .close = memory_close, .read = memory_read, .write = memory_write,
	.sync = memory_sync, .length = memory_length, .map = memory_map, .unmap = memory_unmap,
	.lock = memory_lock, .rename = memory_rename, .remove = memory_remove,
	.make_dir = memory_make_dir, .sync_dir = memory_sync_dir, .list = memory_list,
};

dsr_memory_fs *dsr_memory_fs_new(const dossier_alloc *alloc)
{
	dsr_memory_fs *fs = dsr_new(alloc, sizeof *fs);

	if (!fs)
		return NULL;
	fs->alloc = *alloc;
	fs->storage = table;
	fs->storage.ctx = fs;
	return fs;
}

const dossier_storage *dsr_memory_fs_storage(dsr_memory_fs *fs)
{
	return &fs->storage;
}

void dsr_memory_fs_free(dsr_memory_fs *fs)
{
	dossier_alloc alloc;

	if (!fs)
		return;
	while (fs->count)
		remove_entry(fs, &fs->entries[fs->count - 1]);
	alloc = fs->alloc;
	dsr_free(&alloc, fs->entries, fs->cap * sizeof(entry));
	dsr_free(&alloc, fs, sizeof *fs);
}

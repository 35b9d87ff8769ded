/*
 * faulty.c - see faulty.h
 *
 * The live state is a memory file system.  Beside it stands what the disk knows: for each file its bytes
 * and how many of them were synced, the names that are durable, and the changes of
 * names since, in order.
 */
#include "faulty.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "os/memory.h"

/* A file, or a folder.  Kept until faulty_free(), so that names may point to it freely. */
typedef struct node {
	struct node *next;
	int     is_dir;
	size_t  length, synced, cap;
	uint8_t *bytes;
} node;

typedef struct name {
	char *path;
	node *node;
} name;

typedef struct names {
	name  *all;
	size_t count;
} names;

/* `path` leads to `node` from now on (NULL: nowhere), and, for a rename, `from` nowhere. */
typedef struct change {
	char *path, *from;
	node *node;
} change;

typedef struct handle {
	void *inner;
	node *node;
} handle;

struct faulty {
	dossier_storage      table;
	dsr_memory_fs       *memory;
	const dossier_storage *inner;
	node  *nodes;
	names  live, durable;
	change *changes;
	size_t  change_count;
	long calls, fail_at;
	int  errnum, forever, struck, dark;
};

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

static char *copy(const char *s)
{
	return s ? strcpy(must(malloc(strlen(s) + 1)), s) : NULL;
}

/* Names: small arrays, searched from the front. */

static node *look_up(const names *n, const char *path)
{
	for (size_t i = 0; i < n->count; i++)
		if (!strcmp(n->all[i].path, path))
			return n->all[i].node;
	return NULL;
}

static void unset(names *n, const char *path)
{
	for (size_t i = 0; i < n->count; i++)
		if (!strcmp(n->all[i].path, path)) {
			free(n->all[i].path);
			n->all[i] = n->all[--n->count];
			return;
		}
}

static void set(names *n, const char *path, node *to)
{
	unset(n, path);
	if (!to)
		return;
	n->all = must(realloc(n->all, (n->count + 1) * sizeof(name)));
	n->all[n->count++] = (name){ copy(path), to };
}

static void clear(names *n)
{
	while (n->count)
		free(n->all[--n->count].path);
	free(n->all);
	*n = (names){ 0 };
}

static void apply(names *n, const change *c)
{
	if (c->from)
		unset(n, c->from);
	set(n, c->path, c->node);
}

static void free_change(change *c)
{
	free(c->path);
	free(c->from);
}

static void record(faulty *f, const char *path, node *to, const char *from)
{
	f->changes = must(realloc(f->changes, (f->change_count + 1) * sizeof(change)));
	f->changes[f->change_count++] = (change){ copy(path), copy(from), to };
	apply(&f->live, &f->changes[f->change_count - 1]);
}

/* Whether the last part of `path` is a name in `dir`. */
static int is_in(const char *dir, const char *path)
{
	const char *slash = strrchr(path, '/');
	const size_t n = slash ? (size_t)(slash - path) : 0;

	return strlen(dir) == n ? !strncmp(dir, path, n) : !slash && !strcmp(dir, ".");
}

static void make_durable(faulty *f, const char *dir)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->change_count; i++) {
		if (is_in(dir, f->changes[i].path)) {
			apply(&f->durable, &f->changes[i]);
			free_change(&f->changes[i]);
		} else {
			f->changes[kept++] = f->changes[i];
		}
	}
	f->change_count = kept;
}

static node *new_node(faulty *f, int is_dir)
{
	node *n = must(calloc(1, sizeof *n));

	n->is_dir = is_dir;
	n->next = f->nodes;
	f->nodes = n;
	return n;
}

static void append(node *n, const void *bytes, size_t size)
{
	if (!size)
		return;
	if (n->length + size > n->cap) {
		n->cap = 2 * (n->length + size);
		n->bytes = must(realloc(n->bytes, n->cap));
	}
	memcpy(n->bytes + n->length, bytes, size);
	n->length += size;
}

/* Count a call: 0, or the errno value that it is to fail with. */
static int strike(faulty *f)
{
	f->calls++;
	if (f->dark)
		return EIO;
	if (!f->fail_at || f->calls < f->fail_at || (f->calls > f->fail_at && !f->forever))
		return 0;
	f->struck = 1;
	f->dark = f->errnum == 0;
	return f->dark ? EIO : f->errnum;
}

/* The table */

static int faulty_open(void *ctx, const char *path, unsigned flags, void **file)
{
	faulty *f = ctx;
	const int fresh = flags == DOSSIER_STORAGE_CREATE || (flags == DOSSIER_STORAGE_LOCK && !look_up(&f->live, path));
	void *inner = NULL;
	handle *h;
	int e = strike(f);

	if (e || (e = f->inner->open(f->inner->ctx, path, flags, &inner)))
		return e;
	if (fresh)
		record(f, path, new_node(f, 0), NULL);
	h = must(malloc(sizeof *h));
	*h = (handle){ inner, look_up(&f->live, path) };
	*file = h;
	return 0;
}

static void faulty_close(void *ctx, void *file)
{
	faulty *f = ctx;

	f->inner->close(f->inner->ctx, ((handle *)file)->inner);
	free(file);
}

static int faulty_read(void *ctx, void *file, uint64_t offset, void *bytes, size_t n, size_t *got)
{
	faulty *f = ctx;
	const int e = strike(f);

	return e ? e : f->inner->read(f->inner->ctx, ((handle *)file)->inner, offset, bytes, n, got);
}

static int faulty_write(void *ctx, void *file, const void *bytes, size_t n)
{
	faulty *f = ctx;
	handle *h = file;
	const int was_dark = f->dark, e = strike(f);
	const size_t done = !e ? n : was_dark ? 0 : n / 2;

	append(h->node, bytes, done);
	f->inner->write(f->inner->ctx, h->inner, bytes, done);
	return e;
}

static int faulty_sync(void *ctx, void *file)
{
	faulty *f = ctx;
	handle *h = file;
	const int e = strike(f);

	if (!e)
		h->node->synced = h->node->length;
	return e;
}

static int faulty_length(void *ctx, void *file, uint64_t *length)
{
	faulty *f = ctx;
	const int e = strike(f);

	return e ? e : f->inner->length(f->inner->ctx, ((handle *)file)->inner, length);
}

static int faulty_map(void *ctx, void *file, uint64_t length, const void **bytes)
{
	faulty *f = ctx;
	const int e = strike(f);

	return e ? e : f->inner->map(f->inner->ctx, ((handle *)file)->inner, length, bytes);
}

static void faulty_unmap(void *ctx, const void *bytes, uint64_t length)
{
	faulty *f = ctx;

	f->inner->unmap(f->inner->ctx, bytes, length);
}

static int faulty_lock(void *ctx, void *file)
{
	faulty *f = ctx;
	const int e = strike(f);

	return e ? e : f->inner->lock(f->inner->ctx, ((handle *)file)->inner);
}

static int faulty_rename(void *ctx, const char *from, const char *to)
{
	faulty *f = ctx;
	int e = strike(f);

	if (!e)
		e = f->inner->rename(f->inner->ctx, from, to);
	if (!e && strcmp(from, to))
		record(f, to, look_up(&f->live, from), from);
	return e;
}

static int faulty_remove(void *ctx, const char *path)
{
	faulty *f = ctx;
	int e = strike(f);

	if (!e)
		e = f->inner->remove(f->inner->ctx, path);
	if (!e)
		record(f, path, NULL, NULL);
	return e;
}

static int faulty_make_dir(void *ctx, const char *path)
{
	faulty *f = ctx;
	int e = strike(f);

	if (!e)
		e = f->inner->make_dir(f->inner->ctx, path);
	if (!e)
		record(f, path, new_node(f, 1), NULL);
	return e;
}

static int faulty_sync_dir(void *ctx, const char *path)
{
	faulty *f = ctx;
	int e = strike(f);

	if (!e)
		e = f->inner->sync_dir(f->inner->ctx, path);
	if (!e)
		make_durable(f, path);
	return e;
}

static int faulty_list(void *ctx, const char *path, int (*each)(void *arg, const char *name, int is_dir), void *arg)
{
	faulty *f = ctx;
	const int e = strike(f);

	return e ? e : f->inner->list(f->inner->ctx, path, each, arg);
}

/* Restart */

/* One step of splitmix64. */
static uint64_t draw(uint64_t *seed)
{
	uint64_t x = *seed += 0x9E3779B97F4A7C15u;

	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
	x = (x ^ x >> 27) * 0x94D049BB133111EBu;
	return x ^ x >> 31;
}

static void settle_bytes(node *n, faulty_bytes how, uint64_t *seed)
{
	const size_t rest = n->length - n->synced;

	if (how == FAULTY_ANY_BYTES)
		how = (faulty_bytes)(draw(seed) % FAULTY_ANY_BYTES);
	if (how == FAULTY_DROP)
		n->length = n->synced;
	else if (how == FAULTY_TEAR)
		n->length = n->synced + rest / 2;
	else if (how == FAULTY_ZERO && rest)
		memset(n->bytes + n->synced, 0, rest);
	n->synced = n->length;
}

static void settle_names(faulty *f, faulty_names how, uint64_t *seed)
{
	const uint64_t first = how == FAULTY_FIRST ? draw(seed) % (f->change_count + 1) : 0;

	for (size_t i = 0; i < f->change_count; i++) {
		if (how == FAULTY_DONE || i < first || (how == FAULTY_ANY_NAMES && draw(seed) % 2))
			apply(&f->durable, &f->changes[i]);
		free_change(&f->changes[i]);
	}
	f->change_count = 0;
}

/* Put `n` into the new memory file system; what lies in a folder that is lost is lost. */
static void put_back(faulty *f, const name *n)
{
	void *file = NULL;

	if (n->node->is_dir) {
		if (f->inner->make_dir(f->inner->ctx, n->path))
			return;
	} else {
		if (f->inner->open(f->inner->ctx, n->path, DOSSIER_STORAGE_CREATE, &file))
			return;
		f->inner->write(f->inner->ctx, file, n->node->bytes, n->node->length);
		f->inner->close(f->inner->ctx, file);
	}
	set(&f->live, n->path, n->node);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const name *)a)->path, ((const name *)b)->path);
}

static void start_memory(faulty *f)
{
	f->memory = must(dsr_memory_fs_new(&dsr_alloc_default));
	f->inner = dsr_memory_fs_storage(f->memory);
}

void faulty_restart(faulty *f, faulty_bytes bytes, faulty_names how, uint64_t seed)
{
	settle_names(f, how, &seed);
	for (node *n = f->nodes; n; n = n->next)
		settle_bytes(n, bytes, &seed);
	dsr_memory_fs_free(f->memory);
	start_memory(f);
	clear(&f->live);
	if (f->durable.count) /* a folder sorts before what is in it */
		qsort(f->durable.all, f->durable.count, sizeof(name), by_path);
	for (size_t i = 0; i < f->durable.count; i++)
		put_back(f, &f->durable.all[i]);
	clear(&f->durable);
	for (size_t i = 0; i < f->live.count; i++)
		set(&f->durable, f->live.all[i].path, f->live.all[i].node);
	faulty_fail(f, 0, 0, 0);
}

/* Life and settings */

static const dossier_storage table = {
	.size = sizeof(dossier_storage),
	.open = faulty_open, .close = faulty_close, .read = faulty_read, .write = faulty_write,
	.sync = faulty_sync, .length = faulty_length, .map = faulty_map, .unmap = faulty_unmap,
	.lock = faulty_lock, .rename = faulty_rename, .remove = faulty_remove,
	.make_dir = faulty_make_dir, .sync_dir = faulty_sync_dir, .list = faulty_list,
};

faulty *faulty_new(void)
{
	faulty *f = must(calloc(1, sizeof *f));

	f->table = table;
	f->table.ctx = f;
	start_memory(f);
	return f;
}

void faulty_free(faulty *f)
{
	dsr_memory_fs_free(f->memory);
	clear(&f->live);
	clear(&f->durable);
	while (f->change_count)
		free_change(&f->changes[--f->change_count]);
	free(f->changes);
	while (f->nodes) {
		node *next = f->nodes->next;

		free(f->nodes->bytes);
		free(f->nodes);
		f->nodes = next;
	}
	free(f);
}

const dossier_storage *faulty_storage(faulty *f)
{
	return &f->table;
}

void faulty_fail(faulty *f, long nth, int errnum, int forever)
{
	f->calls = 0;
	f->fail_at = nth;
	f->errnum = errnum;
	f->forever = forever;
	f->struck = f->dark = 0;
}

void faulty_power_off(faulty *f, long nth)
{
	faulty_fail(f, nth, 0, 0);
}

int faulty_struck(const faulty *f)
{
	return f->struck;
}

long faulty_calls(const faulty *f)
{
	return f->calls;
}

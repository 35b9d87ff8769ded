/*
 * walk.c - see walk.h
 */
#include "ingest/walk.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "os/file.h"

typedef struct entry {
	const char *name;
	int         is_dir;
} entry;

/* One folder, listed. */
typedef struct listing {
	dsr_arena names;
	entry    *entries;
	size_t    count, cap;
	int       is_index;
} listing;

typedef struct walk {
	const dsr_env *env;
	const dsr_walk_visitor *visitor;
} walk;

/* Is it the name of a file that only an index has? */
static int is_index_file(const char *name)
{
	const char *digits = name + (strncmp(name, "manifest.", 9) ? 8 : 9);

	if (strncmp(name, "manifest.", 9) && strncmp(name, "segment.", 8))
		return 0;
	return strlen(digits) == 16 && strspn(digits, "0123456789abcdef") == 16;
}

static int add_entry(void *arg, const char *name, int is_dir)
{
	listing *l = arg;
	void *entries = l->entries;
	const char *copy;

	if (*name == '.')
		return 0;
	l->is_index |= !is_dir && is_index_file(name);
	copy = dsr_arena_copy(&l->names, dossier_str_of(name)).p;
	if (!copy || !dsr_grow(l->names.alloc, &entries, &l->cap, l->count + 1, sizeof *l->entries))
		return ENOMEM;
	l->entries = entries;
	l->entries[l->count++] = (entry){ copy, is_dir };
	return 0;
}

/* Let entries[root] sink until no name below it is past its own. */
static void sink(entry *entries, size_t root, size_t n)
{
	const entry e = entries[root];
	size_t child;

	while ((child = 2 * root + 1) < n) {
		if (child + 1 < n && strcmp(entries[child].name, entries[child + 1].name) < 0)
			child++;
		if (strcmp(entries[child].name, e.name) <= 0)
			break;
		entries[root] = entries[child];
		root = child;
	}
	entries[root] = e;
}

/* A heap sort: qsort may take memory from malloc. */
static void sort_by_name(entry *entries, size_t n)
{
	for (size_t i = n / 2; i-- > 0; )
		sink(entries, i, n);
	while (n-- > 1) {
		const entry last = entries[n];

		entries[n] = entries[0];
		entries[0] = last;
		sink(entries, 0, n);
	}
}

/* 0 or an errno value. */
static int list_folder(const walk *w, const char *path, listing *l)
{
	const dossier_storage *fs = &w->env->storage;
	const int errnum = fs->list(fs->ctx, path, add_entry, l);

	if (!errnum)
		sort_by_name(l->entries, l->count);
	return errnum;
}

static void release(listing *l)
{
	dsr_free(l->names.alloc, l->entries, l->cap * sizeof *l->entries);
	dsr_arena_release(&l->names);
}

static dossier_status visit_folder(const walk *w, const char *path, unsigned depth, dossier_error *err);

static dossier_status visit_entry(const walk *w, const char *dir, const entry *e, unsigned depth,
                                  dossier_error *err)
{
	dsr_buf join = DSR_BUF_INIT(&w->env->alloc);
	const char *path = dsr_path_join(&join, dir, e->name);
	dossier_status st;

	if (!path)
		st = dsr_nomem(err);
	else if (e->is_dir)
		st = visit_folder(w, path, depth + 1, err);
	else
		st = w->visitor->file(w->visitor->ctx, path, err);
	dsr_buf_release(&join);
	return st;
}

static dossier_status tell(const walk *w, const char *path, const char *reason, dossier_error *err)
{
	return w->visitor->passed_over(w->visitor->ctx, path, reason, err);
}

static dossier_status tell_failure(const walk *w, const char *path, int errnum, dossier_error *err)
{
	dossier_error why;

	dsr_fail_errno(&why, errnum, "list", "it");
	return tell(w, path, why.message, err);
}

/* Depth 0 is where the walk began: what goes wrong there is an error, below it is told. */
static dossier_status visit_folder(const walk *w, const char *path, unsigned depth, dossier_error *err)
{
	listing l = { .names = DSR_ARENA_INIT(&w->env->alloc) };
	dossier_status st = DOSSIER_OK;
	int errnum;

	if (depth > DSR_WALK_DEPTH_MAX)
		return tell(w, path, "folders nest too deep", err);
	errnum = list_folder(w, path, &l);
	if (errnum == ENOTDIR && !depth)
		st = w->visitor->file(w->visitor->ctx, path, err);
	else if (errnum == ENOMEM || (errnum && !depth))
		st = dsr_fail_errno(err, errnum, "read", path);
	else if (errnum)
		st = tell_failure(w, path, errnum, err);
	else if (l.is_index && !depth)
		st = tell(w, path, "the folder of an index", err);
	for (size_t i = 0; !errnum && !l.is_index && !st && i < l.count; i++)
		st = visit_entry(w, path, &l.entries[i], depth, err);
	release(&l);
	return st;
}

dossier_status dsr_walk(const dsr_env *env, const char *path, const dsr_walk_visitor *visitor,
                        dossier_error *err)
{
	const walk w = { env, visitor };

	return visit_folder(&w, path, 0, err);
}

/*
 * directory.c - see directory.h
 */
#include "index/directory.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "codec/crc32c.h"
#include "os/file.h"
#include "segment/format.h"
#include "text/gazetteer.h"

/* A manifest is small: a hundred thousand segments fit. */
#define MANIFEST_MAX (8u << 20)

/*
 * Parse `prefix` and 16 small hexadecimal digits; returns what follows, or NULL.  Nothing but the exact form
 * that we write counts: other names in the folder are not ours.
 */
static const char *parse(const char *name, const char *prefix, uint64_t *number)
{
	const size_t n = strlen(prefix);
	uint64_t v = 0;

	if (strncmp(name, prefix, n))
		return NULL;
	name += n;
	for (int i = 0; i < 16; i++, name++) {
		if (!(*name >= '0' && *name <= '9') && !(*name >= 'a' && *name <= 'f'))
			return NULL;
		v = v << 4 | (uint64_t)(*name <= '9' ? *name - '0' : *name - 'a' + 10);
	}
	*number = v;
	return name;
}

typedef struct newest {
	uint64_t before, generation;
} newest;

static int see_newest(void *arg, const char *name, int is_dir)
{
	newest *found = arg;
	uint64_t generation;
	const char *rest = parse(name, DSR_MANIFEST_PREFIX, &generation);

	if (!is_dir && rest && !*rest && generation < found->before && generation > found->generation)
		found->generation = generation;
	return 0;
}

dossier_status dsr_directory_newest(const dsr_env *env, const char *dir, uint64_t before, uint64_t *generation,
                                    dossier_error *err)
{
	newest found = { .before = before };
	const int e = env->storage.list(env->storage.ctx, dir, see_newest, &found);

	if (e && e != ENOENT)
		return dsr_fail_errno(err, e, "list", dir);
	*generation = found.generation;
	return DOSSIER_OK;
}

/* dir/name of a file with one or two numbers in its name. */
static const char *path_of(dsr_buf *out, const char *dir, const char *prefix, uint64_t a, uint64_t b)
{
	char name[DSR_FILE_NAME_MAX];

	if (b)
		snprintf(name, sizeof name, "%s%016" PRIx64 ".%016" PRIx64, prefix, a, b);
	else
		snprintf(name, sizeof name, "%s%016" PRIx64, prefix, a);
	return dsr_path_join(out, dir, name);
}

const char *dsr_directory_manifest_path(dsr_buf *out, const char *dir, uint64_t generation)
{
	return path_of(out, dir, DSR_MANIFEST_PREFIX, generation, 0);
}

const char *dsr_directory_names(dsr_buf *out, const char *dir)
{
	return dsr_path_join(out, dir, DSR_NAMES_NAME);
}

const char *dsr_directory_segment(dsr_buf *out, const char *dir, uint64_t id)
{
	return path_of(out, dir, DSR_SEGMENT_PREFIX, id, 0);
}

const char *dsr_directory_dead(dsr_buf *out, const char *dir, uint64_t id, uint64_t generation)
{
	return path_of(out, dir, DSR_DEAD_PREFIX, id, generation);
}

/* Load the index's own names, which must be those that the manifest means. */
static dossier_status load_names(const dsr_env *env, const char *dir, dsr_manifest *m, dossier_error *err)
{
	dsr_buf path = DSR_BUF_INIT(&env->alloc), text = DSR_BUF_INIT(&env->alloc);
	const char *name = dsr_directory_names(&path, dir);
	dossier_status st = name ? dsr_file_load(env, name, DSR_NAMES_SIZE_MAX, &text, err) : dsr_nomem(err);

	if (st == DOSSIER_ERR_LIMIT || st == DOSSIER_ERR_NOTFOUND ||
	    (!st && (text.len != m->names_length || dsr_crc32c(0, text.data, text.len) != m->names_checksum)))
		st = dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: not the names that the index was made with", name);
	if (!st)
		m->names = dsr_arena_copy(&m->arena, (dossier_str){ (const char *)text.data, text.len });
	if (!st && !m->names.p)
		st = dsr_nomem(err);
	dsr_buf_release(&text);
	dsr_buf_release(&path);
	return st;
}

dossier_status dsr_directory_manifest(const dsr_env *env, const char *dir, uint64_t generation, dsr_manifest *out,
                                      dossier_error *err)
{
	dsr_buf path = DSR_BUF_INIT(&env->alloc), bytes = DSR_BUF_INIT(&env->alloc);
	const char *name = dsr_directory_manifest_path(&path, dir, generation);
	dossier_status st;

	if (!name) {
		st = dsr_nomem(err);
		goto done;
	}
	st = dsr_file_load(env, name, MANIFEST_MAX, &bytes, err);
	if (st == DOSSIER_ERR_LIMIT)
		st = dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: too long for a manifest", name);
	if (!st)
		st = dsr_manifest_get(out, &env->alloc, name, bytes.data, bytes.len, err);
	if (!st && out->generation != generation) {
		dsr_manifest_release(out);
		st = dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: the name contradicts the contents", name);
	}
	if (!st && out->analysis & DSR_ANALYSIS_OWN_NAMES) {
		st = load_names(env, dir, out, err);
		if (st)
			dsr_manifest_release(out);
	}
done:
	dsr_buf_release(&bytes);
	dsr_buf_release(&path);
	return st;
}

/* ---- cleaning ---- */

typedef struct cleaning {
	const dsr_env *env;
	const dsr_manifest *keep[2];
	dsr_buf        names; /* of what is not needed, each with its NUL */
} cleaning;

static int is_segment_kept(const cleaning *c, uint64_t id)
{
	for (int k = 0; k < 2; k++)
		for (size_t i = 0; c->keep[k] && i < c->keep[k]->count; i++)
			if (c->keep[k]->segments[i].id == id)
				return 1;
	return 0;
}

static int is_dead_kept(const cleaning *c, uint64_t id, uint64_t generation)
{
	for (int k = 0; k < 2; k++)
		for (size_t i = 0; c->keep[k] && i < c->keep[k]->count; i++) {
			const dsr_manifest_segment *s = &c->keep[k]->segments[i];

			if (s->id == id && s->dead_count && s->dead_generation == generation)
				return 1;
		}
	return 0;
}

static int is_manifest_kept(const cleaning *c, uint64_t generation)
{
	for (int k = 0; k < 2; k++)
		if (c->keep[k] && c->keep[k]->generation == generation)
			return 1;
	return 0;
}

/* What a segment's name is followed by in those of the temporary files that were written beside it. */
static int is_spill(const char *suffix)
{
	return !strcmp(suffix, DSR_SPILL_POSTINGS) || !strcmp(suffix, DSR_SPILL_RANGES) || !strcmp(suffix, DSR_SPILL_TERMS);
}

/* Is this a file of ours that no manifest needs? */
static int is_leaving(const cleaning *c, const char *name)
{
	uint64_t a, b;
	const char *rest;

	if (!strcmp(name, DSR_MANIFEST_DRAFT))
		return 1;
	if ((rest = parse(name, DSR_MANIFEST_PREFIX, &a)) && !*rest)
		return !is_manifest_kept(c, a);
	if ((rest = parse(name, DSR_SEGMENT_PREFIX, &a)))
		return *rest ? is_spill(rest) : !is_segment_kept(c, a);
	if ((rest = parse(name, DSR_DEAD_PREFIX, &a)) && (rest = parse(rest, ".", &b)) && !*rest)
		return !is_dead_kept(c, a, b);
	return 0;
}

static int see_leaving(void *arg, const char *name, int is_dir)
{
	cleaning *c = arg;

	if (!is_dir && is_leaving(c, name))
		dsr_buf_put(&c->names, name, strlen(name) + 1);
	return 0;
}

void dsr_directory_clean(const dsr_env *env, const char *dir, const dsr_manifest *now, const dsr_manifest *before)
{
	cleaning c = { .env = env, .keep = { now, before }, .names = DSR_BUF_INIT(&env->alloc) };
	dsr_buf path = DSR_BUF_INIT(&env->alloc);

	if (!env->storage.list(env->storage.ctx, dir, see_leaving, &c) && !dsr_buf_status(&c.names))
		for (size_t at = 0; at < c.names.len; at += strlen((const char *)c.names.data + at) + 1) {
			const char *p = dsr_path_join(&path, dir, (const char *)c.names.data + at);

			if (p)
				env->storage.remove(env->storage.ctx, p);
		}
	dsr_buf_release(&path);
	dsr_buf_release(&c.names);
}

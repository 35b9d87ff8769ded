/*
 * check.c - dossier_check: the newest commit, file by file
 */
#include <dossier/check.h>

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/options.h"
#include "index/directory.h"
#include "index/snapshot.h"
#include "os/env.h"
#include "segment/verify.h"

/* A segment that the manifest names: open, or why it is not. */
typedef struct checked_segment {
	dsr_snapshot_segment s;
	dossier_status       status;
	dossier_error        error;
} checked_segment;

typedef struct checking {
	dsr_env       env;
	const char   *dir;
	dsr_manifest  manifest;
	checked_segment *segments; /* as many as the manifest names */
	dsr_verifier  verifier;
	char          name[DSR_FILE_NAME_MAX];
} checking;

/* How often a commit may overtake us between reading a manifest and opening its files. */
enum { TRIES = 16 };

/* A message about the file at hand without its path, which a report names already. */
static const char *without_path(const checking *c, const char *message)
{
	const size_t n = strlen(c->name);
	const char *const name = strstr(message, c->name);

	return name && !strncmp(name + n, ": ", 2) ? name + n + 2 : message;
}

/* A failure that is damage is reported; any other ends the check. */
static dossier_status note(checking *c, dossier_status st, const dossier_error *e, dossier_error *err)
{
	if (st == DOSSIER_ERR_CORRUPT || st == DOSSIER_ERR_VERSION || st == DOSSIER_ERR_NOTFOUND) {
		dsr_verifier_report(&c->verifier, "", "%s", without_path(c, e->message));
		return DOSSIER_OK;
	}
	if (st && err)
		*err = *e;
	return st;
}

static void set_name(checking *c, const char *prefix, uint64_t number)
{
	snprintf(c->name, sizeof c->name, "%s%016llx", prefix, (unsigned long long)number);
	c->verifier.file = c->name;
}

static void close_segments(checking *c)
{
	for (size_t i = 0; c->segments && i < c->manifest.count; i++)
		dsr_snapshot_segment_close(&c->segments[i].s, &c->env);
	dsr_free(&c->env.alloc, c->segments, c->manifest.count * sizeof *c->segments);
	c->segments = NULL;
	dsr_manifest_release(&c->manifest);
}

/*
 * Open what the manifest of `generation` names; once open, files stay whatever writers remove.  *missing says whether
 * a file was not there.
 */
static dossier_status open_segments(checking *c, int *missing, dossier_error *err)
{
	const size_t n = c->manifest.count;

	c->segments = dsr_new(&c->env.alloc, n * sizeof *c->segments);
	if (!c->segments && n)
		return dsr_nomem(err);
	for (size_t i = 0; i < n; i++) {
		checked_segment *s = &c->segments[i];

		s->status = dsr_snapshot_segment_open(&s->s, &c->env, c->dir, &c->manifest.schema,
		                                      &c->manifest.segments[i], &s->error);
		*missing |= s->status == DOSSIER_ERR_NOTFOUND;
	}
	return DOSSIER_OK;
}

static dossier_status check_segment(checking *c, size_t i, dossier_error *err)
{
	const checked_segment *s = &c->segments[i];

	set_name(c, DSR_SEGMENT_PREFIX, c->manifest.segments[i].id);
	if (s->status)
		return note(c, s->status, &s->error, err);
	return dsr_segment_verify(s->s.segment, &c->manifest.schema, &c->verifier) ? dsr_nomem(err) : DOSSIER_OK;
}

/* Is a live key of segment `i` live in an earlier segment too? */
static dossier_status check_keys(checking *c, size_t i, dossier_error *err)
{
	const dsr_snapshot_segment *s = &c->segments[i].s;
	dsr_dict_cursor *keys;
	uint32_t doc;

	if (!s->segment)
		return DOSSIER_OK;
	keys = dsr_new(&c->env.alloc, sizeof *keys);
	if (!keys)
		return dsr_nomem(err);
	set_name(c, DSR_SEGMENT_PREFIX, c->manifest.segments[i].id);
	dsr_dict_cursor_open(keys, &s->segment->lists[DSR_LIST_KEY].dict);
	while (dsr_dict_cursor_next(keys)) {
		if (keys->t.df != 1 || keys->t.doc >= s->segment->docs || dsr_snapshot_is_dead(s, keys->t.doc))
			continue;
		for (size_t j = 0; j < i; j++)
			if (c->segments[j].s.segment && dsr_snapshot_segment_find(&c->segments[j].s, keys->term, &doc) == 1)
				dsr_verifier_report(&c->verifier, "dictionary", "a key of document %u lives in segment %llx too",
				                    keys->t.doc, (unsigned long long)c->manifest.segments[j].id);
	}
	dsr_free(&c->env.alloc, keys, sizeof *keys);
	return DOSSIER_OK;
}

static dossier_status check_segments(checking *c, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	for (size_t i = 0; i < c->manifest.count && !st; i++)
		st = check_segment(c, i, err);
	for (size_t i = 1; i < c->manifest.count && !st; i++)
		st = check_keys(c, i, err);
	return st;
}

/*
 * Check the commit that is newest now.  Returns 1 when writers had removed a file of it before it was open, and so a
 * newer one must be there; then nothing was reported.
 */
static int check_newest(checking *c, uint64_t *tried, dossier_status *st, dossier_error *err)
{
	dossier_error e = { 0 };
	uint64_t generation;
	int missing = 0;

	*st = dsr_directory_newest(&c->env, c->dir, UINT64_MAX, &generation, err);
	if (*st)
		return 0;
	if (!generation) {
		*st = dsr_fail(err, DOSSIER_ERR_NOTFOUND, "%s: no index", c->dir);
		return 0;
	}
	set_name(c, DSR_MANIFEST_PREFIX, generation);
	*st = dsr_directory_manifest(&c->env, c->dir, generation, &c->manifest, &e);
	if (*st == DOSSIER_ERR_NOTFOUND && generation != *tried) {
		*tried = generation;
		return 1;
	}
	if (*st) {
		*st = note(c, *st, &e, err);
		return 0;
	}
	*st = open_segments(c, &missing, err);
	missing &= generation != *tried;
	*tried = generation;
	if (!*st && !missing)
		*st = check_segments(c, err);
	close_segments(c);
	return missing;
}

dossier_status dossier_check(const char *dir, const dossier_index_options *options,
                             void (*report)(void *ctx, const dossier_problem *problem), void *ctx,
                             uint64_t *problems, dossier_error *err)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	checking c = { .dir = dir, .verifier = { .report = report, .ctx = ctx } };
	uint64_t tried = 0;
	dossier_status st = dsr_options_read(&o, sizeof o, options, err);

	if (!st)
		st = dsr_env_read(&c.env, o.alloc, o.storage, err);
	if (st)
		return st;
	c.verifier.alloc = &c.env.alloc;
	for (int i = 0; i < TRIES && check_newest(&c, &tried, &st, err); i++)
		;
	if (!st)
		*problems = c.verifier.problems;
	return st;
}

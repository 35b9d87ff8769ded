/*
 * check.c - dossier_check: the newest commit, file by file
 */
#include <dossier/check.h>

#include <stdio.h>
#include <string.h>

#include "api/options.h"
#include "base/error.h"
#include "base/mem.h"
#include "index/directory.h"
#include "index/snapshot.h"
#include "os/env.h"
#include "segment/verify.h"

typedef struct checking {
	dsr_env       env;
	const char   *dir;
	dsr_manifest  manifest;
	dsr_snapshot_segment *segments; /* as many as the manifest names; those that do not open stay zero */
	dsr_verifier  verifier;
	char          name[DSR_FILE_NAME_MAX];
} checking;

/* A failure that is damage is reported; any other ends the check. */
static dossier_status note(checking *c, dossier_status st, const dossier_error *e, dossier_error *err)
{
	if (st == DOSSIER_ERR_CORRUPT || st == DOSSIER_ERR_VERSION || st == DOSSIER_ERR_NOTFOUND) {
		dsr_verifier_report(&c->verifier, "", "%s", e->message);
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

static dossier_status check_segment(checking *c, size_t i, dossier_error *err)
{
	const dsr_manifest_segment *m = &c->manifest.segments[i];
	dossier_error e = { 0 };
	dossier_status st;

	set_name(c, DSR_SEGMENT_PREFIX, m->id);
	st = dsr_snapshot_segment_open(&c->segments[i], &c->env, c->dir, &c->manifest.schema, m, &e);
	if (st)
		return note(c, st, &e, err);
	st = dsr_segment_verify(c->segments[i].segment, &c->manifest.schema, &c->verifier);
	return st ? dsr_nomem(err) : DOSSIER_OK;
}

/* Is a live key of segment `i` live in an earlier segment too? */
static dossier_status check_keys(checking *c, size_t i, dossier_error *err)
{
	const dsr_snapshot_segment *s = &c->segments[i];
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
			if (c->segments[j].segment && dsr_snapshot_segment_find(&c->segments[j], keys->term, &doc) == 1)
				dsr_verifier_report(&c->verifier, "dictionary", "a key of document %u lives in segment %llx too",
				                    keys->t.doc, (unsigned long long)c->manifest.segments[j].id);
	}
	dsr_free(&c->env.alloc, keys, sizeof *keys);
	return DOSSIER_OK;
}

static dossier_status check_segments(checking *c, dossier_error *err)
{
	const size_t n = c->manifest.count;
	dossier_status st = DOSSIER_OK;

	c->segments = dsr_new(&c->env.alloc, n * sizeof *c->segments);
	if (!c->segments && n)
		return dsr_nomem(err);
	for (size_t i = 0; i < n && !st; i++)
		st = check_segment(c, i, err);
	for (size_t i = 1; i < n && !st; i++)
		st = check_keys(c, i, err);
	for (size_t i = 0; i < n; i++)
		dsr_snapshot_segment_close(&c->segments[i], &c->env);
	dsr_free(&c->env.alloc, c->segments, n * sizeof *c->segments);
	return st;
}

dossier_status dossier_check(const char *dir, const dossier_index_options *options,
                             void (*report)(void *ctx, const dossier_problem *problem), void *ctx,
                             uint64_t *problems, dossier_error *err)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	checking c = { .dir = dir, .verifier = { .report = report, .ctx = ctx } };
	dossier_error e = { 0 };
	uint64_t generation;
	dossier_status st = dsr_options_read(&o, sizeof o, options, err);

	if (st)
		return st;
	c.env = dsr_env_make(o.alloc, o.storage);
	c.verifier.alloc = &c.env.alloc;
	st = dsr_directory_newest(&c.env, dir, UINT64_MAX, &generation, err);
	if (st)
		return st;
	if (!generation)
		return dsr_fail(err, DOSSIER_ERR_NOTFOUND, "%s: no index", dir);
	set_name(&c, DSR_MANIFEST_PREFIX, generation);
	st = dsr_directory_manifest(&c.env, dir, generation, &c.manifest, &e);
	if (st) {
		st = note(&c, st, &e, err);
	} else {
		st = check_segments(&c, err);
		dsr_manifest_release(&c.manifest);
	}
	*problems = c.verifier.problems;
	return st;
}

/*
 * snapshot.h - one committed state of an index: its segments and what is deleted in them
 *
 * Documents of a snapshot are numbered through: segment s begins at base[s].  Nothing in
 * a snapshot ever changes: later commits write other files, and files that are removed
 * meanwhile stay mapped.
 *
 * Threads: any number may read a snapshot.
 */
#ifndef DSR_INDEX_SNAPSHOT_H
#define DSR_INDEX_SNAPSHOT_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/schema.h>
#include <dossier/status.h>
#include <dossier/str.h>

#include "codec/bitset.h"
#include "index/manifest.h"
#include "os/env.h"
#include "segment/segment.h"

/* One segment as this snapshot sees it. */
typedef struct dsr_snapshot_segment {
	dsr_segment *segment;
	uint64_t     base;    /* number of its first document in the snapshot */
	uint64_t    *dead;    /* bit d: document d is deleted; NULL when none is */
	uint32_t     dead_count;
	uint64_t     length[DSR_LISTS_MAX]; /* sum of the decoded norms of live documents, by list */
} dsr_snapshot_segment;

typedef struct dsr_snapshot {
	const dsr_env *env;       /* of the handle that opened it, which outlives it */
	dsr_manifest   manifest;
	dsr_snapshot_segment *segments;
	size_t         count;
	uint64_t       documents; /* live */
	uint64_t       length[DSR_LISTS_MAX]; /* of live documents, by list */
	_Atomic(dsr_gazetteer *) *names;      /* what analyzers of the snapshot share, from the first on; NULL: not yet */
} dsr_snapshot;

/*
 * Open segment `m` of the index in `dir`, with what is deleted in it; base is left 0.  On failure nothing is held.
 * Errors: NOTFOUND, IO, NOMEM, CORRUPT, VERSION.
 */
dossier_status dsr_snapshot_segment_open(dsr_snapshot_segment *s, const dsr_env *env, const char *dir,
                                         const dossier_schema *schema, const dsr_manifest_segment *m,
                                         dossier_error *err);

/* Safe on one that is closed or all zero. */
void dsr_snapshot_segment_close(dsr_snapshot_segment *s, const dsr_env *env);

/*
 * Make an analyzer for the snapshot's terms, which must outlive it; *out is the caller's.  The names it knows are read by the
 * first one (text/gazetteer.h: a millisecond) and shared by all.
 * Errors: NOMEM, VERSION, ANALYZER, as dsr_manifest_analyzer(); INPUT, LIMIT (names that this library does not accept).
 */
dossier_status dsr_snapshot_analyzer(const dsr_snapshot *s, const dossier_alloc *alloc, dsr_analyzer **out,
                                     dossier_error *err);

/* Find the live document with this key: 1 and *doc set, 0 when there is none, -1 on damage. */
int dsr_snapshot_segment_find(const dsr_snapshot_segment *s, dossier_str key, uint32_t *doc);

/*
 * Open the newest commit in `dir`.  `env` must outlive the snapshot.  On failure nothing is held.
 * Errors: NOTFOUND (no index), IO, NOMEM, CORRUPT, VERSION.
 */
dossier_status dsr_snapshot_open(dsr_snapshot *s, const dsr_env *env, const char *dir, dossier_error *err);

/* Safe on a snapshot that is closed or all zero. */
void dsr_snapshot_close(dsr_snapshot *s);

static inline int dsr_snapshot_is_dead(const dsr_snapshot_segment *s, uint32_t doc)
{
	return s->dead && dsr_bitset_has(s->dead, doc);
}

/*
 * Find the live document with this key: 1 and *segment, *doc set, 0 when there is none, -1 when a
 * segment is damaged.
 */
int dsr_snapshot_find(const dsr_snapshot *s, dossier_str key, size_t *segment, uint32_t *doc);

/* The segment that holds document `number` of the snapshot, and its number there: 1, or 0 past the end. */
int dsr_snapshot_locate(const dsr_snapshot *s, uint64_t number, size_t *segment, uint32_t *doc);

#endif /* DSR_INDEX_SNAPSHOT_H */

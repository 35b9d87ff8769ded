/*
 * index_writer.h - the one writer of an index: lanes, deletions, commit
 *
 * The commit, in steps that each leave the last or the new commit whole (FORMAT.md 10):
 *   1. seal the memtable: write the segment's file, sync it; merge segments where that is due (merge_policy.h), each
 *      time into a new file, synced
 *   2. write the deletions of every segment that lost documents, sync each
 *   3. sync the folder: the new names are there for good; before the first commit the one above it too
 *   4. write manifest.new, sync it
 *   5. rename it to manifest.N
 *   6. sync the folder: now, and not before, the commit is reported
 *   7. remove what neither this manifest nor the one before it names
 * After a failure nothing that was not synced can be trusted: the writer refuses all further work.
 *
 * Threads: one at a time.
 */
#ifndef DSR_INDEX_INDEX_WRITER_H
#define DSR_INDEX_INDEX_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/schema.h>
#include <dossier/status.h>
#include <dossier/str.h>
#include <dossier/writer.h>

#include "base/arena.h"
#include "base/work.h"
#include "index/lane.h"
#include "index/manifest.h"
#include "index/snapshot.h"
#include "os/env.h"

/* A sealed segment of the writer's state. */
typedef struct dsr_writer_segment {
	dsr_manifest_segment m;
	dsr_snapshot_segment s;     /* its own dead bits, which change */
	int                  dirty; /* dead bits differ from the file of deletions */
} dsr_writer_segment;

typedef struct dsr_index_writer {
	const dsr_env *env;        /* outlives the writer */
	char          *dir;        /* owned */
	void          *lock;       /* the open lock file */
	dsr_manifest   committed;  /* generation 0 before the first commit */
	uint64_t       next_segment;
	uint64_t       first_draft; /* segments from this one on are in no manifest that may have been published */
	dsr_gazetteer *names;      /* that its analyzers know, or NULL */
	dsr_writer_segment *segments;
	size_t         count, cap;
	size_t         memory;     /* bytes that the lanes, or a merge, may take */
	int            keep_segments; /* 1: nothing is merged unless asked for */
	dsr_work       work;       /* of the merge that was asked for */
	dsr_analyzer  *analyzer;   /* for the writer itself: that of its only lane, or its own */
	dsr_lane      *lanes;
	uint32_t       lane_count;
	uint32_t       lane;       /* where the next document goes */
	dsr_arena      arena;      /* of one document */
	int            changed;    /* since the last commit */
	int            failed;     /* nothing more is accepted */
} dsr_index_writer;

/* Memory that a writer takes when it is given none: 256 MiB. */
#define DSR_WRITER_MEMORY ((size_t)256 << 20)

/* The least it works with, 16 MiB: every list takes a chunk at once, and with less each document would be a segment. */
#define DSR_WRITER_MEMORY_MIN (16 * DSR_STREAM_CHUNK * sizeof(uint32_t))

/* More lanes gain nothing: one thread reads for all of them. */
#define DSR_WRITER_LANES_MAX 16u

/* The stemmer's language of a new index. */
#define DSR_WRITER_LANGUAGE "english"

/* How the texts of a new index are analyzed; an existing one keeps its own way, and asking for another is MISUSE. */
typedef struct dsr_writer_analysis {
	dossier_str names;         /* in the place of the library's; .p NULL: the library's */
	int         no_names;
	int         no_exceptions;
	const char *language;      /* as schema.h has it; NULL: English */
} dsr_writer_analysis;

/*
 * Open the index in `dir` for writing; `schema` (may be NULL) is for a new one.  `env` must outlive the writer.
 * On failure nothing is held.  Errors as dossier_writer_open().
 */
dossier_status dsr_index_writer_open(dsr_index_writer *w, const dsr_env *env, const char *dir,
                                     const dossier_schema *schema, size_t memory, dossier_error *err);

/*
 * The same with an analysis to be chosen, which is borrowed for the call, and with threads: where there are several, each gets a lane of
 * its own, but no more than the memory allows, DSR_WRITER_MEMORY_MIN each.  Errors: INPUT and LIMIT too, of the names.
 */
dossier_status dsr_index_writer_open_as(dsr_index_writer *w, const dsr_env *env, const char *dir,
                                        const dossier_schema *schema, size_t memory, size_t threads,
                                        const dsr_writer_analysis *analysis, dossier_error *err);

/* As dossier_writer_add(), _delete(), _commit(). */
dossier_status dsr_index_writer_add(dsr_index_writer *w, const dossier_value *values, size_t count, int *replaced,
                                    dossier_error *err);
dossier_status dsr_index_writer_delete(dsr_index_writer *w, dossier_str key, int *found, dossier_error *err);

/* Is there a live document with this key, committed or not?  1, 0, or -1 on damage. */
int dsr_index_writer_has(const dsr_index_writer *w, dossier_str key);

dossier_status dsr_index_writer_commit(dsr_index_writer *w, dossier_error *err);

/*
 * As dossier_writer_merge().  It commits twice, so that the commit before the last, which is always kept, is one of the merged
 * segment too and the old files are gone.  Of `work` (may be NULL) the receiver of reports is taken.
 */
dossier_status dsr_index_writer_merge(dsr_index_writer *w, int reorder, const dsr_work *work, dossier_error *err);

/* Drop what was not committed, and remove its files.  Safe on a writer that is all zero. */
void dsr_index_writer_close(dsr_index_writer *w);

#endif /* DSR_INDEX_INDEX_WRITER_H */

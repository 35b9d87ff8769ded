/*
 * lane.h - where documents go to be indexed: a memtable, with a thread of its own or without
 *
 * A writer has one lane or several.  Without a thread a document is in the memtable when put() returns.  With one, documents are
 * gathered in batches; the lane's thread adds a batch to the memtable while the writer fills others.  As many may wait as give the
 * lane work while a processor is the writer's, or another program's, for some milliseconds.  What needs to be known of a document at
 * once, its key and its number, stays with the writer: keys and dead bits of the memtable are touched by the writer alone, all else
 * of it by the lane's thread while a batch or the sealing is under way.
 *
 * Nothing depends on how fast a thread is.  Whether the memtable is full is asked of the batch that was last in the slot of the one
 * that is begun; so the same documents make the same segments.
 *
 * Threads: the functions below are called by the writer's.
 */
#ifndef DSR_INDEX_LANE_H
#define DSR_INDEX_LANE_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/schema.h>
#include <dossier/status.h>

#include "base/arena.h"
#include "base/buf.h"
#include "index/incoming.h"
#include "index/memtable.h"
#include "os/env.h"
#include "os/thread.h"
#include "text/analyzer.h"

/* Bytes of text in a batch; fewer where all batches would else take more than an eighth of the budget. */
#ifdef DSR_TESTING
#define DSR_LANE_BATCH ((size_t)128)
#else
#define DSR_LANE_BATCH ((size_t)256 << 10)
#endif

/* Kept free of a lane's budget for what nobody counts: analyzer, the buffers of a file, a list's next chunk. */
#ifdef DSR_TESTING
#define DSR_LANE_SPARE ((size_t)0)
#else
#define DSR_LANE_SPARE ((size_t)4 << 20)
#endif

/* Batches of a lane: one is filled, the others wait or are being added. */
#ifdef DSR_TESTING
#define DSR_LANE_SLOTS 3u
#else
#define DSR_LANE_SLOTS 8u
#endif

/* Documents on their way into the memtable. */
typedef struct dsr_lane_batch {
	dsr_arena     arena; /* of values and texts */
	dsr_incoming *docs;
	size_t        count, cap;
	size_t        bytes;
	size_t        needed; /* dsr_memtable_needed() after it */
} dsr_lane_batch;

typedef struct dsr_lane {
	const dsr_env *env;
	dsr_analyzer  *analyzer; /* owned */
	dsr_memtable   memtable;
	uint64_t       segment;  /* id of the file it goes to, from its first document on */
	dsr_buf        path;     /* of that file */
	int            has_thread;
	size_t         batch;    /* bytes of text that end one */
	dsr_thread     thread;
	dsr_monitor    monitor;  /* of what follows up to `error` */
	uint64_t       given, done; /* batches: slot n % DSR_LANE_SLOTS is given when n < given, done when n < done */
	int            sealing;  /* the memtable is to be sealed when all batches are done */
	int            stop;     /* the thread is to end */
	dossier_status status;   /* first failure; nothing is added after it */
	dossier_error  error;
	dsr_sealed     sealed;
	dsr_lane_batch slots[DSR_LANE_SLOTS];
	dsr_lane_batch *open;    /* the one being filled, or NULL */
} dsr_lane;

/*
 * `budget` is of the memtable and the batches.  `analyzer` becomes the lane's, whatever happens.  On failure nothing is held.
 * Errors: NOMEM (also when there can be no thread).
 */
dossier_status dsr_lane_open(dsr_lane *l, const dsr_env *env, const dossier_schema *schema, size_t budget,
                             dsr_analyzer *analyzer, int has_thread, dossier_error *err);

/* Wait for the thread to end, and drop what was not sealed.  Safe on a lane that is all zero. */
void dsr_lane_close(dsr_lane *l);

/* Does it hold no documents? */
int dsr_lane_is_empty(const dsr_lane *l);

/*
 * Must the lane be sealed before it takes another document?  To be asked before each; may wait for the lane's thread.  Errors: what
 * failed there.
 */
dossier_status dsr_lane_ask(dsr_lane *l, int *full, dossier_error *err);

/* Give an empty lane the file that its documents go to.  1, or 0 when out of memory. */
int dsr_lane_begin_segment(dsr_lane *l, const char *path, uint64_t segment);

/*
 * Put a document whose key is in no live one.  *ended says whether it ended a batch, so that the next one is better put into another
 * lane.  Errors as dsr_memtable_put().  After a failure the lane can only be closed.
 */
dossier_status dsr_lane_put(dsr_lane *l, const dsr_incoming *in, int *ended, dossier_error *err);

/* Kill the document with this key: 1 when there was a live one. */
static inline int dsr_lane_kill(dsr_lane *l, dossier_str key) { return dsr_memtable_kill(&l->memtable, key); }

/* Begin to seal a lane that is not empty; it takes no documents until that is finished.  With a thread it returns at once. */
void dsr_lane_begin_seal(dsr_lane *l);

/* Wait for its end, and empty the lane.  Errors as dsr_memtable_seal(), and what failed before. */
dossier_status dsr_lane_finish_seal(dsr_lane *l, dsr_sealed *out, dossier_error *err);

#endif /* DSR_INDEX_LANE_H */

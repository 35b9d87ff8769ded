/*
 * memtable.h - a segment being built: documents in memory, then one file
 *
 * The stored fields of a document are compressed and written to the segment's file at once; its words, key and
 * column values stay in memory until dsr_memtable_seal() sorts them and writes the rest of
 * the file.  Replaced and deleted documents keep their numbers and are marked dead.
 *
 * The lexicon outlives a segment, so that the forms of a language are stemmed once, until it takes a
 * quarter of the memory given.
 *
 * Threads: one at a time; but keys and dead bits may be another's than all the rest (see below).
 */
#ifndef DSR_INDEX_MEMTABLE_H
#define DSR_INDEX_MEMTABLE_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/schema.h>
#include <dossier/status.h>

#include "index/concepts.h"
#include "index/incoming.h"
#include "index/gather.h"
#include "index/lexicon.h"
#include "index/strings.h"
#include "os/env.h"
#include "segment/columns.h"
#include "segment/container.h"
#include "segment/format.h"
#include "segment/stored_writer.h"

/* One column being gathered.  Text columns use names, starts and values, date columns dates. */
typedef struct dsr_gather_column {
	dsr_strings names;
	uint32_t   *starts, *values;
	size_t      starts_cap, values_cap;
	uint32_t   *newest;    /* of each name: 1 + the newest document that has it, so that none has it twice */
	size_t      newest_cap;
	dsr_packed_date *dates;
	size_t      dates_cap;
} dsr_gather_column;

typedef struct dsr_memtable {
	const dsr_env        *env;
	const dossier_schema *schema; /* borrowed */
	size_t                budget; /* bytes */
	dsr_lexicon           lexicon;
	dsr_concepts          concepts;
	dsr_tally             tally;    /* of all lists */
	dsr_gather            lists[DSR_LISTS_MAX];
	unsigned              used[DSR_LISTS_MAX]; /* numbers of those that there are, ascending: what each document costs goes over these */
	unsigned              used_count;
	dsr_gather_column     columns[DOSSIER_FIELDS_MAX];
	dsr_strings           keys;
	uint32_t             *key_docs; /* newest document of each key */
	size_t                key_docs_cap;
	uint64_t             *dead;     /* bit d */
	size_t                dead_cap; /* words */
	uint32_t              dead_count;
	uint32_t              keyed;    /* documents that a key was put of */
	uint32_t              docs;
	dsr_buf               record;   /* stored form of a document */
	int                   open;     /* the file is: from the first document to the seal */
	dsr_container_writer  file;
	dsr_stored_writer     stored;
} dsr_memtable;

/* What sealing leaves behind. */
typedef struct dsr_sealed {
	uint64_t  length;
	uint32_t  checksum;
	uint32_t  docs;
	uint32_t  dead_count;
	uint64_t *dead; /* owned by the caller: dsr_bitset_words(docs) words, or NULL when none is dead */
} dsr_sealed;

/* 1, or 0 when out of memory: nothing is held then. */
int dsr_memtable_init(dsr_memtable *m, const dsr_env *env, const dossier_schema *schema, size_t budget,
                       dsr_analyzer *analyzer);

/* Drops what was not sealed, and its file. */
void dsr_memtable_release(dsr_memtable *m);

/*
 * Bytes that holding and sealing what is there need, but for the keys and what packs stored documents (segment/zstd.h);
 * SIZE_MAX where it has to be sealed for another reason.
 */
size_t dsr_memtable_needed(const dsr_memtable *m);

/* Is it time to seal, when so much is needed?  True when that and the keys take up the budget. */
int dsr_memtable_is_full(const dsr_memtable *m, size_t needed);

/*
 * Adding a document takes two steps, which may be done by two threads at once, each for the documents one after the other:
 * its key gets the next number; it must not be in the memtable, or have been killed.  1, or 0 when out of memory.
 */
int dsr_memtable_put_key(dsr_memtable *m, dossier_str key);

/*
 * And all else of it is added under the next number.  The first one creates the file `path`.
 * After a failure the memtable can only be released.  Errors: NOMEM, IO, LIMIT.
 */
dossier_status dsr_memtable_put(dsr_memtable *m, const char *path, const dsr_incoming *in, dossier_error *err);

/* How many keys were put. */
static inline uint32_t dsr_memtable_keyed(const dsr_memtable *memtable)
{
	return memtable->keyed;
}

/* Is there a live document with this key?  By who puts the keys. */
int dsr_memtable_has(const dsr_memtable *m, dossier_str key);

/* Mark the document with this key dead: 1 when there was a live one.  By who puts the keys. */
int dsr_memtable_kill(dsr_memtable *m, dossier_str key);

/*
 * Write the file; the memtable must hold a document, and all of it both steps.  Sets all of *out but the dead.  By who puts
 * documents; meanwhile keys may be killed, but none be put.  After a failure it can only be released.  Errors: NOMEM, IO, LIMIT.
 */
dossier_status dsr_memtable_seal(dsr_memtable *m, dsr_sealed *out, dossier_error *err);

/* After that, by who puts the keys: take the dead into *out and empty it.  1, or 0 when out of memory. */
int dsr_memtable_empty(dsr_memtable *m, dsr_sealed *out);

#endif /* DSR_INDEX_MEMTABLE_H */

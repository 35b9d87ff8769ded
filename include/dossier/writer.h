/*
 * dossier/writer.h - add, replace and delete documents
 *
 * One writer at a time holds an index: opening a second one, from any process, is
 * DOSSIER_ERR_LOCKED.  Nothing a writer does is seen by readers before
 * dossier_writer_commit() returns; then all of it is.  After a crash at any moment
 * the index is the last committed one.
 *
 * A writer that has failed can only be closed: every other call on it is MISUSE.  What was committed stays.
 *
 * Threads: a writer belongs to one thread at a time.  Readers are never blocked.  A writer with `threads` of its own hands them
 * the documents that it is given: each makes segments of its own with its part of the memory, 16 MiB at least.  What they make depends
 * on the documents and the options alone, not on how fast they are.  Allocator and storage are then called from all of them.
 */
#ifndef DOSSIER_WRITER_H
#define DOSSIER_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/export.h>
#include <dossier/schema.h>
#include <dossier/status.h>
#include <dossier/storage.h>
#include <dossier/str.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dossier_writer dossier_writer;

/*
 * The names that the library knows, a text whose head is its format: each line is one thing and the ways it is written, which find each
 * other.  Never freed.
 */
DOSSIER_API dossier_str dossier_names(void);

typedef struct dossier_writer_options {
	size_t size;                    /* sizeof(dossier_writer_options) */
	const dossier_alloc   *alloc;   /* NULL: malloc */
	const dossier_storage *storage; /* NULL: the file system */
	const dossier_schema  *schema;  /* for a new index; NULL: publication.  An existing index keeps its own */
	size_t memory;                  /* bytes the writer may hold before it seals a segment, 16 MiB at least; 0: 256 MiB */
	int    keep_segments;           /* 1: segments are merged only by dossier_writer_merge() */
	dossier_str names;              /* for a new index: names to know in the place of dossier_names(), in the same form; .p NULL: those.
	                                   Borrowed for the call */
	unsigned flags;                 /* for a new index: dossier_writer_flags */
	const char *language;           /* of a new index, as schema.h has it, or "none" for no stemming; NULL: English */
	int    threads;                 /* to index with; 0 or 1: the caller's alone */
} dossier_writer_options;

#define DOSSIER_WRITER_OPTIONS_INIT { sizeof(dossier_writer_options), NULL, NULL, NULL, 0, 0, { NULL, 0 }, 0, NULL, 0 }

/*
 * How a new index reads its texts.  An existing one keeps to its own way, which it remembers: asking for another is MISUSE, not
 * asking is right.
 */
enum dossier_writer_flags {
	DOSSIER_WRITER_NO_NAMES      = 1, /* names are words: "DPRK" does not find "North Korea" */
	DOSSIER_WRITER_NO_EXCEPTIONS = 2  /* stems are the stemmer's alone, without the library's list of words it gets wrong */
};

/* One value of a document: the field's name and its text (UTF-8). */
typedef struct dossier_value {
	const char *field; /* NUL-terminated */
	dossier_str text;
} dossier_value;

/*
 * Open the index in folder `dir` for writing; the folder and the index are made when
 * missing.  `options` may be NULL.  *out is closed by dossier_writer_close().
 * Errors: LOCKED, NOMEM, IO, CORRUPT, VERSION, MISUSE (a schema that breaks its rules, or one that
 * differs from the index's own, or flags, names or a language that do; a language that is none), INPUT and LIMIT (of the names: the
 * message says which line), ANALYZER (the index holds terms of another stemmer, other names or other word rules).
 */
DOSSIER_API dossier_status dossier_writer_open(dossier_writer **out, const char *dir,
                                               const dossier_writer_options *options, dossier_error *err);

/*
 * Add one document of `count` values; a document with the same key is replaced, and
 * *replaced (may be NULL) says whether there was one.  The values are borrowed for the call.  What is no UTF-8 in a text
 * is stored as U+FFFD, one for each maximal subpart as Unicode recommends; a key is never changed, but refused.
 * Seals a segment to disk when the memory given is used up.
 * Errors: INPUT (no key, two keys, a field the schema does not have, a second value for a field that
 * is not MANY, a key or a date that is not UTF-8, a date or a language that is none; err->offset is the byte in the value where that
 * applies) and LIMIT (a key of more than 1,024 bytes, values of 256 MiB and more): not added, the writer goes on.
 * IO, NOMEM, CORRUPT, and LIMIT when what came before cannot be sealed: the writer has failed.
 */
DOSSIER_API dossier_status dossier_writer_add(dossier_writer *w, const dossier_value *values, size_t count,
                                              int *replaced, dossier_error *err);

/*
 * Delete the document with this key.  *found (may be NULL) says whether there was one.
 * Errors: NOMEM, CORRUPT: the writer has failed.
 */
DOSSIER_API dossier_status dossier_writer_delete(dossier_writer *w, dossier_str key, int *found,
                                                 dossier_error *err);

/*
 * Make everything since the last commit durable and visible, in one step.  Without a
 * change it does nothing.  The first commit makes the index, be it empty.
 * Errors: IO, NOMEM, CORRUPT, LIMIT: the writer has failed, and the index is as it was; only where the very last
 * step failed, to make the new commit's name durable, it may be the new one.
 */
DOSSIER_API dossier_status dossier_writer_commit(dossier_writer *w, dossier_error *err);

typedef struct dossier_merge_options {
	size_t size;    /* sizeof(dossier_merge_options) */
	int    reorder; /* 1: documents that share words become neighbours */
	/* Called at times, in the thread of the call: of `total` bytes `done` are read.  NULL: not */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void  *ctx;
} dossier_merge_options;

#define DOSSIER_MERGE_OPTIONS_INIT { sizeof(dossier_merge_options), 0, NULL, NULL }

/*
 * Commit with all segments merged into one, without what is deleted in them.  Answers stay the same, queries become a
 * little faster, and files smaller where much was deleted.  The index is written anew at some 500 MB/s, so long it takes twice the
 * room on disk.  Without being asked a writer merges small segments with their neighbours while it goes on, so that there are never many.
 * With `reorder` documents are numbered anew, so that those about one thing lie together (recursive graph bisection): for an
 * index that will not change soon.  Its files become smaller and most queries faster; it takes about as long as
 * building did, and memory, of what the writer was given, for the words of all documents, four bytes each (with less it works,
 * less well).  Answers hold the same documents with the same scores; only those of equal score may change places.
 * `options` may be NULL.
 * Errors as dossier_writer_commit(); LIMIT also where a word would take more room than a segment has for it.
 */
DOSSIER_API dossier_status dossier_writer_merge(dossier_writer *w, const dossier_merge_options *options,
                                                dossier_error *err);

/* Drop what was not committed, release the lock and the memory.  NULL-safe. */
DOSSIER_API void dossier_writer_close(dossier_writer *w);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_WRITER_H */

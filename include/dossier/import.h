/*
 * dossier/import.h - files in, documents of the schema "publication" out
 *
 * Read are JSON records - one object a line (JSON Lines), objects over several lines, or an array of
 * objects -, HTML pages, and text pages saved from a publication site; all plain or gzip.  What a file is shows in its first
 * bytes, not in its name.  Folders are read recursively, in the byte order of their names; hidden
 * names and the folders of indexes are left out.
 *
 * A JSON record has "id", "title", "date", "type", "topics", "authors", "url", "body", "outline", "lang"; "topics" and
 * "authors" are strings or arrays of strings, an id may be a number, a body an array of its parts: {"section": "...",
 * "question": "...", "speaker": "...", "text": "..."}, each a string and any of them missing, or a string alone.  It needs a title and an id, or a
 * url to stand for the id.  null, the empty string and blanks are as good as no key, but that an empty title is
 * taken: it says that there is none.  Of a key given twice the last counts.  Unknown keys are kept in the
 * field "extra", but "provenance" is passed over.  A "lang" chooses the stemmer of title, topics and body (schema.h); one
 * that is not known is left out and counted.  Dates may be written as sites print them.
 *
 * A text page is an article - its title the heading or the first sentence - and the cards of related publications below
 * it, each a record of its own.  The id of an article is its url; where it has none the file's path as it was given, without
 * "./" before and ".gz" behind; from a stream its title and date, as in "a-bridge-too-narrow-2019-02-04".
 *
 * An HTML page is likewise an article and cards.  It begins with a doctype, <html> or <head>, and may be in any of the
 * usual character sets.  Title, date, authors, topics, type and url are taken from JSON-LD, citation and Dublin Core
 * tags, OpenGraph, <time>, <link>, <title> and <h1>, in this order; navigation,
 * forms, side bars and the like are no part of the body.  Headings, questions and the names of speakers stand in its outline
 * (schema.h); questions and answers of a FAQPage that the text does not show are put behind it.
 *
 * A card stands for its publication, under an id that begins with "card:", until a full record with the same address, or the same
 * title and date, is added: that takes its place, and no card is taken where such a record, or such a card, is there already.
 * So the order of files does not matter, over any number of commits.
 *
 * A record that breaks a rule is refused, named and counted; the rest goes on.  So is one that is longer
 * than 64 MiB, nested deeper than 64 levels, or refused by the writer (INPUT, LIMIT).
 *
 * What is no UTF-8, be it in an id, becomes U+FFFD, one for each maximal subpart as Unicode recommends, and is counted; so does a
 * half of a surrogate pair and a NUL that JSON escapes.
 *
 * Each record carries where it was read in the field "provenance", a JSON object: {"file": "pages/summit.html", "start": 0,
 * "end": 4711, "sha256": "9f86...", "read": "2026-11-24T20:15:30Z"}; bytes [start, end) of the unpacked file have this
 * SHA-256.  That of a record on an HTML page is the whole page; on a text page its lines.
 *
 * This part needs gumbo and nettle; a library built without it does not have these calls.
 *
 * Threads: imports into different writers share nothing.
 */
#ifndef DOSSIER_IMPORT_H
#define DOSSIER_IMPORT_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/export.h>
#include <dossier/index.h>
#include <dossier/status.h>
#include <dossier/str.h>
#include <dossier/writer.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Why a record was not taken.  Borrowed for the call it is given to. */
typedef struct dossier_refusal {
	const char *name;   /* of the file */
	uint64_t    line;   /* of the record, 1 up; 0 where lines mean nothing */
	uint64_t    offset; /* of the record's or the fault's byte in the unpacked file, 0 up */
	const char *reason; /* one sentence without a final stop */
} dossier_refusal;

typedef struct dossier_import_counts {
	uint64_t files;
	uint64_t bytes;     /* unpacked */
	uint64_t added;     /* new keys */
	uint64_t replaced;  /* keys that were there before */
	uint64_t refused;
	uint64_t cards_left_out; /* of publications that were there already */
	uint64_t mended;       /* records in which something was no UTF-8 and is U+FFFD now ... */
	uint64_t replacements; /* ... at so many places */
	uint64_t strange;      /* records in a language that is not known: they are read as those that do not say theirs */
} dossier_import_counts;

typedef struct dossier_import_options {
	size_t size;                    /* sizeof(dossier_import_options) */
	const dossier_alloc   *alloc;   /* NULL: malloc */
	const dossier_storage *storage; /* files are read through it; NULL: the file system */
	const char *const *map;         /* `count` strings "title=headline": key "headline" is read as "title" */
	size_t             map_count;
	dossier_str title, date, url;   /* for the article of every page read, instead of what it says; empty: not
	                                 * given.  In a folder of pages a url would make them one document */
	/* Called for each refusal; may be NULL. */
	void (*refused)(void *ctx, const dossier_refusal *refusal);
	/* Called now and then with the counts so far; may be NULL.  Other than 0 ends the import after the
	 * record at hand, as if the input ended there. */
	int (*progress)(void *ctx, const dossier_import_counts *counts);
	void *ctx;
	int64_t read_time; /* when records are said to be read, in seconds since 1970 (UTC); 0: by the clock.  Given, the same input
	                    * makes the same index to the byte */
} dossier_import_options;

#define DOSSIER_IMPORT_OPTIONS_INIT \
	{ sizeof(dossier_import_options), NULL, NULL, NULL, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, NULL, NULL, NULL, 0 }

/*
 * Read up to `n` bytes: *got 0 means the end.  Returns 0 or an errno value.
 */
typedef int (*dossier_read)(void *ctx, void *bytes, size_t n, size_t *got);

/*
 * Add what is in the file or folder `path` to `w`; *counts is added to.  Does not commit.
 * Errors: NOTFOUND (`path` itself), IO (`path` itself; inside a folder a file that cannot be read is a
 * refusal), INPUT (`path` itself is a gzip file that is cut short or damaged at byte err->offset; what came before was
 * added), NOMEM, MISUSE (a map, a date or a time given that is none), and what makes the writer unusable.
 */
DOSSIER_API dossier_status dossier_import_path(dossier_writer *w, const char *path,
                                               const dossier_import_options *options,
                                               dossier_import_counts *counts, dossier_error *err);

/*
 * The same for bytes that `read` hands out, e.g. standard input; `name` stands in refusals.
 */
DOSSIER_API dossier_status dossier_import_stream(dossier_writer *w, const char *name,
                                                 dossier_read read, void *read_ctx,
                                                 const dossier_import_options *options,
                                                 dossier_import_counts *counts, dossier_error *err);

/*
 * Open the built-in sample: some sixty publications, indexed in memory by this call.
 * Closed by dossier_index_close().  Only `alloc` of the options is used.  Errors: NOMEM.
 */
DOSSIER_API dossier_status dossier_sample_open(dossier_index **out, const dossier_index_options *options,
                                               dossier_error *err);

#ifdef __cplusplus
}
#endif

#endif /* DOSSIER_IMPORT_H */

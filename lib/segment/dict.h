/*
 * dict.h - the sorted terms of one list, and what is known of each
 *
 * Terms stand in ascending byte order in blocks of 32, front-coded: first the lengths of all
 * terms of the block and the widths of their numbers, then suffixes, then numbers, so that a search passes most terms by
 * comparing two small integers.  An array of the blocks' first eight bytes finds the block
 * (FORMAT.md 4).  Sorted order serves ranges and prefixes.
 *
 * Threads: a dsr_dict never changes; a dsr_dict_cursor belongs to one thread.
 */
#ifndef DSR_SEGMENT_DICT_H
#define DSR_SEGMENT_DICT_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>
#include <dossier/str.h>

#include "base/buf.h"
#include "segment/container.h"
#include "segment/format.h"

/* A term is at most this long. */
#define DSR_DICT_TERM_MAX 4096u

/* What the dictionary knows of a term. */
typedef struct dsr_term {
	uint32_t df;        /* documents, deleted ones included */
	uint64_t cf;        /* occurrences, weights counted */
	uint32_t doc;       /* df == 1: the document; its frequency is cf */
	uint64_t postings, postings_size;   /* bytes in the postings section; size 0 when df == 1 */
	uint64_t positions, positions_size; /* bytes in the positions section */
} dsr_term;

/* Numbers of a whole list, at the head of its dictionary. */
typedef struct dsr_list_totals {
	uint64_t terms;
	uint64_t postings; /* sum of df */
	uint64_t tokens;   /* words, weights not counted */
	uint64_t length;   /* sum of the decoded norms, over all documents of the segment */
} dsr_list_totals;

/* ---- writing ---- */

typedef struct dsr_dict_writer {
	dsr_spill blocks;
	dsr_buf  base;     /* of the block being closed */
	dsr_buf  heads;    /* u64 prefix a block */
	dsr_buf  offsets;  /* u32 a block */
	dsr_buf  lengths, widths, suffixes, numbers; /* of the block being filled */
	dsr_buf  last;     /* the term before */
	uint64_t postings_base, positions_base; /* of the block being filled */
	uint32_t in_block;
	dossier_status status; /* NOMEM or LIMIT of a block */
	dsr_list_totals totals; /* terms and postings are counted here */
} dsr_dict_writer;

/* What passes `memory` bytes of the dictionary waits in a temporary file beside that of `out`. */
void dsr_dict_writer_init(dsr_dict_writer *w, const dsr_container_writer *out, size_t memory);
void dsr_dict_writer_release(dsr_dict_writer *w);

/*
 * Add a term, greater than the one before and at most DSR_DICT_TERM_MAX bytes.  Its postings and positions must begin
 * where those of the term before end.  Errors are sticky and come out of finish().
 */
void dsr_dict_writer_add(dsr_dict_writer *w, dossier_str term, const dsr_term *t);

/*
 * Write the section of list `list` with these totals (terms and postings are set here), and empty the
 * writer for the next list.  Errors: NOMEM, LIMIT (4 GiB), IO.
 */
dossier_status dsr_dict_writer_finish(dsr_dict_writer *w, dsr_container_writer *out, unsigned list,
                                      const dsr_list_totals *totals, dossier_error *err);

/* ---- reading ---- */

typedef struct dsr_dict {
	const dsr_container *file;
	const uint8_t *heads, *offsets, *blocks, *end;
	uint32_t block_count;
	dsr_list_totals totals;
} dsr_dict;

/*
 * Open the TERMS section of list `list`: 1, or 0 when it is missing or damaged.  O(1).
 */
int dsr_dict_open(dsr_dict *d, const dsr_container *file, unsigned list);

/* Find `term`: 1 and *t filled, 0 when it is not there, -1 when the dictionary is damaged. */
int dsr_dict_find(const dsr_dict *d, dossier_str term, dsr_term *t);

/*
 * Walks terms in ascending order.  `term` and `t` are of the current one; the text is valid until the
 * next call.  damaged is sticky.
 */
typedef struct dsr_dict_cursor {
	const dsr_dict *dict;
	dossier_str term;
	dsr_term    t;
	int         damaged;
	uint32_t    block, i, n;
	const uint8_t *lengths, *widths, *suffix, *suffix_end, *number, *number_end;
	uint64_t    postings, positions; /* where those of the next term begin */
	char        text[DSR_DICT_TERM_MAX];
	size_t      text_size;
} dsr_dict_cursor;

/* Before the first term. */
void dsr_dict_cursor_open(dsr_dict_cursor *c, const dsr_dict *d);

/* To the next term: 1, or 0 at the end or where damage begins. */
int dsr_dict_cursor_next(dsr_dict_cursor *c);

#endif /* DSR_SEGMENT_DICT_H */

/*
 * format.h - the numbers of the segment file format
 *
 * FORMAT.md explains every one of them; this header only names them.
 */
#ifndef DSR_SEGMENT_FORMAT_H
#define DSR_SEGMENT_FORMAT_H

#include <stdint.h>

#define DSR_SEGMENT_MAGIC   0x5352454953534F44u /* the bytes "DOSSIERS" */
#define DSR_SEGMENT_VERSION 1u

/* Features a reader must know to read the file; unknown bits are refused. */
#define DSR_SEGMENT_FEATURES 0u

#define DSR_ALIGN        64u    /* sections begin at multiples of it */
#define DSR_CHUNK        16384u /* bytes under one checksum */
#define DSR_HEADER_SIZE  64u
#define DSR_FOOTER_SIZE  64u
#define DSR_SECTION_SIZE 24u    /* an entry of the section table */

/* What a section holds.  Its `list` number says of which field. */
typedef enum dsr_section_kind {
	DSR_SECTION_STORED       = 1, /* compressed documents */
	DSR_SECTION_STORED_INDEX = 2, /* where each is */
	DSR_SECTION_TERMS        = 3, /* dictionary of a list */
	DSR_SECTION_POSTINGS     = 4,
	DSR_SECTION_POSITIONS    = 5,
	DSR_SECTION_NORMS        = 6, /* length code of each document */
	DSR_SECTION_COLUMN       = 7,
	DSR_SECTION_RANGES       = 8, /* score bounds of a list's frequent terms */
	DSR_SECTION_DICTIONARY   = 9, /* of stored documents; `list` numbers them */
	DSR_SECTION_KINDS        = 10
} dsr_section_kind;

/*
 * A segment's inverted lists are numbered: 0 is the default field, 1 + i the list of the schema's field i.
 * The key's list (number 1) has one document a term and no positions.
 */
#define DSR_LIST_DEFAULT 0u
#define DSR_LIST_KEY     1u
#define DSR_LIST_OF(field) (1u + (unsigned)(field))
#define DSR_FIELD_OF(list) ((list) - 1u)
#define DSR_LISTS_MAX    33u

#define DSR_DICT_BLOCK     32u   /* terms in a block of the dictionary */
#define DSR_SHORT_LIST     32u   /* lists of at most this many documents are varints */

#define DSR_STORED_BLOCK       1024u /* bytes after which a block is closed; a document of so many is alone */
#define DSR_STORED_BARE_BLOCK  4096u /* the same where there is no dictionary */
#define DSR_STORED_GROUP       32u   /* blocks in a group of the index */
#define DSR_STORED_GROUP_SIZE  16u
#ifdef DSR_TESTING
#define DSR_STORED_TRAIN       4096u /* bytes of documents that a dictionary is made of */
#define DSR_STORED_SHARE       5u    /* so many for one of its own */
#else
#define DSR_STORED_TRAIN       2097152u
#define DSR_STORED_SHARE       32u
#endif
#define DSR_STORED_TRAIN_LEAST (DSR_STORED_TRAIN / 4) /* of less there is none */
#define DSR_STORED_RUN         DSR_STORED_TRAIN       /* bytes of blocks for which a merge takes a dictionary over */
#define DSR_STORED_MOST        (1u << 29)             /* no block holds so many bytes: a document has fewer than half (index/incoming.h) */

/* Temporary files beside a segment that is being written: its name with this behind it. */
#define DSR_SPILL_POSTINGS ".postings"
#define DSR_SPILL_RANGES   ".ranges"
#define DSR_SPILL_TERMS    ".terms"

/* A term frequency, weights counted, is at most this: lengths of documents are (index/incoming.h). */
#define DSR_TF_MAX ((uint32_t)INT32_MAX)

/* No document, past every number: a segment holds fewer than DSR_DOCS_MAX. */
#define DSR_DOC_END UINT32_MAX
#define DSR_DOCS_MAX (UINT32_MAX - 4096u)

#endif /* DSR_SEGMENT_FORMAT_H */

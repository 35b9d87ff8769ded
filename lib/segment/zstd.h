/*
 * zstd.h - blocks of bytes compressed with Zstandard, with a dictionary of what they have in common or without
 *
 * A block is one frame (RFC 8878) without its magic number and without a checksum; its head says how many bytes it holds.
 * A dictionary holds stretches of text that come again and again, and codes for what does not: with one, blocks of a
 * kilobyte pack as closely as large ones do without.  Who reads a block must give the dictionary that it was packed with.
 *
 * The only file that knows libzstd.  Its objects are made in memory from the table and never grow; what training takes for the time
 * of the call, some 3 MB, it has from malloc.  The same bytes give the same blocks and dictionaries.
 *
 * Threads: a prepared dictionary never changes, any number may share it; a packer and an unpacker belong to one.
 */
#ifndef DSR_SEGMENT_ZSTD_H
#define DSR_SEGMENT_ZSTD_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/alloc.h>
#include <dossier/status.h>

#include "base/buf.h"

/* ---- packing ---- */

/*
 * Append to `out` a dictionary of at most `size` bytes for texts like these `n`; nothing where they have too little in common.
 * 7 ms a megabyte.  Errors: NOMEM.
 */
dossier_status dsr_zstd_train(dsr_buf *out, size_t size, const void *bytes, size_t n);

typedef struct dsr_zstd_packer dsr_zstd_packer;

/* NULL when out of memory.  0.6 MB, with a dictionary 0.7.  `alloc` is borrowed. */
dsr_zstd_packer *dsr_zstd_packer_new(const dossier_alloc *alloc);
void dsr_zstd_packer_free(dsr_zstd_packer *p);

/* Pack with this dictionary from now on; its bytes are borrowed.  0.2 ms.  Errors: NOMEM, CORRUPT (it is none). */
dossier_status dsr_zstd_packer_use(dsr_zstd_packer *p, const void *dictionary, size_t n);

/* Append the block of `n` bytes.  The output's status tells of failure. */
void dsr_zstd_pack(dsr_zstd_packer *p, dsr_buf *out, const void *bytes, size_t n);

/* ---- unpacking ---- */

typedef struct dsr_zstd_dictionary dsr_zstd_dictionary;

/* Prepare a dictionary, whose bytes are borrowed.  20 us, 27 KB.  On failure *out is NULL.  Errors: NOMEM, CORRUPT. */
dossier_status dsr_zstd_dictionary_new(dsr_zstd_dictionary **out, const dossier_alloc *alloc, const void *bytes, size_t n);
void dsr_zstd_dictionary_free(dsr_zstd_dictionary *d);

typedef struct dsr_zstd_unpacker dsr_zstd_unpacker;

/* NULL when out of memory.  100 KB and more.  `alloc` is borrowed. */
dsr_zstd_unpacker *dsr_zstd_unpacker_new(const dossier_alloc *alloc);
void dsr_zstd_unpacker_free(dsr_zstd_unpacker *u);

/* How many bytes the block of `n` says that it holds; 0 where it is damaged, or says more than so short a block can hold. */
uint64_t dsr_zstd_size(const uint8_t *block, size_t n);

/* Unpack a block to exactly `size` bytes.  `d` may be NULL.  CORRUPT when it is damaged or of another size. */
dossier_status dsr_zstd_unpack(dsr_zstd_unpacker *u, const dsr_zstd_dictionary *d, uint8_t *out, size_t size,
                               const uint8_t *block, size_t n);

#endif /* DSR_SEGMENT_ZSTD_H */

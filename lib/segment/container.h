/*
 * container.h - the file around a segment: sections, and a checksum for every byte
 *
 * Written in one pass: header, sections, the table of sections with the checksums of all
 * 16 KiB chunks, footer.  Opening reads the end of the file only; every other chunk is checked by
 * CRC-32C when a reader first touches it, and a bit remembers that it was (FORMAT.md 3).
 *
 * Threads: an open container never changes but for the bits of checked chunks, which are
 * atomic: any number of threads may share it.
 */
#ifndef DSR_SEGMENT_CONTAINER_H
#define DSR_SEGMENT_CONTAINER_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>

#include "base/buf.h"
#include "os/env.h"
#include "os/file.h"
#include "os/spill.h"
#include "segment/format.h"

typedef struct dsr_container_writer {
	dsr_sink sink;
	dsr_buf  table;     /* section entries so far */
	dsr_buf  checksums; /* of the full chunks so far */
	uint32_t crc;       /* of the chunk being filled */
	uint64_t begun;     /* offset of the section being written */
} dsr_container_writer;

/* Create the file and write its header.  On failure nothing is held. */
dossier_status dsr_container_create(dsr_container_writer *w, const dsr_env *env, const char *path,
                                    dossier_error *err);

/* Begin a section at the next multiple of DSR_ALIGN; put() its bytes; end() enters it into the table. */
void dsr_container_begin(dsr_container_writer *w);
void dsr_container_put(dsr_container_writer *w, const void *bytes, size_t n);
void dsr_container_end(dsr_container_writer *w, dsr_section_kind kind, unsigned list);

/* Put all that waits in `s`, which is empty then.  Errors: NOMEM, IO (of the spill's own file). */
dossier_status dsr_container_drain(dsr_container_writer *w, dsr_spill *s, dossier_error *err);

/*
 * Write table and footer, sync, close.  *length is that of the file, *checksum that of its footer,
 * which covers every other byte through the checksums below it.  The writer is released whatever happens.
 */
dossier_status dsr_container_finish(dsr_container_writer *w, uint64_t *length, uint32_t *checksum,
                                    dossier_error *err);

/* Close and remove the file.  Safe on a writer that is released or all zero. */
void dsr_container_abandon(dsr_container_writer *w);

/* A part of an open file. */
typedef struct dsr_section {
	const uint8_t *bytes; /* NULL when there is none */
	size_t         size;
} dsr_section;

typedef struct dsr_container {
	const dsr_env *env;
	dsr_view       view;
	const uint8_t *table;     /* section entries */
	uint32_t       sections;
	const uint8_t *checksums; /* u32 a chunk */
	size_t         chunks;    /* that the checksums cover: [0, covered) */
	size_t         covered;
	_Atomic uint64_t *checked; /* bit c: chunk c was found right */
	uint32_t       checksum;  /* of the footer */
} dsr_container;

/*
 * Map the file and check header, footer and table.  `what` names it in messages.  On failure nothing is held.
 * Errors: IO, NOTFOUND, NOMEM, CORRUPT, VERSION.
 */
dossier_status dsr_container_open(dsr_container *c, const dsr_env *env, const char *path, dossier_error *err);

/* Safe on a container that is closed or all zero. */
void dsr_container_close(dsr_container *c);

/* The section of this kind and list; .bytes is NULL when there is none. */
dsr_section dsr_container_section(const dsr_container *c, dsr_section_kind kind, unsigned list);

/* What people call sections of this kind, known or not. */
const char *dsr_section_name(uint32_t kind);

/* Checks the chunks of [p, p + n), which lies in the file, that no one has touched: 1 right, 0 damaged. */
int dsr_container_touch_slow(const dsr_container *c, const uint8_t *p, size_t n);

/* Must come back 1 before bytes [p, p + n) are believed.  O(1) once they are checked. */
static inline int dsr_container_touch(const dsr_container *c, const uint8_t *p, size_t n)
{
	const size_t first = (size_t)(p - c->view.bytes) / DSR_CHUNK;
	const size_t last = ((size_t)(p - c->view.bytes) + n - 1) / DSR_CHUNK;

	if (!n)
		return 1;
	if (first == last && atomic_load_explicit(&c->checked[first / 64], memory_order_acquire) >> (first & 63) & 1)
		return 1;
	return dsr_container_touch_slow(c, p, n);
}

#endif /* DSR_SEGMENT_CONTAINER_H */

/*
 * columns.h - the values of one field by document number: to filter, count and sort
 *
 * A text column numbers its distinct values in ascending byte order and keeps for each document the
 * numbers of its values; a date column keeps one packed date a document (FORMAT.md 9).
 */
#ifndef DSR_SEGMENT_COLUMNS_H
#define DSR_SEGMENT_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#include <dossier/status.h>
#include <dossier/str.h>

#include "base/arena.h"
#include "base/buf.h"
#include "segment/container.h"

/* A date in a column: year << 9 | month << 5 | day, with 0 where month or day is not known; 0: no date. */
typedef uint32_t dsr_packed_date;

/*
 * Write the column of `list`: for document d the values values[starts[d] .. starts[d + 1]), numbered in the
 * order of `names` (ascending, distinct, `name_count` of them); `starts` has docs + 1 entries.
 */
void dsr_column_put_text(dsr_container_writer *out, unsigned list, const dossier_str *names, uint32_t name_count,
                         const uint32_t *starts, const uint32_t *values, uint32_t docs);

void dsr_column_put_dates(dsr_container_writer *out, unsigned list, const dsr_packed_date *dates, uint32_t docs);

/*
 * The same in pieces, for who has not all of it in memory: begin, then the numbers and bytes that FORMAT.md 9 lists behind
 * the head, then dsr_container_end(out, DSR_SECTION_COLUMN, list).
 */
void dsr_column_begin_text(dsr_container_writer *out, uint32_t docs, uint32_t names, uint32_t values);
void dsr_column_begin_dates(dsr_container_writer *out, uint32_t docs);
void dsr_column_put(dsr_container_writer *out, uint32_t v);

typedef struct dsr_column {
	const dsr_container *file;
	int            is_date;
	uint32_t       docs, names;
	const uint8_t *starts, *values;       /* u32[docs + 1], u32[starts[docs]] */
	const uint8_t *name_offsets, *bytes;  /* u32[names + 1] into bytes */
	const uint8_t *end;
} dsr_column;

/*
 * Open a column of a segment of `docs` documents and check all of it: 1, or 0 when it is missing or
 * damaged.  O(size of the column); what follows cannot fail.
 */
int dsr_column_open(dsr_column *c, const dsr_container *file, unsigned list, uint32_t docs);

/* Number of values of document `doc`, and the i-th of them. */
uint32_t dsr_column_count(const dsr_column *c, uint32_t doc);
uint32_t dsr_column_value(const dsr_column *c, uint32_t doc, uint32_t i);

/* Text of value number `v` < names; lives as long as the segment. */
dossier_str dsr_column_name(const dsr_column *c, uint32_t v);

/* Date of a document. */
dsr_packed_date dsr_column_date(const dsr_column *c, uint32_t doc);

#endif /* DSR_SEGMENT_COLUMNS_H */

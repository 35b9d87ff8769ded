/*
 * columns.c - see columns.h
 */
#include "segment/columns.h"

#include "base/bytes.h"
#include "base/order.h"

/*
 * column := kind:u32 docs:u32 names:u32 values:u32  then
 *   text (kind 1): start:u32[docs + 1]  value:u32[values]  name_offset:u32[names + 1]  name bytes
 *   date (kind 2): date:u32[docs]
 */
enum { HEAD_SIZE = 16, KIND_TEXT = 1, KIND_DATE = 2 };

/* ---- writing ---- */

void dsr_column_put(dsr_container_writer *out, uint32_t v)
{
	uint8_t bytes[4];

	dsr_put_u32(bytes, v);
	dsr_container_put(out, bytes, sizeof bytes);
}

static void begin(dsr_container_writer *out, uint32_t kind, uint32_t docs, uint32_t names, uint32_t values)
{
	dsr_container_begin(out);
	dsr_column_put(out, kind);
	dsr_column_put(out, docs);
	dsr_column_put(out, names);
	dsr_column_put(out, values);
}

void dsr_column_begin_text(dsr_container_writer *out, uint32_t docs, uint32_t names, uint32_t values)
{
	begin(out, KIND_TEXT, docs, names, values);
}

void dsr_column_begin_dates(dsr_container_writer *out, uint32_t docs)
{
	begin(out, KIND_DATE, docs, 0, 0);
}

void dsr_column_put_text(dsr_container_writer *out, unsigned list, const dossier_str *names, uint32_t name_count,
                         const uint32_t *starts, const uint32_t *values, uint32_t docs)
{
	uint32_t at = 0;

	dsr_column_begin_text(out, docs, name_count, starts[docs]);
	for (uint32_t d = 0; d <= docs; d++)
		dsr_column_put(out, starts[d]);
	for (uint32_t i = 0; i < starts[docs]; i++)
		dsr_column_put(out, values[i]);
	for (uint32_t v = 0; v < name_count; v++) {
		dsr_column_put(out, at);
		at += (uint32_t)names[v].n;
	}
	dsr_column_put(out, at);
	for (uint32_t v = 0; v < name_count; v++)
		dsr_container_put(out, names[v].p, names[v].n);
	dsr_container_end(out, DSR_SECTION_COLUMN, list);
}

void dsr_column_put_dates(dsr_container_writer *out, unsigned list, const dsr_packed_date *dates, uint32_t docs)
{
	dsr_column_begin_dates(out, docs);
	for (uint32_t d = 0; d < docs; d++)
		dsr_column_put(out, dates[d]);
	dsr_container_end(out, DSR_SECTION_COLUMN, list);
}

/* ---- reading ---- */

/* u32[n] ascending from 0 to `to`. */
static int ascends(const uint8_t *p, uint32_t n, uint64_t to)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < n; i++) {
		const uint32_t v = dsr_get_u32(p + (size_t)i * 4);

		if (v < last || (!i && v))
			return 0;
		last = v;
	}
	return last == to;
}

static int check_text(const dsr_column *c, uint32_t values)
{
	if (!ascends(c->starts, c->docs + 1, values) ||
	    !ascends(c->name_offsets, c->names + 1, (uint64_t)(c->end - c->bytes)))
		return 0;
	for (uint32_t i = 0; i < values; i++)
		if (dsr_get_u32(c->values + (size_t)i * 4) >= c->names)
			return 0;
	for (uint32_t v = 1; v < c->names; v++)
		if (dsr_str_compare(dsr_column_name(c, v - 1), dsr_column_name(c, v)) >= 0)
			return 0;
	return 1;
}

static int check_dates(const dsr_column *c)
{
	for (uint32_t d = 0; d < c->docs; d++) {
		const dsr_packed_date date = dsr_column_date(c, d);

		if (date >> 9 > 9999 || (date >> 5 & 15) > 12 || (date && !(date >> 9)))
			return 0;
	}
	return 1;
}

int dsr_column_open(dsr_column *c, const dsr_container *file, unsigned list, uint32_t docs)
{
	const dsr_section s = dsr_container_section(file, DSR_SECTION_COLUMN, list);
	uint32_t kind, values;

	if (!s.bytes || s.size < HEAD_SIZE || !dsr_container_touch(file, s.bytes, s.size))
		return 0;
	kind = dsr_get_u32(s.bytes);
	values = dsr_get_u32(s.bytes + 12);
	*c = (dsr_column){
		.file = file, .is_date = kind == KIND_DATE, .docs = docs, .names = dsr_get_u32(s.bytes + 8),
		.starts = s.bytes + HEAD_SIZE, .end = s.bytes + s.size,
	};
	if (dsr_get_u32(s.bytes + 4) != docs)
		return 0;
	if (kind == KIND_DATE)
		return s.size == HEAD_SIZE + (uint64_t)docs * 4 && check_dates(c);
	if (kind != KIND_TEXT || s.size < HEAD_SIZE + ((uint64_t)docs + 1 + values + c->names + 1) * 4)
		return 0;
	c->values = c->starts + ((size_t)docs + 1) * 4;
	c->name_offsets = c->values + (size_t)values * 4;
	c->bytes = c->name_offsets + ((size_t)c->names + 1) * 4;
	return check_text(c, values);
}

static uint32_t start(const dsr_column *c, uint32_t doc)
{
	return dsr_get_u32(c->starts + (size_t)doc * 4);
}

uint32_t dsr_column_count(const dsr_column *c, uint32_t doc)
{
	return start(c, doc + 1) - start(c, doc);
}

uint32_t dsr_column_value(const dsr_column *c, uint32_t doc, uint32_t i)
{
	return dsr_get_u32(c->values + ((size_t)start(c, doc) + i) * 4);
}

dossier_str dsr_column_name(const dsr_column *c, uint32_t v)
{
	const uint32_t from = dsr_get_u32(c->name_offsets + (size_t)v * 4);
	const uint32_t to = dsr_get_u32(c->name_offsets + (size_t)v * 4 + 4);

	return (dossier_str){ (const char *)c->bytes + from, to - from };
}

dsr_packed_date dsr_column_date(const dsr_column *c, uint32_t doc)
{
	return dsr_get_u32(c->starts + (size_t)doc * 4);
}

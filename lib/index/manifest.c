/*
 * manifest.c - see manifest.h
 */
#include "index/manifest.h"

#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/varint.h"
#include "codec/crc32c.h"
#include "schema/fields.h"
#include "segment/format.h"
#include "text/fingerprint.h"
#include "text/textdata.h"

/*
 * manifest := magic:u64 version:u32 features:u32  generation:u64 next_segment:u64
 *             language:str fingerprint:u64  analysis:u8 [names_length:u64 names_checksum:u32]  schema
 *             others:varint other[others]  segments:varint  segment[segments]  crc:u32 (of all before)
 * other    := language:str fingerprint:u64
 * segment  := id:u64 length:u64 checksum:u32 docs:u32 dead_count:u32 dead_checksum:u32 dead_generation:u64
 */
#define MAGIC   0x4D52454953534F44u /* the bytes "DOSSIERM" */
#define VERSION 1u
enum { HEAD_SIZE = 32, ANALYZER_SIZE = 9, NAMES_SIZE = 12, SEGMENT_SIZE = 40, CRC_SIZE = 4 };

static void put_others(dsr_buf *out, const dsr_manifest *m)
{
	dsr_buf_put_varint(out, m->other_count);
	for (size_t i = 0; i < m->other_count; i++) {
		dsr_buf_put_str(out, dossier_str_of(m->others[i].name));
		dsr_buf_put_u64(out, m->others[i].fingerprint);
	}
}

void dsr_manifest_put(dsr_buf *out, const dsr_manifest *m)
{
	dsr_buf_put_u64(out, MAGIC);
	dsr_buf_put_u32(out, VERSION);
	dsr_buf_put_u32(out, 0);
	dsr_buf_put_u64(out, m->generation);
	dsr_buf_put_u64(out, m->next_segment);
	dsr_buf_put_str(out, dossier_str_of(m->language));
	dsr_buf_put_u64(out, m->fingerprint);
	dsr_buf_put_u8(out, m->analysis);
	if (m->analysis & DSR_ANALYSIS_OWN_NAMES) {
		dsr_buf_put_u64(out, m->names_length);
		dsr_buf_put_u32(out, m->names_checksum);
	}
	dsr_schema_put(out, &m->schema);
	put_others(out, m);
	dsr_buf_put_varint(out, m->count);
	for (size_t i = 0; i < m->count; i++) {
		const dsr_manifest_segment *s = &m->segments[i];

		dsr_buf_put_u64(out, s->id);
		dsr_buf_put_u64(out, s->length);
		dsr_buf_put_u32(out, s->checksum);
		dsr_buf_put_u32(out, s->docs);
		dsr_buf_put_u32(out, s->dead_count);
		dsr_buf_put_u32(out, s->dead_checksum);
		dsr_buf_put_u64(out, s->dead_generation);
	}
	if (!dsr_buf_status(out))
		dsr_buf_put_u32(out, dsr_crc32c(0, out->data, out->len));
}

static dossier_status damaged(const char *name, const char *what, dossier_error *err)
{
	return dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: %s", name, what);
}

static dossier_status read_head(dsr_manifest *m, const char *name, const uint8_t *bytes, size_t n, dossier_error *err)
{
	if (n < HEAD_SIZE + CRC_SIZE || dsr_get_u64(bytes) != MAGIC)
		return damaged(name, "no manifest, or cut short", err);
	if (dsr_crc32c(0, bytes, n - CRC_SIZE) != dsr_get_u32(bytes + n - CRC_SIZE))
		return damaged(name, "the checksum is wrong", err);
	if (dsr_get_u32(bytes + 8) != VERSION || dsr_get_u32(bytes + 12))
		return dsr_fail(err, DOSSIER_ERR_VERSION, "%s: format %u with features %#x is not known", name,
		                dsr_get_u32(bytes + 8), dsr_get_u32(bytes + 12));
	m->generation = dsr_get_u64(bytes + 16);
	m->next_segment = dsr_get_u64(bytes + 24);
	return DOSSIER_OK;
}

/* Read what the file of names must be and move *p behind it: 1, or 0 when it does not fit. */
static int read_names(dsr_manifest *m, const uint8_t **p, const uint8_t *end)
{
	if (!(m->analysis & DSR_ANALYSIS_OWN_NAMES))
		return 1;
	if (end - *p < NAMES_SIZE || m->analysis & DSR_ANALYSIS_NAMES)
		return 0;
	m->names_length = dsr_get_u64(*p);
	m->names_checksum = dsr_get_u32(*p + 8);
	*p += NAMES_SIZE;
	return m->names_length <= DSR_NAMES_SIZE_MAX;
}

/* Read the language's name and what else says which analyzer it is, and move *p behind them.  Errors: CORRUPT, NOMEM. */
static dossier_status read_analyzer(dsr_manifest *m, const uint8_t **p, const uint8_t *end)
{
	uint64_t n;
	const uint8_t *q = dsr_varint_get(*p, end, &n);

	if (!q || (uint64_t)(end - q) < ANALYZER_SIZE || n > (uint64_t)(end - q) - ANALYZER_SIZE)
		return DOSSIER_ERR_CORRUPT;
	m->language = dsr_arena_copy(&m->arena, (dossier_str){ (const char *)q, (size_t)n }).p;
	m->fingerprint = dsr_get_u64(q + n);
	m->analysis = q[n + 8];
	*p = q + n + ANALYZER_SIZE;
	if (m->analysis & ~DSR_ANALYSIS_ALL || !read_names(m, p, end))
		return DOSSIER_ERR_CORRUPT;
	return m->language ? DOSSIER_OK : DOSSIER_ERR_NOMEM;
}

/* Read a language and move *p behind it: 1, or 0 when it does not fit. */
static int read_other(dsr_manifest_language *l, const uint8_t **p, const uint8_t *end)
{
	uint64_t n;
	const uint8_t *q = dsr_varint_get(*p, end, &n);

	if (!q || (uint64_t)(end - q) < 8 || n > (uint64_t)(end - q) - 8 || !n || n >= sizeof l->name || memchr(q, 0, (size_t)n))
		return 0;
	*l = (dsr_manifest_language){ .fingerprint = dsr_get_u64(q + n) };
	memcpy(l->name, q, (size_t)n);
	*p = q + n + 8;
	return 1;
}

static int read_others(dsr_manifest *m, const uint8_t **p, const uint8_t *end)
{
	uint64_t count;

	*p = dsr_varint_get(*p, end, &count);
	if (!*p || count > sizeof m->others / sizeof *m->others)
		return 0;
	while (m->other_count < count && read_other(&m->others[m->other_count], p, end))
		m->other_count++;
	return m->other_count == count;
}

/* Segments hold a document at least and not too many, or the manifest is damaged. */
static int read_segments(dsr_manifest *m, const uint8_t *p)
{
	for (size_t i = 0; i < m->count; i++, p += SEGMENT_SIZE) {
		dsr_manifest_segment *s = &m->segments[i];

		*s = (dsr_manifest_segment){
			.id = dsr_get_u64(p), .length = dsr_get_u64(p + 8), .checksum = dsr_get_u32(p + 16),
			.docs = dsr_get_u32(p + 20), .dead_count = dsr_get_u32(p + 24),
			.dead_checksum = dsr_get_u32(p + 28), .dead_generation = dsr_get_u64(p + 32),
		};
		if (!s->docs || s->docs >= DSR_DOCS_MAX || s->dead_count > s->docs || s->id >= m->next_segment)
			return 0;
	}
	return 1;
}

static dossier_status read_body(dsr_manifest *m, const char *name, const uint8_t *p, const uint8_t *end,
                                dossier_error *err)
{
	dossier_status st;
	uint64_t count;

	st = read_analyzer(m, &p, end);
	if (st)
		return st == DOSSIER_ERR_NOMEM ? dsr_nomem(err) : damaged(name, "what it says of the analyzer does not fit", err);
	st = dsr_schema_get(&m->schema, &m->arena, &p, end);
	if (st)
		return st == DOSSIER_ERR_NOMEM ? dsr_nomem(err) : damaged(name, "the schema breaks its rules", err);
	if (!read_others(m, &p, end))
		return damaged(name, "the list of languages does not fit", err);
	p = dsr_varint_get(p, end, &count);
	if (!p || count != (uint64_t)(end - p) / SEGMENT_SIZE || count * SEGMENT_SIZE != (uint64_t)(end - p))
		return damaged(name, "the list of segments does not fit", err);
	m->count = (size_t)count;
	m->segments = dsr_arena_take(&m->arena, m->count * sizeof *m->segments);
	if (!m->segments)
		return dsr_nomem(err);
	return read_segments(m, p) ? DOSSIER_OK : damaged(name, "a segment's numbers contradict each other", err);
}

dossier_status dsr_manifest_get(dsr_manifest *m, const dossier_alloc *alloc, const char *name,
                                const uint8_t *bytes, size_t n, dossier_error *err)
{
	dossier_status st;

	*m = (dsr_manifest){ .arena = DSR_ARENA_INIT(alloc) };
	st = read_head(m, name, bytes, n, err);
	if (!st)
		st = read_body(m, name, bytes + HEAD_SIZE, bytes + n - CRC_SIZE, err);
	if (st)
		dsr_manifest_release(m);
	return st;
}

dossier_status dsr_manifest_names(const dsr_manifest *m, const dossier_alloc *alloc, dsr_gazetteer **out, dossier_error *err)
{
	*out = NULL;
	if (m->analysis & DSR_ANALYSIS_OWN_NAMES)
		return dsr_gazetteer_new(out, alloc, (const uint8_t *)m->names.p, m->names.n, err);
	return m->analysis & DSR_ANALYSIS_NAMES ? dsr_gazetteer_new(out, alloc, dsr_names, dsr_names_size, err) : DOSSIER_OK;
}

dossier_status dsr_manifest_make_analyzer(const dsr_manifest *m, const dossier_alloc *alloc, const dsr_gazetteer *names,
                                          dsr_analyzer **out, dossier_error *err)
{
	const dossier_status st = dsr_analyzer_new(out, alloc, m->language, err);

	if (st == DOSSIER_ERR_MISUSE)
		return dsr_fail(err, DOSSIER_ERR_VERSION, "this build has no stemmer for \"%.40s\"", m->language);
	if (!st && m->analysis & DSR_ANALYSIS_NO_EXCEPTIONS)
		dsr_analyzer_drop_exceptions(*out);
	if (!st)
		dsr_analyzer_lend_names(*out, names);
	return st;
}

/* Does `a` give in `language` the terms with this fingerprint? */
static dossier_status check_language(dsr_analyzer *a, const char *language, uint64_t fingerprint, dossier_error *err)
{
	dossier_status st = dsr_analyzer_speak(a, language, err);
	uint64_t found;

	if (st == DOSSIER_ERR_MISUSE)
		return dsr_fail(err, DOSSIER_ERR_VERSION, "this build has no stemmer for \"%.40s\"", language);
	if (st)
		return st;
	if (!dsr_fingerprint(a, language, &found))
		return dsr_nomem(err);
	return found == fingerprint ? DOSSIER_OK
	     : dsr_fail(err, DOSSIER_ERR_ANALYZER, "the index was made with another analyzer (stemmer, exceptions, names or "
	                "word rules); build it anew with this library");
}

dossier_status dsr_manifest_analyzer(const dsr_manifest *m, const dossier_alloc *alloc, const dsr_gazetteer *names,
                                     dsr_analyzer **out, dossier_error *err)
{
	dsr_analyzer *a;
	dossier_status st = dsr_manifest_make_analyzer(m, alloc, names, &a, err);

	*out = NULL;
	if (st)
		return st;
	st = check_language(a, m->language, m->fingerprint, err);
	for (size_t i = 0; i < m->other_count && !st; i++)
		st = check_language(a, m->others[i].name, m->others[i].fingerprint, err);
	if (!st)
		st = dsr_analyzer_speak(a, NULL, err);
	if (st)
		dsr_analyzer_free(a);
	else
		*out = a;
	return st;
}

dossier_status dsr_manifest_note_language(dsr_manifest *m, dsr_analyzer *a, const char *language, dossier_error *err)
{
	dsr_manifest_language *l = &m->others[m->other_count];
	dossier_status st;

	if (!strcmp(language, m->language))
		return DOSSIER_OK;
	for (size_t i = 0; i < m->other_count; i++)
		if (!strcmp(language, m->others[i].name))
			return DOSSIER_OK;
	*l = (dsr_manifest_language){ .fingerprint = 0 };
	strcpy(l->name, language);
	st = dsr_analyzer_speak(a, language, err);
	if (!st && !dsr_fingerprint(a, language, &l->fingerprint))
		st = dsr_nomem(err);
	m->other_count += !st;
	dsr_analyzer_speak(a, NULL, NULL); /* its own: never fails */
	return st;
}

void dsr_manifest_release(dsr_manifest *m)
{
	dsr_arena_release(&m->arena);
}

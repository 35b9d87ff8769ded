/*
 * fields.c - see fields.h
 */
#include "schema/fields.h"

#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/varint.h"

#define FLAGS_ALL (DOSSIER_FIELD_SEARCH | DOSSIER_FIELD_STORED | DOSSIER_FIELD_COLUMN | DOSSIER_FIELD_MANY | \
                   DOSSIER_FIELD_LANGUAGE)

#define SEARCH DOSSIER_FIELD_SEARCH
#define STORED DOSSIER_FIELD_STORED
#define COLUMN DOSSIER_FIELD_COLUMN
#define MANY   DOSSIER_FIELD_MANY

static const dossier_field publication_fields[] = {
	{ "id",      DOSSIER_FIELD_KEY,  0, 0 },
	{ "title",   DOSSIER_FIELD_TEXT, 3, SEARCH | STORED },
	{ "topics",  DOSSIER_FIELD_TEXT, 1, SEARCH | STORED | COLUMN | MANY },
	{ "body",    DOSSIER_FIELD_TEXT, 1, STORED },
	{ "authors", DOSSIER_FIELD_TEXT, 0, SEARCH | STORED | COLUMN | MANY },
	{ "type",    DOSSIER_FIELD_TEXT, 0, SEARCH | STORED | COLUMN },
	{ "date",    DOSSIER_FIELD_DATE, 0, STORED | COLUMN },
	{ "url",     DOSSIER_FIELD_NONE, 0, STORED },
	{ "extra",   DOSSIER_FIELD_NONE, 0, STORED },
	{ "outline", DOSSIER_FIELD_NONE, 0, STORED },
	{ "provenance", DOSSIER_FIELD_NONE, 0, STORED },
	{ "lang",    DOSSIER_FIELD_TEXT, 0, SEARCH | STORED | COLUMN | DOSSIER_FIELD_LANGUAGE },
};

static const dossier_schema publication = {
	"publication", publication_fields, sizeof publication_fields / sizeof *publication_fields
};

const dossier_schema *dossier_schema_publication(void)
{
	return &publication;
}

/* Names are ASCII whatever the locale, so <ctype.h> will not do. */
static int name_is_valid(dossier_str name)
{
	if (name.n < 1 || name.n > DSR_FIELD_NAME_MAX || name.p[0] < 'a' || name.p[0] > 'z')
		return 0;
	for (size_t i = 1; i < name.n; i++) {
		const char c = name.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
			return 0;
	}
	return 1;
}

/* The rule that one field breaks by itself, or NULL. */
static const char *broken_rule(const dossier_field *f, int is_first)
{
	const int is_text = f->kind == DOSSIER_FIELD_TEXT;

	if (f->kind > DOSSIER_FIELD_DATE)
		return "unknown kind";
	if (f->flags & ~FLAGS_ALL)
		return "unknown flags";
	if (is_first != (f->kind == DOSSIER_FIELD_KEY))
		return "the first field and no other is the key";
	if (f->weight > DSR_FIELD_WEIGHT_MAX)
		return "weight too large";
	if (!is_text && (f->weight || f->flags & SEARCH))
		return "only text can be searched by its words";
	if (f->flags & DOSSIER_FIELD_LANGUAGE && (!is_text || f->flags & MANY))
		return "a language is one text";
	if (is_text && !f->weight && !(f->flags & (SEARCH | STORED | COLUMN)))
		return "text that is neither searched nor kept";
	return NULL;
}

static dossier_status check_field(const dossier_schema *s, size_t i, dossier_error *err)
{
	const dossier_field *f = &s->fields[i];
	const char *rule;

	if (!name_is_valid(dossier_str_of(f->name)))
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "field %zu: invalid name", i);
	rule = broken_rule(f, i == 0);
	if (rule)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "field %s: %s", f->name, rule);
	if (dsr_schema_find(s, dossier_str_of(f->name)) != (int)i)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "field %s: defined twice", f->name);
	if (f->flags & DOSSIER_FIELD_LANGUAGE && dsr_schema_language(s) != (int)i)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "field %s: there is a language already", f->name);
	return DOSSIER_OK;
}

dossier_status dsr_schema_check(const dossier_schema *s, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	if (!name_is_valid(dossier_str_of(s->name)))
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "schema: invalid name");
	if (!s->fields || s->count < 1 || s->count > DOSSIER_FIELDS_MAX)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "schema %s: not 1 to %d fields", s->name, DOSSIER_FIELDS_MAX);
	/* Fields before i are good and have names, and a search for a name looks no further than its first use. */
	for (size_t i = 0; !st && i < s->count; i++)
		st = check_field(s, i, err);
	return st;
}

int dsr_schema_language(const dossier_schema *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->fields[i].flags & DOSSIER_FIELD_LANGUAGE)
			return (int)i;
	return -1;
}

/* Mostly the first byte tells them apart. */
static int is_name(const char *have, dossier_str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (have[i] != name.p[i] || !have[i])
			return 0;
	return !have[name.n];
}

int dsr_schema_find(const dossier_schema *s, dossier_str name)
{
	for (size_t i = 0; i < s->count; i++)
		if (is_name(s->fields[i].name, name))
			return (int)i;
	return -1;
}

static int field_equal(const dossier_field *a, const dossier_field *b)
{
	return strcmp(a->name, b->name) == 0 && a->kind == b->kind && a->weight == b->weight && a->flags == b->flags;
}

int dsr_schema_equal(const dossier_schema *a, const dossier_schema *b)
{
	if (strcmp(a->name, b->name) != 0 || a->count != b->count)
		return 0;
	for (size_t i = 0; i < a->count; i++)
		if (!field_equal(&a->fields[i], &b->fields[i]))
			return 0;
	return 1;
}

void dsr_schema_put(dsr_buf *out, const dossier_schema *s)
{
	dsr_buf_put_str(out, dossier_str_of(s->name));
	dsr_buf_put_varint(out, s->count);
	for (size_t i = 0; i < s->count; i++) {
		dsr_buf_put_str(out, dossier_str_of(s->fields[i].name));
		dsr_buf_put_u8(out, s->fields[i].kind);
		dsr_buf_put_u8(out, s->fields[i].weight);
		dsr_buf_put_u16(out, s->fields[i].flags);
	}
}

/* The rule for names is applied to the stored bytes: a NUL among them must not hide what follows. */
static dossier_status get_name(const char **out, dsr_arena *arena, const uint8_t **p, const uint8_t *end)
{
	dossier_str name;
	uint32_t n;
	const uint8_t *q = dsr_varint_get_u32(*p, end, &n);

	if (!q || n > (size_t)(end - q))
		return DOSSIER_ERR_CORRUPT;
	name = (dossier_str){ (const char *)q, n };
	if (!name_is_valid(name))
		return DOSSIER_ERR_CORRUPT;
	*out = dsr_arena_copy(arena, name).p;
	*p = q + n;
	return *out ? DOSSIER_OK : DOSSIER_ERR_NOMEM;
}

static dossier_status get_field(dossier_field *f, dsr_arena *arena, const uint8_t **p, const uint8_t *end)
{
	const dossier_status st = get_name(&f->name, arena, p, end);
	const uint8_t *q = *p;

	if (st)
		return st;
	if (end - q < 4)
		return DOSSIER_ERR_CORRUPT;
	f->kind = q[0];
	f->weight = q[1];
	f->flags = dsr_get_u16(q + 2);
	*p = q + 4;
	return DOSSIER_OK;
}

static dossier_status get_fields(dossier_schema *s, dsr_arena *arena, const uint8_t **p, const uint8_t *end)
{
	dossier_status st = DOSSIER_OK;
	dossier_field *fields;
	uint32_t count;
	const uint8_t *q = dsr_varint_get_u32(*p, end, &count);

	if (!q || count > DOSSIER_FIELDS_MAX)
		return DOSSIER_ERR_CORRUPT;
	fields = dsr_arena_zero(arena, count * sizeof *fields);
	if (!fields)
		return DOSSIER_ERR_NOMEM;
	for (uint32_t i = 0; !st && i < count; i++)
		st = get_field(&fields[i], arena, &q, end);
	s->fields = fields;
	s->count = count;
	*p = q;
	return st;
}

dossier_status dsr_schema_get(dossier_schema *s, dsr_arena *arena, const uint8_t **p, const uint8_t *end)
{
	dossier_schema got = { NULL, NULL, 0 };
	const uint8_t *q = *p;
	dossier_status st = get_name(&got.name, arena, &q, end);

	if (!st)
		st = get_fields(&got, arena, &q, end);
	if (st)
		return st;
	if (dsr_schema_check(&got, NULL))
		return DOSSIER_ERR_CORRUPT;
	*s = got;
	*p = q;
	return DOSSIER_OK;
}

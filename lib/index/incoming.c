/*
 * incoming.c - see incoming.h
 */
#include "index/incoming.h"

#include "base/error.h"
#include "base/utf8.h"
#include "schema/fields.h"
#include "text/date.h"
#include "text/languages.h"

/* Let *text be a copy in `arena` in which all is UTF-8. */
static dossier_status mend(dossier_str *text, dsr_arena *arena, dossier_error *err)
{
	dsr_buf mended = DSR_BUF_INIT(arena->alloc);

	dsr_utf8_mend(&mended, text->p, text->n);
	*text = dsr_buf_status(&mended) ? (dossier_str){ NULL, 0 }
	                                : dsr_arena_copy(arena, (dossier_str){ (char *)mended.data, mended.len });
	dsr_buf_release(&mended);
	return text->p ? DOSSIER_OK : dsr_nomem(err);
}

/* Check one value that is not empty.  A text is mended; a name of a document, or its day, is not guessed at. */
static dossier_status check(const dossier_field *field, dossier_str *text, dsr_arena *arena, dossier_error *err)
{
	const size_t valid = dsr_utf8_valid(text->p, text->n);

	if (valid < text->n && (field->kind == DOSSIER_FIELD_TEXT || field->kind == DOSSIER_FIELD_NONE))
		return mend(text, arena, err);
	if (valid < text->n)
		return dsr_fail_at(err, DOSSIER_ERR_INPUT, (long long)valid, "field \"%s\" is not UTF-8 at byte %zu",
		                   field->name, valid);
	if (field->kind == DOSSIER_FIELD_KEY && text->n > DSR_KEY_MAX)
		return dsr_fail(err, DOSSIER_ERR_LIMIT, "field \"%s\" is longer than %u bytes", field->name, DSR_KEY_MAX);
	return DOSSIER_OK;
}

/* Bring a date into its one stored form. */
static dossier_status read_date(dsr_incoming *in, dsr_arena *arena, const dossier_field *field,
                                dsr_incoming_value *value, dossier_error *err)
{
	char *iso = dsr_arena_take(arena, DSR_DATE_TEXT_MAX);
	dsr_date date;

	if (!iso)
		return dsr_nomem(err);
	if (!dsr_date_parse_iso(value->text, &date))
		return dsr_fail_at(err, DOSSIER_ERR_INPUT, 0, "field \"%s\" is no date: \"%.*s\"", field->name,
		                   (int)(value->text.n < 40 ? value->text.n : 40), value->text.p);
	value->text = (dossier_str){ iso, (size_t)dsr_date_print(date, iso) };
	in->dates[value->field] = (dsr_packed_date)date.year << 9 | (dsr_packed_date)date.month << 5 | date.day;
	return DOSSIER_OK;
}

static dossier_status too_long(dossier_error *err)
{
	return dsr_fail(err, DOSSIER_ERR_LIMIT, "the document is longer than %u bytes", DSR_DOCUMENT_MAX);
}

static dossier_status read_language(dsr_incoming *in, const dossier_field *field, dsr_incoming_value *value,
                                    dossier_error *err)
{
	const dsr_language *language = dsr_language_find(value->text);

	if (!language)
		return dsr_fail_at(err, DOSSIER_ERR_INPUT, 0, "field \"%s\" is no language that is known: \"%.*s\"", field->name,
		                   (int)(value->text.n < 40 ? value->text.n : 40), value->text.p);
	value->text = dossier_str_of(*language->code ? language->code : language->name);
	in->language = language->stemmer;
	return DOSSIER_OK;
}

static dossier_status take(dsr_incoming *in, dsr_arena *arena, const dossier_schema *schema, uint32_t f,
                           dossier_str text, dossier_error *err)
{
	const dossier_field *field = &schema->fields[f];
	dsr_incoming_value *value = &in->values[in->count];
	dossier_status st;

	if (text.n >= DSR_DOCUMENT_MAX)
		return too_long(err);
	st = check(field, &text, arena, err);
	if (st)
		return st;
	in->size += text.n + DSR_FIELD_GAP;
	if (in->size >= DSR_DOCUMENT_MAX)
		return too_long(err);
	if (in->count && value[-1].field == f && !(field->flags & DOSSIER_FIELD_MANY))
		return dsr_fail(err, DOSSIER_ERR_INPUT, "field \"%s\" is given twice", field->name);
	*value = (dsr_incoming_value){ f, text };
	if (field->kind == DOSSIER_FIELD_DATE)
		st = read_date(in, arena, field, value, err);
	if (field->flags & DOSSIER_FIELD_LANGUAGE)
		st = read_language(in, field, value, err);
	if (field->kind == DOSSIER_FIELD_KEY)
		in->key = text;
	in->count += !st;
	return st;
}

dossier_status dsr_incoming_read(dsr_incoming *in, dsr_arena *arena, const dossier_schema *schema,
                                 const dossier_value *values, size_t count, dossier_error *err)
{
	int *fields = dsr_arena_take(arena, (count + 1) * sizeof *fields);

	*in = (dsr_incoming){ .values = dsr_arena_take(arena, (count + 1) * sizeof *in->values) };
	if (!fields || !in->values)
		return dsr_nomem(err);
	for (size_t i = 0; i < count; i++) {
		fields[i] = dsr_schema_find(schema, dossier_str_of(values[i].field));
		if (fields[i] < 0)
			return dsr_fail(err, DOSSIER_ERR_INPUT, "the schema \"%s\" has no field \"%.60s\"", schema->name,
			                values[i].field);
	}
	for (uint32_t f = 0; f < schema->count; f++)
		for (size_t i = 0; i < count; i++) {
			dossier_status st;

			if (fields[i] != (int)f || !values[i].text.n)
				continue;
			st = take(in, arena, schema, f, values[i].text, err);
			if (st)
				return st;
		}
	if (!in->key.n)
		return dsr_fail(err, DOSSIER_ERR_INPUT, "no \"%s\"", schema->fields[0].name);
	return DOSSIER_OK;
}

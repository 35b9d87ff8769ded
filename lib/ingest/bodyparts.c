/*
 * bodyparts.c - see bodyparts.h
 */
#include "ingest/bodyparts.h"

#include <string.h>

#include "base/error.h"
#include "ingest/pagelines.h"
#include "text/outline.h"

enum { SECTION, QUESTION, SPEAKER, LABELS };

static const char *const names[LABELS] = { "section", "question", "speaker" };
static const dsr_part_kind kinds[LABELS] = { DSR_PART_SECTION, DSR_PART_QUESTION, DSR_PART_TURN };

typedef struct writer {
	dsr_buf *body, *outline;
	dossier_str at_hand[LABELS];
} writer;

static const dossier_str none = { NULL, 0 };

/* Text without blanks around; empty where there is none. */
static dossier_status read_text(const dsr_json *part, const char *name, size_t i, dossier_str *out, dossier_error *why)
{
	*out = none;
	for (const dsr_json *v = part->child; v; v = v->next) {
		if (!dsr_same(v->key, dossier_str_of(name)) || v->kind == DSR_JSON_NULL)
			continue;
		if (v->kind != DSR_JSON_STRING)
			return dsr_fail(why, DOSSIER_ERR_INPUT, "\"body\": \"%s\" of part %zu is %s, not a string", name, i,
			                dsr_json_kind_name(v));
		*out = dsr_trim(v->text);
	}
	return DOSSIER_OK;
}

static void put_paragraph(dsr_buf *body, dossier_str text)
{
	dsr_buf_put(body, "\n\n", body->len && text.n ? 2 : 0);
	dsr_buf_put(body, text.p, text.n);
}

/* Put the label as a paragraph, which a speaker's text may go on; 0 when it is that of the part before. */
static int put_label(writer *w, unsigned kind, dossier_str label)
{
	size_t start;

	if (!label.n || dsr_same(label, w->at_hand[kind]))
		return 0;
	for (unsigned k = kind; k < LABELS; k++)
		w->at_hand[k] = none;
	w->at_hand[kind] = label;
	put_paragraph(w->body, label);
	start = w->body->len - label.n;
	if (w->body->len >= label.n && w->body->len <= UINT32_MAX)
		dsr_outline_put(w->outline, (dsr_part){ kinds[kind], (uint32_t)start, (uint32_t)w->body->len });
	return 1;
}

static dossier_status put_part(writer *w, const dsr_json *part, size_t i, dossier_error *why)
{
	dossier_str label[LABELS], text;
	dossier_status st = read_text(part, "text", i, &text, why);

	for (unsigned k = 0; !st && k < LABELS; k++)
		st = read_text(part, names[k], i, &label[k], why);
	if (st)
		return st;
	put_label(w, SECTION, label[SECTION]);
	put_label(w, QUESTION, label[QUESTION]);
	if (!put_label(w, SPEAKER, label[SPEAKER])) {
		put_paragraph(w->body, text);
		return DOSSIER_OK;
	}
	dsr_buf_put(w->body, ": ", text.n ? 2 : 1);
	dsr_buf_put(w->body, text.p, text.n);
	return DOSSIER_OK;
}

dossier_status dsr_bodyparts_put(const dsr_json *array, dsr_buf *body, dsr_buf *outline, dossier_error *why)
{
	writer w = { .body = body, .outline = outline };
	dossier_status st = DOSSIER_OK;
	size_t i = 1;

	for (const dsr_json *v = array->child; v && !st; v = v->next, i++) {
		if (v->kind == DSR_JSON_STRING)
			put_paragraph(body, dsr_trim(v->text));
		else if (v->kind == DSR_JSON_OBJECT)
			st = put_part(&w, v, i, why);
		else if (v->kind != DSR_JSON_NULL)
			st = dsr_fail(why, DOSSIER_ERR_INPUT, "\"body\": part %zu is %s, neither an object nor a string", i,
			              dsr_json_kind_name(v));
	}
	return st;
}

/*
 * htmlpage.c - see htmlpage.h
 */
#include "ingest/html/htmlpage.h"

#include "base/buf.h"
#include "base/error.h"
#include "ingest/html/charset.h"
#include "ingest/html/htmlcards.h"
#include "ingest/html/htmltext.h"
#include "ingest/html/htmltree.h"
#include "ingest/html/pagemeta.h"

static const dsr_place whole = { 0, 0 };

static void take_given(dsr_record *r, const dsr_outlet *outlet)
{
	const dossier_import_options *given = outlet->options;

	dsr_record_set(r, DSR_RECORD_TITLE, given->title);
	dsr_record_set(r, DSR_RECORD_DATE, given->date);
	dsr_record_set(r, DSR_RECORD_URL, given->url);
	if (!r->text[DSR_RECORD_URL].n)
		dsr_record_set(r, DSR_RECORD_ID, dsr_outlet_page_name(outlet));
}

static dossier_status put_article(dsr_arena *arena, GumboNode *root, dsr_record *r, dsr_outlet *outlet,
                                  dossier_error *err)
{
	GumboNode *content = dsr_html_content(root);
	dsr_buf body = DSR_BUF_INIT(arena->alloc);
	dossier_status st = DOSSIER_OK;

	dsr_record_reset(r);
	dsr_pagemeta_read(arena, root, content, r);
	take_given(r, outlet);
	dsr_html_put_text(&body, content);
	r->nomem |= dsr_buf_status(&body) != DOSSIER_OK;
	dsr_record_set(r, DSR_RECORD_BODY, (dossier_str){ (const char *)body.data, body.len });
	if (!r->nomem && !r->text[DSR_RECORD_TITLE].n)
		dsr_outlet_refuse(outlet, whole, "the page has no title");
	else if (!r->nomem && !r->text[DSR_RECORD_BODY].n)
		dsr_outlet_refuse(outlet, whole, "the page has no text");
	else
		st = dsr_outlet_put(outlet, r, whole, err);
	dsr_buf_release(&body);
	return st;
}

static dossier_status put_tree(dsr_arena *arena, GumboNode *root, dsr_outlet *outlet, dossier_error *err)
{
	dsr_html_cards cards;
	dsr_record record;
	dossier_status st;

	dsr_record_init(&record, arena->alloc);
	st = dsr_html_cards_take(&cards, arena, root);
	if (st)
		dsr_nomem(err);
	if (!st)
		st = put_article(arena, root, &record, outlet, err);
	if (!st)
		st = dsr_html_cards_put(&cards, arena, &record, outlet, err);
	dsr_html_cards_release(&cards);
	dsr_record_release(&record);
	return st;
}

static dossier_status put_page(const dsr_source *source, dsr_outlet *outlet, dossier_error *err)
{
	dsr_arena arena = DSR_ARENA_INIT(source->alloc);
	dsr_buf converted = DSR_BUF_INIT(source->alloc);
	dossier_error why = { .offset = -1 };
	dossier_str text;
	GumboNode *root;
	dossier_status st;

	st = dsr_charset_to_utf8(dsr_source_at(source), dsr_source_have(source), &converted, &text, &why);
	if (!st)
		st = dsr_html_parse(&arena, text, &root, &why);
	if (st == DOSSIER_ERR_INPUT) {
		dsr_outlet_refuse(outlet, whole, why.message);
		st = DOSSIER_OK;
	} else if (st) {
		if (err)
			*err = why;
	} else {
		st = put_tree(&arena, root, outlet, err);
	}
	dsr_arena_release(&arena);
	dsr_buf_release(&converted);
	return st;
}

dossier_status dsr_htmlpage_read(dsr_source *source, dsr_outlet *outlet, dossier_error *err)
{
	dossier_status st = dsr_source_need(source, DSR_INGEST_MAX + 1, err);
	dossier_error why;

	if (!st && dsr_source_have(source) > DSR_INGEST_MAX) {
		dsr_fail(&why, DOSSIER_ERR_INPUT, "a page of more than %zu bytes", DSR_INGEST_MAX);
		dsr_outlet_refuse(outlet, whole, why.message);
	} else if (!st) {
		st = put_page(source, outlet, err);
	}
	if (!st)
		dsr_source_take(source, dsr_source_have(source));
	return st;
}

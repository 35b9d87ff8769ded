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
#include "text/outline.h"

static const dsr_place whole = { 0, 0 };

static void take_given(dsr_record *r, const dsr_outlet *outlet)
{
	const dossier_import_options *given = outlet->options;

	dsr_record_set(r, DSR_RECORD_TITLE, given->title);
	dsr_record_set(r, DSR_RECORD_DATE, given->date);
	dsr_record_set(r, DSR_RECORD_URL, given->url);
	dsr_outlet_set_page_id(outlet, r);
}

/* Put question and answer where the page shows none of its FAQ, as where scripts would. */
static dossier_status put_pair(dsr_arena *arena, const dsr_faq_pair *pair, dsr_buf *body, dsr_buf *outline, dossier_error *err)
{
	GumboNode *answer;
	const dossier_status st = dsr_html_parse(arena, pair->answer, &answer, err);
	size_t start;

	if (st)
		return st == DOSSIER_ERR_INPUT ? DOSSIER_OK : st;
	dsr_buf_put(body, "\n\n", body->len ? 2 : 0);
	start = body->len;
	dsr_buf_put(body, pair->question.p, pair->question.n);
	if (body->len <= UINT32_MAX)
		dsr_outline_put(outline, (dsr_part){ DSR_PART_QUESTION, (uint32_t)start, (uint32_t)body->len });
	dsr_html_put_text(body, outline, dsr_html_content(answer), NULL); /* a block, with an empty line before it */
	return DOSSIER_OK;
}

static dossier_status put_body(dsr_arena *arena, const GumboNode *content, const dsr_faq *faq, dsr_buf *body, dsr_buf *outline,
                               dossier_error *err)
{
	const size_t asked = dsr_html_put_text(body, outline, content, faq);
	dossier_status st = DOSSIER_OK;

	for (size_t i = 0; !asked && !st && i < faq->count; i++)
		st = put_pair(arena, &faq->pairs[i], body, outline, err);
	return st;
}

static dossier_str bytes_of(const dsr_buf *b)
{
	return (dossier_str){ (const char *)b->data, b->len };
}

static dossier_status put_article(dsr_arena *arena, GumboNode *root, size_t replaced, dsr_record *r, dsr_outlet *outlet,
                                  const dsr_origin *from, dossier_error *err)
{
	GumboNode *content = dsr_html_content(root);
	dsr_buf body = DSR_BUF_INIT(arena->alloc), outline = DSR_BUF_INIT(arena->alloc);
	dossier_status st;
	dsr_faq faq;

	dsr_record_reset(r);
	dsr_pagemeta_read(arena, root, content, r, &faq);
	take_given(r, outlet);
	st = put_body(arena, content, &faq, &body, &outline, err);
	r->nomem |= dsr_buf_status(&body) || dsr_buf_status(&outline);
	dsr_record_set(r, DSR_RECORD_BODY, bytes_of(&body));
	dsr_record_set(r, DSR_RECORD_OUTLINE, bytes_of(&outline));
	r->mended = replaced;
	if (st)
		goto done;
	if (!r->nomem && !r->text[DSR_RECORD_TITLE].n)
		dsr_outlet_refuse(outlet, whole, "the page has no title");
	else if (!r->nomem && !r->text[DSR_RECORD_BODY].n)
		dsr_outlet_refuse(outlet, whole, "the page has no text");
	else
		st = dsr_outlet_put(outlet, r, from, err);
done:
	dsr_buf_release(&outline);
	dsr_buf_release(&body);
	return st;
}

static dossier_status put_tree(dsr_arena *arena, GumboNode *root, size_t replaced, dsr_outlet *outlet, const dsr_origin *from,
                               dossier_error *err)
{
	dsr_html_cards cards;
	dsr_record record;
	dossier_status st;
	dossier_str url; /* of the page; in `arena`, or given */

	dsr_record_init(&record, arena->alloc);
	st = dsr_html_cards_take(&cards, arena, root);
	if (st)
		dsr_nomem(err);
	if (!st)
		st = put_article(arena, root, replaced, &record, outlet, from, err);
	url = record.text[DSR_RECORD_URL];
	if (!st)
		st = dsr_html_cards_put(&cards, arena, url, &record, outlet, from, err);
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
	size_t replaced;
	dossier_status st;

	st = dsr_charset_to_utf8(dsr_source_at(source), dsr_source_have(source), &converted, &text, &replaced, &why);
	if (!st)
		st = dsr_html_parse(&arena, text, &root, &why);
	if (st == DOSSIER_ERR_INPUT) {
		dsr_outlet_refuse(outlet, whole, why.message);
		st = DOSSIER_OK;
	} else if (st) {
		if (err)
			*err = why;
	} else {
		const dsr_origin from = dsr_origin_of(whole, dsr_source_at(source), dsr_source_have(source));

		st = put_tree(&arena, root, replaced, outlet, &from, err);
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

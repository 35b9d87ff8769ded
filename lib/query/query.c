/*
 * query.c - see dossier/query.h
 */
#include <dossier/query.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/options.h"
#include "query/ast.h"
#include "query/parser.h"
#include "query/printer.h"
#include "schema/fields.h"

static dossier_status check_text(dossier_str text, dossier_error *err)
{
	if (!text.p && text.n)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "a query of %zu bytes at NULL", text.n);
	if (text.n > DOSSIER_QUERY_BYTES_MAX)
		return dsr_fail(err, DOSSIER_ERR_LIMIT, "a query of more than %u bytes", DOSSIER_QUERY_BYTES_MAX);
	return DOSSIER_OK;
}

/* Write the tree as text into q->text. */
static dossier_status keep_text(dossier_query *q, dossier_error *err)
{
	dsr_buf text = DSR_BUF_INIT(&q->alloc);

	dsr_query_print(&text, q);
	if (!dsr_buf_status(&text))
		q->text = dsr_arena_copy(&q->arena, (dossier_str){ (const char *)text.data, text.len });
	dsr_buf_release(&text);
	return q->text.p ? DOSSIER_OK : dsr_nomem(err);
}

dossier_status dossier_query_parse(dossier_query **out, dossier_str text, const dossier_query_options *options,
                                   dossier_error *err)
{
	dossier_query_options o = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_status st = dsr_options_read(&o, sizeof o, options, err);
	const dossier_alloc *alloc;
	dossier_query *q;

	if (!st && o.schema)
		st = dsr_schema_check(o.schema, err);
	if (!st)
		st = check_text(text, err);
	if (st)
		return st;
	alloc = o.alloc ? o.alloc : &dsr_alloc_default;
	q = dsr_new(alloc, sizeof *q);
	if (!q)
		return dsr_nomem(err);
	q->alloc = *alloc;
	q->arena = DSR_ARENA_INIT(&q->alloc);
	st = dsr_query_read(q, text, o.schema ? o.schema : dossier_schema_publication(), err);
	if (!st)
		st = keep_text(q, err);
	if (!st) {
		*out = q;
		q = NULL;
	}
	dossier_query_free(q);
	return st;
}

dossier_str dossier_query_text(const dossier_query *q)
{
	return q->text;
}

void dossier_query_free(dossier_query *q)
{
	dossier_alloc alloc;

	if (!q)
		return;
	alloc = q->alloc;
	dsr_arena_release(&q->arena);
	dsr_free(&alloc, q, sizeof *q);
}

/*
 * passage.c - dossier_search_passage: where a document answers the query
 */
#include <dossier/search.h>

#include <string.h>

#include "api/handles.h"
#include "base/error.h"
#include "base/order.h"
#include "result/passage.h"
#include "result/targets.h"
#include "schema/fields.h"
#include "segment/format.h"
#include "text/languages.h"

/* A search remembers no more of words than this: room for some 80,000 spellings. */
#ifdef DSR_TESTING
#define LEXICON_MAX 60000u
#else
#define LEXICON_MAX (8u << 20)
#endif

/*
 * The text that passages are taken from: of the fields that make up the default field, the first that has no list
 * of its own (long text has none: "body") and is not empty; else the first that is not empty.
 */
static dossier_str choose_text(const dossier_document *doc, unsigned *list, const char **name)
{
	const dossier_schema *schema = dossier_index_schema(doc->ix);
	dossier_str any = { "", 0 };

	for (size_t i = 0; i < doc->count; i++) {
		const int f = dsr_schema_find(schema, dossier_str_of(doc->values[i].field));

		if (!schema->fields[f].weight || !doc->values[i].text.n)
			continue;
		if (!any.n) {
			any = doc->values[i].text;
			*name = schema->fields[f].name;
			*list = DSR_LIST_OF(f);
		}
		if (!(schema->fields[f].flags & DOSSIER_FIELD_SEARCH)) {
			*list = DSR_LIST_DEFAULT;
			*name = schema->fields[f].name;
			return doc->values[i].text;
		}
	}
	return any;
}

/* The stemmer that made the terms of the document, or NULL for the index's. */
static const char *language_of(const dossier_document *doc)
{
	const dossier_schema *schema = dossier_index_schema(doc->ix);
	const int f = dsr_schema_language(schema);
	const dsr_language *l = f < 0 ? NULL : dsr_language_find(dossier_document_get(doc, schema->fields[f].name));

	return l ? l->stemmer : NULL;
}

dossier_status dossier_search_passage(dossier_search *s, const dossier_document *doc, dossier_passage *out,
                                      dossier_error *err)
{
	static const dossier_str none = { NULL, 0 };
	unsigned list = DSR_LIST_DEFAULT;
	const char *name = "";
	const dossier_str text = choose_text(doc, &list, &name);
	const dossier_str outline = strcmp(name, "body") ? none : dossier_document_get(doc, "outline");
	dsr_target *targets;
	dossier_status st;
	size_t n;

	dsr_arena_reset(&s->passage);
	st = dsr_targets_of(&targets, &n, &s->passage, &s->searcher.plan, list);
	if (!st && !dsr_lexicon_speak(&s->lexicon, language_of(doc)))
		st = DOSSIER_ERR_NOMEM;
	if (!st)
		st = dsr_passage_find(out, &s->passage, &s->lexicon, text, outline, targets, n, DSR_PASSAGE_BYTES);
	if (st || dsr_lexicon_memory(&s->lexicon) > LEXICON_MAX) /* the words are learnt anew */
		dsr_lexicon_reset(&s->lexicon);
	if (st)
		return dsr_nomem(err);
	if (!dsr_str_compare(out->section, dossier_document_get(doc, "title")))
		out->section = none;
	return DOSSIER_OK;
}

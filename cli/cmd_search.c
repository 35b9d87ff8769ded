/*
 * cmd_search.c - dossier search: answer a query
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "args.h"
#include "output.h"
#include "place.h"
#include "terminal.h"

typedef struct settings {
	const char   *index, *color, *language;
	unsigned long limit, offset;
	double k1, b;
	int json, tsv, trec, no_passage, stop_words;
} settings;

#define AT(member) offsetof(settings, member)

static const option options[] = {
	{ 'i', "index",      TEXT,   AT(index),      "DIR",  "the index; else $DOSSIER_INDEX, ./.dossier, the sample" },
	{ 'n', "limit",      NUMBER, AT(limit),      "N",    "print at most N documents (10)" },
	{ 0,   "offset",     NUMBER, AT(offset),     "N",    "pass over the N best" },
	{ 0,   "language",   TEXT,   AT(language),   "L",    "the words are in this language (any that documents are in)" },
	{ 0,   "k1",         REAL,   AT(k1),         "X",    "how soon more of the same word stops to count (1.6)" },
	{ 0,   "b",          REAL,   AT(b),          "X",    "how much long documents are held back, 0 to 1 (0.6)" },
	{ 0,   "stop-words", FLAG,   AT(stop_words), NULL,   "look for stop words (the, what, of) as for all words" },
	{ 0,   "json",       FLAG,   AT(json),       NULL,   "print one JSON object" },
	{ 0,   "tsv",        FLAG,   AT(tsv),        NULL,   "print lines: rank, score, id, date, title" },
	{ 0,   "trec",       FLAG,   AT(trec),       NULL,   "print a TREC run" },
	{ 0,   "color",      TEXT,   AT(color),      "WHEN", "auto, always or never: mark what matched (auto)" },
	{ 0,   "no-passage", FLAG,   AT(no_passage), NULL,   "print no passages" },
	{ 0 }
};

static const char notes[] =
	"query:\n"
	"  peace talks              any of the words, best first; \"the\", \"what\" and the like are left out\n"
	"  \"arms control\"           the words in this order\n"
	"  +must -not               must hold; must not hold\n"
	"  a AND b, a OR b, NOT a   in capitals, with ( )\n"
	"  title:summit             in one field: title author topic type\n"
	"  date:2018-03  date:2017..2019\n"
	"\n"
	"Several arguments are joined by blanks.  A query that begins with '-' goes after '--'.\n"
	"In JSON the highlights are pairs of byte offsets into the passage: first and past the last.\n"
	"Exit status: 0 documents match, 1 none, 2 trouble.";

/* All that is held while a query is answered. */
typedef struct run {
	dossier_index    *index;
	dossier_query    *query;
	dossier_search   *search;
	dossier_document *document;
	dossier_error     err;
	char             *text; /* of the query */
} run;

static void release(run *r)
{
	dossier_document_free(r->document);
	dossier_search_free(r->search);
	dossier_query_free(r->query);
	dossier_index_close(r->index);
	free(r->text);
}

static char *join(const args *a)
{
	size_t n = 1;
	char *text;

	for (int i = 0; i < a->count; i++)
		n += strlen(a->operands[i]) + 1;
	text = malloc(n);
	if (!text)
		return NULL;
	*text = '\0';
	for (int i = 0; i < a->count; i++) {
		strcat(text, i ? " " : "");
		strcat(text, a->operands[i]);
	}
	return text;
}

static uint64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Parse and run; *took_us is the time of both. */
static dossier_status answer_query(run *r, const settings *s, uint64_t *took_us)
{
	uint64_t start;
	dossier_query_options parsing = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_search_options running = DOSSIER_SEARCH_OPTIONS_INIT;
	dossier_status st;

	parsing.schema = dossier_index_schema(r->index);
	running.limit = (uint32_t)s->limit;
	running.offset = (uint32_t)s->offset;
	running.language = s->language;
	running.k1 = s->k1;
	running.b = s->b;
	running.stop_words = s->stop_words ? DOSSIER_STOP_WORDS_KEEP : DOSSIER_STOP_WORDS_LEAVE_OUT;
	st = dossier_search_new(&r->search, r->index, &r->err); /* reads the names: once, not for each query */
	start = now_us();
	if (!st)
		st = dossier_query_parse(&r->query, dossier_str_of(r->text), &parsing, &r->err);
	if (!st)
		st = dossier_search_run(r->search, r->query, &running, &r->err);
	*took_us = now_us() - start;
	return st;
}

static dossier_status print_hits(run *r, const settings *s, output *o, const output_format *format)
{
	hit_view v = { .key = dossier_index_schema(r->index)->fields[0].name };
	dossier_status st = DOSSIER_OK;

	while (!st && dossier_search_next(r->search, &v.hit)) {
		st = dossier_document_load(&r->document, r->index, v.hit.document, &r->err);
		v.document = r->document;
		if (!st && format->passages && !s->no_passage)
			st = dossier_search_passage(r->search, r->document, &v.passage, &r->err);
		if (!st)
			format->hit(o, &v);
	}
	return st;
}

static answer describe(const run *r, const settings *s, uint64_t took_us)
{
	answer a = { dossier_str_of(r->text), dossier_search_total(r->search), s->offset + 1, 0, took_us };
	const uint64_t rest = a.total > s->offset ? a.total - s->offset : 0;

	a.count = rest < s->limit ? rest : s->limit;
	return a;
}

static int search(run *r, const settings *s, output *o, const output_format *format)
{
	uint64_t took_us;
	answer a;

	if (place_open(&r->index, s->index, NULL))
		return TROUBLE;
	if (answer_query(r, s, &took_us))
		return complain_error(&r->err);
	a = describe(r, s, took_us);
	format->begin(o, &a);
	if (print_hits(r, s, o, format))
		return complain_error(&r->err);
	format->end(o);
	return a.total ? DONE : NOTHING;
}

/* 1, 0, or -1 when `when` is none of the words. */
static int wants_bold(const char *when)
{
	if (!when || !strcmp(when, "auto"))
		return terminal_has_color(stdout);
	if (!strcmp(when, "always"))
		return 1;
	return strcmp(when, "never") ? -1 : 0;
}

static int run_search(const command *self, int argc, char **argv)
{
	settings s = { .limit = 10, .k1 = 1.6, .b = 0.6 };
	output o = { .out = stdout, .json = { stdout, 0 } };
	const output_format *format = &output_text;
	run r = { 0 };
	args a;
	int status;

	if (!args_parse(&a, self, &s, argc, argv, &status))
		return status;
	o.bold = wants_bold(s.color);
	o.columns = terminal_columns(stdout);
	if (o.bold < 0)
		return complain("search: --color wants auto, always or never, not \"%s\"", s.color);
	if (s.json + s.tsv + s.trec > 1)
		return complain("search: only one of --json, --tsv and --trec can be had");
	if (!a.count)
		return complain("search: there is no query (see dossier search --help)");
	format = s.json ? &output_json : s.tsv ? &output_tsv : s.trec ? &output_trec : format;
	r.text = join(&a);
	status = r.text ? search(&r, &s, &o, format) : complain("out of memory");
	release(&r);
	return status;
}

const command cmd_search = { "search", "[OPTION]... QUERY...", "Answer a query, best documents first.",
                             options, notes, run_search };

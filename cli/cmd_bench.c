/*
 * cmd_bench.c - dossier bench: how long an index takes to answer, over files of queries
 *
 * Every query of a file is run once without the clock, then --runs times more, the file over and over; a query's time is the
 * median of its runs.  It reaches from the text to the hits, parsing included; --passages adds loading the documents and
 * choosing the passages.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "args.h"
#include "eval/trectext.h"
#include "json.h"
#include "place.h"
#include "terminal.h"

typedef struct settings {
	const char   *index;
	unsigned long limit, runs;
	int total, passages, json;
} settings;

#define AT(member) offsetof(settings, member)

static const option options[] = {
	{ 'i', "index",    TEXT,   AT(index),    "DIR", "the index; else $DOSSIER_INDEX, ./.dossier, the sample" },
	{ 'n', "limit",    NUMBER, AT(limit),    "N",   "ask for the N best documents (10); 0: only for the total" },
	{ 0,   "total",    FLAG,   AT(total),    NULL,  "ask for the exact total as well" },
	{ 0,   "passages", FLAG,   AT(passages), NULL,  "load the documents and choose their passages as well" },
	{ 0,   "runs",     NUMBER, AT(runs),     "N",   "run each query N times (10), after one that does not count" },
	{ 0,   "json",     FLAG,   AT(json),     NULL,  "print one JSON object" },
	{ 0 }
};

static const char notes[] =
	"FILE holds a query a line.  A query's time is the median of its runs, in microseconds; printed are, over\n"
	"the queries of a file, the time that half, nine in ten and 99 in 100 of them do not exceed, and the longest.";

#define RUNS_AT_MOST 1000u

typedef struct timed_query {
	dossier_str text;
	double      us;
} timed_query;

/* What is measured of one file, and all that is held meanwhile. */
typedef struct bench {
	const settings   *s;
	dossier_index    *index;
	dossier_search   *search;
	dossier_document *document;
	dossier_error     err;
	trectext     text;
	timed_query *queries;
	size_t       count, room;
	size_t       answered; /* queries that at least one document matches */
	double      *runs;     /* of all queries: query i has those from i * s->runs */
} bench;

static void release(bench *b)
{
	free(b->runs);
	free(b->queries);
	trectext_release(&b->text);
	dossier_document_free(b->document);
	dossier_search_free(b->search);
	dossier_index_close(b->index);
}

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static dossier_status walk_hits(bench *b)
{
	dossier_passage passage;
	dossier_hit hit;
	dossier_status st = DOSSIER_OK;

	while (!st && dossier_search_next(b->search, &hit)) {
		if (!b->s->passages)
			continue;
		st = dossier_document_load(&b->document, b->index, hit.document, &b->err);
		if (!st)
			st = dossier_search_passage(b->search, b->document, &passage, &b->err);
	}
	return st;
}

/* Answer one query.  *us is the time it took. */
static dossier_status answer(bench *b, dossier_str text, double *us)
{
	dossier_query_options parsing = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_search_options running = DOSSIER_SEARCH_OPTIONS_INIT;
	const double start = now_us();
	dossier_query *query = NULL;
	dossier_status st;

	parsing.schema = dossier_index_schema(b->index);
	running.limit = (uint32_t)b->s->limit;
	running.total = b->s->total || !b->s->limit ? DOSSIER_TOTAL_EXACT : DOSSIER_TOTAL_AT_LEAST;
	st = dossier_query_parse(&query, text, &parsing, &b->err);
	if (!st)
		st = dossier_search_run(b->search, query, &running, &b->err);
	if (!st)
		st = walk_hits(b);
	dossier_query_free(query);
	*us = now_us() - start;
	return st;
}

static dossier_status read_queries(bench *b, const char *path)
{
	dossier_str line;
	dossier_status st = trectext_read(&b->text, path, &b->err);

	b->count = b->answered = 0;
	while (!st && trectext_line(&b->text, &line)) {
		st = array_room((void **)&b->queries, &b->room, b->count, sizeof *b->queries, &b->err);
		if (!st)
			b->queries[b->count++] = (timed_query){ .text = line };
	}
	if (!st && !b->count)
		st = trectext_fail(&b->text, 0, "there is no query", &b->err);
	return st;
}

static int ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
	qsort(values, n, sizeof *values, ascending);
	return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

/* The pass that does not count, then the runs, all queries in each. */
static dossier_status run_all(bench *b)
{
	const size_t runs = b->s->runs;
	dossier_status st = DOSSIER_OK;
	double us;

	for (size_t i = 0; !st && i < b->count; i++) {
		st = answer(b, b->queries[i].text, &us);
		b->answered += !st && dossier_search_total(b->search) > 0;
	}
	for (size_t r = 0; !st && r < runs; r++)
		for (size_t i = 0; !st && i < b->count; i++)
			st = answer(b, b->queries[i].text, &b->runs[i * runs + r]);
	for (size_t i = 0; !st && i < b->count; i++)
		b->queries[i].us = median(b->runs + i * runs, runs);
	return st;
}

static dossier_status measure(bench *b, const char *path)
{
	dossier_status st = read_queries(b, path);

	if (st)
		return st;
	free(b->runs);
	b->runs = calloc(b->count, b->s->runs * sizeof *b->runs);
	return b->runs ? run_all(b) : array_no_memory(&b->err);
}

static int faster_first(const void *a, const void *b)
{
	return ascending(&((const timed_query *)a)->us, &((const timed_query *)b)->us);
}

/* The time that `percent` of the queries, which are in order, do not exceed. */
static double percentile(const bench *b, size_t percent)
{
	const size_t rank = (b->count * percent + 99) / 100;

	return b->queries[rank ? rank - 1 : 0].us;
}

static const struct {
	const char *name, *key;
	size_t percent;
} columns[] = { { "p50", "p50_us", 50 }, { "p90", "p90_us", 90 }, { "p99", "p99_us", 99 }, { "max", "max_us", 100 } };

enum { COLUMNS = sizeof columns / sizeof *columns };

static void print_text(const bench *b)
{
	printf("%8zu %8zu", b->count, b->answered);
	for (size_t i = 0; i < COLUMNS; i++)
		printf(" %10.1f", percentile(b, columns[i].percent));
	fputs("  ", stdout);
	terminal_put(stdout, dossier_str_of(b->text.name));
	fputs("\n    longest: ", stdout);
	terminal_put(stdout, b->queries[b->count - 1].text);
	fputc('\n', stdout);
}

static void print_json(const bench *b, json *j)
{
	json_open(j, NULL, '{');
	json_text(j, "file", dossier_str_of(b->text.name));
	json_number(j, "queries", b->count);
	json_number(j, "answered", b->answered);
	for (size_t i = 0; i < COLUMNS; i++)
		json_real(j, columns[i].key, percentile(b, columns[i].percent));
	json_text(j, "longest", b->queries[b->count - 1].text);
	json_close(j, '}');
}

static void print_head(const bench *b, json *j)
{
	if (j) {
		json_open(j, NULL, '{');
		json_number(j, "documents", dossier_index_get_stats(b->index).documents);
		json_number(j, "limit", b->s->limit);
		json_number(j, "runs", b->s->runs);
		json_open(j, "files", '[');
		return;
	}
	printf("%" PRIu64 " documents; times in microseconds\n%8s %8s", dossier_index_get_stats(b->index).documents, "queries",
	       "answered");
	for (size_t i = 0; i < COLUMNS; i++)
		printf(" %10s", columns[i].name);
	fputc('\n', stdout);
}

static int bench_files(bench *b, const args *files)
{
	json out = { stdout, 0 }, *j = b->s->json ? &out : NULL;

	if (place_open(&b->index, b->s->index, NULL))
		return TROUBLE;
	if (dossier_search_new(&b->search, b->index, &b->err))
		return complain_error(&b->err);
	for (int i = 0; i < files->count; i++) {
		if (measure(b, files->operands[i]))
			return complain_error(&b->err);
		qsort(b->queries, b->count, sizeof *b->queries, faster_first);
		if (!i)
			print_head(b, j);
		if (j)
			print_json(b, j);
		else
			print_text(b);
		trectext_release(&b->text);
	}
	if (j) {
		json_close(j, ']');
		json_close(j, '}');
		fputc('\n', stdout);
	}
	return DONE;
}

static int run_bench(const command *self, int argc, char **argv)
{
	settings s = { .limit = 10, .runs = 10 };
	bench b = { .s = &s };
	args a;
	int status;

	if (!args_parse(&a, self, &s, argc, argv, &status))
		return status;
	if (!a.count)
		return complain("bench: there is no file of queries (see dossier bench --help)");
	if (!s.runs || s.runs > RUNS_AT_MOST)
		return complain("bench: --runs wants 1 to %u", RUNS_AT_MOST);
	status = bench_files(&b, &a);
	release(&b);
	return status;
}

const command cmd_bench = { "bench", "[OPTION]... FILE...", "Measure how fast an index answers the queries of a file.", options,
                            notes, run_bench };

/*
 * corpus.c - index one corpus, then answer queries: MB/s, bytes by part, microseconds
 *
 *   corpus CORPUS INDEX QUERIES [MEMORY_MB [TEXT [THREADS]]]     TEXT 0: the body is indexed and not stored
 *
 * Uses the public interface alone.  Building is timed from opening the writer to the end of the
 * commit, reading and parsing the corpus included, synced to the disk.  A query is timed from its text to the ranked
 * list of 10 hits and the exact total, parsing included, stored documents not touched; the time is the median of
 * 15 runs that go over all queries in turn, after one that is not counted.
 */
#define _POSIX_C_SOURCE 200809L

#include <dossier.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { RUNS = 15, QUERIES_MAX = 1000 };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void die(const char *what, const dossier_error *err)
{
	fprintf(stderr, "corpus: %s: %s\n", what, err->message);
	exit(2);
}

/* The schema "publication" with a body that is not stored; `fields` holds its fields. */
static dossier_schema without_text(dossier_field fields[DOSSIER_FIELDS_MAX])
{
	dossier_schema schema = *dossier_schema_publication();

	for (size_t i = 0; i < schema.count; i++) {
		fields[i] = schema.fields[i];
		if (!strcmp(fields[i].name, "body"))
			fields[i].flags &= (uint16_t)~DOSSIER_FIELD_STORED;
	}
	schema.fields = fields;
	return schema;
}

static void build(const char *corpus, const char *dir, size_t memory, int text, int threads)
{
	dossier_field fields[DOSSIER_FIELDS_MAX];
	const dossier_schema lean = without_text(fields);
	dossier_writer_options options = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_import_counts counts = { 0 };
	dossier_writer *w = NULL;
	dossier_error err;
	struct rusage used;
	const double begun = now();
	double took;

	options.memory = memory;
	options.threads = threads;
	options.schema = text ? NULL : &lean;
	if (dossier_writer_open(&w, dir, &options, &err) ||
	    dossier_import_path(w, corpus, NULL, &counts, &err) ||
	    dossier_writer_commit(w, &err))
		die("building", &err);
	dossier_writer_close(w);
	took = now() - begun;
	getrusage(RUSAGE_SELF, &used);
	printf("corpus     %s\n", corpus);
	printf("records    %llu added, %llu replaced, %llu refused\n", (unsigned long long)counts.added,
	       (unsigned long long)counts.replaced, (unsigned long long)counts.refused);
	printf("build      %.1f MB in %.2f s: %.1f MB/s, of it %.2f s of processor time; %ld MB resident at most\n",
	       (double)counts.bytes / 1e6, took, (double)counts.bytes / 1e6 / took,
	       (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec * 1e-6 +
	       (double)used.ru_stime.tv_sec + (double)used.ru_stime.tv_usec * 1e-6, used.ru_maxrss / 1024);
	printf("size       percent of these %.1f MB\n", (double)counts.bytes / 1e6);
	{
		dossier_section_stats s;
		dossier_index *ix = NULL;

		if (dossier_index_open(&ix, dir, NULL, &err))
			die(dir, &err);
		for (size_t i = 0; dossier_index_section(ix, i, &s); i++)
			printf("  %-18s %8.2f MB %6.2f %%\n", s.name, (double)s.bytes / 1e6,
			       100.0 * (double)s.bytes / (double)counts.bytes);
		dossier_index_close(ix);
	}
}

/* Time of one run of one query, in microseconds. */
static double run(dossier_search *search, const char *text, uint64_t *total)
{
	dossier_query *q = NULL;
	dossier_error err;
	const double begun = now();

	if (dossier_query_parse(&q, dossier_str_of(text), NULL, &err) || dossier_search_run(search, q, NULL, &err))
		die(text, &err);
	*total = dossier_search_total(search);
	dossier_query_free(q);
	return (now() - begun) * 1e6;
}

static int ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static size_t read_queries(const char *path, char *lines[QUERIES_MAX])
{
	FILE *f = fopen(path, "r");
	size_t cap = 0, n = 0;

	if (!f) {
		perror(path);
		exit(2);
	}
	while (n < QUERIES_MAX) {
		lines[n] = NULL;
		cap = 0;
		if (getline(&lines[n], &cap, f) < 0)
			break;
		lines[n][strcspn(lines[n], "\n")] = '\0';
		n++;
	}
	free(n < QUERIES_MAX ? lines[n] : NULL);
	fclose(f);
	return n;
}

static void answer(const char *dir, const char *queries)
{
	static double took[QUERIES_MAX][RUNS];
	static char *lines[QUERIES_MAX];
	static uint64_t totals[QUERIES_MAX];
	const size_t n = read_queries(queries, lines);
	dossier_search *search = NULL;
	dossier_index *ix = NULL;
	dossier_error err;
	const double begun = now();

	if (dossier_index_open(&ix, dir, NULL, &err))
		die(dir, &err);
	printf("open       %.0f us\n", (now() - begun) * 1e6);
	if (dossier_search_new(&search, ix, &err))
		die(dir, &err);
	for (int r = -1; r < RUNS; r++)
		for (size_t i = 0; i < n; i++) {
			const double us = run(search, lines[i], &totals[i]);

			took[i][r < 0 ? 0 : r] = us;
		}
	printf("queries      us    total\n");
	for (size_t i = 0; i < n; i++) {
		qsort(took[i], RUNS, sizeof took[i][0], ascending);
		printf("  %10.0f %8llu  %s\n", took[i][RUNS / 2], (unsigned long long)totals[i], lines[i]);
		free(lines[i]);
	}
	dossier_search_free(search);
	dossier_index_close(ix);
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fprintf(stderr, "usage: corpus CORPUS INDEX QUERIES [MEMORY_MB [TEXT [THREADS]]]\n");
		return 2;
	}
	build(argv[1], argv[2], argc > 4 ? (size_t)atol(argv[4]) << 20 : 0, argc <= 5 || atoi(argv[5]),
	      argc > 6 ? atoi(argv[6]) : 1);
	answer(argv[2], argv[3]);
	return 0;
}

/*
 * query.c - answer the lines of the public search-benchmark-game
 *
 *   query DIR         < lines "COMMAND<TAB>QUERY"
 *
 * COUNT and TOP_k_COUNT are answered by the number of documents that match, TOP_k by 1 when the k best were
 * found, as that benchmark's other engines do; what is no command by UNSUPPORTED.  A query is in Dossier's language, of which that of the
 * benchmark is a part: words are an OR, +a +b an AND, "a b" a phrase.  One line in, one line out, at once.
 */
#define _POSIX_C_SOURCE 200809L

#include <dossier.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOP_MAX = 1 << 20 };

static dossier_index  *ix;
static dossier_search *search;
static dossier_error   err;

static int die(const char *what)
{
	fprintf(stderr, "query: %s: %s\n", what, err.message);
	return 2;
}

/* Returns 0 for what is no command. */
static int read_command(const char *name, long *top, int *count)
{
	char *end = "";

	*top = 0;
	*count = 1;
	if (!strcmp(name, "COUNT"))
		return 1;
	if (strncmp(name, "TOP_", 4))
		return 0;
	*top = strtol(name + 4, &end, 10);
	*count = !strcmp(end, "_COUNT");
	return *top > 0 && *top <= TOP_MAX && (!*end || *count);
}

/* Ask, and walk the hits.  Returns the status of the search. */
static dossier_status run(const char *text, long top, int count)
{
	dossier_query_options reading = DOSSIER_QUERY_OPTIONS_INIT;
	dossier_search_options options = DOSSIER_SEARCH_OPTIONS_INIT;
	dossier_query *query = NULL;
	dossier_hit hit;
	dossier_status st;

	reading.schema = dossier_index_schema(ix);
	options.limit = (uint32_t)top;
	options.stop_words = DOSSIER_STOP_WORDS_KEEP; /* as the other engines there do */
	options.total = count ? DOSSIER_TOTAL_EXACT : DOSSIER_TOTAL_AT_LEAST;
	st = dossier_query_parse(&query, dossier_str_of(text), &reading, &err);
	if (!st)
		st = dossier_search_run(search, query, &options, &err);
	while (!st && dossier_search_next(search, &hit))
		;
	dossier_query_free(query);
	return st;
}

static int answer(char *line)
{
	char *const tab = strchr(line, '\t');
	int count;
	long top;

	line[strcspn(line, "\r\n")] = '\0';
	if (tab)
		*tab = '\0';
	if (!tab || !read_command(line, &top, &count)) {
		puts("UNSUPPORTED");
	} else {
		if (run(tab + 1, top, count))
			return die(tab + 1);
		printf("%" PRIu64 "\n", count ? dossier_search_total(search) : 1);
	}
	return fflush(stdout) ? 2 : 0;
}

int main(int argc, char **argv)
{
	char *line = NULL;
	size_t cap = 0;
	int status = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: query DIR < lines \"COMMAND<TAB>QUERY\"\n");
		return 2;
	}
	if (dossier_index_open(&ix, argv[1], NULL, &err) || dossier_search_new(&search, ix, &err))
		return die(argv[1]);
	while (!status && getline(&line, &cap, stdin) > 0)
		status = answer(line);
	free(line);
	dossier_search_free(search);
	dossier_index_close(ix);
	return status;
}

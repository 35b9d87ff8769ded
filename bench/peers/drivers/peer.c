/*
 * peer.c - see peer.h
 */
#define _XOPEN_SOURCE 700

#include "peer.h"

#include <errno.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

static const peer_engine *engine;

void peer_die(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s: %s\n", engine->name, what, why ? why : "failed");
	exit(2);
}

const char *peer_path(const char *dir, const char *name)
{
	static char path[4096];

	if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
		peer_die(dir, "too long a path");
	return path;
}

static double seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The clock of single queries; the processor's where other programs are running beside. */
static clockid_t query_clock(void)
{
	const char *const name = getenv("PEER_CLOCK");

	return name && !strcmp(name, "cpu") ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
}

/* Resident memory in MiB: "VmHWM" at most so far, "RssAnon" now without mapped files. */
static double status_mb(const char *key)
{
	FILE *const f = fopen("/proc/self/status", "r");
	const size_t n = strlen(key);
	char line[256];
	long kb = 0;

	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, key, n) && line[n] == ':')
			kb = atol(line + n + 1);
	if (f)
		fclose(f);
	return (double)kb / 1024;
}

/* Building. */

static unsigned long long folder_bytes;

/* A file with holes counts what it takes up. */
static int add_file(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	const unsigned long long size = (unsigned long long)st->st_size, used = (unsigned long long)st->st_blocks * 512;

	(void)path;
	(void)at;
	if (kind == FTW_F)
		folder_bytes += used < size ? used : size;
	return 0;
}

typedef struct tally {
	unsigned long long records, text_bytes, bytes;
} tally;

/* Read all records and give them to add(), unless that is NULL. */
static tally read_all(const char *corpus, void (*add)(const peer_record *))
{
	tally t = { 0 };
	peer_record record;
	peer_reader in;

	if (!peer_reader_open(&in, corpus))
		peer_die(corpus, strerror(errno));
	while (peer_reader_next(&in, &record)) {
		t.records++;
		t.text_bytes += record.title.n + record.body.n;
		if (add)
			add(&record);
	}
	t.bytes = in.bytes;
	peer_reader_close(&in);
	return t;
}

static int build(const char *corpus, const char *dir)
{
	const double begun = seconds(CLOCK_MONOTONIC), used = seconds(CLOCK_PROCESS_CPUTIME_ID);
	const char *more;
	double wall, cpu, reading;
	tally t;

	if (mkdir(dir, 0777) && errno != EEXIST)
		peer_die(dir, strerror(errno));
	engine->create(dir);
	t = read_all(corpus, engine->add);
	more = engine->finish();
	wall = seconds(CLOCK_MONOTONIC) - begun;
	cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - used;
	read_all(corpus, NULL);
	reading = seconds(CLOCK_PROCESS_CPUTIME_ID) - used - cpu;
	nftw(dir, add_file, 16, FTW_PHYS);
	printf("{\"engine\":\"%s\",\"documents\":%llu,\"wall_s\":%.3f,\"cpu_s\":%.3f,\"reading_s\":%.3f,"
	       "\"peak_mb\":%.1f,\"index_bytes\":%llu,\"text_bytes\":%llu,\"corpus_bytes\":%llu%s%s}\n",
	       engine->name, t.records, wall, cpu, reading, status_mb("VmHWM"), folder_bytes, t.text_bytes, t.bytes,
	       more ? "," : "", more ? more : "");
	return 0;
}

/* Answering one line after the other. */

static void print_hits(const peer_answer *a, int scores)
{
	for (int i = 0; i < a->n; i++) {
		char *const id = engine->id(a->document[i]);

		for (char *p = id; (p = strpbrk(p, " \t\n")); p++)
			*p = '_';
		printf("%s%s", i ? " " : "", id);
		if (scores)
			printf(":%.4f", a->score[i]);
		free(id);
	}
}

static int run(const peer_command *c, const char *query, peer_answer *a)
{
	a->count = 0;
	a->n = 0;
	return engine->run(c, query, a);
}

/* Cut a line in two at its tab.  Returns the query, or NULL when it holds no command. */
static const char *read_request(char *line, peer_command *c)
{
	char *const tab = strchr(line, '\t');

	line[strcspn(line, "\r\n")] = '\0';
	if (!tab)
		return NULL;
	*tab = '\0';
	return peer_command_read(line, c) ? tab + 1 : NULL;
}

static void answer(char *line, peer_answer *a, int scores)
{
	peer_command c;
	const char *const query = read_request(line, &c);

	if (!query || !run(&c, query, a)) {
		puts("UNSUPPORTED");
	} else {
		if (c.count)
			printf("%" PRIu64 "%s", a->count, c.top ? "\t" : "");
		print_hits(a, scores);
		putchar('\n');
	}
	fflush(stdout);
}

/* Timing. */

typedef struct timed_line {
	peer_command command;
	char    *query; /* NULL: the line was no request */
	double  *times; /* microseconds, one a pass */
	uint64_t count;
	int      supported;
} timed_line;

typedef struct bench {
	timed_line *lines;
	size_t      n, cap;
	int         passes; /* wanted */
	double      warm, limit;
} bench;

static void bench_add(bench *b, char *line)
{
	timed_line l = { .times = malloc((size_t)b->passes * sizeof(double)) };
	const char *const query = read_request(line, &l.command);

	if (b->n == b->cap) {
		b->cap = b->cap ? 2 * b->cap : 256;
		b->lines = realloc(b->lines, b->cap * sizeof *b->lines);
	}
	l.query = query ? strdup(query) : NULL;
	if (!b->lines || (query && !l.query) || !l.times)
		peer_die("memory", NULL);
	b->lines[b->n++] = l;
}

/*
 * Passes over all lines until the time is over, at least one.  Lines that the first pass does not reach within that time and half the
 * limit are left out of all that follows: a slow engine is measured on fewer queries.
 */
static void warm_up(bench *b, peer_answer *a)
{
	const double begun = seconds(CLOCK_MONOTONIC);
	int first = 1;

	do {
		for (size_t i = 0; i < b->n; i++) {
			timed_line *const l = &b->lines[i];

			if (first) {
				l->supported = l->query && run(&l->command, l->query, a);
				l->count = a->count;
				if (b->limit > 0 && seconds(CLOCK_MONOTONIC) - begun > b->warm + b->limit / 2)
					b->n = i + 1;
			} else if (l->supported) {
				run(&l->command, l->query, a);
			}
		}
		first = 0;
	} while (seconds(CLOCK_MONOTONIC) - begun < b->warm);
}

static int time_passes(bench *b, peer_answer *a)
{
	const double begun = seconds(CLOCK_MONOTONIC);
	const clockid_t clock = query_clock();
	int pass = 0;

	while (pass < b->passes) {
		for (size_t i = 0; i < b->n; i++) {
			timed_line *const l = &b->lines[i];
			const double from = seconds(clock);

			if (l->supported)
				run(&l->command, l->query, a);
			l->times[pass] = (seconds(clock) - from) * 1e6;
		}
		pass++;
		if (b->limit > 0 && seconds(CLOCK_MONOTONIC) - begun > b->limit)
			break;
	}
	return pass;
}

static int ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void print_times(const timed_line *l, int passes)
{
	double *const t = l->times;

	if (!l->supported) {
		puts("UNSUPPORTED");
		return;
	}
	qsort(t, (size_t)passes, sizeof *t, ascending);
	printf("%.2f\t%.2f\t%" PRIu64 "\n", t[0], (t[(passes - 1) / 2] + t[passes / 2]) / 2, l->count);
}

static void bench_run(bench *b, peer_answer *a)
{
	int passes;

	warm_up(b, a);
	passes = time_passes(b, a);
	for (size_t i = 0; i < b->n; i++)
		print_times(&b->lines[i], passes);
	fprintf(stderr, "{\"engine\":\"%s\",\"passes\":%d,\"peak_mb\":%.1f,\"heap_mb\":%.1f}\n", engine->name, passes,
	        status_mb("VmHWM"), status_mb("RssAnon"));
}

static int answer_all(const char *dir, bench b, int scores)
{
	peer_answer *const a = calloc(1, sizeof *a);
	char *line = NULL;
	size_t cap = 0;

	if (!a)
		peer_die("memory", NULL);
	engine->open(dir);
	while (getline(&line, &cap, stdin) > 0) {
		if (b.passes)
			bench_add(&b, line);
		else
			answer(line, a, scores);
	}
	if (b.passes)
		bench_run(&b, a);
	return 0;
}

static int query(int argc, char **argv)
{
	bench b = { .warm = 1 };
	int scores = 0;

	for (int i = 1; i < argc; i++) {
		const char *const value = i + 1 < argc ? argv[i + 1] : "";

		if (!strcmp(argv[i], "--scores"))
			scores = 1;
		else if (!strcmp(argv[i], "--bench"))
			b.passes = atoi(value), i++;
		else if (!strcmp(argv[i], "--warm"))
			b.warm = atof(value), i++;
		else if (!strcmp(argv[i], "--limit"))
			b.limit = atof(value), i++;
		else
			peer_die(argv[i], "is no option");
	}
	return answer_all(argv[0], b, scores);
}

int peer_main(const peer_engine *e, int argc, char **argv)
{
	engine = e;
	if (argc == 4 && !strcmp(argv[1], "index"))
		return build(argv[2], argv[3]);
	if (argc >= 3 && !strcmp(argv[1], "query"))
		return query(argc - 2, argv + 2);
	fprintf(stderr, "usage: %s index CORPUS.jsonl DIR\n       %s query DIR [--scores] [--bench PASSES [--warm S] [--limit S]]\n",
	        argv[0], argv[0]);
	return 2;
}

/*
 * cmd_index.c - dossier index: read files into an index
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "args.h"
#include "eval/trectext.h"
#include "place.h"
#include "progress.h"
#include "terminal.h"

#define MAP_MAX 64

typedef struct settings {
	const char   *index, *map, *title, *date, *url, *names, *language;
	unsigned long memory, threads;
	int no_text, no_names, no_exceptions;
} settings;

#define AT(member) offsetof(settings, member)

static const option options[] = {
	{ 'o', "output", TEXT,   AT(index),  "DIR", "the index to write; else $DOSSIER_INDEX, ./.dossier" },
	{ 0,   "map",    TEXT,   AT(map),    "MAP", "e.g. title=headline,body=text: which JSON keys to read" },
	{ 0,   "title",  TEXT,   AT(title),  "T",   "the title of a saved page" },
	{ 0,   "date",   TEXT,   AT(date),   "D",   "the date of a saved page" },
	{ 0,   "url",    TEXT,   AT(url),    "U",   "the address of a saved page" },
	{ 0,   "language", TEXT, AT(language), "L",  "the language of a new index (english), by name or code; none: no stems" },
	{ 0,   "memory", NUMBER, AT(memory), "MB",  "memory to build in (256)" },
	{ 0,   "threads", NUMBER, AT(threads), "N", "threads to build with (1)" },
	{ 0,   "no-text", FLAG,  AT(no_text), NULL, "a new index keeps no texts: smaller, but it shows no passages" },
	{ 0,   "names",  TEXT,   AT(names),  "FILE", "names for a new index to know, as dossier names prints them" },
	{ 0,   "no-names", FLAG, AT(no_names), NULL, "a new index knows no names: they are words" },
	{ 0,   "no-exceptions", FLAG, AT(no_exceptions), NULL, "a new index stems by Snowball alone" },
	{ 0 }
};

static const char notes[] =
	"Read are JSON Lines and saved pages, plain or gzip; folders with all that is in them; named pipes;\n"
	"- is standard input.  A document with an id that is there already replaces it.  All is added in\n"
	"one step at the end: after a failure the index is as it was before.  Each document keeps file, bytes,\n"
	"SHA-256 and time of reading (show --json); with a time in $SOURCE_DATE_EPOCH the same input\n"
	"makes the same index.\n"
	"Exit status: 0 all was taken, 2 something was refused or failed.";

typedef struct import {
	dossier_writer *writer;
	dossier_import_options options;
	dossier_import_counts  counts;
	progress progress;
	dossier_error err;
} import;

static void print_refusal(void *ctx, const dossier_refusal *r)
{
	import *im = ctx;

	progress_clear(&im->progress);
	terminal_put(stderr, dossier_str_of(r->name));
	if (r->line)
		fprintf(stderr, ":%" PRIu64, r->line);
	else if (r->offset)
		fprintf(stderr, ": byte %" PRIu64, r->offset);
	fputs(": ", stderr);
	terminal_put(stderr, dossier_str_of(r->reason));
	fputc('\n', stderr);
}

static int show_progress(void *ctx, const dossier_import_counts *counts)
{
	import *im = ctx;

	progress_show(&im->progress, counts);
	return 0;
}

static int read_input(void *ctx, void *bytes, size_t n, size_t *got)
{
	const int *const fd = ctx;
	ssize_t r;

	do
		r = read(*fd, bytes, n);
	while (r < 0 && errno == EINTR);
	if (r < 0)
		return errno;
	*got = (size_t)r;
	return 0;
}

/* Split "a=b,c=d" in place.  Returns the number of parts, or MAP_MAX + 1 when there are more than fit. */
static size_t split_map(char *text, const char **map)
{
	size_t n = 0;

	for (char *part = text ? strtok(text, ",") : NULL; part && n <= MAP_MAX; part = strtok(NULL, ",")) {
		if (n < MAP_MAX)
			map[n] = part;
		n++;
	}
	return n;
}

static dossier_status import_stream(import *im, const char *name, int fd)
{
	return dossier_import_stream(im->writer, name, read_input, &fd, &im->options, &im->counts, &im->err);
}

/* What can be read once, from its beginning to its end: /dev/stdin, a named pipe, the shell's <(...). */
static int is_stream(const char *path)
{
	struct stat st;

	return !stat(path, &st) && (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode));
}

static dossier_status import_operand(import *im, const char *path)
{
	dossier_status st;
	int fd;

	if (!strcmp(path, "-"))
		return import_stream(im, path, STDIN_FILENO);
	fd = is_stream(path) ? open(path, O_RDONLY) : -1;
	if (fd < 0)
		return dossier_import_path(im->writer, path, &im->options, &im->counts, &im->err);
	st = import_stream(im, path, fd);
	close(fd);
	return st;
}

static dossier_status import_all(import *im, const args *a)
{
	dossier_status st = DOSSIER_OK;

	for (int i = 0; !st && i < a->count; i++)
		st = import_operand(im, a->operands[i]);
	return st;
}

/* Documents in the index now; an index that nothing was ever added to may not be there. */
static uint64_t count_documents(const char *dir)
{
	dossier_index *index = NULL;
	uint64_t n = 0;

	if (!dossier_index_open(&index, dir, NULL, NULL))
		n = dossier_index_get_stats(index).documents;
	dossier_index_close(index);
	return n;
}

/* The time that the environment wants files to be of, for builds that can be repeated; 0 when it does not care. */
static int read_epoch(int64_t *time)
{
	const char *const text = getenv("SOURCE_DATE_EPOCH");
	char *end;

	*time = 0;
	if (!text || !*text)
		return 1;
	errno = 0;
	*time = strtoll(text, &end, 10);
	if (errno || *end || *time < 0)
		return 0;
	if (!*time)
		*time = 1; /* 0 would be the clock */
	return 1;
}

static void print_summary(const import *im, const char *dir)
{
	const dossier_import_counts *c = &im->counts;
	const uint64_t documents = count_documents(dir);

	printf("%" PRIu64 " added, %" PRIu64 " replaced, %" PRIu64 " refused; %" PRIu64 " document%s in ",
	       c->added, c->replaced, c->refused, documents, documents == 1 ? "" : "s");
	terminal_put(stdout, dossier_str_of(dir));
	printf(" (%.1f MB text, %.1f MB/s)\n", (double)c->bytes / 1e6,
	       (double)c->bytes / 1e6 / progress_seconds(&im->progress));
	if (c->cards_left_out)
		printf("%" PRIu64 " card%s of publications that are there already: left out\n", c->cards_left_out,
		       c->cards_left_out == 1 ? "" : "s");
	if (c->strange)
		printf("%" PRIu64 " document%s in a language that is not known: read as in that of the index\n", c->strange,
		       c->strange == 1 ? "" : "s");
	if (c->mended)
		printf("%" PRIu64 " character%s of %" PRIu64 " document%s could not be read: U+FFFD stands there\n", c->replacements,
		       c->replacements == 1 ? "" : "s", c->mended, c->mended == 1 ? "" : "s");
}

/* The schema "publication" with a body that is searched and not kept; `fields` holds its fields. */
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

/* Open the writer that the settings ask for.  What went wrong stands in im->err. */
static dossier_status open_writer(import *im, const settings *s, const char *dir)
{
	dossier_writer_options options_of_writer = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_field fields[DOSSIER_FIELDS_MAX];
	const dossier_schema lean = without_text(fields);
	trectext names = { 0 };
	dossier_status st = s->names ? trectext_read(&names, s->names, &im->err) : DOSSIER_OK;

	options_of_writer.language = s->language;
	options_of_writer.memory = (size_t)s->memory << 20;
	options_of_writer.threads = s->threads < INT_MAX ? (int)s->threads : INT_MAX;
	options_of_writer.schema = s->no_text ? &lean : NULL;
	options_of_writer.names = s->names ? (dossier_str){ names.size ? names.bytes : "", names.size } : (dossier_str){ 0 };
	options_of_writer.flags = (s->no_names ? DOSSIER_WRITER_NO_NAMES : 0u) |
	                          (s->no_exceptions ? DOSSIER_WRITER_NO_EXCEPTIONS : 0u);
	if (!st)
		st = dossier_writer_open(&im->writer, dir, &options_of_writer, &im->err);
	trectext_release(&names);
	return st;
}

static int build(import *im, const settings *s, const args *a)
{
	const char *const dir = place_to_write(s->index);
	dossier_status st;

	if (open_writer(im, s, dir))
		return complain_error(&im->err);
	progress_begin(&im->progress, a->operands, a->count);
	st = import_all(im, a);
	if (!st)
		st = dossier_writer_commit(im->writer, &im->err);
	progress_clear(&im->progress);
	if (st) {
		complain_error(&im->err);
		return complain("nothing was added to %s", dir);
	}
	print_summary(im, dir);
	return im->counts.refused ? TROUBLE : DONE;
}

static int run_index(const command *self, int argc, char **argv)
{
	settings s = { 0 };
	import im = { .options = DOSSIER_IMPORT_OPTIONS_INIT };
	const char *map[MAP_MAX];
	char *map_text = NULL;
	args a;
	int status;

	if (!args_parse(&a, self, &s, argc, argv, &status))
		return status;
	if (!a.count)
		return complain("index: there is nothing to read (see dossier index --help)");
	if (s.map && !(map_text = strdup(s.map)))
		return complain("out of memory");
	im.options.map = map;
	im.options.map_count = split_map(map_text, map);
	im.options.title = dossier_str_of(s.title);
	im.options.date = dossier_str_of(s.date);
	im.options.url = dossier_str_of(s.url);
	im.options.refused = print_refusal;
	im.options.progress = show_progress;
	im.options.ctx = &im;
	if (!read_epoch(&im.options.read_time))
		status = complain("index: SOURCE_DATE_EPOCH is no number of seconds");
	else if (im.options.map_count > MAP_MAX)
		status = complain("index: --map has more than %d parts", MAP_MAX);
	else
		status = build(&im, &s, &a);
	dossier_writer_close(im.writer);
	free(map_text);
	return status;
}

const command cmd_index = { "index", "[OPTION]... FILE|DIR|-...", "Read files into an index; it is made when missing.",
                            options, notes, run_index };

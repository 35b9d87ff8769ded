/*
 * cmd_delete.c - dossier delete: take documents out of an index
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "place.h"
#include "terminal.h"

typedef struct settings {
	const char *index;
} settings;

static const option options[] = {
	{ 'i', "index", TEXT, offsetof(settings, index), "DIR", "the index; else $DOSSIER_INDEX, ./.dossier" },
	{ 0 }
};

typedef struct deletion {
	dossier_writer *writer;
	uint64_t deleted, missing;
	dossier_error err;
} deletion;

static dossier_status delete_one(deletion *d, dossier_str id)
{
	int found = 0;
	const dossier_status st = dossier_writer_delete(d->writer, id, &found, &d->err);

	d->deleted += found != 0;
	d->missing += !st && !found;
	return st;
}

/* One id a line. */
static dossier_status delete_lines(deletion *d, FILE *in)
{
	dossier_status st = DOSSIER_OK;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	while (!st && (n = getline(&line, &cap, in)) >= 0) {
		while (n && strchr("\r\n", line[n - 1]))
			n--;
		if (n)
			st = delete_one(d, (dossier_str){ line, (size_t)n });
	}
	free(line);
	return st;
}

static dossier_status delete_all(deletion *d, const args *a)
{
	dossier_status st = DOSSIER_OK;

	for (int i = 0; i < a->count && !st; i++) {
		if (strcmp(a->operands[i], "-"))
			st = delete_one(d, dossier_str_of(a->operands[i]));
		else
			st = delete_lines(d, stdin);
	}
	return st;
}

static int delete(deletion *d, const args *a, const char *dir)
{
	dossier_status st = delete_all(d, a);

	if (!st && ferror(stdin))
		return complain("delete: cannot read standard input; nothing was deleted in %s", dir);
	if (!st)
		st = dossier_writer_commit(d->writer, &d->err);
	if (st) {
		complain_error(&d->err);
		return complain("nothing was deleted in %s", dir);
	}
	printf("%" PRIu64 " deleted, %" PRIu64 " not found in ", d->deleted, d->missing);
	terminal_put(stdout, dossier_str_of(dir));
	fputc('\n', stdout);
	return d->deleted ? DONE : NOTHING;
}

static int run_delete(const command *self, int argc, char **argv)
{
	settings s = { 0 };
	deletion d = { 0 };
	const char *dir;
	args a;
	int status;

	if (!args_parse(&a, self, &s, argc, argv, &status))
		return status;
	if (!a.count)
		return complain("delete: there is no ID (see dossier delete --help)");
	status = place_change(&d.writer, s.index, "delete", NULL, &dir, NULL);
	if (!status)
		status = delete(&d, &a, dir);
	dossier_writer_close(d.writer);
	return status;
}

const command cmd_delete = { "delete", "[OPTION]... ID...|-", "Take documents out of an index.", options,
                             "- reads ids from standard input, one a line.  All are deleted in one step at the end.\n"
                             "Exit status: 0 some were deleted, 1 none was there, 2 trouble.", run_delete };

/*
 * cmd_check.c - dossier check: read every byte of an index and say what is wrong
 */
#include <inttypes.h>
#include <stdio.h>

#include "args.h"
#include "json.h"
#include "place.h"
#include "terminal.h"

typedef struct settings {
	const char *index;
	int json;
} settings;

static const option options[] = {
	{ 'i', "index", TEXT, offsetof(settings, index), "DIR", "the index; else $DOSSIER_INDEX, ./.dossier" },
	{ 0,   "json",  FLAG, offsetof(settings, json),  NULL,  "print one JSON object" },
	{ 0 }
};

static void print_problem(void *ctx, const dossier_problem *p)
{
	(void)ctx;
	terminal_put(stdout, dossier_str_of(p->file));
	printf(": %s%s", p->section, *p->section ? ": " : "");
	terminal_put(stdout, dossier_str_of(p->message));
	fputc('\n', stdout);
}

static void collect_problem(void *ctx, const dossier_problem *p)
{
	json *j = ctx;

	json_open(j, NULL, '{');
	json_text(j, "file", dossier_str_of(p->file));
	json_text(j, "section", dossier_str_of(p->section));
	json_text(j, "message", dossier_str_of(p->message));
	json_close(j, '}');
}

static int check_text(const char *dir)
{
	uint64_t problems = 0;
	dossier_error err;

	if (dossier_check(dir, NULL, print_problem, NULL, &problems, &err))
		return complain_error(&err);
	if (!problems)
		puts("ok");
	else
		printf("%" PRIu64 " problem%s\n", problems, problems == 1 ? "" : "s");
	return problems ? TROUBLE : DONE;
}

static int check_json(const char *dir)
{
	json j = { stdout, 0 };
	uint64_t problems = 0;
	dossier_status st;
	dossier_error err;

	json_open(&j, NULL, '{');
	json_text(&j, "index", dossier_str_of(dir));
	json_open(&j, "problems", '[');
	st = dossier_check(dir, NULL, collect_problem, &j, &problems, &err);
	json_close(&j, ']');
	json_number(&j, "count", problems);
	if (st)
		json_text(&j, "error", dossier_str_of(err.message));
	json_close(&j, '}');
	fputc('\n', stdout);
	if (st)
		return complain_error(&err);
	return problems ? TROUBLE : DONE;
}

static int run_check(const command *self, int argc, char **argv)
{
	settings s = { 0 };
	const char *dir;
	args a;
	int status;

	if (!args_parse(&a, self, &s, argc, argv, &status))
		return status;
	dir = place_to_read(s.index);
	if (!dir)
		return complain("check: there is no index here; name one with -i DIR");
	return s.json ? check_json(dir) : check_text(dir);
}

const command cmd_check = { "check", "[OPTION]...", "Read every byte of an index and say what is wrong.", options,
                            "Exit status: 0 all is well, 2 something is wrong.", run_check };

/*
 * cmd_stats.c - dossier stats: what an index holds and where its bytes are
 */
#include <inttypes.h>
#include <string.h>

#include "args.h"
#include "json.h"
#include "place.h"
#include "terminal.h"

#define BAR_MAX 30u

/* Names take at least and at most so many columns; a longer one is cut. */
#define NAME_MIN_COLUMNS 24
#define NAME_MAX_COLUMNS 48

typedef struct settings {
	const char *index;
	int json;
} settings;

static const option options[] = {
	{ 'i', "index", TEXT, offsetof(settings, index), "DIR", "the index; else $DOSSIER_INDEX, ./.dossier, the sample" },
	{ 0,   "json",  FLAG, offsetof(settings, json),  NULL,  "print one JSON object" },
	{ 0 }
};

/* A number with a comma before every three digits. */
static const char *grouped(uint64_t n, char out[32])
{
	char digits[24];
	const int count = snprintf(digits, sizeof digits, "%" PRIu64, n);
	char *to = out;

	for (int i = 0; i < count; i++) {
		if (i && (count - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return out;
}

/* One count of documents per value: a column's values are walked twice, for the longest bar and to print. */
typedef struct counting {
	json    *json;
	uint64_t most;
	int      width; /* columns of the names */
} counting;

static dossier_str name_of(dossier_str value)
{
	return value.n ? value : dossier_str_of("(none)");
}

static int measure(void *ctx, dossier_str value, uint64_t documents)
{
	counting *c = ctx;
	const int width = terminal_width_of(name_of(value));

	if (documents > c->most)
		c->most = documents;
	if (width > c->width)
		c->width = width < NAME_MAX_COLUMNS ? width : NAME_MAX_COLUMNS;
	return 0;
}

static int print_bar(void *ctx, dossier_str value, uint64_t documents)
{
	const counting *c = ctx;
	char number[32];

	fputs("  ", stdout);
	terminal_put_columns(stdout, name_of(value), c->width);
	printf(" %10s  ", grouped(documents, number));
	for (uint64_t i = 0; i < (documents * BAR_MAX + c->most - 1) / c->most; i++)
		fputc('#', stdout);
	fputc('\n', stdout);
	return 0;
}

static int print_count(void *ctx, dossier_str value, uint64_t documents)
{
	const counting *c = ctx;

	json_open(c->json, NULL, '{');
	json_text(c->json, "value", value);
	json_number(c->json, "documents", documents);
	json_close(c->json, '}');
	return 0;
}

/* A schema of its own may be without the column: then there is nothing to print. */
static dossier_status print_column(dossier_index *ix, const char *field, const char *title, json *j,
                                   dossier_error *err)
{
	counting c = { j, 0, NAME_MIN_COLUMNS };
	dossier_status st = dossier_index_count_values(ix, field, measure, &c, err);

	if (st || !c.most)
		return st == DOSSIER_ERR_NOTFOUND ? DOSSIER_OK : st;
	if (!j) {
		printf("\ndocuments per %s\n", title);
		return dossier_index_count_values(ix, field, print_bar, &c, err);
	}
	json_open(j, title, '[');
	st = dossier_index_count_values(ix, field, print_count, &c, err);
	json_close(j, ']');
	return st;
}

static void print_line(const char *name, uint64_t n)
{
	char number[32];

	printf("%-16s %15s\n", name, grouped(n, number));
}

static void print_text(const dossier_index *ix, const char *dir)
{
	const dossier_index_stats all = dossier_index_get_stats(ix);
	dossier_section_stats section;
	dossier_field_stats field;
	char a[32], b[32], c[32];

	printf("index            %s\n", dir ? dir : "the built-in sample");
	print_line("documents", all.documents);
	print_line("deleted", all.deleted);
	print_line("segments", all.segments);
	print_line("generation", all.generation);
	print_line("bytes", all.bytes);
	printf("\n%-16s %15s %15s %15s\n", "field", "terms", "postings", "tokens");
	for (size_t i = 0; dossier_index_field(ix, i, &field); i++)
		printf("%-16s %15s %15s %15s\n", field.name, grouped(field.terms, a), grouped(field.postings, b),
		       grouped(field.tokens, c));
	printf("\n%-16s %15s\n", "section", "bytes");
	for (size_t i = 0; dossier_index_section(ix, i, &section); i++)
		print_line(section.name, section.bytes);
}

static void print_json(json *j, const dossier_index *ix, const char *dir)
{
	const dossier_index_stats all = dossier_index_get_stats(ix);
	dossier_section_stats section;
	dossier_field_stats field;

	json_text(j, "index", dossier_str_of(dir));
	json_number(j, "documents", all.documents);
	json_number(j, "deleted", all.deleted);
	json_number(j, "segments", all.segments);
	json_number(j, "generation", all.generation);
	json_number(j, "bytes", all.bytes);
	json_open(j, "fields", '[');
	for (size_t i = 0; dossier_index_field(ix, i, &field); i++) {
		json_open(j, NULL, '{');
		json_text(j, "name", dossier_str_of(field.name));
		json_number(j, "terms", field.terms);
		json_number(j, "postings", field.postings);
		json_number(j, "tokens", field.tokens);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_open(j, "sections", '{');
	for (size_t i = 0; dossier_index_section(ix, i, &section); i++)
		json_number(j, section.name, section.bytes);
	json_close(j, '}');
}

static int print_stats(dossier_index *ix, const char *dir, int as_json)
{
	json out = { stdout, 0 }, *j = as_json ? &out : NULL;
	dossier_status st;
	dossier_error err;

	if (j) {
		json_open(j, NULL, '{');
		print_json(j, ix, dir);
	} else {
		print_text(ix, dir);
	}
	st = print_column(ix, "type", "type", j, &err);
	if (!st)
		st = print_column(ix, "date", "year", j, &err);
	if (st)
		return complain_error(&err);
	if (j) {
		json_close(j, '}');
		fputc('\n', stdout);
	}
	return DONE;
}

static int run_stats(const command *self, int argc, char **argv)
{
	settings s = { 0 };
	dossier_index *index = NULL;
	const char *dir;
	args a;
	int status;

	if (!args_parse(&a, self, &s, argc, argv, &status))
		return status;
	status = place_open(&index, s.index, &dir);
	if (!status)
		status = print_stats(index, dir, s.json);
	dossier_index_close(index);
	return status;
}

const command cmd_stats = { "stats", "[OPTION]...", "Say what an index holds and where its bytes are.", options, NULL,
                            run_stats };

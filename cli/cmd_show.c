/*
 * cmd_show.c - dossier show: print documents as they are stored
 */
#include <string.h>

#include "args.h"
#include "json.h"
#include "place.h"
#include "terminal.h"

typedef struct settings {
	const char *index;
	int json;
} settings;

static const option options[] = {
	{ 'i', "index", TEXT, offsetof(settings, index), "DIR", "the index; else $DOSSIER_INDEX, ./.dossier, the sample" },
	{ 0,   "json",  FLAG, offsetof(settings, json),  NULL,  "print each document as a line of JSON" },
	{ 0 }
};

/* What a person looks for first stands first, and what is long last. */
static const char *const first_fields[] = { "id", "title", "date", "type", "topics", "authors", "url" };
static const char last_field[] = "body";

#define FIRST_FIELDS (sizeof first_fields / sizeof *first_fields)
#define PLACES (FIRST_FIELDS + 2)

/* Where a field stands in the order of printing; fields that are at the same place keep theirs. */
static size_t place_of(const char *field)
{
	size_t i = 0;

	if (!strcmp(field, last_field))
		return PLACES - 1;
	while (i < FIRST_FIELDS && strcmp(field, first_fields[i]))
		i++;
	return i;
}

/* One line a value, the name before the first of a field; texts of several lines stand below. */
static void print_value(const dossier_value *v, const char *name)
{
	if (v->text.n > 200 || memchr(v->text.p, '\n', v->text.n)) {
		printf("%s\n", name);
		terminal_put_lines(stdout, v->text);
	} else {
		printf("%-9s ", name);
		terminal_put(stdout, v->text);
	}
	fputc('\n', stdout);
}

static void print_text(const dossier_document *doc)
{
	const char *field = "";

	for (size_t place = 0; place < PLACES; place++)
		for (size_t i = 0; i < dossier_document_count(doc); i++) {
			const dossier_value v = dossier_document_at(doc, i);

			if (place_of(v.field) != place)
				continue;
			print_value(&v, strcmp(field, v.field) ? v.field : "");
			field = v.field;
		}
}

static int takes_many(const dossier_schema *schema, const char *name)
{
	for (size_t i = 0; i < schema->count; i++)
		if (!strcmp(schema->fields[i].name, name))
			return (schema->fields[i].flags & DOSSIER_FIELD_MANY) != 0;
	return 0;
}

/* The values of a field come one after the other. */
static size_t print_array(json *j, const dossier_document *doc, size_t i)
{
	const dossier_value first = dossier_document_at(doc, i);

	json_open(j, first.field, '[');
	for (; i < dossier_document_count(doc); i++) {
		const dossier_value v = dossier_document_at(doc, i);

		if (strcmp(v.field, first.field))
			break;
		json_text(j, NULL, v.text);
	}
	json_close(j, ']');
	return i;
}

/* The values of two fields are objects; "extra" holds what had no field, and so stands among the fields. */
static int print_object(json *j, dossier_value v)
{
	if (!strcmp(v.field, "extra"))
		return json_members(j, v.text);
	return !strcmp(v.field, "provenance") && json_object(j, v.field, v.text);
}

/* The values that stand at this place. */
static void print_members(json *j, const dossier_document *doc, const dossier_schema *schema, size_t place)
{
	size_t i = 0;

	while (i < dossier_document_count(doc)) {
		const dossier_value v = dossier_document_at(doc, i);
		const int is_here = place_of(v.field) == place;

		if (is_here && takes_many(schema, v.field)) {
			i = print_array(j, doc, i);
			continue;
		}
		if (is_here && !print_object(j, v))
			json_text(j, v.field, v.text);
		i++;
	}
}

static void print_json(const dossier_document *doc, const dossier_schema *schema)
{
	json j = { stdout, 0 };

	json_open(&j, NULL, '{');
	for (size_t place = 0; place < PLACES; place++)
		print_members(&j, doc, schema, place);
	json_close(&j, '}');
	fputc('\n', stdout);
}

static int show(dossier_index *index, const settings *s, const args *a)
{
	dossier_document *doc = NULL;
	int status = DONE, printed = 0;
	dossier_error err;

	for (int i = 0; status != TROUBLE && i < a->count; i++) {
		uint64_t number;
		dossier_status st = dossier_index_find(index, dossier_str_of(a->operands[i]), &number, &err);

		if (st == DOSSIER_ERR_NOTFOUND) {
			complain("there is no document \"%s\"", a->operands[i]);
			status = NOTHING;
			continue;
		}
		if (st || dossier_document_load(&doc, index, number, &err)) {
			status = complain_error(&err);
		} else if (s->json) {
			print_json(doc, dossier_index_schema(index));
		} else {
			if (printed++)
				fputc('\n', stdout);
			print_text(doc);
		}
	}
	dossier_document_free(doc);
	return status;
}

static int run_show(const command *self, int argc, char **argv)
{
	settings s = { 0 };
	dossier_index *index = NULL;
	args a;
	int status;

	if (!args_parse(&a, self, &s, argc, argv, &status))
		return status;
	if (!a.count)
		return complain("show: there is no ID (see dossier show --help)");
	status = place_open(&index, s.index, NULL);
	if (!status)
		status = show(index, &s, &a);
	dossier_index_close(index);
	return status;
}

const command cmd_show = { "show", "[OPTION]... ID...", "Print documents with all their stored fields.", options,
                           "Exit status: 0 all are there, 1 one is not, 2 trouble.", run_show };

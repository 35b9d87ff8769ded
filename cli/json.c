/*
 * json.c - see json.h
 */
#include "json.h"

#include <inttypes.h>

#include <cjson/cJSON.h>

#include "terminal.h"

static void put_escaped(FILE *out, uint32_t c, const char *bytes, size_t n)
{
	if (c == '"' || c == '\\')
		fprintf(out, "\\%c", (int)c);
	else if (c == '\n')
		fputs("\\n", out);
	else if (c == '\t')
		fputs("\\t", out);
	else if (terminal_steers(c))
		fprintf(out, "\\u%04x", (unsigned)c);
	else if (c == 0xFFFD)
		fputs("\xEF\xBF\xBD", out);
	else
		fwrite(bytes, 1, n, out);
}

static void put_string(FILE *out, dossier_str text)
{
	const char *const end = text.p + text.n;
	uint32_t c;

	fputc('"', out);
	for (const char *p = text.p; p < end; ) {
		const size_t n = terminal_decode(p, end, &c);

		put_escaped(out, c, p, n);
		p += n;
	}
	fputc('"', out);
}

static void begin(json *j, const char *key)
{
	if (j->comma)
		fputc(',', j->out);
	j->comma = 1;
	if (key) {
		put_string(j->out, dossier_str_of(key));
		fputc(':', j->out);
	}
}

void json_open(json *j, const char *key, char open)
{
	begin(j, key);
	fputc(open, j->out);
	j->comma = 0;
}

void json_close(json *j, char close)
{
	fputc(close, j->out);
	j->comma = 1;
}

void json_text(json *j, const char *key, dossier_str value)
{
	begin(j, key);
	put_string(j->out, value);
}

void json_number(json *j, const char *key, uint64_t value)
{
	begin(j, key);
	fprintf(j->out, "%" PRIu64, value);
}

void json_real(json *j, const char *key, double value)
{
	begin(j, key);
	fprintf(j->out, "%.6f", value);
}

static int is_object(dossier_str text)
{
	cJSON *const parsed = cJSON_ParseWithLength(text.p, text.n);
	const int yes = cJSON_IsObject(parsed) && parsed->child;

	cJSON_Delete(parsed);
	return yes;
}

/* Copied as it is written, since a number may be finer than a double; characters past ASCII stand in strings only. */
static void put_source(FILE *out, const char *p, const char *end)
{
	uint32_t c;

	while (p < end) {
		const size_t n = terminal_decode(p, end, &c);

		if (c >= 0x7F)
			put_escaped(out, c, p, n);
		else
			fputc(c == '\n' || c == '\r' || c == '\t' ? ' ' : (int)c, out);
		p += n;
	}
}

int json_members(json *j, dossier_str object)
{
	const char *p = object.p, *end = object.p + object.n;

	if (!is_object(object))
		return 0;
	while (*p++ != '{')
		;
	while (*--end != '}')
		;
	begin(j, NULL);
	put_source(j->out, p, end);
	return 1;
}

int json_object(json *j, const char *key, dossier_str object)
{
	if (!is_object(object))
		return 0;
	begin(j, key);
	put_source(j->out, object.p, object.p + object.n);
	return 1;
}

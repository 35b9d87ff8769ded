/*
 * output.c - see output.h
 */
#include "output.h"

#include <inttypes.h>
#include <string.h>

#include "terminal.h"

static const char dot[] = " \xC2\xB7 ";

/* Bytes of the line above a passage: a heading, a question and a name fit. */
#define CONTEXT_MAX 1024

static dossier_str field(const hit_view *v, const char *name)
{
	return dossier_document_get(v->document, name);
}

/* Value `i` of the document when it is one of the field, else an empty run. */
static dossier_str value_of(const hit_view *v, size_t i, const char *name)
{
	const dossier_value value = dossier_document_at(v->document, i);

	return strcmp(value.field, name) ? dossier_str_of(NULL) : value.text;
}

static void nothing(output *o)
{
	(void)o;
}

/* For people */

static void text_begin(output *o, const answer *a)
{
	if (!a->total)
		fputs("no document matches", o->out);
	else
		fprintf(o->out, "%" PRIu64 " document%s", a->total, a->total == 1 ? " matches" : "s match");
	if (a->count && a->count < a->total)
		fprintf(o->out, "; here %s %" PRIu64, a->count > 1 ? "are" : "is", a->first);
	if (a->count > 1 && a->count < a->total)
		fprintf(o->out, " to %" PRIu64, a->first + a->count - 1);
	fprintf(o->out, " (%.1f ms)\n", (double)a->took_us / 1000);
	if (a->count)
		fputc('\n', o->out);
}

static void put_part(output *o, dossier_str part, const char *before)
{
	if (!part.n)
		return;
	fputs(before, o->out);
	terminal_put(o->out, part);
}

/* date · type · topics */
static void put_facts(output *o, const hit_view *v)
{
	const char *before = "   ";
	int topics = 0;

	put_part(o, field(v, "date"), before);
	before = field(v, "date").n ? dot : before;
	put_part(o, field(v, "type"), before);
	before = field(v, "type").n ? dot : before;
	for (size_t i = 0; i < dossier_document_count(v->document); i++) {
		const dossier_str topic = value_of(v, i, "topics");

		put_part(o, topic, topics ? ", " : before);
		topics |= topic.n > 0;
	}
	if (topics || before == dot)
		fputc('\n', o->out);
}

static int is_within(dossier_str part, dossier_str text)
{
	return part.p >= text.p && part.p < text.p + text.n;
}

/* What the passage stands under, in a dim line: section · question · speaker, but for what it says itself. */
static void put_context(output *o, const dossier_passage *p)
{
	const dossier_str context[] = { p->section, p->question, p->speaker };
	char line[CONTEXT_MAX];
	size_t n = 0;

	for (size_t i = 0; i < sizeof context / sizeof *context; i++) {
		const dossier_str part = context[i];

		if (!part.n || is_within(part, p->text) || n + part.n + sizeof dot > sizeof line)
			continue;
		memcpy(line + n, dot, n ? sizeof dot - 1 : 0);
		n += n ? sizeof dot - 1 : 0;
		for (size_t k = 0; k < part.n; k++)
			line[n++] = part.p[k] == '\n' ? ' ' : part.p[k];
	}
	if (!n)
		return;
	fputs(o->bold ? "\033[2m" : "", o->out);
	terminal_wrap(o->out, (dossier_str){ line, n }, NULL, 0, o->columns, 3, 0);
	fputs(o->bold ? "\033[0m" : "", o->out);
}

/* A document whose text was not kept has its title for a passage, which stands above it already. */
static void put_passage(output *o, const dossier_passage *p, dossier_str title)
{
	if (p->text.n == title.n && title.n && !memcmp(p->text.p, title.p, title.n))
		return;
	put_context(o, p);
	terminal_wrap(o->out, p->text, p->highlights, p->count, o->columns, 3, o->bold);
}

static void text_hit(output *o, const hit_view *v)
{
	const dossier_str title = field(v, "title"), url = field(v, "url"), key = field(v, v->key);

	fprintf(o->out, "%" PRIu64 ". %s", v->hit.rank, o->bold ? "\033[1m" : "");
	terminal_put(o->out, title.n ? title : key);
	fprintf(o->out, "%s\n", o->bold ? "\033[0m" : "");
	put_facts(o, v);
	put_passage(o, &v->passage, title);
	put_part(o, url.n ? url : key, "   ");
	fputs("\n\n", o->out);
}

const output_format output_text = { 1, text_begin, text_hit, nothing };

/* JSON: one object */

static void json_begin(output *o, const answer *a)
{
	json_open(&o->json, NULL, '{');
	json_text(&o->json, "query", a->query);
	json_number(&o->json, "total", a->total);
	json_number(&o->json, "took_us", a->took_us);
	json_open(&o->json, "hits", '[');
}

static void json_values(output *o, const hit_view *v, const char *name)
{
	json_open(&o->json, name, '[');
	for (size_t i = 0; i < dossier_document_count(v->document); i++) {
		const dossier_str value = value_of(v, i, name);

		if (value.n)
			json_text(&o->json, NULL, value);
	}
	json_close(&o->json, ']');
}

static void json_passage(output *o, const dossier_passage *p)
{
	json_open(&o->json, "passage", '{');
	json_text(&o->json, "text", p->text);
	json_open(&o->json, "highlights", '[');
	for (size_t i = 0; i < p->count; i++) {
		json_open(&o->json, NULL, '[');
		json_number(&o->json, NULL, p->highlights[i].start);
		json_number(&o->json, NULL, p->highlights[i].end);
		json_close(&o->json, ']');
	}
	json_close(&o->json, ']');
	json_text(&o->json, "question", p->question);
	json_text(&o->json, "speaker", p->speaker);
	json_text(&o->json, "section", p->section);
	json_close(&o->json, '}');
}

static void json_hit(output *o, const hit_view *v)
{
	json_open(&o->json, NULL, '{');
	json_number(&o->json, "rank", v->hit.rank);
	json_real(&o->json, "score", v->hit.score);
	json_text(&o->json, "id", field(v, v->key));
	json_text(&o->json, "title", field(v, "title"));
	json_text(&o->json, "date", field(v, "date"));
	json_text(&o->json, "type", field(v, "type"));
	json_values(o, v, "topics");
	json_values(o, v, "authors");
	json_text(&o->json, "url", field(v, "url"));
	if (v->passage.text.n)
		json_passage(o, &v->passage);
	json_close(&o->json, '}');
}

static void json_end(output *o)
{
	json_close(&o->json, ']');
	json_close(&o->json, '}');
	fputc('\n', o->out);
}

const output_format output_json = { 1, json_begin, json_hit, json_end };

/* Lines for programs */

static void no_head(output *o, const answer *a)
{
	(void)o;
	(void)a;
}

static void tsv_hit(output *o, const hit_view *v)
{
	fprintf(o->out, "%" PRIu64 "\t%.6f", v->hit.rank, v->hit.score);
	fputc('\t', o->out);
	terminal_put(o->out, field(v, v->key));
	fputc('\t', o->out);
	terminal_put(o->out, field(v, "date"));
	fputc('\t', o->out);
	terminal_put(o->out, field(v, "title"));
	fputc('\n', o->out);
}

const output_format output_tsv = { 0, no_head, tsv_hit, nothing };

/* The columns are split at blanks, so that one inside of a key has to go. */
static void trec_hit(output *o, const hit_view *v)
{
	const dossier_str key = field(v, v->key);

	fputs("1 Q0 ", o->out);
	for (size_t i = 0; i < key.n; i++)
		fputc((unsigned char)key.p[i] <= ' ' || key.p[i] == 0x7F ? '_' : key.p[i], o->out);
	fprintf(o->out, " %" PRIu64 " %.6f dossier\n", v->hit.rank, v->hit.score);
}

const output_format output_trec = { 0, no_head, trec_hit, nothing };

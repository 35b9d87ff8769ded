/*
 * trecrun.c - see trecrun.h
 */
#include "eval/trecrun.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 6u

static dossier_status add_line(trecrun *r, dossier_str line, dossier_error *err)
{
	dossier_str f[FIELDS];
	ranked one = { .line = r->text.line };
	dossier_status st;

	if (fields_of(line, f, FIELDS) != FIELDS)
		return trectext_fail(&r->text, one.line, "not \"topic Q0 document rank score tag\"", err);
	if (!real_of(f[4], &one.score))
		return trectext_fail(&r->text, one.line, "the score is not a number", err);
	one.topic = f[0];
	one.document = f[2];
	st = array_room((void **)&r->all, &r->room, r->count, sizeof one, err);
	if (!st)
		r->all[r->count++] = one;
	return st;
}

static int by_topic_document(const void *a, const void *b)
{
	const ranked *const x = a, *const y = b;
	int order = str_order(x->topic, y->topic);

	order = order ? order : str_order(x->document, y->document);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static int by_topic_score(const void *a, const void *b)
{
	const ranked *const x = a, *const y = b;
	int order = str_order(x->topic, y->topic);

	order = order ? order : (x->score < y->score) - (x->score > y->score);
	return order ? order : str_order(y->document, x->document);
}

static dossier_status refuse_twice(const trecrun *r, dossier_error *err)
{
	for (size_t i = 1; i < r->count; i++)
		if (!str_order(r->all[i].topic, r->all[i - 1].topic) &&
		    !str_order(r->all[i].document, r->all[i - 1].document))
			return trectext_fail(&r->text, r->all[i].line, "this document was found before", err);
	return DOSSIER_OK;
}

dossier_status trecrun_finish(trecrun *r, dossier_error *err)
{
	dossier_str line;
	dossier_status st = DOSSIER_OK;

	while (!st && trectext_line(&r->text, &line))
		st = add_line(r, line, err);
	if (st || !r->count)
		return st;
	qsort(r->all, r->count, sizeof *r->all, by_topic_document);
	st = refuse_twice(r, err);
	if (!st)
		qsort(r->all, r->count, sizeof *r->all, by_topic_score);
	return st;
}

dossier_status trecrun_read(trecrun *r, const char *path, dossier_error *err)
{
	dossier_status st;

	*r = (trecrun){ .count = 0 };
	st = trectext_read(&r->text, path, err);
	return st ? st : trecrun_finish(r, err);
}

/* Written with as few digits as give the same number back. */
static void print_score(char *out, size_t size, double score)
{
	for (int digits = 6; digits <= 17; digits++) {
		snprintf(out, size, "%.*g", digits, score);
		if (strtod(out, NULL) == score)
			return;
	}
}

static int is_field(dossier_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
			return 0;
	return s.n > 0;
}

dossier_status trecrun_put(trecrun *r, dossier_str topic, dossier_str document, size_t rank, double score,
                           dossier_error *err)
{
	char digits[40], rest[96];
	dossier_status st;

	if (!is_field(topic) || !is_field(document))
		return trectext_fail(&r->text, 0, "an id that is empty or holds blanks cannot stand in a run", err);
	print_score(digits, sizeof digits, score);
	snprintf(rest, sizeof rest, " %zu %s dossier\n", rank, digits);
	st = trectext_put(&r->text, topic, err);
	st = st ? st : trectext_put(&r->text, dossier_str_of(" Q0 "), err);
	st = st ? st : trectext_put(&r->text, document, err);
	return st ? st : trectext_put(&r->text, dossier_str_of(rest), err);
}

void trecrun_release(trecrun *r)
{
	free(r->all);
	trectext_release(&r->text);
	*r = (trecrun){ .count = 0 };
}

ranking trecrun_topic(const trecrun *r, dossier_str topic)
{
	size_t low = 0, high = r->count, end;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (str_order(r->all[mid].topic, topic) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low; end < r->count && !str_order(r->all[end].topic, topic); end++)
		;
	return (ranking){ low < end ? r->all + low : NULL, end - low };
}

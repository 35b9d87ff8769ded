/*
 * judgments.c - see judgments.h
 */
#include "eval/judgments.h"

#include <stdlib.h>

static dossier_status add_line(judgments *j, dossier_str line, dossier_error *err)
{
	dossier_str f[4];
	const size_t n = fields_of(line, f, 4);
	judgment one = { .line = j->text.line };
	dossier_status st;

	if (n != 3 && n != 4)
		return trectext_fail(&j->text, one.line,
		                     "not \"topic iteration document grade\" nor \"topic document grade\"", err);
	if (!int_of(f[n - 1], &one.grade))
		return trectext_fail(&j->text, one.line, "the grade is not a whole number", err);
	one.topic = f[0];
	one.document = f[n - 2];
	st = array_room((void **)&j->all, &j->room, j->count, sizeof one, err);
	if (!st)
		j->all[j->count++] = one;
	return st;
}

static int by_topic_document(const void *a, const void *b)
{
	const judgment *const x = a, *const y = b;
	int order = str_order(x->topic, y->topic);

	order = order ? order : str_order(x->document, y->document);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static dossier_status refuse_twice(const judgments *j, dossier_error *err)
{
	for (size_t i = 1; i < j->count; i++)
		if (!str_order(j->all[i].topic, j->all[i - 1].topic) &&
		    !str_order(j->all[i].document, j->all[i - 1].document))
			return trectext_fail(&j->text, j->all[i].line, "this document was judged before", err);
	return DOSSIER_OK;
}

dossier_status judgments_read(judgments *j, const char *path, dossier_error *err)
{
	dossier_str line;
	dossier_status st;

	*j = (judgments){ .count = 0 };
	st = trectext_read(&j->text, path, err);
	while (!st && trectext_line(&j->text, &line))
		st = add_line(j, line, err);
	if (st)
		return st;
	if (j->count)
		qsort(j->all, j->count, sizeof *j->all, by_topic_document);
	return refuse_twice(j, err);
}

void judgments_release(judgments *j)
{
	free(j->all);
	trectext_release(&j->text);
	*j = (judgments){ .count = 0 };
}

judged_topic judgments_topic(const judgments *j, size_t at)
{
	size_t end = at;

	while (end < j->count && !str_order(j->all[end].topic, j->all[at].topic))
		end++;
	return (judged_topic){ at < end ? j->all + at : NULL, end - at };
}

int32_t judged_grade(judged_topic judged, dossier_str document)
{
	size_t low = 0, high = judged.count;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		const int order = str_order(judged.first[mid].document, document);

		if (!order)
			return judged.first[mid].grade < 0 ? UNJUDGED : judged.first[mid].grade;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return UNJUDGED;
}

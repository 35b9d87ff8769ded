/*
 * scoretable.c - see scoretable.h
 */
#include "eval/scoretable.h"

#include <stdlib.h>

#include "eval/signflip.h"

dossier_status scoretable_make(scoretable *t, const judgments *j, dossier_error *err)
{
	*t = (scoretable){ .count = 0 };
	for (size_t at = 0; at < j->count;) {
		const judged_topic judged = judgments_topic(j, at);
		const dossier_status st = array_room((void **)&t->rows, &t->room, t->count, sizeof *t->rows, err);

		if (st)
			return st;
		t->rows[t->count++] = (score_row){ .judged = judged };
		at += judged.count;
	}
	return DOSSIER_OK;
}

void scoretable_release(scoretable *t)
{
	free(t->rows);
	*t = (scoretable){ .count = 0 };
}

score_row *scoretable_find(const scoretable *t, dossier_str topic)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		const int order = str_order(t->rows[mid].judged.first->topic, topic);

		if (!order)
			return &t->rows[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static scores score(ranking answer, judged_topic judged, int32_t *grades)
{
	for (size_t i = 0; i < answer.count; i++)
		grades[i] = judged_grade(judged, answer.first[i].document);
	return scores_of(grades, answer.count, judged);
}

static size_t count_unjudged(const scoretable *t, const trecrun *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++)
		if (!i || str_order(r->all[i].topic, r->all[i - 1].topic))
			count += !scoretable_find(t, r->all[i].topic);
	return count;
}

dossier_status scoretable_add(scoretable *t, int which, const trecrun *r, size_t *unjudged, dossier_error *err)
{
	int32_t *grades = NULL;
	size_t room = 0, longest = 0;
	dossier_status st = DOSSIER_OK;

	for (size_t i = 0; i < t->count; i++) {
		const ranking answer = trecrun_topic(r, t->rows[i].judged.first->topic);

		longest = answer.count > longest ? answer.count : longest;
	}
	while (!st && room < longest)
		st = array_room((void **)&grades, &room, room, sizeof *grades, err);
	for (size_t i = 0; !st && i < t->count; i++) {
		score_row *const row = &t->rows[i];
		const ranking answer = trecrun_topic(r, row->judged.first->topic);

		row->run[which] = score(answer, row->judged, grades);
		row->counts |= answer.count > 0;
	}
	*unjudged = count_unjudged(t, r);
	free(grades);
	return st;
}

size_t scoretable_topics(const scoretable *t)
{
	size_t count = 0;

	for (size_t i = 0; i < t->count; i++)
		count += t->rows[i].counts != 0;
	return count;
}

double scoretable_summary(const scoretable *t, int which, enum measure m)
{
	const size_t topics = scoretable_topics(t);
	double sum = 0;

	for (size_t i = 0; i < t->count; i++)
		if (t->rows[i].counts)
			sum += t->rows[i].run[which].of[m];
	return m < MAP || !topics ? sum : sum / (double)topics;
}

dossier_status scoretable_chance(const scoretable *t, enum measure m, size_t drawings, uint64_t seed, double *p,
                                 dossier_error *err)
{
	double *differences = NULL;
	size_t count = 0, room = 0;
	dossier_status st = DOSSIER_OK;

	for (size_t i = 0; !st && i < t->count; i++) {
		const score_row *const row = &t->rows[i];

		if (!row->counts)
			continue;
		st = array_room((void **)&differences, &room, count, sizeof *differences, err);
		if (!st)
			differences[count++] = row->run[1].of[m] - row->run[0].of[m];
	}
	if (!st)
		*p = signflip_test(differences, count, drawings, seed);
	free(differences);
	return st;
}

/*
 * eval_dates.c - documents of a time
 *
 * A packed date (columns.h) sorts like the day it names.  A date that leaves month or day open lies in the
 * time asked for when all of it does: it must begin on the first day or later, and the date after it, in
 * the same precision, on the day after the last or earlier.  Both are comparisons of packed dates.
 */
#include "search/eval.h"

#include "codec/bitset.h"
#include "segment/columns.h"
#include "text/date.h"

enum { YEAR_MIN = 1, YEAR_MAX = 9999, MONTH = 1 << 5, YEAR = 1 << 9 };

static dsr_packed_date pack(uint32_t year, uint32_t month, uint32_t day)
{
	return year * YEAR + month * MONTH + day;
}

static int32_t first_day(uint32_t year, uint32_t month)
{
	return dsr_date_first_day((dsr_date){ (int16_t)year, (uint8_t)month, 0 });
}

/* The packed date of a day; days before and behind all years give a date before and behind all. */
static dsr_packed_date pack_day(int32_t day)
{
	uint32_t low = YEAR_MIN, high = YEAR_MAX, month = 12;

	if (day < first_day(YEAR_MIN, 1))
		return 0;
	if (day > dsr_date_last_day((dsr_date){ YEAR_MAX, 12, 31 }))
		return UINT32_MAX;
	while (low < high) {
		const uint32_t mid = low + (high - low + 1) / 2;

		if (first_day(mid, 1) <= day)
			low = mid;
		else
			high = mid - 1;
	}
	while (first_day(low, month) > day)
		month--;
	return pack(low, month, (uint32_t)(day - first_day(low, month)) + 1);
}

/* The first day a date may mean. */
static dsr_packed_date begin_of(dsr_packed_date d)
{
	if (!(d % YEAR))
		return d + MONTH + 1;
	return d % MONTH ? d : d + 1;
}

/* The day after all days a date may mean; where there is no such day, it still sorts there. */
static dsr_packed_date end_of(dsr_packed_date d)
{
	if (!(d % YEAR))
		return d + YEAR + MONTH + 1;
	return d % MONTH ? d + 1 : d + MONTH + 1;
}

void dsr_eval_dates_enter(dsr_eval *e, dsr_eval_node *n)
{
	const dsr_segment *s = e->segment->segment;
	const dsr_packed_date from = pack_day(n->plan->first_day);
	const dsr_packed_date to = n->plan->last_day == INT32_MAX ? UINT32_MAX : pack_day(n->plan->last_day + 1);
	/* A whole number of windows, so that each can be copied. */
	const size_t words = ((size_t)s->docs + DSR_WINDOW - 1) / DSR_WINDOW * DSR_WINDOW_WORDS;
	dsr_column column;

	n->set = dsr_arena_zero(e->arena, words * sizeof *n->set);
	if (!n->set) {
		e->status = DOSSIER_ERR_NOMEM;
		return;
	}
	if (!dsr_column_open(&column, &s->file, n->plan->list, s->docs) || !column.is_date) {
		e->status = DOSSIER_ERR_CORRUPT;
		return;
	}
	for (uint32_t doc = 0; doc < s->docs; doc++) {
		const dsr_packed_date d = dsr_column_date(&column, doc);

		if (d && begin_of(d) >= from && end_of(d) <= to)
			dsr_bitset_set(n->set, doc);
	}
}

uint32_t dsr_eval_dates_next(const dsr_eval *e, const dsr_eval_node *n, uint32_t target)
{
	const uint32_t docs = e->segment->segment->docs;
	const uint32_t words = (uint32_t)dsr_bitset_words(docs);
	uint64_t word;

	if (target >= docs || !n->set)
		return DSR_DOC_END;
	word = n->set[target / 64] & ~(uint64_t)0 << (target & 63);
	for (uint32_t i = target / 64;;) {
		if (word)
			return i * 64 + (uint32_t)__builtin_ctzll(word);
		if (++i == words)
			return DSR_DOC_END;
		word = n->set[i];
	}
}

void dsr_eval_dates_match(const dsr_eval_node *n, const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	const uint64_t *set = n->set + w->first / 64;

	if (in)
		dsr_window_and(out, in, set);
	else
		dsr_window_copy(out, set);
}

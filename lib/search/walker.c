/*
 * walker.c - see walker.h
 */
#include "search/walker.h"

#include "codec/bitset.h"
#include "codec/bounds.h"

/* To search for one document costs about as much as to take so many. */
enum { SEARCH_COST = 16 };

void dsr_walker_open(dsr_walker *k, const dsr_list *list, const dsr_term *term)
{
	k->block = k->place = 0;
	k->at = DSR_DOC_END;
	k->dense = 0;
	k->p.status = DOSSIER_OK;
	k->p.blocks = k->p.n = 0;
	if (!term->df)
		return;
	dsr_postings_open(&k->p, list, term);
	k->dense = (uint32_t)((uint64_t)term->df * DSR_WINDOW / list->docs);
	/* A list of one block must be loaded to know where it begins; of others the skip data tell. */
	if (k->p.skips || (k->p.blocks && dsr_postings_load(&k->p, 0)))
		dsr_walker_rewind(k);
}

void dsr_walker_rewind(dsr_walker *k)
{
	k->block = k->place = 0;
	k->at = k->p.blocks ? dsr_postings_block_first(&k->p, 0) : DSR_DOC_END;
}

/* Load block `b` unless it is: 1, or 0 on damage. */
static int load(dsr_walker *k, uint32_t b)
{
	return (k->p.n && k->p.block == b) || dsr_postings_load(&k->p, b);
}

/* In a block that spans no more than a window it is not worth decoding to know exactly. */
uint32_t dsr_walker_next(dsr_walker *k, uint32_t target)
{
	dsr_postings *p = &k->p;
	uint32_t first;

	if (k->at >= target)
		return k->at;
	k->at = DSR_DOC_END;
	k->block = dsr_postings_block_find(p, k->block, target);
	if (k->block >= p->blocks)
		return DSR_DOC_END;
	first = dsr_postings_block_first(p, k->block);
	if (first >= target)
		return k->at = first;
	if (dsr_postings_block_last(p, k->block) - first < DSR_WINDOW)
		return k->at = target;
	if (!load(k, k->block) || p->docs[p->n - 1] < target)
		return DSR_DOC_END;
	return k->at = p->docs[dsr_postings_find(p, target)];
}

void dsr_walker_mark(dsr_walker *k, const dsr_window *w, uint64_t *bits)
{
	dsr_postings *p = &k->p;

	for (uint32_t b = k->block; b < p->blocks && dsr_postings_block_first(p, b) < w->end; b++)
		if (!dsr_postings_mark(p, b, w->first, bits, DSR_WINDOW_WORDS))
			return;
}

/* ---- postings of a window, some of them ---- */

/* Load block `b` with its frequencies and say which of its documents are in [first, end): 1, or 0 when none is. */
static int enter(dsr_walker *k, uint32_t b, uint32_t first, uint32_t end, uint32_t *from, uint32_t *to)
{
	dsr_postings *p = &k->p;

	if (!load(k, b) || !dsr_postings_tfs(p))
		return 0;
	*from = p->docs[0] < first ? dsr_postings_find(p, first) : 0;
	*to = p->docs[p->n - 1] >= end ? dsr_postings_find(p, end) : p->n;
	return *from < *to;
}

/* The same for whoever filters anyway: to look for the ends is worth it only where a block spans much more. */
static int enter_roughly(dsr_walker *k, uint32_t b, uint32_t first, uint32_t end, uint32_t *from, uint32_t *to)
{
	dsr_postings *p = &k->p;

	if (dsr_postings_block_last(p, b) - dsr_postings_block_first(p, b) >= 2 * DSR_WINDOW)
		return enter(k, b, first, end, from, to);
	*from = 0;
	*to = load(k, b) && dsr_postings_tfs(p) ? p->n : 0;
	return *to > 0;
}

void dsr_walker_collect(dsr_walker *k, const dsr_window *w, uint64_t *bits, const dsr_scoring *s)
{
	dsr_postings *p = &k->p;
	uint32_t from, to;

	for (uint32_t b = k->block; b < p->blocks && dsr_postings_block_first(p, b) < w->end; b++) {
		if (!enter(k, b, w->first, w->end, &from, &to))
			continue;
		dsr_postings_mark(p, b, w->first, bits, DSR_WINDOW_WORDS);
		dsr_scoring_add(s, p->docs + from, p->tfs + from, to - from, w);
	}
}

/* The words from..to as a mask. */
static uint64_t words_between(uint32_t from, uint32_t to)
{
	return UINT64_MAX << from & UINT64_MAX >> (63 - to);
}

/* Which words of the window block `b`, which begins before its end, may have documents in. */
static uint64_t words_of(const dsr_postings *p, uint32_t b, const dsr_window *w)
{
	const uint32_t first = dsr_postings_block_first(p, b), last = dsr_postings_block_last(p, b);

	if (last < w->first)
		return 0;
	return words_between(first > w->first ? (first - w->first) / 64 : 0,
	                     last < w->end ? (last - w->first) / 64 : DSR_WINDOW_WORDS - 1);
}

void dsr_walker_score_ranges(dsr_walker *k, const dsr_window *w, uint64_t mask, const dsr_scoring *s)
{
	dsr_postings *p = &k->p;
	dsr_batch batch;
	const dsr_kept out = { batch.docs, batch.tfs };
	uint32_t from, to;

	for (uint32_t b = k->block; b < p->blocks && dsr_postings_block_first(p, b) < w->end; b++) {
		const uint64_t words = words_of(p, b, w) & mask;
		uint32_t first, end;

		if (!words)
			continue;
		first = w->first + 64 * (uint32_t)__builtin_ctzll(words);
		end = w->first + 64 * (64 - (uint32_t)__builtin_clzll(words));
		if (!enter_roughly(k, b, first, end, &from, &to))
			continue;
		batch.n = dsr_filter_ranges(out, p->docs + from, p->tfs + from, to - from, w->first, mask);
		dsr_scoring_add(s, batch.docs, batch.tfs, batch.n, w);
	}
}

/* ---- candidates ---- */

/* The last of docs[0..n) that is <= target, which the first one is; behind `place` and near it is found at once. */
static uint32_t find_near(const dsr_postings *p, uint32_t place, uint32_t target)
{
	uint32_t at = place < p->n && p->docs[place] <= target ? place : 0, step = 1;

	while (at + step < p->n && p->docs[at + step] <= target) {
		at += step;
		step *= 2;
	}
	for (; step; step /= 2)
		at += at + step < p->n && p->docs[at + step] <= target ? step : 0;
	return at;
}

int dsr_walker_has(dsr_walker *k, uint32_t doc)
{
	dsr_postings *p = &k->p;

	if (!p->n || doc < p->docs[0] || doc > p->docs[p->n - 1]) {
		/* next() may have been led past the beginning of the window by another that must match */
		const int passed = k->block >= p->blocks || dsr_postings_block_first(p, k->block) > doc;
		const uint32_t b = dsr_postings_block_find(p, passed ? 0 : k->block, doc);

		if (b >= p->blocks || dsr_postings_block_first(p, b) > doc || !load(k, b))
			return 0;
	}
	k->place = find_near(p, k->place, doc);
	return p->docs[k->place] == doc;
}

#define SIXTEEN(i) i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7, \
                   i + 8, i + 9, i + 10, i + 11, i + 12, i + 13, i + 14, i + 15

/* The place of each document of a block: kept where the document is. */
static const uint32_t all_places[DSR_BLOCK + 16] = {
	SIXTEEN(0), SIXTEEN(16), SIXTEEN(32), SIXTEEN(48), SIXTEEN(64), SIXTEEN(80), SIXTEEN(96), SIXTEEN(112), SIXTEEN(128),
	SIXTEEN(144), SIXTEEN(160), SIXTEEN(176), SIXTEEN(192), SIXTEEN(208), SIXTEEN(224), SIXTEEN(240),
};

uint32_t dsr_walker_pick(dsr_walker *k, const dsr_window *w, const uint64_t *bits, uint32_t *block, uint32_t *places)
{
	dsr_postings *p = &k->p;
	const uint64_t mask = dsr_bounds_used(bits, DSR_WINDOW_WORDS);
	uint32_t docs[DSR_BLOCK + 16];
	size_t n = 0;

	for (; *block < p->blocks && dsr_postings_block_first(p, *block) < w->end && !n; ++*block)
		if (words_of(p, *block, w) & mask && load(k, *block) && dsr_postings_tfs(p))
			n = dsr_filter_bits((dsr_kept){ docs, places }, p->docs, all_places, p->n, w->first, bits,
			                    DSR_WINDOW_WORDS);
	return (uint32_t)n;
}

/* Are these candidates few for a term as frequent? */
static int few(const dsr_walker *k, const uint64_t *bits)
{
	return dsr_bitset_count(bits, DSR_WINDOW_WORDS) * SEARCH_COST < k->dense;
}

void dsr_walker_match(dsr_walker *k, const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	dsr_postings *p = &k->p;
	const uint64_t mask = dsr_bounds_used(in, DSR_WINDOW_WORDS);
	uint64_t own[DSR_WINDOW_WORDS];

	dsr_window_clear(own);
	for (uint32_t b = k->block; b < p->blocks && dsr_postings_block_first(p, b) < w->end; b++)
		if (words_of(p, b, w) & mask && !dsr_postings_keep(p, b, w->first, in, own, DSR_WINDOW_WORDS))
			break;
	dsr_window_copy(out, own);
}

/* Score documents that are searched for one by one. */
static void score_few(dsr_walker *k, const dsr_window *w, const uint64_t *docs, const dsr_scoring *s)
{
	dsr_batch batch;

	batch.n = 0;
	for (uint32_t i = 0; i < DSR_WINDOW_WORDS; i++)
		for (uint64_t left = docs[i]; left; left &= left - 1) {
			const uint32_t doc = w->first + i * 64 + (uint32_t)__builtin_ctzll(left);
			const uint32_t *tfs = dsr_walker_has(k, doc) ? dsr_postings_tfs(&k->p) : NULL;

			if (tfs)
				dsr_batch_put(&batch, doc, tfs[k->place], s, w);
		}
	dsr_batch_flush(&batch, s, w);
}

static void score_many(dsr_walker *k, const dsr_window *w, const uint64_t *docs, const dsr_scoring *s)
{
	dsr_postings *p = &k->p;
	const uint64_t mask = dsr_bounds_used(docs, DSR_WINDOW_WORDS);
	dsr_batch batch;
	const dsr_kept out = { batch.docs, batch.tfs };
	uint32_t from, to;

	for (uint32_t b = k->block; b < p->blocks && dsr_postings_block_first(p, b) < w->end; b++) {
		if (!(words_of(p, b, w) & mask) || !enter_roughly(k, b, w->first, w->end, &from, &to))
			continue;
		batch.n = dsr_filter_bits(out, p->docs + from, p->tfs + from, to - from, w->first, docs, DSR_WINDOW_WORDS);
		dsr_scoring_add(s, batch.docs, batch.tfs, batch.n, w);
	}
}

void dsr_walker_score(dsr_walker *k, const dsr_window *w, const uint64_t *docs, const dsr_scoring *s)
{
	if (few(k, docs))
		score_few(k, w, docs, s);
	else
		score_many(k, w, docs, s);
}

/*
 * walker.c - see walker.h
 */
#include "search/walker.h"

#include "codec/bitset.h"
#include "codec/bounds.h"

void dsr_walker_open(dsr_walker *k, const dsr_list *list, const dsr_term *term)
{
	k->block = 0;
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
	k->block = 0;
	k->at = k->p.blocks ? dsr_postings_block_first(&k->p, 0) : DSR_DOC_END;
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
	if (!dsr_postings_ensure(p, k->block) || p->docs[p->n - 1] < target)
		return DSR_DOC_END;
	return k->at = p->docs[dsr_postings_find(p, target)];
}

/*
 * The first block that may have documents of the window: mostly where next() stopped, unless it was led past the beginning of
 * the window by another node that must match.
 */
static uint32_t first_block(const dsr_walker *k, const dsr_window *w)
{
	const dsr_postings *p = &k->p;

	if (k->block && k->block <= p->blocks && dsr_postings_block_last(p, k->block - 1) >= w->first)
		return dsr_postings_block_find(p, 0, w->first);
	return k->block;
}

void dsr_walker_mark(dsr_walker *k, const dsr_window *w, uint64_t *bits)
{
	dsr_postings *p = &k->p;

	for (uint32_t b = first_block(k, w); b < p->blocks && dsr_postings_block_first(p, b) < w->end; b++)
		if (!dsr_postings_mark(p, b, w->first, bits, DSR_WINDOW_WORDS))
			return;
}

/* ---- postings of a window, some of them ---- */

/* Load block `b` with its frequencies and say which of its documents are in [first, end): 1, or 0 when none is. */
static int enter(dsr_walker *k, uint32_t b, uint32_t first, uint32_t end, uint32_t *from, uint32_t *to)
{
	dsr_postings *p = &k->p;

	if (!dsr_postings_ensure(p, b) || !dsr_postings_tfs(p))
		return 0;
	*from = p->docs[0] < first ? dsr_postings_find(p, first) : 0;
	*to = p->docs[p->n - 1] >= end ? dsr_postings_find(p, end) : p->n;
	return *from < *to;
}

void dsr_walker_collect(dsr_walker *k, const dsr_window *w, uint64_t *bits, const dsr_scoring *s)
{
	dsr_postings *p = &k->p;
	uint32_t from, to;

	for (uint32_t b = first_block(k, w); b < p->blocks && dsr_postings_block_first(p, b) < w->end; b++) {
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

	for (uint32_t b = first_block(k, w); b < p->blocks && dsr_postings_block_first(p, b) < w->end; b++) {
		if (!(words_of(p, b, w) & mask))
			continue;
		batch.n = dsr_postings_pick_ranges(p, b, w->first, mask, out);
		dsr_scoring_add(s, batch.docs, batch.tfs, batch.n, w);
	}
}

/* ---- candidates ---- */

void dsr_walker_match(dsr_walker *k, const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	dsr_postings *p = &k->p;
	const uint64_t mask = dsr_bounds_used(in, DSR_WINDOW_WORDS);
	uint64_t own[DSR_WINDOW_WORDS];

	dsr_window_clear(own);
	for (uint32_t b = first_block(k, w); b < p->blocks && dsr_postings_block_first(p, b) < w->end; b++)
		if (words_of(p, b, w) & mask && !dsr_postings_keep(p, b, w->first, in, own, DSR_WINDOW_WORDS))
			break;
	dsr_window_copy(out, own);
}

void dsr_walker_score(dsr_walker *k, const dsr_window *w, const uint64_t *docs, const dsr_scoring *s)
{
	dsr_postings *p = &k->p;
	const uint64_t mask = dsr_bounds_used(docs, DSR_WINDOW_WORDS);
	dsr_batch batch;
	const dsr_kept out = { batch.docs, batch.tfs };

	for (uint32_t b = first_block(k, w); b < p->blocks && dsr_postings_block_first(p, b) < w->end; b++) {
		if (!(words_of(p, b, w) & mask))
			continue;
		batch.n = dsr_postings_pick(p, b, w->first, docs, DSR_WINDOW_WORDS, out);
		dsr_scoring_add(s, batch.docs, batch.tfs, batch.n, w);
	}
}

/* ---- without a window ---- */

/* So many candidates in a block are looked up together, not one by one. */
#ifdef DSR_TESTING
enum { MANY = 3 };
#else
enum { MANY = 24 };
#endif

/* The block that may hold `doc`.  Whoever steps through windows may have been led past it by another that must match. */
static uint32_t find_block(const dsr_walker *k, uint32_t doc)
{
	const int passed = k->block >= k->p.blocks || dsr_postings_block_first(&k->p, k->block) > doc;

	return dsr_postings_block_find(&k->p, passed ? 0 : k->block, doc);
}

/* Behind the last of docs[from..n) that is <= target, which the first one is. */
static uint32_t find_end(const uint32_t *docs, uint32_t from, uint32_t n, uint32_t target)
{
	uint32_t step = 1;

	if (docs[n - 1] <= target)
		return n;
	while (from + step < n && docs[from + step] <= target) {
		from += step;
		step *= 2;
	}
	for (; step; step /= 2)
		from += from + step < n && docs[from + step] <= target ? step : 0;
	return from + 1;
}

/* Of the candidates [from, to), none of which is behind block `b`, put those that are in it to `out`, which has room for 16 more. */
static uint32_t keep_in_block(dsr_walker *k, uint32_t b, dsr_candidates *c, uint32_t from, uint32_t to, uint32_t *out)
{
	const dsr_kept kept = { out, NULL };
	const uint64_t *bits;

	if (to - from < MANY || dsr_postings_is_bits(&k->p, b) || !(bits = dsr_candidates_mark(c)))
		return dsr_postings_among(&k->p, b, c->docs + from, to - from, out);
	if (from && dsr_postings_block_first(&k->p, b) <= c->docs[from - 1]) { /* it would keep some a second time */
		dsr_postings_give_up(&k->p);
		return 0;
	}
	if (!dsr_postings_ensure(&k->p, b))
		return 0;
	return (uint32_t)dsr_filter_bits(kept, k->p.docs, NULL, k->p.n, c->first, bits, DSR_SPAN_WORDS);
}

void dsr_walker_keep(dsr_walker *k, dsr_candidates *c)
{
	dsr_postings *p = &k->p;
	uint32_t docs[DSR_BLOCK + 16], kept = 0, to;

	for (uint32_t i = 0, b = k->block; i < c->n; i = to) {
		b = dsr_postings_block_find(p, b, c->docs[i]);
		k->block = i ? k->block : b;
		if (b >= p->blocks)
			break;
		to = find_end(c->docs, i, c->n, dsr_postings_block_last(p, b));
		if (dsr_postings_block_first(p, b) <= c->docs[to - 1])
			kept += keep_in_block(k, b, c, i, to, docs + kept);
	}
	dsr_candidates_unmark(c);
	c->n = kept;
	memcpy(c->docs, docs, kept * sizeof *docs);
}

/* The frequencies of the candidates [from, to), which are in block `b`, picked together by `bits`. */
static int pick_tfs(dsr_walker *k, uint32_t b, const dsr_candidates *c, const uint64_t *bits, uint32_t from, uint32_t to, uint32_t *tfs)
{
	const uint32_t first = dsr_postings_block_first(&k->p, b);
	const size_t word = first > c->first ? (first - c->first) / 64 : 0; /* the block begins no later than the first of them */
	const size_t words = (dsr_postings_block_last(&k->p, b) - c->first) / 64 + 1 - word;
	const size_t most = words < DSR_SPAN_WORDS - word ? words : DSR_SPAN_WORDS - word;
	dsr_batch batch;
	const dsr_kept kept = { batch.docs, batch.tfs };

	if (dsr_postings_pick(&k->p, b, c->first + (uint32_t)word * 64, bits + word, most, kept) != to - from)
		return 0;
	memcpy(tfs, batch.tfs, (to - from) * sizeof *tfs);
	return 1;
}

static int tfs_in_block(dsr_walker *k, uint32_t b, dsr_candidates *c, uint32_t from, uint32_t to, uint32_t *tfs)
{
	const uint64_t *bits;

	if (b >= k->p.blocks || dsr_postings_block_first(&k->p, b) > c->docs[from])
		return 0;
	bits = to - from <= DSR_READ_MOST ? NULL : dsr_candidates_mark(c);
	return bits ? pick_tfs(k, b, c, bits, from, to, tfs) : dsr_postings_tfs_of(&k->p, b, c->docs + from, to - from, tfs);
}

int dsr_walker_tfs(dsr_walker *k, dsr_candidates *c, uint32_t *tfs)
{
	dsr_postings *p = &k->p;
	uint32_t to;

	for (uint32_t i = 0, b = c->n ? find_block(k, c->docs[0]) : 0; i < c->n; i = to) {
		b = dsr_postings_block_find(p, b, c->docs[i]);
		to = b < p->blocks ? find_end(c->docs, i, c->n, dsr_postings_block_last(p, b)) : c->n;
		if (!tfs_in_block(k, b, c, i, to, tfs + i)) {
			dsr_postings_give_up(p);
			return 0;
		}
	}
	return 1;
}

#define SIXTEEN(i) i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7, \
                   i + 8, i + 9, i + 10, i + 11, i + 12, i + 13, i + 14, i + 15

/* The place of each document of a block: kept where the document is. */
static const uint32_t all_places[DSR_BLOCK + 16] = {
	SIXTEEN(0), SIXTEEN(16), SIXTEEN(32), SIXTEEN(48), SIXTEEN(64), SIXTEEN(80), SIXTEEN(96), SIXTEEN(112), SIXTEEN(128),
	SIXTEEN(144), SIXTEEN(160), SIXTEEN(176), SIXTEEN(192), SIXTEEN(208), SIXTEEN(224), SIXTEEN(240),
};

uint32_t dsr_walker_places(dsr_walker *k, dsr_candidates *c, uint32_t from, uint32_t *places)
{
	dsr_postings *p = &k->p;
	const uint32_t *docs = c->docs + from;
	const uint32_t b = find_block(k, *docs), n = c->n - from;
	uint32_t kept[DSR_BLOCK + 16];
	const uint64_t *bits;
	size_t found;

	if (b >= p->blocks || dsr_postings_block_first(p, b) > *docs || !dsr_postings_ensure(p, b) || !dsr_postings_tfs(p))
		return 0;
	if (find_end(docs, 0, n, p->docs[p->n - 1]) < MANY || !(bits = dsr_candidates_mark(c)))
		return dsr_postings_places(p, docs, n, places);
	found = dsr_filter_bits((dsr_kept){ kept, places }, p->docs, all_places, p->n, c->first, bits, DSR_SPAN_WORDS);
	return found && found <= n && *kept == *docs ? (uint32_t)found : 0;
}

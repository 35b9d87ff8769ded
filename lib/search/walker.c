/*
 * walker.c - see walker.h
 */
#include "search/walker.h"

#include "codec/bitset.h"

/* To search for one document costs about as much as to take so many. */
enum { SEARCH_COST = 16 };

void dsr_walker_open(dsr_walker *k, const dsr_list *list, const dsr_term *term)
{
	k->block = k->place = 0;
	k->at = DSR_DOC_END;
	k->dense = 0;
	k->p.status = DOSSIER_OK;
	if (!term->df)
		return;
	dsr_postings_open(&k->p, list, term);
	k->dense = (uint32_t)((uint64_t)term->df * DSR_WINDOW / list->docs);
	/* A list of one block must be loaded to know where it begins; of others the skip data tell. */
	if (k->p.blocks > 1 || (k->p.blocks && dsr_postings_load(&k->p, 0)))
		k->at = dsr_postings_block_first(&k->p, 0);
}

/* Load block `b` unless it is: 1, or 0 on damage. */
static int load(dsr_walker *k, uint32_t b)
{
	return (k->p.n && k->p.block == b) || dsr_postings_load(&k->p, b);
}

/* The first of docs[0..n) that is >= target, or n. */
static uint32_t find_doc(const dsr_postings *p, uint32_t target)
{
	const uint32_t *docs = p->docs;
	uint32_t from = 0;

	if (p->docs[p->n - 1] < target)
		return p->n;
	for (uint32_t n = p->n; n > 1; n -= n / 2)
		from += docs[from + n / 2 - 1] < target ? n / 2 : 0;
	return from;
}

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
	if (!load(k, k->block) || p->docs[p->n - 1] < target)
		return DSR_DOC_END;
	return k->at = p->docs[find_doc(p, target)];
}

/* Load block `b` and say which of its documents are in the window: 1, or 0 when it is past it. */
static int enter(dsr_walker *k, uint32_t b, const dsr_window *w, uint32_t *from, uint32_t *to)
{
	dsr_postings *p = &k->p;

	if (b >= p->blocks || dsr_postings_block_first(p, b) >= w->end || !load(k, b))
		return 0;
	*from = p->docs[0] < w->first ? find_doc(p, w->first) : 0;
	*to = p->docs[p->n - 1] >= w->end ? find_doc(p, w->end) : p->n;
	return 1;
}

/* The bits of a word are gathered before it is written. */
static void set_bits(uint64_t *bits, const uint32_t *docs, uint32_t n, uint32_t first)
{
	uint32_t at = 0;
	uint64_t word = 0;

	for (uint32_t i = 0; i < n; i++) {
		const uint32_t bit = docs[i] - first;

		if (bit / 64 != at) {
			bits[at] |= word;
			word = 0;
			at = bit / 64;
		}
		word |= (uint64_t)1 << (bit & 63);
	}
	bits[at] |= word;
}

void dsr_walker_mark(dsr_walker *k, const dsr_window *w, uint64_t *bits)
{
	uint32_t from, to;

	for (uint32_t b = k->block; enter(k, b, w, &from, &to); b++)
		set_bits(bits, k->p.docs + from, to - from, w->first);
}

void dsr_walker_collect(dsr_walker *k, const dsr_window *w, uint64_t *bits, const dsr_scoring *s)
{
	uint32_t from, to;

	for (uint32_t b = k->block; enter(k, b, w, &from, &to); b++) {
		const uint32_t *tfs = dsr_postings_tfs(&k->p);

		if (!tfs)
			return;
		set_bits(bits, k->p.docs + from, to - from, w->first);
		dsr_scoring_add(s, k->p.docs + from, tfs + from, to - from, w);
	}
}

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
		const uint32_t b = dsr_postings_block_find(p, k->block, doc);

		if (b >= p->blocks || dsr_postings_block_first(p, b) > doc || !load(k, b))
			return 0;
	}
	k->place = find_near(p, k->place, doc);
	return p->docs[k->place] == doc;
}

/* Are these candidates few for a term as frequent? */
static int few(const dsr_walker *k, const uint64_t *bits)
{
	return dsr_bitset_count(bits, DSR_WINDOW_WORDS) * SEARCH_COST < k->dense;
}

void dsr_walker_match(dsr_walker *k, const dsr_window *w, const uint64_t *in, uint64_t *out)
{
	if (!few(k, in)) {
		uint64_t own[DSR_WINDOW_WORDS] = { 0 };

		dsr_walker_mark(k, w, own);
		dsr_window_and(out, in, own);
		return;
	}
	for (uint32_t i = 0; i < DSR_WINDOW_WORDS; i++) {
		uint64_t left = in[i], found = 0;

		for (; left; left &= left - 1)
			if (dsr_walker_has(k, w->first + i * 64 + (uint32_t)__builtin_ctzll(left)))
				found |= left & -left;
		out[i] = found;
	}
}

/* Score documents [from, to) of the loaded block that are among `docs`. */
static void score_block(const dsr_postings *p, uint32_t from, uint32_t to, const uint32_t *tfs, const dsr_window *w,
                        const uint64_t *docs, const dsr_scoring *s)
{
	dsr_batch batch;
	size_t n = 0;

	for (uint32_t i = from; i < to; i++) {
		batch.docs[n] = p->docs[i];
		batch.tfs[n] = tfs[i];
		n += (size_t)dsr_bitset_has(docs, p->docs[i] - w->first);
	}
	dsr_scoring_add(s, batch.docs, batch.tfs, n, w);
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

void dsr_walker_score(dsr_walker *k, const dsr_window *w, const uint64_t *docs, const dsr_scoring *s)
{
	uint32_t from, to;

	if (few(k, docs)) {
		score_few(k, w, docs, s);
		return;
	}
	for (uint32_t b = k->block; enter(k, b, w, &from, &to); b++) {
		const uint32_t *tfs = dsr_postings_tfs(&k->p);

		if (!tfs)
			return;
		score_block(&k->p, from, to, tfs, w, docs, s);
	}
}

/*
 * list_reorder.c - see list_reorder.h
 */
#include "segment/list_reorder.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/radix.h"
#include "segment/postings.h"

typedef struct posting {
	uint32_t      tf;
	dsr_rice_part positions;
} posting;

typedef struct reordering {
	dsr_list_writer     *w;
	const dossier_alloc *alloc;
	const dsr_list      *list;
	const dsr_sources   *s;
	size_t         most;     /* postings gathered at once */
	posting       *gathered;
	uint64_t      *keys, *other; /* new number, place in `gathered` */
	size_t         count, room, gathered_cap, keys_cap, other_cap;
	uint32_t       n;        /* documents of the block under way */
	uint32_t       docs[DSR_BLOCK], tfs[DSR_BLOCK];
	dsr_rice_part  parts[DSR_BLOCK];
	dsr_buf        record;
	dsr_postings   p;
	dsr_dict_cursor terms;
	dossier_status status;
} reordering;

/* Room for `need` postings. */
static int reserve(reordering *r, size_t need)
{
	void *gathered = r->gathered, *keys = r->keys, *other = r->other;
	int right = dsr_grow(r->alloc, &gathered, &r->gathered_cap, need, sizeof *r->gathered);

	r->gathered = gathered;
	right = right && dsr_grow(r->alloc, &keys, &r->keys_cap, need, sizeof *r->keys);
	r->keys = keys;
	right = right && dsr_grow(r->alloc, &other, &r->other_cap, need, sizeof *r->other);
	r->other = other;
	r->room = need;
	if (!right)
		r->status = DOSSIER_ERR_NOMEM;
	return right;
}

static int gather_posting(reordering *r, uint32_t i, uint32_t number)
{
	posting *to = &r->gathered[r->count];

	to->tf = r->p.tfs[i];
	if (r->list->positions.bytes && !dsr_postings_positions_part(&r->p, i, i + 1, &to->positions))
		return 0;
	r->keys[r->count] = (uint64_t)number << 32 | r->count;
	r->count++;
	return 1;
}

/* Gather the term's postings whose new numbers are in [from, to). */
static int gather(reordering *r, uint32_t from, uint32_t to)
{
	dsr_postings *p = &r->p;

	r->count = 0;
	dsr_postings_open(p, r->list, &r->terms.t);
	for (uint32_t b = 0; b < p->blocks; b++) {
		if (!dsr_postings_load(p, b) || !dsr_postings_tfs(p))
			return 0;
		for (uint32_t i = 0; i < p->n; i++) {
			const uint32_t number = r->s->numbers[p->docs[i]];

			if (number < from || number >= to)
				continue;
			if (r->count == r->room) /* more than the dictionary says: damage */
				return 0;
			if (!gather_posting(r, i, number))
				return 0;
		}
	}
	return !p->status;
}

static int flush(reordering *r)
{
	dsr_buf_reset(&r->record);
	if (r->list->positions.bytes)
		dsr_rice_join(&r->record, r->parts, r->n);
	if (dsr_buf_status(&r->record)) {
		r->status = DOSSIER_ERR_NOMEM;
		return 0;
	}
	dsr_list_block_coded(r->w, r->n, r->docs, r->tfs, (dsr_section){ r->record.data, r->record.len });
	r->n = 0;
	return 1;
}

/* Write what is gathered in the order of the new numbers. */
static int write_gathered(reordering *r)
{
	const uint64_t *sorted = dsr_radix_sort(r->keys, r->other, r->count, 32);

	for (size_t i = 0; i < r->count; i++) {
		const posting *from = &r->gathered[(uint32_t)sorted[i]];

		if (r->n == DSR_BLOCK && !flush(r))
			return 0;
		r->docs[r->n] = (uint32_t)(sorted[i] >> 32);
		r->tfs[r->n] = from->tf;
		r->parts[r->n++] = from->positions;
	}
	return 1;
}

static int reorder_term(reordering *r)
{
	const uint32_t df = r->terms.t.df;
	const uint64_t docs = r->list->docs, step = df <= r->most ? docs : r->most;

	if (!reserve(r, df <= r->most ? df : r->most))
		return 0;
	dsr_list_term(r->w, r->terms.term);
	for (uint64_t from = 0; from < docs; from += step) {
		const uint64_t to = from + step < docs ? from + step : docs;

		if (!gather(r, (uint32_t)from, (uint32_t)to) || !write_gathered(r))
			return 0;
	}
	if (!r->n || !flush(r))
		return 0;
	dsr_list_end_term(r->w);
	dsr_work_add(r->s->work, r->terms.t.postings_size + r->terms.t.positions_size);
	return 1;
}

static void release(reordering *r)
{
	const dossier_alloc *a = r->alloc;

	dsr_free(a, r->gathered, r->gathered_cap * sizeof *r->gathered);
	dsr_free(a, r->keys, r->keys_cap * sizeof *r->keys);
	dsr_free(a, r->other, r->other_cap * sizeof *r->other);
	dsr_buf_release(&r->record);
	dsr_free(a, r, sizeof *r);
}

dossier_status dsr_list_reorder(dsr_list_writer *w, const dsr_sources *s, unsigned list, size_t memory,
                                dossier_error *err)
{
	const dsr_list *l = &s->at[0].segment->lists[list];
	const dossier_alloc *a = s->alloc;
	reordering *r = dsr_new(a, sizeof *r);
	dossier_status st;

	if (!r)
		return dsr_nomem(err);
	*r = (reordering){ .w = w, .alloc = a, .list = l, .s = s, .record = DSR_BUF_INIT(a),
	                   .most = 1 + memory / (sizeof *r->gathered + 2 * sizeof *r->keys) };
	dsr_dict_cursor_open(&r->terms, &l->dict);
	while (!r->status && dsr_dict_cursor_next(&r->terms))
		if (!reorder_term(r) && !r->status)
			r->status = DOSSIER_ERR_CORRUPT;
	if (r->terms.damaged && !r->status)
		r->status = DOSSIER_ERR_CORRUPT;
	st = r->status;
	release(r);
	if (st == DOSSIER_ERR_CORRUPT)
		return dsr_fail(err, st, "list %u is damaged", list);
	return st ? dsr_nomem(err) : dsr_list_finish(w, &l->dict.totals, err);
}

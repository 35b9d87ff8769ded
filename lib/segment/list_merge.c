/*
 * list_merge.c - see list_merge.h
 */
#include "segment/list_merge.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "segment/dict_merge.h"
#include "segment/postings.h"

/* The block being joined.  As long as it is one block of one list, `whole` is the cursor that has it loaded. */
typedef struct joint {
	uint32_t      n;
	dsr_postings *whole;
	uint32_t      docs[DSR_BLOCK], tfs[DSR_BLOCK];
	dsr_rice_part parts[DSR_BLOCK]; /* of positions, where not `whole` */
	size_t        part_count;
} joint;

typedef struct merging {
	dsr_list_writer   *w;
	const dsr_sources *s;
	const dossier_alloc *alloc;
	unsigned           list;
	int                begun;   /* the term has a document */
	uint64_t           occurrences; /* of all terms so far */
	joint              joint;
	dsr_buf            record;  /* positions of a joined block */
	dsr_dict_merge     terms;
	dsr_postings      *cursors; /* of each source */
	dossier_status     status;
} merging;

/* Join the positions of documents [from, to) of the loaded block: 1, or 0 on damage. */
static int join_positions(merging *m, dsr_postings *p, uint32_t from, uint32_t to)
{
	joint *j = &m->joint;

	if (!p->list->positions.bytes)
		return 1;
	return dsr_postings_positions_part(p, from, to, &j->parts[j->part_count++]);
}

/* Another block will be joined to this one: find its positions while its cursor has it. */
static int open_whole(merging *m)
{
	dsr_postings *p = m->joint.whole;

	m->joint.whole = NULL;
	return !p || join_positions(m, p, 0, p->n);
}

static int copy_whole(merging *m)
{
	const joint *j = &m->joint;
	dsr_section payload, positions;

	if (!dsr_postings_bytes(j->whole, &payload, &positions))
		return 0;
	dsr_list_copy(m->w, j->n, j->docs, j->tfs, payload, positions);
	return 1;
}

static int write_joint(merging *m)
{
	joint *j = &m->joint;

	if (!open_whole(m))
		return 0;
	dsr_buf_reset(&m->record);
	dsr_rice_join(&m->record, j->parts, j->part_count);
	if (dsr_buf_status(&m->record)) {
		m->status = DOSSIER_ERR_NOMEM;
		return 0;
	}
	dsr_list_block_coded(m->w, j->n, j->docs, j->tfs, (dsr_section){ m->record.data, m->record.len });
	return 1;
}

/* Write the block.  A short one may be all there is of the term: those are coded otherwise. */
static int flush(merging *m)
{
	joint *j = &m->joint;

	if (!j->n)
		return 1;
	if (!m->begun)
		dsr_list_term(m->w, m->terms.term);
	m->begun = 1;
	if (j->whole && j->n > DSR_SHORT_LIST ? !copy_whole(m) : !write_joint(m))
		return 0;
	j->n = 0;
	j->part_count = 0;
	j->whole = NULL;
	return 1;
}

/* Take over the documents of the loaded block as they are. */
static void take_all(merging *m, const dsr_source *source, dsr_postings *p)
{
	joint *j = &m->joint;
	const uint32_t shift = dsr_source_number(source, p->docs[0]) - p->docs[0];

	for (uint32_t i = 0; i < p->n; i++)
		j->docs[i] = p->docs[i] + shift;
	memcpy(j->tfs, p->tfs, p->n * sizeof *j->tfs);
	j->n = p->n;
	j->whole = p;
}

/* Join those that live, runs of neighbours at once. */
static int take_live(merging *m, const dsr_source *source, dsr_postings *p)
{
	joint *j = &m->joint;
	uint32_t run = 0;

	for (uint32_t i = 0; i < p->n; i++) {
		if (!dsr_source_has(source, p->docs[i])) {
			if (run < i && !join_positions(m, p, run, i))
				return 0;
			run = i + 1;
			continue;
		}
		j->docs[j->n] = dsr_source_number(source, p->docs[i]);
		j->tfs[j->n++] = p->tfs[i];
	}
	return run == p->n || join_positions(m, p, run, p->n);
}

/* Does no document between the first and the last of the loaded block fall out? */
static int is_whole(const dsr_source *source, const dsr_postings *p)
{
	const uint32_t first = p->docs[0], last = p->docs[p->n - 1];

	return !source->dead || (dsr_source_has(source, first) && dsr_source_has(source, last) &&
	                         dsr_source_number(source, last) - dsr_source_number(source, first) == last - first);
}

static int merge_block(merging *m, const dsr_source *source, dsr_postings *p, uint32_t b)
{
	if (m->joint.n + dsr_postings_block_count(p, b) > DSR_BLOCK ? !flush(m) : !open_whole(m))
		return 0;
	if (!dsr_postings_load(p, b) || !dsr_postings_tfs(p))
		return 0;
	if (!m->joint.n && p->skips && is_whole(source, p)) {
		take_all(m, source, p);
		return 1;
	}
	return take_live(m, source, p);
}

static int merge_source(merging *m, uint32_t number)
{
	const dsr_source *source = &m->s->at[number];
	dsr_postings *p = &m->cursors[number];

	dsr_postings_open(p, &source->segment->lists[m->list], &m->terms.cursors[number].t);
	for (uint32_t b = 0; b < p->blocks; b++)
		if (!merge_block(m, source, p, b))
			break;
	return !p->status && !m->status;
}

static int merge_term(merging *m)
{
	m->begun = 0;
	for (size_t i = 0; i < m->terms.count; i++) {
		const dsr_term *t = &m->terms.cursors[m->terms.sources[i]].t;

		if (!merge_source(m, m->terms.sources[i]))
			return 0;
		dsr_work_add(m->s->work, t->postings_size + t->positions_size);
	}
	if (!flush(m))
		return 0;
	if (m->begun) {
		m->occurrences += m->w->t.cf;
		dsr_list_end_term(m->w);
	}
	return 1;
}

static int begin(merging *m)
{
	m->cursors = dsr_new(m->alloc, m->s->count * sizeof *m->cursors);
	if (!m->cursors || !dsr_dict_merge_init(&m->terms, m->alloc, m->s->count)) {
		m->status = DOSSIER_ERR_NOMEM;
		return 0;
	}
	for (size_t i = 0; i < m->s->count; i++)
		dsr_dict_merge_add(&m->terms, &m->s->at[i].segment->lists[m->list].dict);
	return 1;
}

static void merge_terms(merging *m)
{
	while (!m->status && dsr_dict_merge_next(&m->terms))
		if (!merge_term(m) && !m->status)
			m->status = DOSSIER_ERR_CORRUPT;
	if (m->terms.damaged && !m->status)
		m->status = DOSSIER_ERR_CORRUPT;
}

/*
 * Words of the documents that live.  Which words fell out is not known, since a term may stand beside another; so
 * the number goes down as the sum of lengths does.  Keys have no lengths, and one word each.
 */
static uint64_t count_words(const merging *m, uint64_t length)
{
	uint64_t words = 0, before = 0;

	for (size_t i = 0; i < m->s->count; i++) {
		words += m->s->at[i].segment->lists[m->list].dict.totals.tokens;
		before += m->s->at[i].segment->lists[m->list].dict.totals.length;
	}
	if (length < before)
		words = (uint64_t)((double)words * ((double)length / (double)before));
	return !before || words > m->occurrences ? m->occurrences : words;
}

dossier_status dsr_list_merge(dsr_list_writer *w, const dsr_sources *s, unsigned list, uint64_t length,
                              dossier_error *err)
{
	merging m = { .w = w, .s = s, .alloc = s->alloc, .list = list, .record = DSR_BUF_INIT(s->alloc) };
	dsr_list_totals totals = { .length = length };

	if (begin(&m))
		merge_terms(&m);
	totals.tokens = count_words(&m, length);
	dsr_buf_release(&m.record);
	dsr_free(m.alloc, m.cursors, s->count * sizeof *m.cursors);
	dsr_dict_merge_release(&m.terms);
	if (m.status == DOSSIER_ERR_CORRUPT)
		return dsr_fail(err, m.status, "list %u is damaged", list);
	return m.status ? dsr_nomem(err) : dsr_list_finish(w, &totals, err);
}

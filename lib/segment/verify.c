/*
 * verify.c - see verify.h
 */
#include "segment/verify.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/bytes.h"
#include "base/mem.h"
#include "base/order.h"
#include "base/utf8.h"
#include "base/varint.h"
#include "segment/bm25.h"
#include "segment/norms.h"
#include "segment/ranges.h"

void dsr_verifier_report(dsr_verifier *v, const char *section, const char *fmt, ...)
{
	char message[200];
	va_list args;

	v->problems++;
	if (!v->report)
		return;
	va_start(args, fmt);
	vsnprintf(message, sizeof message, fmt, args);
	va_end(args);
	v->report(v->ctx, &(dossier_problem){ v->file, section, message });
}

/* ---- checksums ---- */

static const char *section_at(const dsr_container *c, size_t offset)
{
	for (uint32_t i = 0; i < c->sections; i++) {
		const uint8_t *e = c->table + (size_t)i * DSR_SECTION_SIZE;
		const uint64_t at = dsr_get_u64(e + 8);

		if (offset + DSR_CHUNK > at && offset < at + dsr_get_u64(e + 16))
			return dsr_section_name(dsr_get_u32(e));
	}
	return "";
}

static void verify_checksums(const dsr_container *c, dsr_verifier *v)
{
	for (size_t at = 0; at < c->covered; at += DSR_CHUNK) {
		const size_t n = c->covered - at < DSR_CHUNK ? c->covered - at : DSR_CHUNK;

		if (!dsr_container_touch(c, c->view.bytes + at, n))
			dsr_verifier_report(v, section_at(c, at), "bytes %zu to %zu do not match their checksum", at, at + n - 1);
	}
}

/* ---- inverted lists ---- */

/* What is summed up over the terms of a list. */
typedef struct list_sums {
	uint64_t terms, postings, occurrences, postings_at, positions_at, ranges_at;
	uint32_t *positions; /* of one document */
	size_t    positions_cap;
	double    k[256];
	unsigned  list;
} list_sums;

/* The ranges of a term, and their shift; NULL when it has none. */
typedef struct term_ranges {
	const uint8_t *bounds;
	unsigned       shift;
} term_ranges;

/* What a posting scores of 255 at most. */
static double score_of(const dsr_postings *p, uint32_t i, const double *k, int in_halves)
{
	if (!p->list->norms)
		return 0;
	return 255.0 * p->tfs[i] / (p->tfs[i] + k[p->list->norms[p->docs[i]]] * (in_halves ? 2 : 1));
}

/* Positions of document i of the loaded block must ascend. */
static int positions_ascend(dsr_postings *p, uint32_t i, list_sums *sums, const dossier_alloc *alloc)
{
	void *positions = sums->positions;

	if (p->tfs[i] / 8 > p->term.positions_size) /* a position takes a bit at least: not worth an allocation */
		return 0;
	if (!dsr_grow(alloc, &positions, &sums->positions_cap, p->tfs[i], sizeof *sums->positions)) {
		p->status = DOSSIER_ERR_NOMEM;
		return 0;
	}
	sums->positions = positions;
	if (!dsr_postings_positions(p, i, sums->positions))
		return 0;
	for (uint32_t j = 1; j < p->tfs[i]; j++)
		if (sums->positions[j] < sums->positions[j - 1])
			return 0;
	return 1;
}

/* The loaded block: no posting scores more than the block's bound and its range's.  NULL, or what is wrong. */
static const char *verify_bounds(const dsr_postings *p, const term_ranges *r, const double *k, int in_halves)
{
	const uint8_t bound = dsr_postings_block_bound(p, p->block);

	for (uint32_t i = 0; i < p->n; i++) {
		const double score = score_of(p, i, k, in_halves);

		if (score > bound)
			return "the bound of a block is too low";
		if (r->bounds && (!r->bounds[p->docs[i] >> r->shift] || score > r->bounds[p->docs[i] >> r->shift]))
			return "the bound of a range is too low";
	}
	return NULL;
}

/* One block: ascending past `*last`, positions in order.  NULL, or what is wrong. */
static const char *verify_block(dsr_postings *p, uint32_t b, int64_t *last, uint64_t *cf, list_sums *sums,
                                const dossier_alloc *alloc)
{
	if (!dsr_postings_load(p, b) || !dsr_postings_tfs(p))
		return "a block cannot be decoded";
	for (uint32_t i = 0; i < p->n; i++) {
		if (p->docs[i] <= *last)
			return "documents do not ascend";
		*last = p->docs[i];
		*cf += p->tfs[i];
		if (p->list->positions.bytes && !positions_ascend(p, i, sums, alloc))
			return "positions cannot be decoded or do not ascend";
	}
	if (p->list->positions.bytes && !dsr_positions_fit(&p->record))
		return "positions take more or fewer bytes than they should";
	return NULL;
}

/* Ranges follow each other in their section.  NULL, or what is wrong. */
static const char *verify_ranges(dsr_postings *p, term_ranges *r, list_sums *sums)
{
	const uint32_t docs = p->list->docs, df = p->term.df;

	*r = (term_ranges){ 0 };
	if (!dsr_ranges_has(df, docs))
		return NULL;
	r->bounds = dsr_postings_ranges(p);
	r->shift = dsr_ranges_shift(df, docs);
	if (!r->bounds || p->ranges_at != sums->ranges_at)
		return "its ranges do not follow the last ones";
	sums->ranges_at += dsr_ranges_size(df, docs);
	return NULL;
}

static dossier_status verify_term(const dsr_list *list, const dsr_dict_cursor *c, list_sums *sums, dsr_verifier *v)
{
	dsr_postings p;
	int64_t last = -1;
	uint64_t cf = 0, df = 0;
	const int in_halves = *c->term.p == DSR_TERM_IN_HALVES;
	const char *wrong = NULL;
	term_ranges ranges;
	dsr_term found;

	dsr_postings_open(&p, list, &c->t);
	if (p.status)
		wrong = "the skip arrays do not fit";
	else if (dsr_dict_find(&list->dict, c->term, &found) != 1 || found.positions != c->t.positions)
		wrong = "it is not found where it stands";
	else
		wrong = verify_ranges(&p, &ranges, sums);
	for (uint32_t b = 0; !wrong && b < p.blocks; b++) {
		wrong = verify_block(&p, b, &last, &cf, sums, v->alloc);
		if (!wrong)
			wrong = verify_bounds(&p, &ranges, sums->k, in_halves);
		df += p.n;
	}
	if (p.status == DOSSIER_ERR_NOMEM)
		return p.status;
	if (!wrong && (df != c->t.df || cf != c->t.cf))
		wrong = "the counts in the dictionary differ";
	if (!wrong && sums->list == DSR_LIST_KEY && c->t.df != 1)
		wrong = "a key has several documents";
	if (wrong)
		dsr_verifier_report(v, "postings", "list %u, term number %llu: %s", sums->list,
		                    (unsigned long long)sums->terms, wrong);
	return DOSSIER_OK;
}

/* Terms ascend and their extents follow each other.  Returns whether it is worth going on. */
static int verify_order(const dsr_dict_cursor *c, const dsr_buf *last, list_sums *sums, dsr_verifier *v)
{
	const dossier_str before = { (const char *)last->data, last->len };

	if (sums->terms && dsr_str_compare(before, c->term) >= 0) {
		dsr_verifier_report(v, "dictionary", "list %u, term number %llu: terms do not ascend", sums->list,
		                    (unsigned long long)sums->terms);
		return 0;
	}
	if (c->t.postings != sums->postings_at || c->t.positions != sums->positions_at) {
		dsr_verifier_report(v, "dictionary", "list %u, term number %llu: its postings do not follow the last ones",
		                    sums->list, (unsigned long long)sums->terms);
		return 0;
	}
	return 1;
}

static dossier_status verify_terms(const dsr_list *list, list_sums *sums, dsr_verifier *v)
{
	dsr_buf last = DSR_BUF_INIT(v->alloc);
	dsr_dict_cursor *c = dsr_new(v->alloc, sizeof *c);
	dossier_status st = c ? DOSSIER_OK : DOSSIER_ERR_NOMEM;

	if (c)
		dsr_dict_cursor_open(c, &list->dict);
	while (!st && dsr_dict_cursor_next(c)) {
		if (!verify_order(c, &last, sums, v))
			break;
		st = verify_term(list, c, sums, v);
		sums->terms++;
		sums->postings += c->t.df;
		sums->occurrences += c->t.cf;
		sums->postings_at += c->t.postings_size;
		sums->positions_at += c->t.positions_size;
		dsr_buf_reset(&last);
		dsr_buf_put(&last, c->term.p, c->term.n);
		if (!st)
			st = dsr_buf_status(&last);
	}
	if (!st && c->damaged)
		dsr_verifier_report(v, "dictionary", "list %u: a block cannot be decoded", sums->list);
	dsr_free(v->alloc, c, sizeof *c);
	dsr_buf_release(&last);
	return st;
}

static void verify_totals(const dsr_list *list, const list_sums *sums, dsr_verifier *v)
{
	const dsr_list_totals *t = &list->dict.totals;
	uint64_t length = 0;

	if (sums->ranges_at != list->ranges.size)
		dsr_verifier_report(v, "ranges", "list %u: there are bytes that belong to no term", sums->list);
	for (uint32_t d = 0; list->norms && d < list->docs; d++)
		length += dsr_norm_decode(list->norms[d]);
	if (sums->terms != t->terms || sums->postings != t->postings || (list->norms && length != t->length))
		dsr_verifier_report(v, "dictionary", "list %u: the totals differ from the sums", sums->list);
	/* A word may count more than once, and terms that stand beside a word are no words; keys have neither. */
	if (t->tokens > sums->occurrences || (sums->list == DSR_LIST_KEY && t->tokens != sums->occurrences))
		dsr_verifier_report(v, "dictionary", "list %u: the number of words differs from the frequencies", sums->list);
	if (sums->postings_at != list->postings.size || sums->positions_at != list->positions.size)
		dsr_verifier_report(v, "postings", "list %u: there are bytes that belong to no term", sums->list);
}

static dossier_status verify_list(const dsr_list *list, unsigned number, dsr_verifier *v)
{
	const dsr_list_totals *t = &list->dict.totals;
	list_sums sums = { .list = number };
	dossier_status st;

	dsr_bm25_table(sums.k, DSR_BM25_K1, DSR_BM25_B, (double)t->length / list->docs);
	st = verify_terms(list, &sums, v);
	if (!st)
		verify_totals(list, &sums, v);
	dsr_free(v->alloc, sums.positions, sums.positions_cap * sizeof *sums.positions);
	return st;
}

/* ---- stored documents and columns ---- */

/* A record: fields of the schema, ascending, the key first, each valid UTF-8.  Returns what is wrong, or NULL. */
static const char *verify_record(const dossier_schema *schema, const uint8_t *p, size_t n, dossier_str *key)
{
	const uint8_t *end = p + n;
	int last = -1;

	while (p < end) {
		const int field = *p;
		uint64_t size;

		p = dsr_varint_get(p + 1, end, &size);
		if (!p || size > (uint64_t)(end - p) || field >= (int)schema->count || field < last)
			return "a record cannot be decoded";
		if (last < 0 && field != 0)
			return "a record does not begin with its key";
		if (dsr_utf8_valid(p, (size_t)size) != size)
			return "a stored text is not UTF-8";
		if (last < 0)
			*key = (dossier_str){ (const char *)p, (size_t)size };
		last = field;
		p += size;
	}
	return last < 0 ? "a record is empty" : NULL;
}

/* Every document can be read, and the dictionary of keys leads to it or to a later one of the same key. */
static dossier_status verify_stored(const dsr_segment *s, const dossier_schema *schema, dsr_verifier *v)
{
	dsr_page page = DSR_PAGE_INIT(v->alloc);
	dossier_status st = DOSSIER_OK;
	const uint64_t damaged = dsr_stored_check(&s->stored, v->alloc, &st);

	if (damaged)
		dsr_verifier_report(v, "stored documents", "%llu blocks cannot be read", (unsigned long long)damaged);
	for (uint32_t d = 0; d < s->docs && !st && !damaged; d++) {
		const char *wrong;
		const uint8_t *bytes;
		dossier_str key;
		dsr_term term;
		size_t n;

		st = dsr_stored_get(&s->stored, d, &page, &bytes, &n);
		if (st)
			break;
		wrong = verify_record(schema, bytes, n, &key);
		if (!wrong && (dsr_dict_find(&s->lists[DSR_LIST_KEY].dict, key, &term) != 1 || term.doc < d))
			wrong = "the dictionary of keys does not know its key";
		if (wrong)
			dsr_verifier_report(v, "stored documents", "document %u: %s", d, wrong);
	}
	dsr_page_release(&page);
	return st == DOSSIER_ERR_CORRUPT ? DOSSIER_OK : st;
}

static void verify_columns(const dsr_segment *s, const dossier_schema *schema, dsr_verifier *v)
{
	for (size_t f = 0; f < schema->count; f++) {
		dsr_column column;

		if (schema->fields[f].flags & DOSSIER_FIELD_COLUMN &&
		    !dsr_column_open(&column, &s->file, DSR_LIST_OF(f), s->docs))
			dsr_verifier_report(v, "columns", "column \"%s\" is missing or damaged", schema->fields[f].name);
	}
}

dossier_status dsr_segment_verify(const dsr_segment *s, const dossier_schema *schema, dsr_verifier *v)
{
	const uint64_t before = v->problems;
	dossier_status st = DOSSIER_OK;

	verify_checksums(&s->file, v);
	if (v->problems != before)
		return DOSSIER_OK; /* what the structure looks like is then no news */
	for (unsigned list = 0; list < s->list_count && !st; list++)
		if (s->lists[list].file)
			st = verify_list(&s->lists[list], list, v);
	if (!st)
		st = verify_stored(s, schema, v);
	if (!st)
		verify_columns(s, schema, v);
	return st;
}

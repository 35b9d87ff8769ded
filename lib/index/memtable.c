/*
 * memtable.c - see memtable.h
 */
#include "index/memtable.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "codec/bitset.h"
#include "index/invert.h"
#include "schema/fields.h"
#include "segment/list_writer.h"
#include "segment/segment.h"
#include "text/tokens.h"

/* A segment is sealed before its places pass this, so that they can be counted in 32 bits whatever comes next. */
#define PLACES_MAX (1u << 30)
/* Tokens taken from a text at a time. */
#define TOKENS_BATCH 256u

static int is_default(const dossier_field *f)
{
	return f->kind == DOSSIER_FIELD_TEXT && f->weight > 0;
}

static int has_list(const dossier_field *f)
{
	return f->kind == DOSSIER_FIELD_TEXT && f->flags & DOSSIER_FIELD_SEARCH;
}

int dsr_memtable_init(dsr_memtable *m, const dsr_env *env, const dossier_schema *schema, size_t budget,
                       dsr_analyzer *analyzer)
{
	const dossier_alloc *a = &env->alloc;
	uint32_t zones = 0;
	int weighted = 0;

	*m = (dsr_memtable){ .env = env, .schema = schema, .budget = budget, .keys = DSR_STRINGS_INIT(a),
	                     .record = DSR_BUF_INIT(a), .tally = DSR_TALLY_INIT(a) };
	dsr_lexicon_init(&m->lexicon, a, analyzer);
	for (unsigned list = 0; list < DSR_LISTS_MAX; list++)
		m->lists[list] = DSR_GATHER_INIT(a, &m->tally);
	for (size_t f = 0; f < schema->count; f++) {
		zones += is_default(&schema->fields[f]);
		weighted |= schema->fields[f].weight > 1;
		m->columns[f].names = DSR_STRINGS_INIT(a);
	}
	for (unsigned list = 0; list <= schema->count; list++)
		if (!dsr_list_is_key(list) && dsr_schema_has_list(schema, list))
			m->used[m->used_count++] = list;
	m->lists[DSR_LIST_DEFAULT].zones_per_doc = weighted ? zones : 0;
	return dsr_concepts_init(&m->concepts, a, dsr_analyzer_names(analyzer));
}

static void release_column(dsr_gather_column *c)
{
	const dossier_alloc *a = c->names.alloc;

	dsr_free(a, c->starts, c->starts_cap * sizeof *c->starts);
	dsr_free(a, c->values, c->values_cap * sizeof *c->values);
	dsr_free(a, c->newest, c->newest_cap * sizeof *c->newest);
	dsr_free(a, c->dates, c->dates_cap * sizeof *c->dates);
	dsr_strings_release(&c->names);
}

void dsr_memtable_release(dsr_memtable *m)
{
	const dossier_alloc *a = &m->env->alloc;

	dsr_stored_release(&m->stored);
	if (m->open)
		dsr_container_abandon(&m->file);
	for (unsigned list = 0; list < DSR_LISTS_MAX; list++)
		dsr_gather_release(&m->lists[list]);
	dsr_tally_release(&m->tally);
	for (size_t f = 0; f < m->schema->count; f++)
		release_column(&m->columns[f]);
	dsr_lexicon_release(&m->lexicon);
	dsr_concepts_release(&m->concepts);
	dsr_strings_release(&m->keys);
	dsr_free(a, m->key_docs, m->key_docs_cap * sizeof *m->key_docs);
	dsr_free(a, m->dead, m->dead_cap * sizeof *m->dead);
	dsr_buf_release(&m->record);
}

/* ---- memory ---- */

static size_t held(const dsr_memtable *m)
{
	size_t sum = dsr_lexicon_memory(&m->lexicon) + dsr_concepts_memory(&m->concepts) +
	             dsr_tally_memory(&m->tally) + m->record.cap + dsr_stored_memory(&m->stored);

	for (unsigned i = 0; i < m->used_count; i++)
		sum += dsr_gather_memory(&m->lists[m->used[i]]);
	for (size_t f = 0; f < m->schema->count; f++) {
		const dsr_gather_column *c = &m->columns[f];

		sum += dsr_strings_memory(&c->names) +
		       (c->starts_cap + c->values_cap + c->newest_cap + c->dates_cap) * sizeof(uint32_t);
	}
	return sum;
}

/* Places of the longest list, and runs of the one that has most: they are sealed one after the other. */
static size_t places(const dsr_memtable *m)
{
	size_t most = 0;

	for (unsigned i = 0; i < m->used_count; i++) {
		const dsr_gather *g = &m->lists[m->used[i]];
		const size_t n = g->tokens.n + dsr_beside_count(&g->beside);
		const size_t counted = g->places > n ? (size_t)g->places : n; /* all but the last batch's, as often as they count */

		most = counted > most ? counted : most;
	}
	return most;
}

static size_t runs(const dsr_memtable *m)
{
	uint64_t most = 0;

	for (unsigned i = 0; i < m->used_count; i++) {
		const uint64_t these = m->lists[m->used[i]].runs;

		most = these > most ? these : most;
	}
	return (size_t)most + DSR_BATCH_PLACES; /* of the batch that is not sorted yet */
}

/* Postings, ranges and dictionary that wait in memory while a list is written: a sixteenth of the budget each. */
static size_t part_waiting(const dsr_memtable *m)
{
	return m->budget / 16;
}

/*
 * What sealing takes besides the runs of a part: 16-byte sort entries twice, order and totals of each term, the places of the
 * commonest one, of English text a twelfth of all, and the postings, ranges and dictionary that wait: half a byte a place and 16 a
 * term on English text, in buffers that grow by doubling.
 */
static size_t needed_to_invert(const dsr_memtable *m)
{
	const size_t terms = m->lexicon.terms.count, waiting = places(m) / 2 + terms * 16;

	return terms * (32 + 20) + places(m) / 3 + 2 * (waiting < 3 * part_waiting(m) ? waiting : 3 * part_waiting(m));
}

/* Room for the runs of a part, in bytes: a fifth of the budget, which is kept free, or all there is. */
static size_t part_bytes(const dsr_memtable *m)
{
	const size_t used = held(m) + dsr_strings_memory(&m->keys) + needed_to_invert(m), least = m->budget / 5;

	return used + least < m->budget ? m->budget - used : least;
}

static size_t needed_to_seal(const dsr_memtable *m)
{
	const size_t all = runs(m) * DSR_INVERT_RUN, least = m->budget / 5;

	return needed_to_invert(m) + (all < least ? all : least);
}

size_t dsr_memtable_needed(const dsr_memtable *m)
{
	const size_t to_seal = needed_to_seal(m), to_grow = dsr_lexicon_growth(&m->lexicon);

	if (places(m) >= PLACES_MAX || m->docs >= DSR_DOCS_MAX - 1)
		return SIZE_MAX;
	return held(m) + (to_seal > to_grow ? to_seal : to_grow);
}

int dsr_memtable_is_full(const dsr_memtable *m, size_t needed)
{
	const size_t to_sort = m->keys.count * (size_t)(32 + 4); /* entries twice, order */
	const size_t keys = dsr_strings_memory(&m->keys) + m->key_docs_cap * sizeof *m->key_docs +
	                    m->dead_cap * sizeof *m->dead + to_sort;

	return m->keyed && (needed >= m->budget || keys >= m->budget - needed);
}

/* ---- adding ---- */

static dossier_status open_file(dsr_memtable *m, const char *path, dossier_error *err)
{
	dossier_status st = dsr_container_create(&m->file, m->env, path, err);

	if (st)
		return st;
	m->open = 1;
	st = dsr_stored_begin(&m->stored, &m->file, &m->env->alloc, err);
	if (!st)
		dsr_stored_limit(&m->stored, m->budget / 32);
	return st;
}

static void store(dsr_memtable *m, const dsr_incoming *in)
{
	dsr_buf_reset(&m->record);
	for (size_t i = 0; i < in->count; i++) {
		const dossier_field *f = &m->schema->fields[in->values[i].field];

		if (!(f->flags & DOSSIER_FIELD_STORED) && f->kind != DOSSIER_FIELD_KEY)
			continue;
		dsr_buf_put_u8(&m->record, (uint8_t)in->values[i].field);
		dsr_buf_put_str(&m->record, in->values[i].text);
	}
	dsr_stored_put(&m->stored, m->record.data, m->record.len);
}

static int grow_dead(dsr_memtable *m)
{
	const size_t old = m->dead_cap;
	void *dead = m->dead;

	if (!dsr_grow(&m->env->alloc, &dead, &m->dead_cap, dsr_bitset_words((size_t)m->keyed + 1), sizeof *m->dead))
		return 0;
	m->dead = dead;
	memset(m->dead + old, 0, (m->dead_cap - old) * sizeof *m->dead);
	return 1;
}

int dsr_memtable_put_key(dsr_memtable *m, dossier_str key)
{
	const uint32_t number = dsr_strings_add(&m->keys, key);
	void *docs = m->key_docs;

	if (number == DSR_STRING_NONE || !grow_dead(m) ||
	    !dsr_grow(&m->env->alloc, &docs, &m->key_docs_cap, (size_t)number + 1, sizeof *m->key_docs))
		return 0;
	m->key_docs = docs;
	m->key_docs[number] = m->keyed++;
	return 1;
}

/* The words of one value on their way into one or two lists; either may be NULL. */
typedef struct value {
	dsr_concepts *concepts;
	dsr_gather   *shared, *own;
	uint32_t      count; /* words put */
	uint32_t      word;  /* term of the last one */
} value;

/* Is the token a word that has a term? */
static int is_plain(const dsr_text_token *token, uint32_t term)
{
	return !(token->beside | (term == DSR_NO_TERM));
}

/* Append words that have terms: 1, or 0 when out of memory. */
static int put_run(value *v, const uint32_t *terms, size_t n)
{
	if (!n)
		return 1;
	v->count += (uint32_t)n;
	v->word = terms[n - 1];
	return (!v->shared || dsr_stream_put_all(&v->shared->tokens, terms, n)) &&
	       (!v->own || dsr_stream_put_all(&v->own->tokens, terms, n));
}

/* Let a term stand beside the last word of a list, which may be NULL.  1, or 0 when out of memory. */
static int put_beside(dsr_gather *g, uint32_t term)
{
	return !g || dsr_gather_beside(g, (uint32_t)g->tokens.n - 1 - g->starts[g->docs], term, 1);
}

/* Append a token that is beside or has no term, or neither. */
static int put_odd(value *v, const dsr_text_token *token, uint32_t term)
{
	if (!token->beside) {
		dsr_concepts_words(v->concepts, token, &(uint32_t){ 0 }, 1, v->count);
		v->word = DSR_NO_TERM;
	} else if (term != DSR_NO_TERM && v->word != DSR_NO_TERM) {
		return put_beside(v->shared, term) && put_beside(v->own, term);
	}
	return 1;
}

/* Append the terms of tokens, runs of words at once: 1, or 0 when out of memory. */
static int put_terms(value *v, const dsr_text_token *tokens, const uint32_t *terms, const uint32_t *names, size_t n)
{
	for (size_t i = 0, end; i < n; i = end + 1) {
		for (end = i; end < n && is_plain(&tokens[end], terms[end]); end++)
			;
		dsr_concepts_words(v->concepts, tokens + i, names + i, end - i, v->count);
		if (!put_run(v, terms + i, end - i) || (end < n && !put_odd(v, &tokens[end], terms[end])))
			return 0;
	}
	return 1;
}

/* Append a text's words to one or two lists (either may be NULL).  Returns how many, or -1 when out of memory. */
static int64_t put_words(dsr_memtable *m, dossier_str text, dsr_gather *shared, dsr_gather *own)
{
	const uint8_t *p = (const uint8_t *)text.p;
	value v = { .concepts = &m->concepts, .shared = shared, .own = own, .word = DSR_NO_TERM };
	dsr_text_token tokens[TOKENS_BATCH];
	uint32_t terms[TOKENS_BATCH], names[TOKENS_BATCH];
	dsr_tokens source;
	size_t n;

	if (!dsr_concepts_value(&m->concepts, text, shared, own))
		return -1;
	dsr_tokens_begin(&source, p, text.n);
	while ((n = dsr_tokens_next(&source, tokens, TOKENS_BATCH)) > 0)
		if (!dsr_lexicon_terms(&m->lexicon, p, text.n, tokens, n, terms, names) || !put_terms(&v, tokens, terms, names, n))
			return -1;
	dsr_concepts_end_value(&m->concepts, v.count);
	return v.count;
}

/* Keeps phrases from crossing from one value into the next.  Values without words leave no gaps of their own. */
static int put_gap(dsr_gather *g)
{
	if (!g || g->tokens.n == g->starts[g->docs] || dsr_stream_at(&g->tokens, g->tokens.n - 1) == DSR_NO_TERM)
		return 1;
	for (uint32_t i = 0; i < DSR_FIELD_GAP; i++)
		if (!dsr_stream_put(&g->tokens, DSR_NO_TERM))
			return 0;
	return 1;
}

/* Numbers of a document's lists while it is added. */
typedef struct counted {
	uint32_t words[DSR_LISTS_MAX], length[DSR_LISTS_MAX];
} counted;

/* Add the words of all values of text field `f`; `i` is the first, the one behind the last is returned, or SIZE_MAX. */
static size_t put_field(dsr_memtable *m, const dsr_incoming *in, size_t i, uint32_t f, counted *sum)
{
	const dossier_field *field = &m->schema->fields[f];
	dsr_gather *shared = is_default(field) ? &m->lists[DSR_LIST_DEFAULT] : NULL;
	dsr_gather *own = has_list(field) ? &m->lists[DSR_LIST_OF(f)] : NULL;

	for (; i < in->count && in->values[i].field == f; i++) {
		int64_t n;

		if (!shared && !own)
			continue;
		if (!dsr_lexicon_speak(&m->lexicon, shared ? in->language : NULL))
			return SIZE_MAX;
		n = put_gap(shared) && put_gap(own) ? put_words(m, in->values[i].text, shared, own) : -1;
		if (n < 0)
			return SIZE_MAX;
		sum->words[DSR_LIST_DEFAULT] += shared ? (uint32_t)n : 0;
		sum->length[DSR_LIST_DEFAULT] += shared ? (uint32_t)n * field->weight : 0;
		sum->words[DSR_LIST_OF(f)] += (uint32_t)n;
		sum->length[DSR_LIST_OF(f)] += (uint32_t)n;
	}
	return i;
}

static int begin_lists(dsr_memtable *m)
{
	dsr_concepts_begin(&m->concepts);
	for (unsigned i = 0; i < m->used_count; i++)
		if (!dsr_gather_begin(&m->lists[m->used[i]]))
			return 0;
	return 1;
}

static int end_lists(dsr_memtable *m, const counted *sum)
{
	if (!dsr_concepts_settle(&m->concepts))
		return 0;
	for (unsigned i = 0; i < m->used_count; i++) {
		const unsigned list = m->used[i];
		dsr_gather *g = &m->lists[list];

		if (!dsr_concepts_put(&m->concepts, &m->lexicon, g) ||
		    !dsr_gather_end(g, sum->words[list], sum->length[list], m->lexicon.terms.count))
			return 0;
	}
	return 1;
}

static int put_lists(dsr_memtable *m, const dsr_incoming *in)
{
	dsr_gather *shared = &m->lists[DSR_LIST_DEFAULT];
	counted sum = { { 0 }, { 0 } };
	size_t i = 0;
	uint32_t zone = 0;

	if (!begin_lists(m))
		return 0;
	for (uint32_t f = 0; f < m->schema->count; f++) {
		const dossier_field *field = &m->schema->fields[f];

		if (field->kind == DOSSIER_FIELD_TEXT)
			i = put_field(m, in, i, f, &sum);
		else
			while (i < in->count && in->values[i].field == f)
				i++;
		if (i == SIZE_MAX)
			return 0;
		if (shared->zones_per_doc && is_default(field))
			shared->zones[(size_t)shared->docs * shared->zones_per_doc + zone++] =
				(dsr_zone){ (uint32_t)shared->tokens.n - shared->starts[shared->docs], field->weight };
	}
	return end_lists(m, &sum);
}

/* Add one value of the document at hand behind the `*n` of the column, but for one it has already. */
static int put_column_value(dsr_memtable *m, dsr_gather_column *c, dossier_str text, uint32_t *n)
{
	const dossier_alloc *a = &m->env->alloc;
	const uint32_t names = c->names.count, name = dsr_strings_add(&c->names, text);
	void *values = c->values, *newest = c->newest;

	if (name == DSR_STRING_NONE || !dsr_grow(a, &newest, &c->newest_cap, (size_t)name + 1, sizeof *c->newest))
		return 0;
	c->newest = newest;
	if (name < names && c->newest[name] == m->docs + 1)
		return 1;
	c->newest[name] = m->docs + 1;
	if (!dsr_grow(a, &values, &c->values_cap, (size_t)*n + 1, sizeof *c->values))
		return 0;
	c->values = values;
	c->values[(*n)++] = name;
	return 1;
}

static int put_column_text(dsr_memtable *m, const dsr_incoming *in, uint32_t f)
{
	dsr_gather_column *c = &m->columns[f];
	void *starts = c->starts;
	uint32_t n;

	if (!dsr_grow(&m->env->alloc, &starts, &c->starts_cap, (size_t)m->docs + 2, sizeof *c->starts))
		return 0;
	c->starts = starts;
	if (!m->docs)
		c->starts[0] = 0;
	n = c->starts[m->docs];
	for (size_t i = 0; i < in->count; i++)
		if (in->values[i].field == f && !put_column_value(m, c, in->values[i].text, &n))
			return 0;
	c->starts[m->docs + 1] = n;
	return 1;
}

static int put_column_date(dsr_memtable *m, const dsr_incoming *in, uint32_t f)
{
	dsr_gather_column *c = &m->columns[f];
	void *dates = c->dates;

	if (!dsr_grow(&m->env->alloc, &dates, &c->dates_cap, (size_t)m->docs + 1, sizeof *c->dates))
		return 0;
	c->dates = dates;
	c->dates[m->docs] = in->dates[f];
	return 1;
}

static int put_columns(dsr_memtable *m, const dsr_incoming *in)
{
	for (uint32_t f = 0; f < m->schema->count; f++) {
		const dossier_field *field = &m->schema->fields[f];

		if (!(field->flags & DOSSIER_FIELD_COLUMN))
			continue;
		if (field->kind == DOSSIER_FIELD_DATE ? !put_column_date(m, in, f) : !put_column_text(m, in, f))
			return 0;
	}
	return 1;
}

dossier_status dsr_memtable_put(dsr_memtable *m, const char *path, const dsr_incoming *in, dossier_error *err)
{
	dossier_status st = m->open ? DOSSIER_OK : open_file(m, path, err);

	if (st)
		return st;
	store(m, in);
	if (m->stored.status == DOSSIER_ERR_NOMEM || !put_columns(m, in) || !put_lists(m, in))
		return dsr_nomem(err);
	m->docs++;
	return DOSSIER_OK;
}

/* Is key `number`, or DSR_STRING_NONE, that of a live document? */
static int is_alive(const dsr_memtable *m, uint32_t number)
{
	return number != DSR_STRING_NONE && !dsr_bitset_has(m->dead, m->key_docs[number]);
}

int dsr_memtable_has(const dsr_memtable *m, dossier_str key)
{
	return is_alive(m, dsr_strings_find(&m->keys, key));
}

int dsr_memtable_kill(dsr_memtable *m, dossier_str key)
{
	const uint32_t number = dsr_strings_find(&m->keys, key);

	if (!is_alive(m, number))
		return 0;
	dsr_bitset_set(m->dead, m->key_docs[number]);
	m->dead_count++;
	return 1;
}

/* ---- sealing ---- */

static double mean(uint64_t sum, uint32_t n)
{
	return n ? (double)sum / n : 0;
}

static dossier_status seal_text_list(dsr_memtable *m, dsr_list_writer *w, unsigned list, const uint32_t *order,
                                     dossier_error *err)
{
	dsr_gather *g = &m->lists[list];
	const dsr_list_totals totals = { .tokens = g->words, .length = g->length };
	dossier_status st;

	dsr_container_begin(&m->file);
	dsr_container_put(&m->file, g->norms, g->docs);
	dsr_container_end(&m->file, DSR_SECTION_NORMS, list);
	dsr_list_begin(w, list, 1, m->docs, g->norms, mean(g->length, g->docs));
	st = dsr_invert(w, g, &m->lexicon.terms, order, part_bytes(m) / DSR_INVERT_RUN, err);
	return st ? st : dsr_list_finish(w, &totals, err);
}

static dossier_status seal_keys(dsr_memtable *m, dsr_list_writer *w, dossier_error *err)
{
	static const uint32_t once = 1;
	const dsr_list_totals totals = { .tokens = m->keys.count };
	uint32_t *order;

	if (!dsr_strings_sort(&m->keys, &order))
		return dsr_nomem(err);
	dsr_list_begin(w, DSR_LIST_KEY, 0, m->docs, NULL, 0);
	for (uint32_t i = 0; i < m->keys.count; i++) {
		dsr_list_term(w, dsr_strings_at(&m->keys, order[i]));
		dsr_list_block(w, 1, &m->key_docs[order[i]], &once, NULL);
		dsr_list_end_term(w);
	}
	dsr_free(m->keys.alloc, order, m->keys.count * sizeof *order);
	return dsr_list_finish(w, &totals, err);
}

static dossier_status seal_lists(dsr_memtable *m, dossier_error *err)
{
	const dsr_strings *terms = &m->lexicon.terms;
	dsr_list_writer w;
	uint32_t *order;
	dossier_status st = DOSSIER_OK;

	if (!dsr_strings_sort(terms, &order))
		return dsr_nomem(err);
	dsr_list_writer_init(&w, &m->file, part_waiting(m));
	for (unsigned list = 0; list <= m->schema->count && !st; list++)
		if (dsr_list_is_key(list))
			st = seal_keys(m, &w, err);
		else if (dsr_schema_has_list(m->schema, list))
			st = seal_text_list(m, &w, list, order, err);
	dsr_list_writer_release(&w);
	dsr_free(terms->alloc, order, terms->count * sizeof *order);
	return st;
}

/* Number the values in ascending order and write the column. */
static dossier_status seal_text_column(dsr_memtable *m, uint32_t f, dossier_error *err)
{
	const dossier_alloc *a = &m->env->alloc;
	dsr_gather_column *c = &m->columns[f];
	const uint32_t n = c->names.count;
	dossier_str *names = dsr_new(a, n * sizeof *names);
	uint32_t *rank = dsr_new(a, n * sizeof *rank), *order = NULL;
	const int right = dsr_strings_sort(&c->names, &order) && (!n || (names && rank));

	if (right) {
		for (uint32_t i = 0; i < n; i++) {
			names[i] = dsr_strings_at(&c->names, order[i]);
			rank[order[i]] = i;
		}
		for (uint32_t i = 0; i < c->starts[m->docs]; i++)
			c->values[i] = rank[c->values[i]];
		dsr_column_put_text(&m->file, DSR_LIST_OF(f), names, n, c->starts, c->values, m->docs);
	}
	dsr_free(a, order, n * sizeof *order);
	dsr_free(a, rank, n * sizeof *rank);
	dsr_free(a, names, n * sizeof *names);
	return right ? DOSSIER_OK : dsr_nomem(err);
}

static dossier_status seal_columns(dsr_memtable *m, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	for (uint32_t f = 0; f < m->schema->count && !st; f++) {
		const dossier_field *field = &m->schema->fields[f];

		if (!(field->flags & DOSSIER_FIELD_COLUMN))
			continue;
		if (field->kind == DOSSIER_FIELD_DATE)
			dsr_column_put_dates(&m->file, DSR_LIST_OF(f), m->columns[f].dates, m->docs);
		else
			st = seal_text_column(m, f, err);
	}
	return st;
}

dossier_status dsr_memtable_seal(dsr_memtable *m, dsr_sealed *out, dossier_error *err)
{
	dossier_status st = dsr_stored_finish(&m->stored, err);

	*out = (dsr_sealed){ .docs = m->docs };
	if (!st)
		st = seal_lists(m, err);
	if (!st)
		st = seal_columns(m, err);
	if (st)
		return st;
	m->open = 0;
	return dsr_container_finish(&m->file, &out->length, &out->checksum, err);
}

/* A copy of the dead bits for the caller; NULL and 1 when none is dead. */
static int take_dead(const dsr_memtable *m, uint64_t **dead)
{
	const size_t size = dsr_bitset_words(m->docs) * sizeof **dead;

	*dead = m->dead_count ? dsr_new(&m->env->alloc, size) : NULL;
	if (*dead)
		memcpy(*dead, m->dead, size);
	return *dead || !m->dead_count;
}

/* The lexicon stays while it is small. */
int dsr_memtable_empty(dsr_memtable *m, dsr_sealed *out)
{
	if (!take_dead(m, &out->dead))
		return 0;
	out->dead_count = m->dead_count;
	for (unsigned list = 0; list <= m->schema->count; list++)
		dsr_gather_reset(&m->lists[list]);
	for (size_t f = 0; f < m->schema->count; f++)
		dsr_strings_reset(&m->columns[f].names);
	dsr_strings_reset(&m->keys);
	if (m->dead)
		memset(m->dead, 0, m->dead_cap * sizeof *m->dead);
	if (dsr_lexicon_memory(&m->lexicon) > m->budget / 4)
		dsr_lexicon_reset(&m->lexicon);
	m->docs = m->keyed = m->dead_count = 0;
	return 1;
}

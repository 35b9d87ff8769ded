/*
 * bisect.c - see bisect.h
 */
#include "index/bisect.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/radix.h"
#include "codec/rice.h"
#include "segment/postings.h"

#ifdef DSR_TESTING
enum { LEAF = 4, DF_LEAST = 2 };
#else
enum { LEAF = 32, DF_LEAST = 8 };
#endif
/* Steps of a logarithm; rounds of one halving at most. */
enum { LOG_ONE = 256, ROUNDS = 20, LOGS = 256 };

typedef struct bisection {
	const dsr_segment   *s;
	const dossier_alloc *alloc;
	uint32_t  docs;
	/* words of each document, and how many documents of either half have each word */
	uint64_t *starts;
	uint32_t *words;
	uint64_t  word_count;
	uint32_t  terms;
	unsigned  log_most; /* words that are more frequent are left out */
	uint32_t *left, *right;
	int32_t  *weights;  /* log right - log left */
	uint32_t *touched;  /* words of the documents at hand */
	uint32_t  touched_count;
	/* documents */
	uint8_t  *side;     /* by document: in the right half? */
	uint64_t *keys, *other;
} bisection;

/* ---- words of documents ---- */

static int is_taken(const bisection *b, uint32_t df)
{
	return df >= DF_LEAST && df <= b->docs / 2 && dsr_log8(df) <= b->log_most;
}

/* Walk the postings of words that are taken.  1, or 0 on damage. */
static int walk(bisection *b, dsr_dict_cursor *c, void (*see)(bisection *b, uint32_t term, const uint32_t *docs, uint32_t n))
{
	const dsr_list *list = &b->s->lists[DSR_LIST_DEFAULT];
	uint32_t term = 0;
	dsr_postings p;

	dsr_dict_cursor_open(c, &list->dict);
	while (dsr_dict_cursor_next(c)) {
		uint32_t rest = c->t.df; /* blocks may hold more documents than the dictionary says */

		if (!is_taken(b, c->t.df))
			continue;
		dsr_postings_open(&p, list, &c->t);
		for (uint32_t block = 0; block < p.blocks; block++) {
			if (!dsr_postings_load(&p, block) || p.n > rest)
				return 0;
			rest -= p.n;
			see(b, term, p.docs, p.n);
		}
		if (p.status)
			return 0;
		term++;
	}
	return !c->damaged;
}

static void count_words(bisection *b, uint32_t term, const uint32_t *docs, uint32_t n)
{
	(void)term;
	for (uint32_t i = 0; i < n; i++)
		b->starts[docs[i] + 1]++;
}

/* Where a document's words end so far stands at its start. */
static void put_words(bisection *b, uint32_t term, const uint32_t *docs, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		b->words[b->starts[docs[i]]++] = term;
}

/* Leave out the most frequent words until the postings of the rest fit. */
static int choose_words(bisection *b, dsr_dict_cursor *c, uint64_t most)
{
	uint64_t postings[LOGS] = { 0 }, terms[LOGS] = { 0 }, sum = 0;
	unsigned log = 0;

	b->log_most = LOGS;
	dsr_dict_cursor_open(c, &b->s->lists[DSR_LIST_DEFAULT].dict);
	while (dsr_dict_cursor_next(c))
		if (is_taken(b, c->t.df)) {
			postings[dsr_log8(c->t.df)] += c->t.df;
			terms[dsr_log8(c->t.df)]++;
		}
	for (; log < LOGS && sum + postings[log] <= most; log++) {
		sum += postings[log];
		b->terms += (uint32_t)terms[log];
	}
	b->log_most = log ? log - 1 : 0;
	b->word_count = log ? sum : 0;
	return !c->damaged;
}

static void *new_array(const bisection *b, uint64_t n, size_t width)
{
	return n < SIZE_MAX / width ? dsr_new(b->alloc, (size_t)(n + 1) * width) : NULL;
}

static void free_array(const bisection *b, void *p, uint64_t n, size_t width)
{
	dsr_free(b->alloc, p, (size_t)(n + 1) * width);
}

static int make_arrays(bisection *b)
{
	b->starts = new_array(b, b->docs, sizeof *b->starts);
	b->words = new_array(b, b->word_count, sizeof *b->words);
	b->left = new_array(b, b->terms, sizeof *b->left);
	b->right = new_array(b, b->terms, sizeof *b->right);
	b->weights = new_array(b, b->terms, sizeof *b->weights);
	b->touched = new_array(b, b->terms, sizeof *b->touched);
	b->side = new_array(b, b->docs, sizeof *b->side);
	b->keys = new_array(b, b->docs, sizeof *b->keys);
	b->other = new_array(b, b->docs, sizeof *b->other);
	return b->starts && b->words && b->left && b->right && b->weights && b->touched && b->side && b->keys && b->other;
}

static void free_arrays(bisection *b)
{
	free_array(b, b->starts, b->docs, sizeof *b->starts);
	free_array(b, b->words, b->word_count, sizeof *b->words);
	free_array(b, b->left, b->terms, sizeof *b->left);
	free_array(b, b->right, b->terms, sizeof *b->right);
	free_array(b, b->weights, b->terms, sizeof *b->weights);
	free_array(b, b->touched, b->terms, sizeof *b->touched);
	free_array(b, b->side, b->docs, sizeof *b->side);
	free_array(b, b->keys, b->docs, sizeof *b->keys);
	free_array(b, b->other, b->docs, sizeof *b->other);
}

/* Turn the lists of documents into lists of words: DOSSIER_OK, NOMEM or CORRUPT. */
static dossier_status gather_words(bisection *b, uint64_t most)
{
	dsr_dict_cursor *c = dsr_new(b->alloc, sizeof *c);
	dossier_status st = DOSSIER_ERR_CORRUPT;

	if (!c)
		return DOSSIER_ERR_NOMEM;
	if (!choose_words(b, c, most))
		goto done;
	if (!make_arrays(b)) {
		st = DOSSIER_ERR_NOMEM;
		goto done;
	}
	if (!walk(b, c, count_words))
		goto done;
	for (uint32_t d = 0; d < b->docs; d++)
		b->starts[d + 1] += b->starts[d];
	if (!walk(b, c, put_words))
		goto done;
	memmove(b->starts + 1, b->starts, b->docs * sizeof *b->starts);
	b->starts[0] = 0;
	st = DOSSIER_OK;
done:
	dsr_free(b->alloc, c, sizeof *c);
	return st;
}

/* ---- halving ---- */

/* Binary logarithm in LOG_ONE steps, linear between powers of two; 0 of 0. */
static int32_t log_of(uint32_t x)
{
	const unsigned exponent = x ? 31u - (unsigned)__builtin_clz(x) : 0;

	return x ? (int32_t)(exponent * LOG_ONE + ((uint64_t)x * LOG_ONE >> exponent & (LOG_ONE - 1))) : 0;
}

/* Begin with the halves as they lie. */
static void count_halves(bisection *b, const uint32_t *docs, uint32_t n)
{
	b->touched_count = 0;
	for (uint32_t i = 0; i < n; i++) {
		const uint32_t d = docs[i];

		b->side[d] = i >= n / 2;
		for (uint64_t w = b->starts[d]; w < b->starts[d + 1]; w++) {
			const uint32_t term = b->words[w];

			if (!b->left[term] && !b->right[term])
				b->touched[b->touched_count++] = term;
			b->left[term] += !b->side[d];
			b->right[term] += b->side[d];
		}
	}
}

static void forget_halves(bisection *b)
{
	for (uint32_t i = 0; i < b->touched_count; i++)
		b->left[b->touched[i]] = b->right[b->touched[i]] = 0;
}

static void weigh_words(bisection *b)
{
	for (uint32_t i = 0; i < b->touched_count; i++) {
		const uint32_t term = b->touched[i];

		b->weights[term] = log_of(b->right[term]) - log_of(b->left[term]);
	}
}

/* How much the document belongs to the right. */
static int32_t pull_of(const bisection *b, uint32_t d)
{
	int64_t sum = 0;

	for (uint64_t w = b->starts[d]; w < b->starts[d + 1]; w++)
		sum += b->weights[b->words[w]];
	return sum > INT32_MAX ? INT32_MAX : sum < -INT32_MAX ? -INT32_MAX : (int32_t)sum;
}

static void move(bisection *b, uint32_t d)
{
	const uint32_t to_right = !b->side[d];

	b->side[d] = (uint8_t)to_right;
	for (uint64_t w = b->starts[d]; w < b->starts[d + 1]; w++) {
		b->left[b->words[w]] += to_right ? UINT32_MAX : 1; /* one less, or one more */
		b->right[b->words[w]] += to_right ? 1 : UINT32_MAX;
	}
}

/* One round: the half that is pulled most to the right becomes the right one.  0 when that is not worth it. */
static int exchange(bisection *b, const uint32_t *docs, uint32_t n, int32_t round)
{
	int64_t most_left = INT64_MIN, least_right = INT64_MAX;
	const uint64_t *sorted;

	weigh_words(b);
	for (uint32_t i = 0; i < n; i++) {
		const int32_t pull = pull_of(b, docs[i]);

		b->keys[i] = (uint64_t)((uint32_t)pull ^ 0x80000000u) << 32 | i;
		if (b->side[docs[i]])
			least_right = pull < least_right ? pull : least_right;
		else
			most_left = pull > most_left ? pull : most_left;
	}
	if (most_left - least_right <= round * LOG_ONE)
		return 0;
	sorted = dsr_radix_sort(b->keys, b->other, n, 32);
	for (uint32_t rank = 0; rank < n; rank++) {
		const uint32_t d = docs[(uint32_t)sorted[rank]];

		if (b->side[d] != (rank >= n / 2))
			move(b, d);
	}
	return 1;
}

/* Put the documents of the left half before those of the right, each in the order they had. */
static void part(bisection *b, uint32_t *docs, uint32_t n)
{
	uint32_t left = 0, right = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (b->side[docs[i]])
			b->keys[right++] = docs[i];
		else
			docs[left++] = docs[i];
	}
	for (uint32_t i = 0; i < right; i++)
		docs[left + i] = (uint32_t)b->keys[i];
}

/* As deep as the logarithm of n. */
static void bisect(bisection *b, uint32_t *docs, uint32_t n)
{
	int32_t round = 0;

	if (n <= LEAF)
		return;
	count_halves(b, docs, n);
	while (round < ROUNDS && exchange(b, docs, n, round))
		round++;
	forget_halves(b);
	part(b, docs, n);
	bisect(b, docs, n / 2);
	bisect(b, docs + n / 2, n - n / 2);
}

dossier_status dsr_bisect(const dsr_segment *s, const dossier_alloc *alloc, size_t memory, uint32_t *order,
                          dossier_error *err)
{
	bisection b = { .s = s, .alloc = alloc, .docs = s->docs };
	const dossier_status st = gather_words(&b, memory / 2 / sizeof *b.words);

	if (!st) {
		for (uint32_t d = 0; d < s->docs; d++)
			order[d] = d;
		bisect(&b, order, s->docs);
	}
	free_arrays(&b);
	if (st == DOSSIER_ERR_CORRUPT)
		return dsr_fail(err, st, "the postings are damaged");
	return st ? dsr_nomem(err) : DOSSIER_OK;
}

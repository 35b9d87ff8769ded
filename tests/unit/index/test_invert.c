#include "index_body.h"

#include <stdio.h>

#include "index/invert.h"
#include "index/lexicon.h"
#include "segment/norms.h"
#include "segment/postings.h"

/*
 * The model: documents as arrays of term numbers (DSR_NO_TERM: an empty position), two zones each.  Beside a word may
 * stand up to BESIDES terms, often ones that are words too, each of which counts once or twice.
 */
enum { DOCS_MAX = 700, WORDS_MAX = 60, TERMS = 40, BESIDES = 2 };

typedef struct beside {
	uint32_t term, times; /* times 0: none */
} beside;

static uint32_t words[DOCS_MAX][WORDS_MAX], lengths[DOCS_MAX], zone_ends[DOCS_MAX];
static beside besides[DOCS_MAX][WORDS_MAX][BESIDES];
static uint32_t doc_count, weights[2];
static int weighted;

static dsr_tally tally = { .alloc = &test_alloc };
static dsr_gather gather;
static dsr_strings terms;

static void make_besides(beside *out)
{
	for (int i = 0; i < BESIDES; i++)
		out[i] = (beside){ chance(TERMS), chance(8) ? 0 : 1 + chance(2) };
	if (out[0].term == out[1].term)
		out[1].times = 0;
}

static void make_model(uint32_t docs, uint32_t longest)
{
	doc_count = docs;
	for (uint32_t d = 0; d < docs; d++) {
		lengths[d] = longest && chance(5) ? chance(longest + 1) : 0;
		zone_ends[d] = chance(lengths[d] + 1);
		for (uint32_t i = 0; i < lengths[d]; i++)
			/* the last term never occurs; the first is everywhere */
			words[d][i] = chance(10) ? chance(1 + chance(TERMS - 1)) : DSR_NO_TERM;
		for (uint32_t i = 0; i < lengths[d]; i++)
			make_besides(besides[d][i]);
	}
}

/* What stands beside the words from `from` to `to` goes in, from the last on by chance, else some of it twice. */
static int gather_besides(uint32_t d, uint32_t from, uint32_t to)
{
	const int backwards = (int)chance(2);

	for (uint32_t n = 0; n < (to - from + 1) * BESIDES; n++) {
		const uint32_t i = backwards ? to - n / BESIDES : from + n / BESIDES;
		const beside b = besides[d][i][n % BESIDES];

		for (uint32_t k = b.times ? 1 + !backwards * chance(2) : 0; k; k--)
			if (!dsr_gather_beside(&gather, i, b.term, b.times))
				return 0;
	}
	return 1;
}

static int gather_model(void)
{
	gather = DSR_GATHER_INIT(&test_alloc, &tally);
	gather.zones_per_doc = weighted ? 2 : 0;
	for (uint32_t d = 0; d < doc_count; d++) {
		uint32_t n = 0, length = 0;

		if (!dsr_gather_begin(&gather))
			return 0;
		for (uint32_t i = 0; i < lengths[d]; i++) {
			const uint32_t weight = weighted ? weights[i >= zone_ends[d]] : 1;

			if (!dsr_stream_put(&gather.tokens, words[d][i]))
				return 0;
			if (i % 3 == 2 || i + 1 == lengths[d])
				if (!gather_besides(d, i - i % 3, i))
					return 0;
			n += words[d][i] != DSR_NO_TERM;
			length += words[d][i] != DSR_NO_TERM ? weight : 0;
		}
		if (weighted) {
			gather.zones[d * 2] = (dsr_zone){ zone_ends[d], weights[0] };
			gather.zones[d * 2 + 1] = (dsr_zone){ lengths[d], weights[1] };
		}
		if (!dsr_gather_end(&gather, n, length, TERMS))
			return 0;
	}
	return 1;
}

static int make_terms(void)
{
	terms = DSR_STRINGS_INIT(&test_alloc);
	for (uint32_t t = 0; t < TERMS; t++) {
		char text[16];

		snprintf(text, sizeof text, "t%u", t * 17 % 101); /* in no order */
		if (dsr_strings_add(&terms, dossier_str_of(text)) != t)
			return 0;
	}
	return 1;
}

static size_t part;

static dossier_status invert(dsr_container_writer *out)
{
	const dsr_list_totals totals = { .tokens = gather.words, .length = gather.length };
	dsr_list_writer w;
	uint32_t *order;
	dossier_status st;

	if (!dsr_strings_sort(&terms, &order))
		return DOSSIER_ERR_NOMEM;
	dsr_list_writer_init(&w, out, 1 << 10);
	dsr_list_begin(&w, 0, 1, doc_count, gather.norms, doc_count ? (double)gather.length / doc_count : 0);
	st = dsr_invert(&w, &gather, &terms, order, part, NULL);
	if (!st)
		st = dsr_list_finish(&w, &totals, NULL);
	dsr_list_writer_release(&w);
	dsr_free(&test_alloc, order, terms.count * sizeof *order);
	return st;
}

static void fill(dsr_container_writer *w)
{
	assert_int_equal(invert(w), DOSSIER_OK);
}

/* How often term `t` counts at a place, as a word or beside one. */
static uint32_t times_at(uint32_t d, uint32_t i, uint32_t t)
{
	if (words[d][i] == t)
		return 1;
	for (int j = 0; j < BESIDES; j++)
		if (besides[d][i][j].times && besides[d][i][j].term == t)
			return besides[d][i][j].times;
	return 0;
}

/* Positions of term `t` in document `d`, each as often as it counts. */
static uint32_t model_positions(uint32_t d, uint32_t t, uint32_t *out)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < lengths[d]; i++)
		for (uint32_t k = times_at(d, i, t) * (weighted ? weights[i >= zone_ends[d]] : 1); k; k--)
			out[n++] = i;
	return n;
}

static void assert_term(const dsr_list *list, uint32_t t)
{
	static dsr_postings p;
	uint32_t right[WORDS_MAX * 32], got[WORDS_MAX * 32], df = 0;
	uint64_t cf = 0;
	dsr_term found;

	for (uint32_t d = 0; d < doc_count; d++) {
		const uint32_t n = model_positions(d, t, right);

		df += n > 0;
		cf += n;
	}
	assert_int_equal(dsr_dict_find(&list->dict, dsr_strings_at(&terms, t), &found), df > 0);
	if (!df)
		return;
	assert_int_equal(found.df, df);
	assert_int_equal(found.cf, cf);
	dsr_postings_open(&p, list, &found);
	for (uint32_t d = 0; d < doc_count; d++) {
		const uint32_t n = model_positions(d, t, right);

		if (!n)
			continue;
		assert_int_equal(dsr_postings_next(&p), d);
		assert_non_null(dsr_postings_tfs(&p));
		assert_int_equal(p.tfs[p.i], n);
		assert_int_equal(dsr_postings_positions(&p, p.i, got), 1);
		assert_memory_equal(got, right, n * sizeof *got);
	}
	assert_int_equal(dsr_postings_next(&p), DSR_DOC_END);
}

static void assert_inverted(void)
{
	dsr_container c;
	dsr_list list;

	write_container(fill);
	open_container(&c);
	list = (dsr_list){ .file = &c, .docs = doc_count, .norms = gather.norms,
	                   .postings = dsr_container_section(&c, DSR_SECTION_POSTINGS, 0),
	                   .positions = dsr_container_section(&c, DSR_SECTION_POSITIONS, 0) };
	assert_true(dsr_dict_open(&list.dict, &c, 0));
	for (uint32_t t = 0; t < TERMS; t++)
		assert_term(&list, t);
	dsr_container_close(&c);
}

static void assert_gathered(void)
{
	uint64_t length = 0, n = 0;

	for (uint32_t d = 0; d < doc_count; d++) {
		uint32_t own = 0;

		for (uint32_t i = 0; i < lengths[d]; i++)
			if (words[d][i] != DSR_NO_TERM) {
				own += weighted ? weights[i >= zone_ends[d]] : 1;
				n++;
			}
		assert_int_equal(gather.norms[d], dsr_norm_encode(own));
		length += dsr_norm_decode(dsr_norm_encode(own));
	}
	assert_int_equal(gather.words, n);
	assert_int_equal(gather.length, length);
	assert_true(dsr_gather_memory(&gather) >= gather.tokens.n * 2);
}

static void lists_are_those_of_a_naive_inversion(void **state)
{
	static const struct { uint32_t docs, longest; } cases[] = { { 1, 0 }, { 1, 1 }, { 3, 5 }, { 300, 8 }, { DOCS_MAX, 50 } };
	static const size_t parts[] = { 0, 1, 100, 3000, SIZE_MAX };

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		for (weighted = 0; weighted < 2; weighted++) {
			weights[0] = 1 + chance(15);
			weights[1] = 1 + chance(3);
			make_model(cases[i].docs, cases[i].longest);
			assert_true(make_terms());
			assert_true(gather_model());
			assert_gathered();
			for (size_t j = 0; j < LENGTH(parts); j++) {
				part = parts[j];
				assert_inverted();
			}
			dsr_gather_release(&gather);
	dsr_tally_release(&tally);
			dsr_strings_release(&terms);
		}
}

static void a_gather_can_be_used_again(void **state)
{
	(void)state;
	weighted = 0;
	part = 50;
	make_model(50, 20);
	assert_true(make_terms());
	assert_true(gather_model());
	dsr_gather_reset(&gather);
	assert_int_equal(gather.docs, 0);
	assert_int_equal(gather.batch_count, 0);
	dsr_gather_release(&gather);
	dsr_tally_release(&tally);
	assert_true(gather_model());
	assert_inverted();
	dsr_gather_release(&gather);
	dsr_tally_release(&tally);
	dsr_strings_release(&terms);
}

static dossier_status gather_and_invert(void)
{
	dsr_container_writer out;
	uint64_t length;
	uint32_t checksum;
	dossier_status st = make_terms() ? DOSSIER_OK : DOSSIER_ERR_NOMEM;

	gather = DSR_GATHER_INIT(&test_alloc, &tally);
	if (!st && !gather_model())
		st = DOSSIER_ERR_NOMEM;
	if (!st)
		st = dsr_container_create(&out, &env, PATH, NULL);
	if (!st) {
		st = invert(&out);
		if (st)
			dsr_container_abandon(&out);
		else
			st = dsr_container_finish(&out, &length, &checksum, NULL);
	}
	dsr_gather_release(&gather);
	dsr_tally_release(&tally);
	dsr_strings_release(&terms);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	weighted = 1;
	part = 100;
	make_model(60, 10);
	fails_cleanly(gather_and_invert);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lists_are_those_of_a_naive_inversion),
		TEST(a_gather_can_be_used_again),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

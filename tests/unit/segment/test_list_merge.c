#include "merge_body.h"

#include "segment/list_merge.h"
#include "segment/postings.h"

static uint8_t         merged_norms[SEGMENTS * DOCS_MAX];
static dsr_list_totals totals;
static dsr_segment     merged;

/* What the merged list must hold besides its postings. */
static void sum_up(void)
{
	uint32_t n = 0;

	totals = (dsr_list_totals){ 0 };
	for (uint32_t s = 0; s < SEGMENTS; s++) {
		const dsr_list_totals own = totals_of(s, 1);

		totals.tokens += own.tokens;
		totals.length += own.length;
		for (uint32_t d = 0; d < docs_of[s]; d++)
			if (!dsr_bitset_has(dead[s], d))
				merged_norms[n++] = norms[s][d];
	}
	assert_int_equal(n, sources.docs);
}

static dossier_status merge(dsr_container_writer *out)
{
	dsr_list_writer w;
	dossier_status st;

	dsr_list_writer_init(&w, out, 1 << 10);
	dsr_list_begin(&w, LIST, with_positions, sources.docs, merged_norms, (double)totals.length / sources.docs);
	st = dsr_list_merge(&w, &sources, LIST, totals.length, NULL);
	dsr_list_writer_release(&w);
	return st;
}

/* The next document of the merged list is document d of segment s. */
static void assert_posting(dsr_postings *p, uint32_t s, uint32_t t, uint32_t d, uint32_t number)
{
	static uint32_t positions[TF_MAX];
	const uint32_t tf = tf_of(s, t, d);
	uint32_t last = 0;

	assert_int_equal(dsr_postings_next(p), number);
	assert_int_equal(dsr_postings_tfs(p)[p->i], tf);
	if (!with_positions)
		return;
	assert_true(dsr_postings_positions(p, p->i, positions));
	for (uint32_t i = 0; i < tf; i++) {
		last = next_position(s, t, d, i, last);
		assert_int_equal(positions[i], last);
	}
}

/* Walk the term as the segments have it, one after the other.  Returns how many documents it has. */
static uint32_t assert_term(uint32_t t)
{
	static dsr_postings p;
	uint32_t df = 0, number = 0;
	uint64_t cf = 0;
	char name[16];
	const size_t n = name_of(name, t);
	dsr_term term;
	const int there = dsr_dict_find(&merged.lists[LIST].dict, (dossier_str){ name, n }, &term);

	if (there)
		dsr_postings_open(&p, &merged.lists[LIST], &term);
	for (uint32_t s = 0; s < SEGMENTS; s++)
		for (uint32_t d = 0; d < docs_of[s]; d++) {
			if (dsr_bitset_has(dead[s], d))
				continue;
			if (tf_of(s, t, d)) {
				assert_int_equal(there, 1);
				assert_posting(&p, s, t, d, number);
				df++;
				cf += tf_of(s, t, d);
			}
			number++;
		}
	assert_int_equal(there, df > 0);
	if (!there)
		return 0;
	assert_int_equal(dsr_postings_next(&p), DSR_DOC_END);
	assert_int_equal(term.df, df);
	assert_int_equal(term.cf, cf);
	return df;
}

/* Bounds are what the lengths say, and little more; without deaths no two neighbours fit into one block. */
static void assert_blocks(uint32_t t, int deaths)
{
	static dsr_postings p;
	double k[256];
	char name[16];
	const size_t n = name_of(name, t);
	dsr_term term;

	dsr_bm25_table(k, DSR_BM25_K1, DSR_BM25_B, (double)totals.length / sources.docs);
	if (!dsr_dict_find(&merged.lists[LIST].dict, (dossier_str){ name, n }, &term))
		return;
	dsr_postings_open(&p, &merged.lists[LIST], &term);
	for (uint32_t b = 0; b < p.blocks && p.skips; b++) {
		double best = 0;

		assert_true(dsr_postings_load(&p, b) && dsr_postings_tfs(&p));
		assert_int_equal(p.n, dsr_postings_block_count(&p, b));
		for (uint32_t i = 0; i < p.n; i++) {
			const double x = p.tfs[i] / (p.tfs[i] + k[merged_norms[p.docs[i]]]);

			best = x > best ? x : best;
		}
		assert_true(dsr_postings_block_bound(&p, b) >= best * 255.0);
		assert_true(dsr_postings_block_bound(&p, b) <= best * 255.0 + 2.1);
		if (b && !deaths)
			assert_true(p.n + dsr_postings_block_count(&p, b - 1) > DSR_BLOCK);
	}
}

static void assert_merged(int deaths)
{
	const dsr_list_totals *t = &merged.lists[LIST].dict.totals;
	uint64_t terms = 0, postings = 0;

	for (uint32_t i = 0; i < TERMS; i++) {
		const uint32_t df = assert_term(i);

		terms += df > 0;
		postings += df;
		assert_blocks(i, deaths);
	}
	assert_int_equal(t->terms, terms);
	assert_int_equal(t->postings, postings);
	if (!deaths)
		assert_int_equal(t->tokens, totals.tokens);
	else
		assert_true(t->tokens <= totals.tokens && t->tokens >= totals.tokens / 2);
	assert_int_equal(t->length, totals.length);
}

static void a_merged_list_holds_what_the_segments_held(void **state)
{
	static const uint32_t dying[] = { 0, 0, 2, 100, 900, 0 };

	(void)state;
	for (uint32_t round = 0; round < 12; round++) {
		seed = round;
		with_positions = round % 4 != 3;
		make_segments(dying[round % LENGTH(dying)]);
		sum_up();
		if (sources.docs) {
			assert_int_equal(try_container(merge), DOSSIER_OK);
			open_list_of(&merged, PATH, sources.docs, merged_norms);
			assert_merged(dying[round % LENGTH(dying)] > 0);
			dsr_container_close(&merged.file);
		}
		drop_segments();
	}
}

static dossier_status merge_once(void)
{
	return try_container(merge);
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	for (with_positions = 0; with_positions < 2; with_positions++) {
		make_segments(50);
		sum_up();
		fails_cleanly(merge_once);
		drop_segments();
	}
}

/* A byte anywhere in a source is damaged without its checksum being touched before: the merge says so. */
static void damage_is_said(void **state)
{
	(void)state;
	with_positions = 1;
	seed = 3;
	make_segments(0);
	sum_up();
	for (uint32_t i = 0; i < 60; i++) {
		dsr_container *c = &segments[i % SEGMENTS].file;
		uint8_t *bytes = (uint8_t *)(uintptr_t)c->view.bytes;
		const size_t at = DSR_HEADER_SIZE + chance((uint32_t)(c->covered - DSR_HEADER_SIZE));
		const uint8_t was = bytes[at];

		memset((void *)c->checked, 0, (c->chunks + 63) / 64 * 8);
		bytes[at] ^= (uint8_t)(1 + chance(255));
		assert_int_equal(try_container(merge), DOSSIER_ERR_CORRUPT);
		bytes[at] = was;
	}
	drop_segments();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_merged_list_holds_what_the_segments_held),
		TEST(running_out_of_memory_is_said),
		TEST(damage_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

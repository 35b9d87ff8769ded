#include "merge_body.h"

#include "segment/list_reorder.h"
#include "segment/postings.h"

static uint32_t    numbers[DOCS_MAX], order[DOCS_MAX];
static uint8_t     new_norms[DOCS_MAX];
static size_t      memory;
static dsr_segment reordered;

/* Segment 0 in a random order. */
static void shuffle(void)
{
	for (uint32_t d = 0; d < docs_of[0]; d++)
		order[d] = d;
	for (uint32_t d = docs_of[0]; d > 1; d--) {
		const uint32_t i = chance(d), was = order[d - 1];

		order[d - 1] = order[i];
		order[i] = was;
	}
	for (uint32_t n = 0; n < docs_of[0]; n++) {
		numbers[order[n]] = n;
		new_norms[n] = norms[0][order[n]];
	}
}

static dossier_status reorder(dsr_container_writer *out)
{
	dsr_sources one = sources; /* of it, the first */
	dsr_list_writer w;
	dossier_status st;

	dsr_list_writer_init(&w, out, 1 << 10);
	dsr_list_begin(&w, LIST, with_positions, docs_of[0], new_norms, 20);
	one.order = order;
	one.numbers = numbers;
	st = dsr_list_reorder(&w, &one, LIST, memory, NULL);
	dsr_list_writer_release(&w);
	return st;
}

static void assert_posting(dsr_postings *p, uint32_t t, uint32_t number)
{
	static uint32_t positions[TF_MAX];
	const uint32_t d = order[number], tf = tf_of(0, t, d);
	uint32_t last = 0;

	assert_int_equal(dsr_postings_next(p), number);
	assert_int_equal(dsr_postings_tfs(p)[p->i], tf);
	if (!with_positions)
		return;
	assert_true(dsr_postings_positions(p, p->i, positions));
	for (uint32_t i = 0; i < tf; i++) {
		last = next_position(0, t, d, i, last);
		assert_int_equal(positions[i], last);
	}
}

static void assert_term(uint32_t t)
{
	static dsr_postings p;
	char name[16];
	const size_t n = name_of(name, t);
	dsr_term term, before;
	const int there = dsr_dict_find(&reordered.lists[LIST].dict, (dossier_str){ name, n }, &term);

	assert_int_equal(dsr_dict_find(&segments[0].lists[LIST].dict, (dossier_str){ name, n }, &before), there);
	if (!there)
		return;
	assert_int_equal(term.df, before.df);
	assert_int_equal(term.cf, before.cf);
	dsr_postings_open(&p, &reordered.lists[LIST], &term);
	for (uint32_t number = 0; number < docs_of[0]; number++)
		if (tf_of(0, t, order[number]))
			assert_posting(&p, t, number);
	assert_int_equal(dsr_postings_next(&p), DSR_DOC_END);
	for (uint32_t b = 0; b + 1 < p.blocks; b++)
		assert_int_equal(dsr_postings_block_count(&p, b), DSR_BLOCK);
}

static void postings_come_in_the_new_order(void **state)
{
	static const size_t memories[] = { 1 << 20, 1, 5000, 20000 };

	(void)state;
	for (uint32_t round = 0; round < 12; round++) {
		seed = round;
		with_positions = round % 4 != 3;
		memory = memories[round % 3];
		make_segments(0);
		shuffle();
		assert_int_equal(try_container(reorder), DOSSIER_OK);
		open_list_of(&reordered, PATH, docs_of[0], new_norms);
		for (uint32_t t = 0; t < TERMS; t++)
			assert_term(t);
		assert_int_equal(reordered.lists[LIST].dict.totals.tokens, totals_of(0, 1).tokens);
		dsr_container_close(&reordered.file);
		drop_segments();
	}
}

static dossier_status reorder_once(void)
{
	return try_container(reorder);
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	with_positions = 1;
	memory = 10000;
	make_segments(0);
	shuffle();
	fails_cleanly(reorder_once);
	drop_segments();
}

static void damage_is_said(void **state)
{
	(void)state;
	with_positions = 1;
	seed = 3;
	memory = 1 << 20;
	make_segments(0);
	shuffle();
	for (uint32_t i = 0; i < 30; i++) {
		dsr_container *c = &segments[0].file;
		uint8_t *bytes = (uint8_t *)(uintptr_t)c->view.bytes;
		const size_t at = DSR_HEADER_SIZE + chance((uint32_t)(c->covered - DSR_HEADER_SIZE));
		const uint8_t was = bytes[at];

		memset((void *)c->checked, 0, (c->chunks + 63) / 64 * 8);
		bytes[at] ^= (uint8_t)(1 + chance(255));
		assert_int_equal(try_container(reorder), DOSSIER_ERR_CORRUPT);
		bytes[at] = was;
	}
	drop_segments();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(postings_come_in_the_new_order),
		TEST(running_out_of_memory_is_said),
		TEST(damage_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

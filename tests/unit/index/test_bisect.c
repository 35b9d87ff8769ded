#include "index_body.h"

#include <stdio.h>

#include "index/bisect.h"
#include "index/index_writer.h"

enum { DOCS = 512, WORDS = 12, TOPICS = 8, VOCABULARY = 40 };

static dsr_index_writer w;
static uint32_t order[DOCS];

/* Topics come in turns; nine words in ten are of the document's own. */
static uint32_t topic_of(uint32_t d)
{
	return d * 5 % TOPICS;
}

static void build(void)
{
	assert_int_equal(dsr_index_writer_open(&w, &env, DIR_NAME, &note_schema, 0, NULL), DOSSIER_OK);
	for (uint32_t d = 0; d < DOCS; d++) {
		char key[16], text[WORDS * 16];
		size_t n = 0;
		dossier_value values[2];

		for (uint32_t i = 0; i < WORDS; i++)
			n += (size_t)snprintf(text + n, sizeof text - n, "w%ux%u ",
			                      chance(10) ? topic_of(d) : chance(TOPICS), chance(VOCABULARY));
		snprintf(key, sizeof key, "k%u", d);
		values[0] = value_of("id", key);
		values[1] = value_of("text", text);
		assert_int_equal(dsr_index_writer_add(&w, values, 2, NULL, NULL), DOSSIER_OK);
	}
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	assert_int_equal(w.count, 1);
	assert_int_equal(w.segments[0].m.docs, DOCS);
}

static void assert_permutation(void)
{
	uint8_t seen[DOCS] = { 0 };

	for (uint32_t n = 0; n < DOCS; n++) {
		assert_true(order[n] < DOCS && !seen[order[n]]);
		seen[order[n]] = 1;
	}
}

static dossier_status bisect(size_t memory)
{
	return dsr_bisect(w.segments[0].s.segment, &test_alloc, memory, order, NULL);
}

static void documents_of_one_topic_become_neighbours(void **state)
{
	uint32_t changes = 0;

	(void)state;
	build();
	assert_int_equal(bisect(1 << 20), DOSSIER_OK);
	assert_permutation();
	for (uint32_t n = 1; n < DOCS; n++)
		changes += topic_of(order[n]) != topic_of(order[n - 1]);
	assert_true(changes < DOCS / 20); /* of 511 before; 7 were the least */
	dsr_index_writer_close(&w);
}

static void the_order_is_always_the_same(void **state)
{
	uint32_t first[DOCS];

	(void)state;
	build();
	assert_int_equal(bisect(1 << 20), DOSSIER_OK);
	memcpy(first, order, sizeof first);
	assert_int_equal(bisect(1 << 20), DOSSIER_OK);
	assert_memory_equal(first, order, sizeof first);
	dsr_index_writer_close(&w);
}

/* With too little memory for some words, or for all, it is still an order. */
static void memory_may_be_short(void **state)
{
	(void)state;
	build();
	for (size_t memory = 0; memory < 60000; memory += 997) {
		assert_int_equal(bisect(memory), DOSSIER_OK);
		assert_permutation();
	}
	assert_int_equal(bisect(0), DOSSIER_OK);
	for (uint32_t n = 0; n < DOCS; n++)
		assert_int_equal(order[n], n);
	dsr_index_writer_close(&w);
}

static dossier_status bisect_once(void)
{
	return bisect(1 << 20);
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	build();
	fails_cleanly(bisect_once);
	dsr_index_writer_close(&w);
}

static void damage_is_said(void **state)
{
	const dsr_container *c;
	uint8_t *bytes;

	(void)state;
	build();
	c = &w.segments[0].s.segment->file;
	bytes = (uint8_t *)(uintptr_t)dsr_container_section(c, DSR_SECTION_POSTINGS, DSR_LIST_DEFAULT).bytes;
	memset((void *)c->checked, 0, (c->chunks + 63) / 64 * 8);
	bytes[300] ^= 1;
	assert_int_equal(bisect(1 << 20), DOSSIER_ERR_CORRUPT);
	bytes[300] ^= 1;
	dsr_index_writer_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(documents_of_one_topic_become_neighbours),
		TEST(the_order_is_always_the_same),
		TEST(memory_may_be_short),
		TEST(running_out_of_memory_is_said),
		TEST(damage_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

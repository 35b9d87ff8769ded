#include "segment_body.h"

#include <stdio.h>

#include "segment/dict_merge.h"

enum { DICTS = 5, TERMS = 500 };

static dsr_container containers[DICTS];
static dsr_dict      dicts[DICTS];
static uint32_t      writing;

/* Is term t in dictionary d, and with which frequency? */
static uint32_t cf_of(uint32_t d, uint32_t t)
{
	return (t * 7 + d * 3) % (d + 2) ? 0 : 1 + t + d;
}

static dossier_str term_of(uint32_t t)
{
	static char text[16];

	return (dossier_str){ text, (size_t)snprintf(text, sizeof text, "common%04u", t) };
}

static void fill(dsr_container_writer *out)
{
	const dsr_list_totals totals = { 0 };
	dsr_dict_writer w;

	dsr_dict_writer_init(&w, out, 1 << 16);
	for (uint32_t t = 0; t < TERMS; t++)
		if (cf_of(writing, t))
			dsr_dict_writer_add(&w, term_of(t), &(dsr_term){ .df = 1, .cf = cf_of(writing, t) });
	assert_int_equal(dsr_dict_writer_finish(&w, out, 0, &totals, NULL), DOSSIER_OK);
	dsr_dict_writer_release(&w);
}

static void make_dicts(void)
{
	for (writing = 0; writing < DICTS; writing++) {
		write_container(fill);
		open_container(&containers[writing]);
		assert_true(dsr_dict_open(&dicts[writing], &containers[writing], 0));
	}
}

static void close_dicts(void)
{
	for (uint32_t d = 0; d < DICTS; d++)
		dsr_container_close(&containers[d]);
}

static int begin(dsr_dict_merge *m)
{
	if (!dsr_dict_merge_init(m, &test_alloc, DICTS))
		return 0;
	for (uint32_t d = 0; d < DICTS; d++)
		dsr_dict_merge_add(m, &dicts[d]);
	return 1;
}

static void every_term_comes_once_with_all_that_have_it(void **state)
{
	dsr_dict_merge m;

	(void)state;
	make_dicts();
	assert_true(begin(&m));
	for (uint32_t t = 0; t < TERMS; t++) {
		size_t n = 0;

		for (uint32_t d = 0; d < DICTS; d++)
			n += cf_of(d, t) > 0;
		if (!n)
			continue;
		assert_true(dsr_dict_merge_next(&m));
		assert_int_equal(m.term.n, term_of(t).n);
		assert_memory_equal(m.term.p, term_of(t).p, m.term.n);
		assert_int_equal(m.count, n);
		for (size_t i = 0; i < n; i++) {
			assert_true(!i || m.sources[i - 1] < m.sources[i]);
			assert_int_equal(m.cursors[m.sources[i]].t.cf, cf_of(m.sources[i], t));
		}
	}
	assert_false(dsr_dict_merge_next(&m));
	assert_false(m.damaged);
	dsr_dict_merge_release(&m);
	dsr_dict_merge_release(&m);
	close_dicts();
}

static void damage_ends_the_walk(void **state)
{
	dsr_dict_merge m;
	uint8_t *bytes;

	(void)state;
	make_dicts();
	bytes = (uint8_t *)(uintptr_t)dicts[2].blocks;
	memset((void *)containers[2].checked, 0, 8);
	bytes[50] ^= 1;
	assert_true(begin(&m));
	while (dsr_dict_merge_next(&m))
		;
	assert_true(m.damaged);
	dsr_dict_merge_release(&m);
	close_dicts();
}

static dossier_status walk(void)
{
	dsr_dict_merge m;

	if (!begin(&m))
		return DOSSIER_ERR_NOMEM;
	dsr_dict_merge_release(&m);
	return DOSSIER_OK;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	make_dicts();
	fails_cleanly(walk);
	close_dicts();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_term_comes_once_with_all_that_have_it),
		TEST(damage_ends_the_walk),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

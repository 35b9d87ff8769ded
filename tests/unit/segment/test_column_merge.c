#include "segment_body.h"

#include <stdio.h>

#include "segment/column_merge.h"
#include "segment/columns.h"

enum { SEGMENTS = 4, DOCS = 200, NAMES = 30, VALUES_MAX = 3, TEXTS = 3, DATES = 5 };

/* Of each segment and document: which of NAMES, ascending texts "n00".."n29", in which order. */
static uint8_t  counts[SEGMENTS][DOCS], values[SEGMENTS][DOCS][VALUES_MAX];
static uint32_t dates[SEGMENTS][DOCS], docs[SEGMENTS];
static uint64_t dead[SEGMENTS][DOCS / 64 + 1];

static dsr_segment segments[SEGMENTS];
static dsr_sources sources;
static uint32_t    writing;

static dossier_str text_of(uint32_t name)
{
	static char texts[NAMES][8];

	return (dossier_str){ texts[name], (size_t)snprintf(texts[name], sizeof texts[name], "n%02u", name) };
}

/* Each segment has names of its own numbering: those that it uses. */
static void fill(dsr_container_writer *out)
{
	uint32_t starts[DOCS + 1] = { 0 }, numbers[DOCS * VALUES_MAX], number_of[NAMES] = { 0 }, n = 0;
	dossier_str names[NAMES];

	for (uint32_t d = 0; d < docs[writing]; d++)
		for (uint32_t i = 0; i < counts[writing][d]; i++)
			number_of[values[writing][d][i]] = 1;
	for (uint32_t v = 0; v < NAMES; v++)
		if (number_of[v]) {
			names[n] = text_of(v);
			number_of[v] = n++;
		}
	for (uint32_t d = 0; d < docs[writing]; d++) {
		starts[d + 1] = starts[d];
		for (uint32_t i = 0; i < counts[writing][d]; i++)
			numbers[starts[d + 1]++] = number_of[values[writing][d][i]];
	}
	dsr_column_put_text(out, TEXTS, names, n, starts, numbers, docs[writing]);
	dsr_column_put_dates(out, DATES, dates[writing], docs[writing]);
}

static void make_segment(uint32_t s, int deaths)
{
	uint32_t dying = 0;

	docs[s] = 1 + chance(DOCS);
	for (uint32_t d = 0; d < docs[s]; d++) {
		counts[s][d] = (uint8_t)chance(VALUES_MAX + 1);
		for (uint32_t i = 0; i < counts[s][d]; i++)
			values[s][d][i] = (uint8_t)((chance(NAMES / 3) * 3 + i) % NAMES);
		dates[s][d] = chance(3) ? (1900 + chance(200)) << 9 : 0;
		if (deaths && chance(3)) {
			dsr_bitset_set(dead[s], d);
			dying++;
		}
	}
	writing = s;
	write_container(fill);
	segments[s] = (dsr_segment){ .docs = docs[s] };
	open_container(&segments[s].file);
	assert_true(dsr_sources_add(&sources, &segments[s], dying ? dead[s] : NULL, dying));
}

static void make_segments(int deaths)
{
	memset(dead, 0, sizeof dead);
	assert_true(dsr_sources_init(&sources, &test_alloc, SEGMENTS));
	for (uint32_t s = 0; s < SEGMENTS; s++)
		make_segment(s, deaths);
}

static void drop_segments(void)
{
	dsr_sources_release(&sources);
	for (uint32_t s = 0; s < SEGMENTS; s++)
		dsr_container_close(&segments[s].file);
}

static dossier_status merge(dsr_container_writer *out)
{
	const dossier_status st = dsr_column_merge(out, &sources, TEXTS, NULL);

	return st ? st : dsr_column_merge(out, &sources, DATES, NULL);
}

static void assert_values(const dsr_column *c, uint32_t number, uint32_t s, uint32_t d)
{
	assert_int_equal(dsr_column_count(c, number), counts[s][d]);
	for (uint32_t i = 0; i < counts[s][d]; i++) {
		const dossier_str name = dsr_column_name(c, dsr_column_value(c, number, i));

		assert_int_equal(name.n, 3);
		assert_memory_equal(name.p, text_of(values[s][d][i]).p, 3);
	}
}

/* How many names live documents have. */
static uint32_t names_in_use(void)
{
	uint8_t used[NAMES] = { 0 };
	uint32_t n = 0;

	for (uint32_t s = 0; s < SEGMENTS; s++)
		for (uint32_t d = 0; d < docs[s]; d++)
			for (uint32_t i = 0; i < counts[s][d] && !dsr_bitset_has(dead[s], d); i++)
				used[values[s][d][i]] = 1;
	for (uint32_t v = 0; v < NAMES; v++)
		n += used[v];
	return n;
}

static void a_merged_column_holds_what_live_documents_had(void **state)
{
	dsr_column texts, days;
	dsr_container c;

	(void)state;
	for (uint32_t round = 0; round < 10; round++) {
		uint32_t number = 0;

		make_segments((int)round % 2);
		assert_int_equal(try_container(merge), DOSSIER_OK);
		open_container(&c);
		assert_true(dsr_column_open(&texts, &c, TEXTS, sources.docs) && !texts.is_date);
		assert_true(dsr_column_open(&days, &c, DATES, sources.docs) && days.is_date);
		assert_int_equal(texts.names, names_in_use());
		for (uint32_t s = 0; s < SEGMENTS; s++)
			for (uint32_t d = 0; d < docs[s]; d++)
				if (!dsr_bitset_has(dead[s], d)) {
					assert_values(&texts, number, s, d);
					assert_int_equal(dsr_column_date(&days, number), dates[s][d]);
					number++;
				}
		dsr_container_close(&c);
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
	make_segments(1);
	fails_cleanly(merge_once);
	drop_segments();
}

static void a_missing_column_is_damage(void **state)
{
	dsr_container_writer w;

	(void)state;
	make_segments(0);
	assert_int_equal(dsr_container_create(&w, &env, "other", NULL), DOSSIER_OK);
	assert_int_equal(dsr_column_merge(&w, &sources, TEXTS + 1, NULL), DOSSIER_ERR_CORRUPT);
	dsr_container_abandon(&w);
	drop_segments();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_merged_column_holds_what_live_documents_had),
		TEST(running_out_of_memory_is_said),
		TEST(a_missing_column_is_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * As long as no list passes a block and stored documents no half of one, what a merge writes must be what building at once writes, section for section to
 * the byte.
 */
#include "index_body.h"

#include "publications.h"

#include "index/index_writer.h"
#include "index/merge.h"
#include "index/writer_merge.h"

enum { IDS = 60 };

static dsr_index_writer writers[2], *w = writers; /* does not move: parts of it point into it */

static void open_writer(const char *dir)
{
	assert_int_equal(dsr_index_writer_open(w, &env, dir, NULL, 0, NULL), DOSSIER_OK);
	w->keep_segments = 1;
}

static void add(uint32_t id, uint32_t version)
{
	publication p;

	publication_make(&p, id, version, 25);
	assert_int_equal(dsr_index_writer_add(w, p.values, p.count, NULL, NULL), DOSSIER_OK);
}

static void delete(uint32_t id)
{
	char key[16];

	snprintf(key, sizeof key, "pub-%u", id);
	assert_int_equal(dsr_index_writer_delete(w, dossier_str_of(key), NULL, NULL), DOSSIER_OK);
}

static void commit(void)
{
	assert_int_equal(dsr_index_writer_commit(w, NULL), DOSSIER_OK);
}

/* Several segments; with `deaths` some documents are replaced and some deleted, later and in their own segment. */
static void build_in_parts(int deaths)
{
	open_writer("parts");
	for (uint32_t id = 0; id < IDS; id++) {
		add(id, 1);
		if (deaths && id % 7 == 3)
			add(id - 2, 2);
		if (id % 5 == 4)
			commit();
	}
	for (uint32_t id = 0; deaths && id < IDS; id += 5)
		delete(id);
	commit();
}

/* The same documents in the order in which they live there. */
static void build_at_once(int deaths)
{
	open_writer("once");
	for (uint32_t id = 0; id < IDS; id++) {
		const int replaced = deaths && (id + 2) % 7 == 3 && id + 2 < IDS;

		if (!replaced && !(deaths && id % 5 == 0))
			add(id, 1);
		if (deaths && id % 7 == 3 && (id - 2) % 5)
			add(id - 2, 2);
	}
	commit();
}

/* Where documents fell out, only the share of the words that did is known: a number at the head of the dictionary. */
static void assert_same_bytes(const dsr_section *x, const dsr_section *y, unsigned kind, int deaths)
{
	const size_t at = 16, width = 8; /* of `tokens` */

	assert_int_equal(x->size, y->size);
	if (kind == DSR_SECTION_TERMS && deaths && x->size) {
		assert_memory_equal(x->bytes, y->bytes, at);
		assert_memory_equal(x->bytes + at + width, y->bytes + at + width, x->size - at - width);
	} else if (x->size) {
		assert_memory_equal(x->bytes, y->bytes, x->size);
	}
}

static void assert_same_sections(const dsr_container *a, const dsr_container *b, int deaths)
{
	assert_int_equal(a->sections, b->sections);
	for (unsigned kind = 0; kind < DSR_SECTION_KINDS; kind++)
		for (unsigned list = 0; list < DSR_LISTS_MAX; list++) {
			const dsr_section x = dsr_container_section(a, kind, list), y = dsr_container_section(b, kind, list);

			assert_int_equal(!x.bytes, !y.bytes);
			assert_same_bytes(&x, &y, kind, deaths);
		}
}

static void a_merge_writes_what_building_at_once_writes(void **state)
{
	(void)state;
	for (int deaths = 0; deaths < 2; deaths++) {
		w = &writers[0];
		build_in_parts(deaths);
		assert_true(w->count > 3);
		assert_int_equal(dsr_index_writer_merge(w, 0, NULL, NULL), DOSSIER_OK);
		assert_int_equal(w->count, 1);
		w = &writers[1];
		build_at_once(deaths);
		assert_int_equal(w->segments[0].m.docs, writers[0].segments[0].m.docs);
		assert_same_sections(&writers[0].segments[0].s.segment->file, &w->segments[0].s.segment->file, deaths);
		dsr_index_writer_close(&writers[0]);
		dsr_index_writer_close(&writers[1]);
		remove_files(NULL);
		make_files(NULL);
	}
}

static dsr_sources sources;

static dossier_status merge_once(void)
{
	dsr_merged merged;
	const dossier_status st = dsr_merge(&env, "merged", dossier_schema_publication(), &sources, 1 << 12, &merged, NULL);

	assert_int_equal(file_count(), 4 + 3); /* segments, two manifests, the lock: nothing else is left there */
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	dsr_index_writer_open(w, &env, DIR_NAME, NULL, 0, NULL);
	w->keep_segments = 1;
	for (uint32_t id = 0; id < 20; id++) {
		add(id, 1);
		if (id % 5 == 4)
			commit();
	}
	assert_true(dsr_sources_init(&sources, &test_alloc, w->count));
	for (size_t i = 0; i < w->count; i++) {
		static uint64_t dead[] = { 2 };

		assert_true(dsr_sources_add(&sources, w->segments[i].s.segment, i ? NULL : dead, i ? 0 : 1));
	}
	assert_int_equal(merge_once(), DOSSIER_OK);
	fails_cleanly(merge_once);
	dsr_sources_release(&sources);
	dsr_index_writer_close(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_merge_writes_what_building_at_once_writes),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

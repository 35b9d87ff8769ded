#include "bytes_body.h"
#include "index_body.h"

#include <stdio.h>

#include "publications.h"

#include "index/directory.h"
#include "index/merge_policy.h"
#include "index/writer_merge.h"
#include "segment/verify.h"

static dsr_index_writer w;

static void add(uint32_t i)
{
	publication p;

	publication_make(&p, i, 1, 100);
	assert_int_equal(dsr_index_writer_add(&w, p.values, p.count, NULL, NULL), DOSSIER_OK);
}

static int find(uint32_t i)
{
	char key[16];
	uint32_t doc;
	int found = 0;

	snprintf(key, sizeof key, "pub-%u", i);
	for (size_t s = 0; s < w.count; s++)
		found += dsr_snapshot_segment_find(&w.segments[s].s, dossier_str_of(key), &doc);
	return found;
}

static void open_writer(void)
{
	assert_int_equal(dsr_index_writer_open(&w, &env, DIR_NAME, NULL, 0, NULL), DOSSIER_OK);
}

static void segments_stay_few_while_commits_come_and_go(void **state)
{
	(void)state;
	open_writer();
	for (uint32_t i = 0; i < 60; i++) {
		add(i);
		assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
		assert_true(w.count < 4 * DSR_MERGE_FACTOR);
		for (size_t s = 1; s < w.count; s++)
			assert_true(w.segments[s].m.docs < 60);
	}
	for (uint32_t i = 0; i < 60; i++)
		assert_int_equal(find(i), 1);
	dsr_index_writer_close(&w);
	open_writer();
	for (uint32_t i = 0; i < 60; i++)
		assert_int_equal(find(i), 1);
	dsr_index_writer_close(&w);
}

static void segments_that_are_half_dead_are_written_anew(void **state)
{
	(void)state;
	open_writer();
	for (uint32_t i = 0; i < 20; i++)
		add(i);
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	for (uint32_t i = 0; i < 11; i++) {
		char key[16];

		assert_int_equal(w.segments[0].m.docs, 20);
		snprintf(key, sizeof key, "pub-%u", i);
		assert_int_equal(dsr_index_writer_delete(&w, dossier_str_of(key), NULL, NULL), DOSSIER_OK);
		assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	}
	assert_int_equal(w.count, 1);
	assert_int_equal(w.segments[0].m.docs, 9);
	assert_int_equal(w.segments[0].m.dead_count, 0);
	dsr_index_writer_close(&w);
}

static void after_a_merge_only_its_files_are_there(void **state)
{
	(void)state;
	open_writer();
	w.keep_segments = 1;
	for (uint32_t i = 0; i < 10; i++) {
		add(i);
		assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	}
	assert_int_equal(w.count, 10);
	add(10);
	assert_int_equal(dsr_index_writer_merge(&w, 0, NULL, NULL), DOSSIER_OK);
	assert_int_equal(w.count, 1);
	assert_int_equal(file_count(), 4); /* the segment, two manifests, the lock */
	assert_int_equal(w.committed.generation, 12);
	for (uint32_t i = 0; i < 11; i++)
		assert_int_equal(find(i), 1);
	assert_int_equal(dsr_index_writer_merge(&w, 0, NULL, NULL), DOSSIER_OK);
	assert_int_equal(w.committed.generation, 12); /* there was nothing to do */
	dsr_index_writer_close(&w);
}

static void an_index_without_a_document_can_be_merged(void **state)
{
	(void)state;
	open_writer();
	assert_int_equal(dsr_index_writer_merge(&w, 0, NULL, NULL), DOSSIER_OK);
	add(1);
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	assert_int_equal(dsr_index_writer_delete(&w, dossier_str_of("pub-1"), NULL, NULL), DOSSIER_OK);
	assert_int_equal(dsr_index_writer_merge(&w, 0, NULL, NULL), DOSSIER_OK);
	assert_int_equal(w.count, 0);
	dsr_index_writer_close(&w);
}

static int count_segments(void *arg, const char *name, int is_dir)
{
	(void)is_dir;
	*(size_t *)arg += !strncmp(name, DSR_SEGMENT_PREFIX, strlen(DSR_SEGMENT_PREFIX));
	return 0;
}

/* Segments of a session that was never committed: what was merged into another one goes at once, the rest in the end. */
static void drafts_that_were_merged_do_not_stay(void **state)
{
	size_t n = 0;

	(void)state;
	assert_int_equal(dsr_index_writer_open(&w, &env, DIR_NAME, NULL, 1, NULL), DOSSIER_OK);
	for (uint32_t i = 0; i < 60; i++)
		add(i);
	assert_true(w.next_segment > 8);
	assert_int_equal(env.storage.list(env.storage.ctx, DIR_NAME, count_segments, &n), 0);
	assert_int_equal(n, w.count + !dsr_lane_is_empty(&w.lanes[0]));
	dsr_index_writer_close(&w);
	assert_int_equal(file_count(), 1);
}

/* A temporary file that a writer left when it died. */
static void what_was_left_beside_a_segment_is_removed(void **state)
{
	static const char *const names[] = { "segment.0000000000000007.postings", "segment.0000000000000007.terms",
	                                     "segment.0000000000000007.mine" };
	void *file;

	(void)state;
	make_dir();
	for (size_t i = 0; i < LENGTH(names); i++) {
		char path[64];

		snprintf(path, sizeof path, DIR_NAME "/%s", names[i]);
		assert_int_equal(env.storage.open(env.storage.ctx, path, DOSSIER_STORAGE_CREATE, &file), 0);
		env.storage.close(env.storage.ctx, file);
	}
	open_writer();
	add(1);
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	assert_int_equal(file_count(), 4); /* segment, manifest, lock, and what is not ours */
	dsr_index_writer_close(&w);
}

/* What a merge takes does not grow with what it merges, but for a few bytes a document. */
static void a_merge_stays_in_its_memory(void **state)
{
	const dossier_alloc sound = env.alloc;
	const size_t memory = 1 << 16, fixed = 300 << 10; /* of it 200 for packing and unpacking */

	(void)state;
	env.alloc = (dossier_alloc){ count_bytes, NULL };
	for (uint32_t docs = 500; docs <= 2000; docs *= 2) {
		uint64_t all = 0;
		size_t before;

		assert_int_equal(dsr_index_writer_open(&w, &env, docs == 500 ? "a" : docs == 1000 ? "b" : "c", NULL, 0, NULL), 0);
		w.keep_segments = 1;
		for (uint32_t i = 0; i < docs; i++) {
			add(i);
			if (i % (docs / 4) == 3)
				assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
		}
		assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
		for (size_t s = 0; s < w.count; s++)
			all += w.segments[s].m.length;
		w.memory = memory;
		before = bytes_most = bytes_held;
		assert_int_equal(dsr_index_writer_merge(&w, 0, NULL, NULL), DOSSIER_OK);
		assert_true(all > 200 * docs);
		assert_true(bytes_most - before < memory + fixed + 8 * docs);
		dsr_index_writer_close(&w);
	}
	assert_int_equal(bytes_held, 0);
	env.alloc = sound;
}

/* In another order all is there still. */
static void an_index_can_be_put_in_another_order(void **state)
{
	(void)state;
	open_writer();
	for (uint32_t i = 0; i < 60; i++) {
		add(i);
		if (i % 20 == 19)
			assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	}
	for (uint32_t round = 0; round < 2; round++) {
		dsr_verifier v = { .alloc = &test_alloc, .file = "segment" };

		assert_int_equal(dsr_index_writer_merge(&w, 1, NULL, NULL), DOSSIER_OK);
		assert_int_equal(w.count, 1);
		assert_int_equal(file_count(), 4);
		assert_int_equal(dsr_segment_verify(w.segments[0].s.segment, &w.committed.schema, &v), DOSSIER_OK);
		assert_int_equal(v.problems, 0);
		for (uint32_t i = 0; i < 60; i++)
			assert_int_equal(find(i), 1);
	}
	dsr_index_writer_close(&w);
}

static dossier_status session(void)
{
	dossier_status st = dsr_index_writer_open(&w, &env, "session", NULL, 1, NULL);
	publication p;

	if (st)
		return st;
	for (uint32_t i = 0; i < 12 && !st; i++) {
		publication_make(&p, i, 1, 60);
		st = dsr_index_writer_add(&w, p.values, p.count, NULL, NULL);
	}
	if (!st)
		st = dsr_index_writer_merge(&w, 1, NULL, NULL);
	dsr_index_writer_close(&w);
	return st;
}

/* Counts the memory that is not given back, whatever state the folder is in. */
static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	for (long n = 1, hit = 1; hit; n += 1 + n / 300) {
		dossier_status st;

		test_fail_after(n);
		st = session();
		hit = test_fail_done();
		assert_int_equal(test_live, 0);
		assert_true(!st || (hit && st == DOSSIER_ERR_NOMEM)); /* files that cannot be named stay: no error */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(segments_stay_few_while_commits_come_and_go),
		TEST(segments_that_are_half_dead_are_written_anew),
		TEST(after_a_merge_only_its_files_are_there),
		TEST(an_index_without_a_document_can_be_merged),
		TEST(drafts_that_were_merged_do_not_stay),
		TEST(what_was_left_beside_a_segment_is_removed),
		TEST(a_merge_stays_in_its_memory),
		TEST(an_index_can_be_put_in_another_order),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "index_body.h"

#include <stdio.h>

#include "index/directory.h"
#include "index/index_writer.h"
#include "index/snapshot.h"
#include "segment/norms.h"

static dsr_index_writer w;
static dsr_snapshot s;

/* Key "k<i>" with i + 1 words. */
static void add(uint32_t i)
{
	char key[16], text[1024] = "";
	const dossier_value values[] = { { "id", { key, (size_t)snprintf(key, sizeof key, "k%u", i) } },
	                                 { "text", { text, 2 * (i + 1) } } };

	for (uint32_t k = 0; k <= i; k++)
		memcpy(text + 2 * k, "x ", 2);
	assert_int_equal(dsr_index_writer_add(&w, values, 2, NULL, NULL), DOSSIER_OK);
}

/* Segments of 10, 20 and 30 documents; k0, k3, k6, ... deleted; k1 and k31 replaced by the last segment's. */
static void write_index(void)
{
	assert_int_equal(dsr_index_writer_open(&w, &env, DIR_NAME, &note_schema, 0, NULL), DOSSIER_OK);
	w.keep_segments = 1;
	for (uint32_t i = 0; i < 60; i++) {
		add(i);
		if (i == 9 || i == 29)
			assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	}
	for (uint32_t i = 0; i < 60; i += 3) {
		char key[16];

		snprintf(key, sizeof key, "k%u", i);
		assert_int_equal(dsr_index_writer_delete(&w, dossier_str_of(key), NULL, NULL), DOSSIER_OK);
	}
	add(1);
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	dsr_index_writer_close(&w);
}

static void keys_lead_to_living_documents_only(void **state)
{
	(void)state;
	write_index();
	assert_int_equal(dsr_snapshot_open(&s, &env, DIR_NAME, NULL), DOSSIER_OK);
	assert_int_equal(s.count, 3);
	assert_int_equal(s.documents, 40);
	for (uint32_t i = 0; i < 60; i++) {
		char key[16];
		size_t segment;
		uint32_t doc;

		snprintf(key, sizeof key, "k%u", i);
		assert_int_equal(dsr_snapshot_find(&s, dossier_str_of(key), &segment, &doc), i % 3 != 0);
		if (i % 3 == 0)
			continue;
		assert_int_equal(segment, i == 1 ? 2 : i < 10 ? 0 : i < 30 ? 1 : 2);
		assert_int_equal(doc, i == 1 ? 30 : i < 10 ? i : i < 30 ? i - 10 : i - 30);
	}
	dsr_snapshot_close(&s);
	dsr_snapshot_close(&s);
}

static void documents_are_numbered_through(void **state)
{
	static const uint64_t past[] = { 61, 62, UINT32_MAX, UINT64_MAX };
	size_t segment;
	uint32_t doc;

	(void)state;
	write_index();
	assert_int_equal(dsr_snapshot_open(&s, &env, DIR_NAME, NULL), DOSSIER_OK);
	for (uint64_t n = 0; n < 61; n++) {
		assert_true(dsr_snapshot_locate(&s, n, &segment, &doc));
		assert_int_equal(s.segments[segment].base + doc, n);
		assert_int_equal(segment, n < 10 ? 0 : n < 30 ? 1 : 2);
	}
	for (size_t i = 0; i < LENGTH(past); i++)
		assert_false(dsr_snapshot_locate(&s, past[i], &segment, &doc));
	dsr_snapshot_close(&s);
}

static void lengths_are_those_of_living_documents(void **state)
{
	uint64_t right = 0;

	(void)state;
	write_index();
	assert_int_equal(dsr_snapshot_open(&s, &env, DIR_NAME, NULL), DOSSIER_OK);
	for (uint32_t i = 0; i < 60; i++)
		right += i % 3 ? dsr_norm_decode(dsr_norm_encode(i + 1)) : 0;
	assert_int_equal(s.length[DSR_LIST_DEFAULT], right);
	assert_int_equal(s.length[DSR_LIST_KEY], 0);
	dsr_snapshot_close(&s);
}

static void a_folder_without_an_index_is_said(void **state)
{
	(void)state;
	assert_int_equal(dsr_snapshot_open(&s, &env, DIR_NAME, NULL), DOSSIER_ERR_NOTFOUND);
	make_dir();
	assert_int_equal(dsr_snapshot_open(&s, &env, DIR_NAME, NULL), DOSSIER_ERR_NOTFOUND);
}

/* ---- a commit that overtakes ---- */

static int (*real_open)(void *ctx, const char *path, unsigned flags, void **file);
static int overtaken;

/* The first segment that is asked for is gone: two commits came between, and clean-up. */
static int open_late(void *ctx, const char *path, unsigned flags, void **file)
{
	if (!overtaken && strstr(path, "segment.")) {
		dsr_env quiet = env;

		overtaken = 1;
		quiet.storage.open = real_open;
		assert_int_equal(dsr_index_writer_open(&w, &quiet, DIR_NAME, NULL, 0, NULL), DOSSIER_OK);
		for (uint32_t round = 0; round < 2; round++) {
			for (uint32_t i = 0; i < 60; i++)
				add(i);
			assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
		}
		dsr_index_writer_close(&w);
	}
	return real_open(ctx, path, flags, file);
}

static void a_reader_that_was_overtaken_takes_the_newer_commit(void **state)
{
	(void)state;
	write_index();
	real_open = env.storage.open;
	env.storage.open = open_late;
	overtaken = 0;
	assert_int_equal(dsr_snapshot_open(&s, &env, DIR_NAME, NULL), DOSSIER_OK);
	assert_int_equal(s.manifest.generation, 5);
	assert_int_equal(s.documents, 60);
	dsr_snapshot_close(&s);
}

static void a_missing_file_is_damage(void **state)
{
	dsr_buf path = DSR_BUF_INIT(&test_alloc);

	(void)state;
	write_index();
	assert_int_equal(env.storage.remove(env.storage.ctx, dsr_directory_segment(&path, DIR_NAME, 2)), 0);
	assert_int_equal(dsr_snapshot_open(&s, &env, DIR_NAME, NULL), DOSSIER_ERR_CORRUPT);
	dsr_buf_release(&path);
}

/* Segment 1 takes the name of segment 2 and the other way round. */
static void swap_segments(void)
{
	dsr_buf one = DSR_BUF_INIT(&test_alloc), two = DSR_BUF_INIT(&test_alloc);
	const char *a = dsr_directory_segment(&one, DIR_NAME, 1), *b = dsr_directory_segment(&two, DIR_NAME, 2);

	assert_int_equal(env.storage.rename(env.storage.ctx, a, "aside"), 0);
	assert_int_equal(env.storage.rename(env.storage.ctx, b, a), 0);
	assert_int_equal(env.storage.rename(env.storage.ctx, "aside", b), 0);
	dsr_buf_release(&one);
	dsr_buf_release(&two);
}

static void a_segment_under_another_name_is_refused(void **state)
{
	(void)state;
	write_index();
	swap_segments();
	assert_int_equal(dsr_snapshot_open(&s, &env, DIR_NAME, NULL), DOSSIER_ERR_CORRUPT);
}

/* Two segments of the same length that differ in a key. */
static void a_segment_of_the_right_length_is_not_enough(void **state)
{
	uint64_t length;

	(void)state;
	assert_int_equal(dsr_index_writer_open(&w, &env, DIR_NAME, &note_schema, 0, NULL), DOSSIER_OK);
	add(4);
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	add(5);
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	length = w.segments[0].m.length;
	assert_int_equal(w.segments[1].m.length, length);
	dsr_index_writer_close(&w);
	swap_segments();
	assert_int_equal(dsr_snapshot_open(&s, &env, DIR_NAME, NULL), DOSSIER_ERR_CORRUPT);
}

static dossier_status open_and_close(void)
{
	const dossier_status st = dsr_snapshot_open(&s, &env, DIR_NAME, NULL);

	if (!st)
		dsr_snapshot_close(&s);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	write_index();
	fails_cleanly(open_and_close);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keys_lead_to_living_documents_only),
		TEST(documents_are_numbered_through),
		TEST(lengths_are_those_of_living_documents),
		TEST(a_folder_without_an_index_is_said),
		TEST(a_reader_that_was_overtaken_takes_the_newer_commit),
		TEST(a_missing_file_is_damage),
		TEST(a_segment_under_another_name_is_refused),
		TEST(a_segment_of_the_right_length_is_not_enough),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

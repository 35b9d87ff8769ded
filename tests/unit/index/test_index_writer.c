/*
 * The writer as a whole is tested through its public face in api/test_write.c and fault/; here is what shows
 * inside only.
 */
#include "index_body.h"

#include <errno.h>
#include <stdio.h>

#include "index/directory.h"
#include "index/index_writer.h"

static dsr_index_writer w;

static dossier_status open_writer(const dossier_schema *schema, size_t memory)
{
	const dossier_status st = dsr_index_writer_open(&w, &env, DIR_NAME, schema, memory, NULL);

	w.keep_segments = 1; /* merges have their own test */
	return st;
}

static dossier_status add(uint32_t i)
{
	char key[16];
	const dossier_value values[] = { { "id", { key, (size_t)snprintf(key, sizeof key, "k%u", i) } },
	                                 value_of("text", "some words"), value_of("tags", "a") };

	return dsr_index_writer_add(&w, values, 3, NULL, NULL);
}

static void ids_and_generations_only_grow(void **state)
{
	uint64_t last_segment = 0;

	(void)state;
	for (uint64_t session = 0; session < 4; session++) {
		assert_int_equal(open_writer(&note_schema, 0), DOSSIER_OK);
		for (uint32_t c = 0; c < 3; c++) {
			assert_int_equal(add(c), DOSSIER_OK);
			assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
			assert_int_equal(w.committed.generation, session * 3 + c + 1);
			assert_true(w.segments[w.count - 1].m.id > last_segment);
			last_segment = w.segments[w.count - 1].m.id;
			assert_true(w.next_segment > last_segment);
		}
		dsr_index_writer_close(&w);
		dsr_index_writer_close(&w);
	}
}

static void a_commit_writes_deletions_only_where_they_changed(void **state)
{
	(void)state;
	assert_int_equal(open_writer(&note_schema, 0), DOSSIER_OK);
	for (uint32_t round = 0; round < 3; round++) {
		for (uint32_t i = 0; i < 10; i++)
			add(round * 10 + i);
		assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	}
	assert_int_equal(dsr_index_writer_delete(&w, dossier_str_of("k5"), NULL, NULL), DOSSIER_OK);
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	assert_int_equal(w.segments[0].m.dead_count, 1);
	assert_int_equal(w.segments[0].m.dead_generation, 4);
	assert_int_equal(w.segments[1].m.dead_count, 0);
	assert_int_equal(dsr_index_writer_delete(&w, dossier_str_of("k15"), NULL, NULL), DOSSIER_OK);
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	assert_int_equal(w.segments[0].m.dead_generation, 4);
	assert_int_equal(w.segments[1].m.dead_generation, 5);
	dsr_index_writer_close(&w);
}

static int refuse_rename(void *ctx, const char *from, const char *to)
{
	(void)ctx; (void)from; (void)to;
	return EIO;
}

static int is_there(uint64_t segment)
{
	dsr_buf path = DSR_BUF_INIT(&test_alloc);
	void *file = NULL;
	const int e = env.storage.open(env.storage.ctx, dsr_directory_segment(&path, DIR_NAME, segment),
	                               DOSSIER_STORAGE_READ, &file);

	if (!e)
		env.storage.close(env.storage.ctx, file);
	dsr_buf_release(&path);
	return !e;
}

static void what_was_not_committed_is_removed_unless_it_may_have_been_published(void **state)
{
	const dossier_storage sound = env.storage;
	uint32_t i = 0;

	(void)state;
	assert_int_equal(open_writer(&note_schema, 0), DOSSIER_OK);
	add(i++);
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	dsr_index_writer_close(&w);
	assert_int_equal(open_writer(NULL, 1), DOSSIER_OK);
	while (w.next_segment < 4)
		assert_int_equal(add(i++), DOSSIER_OK);
	assert_true(is_there(3));
	dsr_index_writer_close(&w);
	assert_true(is_there(1));
	assert_false(is_there(2) || is_there(3) || is_there(4));
	assert_int_equal(open_writer(NULL, 0), DOSSIER_OK);
	add(i++);
	env.storage.rename = refuse_rename;
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_ERR_IO);
	dsr_index_writer_close(&w);
	env.storage = sound;
	assert_true(is_there(2));
}

static void an_index_of_a_language_that_is_unknown_is_refused(void **state)
{
	dsr_manifest m = { .generation = 1, .next_segment = 1, .language = "klingon", .schema = note_schema };
	dsr_buf bytes = DSR_BUF_INIT(&test_alloc), path = DSR_BUF_INIT(&test_alloc);
	dsr_sink s;

	(void)state;
	make_dir();
	dsr_manifest_put(&bytes, &m);
	assert_int_equal(dsr_sink_open(&s, &env, dsr_directory_manifest_path(&path, DIR_NAME, 1), NULL), DOSSIER_OK);
	dsr_sink_put(&s, bytes.data, bytes.len);
	assert_int_equal(dsr_sink_finish(&s, NULL), DOSSIER_OK);
	assert_int_equal(open_writer(NULL, 0), DOSSIER_ERR_VERSION);
	dsr_buf_release(&bytes);
	dsr_buf_release(&path);
}

static void a_damaged_index_is_not_written_to(void **state)
{
	dsr_buf path = DSR_BUF_INIT(&test_alloc);

	(void)state;
	assert_int_equal(open_writer(&note_schema, 0), DOSSIER_OK);
	add(1);
	assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
	dsr_index_writer_close(&w);
	assert_int_equal(env.storage.remove(env.storage.ctx, dsr_directory_segment(&path, DIR_NAME, 1)), 0);
	assert_int_equal(open_writer(&note_schema, 0), DOSSIER_ERR_CORRUPT);
	dsr_buf_release(&path);
}

static void a_new_index_may_lie_in_any_folder(void **state)
{
	static const char *const dirs[] = { "one", "./two", "one/three" };

	(void)state;
	for (size_t i = 0; i < LENGTH(dirs); i++) {
		assert_int_equal(dsr_index_writer_open(&w, &env, dirs[i], &note_schema, 0, NULL), DOSSIER_OK);
		assert_int_equal(add(1), DOSSIER_OK);
		assert_int_equal(dsr_index_writer_commit(&w, NULL), DOSSIER_OK);
		dsr_index_writer_close(&w);
	}
}

static dossier_status session(void)
{
	dossier_status st = open_writer(&note_schema, 0);

	if (st)
		return st;
	for (uint32_t i = 0; i < 5 && !st; i++)
		st = add(i);
	dsr_index_writer_close(&w);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	fails_cleanly(session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ids_and_generations_only_grow),
		TEST(a_commit_writes_deletions_only_where_they_changed),
		TEST(what_was_not_committed_is_removed_unless_it_may_have_been_published),
		TEST(an_index_of_a_language_that_is_unknown_is_refused),
		TEST(a_damaged_index_is_not_written_to),
		TEST(a_new_index_may_lie_in_any_folder),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "index_body.h"

#include "index/directory.h"
#include "os/file.h"

static void make_file(const char *name)
{
	dsr_buf path = DSR_BUF_INIT(&test_alloc);
	dsr_sink s;

	assert_int_equal(dsr_sink_open(&s, &env, dsr_path_join(&path, DIR_NAME, name), NULL), DOSSIER_OK);
	assert_int_equal(dsr_sink_finish(&s, NULL), DOSSIER_OK);
	dsr_buf_release(&path);
}

static int has_file(const char *name)
{
	dsr_buf path = DSR_BUF_INIT(&test_alloc);
	void *file = NULL;
	const int e = env.storage.open(env.storage.ctx, dsr_path_join(&path, DIR_NAME, name), DOSSIER_STORAGE_READ, &file);

	if (!e)
		env.storage.close(env.storage.ctx, file);
	dsr_buf_release(&path);
	return !e;
}

static uint64_t newest(uint64_t before)
{
	uint64_t generation = 99;

	assert_int_equal(dsr_directory_newest(&env, DIR_NAME, before, &generation, NULL), DOSSIER_OK);
	return generation;
}

static void the_newest_manifest_is_found_by_its_name_alone(void **state)
{
	static const char *const others[] = {
		"manifest.new", "manifest.", "manifest.00000000000000ff.bak", "manifest.00000000000000FF", "manifest.00000000000000f",
		"manifest.00000000000000fff", "Manifest.00000000000000ff", "manifest-00000000000000ff", "segment.00000000000000ff",
		"manifest.g0000000000000ff", "manifest.0000000000000000", "xmanifest.00000000000000ff",
	};

	(void)state;
	assert_int_equal(newest(UINT64_MAX), 0); /* no folder */
	make_dir();
	assert_int_equal(newest(UINT64_MAX), 0);
	for (size_t i = 0; i < LENGTH(others); i++)
		make_file(others[i]);
	assert_int_equal(newest(UINT64_MAX), 0);
	make_file("manifest.0000000000000009");
	make_file("manifest.000000000000000a");
	make_file("manifest.0000000000000002");
	assert_int_equal(newest(UINT64_MAX), 10);
	assert_int_equal(newest(10), 9);
	assert_int_equal(newest(9), 2);
	assert_int_equal(newest(2), 0);
	make_file("manifest.0123456789abcdef");
	assert_int_equal(newest(UINT64_MAX), 0x0123456789abcdef);
}

static void a_folder_of_a_manifests_name_is_none(void **state)
{
	(void)state;
	make_dir();
	assert_int_equal(env.storage.make_dir(env.storage.ctx, DIR_NAME "/manifest.0000000000000001"), 0);
	assert_int_equal(newest(UINT64_MAX), 0);
}

static void names_are_as_the_format_says(void **state)
{
	dsr_buf path = DSR_BUF_INIT(&test_alloc);

	(void)state;
	assert_string_equal(dsr_directory_manifest_path(&path, "d", 10), "d/manifest.000000000000000a");
	assert_string_equal(dsr_directory_segment(&path, "d", 0xabc), "d/segment.0000000000000abc");
	assert_string_equal(dsr_directory_dead(&path, "d", 1, 2), "d/deleted.0000000000000001.0000000000000002");
	dsr_buf_release(&path);
}

static void only_files_that_no_manifest_names_are_removed(void **state)
{
	static const char *const kept[] = {
		"manifest.0000000000000005", "manifest.0000000000000004", "segment.0000000000000001", "segment.0000000000000002",
		"segment.0000000000000003", "deleted.0000000000000001.0000000000000005", "deleted.0000000000000001.0000000000000004",
		"lock", "notes.txt", "segment.0000000000000009.bak", "segment.9", "manifest.older", "deleted.0000000000000009",
	};
	static const char *const removed[] = {
		"manifest.new", "manifest.0000000000000003", "manifest.0000000000000006", "segment.0000000000000004",
		"deleted.0000000000000001.0000000000000003", "deleted.0000000000000002.0000000000000005",
		"deleted.0000000000000004.0000000000000004",
	};
	dsr_manifest_segment old[] = { { .id = 1, .dead_count = 1, .dead_generation = 4 }, { .id = 2, .dead_generation = 5 } };
	dsr_manifest_segment new[] = { { .id = 1, .dead_count = 2, .dead_generation = 5 }, { .id = 3 } };
	const dsr_manifest before = { .generation = 4, .segments = old, .count = 2 };
	const dsr_manifest now = { .generation = 5, .segments = new, .count = 2 };

	(void)state;
	make_dir();
	for (size_t i = 0; i < LENGTH(kept); i++)
		make_file(kept[i]);
	for (size_t i = 0; i < LENGTH(removed); i++)
		make_file(removed[i]);
	dsr_directory_clean(&env, DIR_NAME, &now, &before);
	for (size_t i = 0; i < LENGTH(kept); i++)
		assert_true(has_file(kept[i]));
	for (size_t i = 0; i < LENGTH(removed); i++)
		assert_false(has_file(removed[i]));
	assert_int_equal(file_count(), LENGTH(kept));
}

static void cleaning_without_memory_does_no_harm(void **state)
{
	const dsr_manifest now = { .generation = 2 };

	(void)state;
	make_dir();
	for (long n = 1; n < 8; n++) {
		make_file("manifest.0000000000000001");
		make_file("manifest.0000000000000002");
		make_file("manifest.new");
		test_fail_after(n);
		dsr_directory_clean(&env, DIR_NAME, &now, NULL);
		test_fail_done();
		assert_true(has_file("manifest.0000000000000002"));
	}
	assert_int_equal(file_count(), 1);
}

static void a_manifest_under_another_name_is_refused(void **state)
{
	dsr_manifest m = { .generation = 3, .next_segment = 1, .language = "english", .schema = note_schema }, back;
	dsr_buf bytes = DSR_BUF_INIT(&test_alloc);
	dsr_sink s;

	(void)state;
	make_dir();
	dsr_manifest_put(&bytes, &m);
	for (uint64_t name = 3; name < 5; name++) {
		dsr_buf path = DSR_BUF_INIT(&test_alloc);

		assert_int_equal(dsr_sink_open(&s, &env, dsr_directory_manifest_path(&path, DIR_NAME, name), NULL), DOSSIER_OK);
		dsr_sink_put(&s, bytes.data, bytes.len);
		assert_int_equal(dsr_sink_finish(&s, NULL), DOSSIER_OK);
		dsr_buf_release(&path);
	}
	assert_int_equal(dsr_directory_manifest(&env, DIR_NAME, 3, &back, NULL), DOSSIER_OK);
	dsr_manifest_release(&back);
	assert_int_equal(dsr_directory_manifest(&env, DIR_NAME, 4, &back, NULL), DOSSIER_ERR_CORRUPT);
	assert_int_equal(dsr_directory_manifest(&env, DIR_NAME, 5, &back, NULL), DOSSIER_ERR_NOTFOUND);
	dsr_buf_release(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_newest_manifest_is_found_by_its_name_alone),
		TEST(a_folder_of_a_manifests_name_is_none),
		TEST(names_are_as_the_format_says),
		TEST(only_files_that_no_manifest_names_are_removed),
		TEST(cleaning_without_memory_does_no_harm),
		TEST(a_manifest_under_another_name_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

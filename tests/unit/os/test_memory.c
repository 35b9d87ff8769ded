#include "storage_body.h"

#include "os/memory.h"

static dsr_memory_fs *memory;

static int make_root(void **state)
{
	(void)state;
	memory = dsr_memory_fs_new(&test_alloc);
	if (!memory)
		return 1;
	fs = dsr_memory_fs_storage(memory);
	strcpy(root, "root");
	return fs->make_dir(fs->ctx, root);
}

static int remove_root(void **state)
{
	dsr_memory_fs_free(memory);
	return test_no_leaks(state);
}

static void a_mapping_does_not_move_when_the_file_grows(void **state)
{
	const void *bytes = NULL;
	void *f = open_ok("a", DOSSIER_STORAGE_CREATE);

	(void)state;
	write_ok(f, "first");
	assert_int_equal(fs->map(fs->ctx, f, 5, &bytes), 0);
	assert_int_equal((uintptr_t)bytes % 16, 0);
	for (int i = 0; i < 100; i++)
		write_ok(f, "more and more");
	assert_memory_equal(bytes, "first", 5);
	fs->unmap(fs->ctx, bytes, 5);
	fs->close(fs->ctx, f);
}

static void a_mapping_past_the_end_is_refused(void **state)
{
	const void *bytes = NULL;
	void *f = open_ok("a", DOSSIER_STORAGE_CREATE);

	(void)state;
	write_ok(f, "12345");
	assert_int_equal(fs->map(fs->ctx, f, 6, &bytes), EINVAL);
	assert_null(bytes);
	fs->close(fs->ctx, f);
}

static void a_folder_is_neither_removed_nor_renamed_nor_replaced(void **state)
{
	(void)state;
	assert_int_equal(fs->make_dir(fs->ctx, at("d")), 0);
	make_file("a", "x");
	assert_int_equal(fs->remove(fs->ctx, at("d")), EISDIR);
	assert_int_equal(fs->rename(fs->ctx, at("d"), at("e")), EISDIR);
	assert_int_equal(fs->rename(fs->ctx, at("a"), at("d")), EISDIR);
	assert_int_equal(open_error("a/b", DOSSIER_STORAGE_CREATE), ENOTDIR);
	assert_int_equal(fs->sync_dir(fs->ctx, at("a")), ENOTDIR);
}

/* Make, fill, map, rename and list; 0, or the errno value of what failed. */
static int work(void)
{
	const void *bytes = NULL;
	void *f = NULL;
	int e;

	if ((e = fs->make_dir(fs->ctx, "dir")))
		return e;
	if ((e = fs->open(fs->ctx, "dir/a", DOSSIER_STORAGE_CREATE, &f)))
		return e;
	for (int i = 0; !e && i < 20; i++)
		e = fs->write(fs->ctx, f, "0123456789", 10);
	if (!e && !(e = fs->map(fs->ctx, f, 200, &bytes)))
		fs->unmap(fs->ctx, bytes, 200);
	fs->close(fs->ctx, f);
	return e ? e : fs->rename(fs->ctx, "dir/a", "dir/b");
}

static void every_failed_allocation_is_reported(void **state)
{
	int hit = 1;

	for (long nth = 1; hit; nth++) {
		int e = 0;

		test_fail_after(nth);
		memory = dsr_memory_fs_new(&test_alloc);
		if (memory) {
			fs = dsr_memory_fs_storage(memory);
			e = work();
		}
		hit = test_fail_done();
		assert_int_equal(hit, !memory || e == ENOMEM);
		dsr_memory_fs_free(memory);
		assert_int_equal(test_no_leaks(state), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORAGE_TESTS(make_root, remove_root),
		cmocka_unit_test_setup_teardown(a_mapping_does_not_move_when_the_file_grows, make_root, remove_root),
		cmocka_unit_test_setup_teardown(a_mapping_past_the_end_is_refused, make_root, remove_root),
		cmocka_unit_test_setup_teardown(a_folder_is_neither_removed_nor_renamed_nor_replaced, make_root, remove_root),
		cmocka_unit_test(every_failed_allocation_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

/*
 * test_storage.c - faulty.h keeps its word, and a file that is written with the protocol of a commit is
 * always the old one or the new one
 */
#include "../unit/os/storage_body.h"

#include "faulty.h"
#include "os/file.h"

static faulty *disk;

static int make_root(void **state)
{
	(void)state;
	disk = faulty_new();
	fs = faulty_storage(disk);
	strcpy(root, "root");
	return fs->make_dir(fs->ctx, root) || fs->sync_dir(fs->ctx, "");
}

static int remove_root(void **state)
{
	(void)state;
	faulty_free(disk);
	return 0;
}

static void the_nth_call_fails(void **state)
{
	void *f = open_ok("a", DOSSIER_STORAGE_CREATE);

	(void)state;
	faulty_fail(disk, 2, ENOSPC, 0);
	write_ok(f, "one");
	assert_false(faulty_struck(disk));
	assert_int_equal(fs->write(fs->ctx, f, "two!", 4), ENOSPC);
	assert_true(faulty_struck(disk));
	write_ok(f, "three");
	assert_int_equal(faulty_calls(disk), 3);
	fs->close(fs->ctx, f);
	assert_holds("a", "onetwthree");
}

static void a_full_disk_stays_full(void **state)
{
	void *f = open_ok("a", DOSSIER_STORAGE_CREATE);

	(void)state;
	faulty_fail(disk, 1, ENOSPC, 1);
	assert_int_equal(fs->write(fs->ctx, f, "", 0), ENOSPC);
	assert_int_equal(fs->write(fs->ctx, f, "", 0), ENOSPC);
	faulty_fail(disk, 0, 0, 0);
	write_ok(f, "x");
	fs->close(fs->ctx, f);
}

/* "synced" on the disk, "+rest" written behind it and not synced. */
static void write_half_synced(const char *file)
{
	void *f = open_ok(file, DOSSIER_STORAGE_CREATE);

	write_ok(f, "synced");
	assert_int_equal(fs->sync(fs->ctx, f), 0);
	write_ok(f, "+rst");
	fs->close(fs->ctx, f);
}

static void unsynced_bytes_go_as_asked(void **state)
{
	static const char *const left[] = { "synced", "synced+r", "synced", "synced+rst" };

	(void)state;
	for (faulty_bytes how = FAULTY_DROP; how <= FAULTY_KEEP; how++) {
		if (how == FAULTY_ZERO)
			continue;
		write_half_synced("a");
		assert_int_equal(fs->sync_dir(fs->ctx, root), 0);
		faulty_restart(disk, how, FAULTY_LOSE, 0);
		assert_holds("a", left[how]);
	}
	write_half_synced("a");
	faulty_restart(disk, FAULTY_ZERO, FAULTY_DONE, 0);
	void *f = open_ok("a", DOSSIER_STORAGE_READ);
	char bytes[16];
	size_t got = 0;
	assert_int_equal(fs->read(fs->ctx, f, 0, bytes, 16, &got), 0);
	assert_int_equal(got, 10);
	assert_memory_equal(bytes, "synced\0\0\0\0", 10);
	fs->close(fs->ctx, f);
}

static void unsynced_names_go_as_asked(void **state)
{
	(void)state;
	make_file("a", "1");
	make_file("b", "2");
	assert_int_equal(fs->sync_dir(fs->ctx, root), 0);
	for (int kept = 0; kept < 2; kept++) {
		make_file("c", "3");
		assert_int_equal(fs->rename(fs->ctx, at("a"), at("b")), 0);
		faulty_restart(disk, FAULTY_DROP, kept ? FAULTY_DONE : FAULTY_LOSE, 0);
		if (kept)
			assert_holds("c", "3");
		else
			assert_int_equal(open_error("c", DOSSIER_STORAGE_READ), ENOENT);
		assert_holds("b", kept ? "1" : "2");
		if (!kept)
			assert_holds("a", "1");
		else
			assert_int_equal(open_error("a", DOSSIER_STORAGE_READ), ENOENT);
	}
}

static void a_removed_file_comes_back_unless_its_folder_was_synced(void **state)
{
	(void)state;
	make_file("a", "1");
	assert_int_equal(fs->sync_dir(fs->ctx, root), 0);
	assert_int_equal(fs->remove(fs->ctx, at("a")), 0);
	faulty_restart(disk, FAULTY_DROP, FAULTY_LOSE, 0);
	assert_holds("a", "1");
	assert_int_equal(fs->remove(fs->ctx, at("a")), 0);
	assert_int_equal(fs->sync_dir(fs->ctx, root), 0);
	faulty_restart(disk, FAULTY_KEEP, FAULTY_LOSE, 0);
	assert_int_equal(open_error("a", DOSSIER_STORAGE_READ), ENOENT);
}

static void a_lost_folder_takes_its_files_along(void **state)
{
	(void)state;
	assert_int_equal(fs->make_dir(fs->ctx, at("d")), 0);
	make_file("d/a", "1");
	assert_int_equal(fs->sync_dir(fs->ctx, at("d")), 0);
	faulty_restart(disk, FAULTY_KEEP, FAULTY_LOSE, 0);
	assert_int_equal(open_error("d/a", DOSSIER_STORAGE_READ), ENOENT);
}

static void without_power_nothing_happens(void **state)
{
	void *f;

	(void)state;
	make_file("a", "1");
	assert_int_equal(fs->sync_dir(fs->ctx, root), 0);
	f = open_ok("a", DOSSIER_STORAGE_CREATE);
	faulty_power_off(disk, 1);
	assert_int_equal(fs->remove(fs->ctx, at("a")), EIO);
	assert_int_equal(fs->sync_dir(fs->ctx, root), EIO);
	assert_int_equal(fs->write(fs->ctx, f, "22", 2), EIO);
	assert_int_equal(fs->sync(fs->ctx, f), EIO);
	fs->close(fs->ctx, f);
	faulty_restart(disk, FAULTY_KEEP, FAULTY_LOSE, 0);
	assert_holds("a", "1");
}

/* The protocol: write beside, sync, rename, sync the folder. */
static dossier_status replace(const char *text)
{
	const dsr_env env = dsr_env_make(NULL, fs);
	dossier_status st;
	dsr_sink s;

	st = dsr_sink_open(&s, &env, "root/new", NULL);
	if (st)
		return st;
	dsr_sink_put(&s, text, strlen(text));
	st = dsr_sink_finish(&s, NULL);
	if (st)
		return st;
	if (fs->rename(fs->ctx, "root/new", "root/current") || fs->sync_dir(fs->ctx, root))
		return DOSSIER_ERR_IO;
	return DOSSIER_OK;
}

static void assert_old_or_new(dossier_status st)
{
	const dsr_env env = dsr_env_make(NULL, fs);
	dsr_buf found = DSR_BUF_INIT(&env.alloc);

	assert_int_equal(dsr_file_load(&env, "root/current", 99, &found, NULL), DOSSIER_OK);
	assert_int_equal(found.len, 3);
	if (st || memcmp(found.data, "new", 3))
		assert_true(st && (!memcmp(found.data, "old", 3) || !memcmp(found.data, "new", 3)));
	dsr_buf_release(&found);
}

static void a_file_replaced_by_protocol_is_old_or_new_after_any_crash(void **state)
{
	for (int how = 0; how < 5 * 4; how++)
		for (uint64_t seed = 0; seed < 8; seed++)
			for (long n = 1, struck = 1; struck; n++) {
				dossier_status st;

				make_root(state);
				assert_int_equal(replace("old"), DOSSIER_OK);
				faulty_power_off(disk, n);
				st = replace("new");
				struck = faulty_struck(disk);
				faulty_restart(disk, (faulty_bytes)(how % 5), (faulty_names)(how / 5), seed);
				assert_old_or_new(st);
				remove_root(state);
			}
}

static void a_failed_call_leaves_old_or_new(void **state)
{
	for (long n = 1, struck = 1; struck; n++) {
		dossier_status st;

		make_root(state);
		assert_int_equal(replace("old"), DOSSIER_OK);
		faulty_fail(disk, n, EIO, n % 2 != 0);
		st = replace("new");
		struck = faulty_struck(disk);
		assert_int_equal(st, struck ? DOSSIER_ERR_IO : DOSSIER_OK);
		faulty_restart(disk, FAULTY_DROP, FAULTY_LOSE, 0);
		assert_old_or_new(st);
		remove_root(state);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORAGE_TESTS(make_root, remove_root),
		cmocka_unit_test_setup_teardown(the_nth_call_fails, make_root, remove_root),
		cmocka_unit_test_setup_teardown(a_full_disk_stays_full, make_root, remove_root),
		cmocka_unit_test_setup_teardown(unsynced_bytes_go_as_asked, make_root, remove_root),
		cmocka_unit_test_setup_teardown(unsynced_names_go_as_asked, make_root, remove_root),
		cmocka_unit_test_setup_teardown(a_removed_file_comes_back_unless_its_folder_was_synced, make_root, remove_root),
		cmocka_unit_test_setup_teardown(a_lost_folder_takes_its_files_along, make_root, remove_root),
		cmocka_unit_test_setup_teardown(without_power_nothing_happens, make_root, remove_root),
		cmocka_unit_test(a_file_replaced_by_protocol_is_old_or_new_after_any_crash),
		cmocka_unit_test(a_failed_call_leaves_old_or_new),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

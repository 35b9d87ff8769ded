/*
 * storage_body.h - what every storage table must do, as tests that run on any
 *
 * A test program sets `fs` to the table and `root` to an empty folder in it before each test,
 * and lists STORAGE_TESTS among its own.
 */
#ifndef DSR_TEST_STORAGE_BODY_H
#define DSR_TEST_STORAGE_BODY_H

#include "../test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <dossier/storage.h>

static const dossier_storage *fs;
static char root[256];

/* `name` in the root; eight calls may be alive at once. */
static const char *at(const char *name)
{
	static char paths[8][300];
	static unsigned turn;
	char *p = paths[turn++ % 8];

	snprintf(p, sizeof paths[0], "%s/%s", root, name);
	return p;
}

static void *open_ok(const char *name, unsigned flags)
{
	void *f = NULL;

	assert_int_equal(fs->open(fs->ctx, at(name), flags, &f), 0);
	assert_non_null(f);
	return f;
}

static int open_error(const char *name, unsigned flags)
{
	void *f = NULL;
	const int e = fs->open(fs->ctx, at(name), flags, &f);

	assert_null(f);
	return e;
}

static void write_ok(void *f, const char *text)
{
	assert_int_equal(fs->write(fs->ctx, f, text, strlen(text)), 0);
}

static void make_file(const char *name, const char *text)
{
	void *f = open_ok(name, DOSSIER_STORAGE_CREATE);

	write_ok(f, text);
	assert_int_equal(fs->sync(fs->ctx, f), 0);
	fs->close(fs->ctx, f);
}

static void assert_reads(void *f, uint64_t offset, size_t n, const char *expected)
{
	char bytes[64];
	size_t got = 99;

	assert_int_equal(fs->read(fs->ctx, f, offset, bytes, n, &got), 0);
	assert_int_equal(got, strlen(expected));
	assert_memory_equal(bytes, expected, got);
}

static void assert_holds(const char *name, const char *expected)
{
	void *f = open_ok(name, DOSSIER_STORAGE_READ);
	uint64_t length = 99;

	assert_int_equal(fs->length(fs->ctx, f, &length), 0);
	assert_int_equal(length, strlen(expected));
	assert_reads(f, 0, 64, expected);
	fs->close(fs->ctx, f);
}

static void what_is_written_is_read(void **state)
{
	void *f = open_ok("a", DOSSIER_STORAGE_CREATE);

	(void)state;
	write_ok(f, "one");
	write_ok(f, "");
	write_ok(f, "two");
	fs->close(fs->ctx, f);
	assert_holds("a", "onetwo");
	f = open_ok("a", DOSSIER_STORAGE_READ);
	assert_reads(f, 2, 2, "et");
	assert_reads(f, 4, 9, "wo");
	assert_reads(f, 6, 1, "");
	assert_reads(f, 1000, 1, "");
	assert_reads(f, 3, 0, "");
	fs->close(fs->ctx, f);
	assert_int_equal(fs->remove(fs->ctx, at("a")), 0);
}

static void create_cuts_a_file_and_lock_does_not(void **state)
{
	(void)state;
	make_file("a", "something");
	fs->close(fs->ctx, open_ok("a", DOSSIER_STORAGE_LOCK));
	assert_holds("a", "something");
	fs->close(fs->ctx, open_ok("a", DOSSIER_STORAGE_CREATE));
	assert_holds("a", "");
	assert_int_equal(fs->remove(fs->ctx, at("a")), 0);
}

static void what_is_not_there_is_enoent(void **state)
{
	(void)state;
	assert_int_equal(open_error("none", DOSSIER_STORAGE_READ), ENOENT);
	assert_int_equal(open_error("none/a", DOSSIER_STORAGE_CREATE), ENOENT);
	assert_int_equal(fs->remove(fs->ctx, at("none")), ENOENT);
	assert_int_equal(fs->rename(fs->ctx, at("none"), at("b")), ENOENT);
	assert_int_equal(fs->make_dir(fs->ctx, at("none/a")), ENOENT);
	assert_int_equal(fs->sync_dir(fs->ctx, at("none")), ENOENT);
}

static void rename_replaces(void **state)
{
	void *old;

	(void)state;
	make_file("a", "new");
	make_file("b", "old");
	old = open_ok("b", DOSSIER_STORAGE_READ);
	assert_int_equal(fs->rename(fs->ctx, at("a"), at("b")), 0);
	assert_int_equal(open_error("a", DOSSIER_STORAGE_READ), ENOENT);
	assert_holds("b", "new");
	assert_reads(old, 0, 9, "old");
	fs->close(fs->ctx, old);
	assert_int_equal(fs->rename(fs->ctx, at("b"), at("c")), 0);
	assert_holds("c", "new");
	assert_int_equal(fs->rename(fs->ctx, at("c"), at("none/c")), ENOENT);
	assert_holds("c", "new");
	assert_int_equal(fs->remove(fs->ctx, at("c")), 0);
}

static void a_mapping_outlives_its_file(void **state)
{
	const void *bytes = NULL;
	void *f;

	(void)state;
	make_file("a", "mapped");
	f = open_ok("a", DOSSIER_STORAGE_READ);
	assert_int_equal(fs->map(fs->ctx, f, 6, &bytes), 0);
	fs->close(fs->ctx, f);
	assert_int_equal(fs->remove(fs->ctx, at("a")), 0);
	assert_memory_equal(bytes, "mapped", 6);
	fs->unmap(fs->ctx, bytes, 6);
}

static void a_mapping_of_nothing_is_null(void **state)
{
	const void *bytes = "";
	void *f = open_ok("a", DOSSIER_STORAGE_CREATE);

	(void)state;
	fs->close(fs->ctx, f);
	f = open_ok("a", DOSSIER_STORAGE_READ);
	assert_int_equal(fs->map(fs->ctx, f, 0, &bytes), 0);
	assert_null(bytes);
	fs->unmap(fs->ctx, bytes, 0);
	fs->close(fs->ctx, f);
	assert_int_equal(fs->remove(fs->ctx, at("a")), 0);
}

static void a_lock_excludes_a_second_handle(void **state)
{
	void *a = open_ok("lock", DOSSIER_STORAGE_LOCK);
	void *b = open_ok("lock", DOSSIER_STORAGE_LOCK);

	(void)state;
	assert_int_equal(fs->lock(fs->ctx, a), 0);
	assert_int_equal(fs->lock(fs->ctx, a), 0);
	assert_int_equal(fs->lock(fs->ctx, b), EWOULDBLOCK);
	fs->close(fs->ctx, a);
	assert_int_equal(fs->lock(fs->ctx, b), 0);
	fs->close(fs->ctx, b);
	assert_int_equal(fs->remove(fs->ctx, at("lock")), 0);
}

struct listing {
	int files, dirs, stop;
};

static int note(void *arg, const char *name, int is_dir)
{
	struct listing *l = arg;

	assert_true(!strcmp(name, "a") || !strcmp(name, "b") || !strcmp(name, "inner"));
	assert_int_equal(is_dir, !strcmp(name, "inner"));
	*(is_dir ? &l->dirs : &l->files) += 1;
	return l->stop;
}

static void a_folder_is_listed_without_what_is_deeper(void **state)
{
	struct listing all = { 0 }, first = { .stop = 77 };

	(void)state;
	assert_int_equal(fs->make_dir(fs->ctx, at("dir")), 0);
	assert_int_equal(fs->make_dir(fs->ctx, at("dir")), EEXIST);
	assert_int_equal(fs->make_dir(fs->ctx, at("dir/inner")), 0);
	make_file("dir/a", "1");
	make_file("dir/b", "2");
	make_file("dir/inner/c", "3");
	assert_int_equal(fs->sync_dir(fs->ctx, at("dir")), 0);
	assert_int_equal(fs->list(fs->ctx, at("dir"), note, &all), 0);
	assert_int_equal(all.files, 2);
	assert_int_equal(all.dirs, 1);
	assert_int_equal(fs->list(fs->ctx, at("dir"), note, &first), 77);
	assert_int_equal(first.files + first.dirs, 1);
	assert_int_equal(fs->list(fs->ctx, at("dir/a"), note, &all), ENOTDIR);
	assert_int_equal(fs->list(fs->ctx, at("none"), note, &all), ENOENT);
	assert_int_equal(open_error("dir", DOSSIER_STORAGE_READ), EISDIR);
	assert_int_equal(open_error("dir", DOSSIER_STORAGE_CREATE), EISDIR);
	assert_int_equal(fs->remove(fs->ctx, at("dir/a")), 0);
	assert_int_equal(fs->remove(fs->ctx, at("dir/b")), 0);
	assert_int_equal(fs->remove(fs->ctx, at("dir/inner/c")), 0);
}

#define STORAGE_TESTS(setup, teardown) \
	cmocka_unit_test_setup_teardown(what_is_written_is_read, setup, teardown), \
	cmocka_unit_test_setup_teardown(create_cuts_a_file_and_lock_does_not, setup, teardown), \
	cmocka_unit_test_setup_teardown(what_is_not_there_is_enoent, setup, teardown), \
	cmocka_unit_test_setup_teardown(rename_replaces, setup, teardown), \
	cmocka_unit_test_setup_teardown(a_mapping_outlives_its_file, setup, teardown), \
	cmocka_unit_test_setup_teardown(a_mapping_of_nothing_is_null, setup, teardown), \
	cmocka_unit_test_setup_teardown(a_lock_excludes_a_second_handle, setup, teardown), \
	cmocka_unit_test_setup_teardown(a_folder_is_listed_without_what_is_deeper, setup, teardown)

#endif /* DSR_TEST_STORAGE_BODY_H */

#include "../test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "ingest/walk.h"
#include "os/memory.h"

static dsr_memory_fs *files;
static const dossier_storage *under; /* the files' own table */
static dsr_env env;
static const char *unlistable;       /* a folder that fails with `errnum` */
static int errnum;
static char seen[1 << 13];
static size_t left;                  /* visits before one says `answer` */
static dossier_status answer;

static int list_some(void *ctx, const char *path, int (*each)(void *arg, const char *name, int is_dir), void *arg)
{
	if (unlistable && !strcmp(path, unlistable))
		return errnum;
	return under->list(ctx, path, each, arg);
}

/* A folder that holds itself, and a file. */
static int list_circle(void *ctx, const char *path, int (*each)(void *arg, const char *name, int is_dir), void *arg)
{
	const int r = each(arg, "d", 1);

	(void)ctx, (void)path;
	return r ? r : each(arg, "f", 0);
}

static int make(void **state)
{
	(void)state;
	files = dsr_memory_fs_new(&dsr_alloc_default);
	if (!files)
		return 1;
	under = dsr_memory_fs_storage(files);
	env = dsr_env_make(&test_alloc, under);
	env.storage.list = list_some;
	unlistable = NULL;
	answer = DOSSIER_OK;
	left = 0;
	return 0;
}

static int release(void **state)
{
	dsr_memory_fs_free(files);
	return test_no_leaks(state);
}

/* Make what the words of `paths` name, those that end with a slash as folders. */
static void put(const char *paths)
{
	while (*paths) {
		const size_t n = strcspn(paths, " ");
		char path[100];

		snprintf(path, sizeof path, "%.*s", (int)n, paths);
		if (path[n - 1] == '/') {
			path[n - 1] = '\0';
			assert_int_equal(env.storage.make_dir(env.storage.ctx, path), 0);
		} else {
			void *file;

			assert_int_equal(env.storage.open(env.storage.ctx, path, DOSSIER_STORAGE_CREATE, &file), 0);
			env.storage.close(env.storage.ctx, file);
		}
		paths += n + (paths[n] == ' ');
	}
}

static dossier_status see(const char *path, const char *reason)
{
	const size_t n = strlen(seen);

	snprintf(seen + n, sizeof seen - n, *reason ? "%s (%s) " : "%s%s ", path, reason);
	return answer && !left-- ? answer : DOSSIER_OK;
}

static dossier_status see_file(void *ctx, const char *path, dossier_error *err)
{
	(void)ctx, (void)err;
	return see(path, "");
}

static dossier_status see_passed_over(void *ctx, const char *path, const char *reason, dossier_error *err)
{
	(void)ctx, (void)err;
	return see(path, reason);
}

static dossier_status walk(const char *path, dossier_error *err)
{
	const dsr_walk_visitor visitor = { see_file, see_passed_over, NULL };

	seen[0] = '\0';
	return dsr_walk(&env, path, &visitor, err);
}

static void expect(const char *path, const char *want)
{
	assert_int_equal(walk(path, NULL), DOSSIER_OK);
	assert_string_equal(seen, want);
}

static void names_come_in_the_order_of_their_bytes(void **state)
{
	(void)state;
	put("r/ r/b r/B r/\xC3\xA9 r/a.txt r/a/ r/a/z r/a/y r/a-b r/empty/ r/z~");
	expect("r", "r/B r/a/y r/a/z r/a-b r/a.txt r/b r/z~ r/\xC3\xA9 ");
	expect("r/a", "r/a/y r/a/z ");
	expect("r/empty", "");
	expect("r/a/z", "r/a/z ");
}

/* Folders of 0 to 60 names each, made in an order far from sorted: 37 and 61 have no common divisor. */
static void any_number_of_names_is_sorted(void **state)
{
	(void)state;
	for (unsigned n = 0; n <= 60; n++) {
		char dir[20], path[40], want[2000] = "";
		size_t at = 0;

		snprintf(dir, sizeof dir, "s%u/", n);
		put(dir);
		for (unsigned i = 1; i <= 60; i++)
			if (i * 37 % 61 <= n) {
				snprintf(path, sizeof path, "s%u/%02u", n, i * 37 % 61);
				put(path);
			}
		for (unsigned i = 1; i <= n; i++)
			at += (size_t)snprintf(want + at, sizeof want - at, "s%u/%02u ", n, i);
		snprintf(path, sizeof path, "s%u", n);
		expect(path, want);
	}
}

static void hidden_names_are_left_out(void **state)
{
	(void)state;
	put("r/ r/.a r/.git/ r/.git/x r/a. r/..b");
	expect("r", "r/a. ");
	expect("r/.git", "r/.git/x "); /* but not when one is named */
}

static void folders_of_indexes_are_left_out(void **state)
{
	static const char *const indexes[] = { "manifest.0000000000000001", "segment.00000000deadbeef" };
	static const char *const others[] = { "manifest.json", "manifest.", "manifest.000000000000001", "manifest.00000000000000010",
	                                      "manifest.000000000000000g", "manifest.0000000000000001.bak", "segment.txt", "amanifest.0000000000000001" };
	char paths[100], want[100];
	(void)state;

	put("r/ r/a r/z");
	for (size_t i = 0; i < 2; i++) {
		snprintf(paths, sizeof paths, "r/ix%zu/ r/ix%zu/%s r/ix%zu/a", i, i, indexes[i], i);
		put(paths);
		expect("r", "r/a r/z ");
		snprintf(paths, sizeof paths, "r/ix%zu", i);
		snprintf(want, sizeof want, "r/ix%zu (the folder of an index) ", i);
		expect(paths, want);
	}
	put("s/");
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		snprintf(paths, sizeof paths, "s/%zu/ s/%zu/%s", i, i, others[i]);
		put(paths);
		snprintf(paths, sizeof paths, "s/%zu", i);
		snprintf(want, sizeof want, "s/%zu/%s ", i, others[i]);
		expect(paths, want);
	}
	put("t/ t/manifest.0000000000000001/ t/a");
	expect("t", "t/a "); /* a folder of that name is no index's file */
}

static void what_cannot_be_listed_is_told_and_the_rest_goes_on(void **state)
{
	dossier_error err;
	(void)state;

	put("r/ r/a r/b/ r/b/x r/c");
	unlistable = "r/b";
	errnum = EACCES;
	assert_int_equal(walk("r", NULL), DOSSIER_OK);
	assert_non_null(strstr(seen, "r/a r/b (cannot list it: "));
	assert_non_null(strstr(seen, ") r/c "));
	errnum = ENOENT; /* it vanished */
	assert_int_equal(walk("r", NULL), DOSSIER_OK);
	assert_non_null(strstr(seen, "r/b (cannot list it: "));
	errnum = ENOMEM;
	assert_int_equal(walk("r", NULL), DOSSIER_ERR_NOMEM);
	errnum = EIO;
	unlistable = "r";
	assert_int_equal(walk("r", &err), DOSSIER_ERR_IO);
	assert_string_equal(seen, "");
	assert_int_equal(walk("none", &err), DOSSIER_ERR_NOTFOUND);
}

static void a_circle_of_folders_ends(void **state)
{
	size_t count = 0;
	(void)state;

	env.storage.list = list_circle;
	assert_int_equal(walk("r", NULL), DOSSIER_OK);
	for (const char *p = seen; (p = strchr(p, 'f')) != NULL; p++)
		count += p[1] == ' ';
	assert_int_equal(count, DSR_WALK_DEPTH_MAX + 1);
	assert_non_null(strstr(seen, "d (folders nest too deep) "));
	assert_ptr_equal(strstr(seen, "r/d/d/d/d/d/d/d/d/"), seen);
}

static void a_visit_can_end_the_walk(void **state)
{
	(void)state;
	put("r/ r/a r/b/ r/b/x r/b/y r/c");
	for (size_t i = 0; i < 4; i++) {
		size_t visits = 0;

		answer = DOSSIER_ERR_CORRUPT;
		left = i;
		assert_int_equal(walk("r", NULL), DOSSIER_ERR_CORRUPT);
		for (const char *p = seen; (p = strchr(p, ' ')) != NULL; p++)
			visits++;
		assert_int_equal(visits, i + 1);
	}
	unlistable = "r/b";
	errnum = EIO;
	left = 1;
	assert_int_equal(walk("r", NULL), DOSSIER_ERR_CORRUPT);
	assert_null(strstr(seen, "r/c"));
}

static void every_failed_allocation_is_reported(void **state)
{
	(void)state;
	put("r/ r/a r/b/ r/b/x r/c");
	for (long nth = 1;; nth++) {
		dossier_status st;

		test_fail_after(nth);
		st = walk("r", NULL);
		if (!test_fail_done()) {
			assert_int_equal(st, DOSSIER_OK);
			return;
		}
		assert_int_equal(st, DOSSIER_ERR_NOMEM);
		assert_int_equal(test_live, 0);
	}
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make, release)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(names_come_in_the_order_of_their_bytes),
		TEST(any_number_of_names_is_sorted),
		TEST(hidden_names_are_left_out),
		TEST(folders_of_indexes_are_left_out),
		TEST(what_cannot_be_listed_is_told_and_the_rest_goes_on),
		TEST(a_circle_of_folders_ends),
		TEST(a_visit_can_end_the_walk),
		TEST(every_failed_allocation_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

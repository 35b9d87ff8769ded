#include "../test.h"

#include <errno.h>
#include <string.h>

#include "os/file.h"
#include "os/memory.h"

static dsr_memory_fs *memory;
static dossier_storage broken; /* the memory table, single functions replaced */
static dsr_env env;

static int start(void **state)
{
	(void)state;
	memory = dsr_memory_fs_new(&test_alloc);
	if (!memory)
		return 1;
	env = dsr_env_make(&test_alloc, dsr_memory_fs_storage(memory));
	broken = env.storage;
	return 0;
}

static int stop(void **state)
{
	dsr_memory_fs_free(memory);
	return test_no_leaks(state);
}

static int fail_write(void *ctx, void *file, const void *bytes, size_t n)
{
	(void)ctx; (void)file; (void)bytes; (void)n;
	return ENOSPC;
}

static int fail_sync(void *ctx, void *file)
{
	(void)ctx; (void)file;
	return EIO;
}

static int read_short(void *ctx, void *file, uint64_t offset, void *bytes, size_t n, size_t *got)
{
	(void)ctx; (void)file; (void)offset;
	memset(bytes, 0, n);
	*got = n - 1;
	return 0;
}

static int is_gone(const char *path)
{
	dsr_view v;

	return dsr_view_open(&v, &env, path, NULL) == DOSSIER_ERR_NOTFOUND;
}

/* Put pieces of sizes around the size of the buffer and compare with a plain array. */
static void pieces_of_any_size_arrive_in_order(void **state)
{
	uint8_t all[20000], piece[300];
	dsr_buf out = DSR_BUF_INIT(&test_alloc);
	size_t n = 0;
	dsr_sink s;

	(void)state;
	assert_int_equal(dsr_sink_open(&s, &env, "f", NULL), DOSSIER_OK);
	for (size_t size = 0; size < 200; size++) {
		for (size_t i = 0; i < size; i++)
			piece[i] = all[n + i] = (uint8_t)(n + i * 7 + size);
		dsr_sink_put(&s, piece, size);
		n += size;
		assert_int_equal(s.offset, n);
	}
	assert_int_equal(dsr_sink_finish(&s, NULL), DOSSIER_OK);
	assert_int_equal(dsr_file_load(&env, "f", n, &out, NULL), DOSSIER_OK);
	assert_int_equal(out.len, n);
	assert_memory_equal(out.data, all, n);
	dsr_buf_release(&out);
}

static void the_first_failure_of_a_sink_is_told_at_the_end(void **state)
{
	dossier_error err;
	dsr_sink s;

	(void)state;
	broken.write = fail_write;
	broken.sync = fail_sync;
	env.storage = broken;
	assert_int_equal(dsr_sink_open(&s, &env, "f", NULL), DOSSIER_OK);
	for (int i = 0; i < 100; i++)
		dsr_sink_put(&s, "0123456789", 10);
	assert_int_equal(dsr_sink_finish(&s, &err), DOSSIER_ERR_IO);
	assert_string_equal(err.message, "cannot write f: no space left on the device");
	assert_true(is_gone("f"));
	dsr_sink_abandon(&s);
}

static void a_failed_sync_is_a_failure(void **state)
{
	dossier_error err;
	dsr_sink s;

	(void)state;
	broken.sync = fail_sync;
	env.storage = broken;
	assert_int_equal(dsr_sink_open(&s, &env, "f", NULL), DOSSIER_OK);
	assert_int_equal(dsr_sink_finish(&s, &err), DOSSIER_ERR_IO);
	assert_string_equal(err.message, "cannot write f: input/output error");
	assert_true(is_gone("f"));
}

static void an_abandoned_file_is_gone(void **state)
{
	dsr_sink s = { 0 };
	dsr_view v;

	(void)state;
	dsr_sink_abandon(&s);
	assert_int_equal(dsr_sink_open(&s, &env, "f", NULL), DOSSIER_OK);
	dsr_sink_put(&s, "x", 1);
	dsr_sink_abandon(&s);
	dsr_sink_abandon(&s);
	assert_int_equal(dsr_view_open(&v, &env, "f", NULL), DOSSIER_ERR_NOTFOUND);
}

static void make_file(const char *path, const char *text)
{
	dsr_sink s;

	assert_int_equal(dsr_sink_open(&s, &env, path, NULL), DOSSIER_OK);
	dsr_sink_put(&s, text, strlen(text));
	assert_int_equal(dsr_sink_finish(&s, NULL), DOSSIER_OK);
}

static void loading_appends_and_knows_its_limit(void **state)
{
	dsr_buf out = DSR_BUF_INIT(&test_alloc);
	dossier_error err;

	(void)state;
	make_file("f", "abc");
	make_file("empty", "");
	dsr_buf_put(&out, "<", 1);
	assert_int_equal(dsr_file_load(&env, "f", 3, &out, &err), DOSSIER_OK);
	assert_int_equal(dsr_file_load(&env, "empty", 0, &out, &err), DOSSIER_OK);
	assert_int_equal(dsr_file_load(&env, "f", 2, &out, &err), DOSSIER_ERR_LIMIT);
	assert_string_equal(err.message, "f: 3 bytes, more than the 2 allowed");
	assert_int_equal(dsr_file_load(&env, "none", 2, &out, &err), DOSSIER_ERR_NOTFOUND);
	assert_int_equal(out.len, 4);
	assert_memory_equal(out.data, "<abc", 4);
	dsr_buf_release(&out);
}

static void a_file_that_shrinks_while_it_is_read_is_an_error(void **state)
{
	dsr_buf out = DSR_BUF_INIT(&test_alloc);

	(void)state;
	make_file("f", "abc");
	broken.read = read_short;
	env.storage = broken;
	assert_int_equal(dsr_file_load(&env, "f", 9, &out, NULL), DOSSIER_ERR_IO);
	assert_int_equal(out.len, 0);
	dsr_buf_release(&out);
}

static void an_empty_file_is_a_view_of_nothing(void **state)
{
	dsr_view v;

	(void)state;
	make_file("empty", "");
	assert_int_equal(dsr_view_open(&v, &env, "empty", NULL), DOSSIER_OK);
	assert_null(v.bytes);
	assert_int_equal(v.length, 0);
	dsr_view_close(&v);
}

static void paths_are_joined_by_a_slash(void **state)
{
	dsr_buf b = DSR_BUF_INIT(&test_alloc);

	(void)state;
	assert_string_equal(dsr_path_join(&b, "a/b", "c"), "a/b/c");
	assert_string_equal(dsr_path_join(&b, "", "d"), "/d");
	dsr_buf_release(&b);
	test_fail_after(1);
	assert_null(dsr_path_join(&b, "a", "b"));
	test_fail_done();
}

static dossier_status work(dossier_error *err)
{
	dsr_buf out = DSR_BUF_INIT(&test_alloc);
	dossier_status st;
	dsr_view v;
	dsr_sink s;

	st = dsr_sink_open(&s, &env, "f", err);
	if (st)
		return st;
	for (int i = 0; i < 40; i++)
		dsr_sink_put(&s, "0123456789", 10);
	st = dsr_sink_finish(&s, err);
	if (!st)
		st = dsr_file_load(&env, "f", 400, &out, err);
	if (!st && !(st = dsr_view_open(&v, &env, "f", err)))
		dsr_view_close(&v);
	dsr_buf_release(&out);
	return st;
}

static void every_failed_allocation_is_reported(void **state)
{
	int hit = 1;

	for (long nth = 1; hit; nth++) {
		dossier_status st;

		assert_int_equal(start(state), 0);
		test_fail_after(nth);
		st = work(NULL);
		hit = test_fail_done();
		assert_int_equal(st, hit ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		assert_int_equal(stop(state), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pieces_of_any_size_arrive_in_order, start, stop),
		cmocka_unit_test_setup_teardown(the_first_failure_of_a_sink_is_told_at_the_end, start, stop),
		cmocka_unit_test_setup_teardown(a_failed_sync_is_a_failure, start, stop),
		cmocka_unit_test_setup_teardown(an_abandoned_file_is_gone, start, stop),
		cmocka_unit_test_setup_teardown(loading_appends_and_knows_its_limit, start, stop),
		cmocka_unit_test_setup_teardown(a_file_that_shrinks_while_it_is_read_is_an_error, start, stop),
		cmocka_unit_test_setup_teardown(an_empty_file_is_a_view_of_nothing, start, stop),
		cmocka_unit_test_setup_teardown(paths_are_joined_by_a_slash, start, stop),
		cmocka_unit_test(every_failed_allocation_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

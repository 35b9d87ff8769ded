#include "../test.h"

#include <errno.h>
#include <string.h>

#include "../chance.h"
#include "base/mem.h"
#include "os/memory.h"
#include "os/spill.h"

#define NAME "dir/file.rest"
enum { LIMIT = 100, MOST = 3000 };

static dsr_memory_fs  *memory; /* takes its own memory */
static dsr_env         env;
static dossier_storage sound;
static uint8_t         all[MOST], got[MOST];
static size_t          got_n;

static int start(void **state)
{
	(void)state;
	memory = dsr_memory_fs_new(&dsr_alloc_default);
	if (!memory)
		return 1;
	env = dsr_env_make(&test_alloc, dsr_memory_fs_storage(memory));
	sound = env.storage;
	for (size_t i = 0; i < MOST; i++)
		all[i] = (uint8_t)chance(256);
	return env.storage.make_dir(env.storage.ctx, "dir");
}

static int stop(void **state)
{
	dsr_memory_fs_free(memory);
	return test_no_leaks(state);
}

static void collect(void *ctx, const void *bytes, size_t n)
{
	(void)ctx;
	assert_true(got_n + n <= MOST);
	if (n)
		memcpy(got + got_n, bytes, n);
	got_n += n;
}

static int has_file(void)
{
	void *file;
	const int e = sound.open(sound.ctx, NAME, DOSSIER_STORAGE_READ, &file);

	if (!e)
		sound.close(sound.ctx, file);
	return !e;
}

/* Put the first n of all[] in pieces, and take them out. */
static dossier_status spill(dsr_spill *s, size_t n)
{
	for (size_t at = 0, part; at < n; at += part) {
		part = 1 + chance(chance(5) ? 20 : 3 * LIMIT);
		if (part > n - at)
			part = n - at;
		dsr_spill_put(s, all + at, part);
		assert_int_equal(s->len, at + part);
	}
	got_n = 0;
	return dsr_spill_drain(s, collect, NULL, NULL);
}

static void bytes_come_back_in_order_and_the_file_goes(void **state)
{
	dsr_spill s;

	(void)state;
	dsr_spill_init(&s, &env, "dir/file", ".rest", LIMIT);
	for (size_t n = 0; n < MOST; n += 1 + chance(n < 3 * LIMIT ? 5 : 300)) {
		assert_int_equal(spill(&s, n), DOSSIER_OK);
		assert_int_equal(got_n, n);
		assert_memory_equal(got, all, n);
		assert_int_equal(s.len, 0);
		assert_false(has_file());
	}
	assert_true(s.pending.cap < 2 * LIMIT);
	dsr_spill_release(&s);
	dsr_spill_release(&s);
}

static void a_file_is_made_past_the_limit_only(void **state)
{
	dsr_spill s;

	(void)state;
	dsr_spill_init(&s, &env, "dir/file", ".rest", LIMIT);
	dsr_spill_put(&s, all, LIMIT - 1);
	assert_false(has_file());
	dsr_spill_put(&s, all, 2);
	assert_true(has_file());
	dsr_spill_reset(&s);
	assert_false(has_file());
	dsr_spill_put(&s, all, 2 * LIMIT);
	dsr_spill_release(&s);
	assert_false(has_file());
}

static long calls, fail_at;

static int strike(void) { return ++calls == fail_at; }

static int failing_open(void *ctx, const char *path, unsigned flags, void **file)
{
	return strike() ? EIO : sound.open(ctx, path, flags, file);
}

static int failing_write(void *ctx, void *file, const void *bytes, size_t n)
{
	return strike() ? ENOSPC : sound.write(ctx, file, bytes, n);
}

static int failing_read(void *ctx, void *file, uint64_t offset, void *bytes, size_t n, size_t *read)
{
	const int e = sound.read(ctx, file, offset, bytes, n, read);

	if (strike() && chance(2))
		return EIO;
	if (calls == fail_at)
		*read -= 1;
	return e;
}

static void a_failing_call_is_said_and_leaves_no_file(void **state)
{
	dsr_spill s;
	dossier_status st;

	(void)state;
	env.storage.open = failing_open;
	env.storage.write = failing_write;
	env.storage.read = failing_read;
	for (fail_at = 1; ; fail_at++) {
		calls = 0;
		dsr_spill_init(&s, &env, "dir/file", ".rest", LIMIT);
		st = spill(&s, 5 * LIMIT + 7);
		assert_false(has_file());
		dsr_spill_release(&s);
		if (calls < fail_at)
			break;
		assert_int_equal(st, DOSSIER_ERR_IO);
	}
	assert_int_equal(st, DOSSIER_OK);
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	for (long n = 1; ; n++) {
		dsr_spill s;
		dossier_status st;
		int hit;

		test_fail_after(n);
		dsr_spill_init(&s, &env, "dir/file", ".rest", LIMIT);
		st = spill(&s, 5 * LIMIT);
		hit = test_fail_done();
		dsr_spill_release(&s);
		assert_int_equal(st, hit ? DOSSIER_ERR_NOMEM : DOSSIER_OK);
		assert_int_equal(test_live, 0);
		if (!hit)
			break;
	}
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(bytes_come_back_in_order_and_the_file_goes),
		TEST(a_file_is_made_past_the_limit_only),
		TEST(a_failing_call_is_said_and_leaves_no_file),
		TEST(running_out_of_memory_is_said),
	};

	chance_seed(5);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

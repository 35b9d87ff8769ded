#include "../test.h"

#include <string.h>

#include "os/env.h"
#include "os/posix.h"

static void what_is_not_given_is_malloc_and_the_file_system(void **state)
{
	const dsr_env env = dsr_env_make(NULL, NULL);
	void *p = env.alloc.resize(env.alloc.ctx, NULL, 0, 8);

	(void)state;
	assert_non_null(p);
	env.alloc.resize(env.alloc.ctx, p, 8, 0);
	assert_true(env.storage.open == dsr_storage_posix.open);
}

static void what_is_given_is_copied(void **state)
{
	dossier_storage mine = dsr_storage_posix;
	dsr_env env;

	(void)state;
	mine.ctx = &mine;
	env = dsr_env_make(&test_alloc, &mine);
	memset(&mine, 0, sizeof mine);
	assert_ptr_equal(env.storage.ctx, &mine);
	assert_true(env.storage.list == dsr_storage_posix.list);
	assert_true(env.alloc.resize == test_alloc.resize);
}

/* A program compiled with an older header has a table that ends earlier. */
static void a_shorter_table_is_not_read_past_its_end(void **state)
{
	dossier_storage mine = dsr_storage_posix;
	dsr_env env;

	(void)state;
	mine.size = offsetof(dossier_storage, list);
	env = dsr_env_make(NULL, &mine);
	assert_true(env.storage.sync_dir == mine.sync_dir);
	assert_true(env.storage.list == NULL);
}

static void a_table_that_is_not_whole_is_misuse(void **state)
{
	dossier_storage mine = dsr_storage_posix;
	dsr_env env = { .storage = { .size = 7 } };
	dossier_error err;

	(void)state;
	mine.size = 0;
	assert_int_equal(dsr_env_read(&env, NULL, &mine, &err), DOSSIER_ERR_MISUSE);
	assert_int_equal(err.status, DOSSIER_ERR_MISUSE);
	assert_int_equal(env.storage.size, 7);
	mine.size = sizeof mine;
	assert_int_equal(dsr_env_read(&env, NULL, &mine, NULL), DOSSIER_OK);
	assert_true(env.storage.list == mine.list);
	assert_int_equal(dsr_env_read(&env, &test_alloc, NULL, NULL), DOSSIER_OK);
	assert_true(env.alloc.resize == test_alloc.resize);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_given_is_malloc_and_the_file_system),
		cmocka_unit_test(what_is_given_is_copied),
		cmocka_unit_test(a_shorter_table_is_not_read_past_its_end),
		cmocka_unit_test(a_table_that_is_not_whole_is_misuse),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

#include "api_body.h"

#include "api/handles.h"

static void an_index_holds_what_was_written(void **state)
{
	dossier_index *ix;

	(void)state;
	write_index();
	ix = open_index();
	assert_int_equal(model_check(&m, ix), 1);
	assert_string_equal(dossier_index_schema(ix)->name, "publication");
	dossier_index_close(ix);
	dossier_index_close(NULL);
}

static void a_folder_without_an_index_is_said(void **state)
{
	const dossier_index_options o = index_options();
	dossier_index *ix = NULL;
	dossier_error err = { 0 };

	(void)state;
	assert_int_equal(dossier_index_open(&ix, "nowhere", &o, &err), DOSSIER_ERR_NOTFOUND);
	assert_null(ix);
	assert_non_null(strstr(err.message, "nowhere"));
}

static void a_key_that_is_not_there_is_said_and_changes_nothing(void **state)
{
	static const char *const keys[] = { "", "pub-", "pub-9999", "pub-1\n", "PUB-1" };
	dossier_index *ix;
	uint64_t number = 77;

	(void)state;
	write_index();
	ix = open_index();
	for (size_t i = 0; i < LENGTH(keys); i++)
		assert_int_equal(dossier_index_find(ix, dossier_str_of(keys[i]), &number, NULL), DOSSIER_ERR_NOTFOUND);
	assert_int_equal(dossier_index_find(ix, (dossier_str){ "pub-1\0", 6 }, &number, NULL), DOSSIER_ERR_NOTFOUND);
	assert_int_equal(number, 77);
	dossier_index_close(ix);
}

static dossier_status open_and_find(void)
{
	const dossier_index_options o = index_options();
	dossier_index *ix = NULL;
	uint64_t number;
	dossier_status st = dossier_index_open(&ix, DIR_NAME, &o, NULL);

	if (!st)
		st = dossier_index_find(ix, dossier_str_of("pub-5"), &number, NULL);
	dossier_index_close(ix);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	write_index();
	fails_cleanly(open_and_find);
}

static int freed;

static void note_free(void *owned)
{
	assert_int_equal(*(int *)owned, 5);
	freed++;
}

static void what_an_index_owns_is_freed_last(void **state)
{
	dossier_index *ix;
	int owned = 5;

	(void)state;
	write_index();
	ix = open_index();
	dsr_index_own(ix, note_free, &owned);
	freed = 0;
	dossier_index_close(ix);
	assert_int_equal(freed, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_index_holds_what_was_written),
		TEST(a_folder_without_an_index_is_said),
		TEST(a_key_that_is_not_there_is_said_and_changes_nothing),
		TEST(what_an_index_owns_is_freed_last),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

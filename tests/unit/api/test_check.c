#include "api_body.h"

#include "os/file.h"

static char   last_file[128], last_message[512];
static size_t reported;

static void note(void *ctx, const dossier_problem *problem)
{
	assert_ptr_equal(ctx, &reported);
	snprintf(last_file, sizeof last_file, "%s", problem->file);
	snprintf(last_message, sizeof last_message, "%s: %s", problem->section, problem->message);
	reported++;
}

static uint64_t check(void)
{
	const dossier_index_options o = index_options();
	uint64_t problems = 99;

	reported = 0;
	assert_int_equal(dossier_check(DIR_NAME, &o, note, &reported, &problems, NULL), DOSSIER_OK);
	assert_int_equal(reported, problems);
	return problems;
}

static void a_whole_index_has_no_problems(void **state)
{
	(void)state;
	write_index();
	assert_int_equal(check(), 0);
}

static void no_index_is_an_error(void **state)
{
	const dossier_index_options o = index_options();
	uint64_t problems = 99;

	(void)state;
	assert_int_equal(dossier_check(DIR_NAME, &o, note, &reported, &problems, NULL), DOSSIER_ERR_NOTFOUND);
	assert_int_equal(problems, 99);
}

/* Writes the file anew with one bit flipped. */
static void flip(const char *name, size_t at)
{
	dsr_buf path = DSR_BUF_INIT(&test_alloc), bytes = DSR_BUF_INIT(&test_alloc);
	dsr_sink s;

	assert_int_equal(dsr_file_load(&env, dsr_path_join(&path, DIR_NAME, name), 1 << 20, &bytes, NULL), DOSSIER_OK);
	bytes.data[at] ^= 1;
	assert_int_equal(dsr_sink_open(&s, &env, dsr_path_join(&path, DIR_NAME, name), NULL), DOSSIER_OK);
	dsr_sink_put(&s, bytes.data, bytes.len);
	assert_int_equal(dsr_sink_finish(&s, NULL), DOSSIER_OK);
	dsr_buf_release(&bytes);
	dsr_buf_release(&path);
}

static void damage_is_reported_with_its_file(void **state)
{
	static const char *const names[] = { "manifest.0000000000000003", "segment.0000000000000001", "segment.0000000000000003" };

	(void)state;
	write_index();
	for (size_t i = 0; i < LENGTH(names); i++) {
		flip(names[i], 100);
		assert_int_equal(check(), 1);
		assert_string_equal(last_file, names[i]);
		assert_true(strlen(last_message) > 10);
		flip(names[i], 100);
	}
	assert_int_equal(check(), 0);
}

static void damage_in_one_segment_does_not_hide_that_in_another(void **state)
{
	(void)state;
	write_index();
	flip("segment.0000000000000001", 100);
	flip("segment.0000000000000002", 100);
	assert_int_equal(check(), 2);
}

static void a_missing_file_is_a_problem(void **state)
{
	(void)state;
	write_index();
	assert_int_equal(env.storage.remove(env.storage.ctx, DIR_NAME "/segment.0000000000000002"), 0);
	assert_int_equal(check(), 1);
}

static dossier_status check_once(void)
{
	const dossier_index_options o = index_options();
	uint64_t problems = 0;
	const dossier_status st = dossier_check(DIR_NAME, &o, NULL, NULL, &problems, NULL);

	assert_int_equal(problems, 0);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	write_index();
	fails_cleanly(check_once);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_whole_index_has_no_problems),
		TEST(no_index_is_an_error),
		TEST(damage_is_reported_with_its_file),
		TEST(damage_in_one_segment_does_not_hide_that_in_another),
		TEST(a_missing_file_is_a_problem),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

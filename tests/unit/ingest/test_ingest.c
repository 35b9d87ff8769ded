#include "collect.h"

#include <errno.h>

#include "ingest/ingest.h"
#include "os/memory.h"
#include "pack.h"

static collection c;
static dsr_env env;

#define A "{\"id\":\"a\",\"title\":\"t\"}\n"
#define B "{\"id\":\"b\",\"title\":\"t\"}\n"

static void put_file(const char *path, const void *bytes, size_t n)
{
	const dossier_storage *fs = &env.storage;
	void *file;

	assert_int_equal(fs->open(fs->ctx, path, DOSSIER_STORAGE_CREATE, &file), 0);
	assert_int_equal(fs->write(fs->ctx, file, bytes, n), 0);
	fs->close(fs->ctx, file);
}

static void put_text(const char *path, const char *text)
{
	put_file(path, text, strlen(text));
}

static void put_dir(const char *path)
{
	assert_int_equal(env.storage.make_dir(env.storage.ctx, path), 0);
}

static dossier_status ingest_stream(const void *bytes, size_t n, size_t step, dossier_error *err)
{
	const dsr_env plain = dsr_env_make(&test_alloc, NULL);

	collect_begin(&c, bytes, n);
	c.step = step;
	return dsr_ingest_stream(&plain, "s", collect_read, &c, &c.options, collect_sink(&c), &c.counts, err);
}

static dossier_status ingest_path(const char *path, dossier_error *err)
{
	collect_begin(&c, "", 0);
	return dsr_ingest_path(&env, path, &c.options, collect_sink(&c), &c.counts, err);
}

static int make_files(void **state)
{
	static const uint8_t cut[] = { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1 };
	dsr_memory_fs *fs = dsr_memory_fs_new(&test_alloc);

	*state = fs;
	if (!fs)
		return -1;
	env = dsr_env_make(&test_alloc, dsr_memory_fs_storage(fs));
	put_dir("in");
	put_dir("in/b");
	put_dir("in/b/ix");
	put_dir("in/.git");
	put_text("in/b/ix/manifest.00000000000000a1", "x");
	put_text("in/b/ix/a.jsonl", A);
	put_text("in/.git/a.jsonl", A);
	put_text("in/.hidden", A);
	put_text("in/b.jsonl", "{\"id\":\"b.\",\"title\":\"t\"}");
	put_text("in/b/z", "{\"id\":\"b/z\",\"title\":\"t\"}");
	put_text("in/b/Z", "{\"id\":\"b/Z\",\"title\":\"t\"}");
	put_text("in/a.txt", "A text.");
	put_file("in/c.gz", cut, sizeof cut);
	put_file("in/d", "\0", 1);
	put_text("in/e", B);
	return 0;
}

static int remove_files(void **state)
{
	dsr_memory_fs_free(*state);
	return 0;
}

static void a_folder_is_read_in_the_order_of_names(void **state)
{
	(void)state;
	assert_int_equal(ingest_path("in", NULL), DOSSIER_OK);
	assert_string_equal(c.text, "id=in/a.txt;title=A text.;body=A text.;\nid=b/Z;title=t;\nid=b/z;title=t;\nid=b.;title=t;\n"
	                            "! 0@11: gzip file is cut short at byte 11\n"
	                            "! 0@0: neither JSON nor a text: it holds a NUL byte\nid=b;title=t;\n");
	assert_int_equal(c.counts.files, 7);
	assert_int_equal(c.counts.refused, 2);
}

static void what_the_caller_named_must_be_readable(void **state)
{
	dossier_error err;
	(void)state;

	assert_int_equal(ingest_path("in/none", &err), DOSSIER_ERR_NOTFOUND);
	assert_int_equal(ingest_path("in/c.gz", &err), DOSSIER_ERR_INPUT);
	assert_int_equal(err.offset, 11);
	assert_int_equal(ingest_path("in/e", &err), DOSSIER_OK);
	assert_string_equal(c.text, "id=b;title=t;\n");
	assert_int_equal(ingest_path("in/b/ix", &err), DOSSIER_OK);
	assert_string_equal(c.text, "! 0@0: the folder of an index\n");
}

static void the_content_decides_what_a_file_is(void **state)
{
	(void)state;
	ingest_stream("oops\n" A, 5 + strlen(A), 0, NULL);
	assert_string_equal(c.text, "! 1@0: not a JSON object\nid=a;title=t;\n");
	ingest_stream("[1] A note.", 11, 0, NULL);
	assert_string_equal(c.text, "id=1-a-note;title=[1] A note.;body=[1] A note.;\n");
	ingest_stream("", 0, 0, NULL);
	assert_string_equal(c.text, "");
}

static void members_of_a_packed_file_follow_each_other(void **state)
{
	uint8_t packed[400];
	size_t n = pack(A, strlen(A), packed, 200);
	dossier_error err;
	(void)state;

	n += pack(B, strlen(B), packed + n, 200);
	for (size_t step = 1; step <= n; step++) {
		assert_int_equal(ingest_stream(packed, n, step, NULL), DOSSIER_OK);
		assert_string_equal(c.text, "id=a;title=t;\nid=b;title=t;\n");
		assert_int_equal(c.counts.bytes, strlen(A B));
	}
	memset(packed + n, 0, 7);
	assert_int_equal(ingest_stream(packed, n + 7, 0, NULL), DOSSIER_OK);
	packed[n + 3] = 'x';
	assert_int_equal(ingest_stream(packed, n + 7, 0, &err), DOSSIER_ERR_INPUT);
	assert_int_equal(err.offset, n + 3);
}

static void a_damaged_packed_file_never_passes_for_whole(void **state)
{
	uint8_t packed[200];
	const size_t n = pack(A B, strlen(A B), packed, 200);
	dossier_error err;
	(void)state;

	for (size_t cut = 2; cut < n; cut++) {
		assert_int_equal(ingest_stream(packed, cut, 3, &err), DOSSIER_ERR_INPUT);
		assert_int_equal(err.offset, cut);
	}
	for (size_t i = 10; i < n; i++) {
		packed[i] ^= 0x10;
		assert_int_equal(ingest_stream(packed, n, 0, &err), DOSSIER_ERR_INPUT);
		packed[i] ^= 0x10;
	}
}

static void the_sink_can_refuse_a_record_or_end_it_all(void **state)
{
	dossier_error err;
	(void)state;

	for (int s = DOSSIER_ERR_LIMIT; s < 0; s++) {
		const int refused = s == DOSSIER_ERR_INPUT || s == DOSSIER_ERR_LIMIT;

		collect_begin(&c, "", 0);
		c.answer = (dossier_status)s;
		c.answer_from = 6;
		assert_int_equal(dsr_ingest_path(&env, "in", &c.options, collect_sink(&c), &c.counts, &err), 0);
		c.records = 6;
		assert_int_equal(dsr_ingest_path(&env, "in", &c.options, collect_sink(&c), &c.counts, &err), refused ? 0 : s);
		if (!refused)
			assert_string_equal(err.message, "the sink says no");
	}
}

static void progress_can_end_the_import(void **state)
{
	(void)state;
	collect_begin(&c, "", 0);
	c.stop_after = 1;
	assert_int_equal(dsr_ingest_path(&env, "in", &c.options, collect_sink(&c), &c.counts, NULL), DOSSIER_OK);
	assert_string_equal(c.text, "id=in/a.txt;title=A text.;body=A text.;\n");
}

static void options_that_mean_nothing_are_misuse(void **state)
{
	static const char *const maps[] = { "title", "=x", "title=", "extra=x", "headline=title", "" };
	(void)state;

	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
		collect_begin(&c, "", 0);
		c.options.map = &maps[i];
		c.options.map_count = 1;
		assert_int_equal(dsr_ingest_path(&env, "in", &c.options, collect_sink(&c), &c.counts, NULL), DOSSIER_ERR_MISUSE);
	}
	collect_begin(&c, "", 0);
	c.options.date = dossier_str_of("soon");
	assert_int_equal(dsr_ingest_path(&env, "in", &c.options, collect_sink(&c), &c.counts, NULL), DOSSIER_ERR_MISUSE);
}

static int failing_read(void *ctx, void *bytes, size_t n, size_t *got)
{
	(void)ctx, (void)bytes, (void)n, (void)got;
	return EIO;
}

static void a_failed_read_is_an_error(void **state)
{
	dossier_error err;
	(void)state;

	collect_begin(&c, "", 0);
	assert_int_equal(dsr_ingest_stream(&env, "s", failing_read, NULL, &c.options, collect_sink(&c), &c.counts, &err),
	                 DOSSIER_ERR_IO);
	assert_string_equal(err.message, "cannot read s: input/output error");
}

static void every_failed_allocation_is_reported(void **state)
{
	uint8_t packed[200];
	const size_t n = pack(A B, strlen(A B), packed, 200);
	(void)state;

	for (int which = 0; which < 2; which++)
		for (long nth = 1;; nth++) {
			dossier_status st;

			test_fail_after(nth);
			st = which ? ingest_stream(packed, n, 0, NULL) : ingest_path("in", NULL);
			if (!test_fail_done()) {
				assert_int_equal(st, DOSSIER_OK);
				break;
			}
			assert_int_equal(st, DOSSIER_ERR_NOMEM);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_folder_is_read_in_the_order_of_names, make_files, remove_files),
		cmocka_unit_test_setup_teardown(what_the_caller_named_must_be_readable, make_files, remove_files),
		cmocka_unit_test(the_content_decides_what_a_file_is),
		cmocka_unit_test(members_of_a_packed_file_follow_each_other),
		cmocka_unit_test(a_damaged_packed_file_never_passes_for_whole),
		cmocka_unit_test_setup_teardown(the_sink_can_refuse_a_record_or_end_it_all, make_files, remove_files),
		cmocka_unit_test_setup_teardown(progress_can_end_the_import, make_files, remove_files),
		cmocka_unit_test_setup_teardown(options_that_mean_nothing_are_misuse, make_files, remove_files),
		cmocka_unit_test(a_failed_read_is_an_error),
		cmocka_unit_test_setup_teardown(every_failed_allocation_is_reported, make_files, remove_files),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

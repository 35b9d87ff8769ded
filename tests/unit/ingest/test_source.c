#include "collect.h"

#include <errno.h>

#include "ingest/source.h"
#include "pack.h"

static collection c;
static dsr_source s;

static void begin(const char *bytes, size_t n, size_t step)
{
	collect_begin(&c, bytes, n);
	c.step = step;
	dsr_source_init(&s, &test_alloc, "f", collect_read, &c);
}

static void fill(char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		text[i] = (char)('A' + i % 51);
}

/* Ask for windows of changing lengths and take less than is there: all bytes come by, once and in order. */
static void read_through(const char *text, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; at < n; i++) {
		const size_t want = i * 37 % 90;
		size_t have;

		assert_int_equal(dsr_source_need(&s, want, NULL), DOSSIER_OK);
		have = dsr_source_have(&s);
		assert_true(have >= want || (s.ended && at + have == n));
		assert_int_equal(s.offset, at);
		if (!have)
			continue;
		assert_memory_equal(dsr_source_at(&s), text + at, have);
		assert_int_equal(dsr_source_at(&s)[have], 0);
		at += have - have / 3;
		dsr_source_take(&s, have - have / 3);
	}
	assert_int_equal(dsr_source_more(&s, NULL), DOSSIER_OK);
	assert_int_equal(dsr_source_have(&s), 0);
	assert_int_equal(s.offset, n);
	assert_int_equal(s.ended, 1);
}

static void plain_and_packed_bytes_come_through_the_window(void **state)
{
	static uint8_t packed[2000];
	char text[1000];
	size_t n;
	(void)state;

	fill(text, sizeof text);
	n = pack(text, sizeof text, packed, sizeof packed);
	for (size_t step = 1; step < 60; step++) {
		begin(text, sizeof text, step);
		read_through(text, sizeof text);
		dsr_source_release(&s);
		begin((char *)packed, n, step);
		read_through(text, sizeof text);
		dsr_source_release(&s);
	}
}

static void short_files_are_plain(void **state)
{
	static const char *const texts[] = { "", "a", "\x1F", "\x8B\x1F", "ab" };
	(void)state;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (size_t step = 1; step < 3; step++) {
			begin(texts[i], strlen(texts[i]), step);
			read_through(texts[i], strlen(texts[i]));
			dsr_source_release(&s);
		}
}

static void the_window_grows_no_more_than_is_held(void **state)
{
	char *text = malloc(100000);
	(void)state;

	fill(text, 100000);
	begin(text, 100000, 0);
	while (!s.ended) {
		assert_int_equal(dsr_source_need(&s, 10, NULL), DOSSIER_OK);
		dsr_source_take(&s, dsr_source_have(&s) < 10 ? dsr_source_have(&s) : 10);
	}
	assert_true(s.cap <= 128);
	dsr_source_release(&s);
	begin(text, 100000, 0);
	assert_int_equal(dsr_source_need(&s, 50000, NULL), DOSSIER_OK);
	assert_true(s.cap < 100000);
	dsr_source_release(&s);
	free(text);
}

/* Hands out five bytes, then fails once. */
static int fail_once(void *ctx, void *bytes, size_t n, size_t *got)
{
	int *calls = ctx;

	assert_true(n >= 5);
	memcpy(bytes, "hello", 5);
	*got = 5;
	return ++*calls == 2 ? EIO : 0;
}

static void a_failure_is_lasting_and_leaves_the_window(void **state)
{
	dossier_error err;
	int calls = 0;
	(void)state;

	dsr_source_init(&s, &test_alloc, "f", fail_once, &calls);
	for (int i = 0; i < 3; i++) {
		err.status = DOSSIER_OK;
		assert_int_equal(dsr_source_need(&s, 6, i ? &err : NULL), DOSSIER_ERR_IO);
		assert_int_equal(err.status, i ? DOSSIER_ERR_IO : DOSSIER_OK);
		assert_int_equal(dsr_source_have(&s), 5);
		assert_memory_equal(dsr_source_at(&s), "hello", 6);
	}
	assert_int_equal(calls, 2);
	assert_int_equal(dsr_source_need(&s, 5, NULL), DOSSIER_OK);
	dsr_source_release(&s);
}

static int fail_read(void *ctx, void *bytes, size_t n, size_t *got)
{
	(void)bytes, (void)n, (void)got;
	return *(int *)ctx;
}

static void a_failed_read_names_the_file(void **state)
{
	static const struct { int errnum; dossier_status status; } table[] = {
		{ EIO, DOSSIER_ERR_IO }, { ENOMEM, DOSSIER_ERR_NOMEM },
	};
	dossier_error err;
	(void)state;

	for (size_t i = 0; i < 2; i++) {
		int errnum = table[i].errnum;

		dsr_source_init(&s, &test_alloc, "some file", fail_read, &errnum);
		assert_int_equal(dsr_source_more(&s, &err), table[i].status);
		if (!i)
			assert_string_equal(err.message, "cannot read some file: input/output error");
		dsr_source_release(&s);
	}
}

static void every_failed_allocation_is_reported(void **state)
{
	static uint8_t packed[400];
	char text[200];
	size_t n;
	(void)state;

	fill(text, sizeof text);
	n = pack(text, sizeof text, packed, sizeof packed);
	for (long nth = 1;; nth++) {
		dossier_status st;

		begin((char *)packed, n, 7);
		test_fail_after(nth);
		st = dsr_source_need(&s, 200, NULL);
		dsr_source_release(&s);
		assert_int_equal(test_live, 0);
		if (!test_fail_done()) {
			assert_int_equal(st, DOSSIER_OK);
			return;
		}
		assert_int_equal(st, DOSSIER_ERR_NOMEM);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_and_packed_bytes_come_through_the_window),
		cmocka_unit_test(short_files_are_plain),
		cmocka_unit_test(the_window_grows_no_more_than_is_held),
		cmocka_unit_test(a_failure_is_lasting_and_leaves_the_window),
		cmocka_unit_test(a_failed_read_names_the_file),
		cmocka_unit_test(every_failed_allocation_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

#include "../test.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"

static void a_failure_fills_the_error_and_returns_its_status(void **state)
{
	dossier_error err;
	(void)state;

	assert_int_equal(dsr_fail(&err, DOSSIER_ERR_CORRUPT, "%s: block %d", "seg.1", 7), DOSSIER_ERR_CORRUPT);
	assert_int_equal(err.status, DOSSIER_ERR_CORRUPT);
	assert_int_equal(err.offset, -1);
	assert_string_equal(err.message, "seg.1: block 7");
	assert_int_equal(dsr_fail_at(&err, DOSSIER_ERR_INPUT, 1234567890123, "no JSON"), DOSSIER_ERR_INPUT);
	assert_int_equal(err.status, DOSSIER_ERR_INPUT);
	assert_int_equal(err.offset, 1234567890123);
	assert_string_equal(err.message, "no JSON");
	assert_int_equal(dsr_nomem(&err), DOSSIER_ERR_NOMEM);
	assert_int_equal(err.status, DOSSIER_ERR_NOMEM);
	assert_int_equal(err.offset, -1);
}

static void nobody_need_ask_for_details(void **state)
{
	(void)state;
	assert_int_equal(dsr_fail(NULL, DOSSIER_ERR_IO, "%s", "x"), DOSSIER_ERR_IO);
	assert_int_equal(dsr_fail_at(NULL, DOSSIER_ERR_IO, 3, "%s", "x"), DOSSIER_ERR_IO);
	assert_int_equal(dsr_nomem(NULL), DOSSIER_ERR_NOMEM);
	assert_int_equal(dsr_fail_errno(NULL, EIO, "read", "x"), DOSSIER_ERR_IO);
}

static void a_long_message_is_cut_and_ends(void **state)
{
	dossier_error err;
	char path[1000];
	(void)state;

	memset(path, 'p', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	dsr_fail(&err, DOSSIER_ERR_IO, "%s", path);
	assert_int_equal(strlen(err.message), sizeof err.message - 1);
	assert_memory_equal(err.message, path, sizeof err.message - 1);
}

static void system_errors_become_the_status_that_fits(void **state)
{
	static const struct { int errnum; dossier_status status; } known[] = {
		{ ENOENT, DOSSIER_ERR_NOTFOUND }, { EWOULDBLOCK, DOSSIER_ERR_LOCKED }, { ENOMEM, DOSSIER_ERR_NOMEM },
		{ EACCES, DOSSIER_ERR_IO }, { EPERM, DOSSIER_ERR_IO }, { EIO, DOSSIER_ERR_IO }, { ENOSPC, DOSSIER_ERR_IO },
		{ EDQUOT, DOSSIER_ERR_IO }, { EROFS, DOSSIER_ERR_IO }, { ENOTDIR, DOSSIER_ERR_IO }, { EISDIR, DOSSIER_ERR_IO },
		{ EEXIST, DOSSIER_ERR_IO }, { EMFILE, DOSSIER_ERR_IO }, { ENFILE, DOSSIER_ERR_IO },
		{ ENAMETOOLONG, DOSSIER_ERR_IO }, { EFBIG, DOSSIER_ERR_IO }, { ELOOP, DOSSIER_ERR_IO }, { 4242, DOSSIER_ERR_IO },
	};
	(void)state;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		dossier_error err = { 0 };

		assert_int_equal(dsr_fail_errno(&err, known[i].errnum, "open", "index/x"), known[i].status);
		assert_int_equal(err.status, known[i].status);
		assert_int_equal(err.offset, -1);
		assert_true(known[i].errnum == ENOMEM || strstr(err.message, "index/x"));
	}
}

static void a_system_error_is_told_in_words_or_by_number(void **state)
{
	dossier_error err;
	(void)state;

	dsr_fail_errno(&err, ENOSPC, "write", "a/b");
	assert_string_equal(err.message, "cannot write a/b: no space left on the device");
	dsr_fail_errno(&err, 4242, "write", "a/b");
	assert_string_equal(err.message, "cannot write a/b: error 4242");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failure_fills_the_error_and_returns_its_status),
		cmocka_unit_test(nobody_need_ask_for_details),
		cmocka_unit_test(a_long_message_is_cut_and_ends),
		cmocka_unit_test(system_errors_become_the_status_that_fits),
		cmocka_unit_test(a_system_error_is_told_in_words_or_by_number),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

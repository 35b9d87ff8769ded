#include "../test.h"

#include <string.h>

#include "ingest/fieldmap.h"
#include "ingest/record.h"

static int find(dsr_fieldmap map, const char *key)
{
	return dsr_fieldmap_find(map, dossier_str_of(key));
}

static void without_a_map_a_key_is_its_own_field(void **state)
{
	const dsr_fieldmap none = { NULL, 0 };
	(void)state;

	assert_int_equal(dsr_fieldmap_check(none, NULL), DOSSIER_OK);
	assert_int_equal(find(none, "title"), DSR_RECORD_TITLE);
	assert_int_equal(find(none, "extra"), DSR_RECORD_EXTRA);
	assert_int_equal(find(none, "Title"), -1);
	assert_int_equal(find(none, ""), -1);
}

static void the_map_comes_before_the_names(void **state)
{
	static const char *const pairs[] = { "title=headline", "title=body", "id=a=b", "body=headline", "url=extra" };
	const dsr_fieldmap map = { pairs, sizeof pairs / sizeof *pairs };
	(void)state;

	assert_int_equal(dsr_fieldmap_check(map, NULL), DOSSIER_OK);
	assert_int_equal(find(map, "headline"), DSR_RECORD_TITLE); /* the first pair that fits */
	assert_int_equal(find(map, "body"), DSR_RECORD_TITLE);
	assert_int_equal(find(map, "title"), DSR_RECORD_TITLE);
	assert_int_equal(find(map, "a=b"), DSR_RECORD_ID);
	assert_int_equal(find(map, "extra"), DSR_RECORD_URL);
	assert_int_equal(find(map, "headlines"), -1);
	assert_int_equal(find(map, "headlin"), -1);
}

static void what_is_no_pair_is_misuse(void **state)
{
	static const char *const bad[] = { "", "=", "title", "title=", "=x", "headline=title", "extra=x", "titl=x", NULL };
	(void)state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const char *pairs[] = { "title=x", bad[i] };
		dossier_error err;

		assert_int_equal(dsr_fieldmap_check((dsr_fieldmap){ pairs, 2 }, &err), DOSSIER_ERR_MISUSE);
		assert_non_null(strstr(err.message, "title=headline"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_map_a_key_is_its_own_field),
		cmocka_unit_test(the_map_comes_before_the_names),
		cmocka_unit_test(what_is_no_pair_is_misuse),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

#include "../test.h"

#include <string.h>

#include "ingest/slug.h"

static void expect(const char *title, const char *date, const char *want)
{
	dsr_buf out = DSR_BUF_INIT(&test_alloc);

	dsr_buf_put(&out, "x", 1); /* what stands before is no word of the title */
	dsr_slug_put(&out, dossier_str_of(title), dossier_str_of(date));
	dsr_buf_put_u8(&out, 0);
	assert_string_equal((char *)out.data + 1, want);
	dsr_buf_release(&out);
}

static void a_slug_is_title_and_date(void **state)
{
	(void)state;
	expect("China's Dilemmas Deepen", "November 14, 2024", "chinas-dilemmas-deepen-2024-11-14");
	expect("China\xE2\x80\x99s  \xE2\x80\x9C" "Dilemmas\xE2\x80\x9D \xE2\x80\x94 Deepen!", "2024", "chinas-dilemmas-deepen-2024");
	expect("\xC3\x89tude 10%", "", "\xC3\x89tude-10");
	expect("?!", "2018-05", "-2018-05");
	expect("", "soon", "");
}

static void an_id_needs_a_word_or_a_prefix(void **state)
{
	static const char *const cases[][3] = { { "A b", "", "a-b" }, { "A b", "card:", "card:a-b" }, { "?", "", NULL }, { "?", "card:", "card:" } };
	(void)state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		dsr_record r;

		dsr_record_init(&r, &test_alloc);
		dsr_record_set(&r, DSR_RECORD_TITLE, dossier_str_of(cases[i][0]));
		dsr_slug_set_id(&r, cases[i][1]);
		assert_int_equal(r.text[DSR_RECORD_ID].n, cases[i][2] ? strlen(cases[i][2]) : 0);
		assert_memory_equal(r.text[DSR_RECORD_ID].p ? r.text[DSR_RECORD_ID].p : "", cases[i][2] ? cases[i][2] : "",
		                    r.text[DSR_RECORD_ID].n);
		assert_int_equal(r.nomem, 0);
		dsr_record_release(&r);
	}
}

static void running_out_of_memory_is_remembered(void **state)
{
	(void)state;
	for (long n = 1;; n++) {
		dsr_record r;
		int hit;

		dsr_record_init(&r, &test_alloc);
		dsr_record_set(&r, DSR_RECORD_TITLE, dossier_str_of("A title"));
		test_fail_after(n);
		dsr_slug_set_id(&r, "");
		hit = test_fail_done();
		assert_int_equal(r.nomem, hit);
		dsr_record_release(&r);
		if (!hit)
			return;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slug_is_title_and_date),
		cmocka_unit_test(an_id_needs_a_word_or_a_prefix),
		cmocka_unit_test(running_out_of_memory_is_remembered),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

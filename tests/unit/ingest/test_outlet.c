#include "collect.h"

static collection c;
static dsr_outlet o;
static dsr_record r;
static unsigned reports;

static int count_reports(void *ctx, const dossier_import_counts *counts)
{
	reports++;
	return collect_progress(ctx, counts);
}

static int make(void **state)
{
	(void)state;
	reports = 0;
	collect_begin(&c, "", 0);
	c.options.read_time = 951782399;
	c.options.progress = count_reports;
	dsr_outlet_init(&o, &c.options, collect_sink(&c), &c.counts);
	dsr_outlet_begin(&o, "f");
	dsr_record_init(&r, &test_alloc);
	dsr_record_set(&r, DSR_RECORD_ID, dossier_str_of("i"));
	dsr_record_set(&r, DSR_RECORD_TITLE, dossier_str_of("t"));
	return 0;
}

static int release(void **state)
{
	dsr_record_release(&r);
	return test_no_leaks(state);
}

static dossier_status put(dossier_error *err)
{
	const dsr_origin from = dsr_origin_of((dsr_place){ 3, 40 }, "abc", 3);

	return dsr_outlet_put(&o, &r, &from, err);
}

static void a_record_goes_to_the_sink(void **state)
{
	(void)state;
	assert_int_equal(put(NULL), DOSSIER_OK);
	assert_string_equal(c.text, "id=i;title=t;\n");
	assert_string_equal(c.provenance, "{\"file\":\"f\",\"start\":40,\"end\":43,"
	                                  "\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\","
	                                  "\"read\":\"2000-02-28T23:59:59Z\"}");
	assert_int_equal(c.counts.refused, 0);
	assert_int_equal(c.counts.mended, 0);
}

static void what_was_mended_is_counted_when_it_is_taken(void **state)
{
	(void)state;
	r.mended = 3;
	assert_int_equal(put(NULL), DOSSIER_OK);
	assert_int_equal(put(NULL), DOSSIER_OK);
	c.answer = DOSSIER_ERR_INPUT;
	assert_int_equal(put(NULL), DOSSIER_OK);
	assert_int_equal(c.counts.mended, 2);
	assert_int_equal(c.counts.replacements, 6);
}

static void a_broken_rule_is_a_refusal(void **state)
{
	(void)state;
	dsr_record_reset(&r);
	dsr_outlet_begin(&o, "f");
	assert_int_equal(put(NULL), DOSSIER_OK);
	assert_string_equal(c.text, "! 3@40: no \"id\" and no \"url\" to stand for it\n");
	assert_int_equal(c.counts.refused, 1);
	assert_int_equal(o.failed, 0);
}

static void the_sink_refuses_or_ends_it(void **state)
{
	dossier_error err;
	(void)state;

	for (int s = DOSSIER_ERR_LIMIT; s < 0; s++) {
		const int refused = s == DOSSIER_ERR_INPUT || s == DOSSIER_ERR_LIMIT;
		const uint64_t before = c.counts.refused;

		err.message[0] = '\0';
		c.answer = (dossier_status)s;
		assert_int_equal(put(&err), refused ? 0 : s);
		assert_int_equal(c.counts.refused - before, refused);
		assert_int_equal(o.failed, !refused);
		assert_string_equal(err.message, refused ? "" : "the sink says no");
		assert_int_equal(put(NULL), refused ? 0 : s);
	}
}

static void a_page_without_an_address_goes_by_its_path(void **state)
{
	static const struct { const char *name, *id; } cases[] = {
		{ "a.html", "a.html" }, { "a.txt", "a.txt" }, { "pages/a.v2.txt.gz", "pages/a.v2.txt" }, { "./x/../a.txt", "x/../a.txt" },
		{ "././a", "a" }, { "/abs/a.b", "/abs/a.b" },
		{ "d.ir/a", "d.ir/a" }, { "d/.htm", "d/.htm" }, { ".gz", ".gz" }, { "d/.gz", "d/.gz" }, { "a/b\xFF.txt", "a/b\xEF\xBF\xBD.txt" },
		{ "./", "./" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		dsr_record_reset(&r);
		dsr_outlet_begin(&o, cases[i].name);
		dsr_outlet_set_page_id(&o, &r);
		assert_int_equal(r.text[DSR_RECORD_ID].n, strlen(cases[i].id));
		assert_memory_equal(r.text[DSR_RECORD_ID].p, cases[i].id, strlen(cases[i].id));
	}
	dsr_record_reset(&r);
	dsr_record_set(&r, DSR_RECORD_URL, dossier_str_of("u"));
	dsr_outlet_set_page_id(&o, &r);
	assert_int_equal(r.text[DSR_RECORD_ID].n, 0); /* the url stands for it */
}

static void a_page_from_a_stream_goes_by_title_and_date(void **state)
{
	(void)state;
	o.is_stream = 1;
	dsr_outlet_begin(&o, "-");
	dsr_record_reset(&r);
	dsr_record_set(&r, DSR_RECORD_TITLE, dossier_str_of("A Page"));
	dsr_record_set(&r, DSR_RECORD_DATE, dossier_str_of("May 2018"));
	dsr_outlet_set_page_id(&o, &r);
	assert_int_equal(put(NULL), DOSSIER_OK);
	assert_string_equal(c.text, "id=a-page-2018-05;title=A Page;date=2018-05;\n");
}

static void a_refusal_that_nobody_listens_to_is_counted(void **state)
{
	(void)state;
	c.options.refused = NULL;
	dsr_outlet_refuse(&o, (dsr_place){ 0, 0 }, "so");
	assert_int_equal(c.counts.refused, 1);
	assert_string_equal(c.text, "");
}

static void bytes_add_up_over_files(void **state)
{
	(void)state;
	c.counts = (dossier_import_counts){ .bytes = 1000 };
	dsr_outlet_init(&o, &c.options, collect_sink(&c), &c.counts);
	dsr_outlet_begin(&o, "a");
	dsr_outlet_passed(&o, 10);
	dsr_outlet_passed(&o, 30);
	dsr_outlet_end(&o, 40);
	dsr_outlet_begin(&o, "b");
	dsr_outlet_passed(&o, 5);
	assert_int_equal(c.counts.bytes, 1045);
	assert_int_equal(c.counts.files, 2);
	dsr_outlet_end(&o, 5);
	assert_int_equal(c.counts.bytes, 1045);
}

static void progress_is_called_each_mebibyte_and_at_the_end(void **state)
{
	(void)state;
	dsr_outlet_begin(&o, "a");
	for (uint64_t at = 0; at <= 5u << 20; at += 1000)
		dsr_outlet_passed(&o, at);
	assert_int_equal(reports, 4); /* each comes up to 999 bytes late */
	dsr_outlet_end(&o, 6u << 20);
	assert_int_equal(reports, 5);
	dsr_outlet_begin(&o, "b");
	dsr_outlet_end(&o, 0);
	assert_int_equal(reports, 6);
}

static void a_stop_is_remembered_and_ends_the_counting(void **state)
{
	(void)state;
	c.stop_after = 1;
	dsr_outlet_begin(&o, "a");
	dsr_outlet_passed(&o, (1u << 20) - 1);
	assert_int_equal(o.stopped, 0);
	dsr_outlet_passed(&o, 1u << 20);
	assert_int_equal(o.stopped, 1);
	dsr_outlet_end(&o, 9u << 20);
	assert_int_equal(reports, 1);
	assert_int_equal(c.counts.bytes, 1u << 20);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make, release)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_record_goes_to_the_sink),
		TEST(what_was_mended_is_counted_when_it_is_taken),
		TEST(a_broken_rule_is_a_refusal),
		TEST(the_sink_refuses_or_ends_it),
		TEST(a_page_without_an_address_goes_by_its_path),
		TEST(a_page_from_a_stream_goes_by_title_and_date),
		TEST(a_refusal_that_nobody_listens_to_is_counted),
		TEST(bytes_add_up_over_files),
		TEST(progress_is_called_each_mebibyte_and_at_the_end),
		TEST(a_stop_is_remembered_and_ends_the_counting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

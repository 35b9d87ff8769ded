#include "api_body.h"

/* What was reported, and what the model says; values in ascending order. */
typedef struct tally {
	char     value[64];
	uint64_t documents;
} tally;

static tally got[64], right[64];
static size_t got_n, right_n, stop_after;

static int note(void *ctx, dossier_str value, uint64_t documents)
{
	assert_ptr_equal(ctx, got);
	assert_true(got_n < LENGTH(got));
	snprintf(got[got_n].value, sizeof got->value, "%.*s", (int)value.n, value.p);
	got[got_n++].documents = documents;
	return got_n == stop_after;
}

static void count_right(const char *value)
{
	for (size_t i = 0; i < right_n; i++)
		if (!strcmp(right[i].value, value)) {
			right[i].documents++;
			return;
		}
	strcpy(right[right_n].value, value);
	right[right_n++].documents = 1;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const tally *)a)->value, ((const tally *)b)->value);
}

/* Counts by looking at every living publication; a date counts by its year. */
static void model_values(const char *field)
{
	right_n = 0;
	memset(right, 0, sizeof right);
	for (uint32_t id = 0; id < PUBLICATION_IDS; id++) {
		publication p;
		int any = 0;

		if (!m.version[id])
			continue;
		publication_make(&p, id, m.version[id], m.words);
		for (size_t i = 0; i < p.count; i++) {
			char value[64];
			int again = 0;

			if (strcmp(p.values[i].field, field))
				continue;
			snprintf(value, !strcmp(field, "date") ? 5 : sizeof value, "%s", p.values[i].text.p);
			for (size_t j = 0; j < i; j++)
				again |= !strcmp(p.values[j].field, field) && !strcmp(p.values[j].text.p, value);
			if (!again)
				count_right(value);
			any = 1;
		}
		if (!any)
			count_right("");
	}
	qsort(right, right_n, sizeof *right, compare);
}

static void values_are_counted_over_all_segments(void **state)
{
	static const char *const fields[] = { "topics", "authors", "type", "date" };
	dossier_index *ix;

	(void)state;
	write_index();
	ix = open_index();
	for (size_t f = 0; f < LENGTH(fields); f++) {
		got_n = stop_after = 0;
		model_values(fields[f]);
		assert_int_equal(dossier_index_count_values(ix, fields[f], note, got, NULL), DOSSIER_OK);
		assert_int_equal(got_n, right_n);
		for (size_t i = 0; i < got_n; i++) {
			assert_string_equal(got[i].value, right[i].value);
			assert_int_equal(got[i].documents, right[i].documents);
		}
	}
	dossier_index_close(ix);
}

static void counting_stops_when_asked(void **state)
{
	dossier_index *ix;

	(void)state;
	write_index();
	ix = open_index();
	for (stop_after = 1; stop_after < 4; stop_after++) {
		got_n = 0;
		assert_int_equal(dossier_index_count_values(ix, "date", note, got, NULL), DOSSIER_OK);
		assert_int_equal(got_n, stop_after);
	}
	dossier_index_close(ix);
}

static void a_field_that_is_no_column_is_refused(void **state)
{
	static const char *const fields[] = { "title", "id", "none", "" };
	dossier_index *ix;

	(void)state;
	write_index();
	ix = open_index();
	for (size_t f = 0; f < LENGTH(fields); f++)
		assert_int_equal(dossier_index_count_values(ix, fields[f], note, got, NULL), DOSSIER_ERR_NOTFOUND);
	dossier_index_close(ix);
}

static void sections_and_fields_are_listed(void **state)
{
	static const char *const names[] = { "default", "title", "topics", "authors", "type", "lang" };
	dossier_section_stats section;
	dossier_field_stats field;
	dossier_index *ix;
	uint64_t bytes = 0;
	size_t i;

	(void)state;
	write_index();
	ix = open_index();
	for (i = 0; dossier_index_section(ix, i, &section); i++) {
		assert_true(section.bytes > 0 || !strcmp(section.name, "ranges") || /* few documents have none */
		            !strcmp(section.name, "stored dictionary"));
		assert_non_null(section.name);
		bytes += section.bytes;
	}
	assert_int_equal(i, 9);
	assert_true(bytes < dossier_index_get_stats(ix).bytes);
	for (i = 0; dossier_index_field(ix, i, &field); i++) {
		assert_true(i < LENGTH(names));
		assert_string_equal(field.name, names[i]);
		assert_true((field.terms || !strcmp(field.name, "lang")) && field.postings >= field.terms && field.tokens >= field.postings);
	}
	assert_int_equal(i, LENGTH(names));
	dossier_index_close(ix);
}

static void an_empty_index_has_nothing(void **state)
{
	dossier_writer *w = open_writer();
	dossier_section_stats section;
	dossier_index_stats s;
	dossier_index *ix;

	(void)state;
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	ix = open_index();
	s = dossier_index_get_stats(ix);
	assert_int_equal(s.documents + s.deleted + s.segments, 0);
	assert_int_equal(s.generation, 1);
	got_n = 0;
	assert_int_equal(dossier_index_count_values(ix, "type", note, got, NULL), DOSSIER_OK);
	assert_int_equal(got_n, 0);
	for (size_t i = 0; dossier_index_section(ix, i, &section); i++)
		assert_int_equal(section.bytes, 0);
	dossier_index_close(ix);
}

static dossier_index *opened;

static dossier_status count(void)
{
	dossier_status st;

	got_n = stop_after = 0;
	st = dossier_index_count_values(opened, "topics", note, got, NULL);
	assert_true(!st || !got_n);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	write_index();
	opened = open_index();
	fails_cleanly(count);
	dossier_index_close(opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_are_counted_over_all_segments),
		TEST(counting_stops_when_asked),
		TEST(a_field_that_is_no_column_is_refused),
		TEST(sections_and_fields_are_listed),
		TEST(an_empty_index_has_nothing),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

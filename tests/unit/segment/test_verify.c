/*
 * Faults that right checksums hide: planted one by one into a whole segment, which is then given new checksums.
 */
#include "../index/index_body.h"

#include <dossier.h>

#include "../../corrupt/blobs.c" /* the bytes of an index, and right checksums */
#include "../index/publications.h"
#include "segment/verify.h"

#define SEGMENT "segment.0000000000000001"
enum { DOCS = 60 };

static blobs  index_files;
static char   last_section[64], last_message[256];

static int make_index(void **state)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	model m = { .words = 60 };
	dossier_writer *w = NULL;

	if (make_files(state))
		return 1;
	o.storage = &env.storage;
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, NULL), DOSSIER_OK);
	for (uint32_t id = 0; id < DOCS; id++)
		assert_int_equal(model_add(&m, w, id, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	blobs_init(&index_files);
	blobs_load(&index_files, &env.storage, DIR_NAME);
	return 0;
}

static int free_index(void **state)
{
	blobs_release(&index_files);
	return remove_files(state);
}

static void note(void *ctx, const dossier_problem *p)
{
	(void)ctx;
	snprintf(last_section, sizeof last_section, "%s", p->section);
	snprintf(last_message, sizeof last_message, "%s", p->message);
}

static uint64_t verify(void)
{
	const dsr_env files_env = dsr_env_make(&test_alloc, &index_files.storage);
	dsr_verifier v = { .alloc = &test_alloc, .report = note, .file = SEGMENT };
	dsr_segment *s = must_alloc(sizeof *s);

	blobs_fix_checksums(&index_files);
	assert_int_equal(dsr_segment_open(s, &files_env, SEGMENT, dossier_schema_publication(), DOCS, NULL), DOSSIER_OK);
	assert_int_equal(dsr_segment_verify(s, dossier_schema_publication(), &v), DOSSIER_OK);
	dsr_segment_close(s);
	free(s);
	return v.problems;
}

/* Where a section's bytes lie in the file. */
static uint8_t *section_at(uint32_t kind, uint32_t list, size_t *n)
{
	blob *f = find_path(&index_files, SEGMENT);
	const uint8_t *footer = f->bytes + f->n - FOOTER, *table = f->bytes + get(footer + 16, 8);

	for (uint64_t i = 0; i < get(footer + 32, 4); i++)
		if (get(table + 24 * i, 4) == kind && get(table + 24 * i + 4, 4) == list) {
			*n = (size_t)get(table + 24 * i + 16, 8);
			return f->bytes + get(table + 24 * i + 8, 8);
		}
	return NULL;
}

static void a_whole_segment_has_no_problems(void **state)
{
	(void)state;
	assert_int_equal(verify(), 0);
}

/* Any other code of a length gives another sum. */
static void a_changed_length_is_found(void **state)
{
	(void)state;
	for (uint32_t list = 0; list < 4; list++) {
		size_t n;
		uint8_t *norms = section_at(DSR_SECTION_NORMS, list, &n);

		for (size_t i = 0; norms && i < n; i += 17) {
			norms[i] ^= 1;
			assert_true(verify() > 0);
			norms[i] ^= 1;
		}
	}
	assert_int_equal(verify(), 0);
}

static void changed_totals_are_found(void **state)
{
	(void)state;
	for (size_t field = 0; field < 32; field += field == 8 ? 16 : 8) {
		size_t n;
		uint8_t *terms = section_at(DSR_SECTION_TERMS, 0, &n);

		terms[field]++;
		assert_true(verify() > 0);
		terms[field]--;
	}
	assert_int_equal(verify(), 0);
}

/* Every byte of the dictionary behind the totals says something that is said elsewhere too. */
static void a_changed_dictionary_is_found(void **state)
{
	size_t n, found = 0, tried = 0;
	uint8_t *terms = section_at(DSR_SECTION_TERMS, 0, &n);

	(void)state;
	for (size_t i = 40; i < n; i += 3, tried++) {
		terms[i] ^= 1;
		found += verify() > 0;
		terms[i] ^= 1;
	}
	/* what is not found: letters of terms that still ascend */
	assert_true(found * 2 > tried);
	assert_int_equal(verify(), 0);
}

static void changed_postings_and_positions_are_found(void **state)
{
	/* of eight changes so many are found: a place or a document may be another one and still ascend */
	static const struct { uint32_t kind; size_t of_eight; } cases[] = { { DSR_SECTION_POSTINGS, 5 }, { DSR_SECTION_POSITIONS, 0 } };

	(void)state;
	for (size_t k = 0; k < LENGTH(cases); k++) {
		size_t n, found = 0, tried = 0;
		uint8_t *bytes = section_at(cases[k].kind, 0, &n);

		for (size_t i = 0; i < n; i += 11, tried++) {
			bytes[i] ^= 0x80;
			found += verify() > 0;
			bytes[i] ^= 0x80;
		}
		assert_true(found * 8 > tried * cases[k].of_eight);
	}
	assert_int_equal(verify(), 0);
}

/* Block lists end their skip arrays with the bounds; here each has one block. */
static void a_bound_that_is_too_low_is_found(void **state)
{
	size_t n;
	uint8_t *postings = section_at(DSR_SECTION_POSTINGS, 0, &n);
	size_t bounds = 0;

	(void)state;
	for (size_t i = 0; i + 26 < n; i++)
		if (get(postings + i, 4) == 1 && !get(postings + i + 16, 8) && postings[i + 24] >= 32 && postings[i + 24] < DOCS) {
			const uint8_t was = postings[i + 25];

			postings[i + 25] = 1;
			assert_true(verify() > 0);
			assert_string_equal(last_section, "postings");
			postings[i + 25] = was;
			bounds++;
		}
	assert_true(bounds > 0);
	assert_int_equal(verify(), 0);
}

static void ranges_that_are_too_low_or_elsewhere_are_found(void **state)
{
	size_t n;
	uint8_t *ranges = section_at(DSR_SECTION_RANGES, 0, &n);

	(void)state;
	assert_non_null(ranges);
	for (size_t i = 0; i < n; i++) {
		const uint8_t was = ranges[i];

		for (uint8_t low = 0; low < 2; low++) {
			ranges[i] = low;
			assert_true(verify() > 0);
			assert_string_equal(last_section, "postings");
			assert_non_null(strstr(last_message, "range"));
		}
		ranges[i] = was;
	}
	assert_int_equal(verify(), 0);
}

static void a_changed_column_is_found(void **state)
{
	size_t n;
	uint8_t *column = section_at(DSR_SECTION_COLUMN, DSR_LIST_OF(5), &n);

	(void)state;
	column[n - 1] = 0; /* "Report" is the last name */
	assert_int_equal(verify(), 0);
	column[n - 6] = 'A';
	assert_int_equal(verify(), 1);
	assert_string_equal(last_section, "columns");
}

static dsr_segment *opened;

static dossier_status verify_once(void)
{
	dsr_verifier v = { .alloc = &test_alloc, .file = SEGMENT };
	const dossier_status st = dsr_segment_verify(opened, dossier_schema_publication(), &v);

	assert_int_equal(v.problems, 0);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	const dsr_env files_env = dsr_env_make(&test_alloc, &index_files.storage);

	(void)state;
	opened = must_alloc(sizeof *opened);
	assert_int_equal(dsr_segment_open(opened, &files_env, SEGMENT, dossier_schema_publication(), DOCS, NULL), DOSSIER_OK);
	assert_int_equal(verify_once(), DOSSIER_OK); /* prepares the dictionary, which stays */
	fails_cleanly(verify_once);
	dsr_segment_close(opened);
	free(opened);
}

#define VERIFY_TEST(function) cmocka_unit_test_setup_teardown(function, make_index, free_index)

int main(void)
{
	const struct CMUnitTest tests[] = {
		VERIFY_TEST(a_whole_segment_has_no_problems),
		VERIFY_TEST(a_changed_length_is_found),
		VERIFY_TEST(changed_totals_are_found),
		VERIFY_TEST(a_changed_dictionary_is_found),
		VERIFY_TEST(changed_postings_and_positions_are_found),
		VERIFY_TEST(a_bound_that_is_too_low_is_found),
		VERIFY_TEST(ranges_that_are_too_low_or_elsewhere_are_found),
		VERIFY_TEST(a_changed_column_is_found),
		VERIFY_TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

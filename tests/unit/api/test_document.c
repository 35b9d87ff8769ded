#include "api_body.h"

static void numbers_past_the_end_or_of_deleted_documents_are_refused(void **state)
{
	dossier_document *doc = NULL;
	dossier_index_stats s;
	dossier_index *ix;
	uint64_t living = 0;

	(void)state;
	write_index();
	ix = open_index();
	s = dossier_index_get_stats(ix);
	for (uint64_t n = 0; n < s.documents + s.deleted; n++) {
		const dossier_status st = dossier_document_load(&doc, ix, n, NULL);

		assert_true(st == DOSSIER_OK || st == DOSSIER_ERR_NOTFOUND);
		living += !st;
	}
	assert_int_equal(living, s.documents);
	assert_int_equal(dossier_document_load(&doc, ix, s.documents + s.deleted, NULL), DOSSIER_ERR_NOTFOUND);
	assert_int_equal(dossier_document_load(&doc, ix, UINT64_MAX, NULL), DOSSIER_ERR_NOTFOUND);
	dossier_document_free(doc);
	dossier_document_free(NULL);
	dossier_index_close(ix);
}

static void the_first_value_of_a_field_is_got_by_its_name(void **state)
{
	const dossier_value values[] = { value_of("id", "x"), value_of("topics", "b"), value_of("topics", "a"), value_of("title", "t") };
	dossier_document *doc = NULL;
	dossier_writer *w = open_writer();
	dossier_index *ix;

	(void)state;
	assert_int_equal(dossier_writer_add(w, values, LENGTH(values), NULL, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	ix = open_index();
	assert_int_equal(dossier_document_load(&doc, ix, 0, NULL), DOSSIER_OK);
	assert_int_equal(dossier_document_count(doc), 4);
	assert_true(same_text(dossier_document_get(doc, "topics"), dossier_str_of("b")));
	assert_true(same_text(dossier_document_get(doc, "title"), dossier_str_of("t")));
	assert_int_equal(dossier_document_get(doc, "body").n, 0);
	assert_int_equal(dossier_document_get(doc, "none").n, 0);
	assert_string_equal(dossier_document_at(doc, 1).field, "title");
	dossier_document_free(doc);
	dossier_index_close(ix);
}

/* A document that was loaded from an index of another schema has the names of the new one. */
static void a_document_is_used_again_for_another_index(void **state)
{
	const dossier_value note[] = { value_of("id", "n"), value_of("head", "hello") };
	dossier_writer_options wo = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_index_options o = index_options();
	dossier_index *publications, *notes = NULL;
	dossier_document *doc = NULL;
	dossier_writer *w = NULL;

	(void)state;
	write_index();
	wo.storage = o.storage;
	wo.alloc = o.alloc;
	wo.schema = &note_schema;
	assert_int_equal(dossier_writer_open(&w, "notes", &wo, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_add(w, note, 2, NULL, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	publications = open_index();
	assert_int_equal(dossier_index_open(&notes, "notes", &o, NULL), DOSSIER_OK);
	assert_int_equal(dossier_document_load(&doc, publications, 5, NULL), DOSSIER_OK);
	assert_int_equal(dossier_document_load(&doc, notes, 0, NULL), DOSSIER_OK);
	assert_string_equal(dossier_document_at(doc, 1).field, "head");
	assert_true(same_text(dossier_document_get(doc, "head"), dossier_str_of("hello")));
	dossier_document_free(doc);
	dossier_index_close(notes);
	dossier_index_close(publications);
}

static dossier_index *opened;

static dossier_status load(void)
{
	dossier_document *doc = NULL;
	dossier_status st = DOSSIER_OK;

	for (uint64_t n = 4; n < 10 && !st; n++) {
		st = dossier_document_load(&doc, opened, n, NULL);
		st = st == DOSSIER_ERR_NOTFOUND ? DOSSIER_OK : st;
	}
	dossier_document_free(doc);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	write_index();
	opened = open_index();
	assert_int_equal(load(), DOSSIER_OK); /* what the index keeps for later loads stays */
	fails_cleanly(load);
	dossier_index_close(opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(numbers_past_the_end_or_of_deleted_documents_are_refused),
		TEST(the_first_value_of_a_field_is_got_by_its_name),
		TEST(a_document_is_used_again_for_another_index),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

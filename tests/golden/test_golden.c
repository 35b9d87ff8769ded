/*
 * test_golden.c - indexes written by released formats open for ever
 *
 * tests/golden/vN/ holds an index written by format N: the publications 0 to 24 of publications.h in two commits.  To write
 * it anew, which is allowed only before the first release of a format, remove the files there, run this program from the
 * top folder with DSR_GOLDEN=write in the environment and commit what it wrote.
 */
#include "../unit/index/index_body.h"

#include <dossier.h>

#include "../unit/index/publications.h"
#include "index/snapshot.h"
#include "os/file.h"
#include "os/posix.h"

#define GOLDEN "tests/golden/v1"
enum { IDS = 25 };

static model m;

static void steps(dossier_writer *w, int commit, model *to)
{
	for (uint32_t id = commit ? 15 : 0; id < (commit ? IDS : 18); id++)
		assert_int_equal(model_add(to, w, id, NULL), DOSSIER_OK);
	for (uint32_t id = 2; commit && id < IDS; id += 9)
		assert_int_equal(model_delete(to, w, id, NULL), DOSSIER_OK);
}

static void make_golden(const dossier_storage *fs, const char *dir)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_writer *w = NULL;

	o.storage = fs;
	m = (model){ .words = 80 };
	assert_int_equal(dossier_writer_open(&w, dir, &o, NULL), DOSSIER_OK);
	for (int c = 0; c < 2; c++) {
		steps(w, c, &m);
		assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	}
	dossier_writer_close(w);
}

static int write_golden(void)
{
	make_golden(&dsr_storage_posix, GOLDEN);
	return remove(GOLDEN "/lock");
}

static int prepare(void **state)
{
	if (make_files(state))
		return 1;
	make_golden(dsr_memory_fs_storage(files), "scratch"); /* for what the model says */
	return 0;
}

static void the_documents_are_those_that_were_written(void **state)
{
	dossier_index *ix = NULL;
	dossier_error err = { 0 };

	(void)state;
	if (dossier_index_open(&ix, GOLDEN, NULL, &err))
		print_message("             %s\n", err.message);
	assert_non_null(ix);
	assert_int_equal(model_check(&m, ix), 1);
	assert_int_equal(dossier_index_get_stats(ix).generation, 2);
	assert_int_equal(dossier_index_get_stats(ix).segments, 2);
	assert_true(dossier_index_get_stats(ix).deleted > 0);
	dossier_index_close(ix);
}

static void nothing_is_wrong_with_them(void **state)
{
	uint64_t problems = 1;

	(void)state;
	assert_int_equal(dossier_check(GOLDEN, NULL, NULL, NULL, &problems, NULL), DOSSIER_OK);
	assert_int_equal(problems, 0);
}

/* How many publications have `word` in title, topics or body, newest versions only. */
static uint64_t documents_with(const char *word)
{
	uint64_t n = 0;

	for (uint32_t id = 0; id < IDS; id++) {
		publication p;
		int has = 0;

		publication_make(&p, id, m.version[id], m.words);
		for (size_t i = 0; m.version[id] && i < p.count; i++)
			has |= (!strcmp(p.values[i].field, "title") || !strcmp(p.values[i].field, "body")) &&
			       strstr(p.values[i].text.p, word);
		n += has;
	}
	return n;
}

/* How many living documents the term's postings have, over all segments. */
static uint64_t documents_of(const dsr_snapshot *s, const char *term)
{
	dsr_postings *p = must_alloc(sizeof *p);
	uint64_t n = 0;

	for (size_t i = 0; i < s->count; i++) {
		const dsr_list *list = &s->segments[i].segment->lists[DSR_LIST_DEFAULT];
		dsr_term t;

		if (dsr_dict_find(&list->dict, dossier_str_of(term), &t) != 1)
			continue;
		dsr_postings_open(p, list, &t);
		while (dsr_postings_next(p) != DSR_DOC_END)
			n += !dsr_snapshot_is_dead(&s->segments[i], dsr_postings_doc(p));
		assert_int_equal(p->status, DOSSIER_OK);
	}
	free(p);
	return n;
}

static void the_terms_are_those_of_the_documents(void **state)
{
	static const struct { const char *word, *term; } words[] = {
		{ "Korea", "korea" }, { "North", "north" }, { "missile", "missil" }, { "2018", "2018" }, { "Über", "uber" },
	};
	const dsr_env system = dsr_env_make(NULL, NULL);
	dsr_snapshot s;

	(void)state;
	assert_int_equal(dsr_snapshot_open(&s, &system, GOLDEN, NULL), DOSSIER_OK);
	for (size_t i = 0; i < LENGTH(words); i++) {
		assert_true(documents_with(words[i].word) > 0);
		assert_int_equal(documents_of(&s, words[i].term), documents_with(words[i].word));
	}
	dsr_snapshot_close(&s);
}

static int copy_file(void *arg, const char *name, int is_dir)
{
	const dsr_env system = dsr_env_make(NULL, NULL);
	dsr_buf path = DSR_BUF_INIT(&test_alloc), bytes = DSR_BUF_INIT(&test_alloc);
	dsr_sink sink;

	(void)arg;
	assert_false(is_dir);
	assert_int_equal(dsr_file_load(&system, dsr_path_join(&path, GOLDEN, name), 1 << 20, &bytes, NULL), DOSSIER_OK);
	assert_int_equal(dsr_sink_open(&sink, &env, dsr_path_join(&path, DIR_NAME, name), NULL), DOSSIER_OK);
	dsr_sink_put(&sink, bytes.data, bytes.len);
	assert_int_equal(dsr_sink_finish(&sink, NULL), DOSSIER_OK);
	dsr_buf_release(&bytes);
	dsr_buf_release(&path);
	return 0;
}

static void a_writer_goes_on_from_there(void **state)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_index_options io = DOSSIER_INDEX_OPTIONS_INIT;
	dossier_writer *w = NULL;
	dossier_index *ix = NULL;
	dossier_status st;

	(void)state;
	make_dir();
	assert_int_equal(dsr_storage_posix.list(NULL, GOLDEN, copy_file, NULL), 0);
	o.storage = io.storage = &env.storage;
	st = dossier_writer_open(&w, DIR_NAME, &o, NULL);
	if (st == DOSSIER_ERR_ANALYZER) {
		print_message("             skipped: the stemmer here is another than theirs\n");
		return;
	}
	assert_int_equal(st, DOSSIER_OK);
	for (uint32_t id = 10; id < 30; id++)
		assert_int_equal(model_add(&m, w, id, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	assert_int_equal(dossier_index_open(&ix, DIR_NAME, &io, NULL), DOSSIER_OK);
	assert_int_equal(model_check(&m, ix), 1);
	dossier_index_close(ix);
}

#define GOLDEN_TEST(function) cmocka_unit_test_setup_teardown(function, prepare, remove_files)

int main(void)
{
	const struct CMUnitTest tests[] = {
		GOLDEN_TEST(the_documents_are_those_that_were_written),
		GOLDEN_TEST(nothing_is_wrong_with_them),
		GOLDEN_TEST(the_terms_are_those_of_the_documents),
		GOLDEN_TEST(a_writer_goes_on_from_there),
	};
	const char *golden = getenv("DSR_GOLDEN");

	if (golden && !strcmp(golden, "write"))
		return write_golden();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

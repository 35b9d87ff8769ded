#define _DEFAULT_SOURCE /* fork */
#include "../index/index_body.h"

#include <sys/wait.h>
#include <unistd.h>

#include <dossier.h>

#include "../index/publications.h"
#include "base/buf.h"
#include "index/directory.h"
#include "os/file.h"

static model m;

static int keep_segments;

static dossier_writer_options options(size_t memory)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;

	o.alloc = &test_alloc;
	o.storage = &env.storage;
	o.memory = memory;
	o.keep_segments = keep_segments;
	return o;
}

static dossier_writer *open_writer(size_t memory)
{
	const dossier_writer_options o = options(memory);
	dossier_writer *w = NULL;

	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, NULL), DOSSIER_OK);
	return w;
}

static dossier_index *open_index(void)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	dossier_index *ix = NULL;

	o.alloc = &test_alloc;
	o.storage = &env.storage;
	assert_int_equal(dossier_index_open(&ix, DIR_NAME, &o, NULL), DOSSIER_OK);
	return ix;
}

static dossier_index_stats assert_index(void)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	dossier_index *ix = open_index();
	const dossier_index_stats s = dossier_index_get_stats(ix);
	uint64_t problems = 1;

	assert_int_equal(model_check(&m, ix), 1);
	dossier_index_close(ix);
	o.alloc = &test_alloc;
	o.storage = &env.storage;
	assert_int_equal(dossier_check(DIR_NAME, &o, NULL, NULL, &problems, NULL), DOSSIER_OK);
	assert_int_equal(problems, 0);
	return s;
}

static void commit(dossier_writer *w)
{
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
}

static void add(dossier_writer *w, uint32_t id)
{
	const int had = m.version[id] != 0;
	int replaced = -1;

	assert_int_equal(model_add(&m, w, id, &replaced), DOSSIER_OK);
	assert_int_equal(replaced, had);
}

static void delete(dossier_writer *w, uint32_t id)
{
	const int had = m.version[id] != 0;
	int found = -1;

	assert_int_equal(model_delete(&m, w, id, &found), DOSSIER_OK);
	assert_int_equal(found, had);
}

static void begin(uint32_t words)
{
	m = (model){ .words = words };
}

static void nothing_is_seen_before_the_commit_and_all_after(void **state)
{
	dossier_writer *w;
	dossier_index *before;

	(void)state;
	begin(40);
	w = open_writer(0);
	commit(w);
	before = open_index();
	for (uint32_t id = 0; id < 50; id++)
		add(w, id);
	assert_int_equal(dossier_index_get_stats(before).documents, 0);
	commit(w);
	assert_int_equal(dossier_index_get_stats(before).documents, 0);
	dossier_index_close(before);
	assert_index();
	dossier_writer_close(w);
	assert_index();
}

static void what_was_not_committed_is_dropped(void **state)
{
	dossier_writer *w;
	model committed;

	(void)state;
	begin(20);
	w = open_writer(0);
	for (uint32_t id = 0; id < 20; id++)
		add(w, id);
	commit(w);
	committed = m;
	add(w, 3);
	delete(w, 4);
	add(w, 100);
	dossier_writer_close(w);
	m = committed;
	assert_index();
	w = open_writer(0);
	add(w, 200);
	commit(w);
	dossier_writer_close(w);
	assert_index();
}

static void a_key_is_replaced_wherever_it_lives(void **state)
{
	dossier_writer *w;

	(void)state;
	begin(20);
	w = open_writer(0);
	add(w, 1);
	add(w, 1); /* in the memtable */
	add(w, 2);
	commit(w);
	assert_index();
	add(w, 1); /* in a segment */
	delete(w, 2);
	delete(w, 2);
	add(w, 2); /* deleted before */
	delete(w, 2); /* in the memtable again */
	delete(w, 77);
	commit(w);
	assert_index();
	add(w, 2);
	add(w, 1);
	commit(w);
	assert_index();
	dossier_writer_close(w);
}

static void a_random_history_ends_as_the_model_says(void **state)
{
	(void)state;
	for (uint32_t round = 0; round < 4; round++) {
		begin(30);
		for (uint32_t session = 0; session < 5; session++) {
			dossier_writer *w = open_writer(round & 1 ? 40000 : 0);

			for (uint32_t step = 0; step < 120; step++) {
				const uint32_t id = chance(60);

				if (chance(3))
					add(w, id);
				else
					delete(w, id);
				if (chance(40) == 0) {
					commit(w);
					assert_index();
				}
			}
			commit(w);
			dossier_writer_close(w);
			assert_index();
		}
		remove_files(state);
		make_files(state);
	}
}

/* Shares only grow. */
static void watch(void *ctx, uint64_t done, uint64_t total)
{
	uint64_t *share = ctx;

	assert_true(done <= total && done * 100 / total >= *share);
	*share = done * 100 / total;
}

static void a_small_budget_gives_many_segments_unless_they_are_merged(void **state)
{
	dossier_merge_options how = DOSSIER_MERGE_OPTIONS_INIT;
	uint64_t share = 0;
	dossier_index_stats stats;
	dossier_writer *w;

	(void)state;
	begin(200);
	keep_segments = 1;
	w = open_writer(60000);
	for (uint32_t id = 0; id < PUBLICATION_IDS; id++)
		add(w, id);
	for (uint32_t id = 0; id < PUBLICATION_IDS; id += 3)
		add(w, id);
	commit(w);
	dossier_writer_close(w);
	stats = assert_index();
	assert_true(stats.segments > 5 && stats.deleted > 0);
	keep_segments = 0;
	w = open_writer(0);
	add(w, 1);
	commit(w);
	assert_true(assert_index().segments < stats.segments);
	add(w, 2);
	how.progress = watch;
	how.ctx = &share;
	assert_int_equal(dossier_writer_merge(w, &how, NULL), DOSSIER_OK);
	assert_true(share > 50 && share <= 100);
	dossier_writer_close(w);
	stats = assert_index();
	assert_int_equal(stats.segments, 1);
	assert_int_equal(stats.deleted, 0);
}

static void segments_without_a_living_document_go(void **state)
{
	dossier_writer *w;

	(void)state;
	begin(10);
	w = open_writer(0);
	for (uint32_t id = 0; id < 5; id++)
		add(w, id);
	commit(w);
	assert_int_equal(assert_index().segments, 1);
	for (uint32_t id = 0; id < 5; id++)
		add(w, id);
	commit(w);
	assert_int_equal(assert_index().segments, 1);
	assert_int_equal(assert_index().deleted, 0);
	for (uint32_t id = 0; id < 5; id++)
		delete(w, id);
	commit(w);
	assert_int_equal(assert_index().segments, 0);
	add(w, 9);
	commit(w);
	assert_int_equal(assert_index().segments, 1);
	dossier_writer_close(w);
	w = open_writer(0);
	commit(w); /* nothing changed */
	assert_int_equal(assert_index().generation, 4);
	dossier_writer_close(w);
}

static void files_that_no_commit_needs_are_removed(void **state)
{
	dossier_writer *w;

	(void)state;
	begin(10);
	w = open_writer(0);
	for (uint32_t round = 0; round < 10; round++) {
		for (uint32_t id = 0; id < 5; id++)
			add(w, id);
		commit(w);
	}
	dossier_writer_close(w);
	/* two manifests, a segment each, the lock; a segment of the older commit may have lost documents */
	assert_true(file_count() <= 6);
	assert_index();
}

static void a_document_that_breaks_a_rule_is_refused_and_the_writer_goes_on(void **state)
{
	static const struct { dossier_value values[3]; size_t count; long long offset; } cases[] = {
		{ { { "title", { "no key", 6 } } }, 1, -1 },
		{ { { "id", { "", 0 } } }, 1, -1 },
		{ { { "id", { "a", 1 } }, { "id", { "b", 1 } } }, 2, -1 },
		{ { { "id", { "a", 1 } }, { "colour", { "b", 1 } } }, 2, -1 },
		{ { { "id", { "a", 1 } }, { "title", { "b", 1 } }, { "title", { "c", 1 } } }, 3, -1 },
		{ { { "id", { "ab\xff", 3 } } }, 1, 2 },
		{ { { "id", { "\xc3", 1 } } }, 1, 0 },
		{ { { "id", { "a", 1 } }, { "date", { "yesterday", 9 } } }, 2, 0 },
		{ { { "id", { "a", 1 } }, { "date", { "2018-13", 7 } } }, 2, 0 },
	};
	char long_key[1025];
	dossier_value too_long = { "id", { long_key, sizeof long_key } };
	dossier_error err;
	dossier_writer *w;

	(void)state;
	begin(10);
	memset(long_key, 'k', sizeof long_key);
	w = open_writer(0);
	add(w, 1);
	for (size_t i = 0; i < LENGTH(cases); i++) {
		int replaced = -1;

		assert_int_equal(dossier_writer_add(w, cases[i].values, cases[i].count, &replaced, &err), DOSSIER_ERR_INPUT);
		assert_int_equal(err.status, DOSSIER_ERR_INPUT);
		assert_int_equal(err.offset, cases[i].offset);
		assert_int_equal(replaced, -1);
	}
	assert_int_equal(dossier_writer_add(w, &too_long, 1, NULL, &err), DOSSIER_ERR_LIMIT);
	too_long.text.n--;
	assert_int_equal(dossier_writer_add(w, &too_long, 1, NULL, &err), DOSSIER_OK);
	assert_int_equal(dossier_writer_delete(w, too_long.text, NULL, &err), DOSSIER_OK);
	add(w, 2);
	commit(w);
	dossier_writer_close(w);
	assert_index();
}

static void a_second_writer_is_locked_out(void **state)
{
	const dossier_writer_options o = options(0);
	dossier_writer *first, *second = NULL;

	(void)state;
	begin(10);
	first = open_writer(0);
	assert_int_equal(dossier_writer_open(&second, DIR_NAME, &o, NULL), DOSSIER_ERR_LOCKED);
	assert_null(second);
	add(first, 1);
	commit(first);
	dossier_writer_close(first);
	second = open_writer(0);
	dossier_writer_close(second);
	assert_index();
}

/* Opens a writer in a process of its own; its status is what the open said. */
static int open_in_child(const char *dir)
{
	const pid_t child = fork();
	int status = 0;

	if (!child) {
		dossier_writer *w = NULL;

		_exit(dossier_writer_open(&w, dir, NULL, NULL) == DOSSIER_ERR_LOCKED ? 7 : 0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void a_writer_of_another_process_is_locked_out(void **state)
{
	char root[] = "/tmp/dossier-test-XXXXXX", dir[64], path[128];
	static const char *const names[] = { "lock", "manifest.0000000000000001" };
	dossier_writer *w = NULL;

	(void)state;
	assert_non_null(mkdtemp(root));
	snprintf(dir, sizeof dir, "%s/index", root);
	assert_int_equal(dossier_writer_open(&w, dir, NULL, NULL), DOSSIER_OK);
	assert_int_equal(open_in_child(dir), 7);
	commit(w);
	assert_int_equal(open_in_child(dir), 7);
	dossier_writer_close(w);
	assert_int_equal(open_in_child(dir), 0);
	for (size_t i = 0; i < LENGTH(names); i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(rmdir(dir), 0);
	assert_int_equal(rmdir(root), 0);
}

static void an_index_keeps_its_schema(void **state)
{
	dossier_writer_options o = options(0);
	const dossier_value good[] = { value_of("id", "n1"), value_of("text", "hello") };
	dossier_writer *w = NULL;
	dossier_error err;
	dossier_index *ix;

	(void)state;
	o.schema = &note_schema;
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_add(w, good, 2, NULL, NULL), DOSSIER_OK);
	commit(w);
	dossier_writer_close(w);
	w = NULL;
	o.schema = dossier_schema_publication();
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, &err), DOSSIER_ERR_MISUSE);
	assert_null(w);
	o.schema = NULL;
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	ix = open_index();
	assert_string_equal(dossier_index_schema(ix)->name, "note");
	assert_int_equal(dossier_index_schema(ix)->count, note_schema.count);
	dossier_index_close(ix);
}

static void a_schema_that_breaks_its_rules_is_refused(void **state)
{
	static const dossier_field no_key[] = { { "text", DOSSIER_FIELD_TEXT, 1, 0 } };
	static const dossier_schema bad = { "bad", no_key, 1 };
	dossier_writer_options o = options(0);
	dossier_writer *w = NULL;

	(void)state;
	o.schema = &bad;
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, NULL), DOSSIER_ERR_MISUSE);
	assert_null(w);
}

static void a_schema_of_one_field_will_do(void **state)
{
	dossier_writer_options o = options(0);
	const dossier_value a = value_of("id", "a"), b = value_of("id", "b");
	dossier_document *doc = NULL;
	dossier_writer *w = NULL;
	dossier_index *ix;
	uint64_t number;

	(void)state;
	o.schema = &key_only_schema;
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_add(w, &a, 1, NULL, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_add(w, &b, 1, NULL, NULL), DOSSIER_OK);
	commit(w);
	dossier_writer_close(w);
	ix = open_index();
	assert_int_equal(dossier_index_find(ix, dossier_str_of("b"), &number, NULL), DOSSIER_OK);
	assert_int_equal(number, 1);
	assert_int_equal(dossier_document_load(&doc, ix, number, NULL), DOSSIER_OK);
	assert_int_equal(dossier_document_count(doc), 1);
	assert_true(same_text(dossier_document_get(doc, "id"), dossier_str_of("b")));
	dossier_document_free(doc);
	dossier_index_close(ix);
}

/* All bytes of the index's files but the lock, one file after the other. */
static void load_index(dsr_buf *out)
{
	static const char *const names[] = {
		"manifest.0000000000000001", "manifest.0000000000000002", "segment.0000000000000001", "segment.0000000000000002",
		"segment.0000000000000003", "deleted.0000000000000001.0000000000000002",
	};
	dsr_buf path = DSR_BUF_INIT(&test_alloc);
	size_t files_found = 0;

	for (size_t i = 0; i < LENGTH(names); i++)
		files_found += !dsr_file_load(&env, dsr_path_join(&path, DIR_NAME, names[i]), UINT64_MAX, out, NULL);
	assert_int_equal(files_found + 1, file_count());
	dsr_buf_release(&path);
}

static void write_twice(int turned_round)
{
	dossier_writer *w;

	begin(60);
	w = open_writer(0);
	for (uint32_t commits = 0; commits < 2; commits++) {
		for (uint32_t id = commits * 10; id < 50; id++) {
			publication p;

			publication_make(&p, id, commits + 1, m.words);
			for (size_t i = 0; turned_round && i < p.count / 2; i++) {
				const dossier_value v = p.values[i];

				p.values[i] = p.values[p.count - 1 - i];
				p.values[p.count - 1 - i] = v;
			}
			/* several values of one field keep their order */
			for (size_t i = 1; turned_round && i < p.count; i++)
				if (!strcmp(p.values[i].field, p.values[i - 1].field)) {
					const dossier_value v = p.values[i];

					p.values[i] = p.values[i - 1];
					p.values[i - 1] = v;
				}
			assert_int_equal(dossier_writer_add(w, p.values, p.count, NULL, NULL), DOSSIER_OK);
		}
		commit(w);
	}
	dossier_writer_close(w);
}

static void the_same_input_gives_the_same_bytes(void **state)
{
	dsr_buf bytes[3];

	for (int round = 0; round < 3; round++) {
		bytes[round] = DSR_BUF_INIT(&test_alloc);
		write_twice(round == 2);
		load_index(&bytes[round]);
		remove_files(state);
		make_files(state);
	}
	for (int round = 1; round < 3; round++) {
		assert_int_equal(bytes[round].len, bytes[0].len);
		assert_memory_equal(bytes[round].data, bytes[0].data, bytes[0].len);
	}
	for (int round = 0; round < 3; round++)
		dsr_buf_release(&bytes[round]);
}

static uint64_t counted[8];
static char counted_names[8][32];
static size_t counted_n;

static int count_one(void *ctx, dossier_str value, uint64_t documents)
{
	(void)ctx;
	snprintf(counted_names[counted_n], sizeof *counted_names, "%.*s", (int)value.n, value.p);
	counted[counted_n++] = documents;
	return 0;
}

static void a_value_given_twice_counts_once(void **state)
{
	const dossier_value values[] = { value_of("id", "1"), value_of("topics", "Asia"), value_of("topics", "Asia"),
	                                 value_of("topics", "Europe"), value_of("topics", "Asia") };
	dossier_writer *w;
	dossier_index *ix;

	(void)state;
	w = open_writer(0);
	assert_int_equal(dossier_writer_add(w, values, LENGTH(values), NULL, NULL), DOSSIER_OK);
	commit(w);
	dossier_writer_close(w);
	ix = open_index();
	counted_n = 0;
	assert_int_equal(dossier_index_count_values(ix, "topics", count_one, NULL, NULL), DOSSIER_OK);
	assert_int_equal(counted_n, 2);
	assert_string_equal(counted_names[0], "Asia");
	assert_int_equal(counted[0], 1);
	assert_string_equal(counted_names[1], "Europe");
	assert_int_equal(counted[1], 1);
	dossier_index_close(ix);
}

/* Adds, replaces, deletes and commits twice; stops at the first failure. */
static dossier_status whole_session(void)
{
	const dossier_writer_options o = options(20000);
	dossier_writer *w = NULL;
	dossier_status st = dossier_writer_open(&w, DIR_NAME, &o, NULL);

	for (uint32_t step = 0; step < 60 && !st; step++) {
		const uint32_t id = step * 7 % 25;

		st = step % 5 == 4 ? model_delete(&m, w, id, NULL) : model_add(&m, w, id, NULL);
		if (!st && step % 30 == 29)
			st = dossier_writer_commit(w, NULL);
	}
	if (st && w) {
		assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_ERR_MISUSE);
		assert_int_equal(model_add(&m, w, 1, NULL), DOSSIER_ERR_MISUSE);
		assert_int_equal(model_delete(&m, w, 1, NULL), DOSSIER_ERR_MISUSE);
	}
	dossier_writer_close(w);
	return st;
}

static void running_out_of_memory_leaves_the_last_commit(void **state)
{
	for (long n = 1; ; n += n < 200 ? 1 : 13) {
		dossier_status st;
		int hit;

		begin(30);
		test_fail_after(n);
		st = whole_session();
		hit = test_fail_done();
		assert_int_equal(test_live, 0);
		if (!hit) {
			assert_int_equal(st, DOSSIER_OK);
			assert_index();
			return;
		}
		/* only the clean-up behind a commit may go without memory */
		assert_true(st == DOSSIER_ERR_NOMEM || st == DOSSIER_OK);
		remove_files(state);
		make_files(state);
	}
}

/* The newest commit of the index said once more, by a library whose analyzer gives other terms. */
static void commit_as_another_analyzer(void)
{
	dsr_buf bytes = DSR_BUF_INIT(&test_alloc), path = DSR_BUF_INIT(&test_alloc);
	dsr_manifest manifest;
	dsr_sink sink;

	assert_int_equal(dsr_directory_manifest(&env, DIR_NAME, 1, &manifest, NULL), DOSSIER_OK);
	manifest.generation = 2;
	manifest.fingerprint ^= 1;
	dsr_manifest_put(&bytes, &manifest);
	assert_int_equal(dsr_sink_open(&sink, &env, dsr_directory_manifest_path(&path, DIR_NAME, 2), NULL), DOSSIER_OK);
	dsr_sink_put(&sink, bytes.data, bytes.len);
	assert_int_equal(dsr_sink_finish(&sink, NULL), DOSSIER_OK);
	dsr_manifest_release(&manifest);
	dsr_buf_release(&bytes);
	dsr_buf_release(&path);
}

static void an_index_of_another_analyzer_is_only_read(void **state)
{
	const dossier_writer_options o = options(0);
	dossier_writer *w = NULL;
	dossier_search *s = NULL;
	dossier_index *ix;
	dossier_error err;

	(void)state;
	begin(30);
	w = open_writer(0);
	for (uint32_t id = 0; id < 10; id++)
		assert_int_equal(model_add(&m, w, id, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	w = NULL;
	commit_as_another_analyzer();
	assert_index(); /* documents and numbers are there, and nothing is wrong with them */
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, &err), DOSSIER_ERR_ANALYZER);
	assert_string_equal(err.message, "the index was made with another analyzer (stemmer, exceptions, names or word rules); build it "
	                                 "anew with this library");
	assert_null(w);
	ix = open_index();
	assert_int_equal(dossier_search_new(&s, ix, &err), DOSSIER_ERR_ANALYZER);
	assert_null(s);
	dossier_index_close(ix);
}

/* ---- names and exceptions ---- */

static const char zed[] = "zed; state; Zedland; United Republic of Zed\n";

static dossier_status open_as(dossier_writer **w, const char *names, unsigned flags, dossier_error *err)
{
	dossier_writer_options o = options(0);

	o.names = dossier_str_of(names);
	o.flags = flags;
	return dossier_writer_open(w, DIR_NAME, &o, err);
}

static void put_body(dossier_writer *w, const char *key, const char *body)
{
	const dossier_value values[] = { { "id", dossier_str_of(key) }, { "title", dossier_str_of("-") }, { "body", dossier_str_of(body) } };

	assert_int_equal(dossier_writer_add(w, values, 3, NULL, NULL), DOSSIER_OK);
}

static void make_named_index(const char *names, unsigned flags)
{
	dossier_writer *w = NULL;

	assert_int_equal(open_as(&w, names, flags, NULL), DOSSIER_OK);
	put_body(w, "a", "Zedland and the DPRK in universities");
	put_body(w, "b", "the United Republic of Zed and North Korea in the universe");
	put_body(w, "c", "a republic in the north");
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
}

static uint64_t count_of(const char *text)
{
	dossier_index *ix = open_index();
	dossier_search *s = NULL;
	dossier_query *q = NULL;
	uint64_t total;

	assert_int_equal(dossier_search_new(&s, ix, NULL), DOSSIER_OK);
	assert_int_equal(dossier_query_parse(&q, dossier_str_of(text), NULL, NULL), DOSSIER_OK);
	assert_int_equal(dossier_search_run(s, q, NULL, NULL), DOSSIER_OK);
	total = dossier_search_total(s);
	dossier_query_free(q);
	dossier_search_free(s);
	dossier_index_close(ix);
	return total;
}

static void an_index_knows_its_names(void **state)
{
	(void)state;
	make_named_index(NULL, 0);
	assert_int_equal(count_of("North Korea"), 2);
	assert_int_equal(count_of("Zedland"), 1);
	remove_files(state);
	make_files(state);
	make_named_index(zed, 0);
	assert_int_equal(count_of("North Korea"), 2); /* documents with one of the words */
	assert_int_equal(count_of("Zedland"), 2);
	assert_int_equal(count_of("United Republic of Zed"), 2);
	remove_files(state);
	make_files(state);
	make_named_index(NULL, DOSSIER_WRITER_NO_NAMES);
	assert_int_equal(count_of("DPRK"), 1);
	assert_int_equal(count_of("universe"), 1);
	remove_files(state);
	make_files(state);
	make_named_index(NULL, DOSSIER_WRITER_NO_EXCEPTIONS);
	assert_int_equal(count_of("DPRK"), 2);
	assert_int_equal(count_of("universe"), 2);
}

/* An index goes on as it was begun; who asks for something else is told. */
static void an_index_keeps_its_names(void **state)
{
	static const char *const given[] = { NULL, zed, NULL, NULL };
	static const unsigned flags[] = { 0, 0, DOSSIER_WRITER_NO_NAMES, DOSSIER_WRITER_NO_EXCEPTIONS };

	for (int made = 0; made < 4; made++) {
		for (int asked = 0; asked < 4; asked++) {
			const int right = asked == 0 || asked == made;
			dossier_writer *w = NULL;
			dossier_error err = { 0 };

			if (!asked)
				make_named_index(given[made], flags[made]);
			assert_int_equal(open_as(&w, given[asked], flags[asked], &err), right ? DOSSIER_OK : DOSSIER_ERR_MISUSE);
			assert_true(right || strstr(err.message, "the index was made with"));
			if (w)
				put_body(w, "d", "more of Zedland");
			assert_int_equal(w ? dossier_writer_commit(w, NULL) : DOSSIER_OK, DOSSIER_OK);
			dossier_writer_close(w);
			assert_int_equal(count_of("Zedland"), made == 1 ? 3 : 2);
		}
		remove_files(state);
		make_files(state);
	}
}

static void names_that_break_their_rules_are_refused(void **state)
{
	dossier_writer *w = NULL;
	dossier_writer_options o = options(0);
	dossier_error err;

	(void)state;
	assert_int_equal(open_as(&w, "zed; state; Zed\nzed; state; Zeds\n", 0, &err), DOSSIER_ERR_INPUT);
	assert_string_equal(err.message, "names, line 2: this key stands twice: 'zed'");
	assert_int_equal(err.offset, 16);
	assert_int_equal(open_as(&w, zed, DOSSIER_WRITER_NO_NAMES, &err), DOSSIER_ERR_MISUSE);
	assert_int_equal(open_as(&w, NULL, 4, &err), DOSSIER_ERR_MISUSE);
	assert_null(w);
	assert_true(dossier_names().n > 10000);
	o.names = dossier_names();
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, &err), DOSSIER_OK); /* the shipped ones, given */
	dossier_writer_close(w);
}

/* The file of names is held to its checksum. */
static void damaged_names_are_noticed(void **state)
{
	const char *const path = DIR_NAME "/names";
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	dsr_buf bytes = DSR_BUF_INIT(&test_alloc);
	dossier_index *ix = NULL;

	(void)state;
	o.storage = dsr_memory_fs_storage(files);
	o.alloc = &test_alloc;
	make_named_index(zed, 0);
	assert_int_equal(dsr_file_load(&env, path, 1000, &bytes, NULL), DOSSIER_OK);
	assert_int_equal(bytes.len, sizeof zed - 1);
	for (size_t i = 0; i < 3; i++) {
		dsr_sink sink;

		assert_int_equal(dsr_sink_open(&sink, &env, path, NULL), DOSSIER_OK);
		bytes.data[5] ^= i == 1;
		dsr_sink_put(&sink, bytes.data, bytes.len - (i == 2));
		assert_int_equal(dsr_sink_finish(&sink, NULL), DOSSIER_OK);
		assert_int_equal(dossier_index_open(&ix, DIR_NAME, &o, NULL), i ? DOSSIER_ERR_CORRUPT : DOSSIER_OK);
		bytes.data[5] ^= i == 1;
		if (!i)
			dossier_index_close(ix);
	}
	env.storage.remove(env.storage.ctx, path);
	assert_int_equal(dossier_index_open(&ix, DIR_NAME, &o, NULL), DOSSIER_ERR_CORRUPT);
	dsr_buf_release(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_index_knows_its_names),
		TEST(an_index_keeps_its_names),
		TEST(names_that_break_their_rules_are_refused),
		TEST(damaged_names_are_noticed),
		TEST(nothing_is_seen_before_the_commit_and_all_after),
		TEST(what_was_not_committed_is_dropped),
		TEST(a_key_is_replaced_wherever_it_lives),
		TEST(a_random_history_ends_as_the_model_says),
		TEST(a_small_budget_gives_many_segments_unless_they_are_merged),
		TEST(segments_without_a_living_document_go),
		TEST(files_that_no_commit_needs_are_removed),
		TEST(a_document_that_breaks_a_rule_is_refused_and_the_writer_goes_on),
		TEST(a_second_writer_is_locked_out),
		TEST(a_writer_of_another_process_is_locked_out),
		TEST(an_index_keeps_its_schema),
		TEST(a_schema_that_breaks_its_rules_is_refused),
		TEST(a_schema_of_one_field_will_do),
		TEST(the_same_input_gives_the_same_bytes),
		TEST(a_value_given_twice_counts_once),
		TEST(an_index_of_another_analyzer_is_only_read),
		TEST(running_out_of_memory_leaves_the_last_commit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

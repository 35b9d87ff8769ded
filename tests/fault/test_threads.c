/*
 * test_threads.c - one writer and four readers at once: every reader sees whole commits, one after the other; and writers with
 * threads of their own
 *
 * Run under ThreadSanitizer by the Makefile.
 */
#define _DEFAULT_SOURCE
#include "../unit/test.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include <dossier.h>

#include "../unit/chance.h"
#include "../unit/index/publications.h"

enum { READERS = 4, IDS = 16, SHARED_ROUNDS = 40 };

static char dir[64];
static atomic_uint committed; /* the last commit that was reported */
static atomic_int  done, failures;
static atomic_long reads;

/* Commit g adds publication i in version g for all i with i % 3 == g % 3, and deletes number g % IDS. */
static void model_commit(model *m, uint32_t g)
{
	for (uint32_t id = 0; id < IDS; id++)
		if (id % 3 == g % 3)
			m->version[id] = g;
	m->version[g % IDS] = 0;
}

static dossier_status write_commit(dossier_writer *w, uint32_t g)
{
	dossier_status st = DOSSIER_OK;
	publication p;
	char key[32];

	for (uint32_t id = 0; id < IDS && !st; id++)
		if (id % 3 == g % 3) {
			publication_make(&p, id, g, 30);
			st = dossier_writer_add(w, p.values, p.count, NULL, NULL);
		}
	snprintf(key, sizeof key, "pub-%u", g % IDS);
	if (!st)
		st = dossier_writer_delete(w, dossier_str_of(key), NULL, NULL);
	return st ? st : dossier_writer_commit(w, NULL);
}

static void *write_all(void *arg)
{
	const uint32_t commits = SANITIZED ? 60 : 120;
	dossier_writer *w = NULL;

	(void)arg;
	if (dossier_writer_open(&w, dir, NULL, NULL))
		failures++;
	for (uint32_t g = 1; g <= commits && !failures; g++) {
		if (write_commit(w, g))
			failures++;
		atomic_store(&committed, g);
	}
	dossier_writer_close(w);
	atomic_store(&done, 1);
	return NULL;
}

/* Opens the newest commit and compares all of it; it is none older than was reported before the open. */
static int read_newest(void)
{
	const uint32_t at_least = atomic_load(&committed);
	model m = { .words = 30 };
	dossier_index *ix = NULL;
	uint64_t generation;
	int right;

	if (dossier_index_open(&ix, dir, NULL, NULL))
		return 0;
	generation = dossier_index_get_stats(ix).generation;
	for (uint32_t g = 1; g <= generation; g++)
		model_commit(&m, g);
	right = generation >= at_least && model_check(&m, ix) == 1;
	dossier_index_close(ix);
	return right;
}

static void *read_all(void *arg)
{
	(void)arg;
	while (!atomic_load(&committed) && !failures)
		usleep(1000);
	while (!atomic_load(&done) && !failures) {
		if (!read_newest())
			failures++;
		reads += IDS;
	}
	return NULL;
}

static void readers_see_whole_commits_while_a_writer_goes_on(void **state)
{
	pthread_t writer, readers[READERS];

	(void)state;
	assert_int_equal(pthread_create(&writer, NULL, write_all, NULL), 0);
	for (int i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, read_all, NULL), 0);
	pthread_join(writer, NULL);
	for (int i = 0; i < READERS; i++)
		pthread_join(readers[i], NULL);
	assert_int_equal(failures, 0);
	assert_true(reads > 0);
	print_message("             %u commits, %ld documents compared meanwhile, 0 wrong\n", committed, (long)reads);
}

/* ---- one index, many threads ---- */

static dossier_index *shared;
static model shared_model;

static int same_every_time(void *ctx, dossier_str value, uint64_t documents)
{
	(void)value;
	*(uint64_t *)ctx += documents;
	return 0;
}

static dossier_query *query; /* shared too */
static uint64_t query_total;

/* How many documents match, by a search of the thread's own; UINT64_MAX on failure. */
static uint64_t search_shared(void)
{
	uint64_t total = UINT64_MAX;
	dossier_search *s = NULL;

	if (!dossier_search_new(&s, shared, NULL) && !dossier_search_run(s, query, NULL, NULL))
		total = dossier_search_total(s);
	dossier_search_free(s);
	return total;
}

static void *read_shared(void *arg)
{
	(void)arg;
	for (int i = 0; i < 5; i++)
		if (search_shared() != query_total)
			failures++;
	for (int round = 0; round < SHARED_ROUNDS; round++) {
		uint64_t sum = 0;

		if (model_check(&shared_model, shared) != 1 ||
		    dossier_index_count_values(shared, "date", same_every_time, &sum, NULL) || sum != model_count(&shared_model))
			failures++;
	}
	return NULL;
}

static void threads_may_share_one_index(void **state)
{
	pthread_t readers[READERS];

	(void)state;
	shared_model = (model){ .words = 30 };
	assert_int_equal(dossier_index_open(&shared, dir, NULL, NULL), DOSSIER_OK);
	for (uint32_t g = 1; g <= dossier_index_get_stats(shared).generation; g++)
		model_commit(&shared_model, g);
	assert_int_equal(dossier_query_parse(&query, dossier_str_of("\"north korea\" OR treaty -sanctions"), NULL, NULL), DOSSIER_OK);
	query_total = search_shared();
	assert_true(query_total && query_total <= model_count(&shared_model));
	dossier_index_close(shared); /* so that the threads are the first to touch its chunks */
	assert_int_equal(dossier_index_open(&shared, dir, NULL, NULL), DOSSIER_OK);
	for (int i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, read_shared, NULL), 0);
	for (int i = 0; i < READERS; i++)
		pthread_join(readers[i], NULL);
	assert_int_equal(failures, 0);
	dossier_query_free(query);
	dossier_index_close(shared);
}

/* ---- one writer with threads of its own ---- */

enum { BUILD_STEPS = SANITIZED ? 500 : 1500, BUILD_IDS = 120 };

/* Bytes for each thread: some documents fill a segment. */
#define LANE_MEMORY ((size_t)16 << 10)

static int sync_nothing(void *ctx, void *file)
{
	(void)ctx;
	(void)file;
	return 0;
}

/* The file system; no power cut is tested here, and so nothing waits for a disk. */
static dossier_storage quick_storage(void)
{
	dossier_storage s = *dossier_storage_file_system();

	s.sync = sync_nothing;
	return s;
}

/* Adds, replaces and deletes at random, commits now and then, and holds the answers against the model. */
static dossier_status build(const char *to, int threads, uint64_t seed, model *m)
{
	dossier_writer_options options = DOSSIER_WRITER_OPTIONS_INIT;
	const dossier_storage storage = quick_storage();
	dossier_writer *w = NULL;
	dossier_status st;

	options.storage = &storage;
	options.threads = threads;
	options.memory = (size_t)threads * LANE_MEMORY;
	*m = (model){ .words = 60 };
	st = dossier_writer_open(&w, to, &options, NULL);
	for (uint32_t i = 0; i < BUILD_STEPS && !st; i++) {
		const uint32_t id = publication_random(&seed, BUILD_IDS), what = publication_random(&seed, 100);
		const int was_there = m->version[id] != 0;
		char key[32];
		int there = -1;

		snprintf(key, sizeof key, "pub-%u", id);
		if (what < 85)
			st = model_add(m, w, id, &there);
		else if (what < 99)
			st = dossier_writer_delete(w, dossier_str_of(key), &there, NULL);
		else
			st = dossier_writer_commit(w, NULL);
		if (what >= 85 && what < 99)
			m->version[id] = 0;
		assert_true(there == -1 || there == was_there);
	}
	if (!st)
		st = dossier_writer_commit(w, NULL);
	dossier_writer_close(w);
	return st;
}

static void in_folder(char path[96], const char *name)
{
	snprintf(path, 96, "%s/%s", dir, name);
}

static void a_writer_with_threads_writes_what_it_was_given(void **state)
{
	char path[96];

	(void)state;
	for (int threads = 1; threads <= 5; threads++) {
		char name[24];
		dossier_index *ix = NULL;
		model m;

		snprintf(name, sizeof name, "lanes-%d", threads);
		in_folder(path, name);
		assert_int_equal(build(path, threads, 7, &m), DOSSIER_OK);
		assert_int_equal(dossier_index_open(&ix, path, NULL, NULL), DOSSIER_OK);
		assert_int_equal(model_check(&m, ix), 1);
		assert_int_equal(dossier_index_get_stats(ix).documents, model_count(&m));
		dossier_index_close(ix);
	}
}

/* Whatever the threads' speed, the same files come out. */
static void a_writer_with_threads_writes_the_same_bytes_again(void **state)
{
	char path[96], command[256];
	model m;

	(void)state;
	for (int round = 0; round < (SANITIZED ? 2 : 5); round++) {
		in_folder(path, round ? "again" : "first");
		assert_int_equal(build(path, 3, 11, &m), DOSSIER_OK);
		snprintf(command, sizeof command, "cd '%s' && if [ -d again ]; then diff -r first again && rm -r again; fi", dir);
		assert_int_equal(system(command), 0);
	}
}

/* What was not committed is dropped, batches that wait included, and nothing is left of it. */
static void a_writer_with_threads_may_be_closed_at_any_time(void **state)
{
	char path[96], command[256];

	(void)state;
	in_folder(path, "closed");
	for (uint32_t n = 0; n < 60; n++) {
		dossier_writer_options options = DOSSIER_WRITER_OPTIONS_INIT;
		dossier_writer *w = NULL;
		model m = { .words = 60 };

		options.threads = 3;
		options.memory = 3 * LANE_MEMORY;
		assert_int_equal(dossier_writer_open(&w, path, &options, NULL), DOSSIER_OK);
		for (uint32_t i = 0; i < n; i++)
			assert_int_equal(model_add(&m, w, i, NULL), DOSSIER_OK);
		dossier_writer_close(w);
	}
	snprintf(command, sizeof command, "test \"$(ls '%s')\" = lock", path);
	assert_int_equal(system(command), 0);
}

static atomic_long writes_left;

static int write_some(void *ctx, void *file, const void *bytes, size_t n)
{
	(void)ctx;
	if (atomic_fetch_sub(&writes_left, 1) <= 0)
		return ENOSPC;
	return dossier_storage_file_system()->write(dossier_storage_file_system()->ctx, file, bytes, n);
}

/* A thread's failure comes out of the writer, which then refuses all else. */
static void a_failure_in_a_thread_fails_the_writer(void **state)
{
	dossier_storage storage = quick_storage();
	char path[96];

	(void)state;
	storage.write = write_some;
	in_folder(path, "failing");
	for (long most = 0; most < 40; most++) {
		dossier_writer_options options = DOSSIER_WRITER_OPTIONS_INIT;
		dossier_writer *w = NULL;
		model m = { .words = 60 };
		dossier_status st = DOSSIER_OK;

		atomic_store(&writes_left, most);
		options.storage = &storage;
		options.threads = 3;
		options.memory = 3 * LANE_MEMORY;
		assert_int_equal(dossier_writer_open(&w, path, &options, NULL), DOSSIER_OK);
		for (uint32_t i = 0; i < PUBLICATION_IDS && !st; i++)
			st = model_add(&m, w, i, NULL);
		if (!st)
			st = dossier_writer_commit(w, NULL);
		assert_int_equal(st, DOSSIER_ERR_IO);
		assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_ERR_MISUSE);
		dossier_writer_close(w);
	}
}

static int make_dir(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/dossier-threads-XXXXXX");
	return !mkdtemp(dir);
}

static int remove_dir(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readers_see_whole_commits_while_a_writer_goes_on),
		cmocka_unit_test(threads_may_share_one_index),
		cmocka_unit_test(a_writer_with_threads_writes_what_it_was_given),
		cmocka_unit_test(a_writer_with_threads_writes_the_same_bytes_again),
		cmocka_unit_test(a_writer_with_threads_may_be_closed_at_any_time),
		cmocka_unit_test(a_failure_in_a_thread_fails_the_writer),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}

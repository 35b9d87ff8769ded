/*
 * test_kill.c - a writing process is killed at any moment, again and again: what it reported is there
 *
 * The child commits batch after batch and tells the number of each commit through a pipe.  200 kills, with
 * DSR_LONG in the environment 10,000.
 */
#define _DEFAULT_SOURCE
#include "../unit/test.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <dossier.h>

#include "../unit/chance.h"
#include "../unit/index/publications.h"
#include "os/posix.h"

enum { IDS = 24, BATCH = 6 };

static char dir[64];

static void remove_all(void)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	assert_int_equal(system(command), 0);
}

static int make_dir(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/dossier-kill-XXXXXX");
	return !mkdtemp(dir);
}

static int remove_dir(void **state)
{
	(void)state;
	remove_all();
	return 0;
}

/* Batch `b` of the history: what is added and deleted before commit b + 1 is a pure function of b. */
static dossier_status write_batch(dossier_writer *w, uint32_t b, model *m)
{
	dossier_status st = DOSSIER_OK;

	for (uint32_t i = 0; i < BATCH && !st; i++) {
		const uint32_t id = (b * 5 + i * 7) % IDS;

		st = i == BATCH - 1 ? model_delete(m, w, id, NULL) : model_add(m, w, id, NULL);
	}
	return st;
}

/* The same on the model alone. */
static void model_batch(uint32_t b, model *m)
{
	for (uint32_t i = 0; i < BATCH; i++) {
		const uint32_t id = (b * 5 + i * 7) % IDS;

		if (i == BATCH - 1)
			m->version[id] = 0;
		else
			m->version[id]++;
	}
}

static model model_of(uint32_t generation)
{
	model m = { .words = 30 };

	for (uint32_t b = 0; b < generation; b++)
		model_batch(b, &m);
	return m;
}

/* Never returns: writes from `generation` on and reports each commit. */
static void write_for_ever(uint32_t generation, int report)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	model m = model_of(generation);
	dossier_writer *w = NULL;

	o.memory = 20000;
	if (dossier_writer_open(&w, dir, &o, NULL))
		_exit(2);
	for (;; generation++) {
		if (write_batch(w, generation, &m) || dossier_writer_commit(w, NULL))
			_exit(3);
		if (write(report, &(uint32_t){ generation + 1 }, 4) != 4)
			_exit(4);
	}
}

/* Runs a child for about `microseconds`, kills it; returns the last commit it reported, or `generation`. */
static uint32_t run_and_kill(uint32_t generation, long microseconds)
{
	uint32_t reported = generation, one;
	int ends[2], status;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (!child) {
		close(ends[0]);
		write_for_ever(generation, ends[1]);
	}
	assert_true(child > 0);
	close(ends[1]);
	nanosleep(&(struct timespec){ .tv_nsec = microseconds * 1000 }, NULL);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	while (read(ends[0], &one, sizeof one) == sizeof one)
		reported = one;
	close(ends[0]);
	return reported;
}

/* The generation of the index, which must be whole and in order; 0 when there is none yet. */
static uint32_t assert_whole(void)
{
	dossier_index *ix = NULL;
	uint64_t problems = 1;
	uint32_t generation;
	model m;
	const dossier_status st = dossier_index_open(&ix, dir, NULL, NULL);

	if (st == DOSSIER_ERR_NOTFOUND)
		return 0;
	assert_int_equal(st, DOSSIER_OK);
	generation = (uint32_t)dossier_index_get_stats(ix).generation;
	m = model_of(generation);
	assert_int_equal(model_check(&m, ix), 1);
	dossier_index_close(ix);
	assert_int_equal(dossier_check(dir, NULL, NULL, NULL, &problems, NULL), DOSSIER_OK);
	assert_int_equal(problems, 0);
	return generation;
}

static void a_killed_writer_loses_nothing_that_it_reported(void **state)
{
	const int kills = getenv("DSR_LONG") ? 10000 : SANITIZED ? 30 : 200;
	uint32_t generation = 0, commits = 0;

	(void)state;
	for (int i = 0; i < kills; i++) {
		const uint32_t reported = run_and_kill(generation, chance(SANITIZED ? 60000 : 30000));
		const uint32_t found = assert_whole();

		assert_in_range(found, reported, reported + 1);
		commits += found - generation;
		generation = found;
		if (generation > 3000) { /* the model is computed from the beginning */
			remove_all();
			generation = 0;
		}
	}
	print_message("             %d kills, %u commits, 0 lost\n", kills, commits);
}

/* ---- a reader that stays ---- */

static int count_entry(void *arg, const char *name, int is_dir)
{
	(void)name;
	(void)is_dir;
	++*(int *)arg;
	return 0;
}

static void a_reader_keeps_its_snapshot_while_files_are_removed(void **state)
{
	dossier_index *ix = NULL;
	dossier_writer *w = NULL;
	model now = { .words = 30 }, then;
	int files = 0;

	(void)state;
	remove_all();
	assert_int_equal(dossier_writer_open(&w, dir, NULL, NULL), DOSSIER_OK);
	for (uint32_t b = 0; b < 5; b++) {
		assert_int_equal(write_batch(w, b, &now), DOSSIER_OK);
		assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	}
	then = now;
	assert_int_equal(dossier_index_open(&ix, dir, NULL, NULL), DOSSIER_OK);
	for (uint32_t b = 5; b < 60; b++) {
		assert_int_equal(write_batch(w, b, &now), DOSSIER_OK);
		assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
		assert_int_equal(model_check(&then, ix), 1);
	}
	for (uint32_t id = 0; id < IDS; id++)
		assert_int_equal(model_delete(&now, w, id, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	assert_int_equal(model_add(&now, w, 1, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	assert_int_equal(model_check(&then, ix), 1);
	dossier_index_close(ix);
	assert_int_equal(dsr_storage_posix.list(NULL, dir, count_entry, &files), 0);
	assert_int_equal(files, 4); /* two manifests, a segment, the lock */
	assert_int_equal(dossier_index_open(&ix, dir, NULL, NULL), DOSSIER_OK);
	assert_int_equal(model_check(&now, ix), 1);
	dossier_index_close(ix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_killed_writer_loses_nothing_that_it_reported),
		cmocka_unit_test(a_reader_keeps_its_snapshot_while_files_are_removed),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}

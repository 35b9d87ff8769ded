/*
 * test_commit.c - whatever fails during a commit or a merge, and whenever the power goes: the index is that of the last
 * commit or of the new one, never less and never a mix
 *
 * With DSR_LONG in the environment every power cut is tried with every way to lose what was not synced, else
 * each with two or three of them.
 */
#include "../unit/test.h"

#include <errno.h>

#include <dossier.h>

#include "../unit/chance.h"
#include "../unit/index/publications.h"
#include "faulty.h"

#define DIR_NAME "index"
enum { COMMITS = 3, STEPS = 6, IDS = 8, STATES = COMMITS + 1 };

static faulty *disk;
static model   states[STATES + 1]; /* after each commit, then after the merge, which commits twice; 0: no index */

static dossier_writer *open_writer(dossier_status *st)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_writer *w = NULL;

	o.alloc = &test_alloc;
	o.storage = faulty_storage(disk);
	o.memory = 9000; /* seals within a session too */
	o.names = dossier_str_of("peace; process; Peace Treaty; =PT\n"); /* a file more */
	*st = dossier_writer_open(&w, DIR_NAME, &o, NULL);
	return w;
}

static dossier_index *open_index(dossier_status *st)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	dossier_index *ix = NULL;

	o.alloc = &test_alloc;
	o.storage = faulty_storage(disk);
	*st = dossier_index_open(&ix, DIR_NAME, &o, NULL);
	return ix;
}

/* The steps before commit number `c`: additions, replacements and deletions, a pure function of the numbers. */
static dossier_status take_steps(dossier_writer *w, int c, model *m)
{
	dossier_status st = DOSSIER_OK;

	for (uint32_t step = 0; step < STEPS && !st; step++) {
		const uint32_t id = (step * 5 + (uint32_t)c * 3) % IDS;

		st = c && step % 4 == 3 ? model_delete(m, w, id, NULL) : model_add(m, w, id, NULL);
	}
	return st;
}

static void assert_refuses(dossier_writer *w)
{
	model m = { .words = 5 };

	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_ERR_MISUSE);
	assert_int_equal(dossier_writer_merge(w, NULL, NULL), DOSSIER_ERR_MISUSE);
	assert_int_equal(model_add(&m, w, 1, NULL), DOSSIER_ERR_MISUSE);
	assert_int_equal(model_delete(&m, w, 1, NULL), DOSSIER_ERR_MISUSE);
}

/*
 * All commits and the merge, one writer each, until something fails.  Returns how many were reported; *error is what the
 * call that failed said.
 */
static int run(dossier_status *error)
{
	const dossier_merge_options how = { .size = sizeof how, .reorder = 1 };
	model m = { .words = 6 };

	states[0] = m;
	for (int c = 0; c < STATES; c++) {
		dossier_writer *w = open_writer(error);

		if (!w)
			return c;
		*error = take_steps(w, c, &m);
		if (!*error)
			*error = c < COMMITS ? dossier_writer_commit(w, NULL) : dossier_writer_merge(w, &how, NULL);
		if (*error)
			assert_refuses(w);
		dossier_writer_close(w);
		if (*error)
			return c;
		states[c + 1] = m;
	}
	return STATES;
}

/* Which state the index is in: the number of its commit.  It must be a whole one, and in order. */
static int state_of_index(void)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;
	uint64_t problems = 1;
	dossier_status st;
	dossier_index *ix = open_index(&st);
	int generation, state;

	if (st == DOSSIER_ERR_NOTFOUND)
		return 0;
	assert_int_equal(st, DOSSIER_OK);
	generation = (int)dossier_index_get_stats(ix).generation;
	assert_true(generation <= STATES + 1);
	state = generation < STATES ? generation : STATES;
	assert_int_equal(model_check(&states[state], ix), 1);
	assert_true(state < STATES || dossier_index_get_stats(ix).segments == 1);
	dossier_index_close(ix);
	o.alloc = &test_alloc;
	o.storage = faulty_storage(disk);
	assert_int_equal(dossier_check(DIR_NAME, &o, NULL, NULL, &problems, NULL), DOSSIER_OK);
	assert_int_equal(problems, 0);
	return state;
}

/* The next writer finds the index in order, goes on from there, and clears away what was left. */
static void assert_goes_on(int state)
{
	model m = states[state];
	dossier_status st;
	dossier_writer *w = open_writer(&st);
	dossier_index *ix;

	assert_int_equal(st, DOSSIER_OK);
	assert_int_equal(model_add(&m, w, 3, NULL), DOSSIER_OK);
	assert_int_equal(model_add(&m, w, IDS, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
	ix = open_index(&st);
	assert_int_equal(st, DOSSIER_OK);
	assert_int_equal(model_check(&m, ix), 1);
	dossier_index_close(ix);
}

static void begin(void)
{
	disk = faulty_new();
}

static void end(void)
{
	faulty_free(disk);
	assert_int_equal(test_live, 0);
}

/* All states are known once a whole run has gone through.  Returns the number of storage calls it takes. */
static long learn_states(void)
{
	dossier_status error;
	long calls;

	begin();
	faulty_fail(disk, 0, 0, 0);
	assert_int_equal(run(&error), STATES);
	calls = faulty_calls(disk);
	assert_int_equal(state_of_index(), STATES);
	end();
	return calls;
}

/* How many are passed over, of `plain` that would be. */
static long stride(long plain)
{
	if (getenv("DSR_LONG"))
		return 1;
	return SANITIZED ? plain * 3 : plain;
}

static void fail_each_call(int errnum, int forever)
{
	const long calls = learn_states();
	long failed = 0;

	for (long n = 1; n <= calls; n += stride(forever ? 3 : 1)) {
		dossier_status error;
		int reported, state;

		begin();
		faulty_fail(disk, n, errnum, forever);
		reported = run(&error);
		assert_true(faulty_struck(disk));
		assert_true(reported == STATES || error == DOSSIER_ERR_IO);
		faulty_fail(disk, 0, 0, 0);
		state = state_of_index();
		/* the call that failed may be the one behind the rename */
		assert_in_range(state, reported, reported + 1);
		assert_goes_on(state);
		end();
		failed++;
	}
	print_message("             %ld of %ld storage calls failed with %s%s, 0 states lost or mixed\n", failed, calls,
	              errnum == EIO ? "EIO" : "ENOSPC", forever ? " for good" : "");
}

static void a_failed_call_leaves_the_last_commit_or_the_new_one(void **state)
{
	(void)state;
	fail_each_call(EIO, 0);
}

static void a_full_disk_leaves_the_last_commit_or_the_new_one(void **state)
{
	(void)state;
	fail_each_call(ENOSPC, 1);
}

static void a_power_cut_leaves_the_last_commit_or_the_new_one(void **state)
{
	static const struct { faulty_bytes bytes; faulty_names names; } modes[] = {
		{ FAULTY_DROP, FAULTY_LOSE }, { FAULTY_KEEP, FAULTY_LOSE }, { FAULTY_DROP, FAULTY_DONE },
		{ FAULTY_TEAR, FAULTY_DONE }, { FAULTY_ZERO, FAULTY_DONE }, { FAULTY_ANY_BYTES, FAULTY_FIRST },
		{ FAULTY_ANY_BYTES, FAULTY_ANY_NAMES },
	};
	const size_t count = sizeof modes / sizeof *modes;
	const size_t step = (size_t)stride(3);
	const long calls = learn_states();
	long cuts = 0;

	(void)state;
	for (long n = 1; n <= calls; n++)
		for (size_t mode = (size_t)n % step; mode < count; mode += step) {
			dossier_status error;
			int reported, found;

			begin();
			faulty_power_off(disk, n);
			reported = run(&error);
			assert_true(faulty_struck(disk));
			faulty_restart(disk, modes[mode].bytes, modes[mode].names, (uint64_t)n);
			found = state_of_index();
			assert_in_range(found, reported, reported + 1);
			if ((n + (long)mode) % 5 == 0)
				assert_goes_on(found);
			end();
			cuts++;
		}
	print_message("             %ld power cuts, 0 states lost or mixed\n", cuts);
}

/* Between the last synced moment and the power cut nothing is promised but what was reported. */
static void a_reported_commit_outlives_a_power_cut(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 40; seed++) {
		dossier_status error;

		begin();
		faulty_fail(disk, 0, 0, 0);
		assert_int_equal(run(&error), STATES);
		faulty_power_off(disk, 1);
		faulty_restart(disk, seed ? FAULTY_ANY_BYTES : FAULTY_DROP, seed ? FAULTY_ANY_NAMES : FAULTY_LOSE, seed);
		assert_int_equal(state_of_index(), STATES);
		end();
	}
}

static void a_reader_whose_storage_fails_says_so(void **state)
{
	dossier_status error, st;
	dossier_index *ix;

	(void)state;
	learn_states();
	begin();
	assert_int_equal(run(&error), STATES);
	for (long n = 1; ; n++) {
		int right;

		faulty_fail(disk, n, EIO, 0);
		ix = open_index(&st);
		if (ix) {
			right = model_check(&states[STATES], ix);
			assert_true(right == 1 || right == DOSSIER_ERR_IO);
			dossier_index_close(ix);
		}
		if (!faulty_struck(disk))
			break;
		assert_true(ix || st == DOSSIER_ERR_IO);
	}
	assert_int_equal(st, DOSSIER_OK);
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failed_call_leaves_the_last_commit_or_the_new_one),
		cmocka_unit_test(a_full_disk_leaves_the_last_commit_or_the_new_one),
		cmocka_unit_test(a_power_cut_leaves_the_last_commit_or_the_new_one),
		cmocka_unit_test(a_reported_commit_outlives_a_power_cut),
		cmocka_unit_test(a_reader_whose_storage_fails_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

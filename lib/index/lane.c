/*
 * lane.c - see lane.h
 */
#include "index/lane.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* What a byte of a batch's text takes of the budget: with the slack of its arena, and what is added after the memtable was found full. */
#define TAKEN 4u
/* No more of the budget than this part goes to batches. */
#define PART 8u

/* ---- the lane's thread ---- */

static dsr_lane_batch *slot_of(dsr_lane *l, uint64_t n)
{
	return &l->slots[n % DSR_LANE_SLOTS];
}

static dossier_status add_batch(dsr_lane *l, dsr_lane_batch *b, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	for (size_t i = 0; i < b->count && !st; i++)
		st = dsr_memtable_put(&l->memtable, (const char *)l->path.data, &b->docs[i], err);
	b->needed = dsr_memtable_needed(&l->memtable);
	return st;
}

/* Do what is to be done next, outside of the monitor.  Only batches and the sealing that were given are touched. */
static void work(dsr_lane *l, int is_batch)
{
	dossier_error why = { .offset = -1 };
	dossier_status st = l->status;

	dsr_monitor_leave(&l->monitor);
	if (!st && is_batch)
		st = add_batch(l, slot_of(l, l->done), &why);
	else if (!st)
		st = dsr_memtable_seal(&l->memtable, &l->sealed, &why);
	dsr_monitor_enter(&l->monitor);
	if (st && !l->status) {
		l->status = st;
		l->error = why;
	}
	l->done += is_batch;
	l->sealing &= is_batch;
	dsr_monitor_change(&l->monitor);
}

static void *run(void *arg)
{
	dsr_lane *l = arg;

	dsr_monitor_enter(&l->monitor);
	while (!l->stop) {
		if (l->done < l->given)
			work(l, 1);
		else if (l->sealing)
			work(l, 0);
		else
			dsr_monitor_wait(&l->monitor);
	}
	dsr_monitor_leave(&l->monitor);
	return NULL;
}

/* ---- the writer's ---- */

static int start_thread(dsr_lane *l)
{
	if (!dsr_monitor_init(&l->monitor))
		return 0;
	l->has_thread = dsr_thread_start(&l->thread, run, l);
	if (!l->has_thread)
		dsr_monitor_release(&l->monitor);
	return l->has_thread;
}

/* Bytes of text that end a batch. */
static size_t batch_size(size_t budget)
{
	const size_t fit = budget / PART / (DSR_LANE_SLOTS * TAKEN);

	return fit < DSR_LANE_BATCH ? fit : DSR_LANE_BATCH;
}

dossier_status dsr_lane_open(dsr_lane *l, const dsr_env *env, const dossier_schema *schema, size_t budget,
                             dsr_analyzer *analyzer, int has_thread, dossier_error *err)
{
	*l = (dsr_lane){ .env = env, .analyzer = analyzer, .path = DSR_BUF_INIT(&env->alloc) };
	for (size_t i = 0; i < DSR_LANE_SLOTS; i++)
		l->slots[i].arena = DSR_ARENA_INIT(&env->alloc);
	l->batch = batch_size(budget - DSR_LANE_SPARE);
	budget -= DSR_LANE_SPARE + (has_thread ? l->batch * DSR_LANE_SLOTS * TAKEN : 0);
	if (dsr_memtable_init(&l->memtable, env, schema, budget, analyzer) &&
	    (!has_thread || start_thread(l)))
		return DOSSIER_OK;
	dsr_lane_close(l);
	return dsr_nomem(err);
}

static void stop_thread(dsr_lane *l)
{
	dsr_monitor_enter(&l->monitor);
	l->stop = 1;
	dsr_monitor_change(&l->monitor);
	dsr_monitor_leave(&l->monitor);
	dsr_thread_join(l->thread);
	dsr_monitor_release(&l->monitor);
}

void dsr_lane_close(dsr_lane *l)
{
	if (!l->env)
		return;
	if (l->has_thread)
		stop_thread(l);
	dsr_memtable_release(&l->memtable);
	for (size_t i = 0; i < DSR_LANE_SLOTS; i++) {
		dsr_free(&l->env->alloc, l->slots[i].docs, l->slots[i].cap * sizeof *l->slots[i].docs);
		dsr_arena_release(&l->slots[i].arena);
	}
	dsr_buf_release(&l->path);
	dsr_analyzer_free(l->analyzer);
	*l = (dsr_lane){ 0 };
}

int dsr_lane_is_empty(const dsr_lane *l)
{
	return !dsr_memtable_keyed(&l->memtable);
}

/* The first failure of the thread; only inside the monitor, or when the thread rests. */
static dossier_status failure(const dsr_lane *l, dossier_error *err)
{
	if (l->status && err)
		*err = l->error;
	return l->status;
}

/* Wait until batches before `n` are done, and the sealing. */
static dossier_status wait_for(dsr_lane *l, uint64_t n, dossier_error *err)
{
	dossier_status st;

	dsr_monitor_enter(&l->monitor);
	while (l->done < n || l->sealing)
		dsr_monitor_wait(&l->monitor);
	st = failure(l, err);
	dsr_monitor_leave(&l->monitor);
	return st;
}

/* Take the next slot; the batch that was in it last has to be done. */
static dossier_status begin_batch(dsr_lane *l, size_t *needed, dossier_error *err)
{
	dsr_lane_batch *b = slot_of(l, l->given);
	const dossier_status st = wait_for(l, l->given < DSR_LANE_SLOTS ? 0 : l->given - DSR_LANE_SLOTS + 1, err);

	if (st)
		return st;
	*needed = b->needed;
	dsr_arena_reset(&b->arena);
	b->count = b->bytes = b->needed = 0;
	l->open = b;
	return DOSSIER_OK;
}

dossier_status dsr_lane_ask(dsr_lane *l, int *full, dossier_error *err)
{
	size_t needed = 0;
	dossier_status st = DOSSIER_OK;

	if (!l->has_thread)
		needed = dsr_memtable_needed(&l->memtable);
	else if (!l->open)
		st = begin_batch(l, &needed, err);
	*full = !st && !dsr_lane_is_empty(l) && needed && dsr_memtable_is_full(&l->memtable, needed);
	return st;
}

/* A copy of `in`, which is the caller's for the call only. */
static int copy(dsr_lane_batch *b, const dsr_incoming *in)
{
	dsr_incoming *to = &b->docs[b->count];

	*to = *in;
	to->key = dsr_arena_copy(&b->arena, in->key);
	to->values = dsr_arena_take(&b->arena, in->count * sizeof *in->values);
	if (!to->key.p || !to->values)
		return 0;
	for (size_t i = 0; i < in->count; i++) {
		to->values[i] = (dsr_incoming_value){ in->values[i].field, dsr_arena_copy(&b->arena, in->values[i].text) };
		if (!to->values[i].text.p)
			return 0;
	}
	return 1;
}

static void give_batch(dsr_lane *l)
{
	dsr_monitor_enter(&l->monitor);
	l->given++;
	dsr_monitor_change(&l->monitor);
	dsr_monitor_leave(&l->monitor);
	l->open = NULL;
}

static dossier_status put_in_batch(dsr_lane *l, const dsr_incoming *in, int *ended, dossier_error *err)
{
	dsr_lane_batch *b = l->open;
	void *docs = b->docs;

	if (!dsr_grow(&l->env->alloc, &docs, &b->cap, b->count + 1, sizeof *b->docs))
		return dsr_nomem(err);
	b->docs = docs;
	if (!copy(b, in))
		return dsr_nomem(err);
	b->count++;
	b->bytes += in->size;
	*ended = b->bytes >= l->batch;
	if (*ended)
		give_batch(l);
	return DOSSIER_OK;
}

int dsr_lane_begin_segment(dsr_lane *l, const char *path, uint64_t segment)
{
	l->segment = segment;
	dsr_buf_reset(&l->path);
	dsr_buf_put(&l->path, path, strlen(path) + 1);
	return !dsr_buf_status(&l->path);
}

dossier_status dsr_lane_put(dsr_lane *l, const dsr_incoming *in, int *ended, dossier_error *err)
{
	*ended = 0;
	if (!dsr_memtable_put_key(&l->memtable, in->key))
		return dsr_nomem(err);
	if (l->has_thread)
		return put_in_batch(l, in, ended, err);
	return dsr_memtable_put(&l->memtable, (const char *)l->path.data, in, err);
}

void dsr_lane_begin_seal(dsr_lane *l)
{
	if (!l->has_thread) {
		l->status = dsr_memtable_seal(&l->memtable, &l->sealed, &l->error);
		return;
	}
	if (l->open && l->open->count)
		give_batch(l);
	dsr_monitor_enter(&l->monitor);
	l->sealing = 1;
	dsr_monitor_change(&l->monitor);
	dsr_monitor_leave(&l->monitor);
}

dossier_status dsr_lane_finish_seal(dsr_lane *l, dsr_sealed *out, dossier_error *err)
{
	const dossier_status st = l->has_thread ? wait_for(l, l->given, err) : failure(l, err);

	if (st)
		return st;
	*out = l->sealed;
	for (size_t i = 0; i < DSR_LANE_SLOTS; i++)
		l->slots[i].needed = 0;
	return dsr_memtable_empty(&l->memtable, out) ? DOSSIER_OK : dsr_nomem(err);
}

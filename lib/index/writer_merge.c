/*
 * writer_merge.c - see writer_merge.h
 */
#include "index/writer_merge.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "index/bisect.h"
#include "index/directory.h"
#include "index/merge.h"
#include "index/merge_policy.h"

/* A segment leaves the writer's state.  What was never committed is of no use to anyone. */
static void drop(dsr_index_writer *w, dsr_writer_segment *s)
{
	const dossier_storage *fs = &w->env->storage;
	dsr_buf path = DSR_BUF_INIT(&w->env->alloc);
	const char *name = s->m.id >= w->first_draft ? dsr_directory_segment(&path, w->dir, s->m.id) : NULL;

	dsr_snapshot_segment_close(&s->s, w->env);
	if (name)
		fs->remove(fs->ctx, name);
	dsr_buf_release(&path);
}

void dsr_writer_drop_dead(dsr_index_writer *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->count; i++) {
		if (w->segments[i].s.dead_count == w->segments[i].m.docs)
			drop(w, &w->segments[i]);
		else
			w->segments[kept++] = w->segments[i];
	}
	w->count = kept;
}

/* Put `merged` in the place of segments [from, to). */
static void replace(dsr_index_writer *w, size_t from, size_t to, const dsr_writer_segment *merged)
{
	for (size_t i = from; i < to; i++)
		drop(w, &w->segments[i]);
	w->segments[from] = *merged;
	memmove(&w->segments[from + 1], &w->segments[to], (w->count - to) * sizeof *w->segments);
	w->count -= to - from - 1;
	w->changed = 1;
}

/* Write the file of the segments' documents and open it. */
static dossier_status write_merged(dsr_index_writer *w, dsr_sources *sources, dsr_writer_segment *out,
                                   dossier_error *err)
{
	dsr_buf path = DSR_BUF_INIT(&w->env->alloc);
	const uint64_t id = w->next_segment++;
	const char *name = dsr_directory_segment(&path, w->dir, id);
	dsr_merged merged;
	dossier_status st;

	sources->work = &w->work;
	st = name ? dsr_merge(w->env, name, &w->committed.schema, sources, w->memory, &merged, err) : dsr_nomem(err);
	if (!st) {
		*out = (dsr_writer_segment){ .m = { .id = id, .length = merged.length, .checksum = merged.checksum,
		                                    .docs = merged.docs } };
		st = dsr_snapshot_segment_open(&out->s, w->env, w->dir, &w->committed.schema, &out->m, err);
	}
	dsr_buf_release(&path);
	return st;
}

/* Merge segments [from, to), each with a live document. */
static dossier_status merge_run(dsr_index_writer *w, size_t from, size_t to, dossier_error *err)
{
	dsr_writer_segment merged;
	dsr_sources sources;
	dossier_status st = dsr_sources_init(&sources, &w->env->alloc, to - from) ? DOSSIER_OK : dsr_nomem(err);

	for (size_t i = from; i < to && !st; i++) {
		const dsr_snapshot_segment *s = &w->segments[i].s;

		if (!dsr_sources_add(&sources, s->segment, s->dead_count ? s->dead : NULL, s->dead_count))
			st = dsr_nomem(err);
	}
	if (!st)
		st = write_merged(w, &sources, &merged, err);
	dsr_sources_release(&sources);
	if (!st)
		replace(w, from, to, &merged);
	return st;
}

/* Ask the policy: 1 and the run to merge, 0 when there is none, -1 when out of memory. */
static int find_due(const dsr_index_writer *w, size_t *from, size_t *to)
{
	const size_t size = w->count * sizeof(dsr_merge_candidate);
	dsr_merge_candidate *c = dsr_new(&w->env->alloc, size);
	int due;

	if (!c)
		return w->count ? -1 : 0;
	for (size_t i = 0; i < w->count; i++)
		c[i] = (dsr_merge_candidate){ w->segments[i].m.length, w->segments[i].m.docs, w->segments[i].s.dead_count };
	due = dsr_merge_policy(c, w->count, from, to);
	dsr_free(&w->env->alloc, c, size);
	return due;
}

dossier_status dsr_writer_merge_due(dsr_index_writer *w, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;
	size_t from, to;

	dsr_writer_drop_dead(w);
	for (int due; !st && (due = find_due(w, &from, &to)) != 0; )
		st = due < 0 ? dsr_nomem(err) : merge_run(w, from, to, err);
	return st == DOSSIER_ERR_LIMIT ? DOSSIER_OK : st;
}

dossier_status dsr_writer_merge_all(dsr_index_writer *w, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	dsr_writer_drop_dead(w);
	for (size_t from = 0; from < w->count && !st; from++) {
		const dsr_snapshot_segment *s = &w->segments[from].s;
		uint64_t docs = s->segment->docs - s->dead_count;
		size_t to = from + 1;

		for (; to < w->count; to++) {
			docs += w->segments[to].m.docs - w->segments[to].s.dead_count;
			if (docs >= DSR_DOCS_MAX)
				break;
		}
		if (to - from > 1 || s->dead_count)
			st = merge_run(w, from, to, err);
	}
	return st;
}

/* Rewrite segment `i` in `order`; `numbers` has room for the inverse. */
static dossier_status rewrite(dsr_index_writer *w, size_t i, uint32_t *order, uint32_t *numbers, dossier_error *err)
{
	const dsr_segment *segment = w->segments[i].s.segment;
	dsr_writer_segment merged;
	dsr_sources sources;
	dossier_status st = dsr_bisect(segment, &w->env->alloc, w->memory, order, err);

	if (st)
		return st;
	for (uint32_t n = 0; n < segment->docs; n++)
		numbers[order[n]] = n;
	if (!dsr_sources_init(&sources, &w->env->alloc, 1))
		return dsr_nomem(err);
	dsr_sources_add(&sources, segment, NULL, 0);
	sources.order = order;
	sources.numbers = numbers;
	st = write_merged(w, &sources, &merged, err);
	dsr_sources_release(&sources);
	if (!st)
		replace(w, i, i + 1, &merged);
	return st;
}

dossier_status dsr_writer_reorder(dsr_index_writer *w, dossier_error *err)
{
	const dossier_alloc *a = &w->env->alloc;
	dossier_status st = DOSSIER_OK;

	for (size_t i = 0; i < w->count && !st; i++) {
		const size_t size = w->segments[i].m.docs * sizeof(uint32_t);
		uint32_t *order = dsr_new(a, size), *numbers = dsr_new(a, size);

		st = order && numbers ? rewrite(w, i, order, numbers, err) : dsr_nomem(err);
		dsr_free(a, order, size);
		dsr_free(a, numbers, size);
	}
	return st;
}

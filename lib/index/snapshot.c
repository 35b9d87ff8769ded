/*
 * snapshot.c - see snapshot.h
 */
#include "index/snapshot.h"

#include <stdatomic.h>

#include "base/error.h"
#include "base/mem.h"
#include "index/dead.h"
#include "index/directory.h"
#include "segment/norms.h"

/* How often a commit may overtake us between finding the newest manifest and opening its files. */
enum { TRIES = 16 };

/* Take the lengths of the dead documents off *length: 1, or 0 when norms are damaged. */
static int take_dead_lengths(const dsr_list *l, const uint64_t *dead, uint64_t *length)
{
	const size_t words = dsr_bitset_words(l->docs);

	for (size_t i = 0; i < words; i++)
		for (uint64_t left = dead[i]; left; left &= left - 1) {
			const uint8_t *norm = l->norms + i * 64 + (size_t)__builtin_ctzll(left);

			if (!dsr_container_touch(l->file, norm, 1) || dsr_norm_decode(*norm) > *length)
				return 0;
			*length -= dsr_norm_decode(*norm);
		}
	return 1;
}

/* Lengths of live documents: all, less those of the dead ones. */
static int sum_lengths(dsr_snapshot_segment *s)
{
	for (unsigned list = 0; list < s->segment->list_count; list++) {
		const dsr_list *l = &s->segment->lists[list];

		if (!l->norms)
			continue;
		s->length[list] = l->dict.totals.length;
		if (s->dead && !take_dead_lengths(l, s->dead, &s->length[list]))
			return 0;
	}
	return 1;
}

dossier_status dsr_snapshot_segment_open(dsr_snapshot_segment *s, const dsr_env *env, const char *dir,
                                         const dossier_schema *schema, const dsr_manifest_segment *m,
                                         dossier_error *err)
{
	dsr_buf path = DSR_BUF_INIT(&env->alloc);
	const char *name = dsr_directory_segment(&path, dir, m->id);
	dossier_status st;

	*s = (dsr_snapshot_segment){ .segment = dsr_new(&env->alloc, sizeof *s->segment), .dead_count = m->dead_count };
	if (!name || !s->segment) {
		st = dsr_nomem(err);
		goto done;
	}
	st = dsr_segment_open(s->segment, env, name, schema, m->docs, err);
	if (st)
		goto done;
	if (s->segment->file.view.length != m->length || s->segment->file.checksum != m->checksum) {
		st = dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: not the file that the manifest names", name);
		goto done;
	}
	if (m->dead_count) {
		name = dsr_directory_dead(&path, dir, m->id, m->dead_generation);
		st = name ? dsr_dead_read(env, name, &s->dead, m, err) : dsr_nomem(err);
	}
	if (!st && !sum_lengths(s))
		st = dsr_fail(err, DOSSIER_ERR_CORRUPT, "segment %llx: the lengths are damaged", (unsigned long long)m->id);
done:
	if (st)
		dsr_snapshot_segment_close(s, env);
	dsr_buf_release(&path);
	return st;
}

void dsr_snapshot_segment_close(dsr_snapshot_segment *s, const dsr_env *env)
{
	if (!s->segment)
		return;
	dsr_free(&env->alloc, s->dead, dsr_bitset_words(s->segment->docs) * sizeof *s->dead);
	dsr_segment_close(s->segment);
	dsr_free(&env->alloc, s->segment, sizeof *s->segment);
	*s = (dsr_snapshot_segment){ 0 };
}

static dossier_status open_segments(dsr_snapshot *s, const char *dir, dossier_error *err)
{
	uint64_t base = 0;

	s->segments = dsr_new(&s->env->alloc, s->manifest.count * sizeof *s->segments);
	if (!s->segments && s->manifest.count)
		return dsr_nomem(err);
	for (; s->count < s->manifest.count; s->count++) {
		const dsr_manifest_segment *m = &s->manifest.segments[s->count];
		dsr_snapshot_segment *seg = &s->segments[s->count];
		const dossier_status st = dsr_snapshot_segment_open(seg, s->env, dir, &s->manifest.schema, m, err);

		if (st)
			return st;
		seg->base = base;
		base += m->docs;
		s->documents += m->docs - m->dead_count;
		for (unsigned list = 0; list < DSR_LISTS_MAX; list++)
			s->length[list] += seg->length[list];
	}
	return DOSSIER_OK;
}

static dossier_status try_open(dsr_snapshot *s, const dsr_env *env, const char *dir, uint64_t generation,
                               dossier_error *err)
{
	dossier_status st;

	*s = (dsr_snapshot){ .env = env };
	st = dsr_directory_manifest(env, dir, generation, &s->manifest, err);
	if (st)
		return st;
	s->names = dsr_new(&env->alloc, sizeof *s->names);
	st = s->names ? open_segments(s, dir, err) : dsr_nomem(err);
	if (st)
		dsr_snapshot_close(s);
	return st;
}

dossier_status dsr_snapshot_open(dsr_snapshot *s, const dsr_env *env, const char *dir, dossier_error *err)
{
	uint64_t generation, tried = 0;
	dossier_status st;

	for (int i = 0; i < TRIES; i++) {
		st = dsr_directory_newest(env, dir, UINT64_MAX, &generation, err);
		if (st)
			return st;
		if (!generation && !i)
			continue; /* a long listing may miss both the name that goes and the one that comes */
		if (!generation)
			return dsr_fail(err, DOSSIER_ERR_NOTFOUND, "%s: no index", dir);
		st = try_open(s, env, dir, generation, err);
		if (st != DOSSIER_ERR_NOTFOUND)
			return st;
		if (generation == tried) /* nobody overtook us: the file is gone */
			break;
		tried = generation;
	}
	return dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: a file that the newest commit names is missing", dir);
}

/* The names that analyzers of the snapshot share.  Who reads them at the same time as another takes the other's. */
static dossier_status share_names(const dsr_snapshot *s, const dsr_gazetteer **out, dossier_error *err)
{
	dsr_gazetteer *names = atomic_load_explicit(s->names, memory_order_acquire), *theirs = NULL;
	dossier_status st = DOSSIER_OK;

	if (!names) {
		st = dsr_manifest_names(&s->manifest, &s->env->alloc, &names, err);
		if (names && !atomic_compare_exchange_strong(s->names, &theirs, names)) {
			dsr_gazetteer_free(names);
			names = theirs;
		}
	}
	*out = names;
	return st;
}

dossier_status dsr_snapshot_analyzer(const dsr_snapshot *s, const dossier_alloc *alloc, dsr_analyzer **out,
                                     dossier_error *err)
{
	const dsr_gazetteer *names;
	const dossier_status st = share_names(s, &names, err);

	return st ? st : dsr_manifest_analyzer(&s->manifest, alloc, names, out, err);
}

void dsr_snapshot_close(dsr_snapshot *s)
{
	if (!s->env)
		return;
	if (s->names)
		dsr_gazetteer_free(atomic_load_explicit(s->names, memory_order_relaxed));
	dsr_free(&s->env->alloc, (void *)s->names, sizeof *s->names);
	for (size_t i = 0; i < s->count; i++)
		dsr_snapshot_segment_close(&s->segments[i], s->env);
	dsr_free(&s->env->alloc, s->segments, s->manifest.count * sizeof *s->segments);
	dsr_manifest_release(&s->manifest);
	*s = (dsr_snapshot){ 0 };
}

int dsr_snapshot_segment_find(const dsr_snapshot_segment *s, dossier_str key, uint32_t *doc)
{
	dsr_term term;
	const int found = dsr_dict_find(&s->segment->lists[DSR_LIST_KEY].dict, key, &term);

	if (found <= 0)
		return found;
	if (term.df != 1 || term.doc >= s->segment->docs)
		return -1;
	*doc = term.doc;
	return !dsr_snapshot_is_dead(s, term.doc);
}

int dsr_snapshot_find(const dsr_snapshot *s, dossier_str key, size_t *segment, uint32_t *doc)
{
	for (size_t i = s->count; i-- > 0; ) {
		const int found = dsr_snapshot_segment_find(&s->segments[i], key, doc);

		*segment = i;
		if (found)
			return found;
	}
	return 0;
}

int dsr_snapshot_locate(const dsr_snapshot *s, uint64_t number, size_t *segment, uint32_t *doc)
{
	size_t low = 0, high = s->count;

	while (low + 1 < high) { /* the segment wanted is in [low, high) */
		const size_t mid = low + (high - low) / 2;

		if (s->segments[mid].base <= number)
			low = mid;
		else
			high = mid;
	}
	if (!s->count || number - s->segments[low].base >= s->segments[low].segment->docs)
		return 0;
	*segment = low;
	*doc = (uint32_t)(number - s->segments[low].base);
	return 1;
}

/*
 * index_writer.c - see index_writer.h
 */
#include "index/index_writer.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/order.h"
#include "codec/crc32c.h"
#include "index/dead.h"
#include "index/directory.h"
#include "index/writer_merge.h"
#include "os/file.h"
#include "schema/fields.h"
#include "text/fingerprint.h"
#include "text/languages.h"

/* ---- opening ---- */

/* Make the folder and take the lock in it. */
static dossier_status take_lock(dsr_index_writer *w, dossier_error *err)
{
	const dossier_storage *fs = &w->env->storage;
	dsr_buf path = DSR_BUF_INIT(&w->env->alloc);
	const char *name;
	dossier_status st = DOSSIER_OK;
	int e = fs->make_dir(fs->ctx, w->dir);

	if (e && e != EEXIST)
		return dsr_fail_errno(err, e, "make", w->dir);
	name = dsr_path_join(&path, w->dir, DSR_LOCK_NAME);
	e = name ? fs->open(fs->ctx, name, DOSSIER_STORAGE_LOCK, &w->lock) : ENOMEM;
	if (!e)
		e = fs->lock(fs->ctx, w->lock);
	if (e)
		st = dsr_fail_errno(err, e, "lock", w->dir);
	dsr_buf_release(&path);
	return st;
}

/* The stemmer of the language that is asked for, or NULL where that is none. */
static const char *stemmer_of(const dsr_writer_analysis *analysis)
{
	const dsr_language *l = dsr_language_find(dossier_str_of(analysis->language ? analysis->language : DSR_WRITER_LANGUAGE));

	return l ? l->stemmer : NULL;
}

/* Take up how a new index is analyzed: 1, or 0 when out of memory. */
static int begin_analysis(dsr_manifest *m, const dsr_writer_analysis *analysis)
{
	m->analysis = analysis->no_exceptions ? DSR_ANALYSIS_NO_EXCEPTIONS : 0;
	if (analysis->no_names)
		return 1;
	if (!analysis->names.p) {
		m->analysis |= DSR_ANALYSIS_NAMES;
		return 1;
	}
	m->analysis |= DSR_ANALYSIS_OWN_NAMES;
	m->names = dsr_arena_copy(&m->arena, analysis->names);
	m->names_length = m->names.n;
	m->names_checksum = m->names.p ? dsr_crc32c(0, m->names.p, m->names.n) : 0;
	return m->names.p != NULL;
}

/* Is this what the index was made with? */
static dossier_status check_analysis(const dsr_index_writer *w, const dsr_writer_analysis *analysis, dossier_error *err)
{
	const dsr_manifest *m = &w->committed;

	if (analysis->language && strcmp(stemmer_of(analysis), m->language) != 0)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "%s: the index has another language, \"%s\"", w->dir, m->language);
	if (analysis->no_exceptions && !(m->analysis & DSR_ANALYSIS_NO_EXCEPTIONS))
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "%s: the index was made with exceptions to the stemmer", w->dir);
	if (analysis->no_names && m->analysis & (DSR_ANALYSIS_NAMES | DSR_ANALYSIS_OWN_NAMES))
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "%s: the index was made with names", w->dir);
	if (analysis->names.p && dsr_str_compare(analysis->names, m->names) != 0)
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "%s: the index was made with other names", w->dir);
	return DOSSIER_OK;
}

/* The state before the first commit: no segments, the schema given, borrowed for ever or copied. */
static dossier_status begin_index(dsr_index_writer *w, const dossier_schema *schema, const dsr_writer_analysis *analysis,
                                  dossier_error *err)
{
	dsr_buf bytes = DSR_BUF_INIT(&w->env->alloc);
	dsr_manifest *m = &w->committed;
	dossier_status st = dsr_schema_check(schema, err);

	if (st)
		return st;
	*m = (dsr_manifest){ .next_segment = 1, .arena = DSR_ARENA_INIT(&w->env->alloc) };
	dsr_schema_put(&bytes, schema);
	m->language = dsr_arena_copy(&m->arena, dossier_str_of(stemmer_of(analysis))).p;
	if (dsr_buf_status(&bytes) || !m->language || !begin_analysis(m, analysis)) {
		st = dsr_nomem(err);
	} else {
		const uint8_t *p = bytes.data;

		st = dsr_schema_get(&m->schema, &m->arena, &p, p + bytes.len);
		if (st)
			st = dsr_nomem(err);
	}
	dsr_buf_release(&bytes);
	return st;
}

static dossier_status load_index(dsr_index_writer *w, uint64_t generation, const dossier_schema *schema,
                                 dossier_error *err)
{
	dossier_status st = dsr_directory_manifest(w->env, w->dir, generation, &w->committed, err);

	if (st)
		return st;
	if (schema && !dsr_schema_equal(schema, &w->committed.schema))
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "%s: the index has another schema, \"%s\"", w->dir,
		                w->committed.schema.name);
	return DOSSIER_OK;
}

/* One more segment in the array, opened. */
static dossier_status add_segment(dsr_index_writer *w, const dsr_manifest_segment *m, dossier_error *err)
{
	void *segments = w->segments;
	dsr_writer_segment *s;
	dossier_status st;

	if (!dsr_grow(&w->env->alloc, &segments, &w->cap, w->count + 1, sizeof *w->segments))
		return dsr_nomem(err);
	w->segments = segments;
	s = &w->segments[w->count];
	*s = (dsr_writer_segment){ .m = *m };
	st = dsr_snapshot_segment_open(&s->s, w->env, w->dir, &w->committed.schema, m, err);
	w->count += !st;
	return st;
}

static dossier_status open_segments(dsr_index_writer *w, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	for (size_t i = 0; i < w->committed.count && !st; i++)
		st = add_segment(w, &w->committed.segments[i], err);
	if (st == DOSSIER_ERR_NOTFOUND)
		st = dsr_fail(err, DOSSIER_ERR_CORRUPT, "%s: a file that the newest commit names is missing", w->dir);
	return st;
}

/* An analyzer of the index; a new index takes this library's and its fingerprint. */
static dossier_status make_analyzer(dsr_index_writer *w, dsr_analyzer **analyzer, dossier_error *err)
{
	dsr_manifest *m = &w->committed;
	dossier_status st;

	if (m->generation)
		return dsr_manifest_analyzer(m, &w->env->alloc, w->names, analyzer, err);
	st = dsr_manifest_make_analyzer(m, &w->env->alloc, w->names, analyzer, err);
	if (!st && !dsr_fingerprint(*analyzer, m->language, &m->fingerprint)) {
		dsr_analyzer_free(*analyzer);
		*analyzer = NULL;
		st = dsr_nomem(err);
	}
	return st;
}

static dossier_status open_lanes(dsr_index_writer *w, size_t threads, dossier_error *err)
{
	const size_t fit = w->memory / DSR_WRITER_MEMORY_MIN, want = threads < fit ? threads : fit;
	const size_t n = want < 2 ? 1 : want < DSR_WRITER_LANES_MAX ? want : DSR_WRITER_LANES_MAX;
	dossier_status st = dsr_manifest_names(&w->committed, &w->env->alloc, &w->names, err);
	dsr_analyzer *analyzer;

	if (st)
		return st;
	w->lanes = dsr_new(&w->env->alloc, n * sizeof *w->lanes);
	if (!w->lanes)
		return dsr_nomem(err);
	w->lane_count = (uint32_t)n;
	for (size_t i = 0; i < n && !st; i++) {
		st = make_analyzer(w, &analyzer, err);
		if (!st)
			st = dsr_lane_open(&w->lanes[i], w->env, &w->committed.schema, w->memory / n, analyzer, n > 1, err);
	}
	if (!st && n == 1)
		w->analyzer = w->lanes[0].analyzer;
	else if (!st)
		st = make_analyzer(w, &w->analyzer, err);
	return st;
}

static dossier_status open_state(dsr_index_writer *w, const dossier_schema *schema, size_t memory, size_t threads,
                                 const dsr_writer_analysis *analysis, dossier_error *err)
{
	uint64_t generation;
	dossier_status st;

	if (!stemmer_of(analysis))
		return dsr_fail(err, DOSSIER_ERR_MISUSE, "no language is called \"%.40s\"", analysis->language);
	st = take_lock(w, err);

	if (!st)
		st = dsr_directory_newest(w->env, w->dir, UINT64_MAX, &generation, err);
	if (!st)
		st = generation ? load_index(w, generation, schema, err)
		                : begin_index(w, schema ? schema : dossier_schema_publication(), analysis, err);
	if (!st && generation)
		st = check_analysis(w, analysis, err);
	if (!st)
		st = open_segments(w, err);
	if (st)
		return st;
	w->next_segment = w->first_draft = w->committed.next_segment;
	w->changed = !generation; /* the first commit makes the index, be it empty */
	if (!memory)
		memory = DSR_WRITER_MEMORY;
	if (memory < DSR_WRITER_MEMORY_MIN)
		memory = DSR_WRITER_MEMORY_MIN;
	w->memory = memory;
	return open_lanes(w, threads, err);
}

dossier_status dsr_index_writer_open(dsr_index_writer *w, const dsr_env *env, const char *dir,
                                     const dossier_schema *schema, size_t memory, dossier_error *err)
{
	return dsr_index_writer_open_as(w, env, dir, schema, memory, 1, &(dsr_writer_analysis){ 0 }, err);
}

dossier_status dsr_index_writer_open_as(dsr_index_writer *w, const dsr_env *env, const char *dir,
                                        const dossier_schema *schema, size_t memory, size_t threads,
                                        const dsr_writer_analysis *analysis, dossier_error *err)
{
	const size_t n = strlen(dir) + 1;
	dossier_status st;

	*w = (dsr_index_writer){ .env = env, .arena = DSR_ARENA_INIT(&env->alloc) };
	w->dir = dsr_new(&env->alloc, n);
	if (!w->dir)
		return dsr_nomem(err);
	memcpy(w->dir, dir, n);
	st = open_state(w, schema, memory, threads, analysis, err);
	if (st)
		dsr_index_writer_close(w);
	return st;
}

/* Is it the file of a lane, which removes it itself? */
static int is_of_lane(const dsr_index_writer *w, uint64_t id)
{
	for (uint32_t i = 0; i < w->lane_count; i++)
		if (w->lanes[i].segment == id && !dsr_lane_is_empty(&w->lanes[i]))
			return 1;
	return 0;
}

/* Left behind they would fill a disk that is full already until the next commit. */
static void remove_drafts(dsr_index_writer *w)
{
	const dossier_storage *fs = &w->env->storage;
	dsr_buf path = DSR_BUF_INIT(&w->env->alloc);

	for (uint64_t id = w->first_draft; id < w->next_segment; id++) {
		const char *name = is_of_lane(w, id) ? NULL : dsr_directory_segment(&path, w->dir, id);

		if (name)
			fs->remove(fs->ctx, name);
	}
	dsr_buf_release(&path);
}

void dsr_index_writer_close(dsr_index_writer *w)
{
	if (!w->env)
		return;
	remove_drafts(w);
	if (w->lane_count > 1)
		dsr_analyzer_free(w->analyzer);
	for (uint32_t i = 0; i < w->lane_count; i++)
		dsr_lane_close(&w->lanes[i]);
	dsr_free(&w->env->alloc, w->lanes, w->lane_count * sizeof *w->lanes);
	dsr_gazetteer_free(w->names);
	for (size_t i = 0; i < w->count; i++)
		dsr_snapshot_segment_close(&w->segments[i].s, w->env);
	dsr_free(&w->env->alloc, w->segments, w->cap * sizeof *w->segments);
	dsr_manifest_release(&w->committed);
	dsr_arena_release(&w->arena);
	if (w->lock)
		w->env->storage.close(w->env->storage.ctx, w->lock);
	dsr_free(&w->env->alloc, w->dir, strlen(w->dir) + 1);
	*w = (dsr_index_writer){ 0 };
}

/* ---- changing ---- */

static dossier_status refuse(dossier_error *err)
{
	return dsr_fail(err, DOSSIER_ERR_MISUSE, "the writer has failed before and can only be closed");
}

/* Wait for a lane's segment and take it up. */
static dossier_status take_segment(dsr_index_writer *w, dsr_lane *l, dossier_error *err)
{
	dsr_manifest_segment m = { .id = l->segment };
	dsr_sealed sealed;
	dossier_status st = dsr_lane_finish_seal(l, &sealed, err);

	if (st)
		return st;
	m.length = sealed.length;
	m.checksum = sealed.checksum;
	m.docs = sealed.docs;
	st = add_segment(w, &m, err);
	if (st) {
		dsr_free(&w->env->alloc, sealed.dead, dsr_bitset_words(sealed.docs) * sizeof *sealed.dead);
		return st;
	}
	w->segments[w->count - 1].s.dead = sealed.dead;
	w->segments[w->count - 1].s.dead_count = sealed.dead_count;
	w->segments[w->count - 1].dirty = sealed.dead_count > 0;
	return DOSSIER_OK;
}

/*
 * Lanes are sealed side by side and taken up one after the other.  As they take documents in turn, they are full at about the same
 * time; sealed one by one, each would have the others wait.
 */
static dossier_status seal_lanes(dsr_index_writer *w, dossier_error *err)
{
	dossier_status st = DOSSIER_OK;

	for (uint32_t i = 0; i < w->lane_count; i++)
		if (!dsr_lane_is_empty(&w->lanes[i]))
			dsr_lane_begin_seal(&w->lanes[i]);
	for (uint32_t i = 0; i < w->lane_count && !st; i++)
		if (!dsr_lane_is_empty(&w->lanes[i]))
			st = take_segment(w, &w->lanes[i], err);
	return st;
}

/* Seal what is in memory, then merge what is due: in this order both have all the memory. */
static dossier_status seal(dsr_index_writer *w, dossier_error *err)
{
	const dossier_status st = seal_lanes(w, err);

	return st || w->keep_segments ? st : dsr_writer_merge_due(w, err);
}

static dossier_status kill_in_segment(dsr_index_writer *w, dsr_writer_segment *s, uint32_t doc, dossier_error *err)
{
	if (!s->s.dead)
		s->s.dead = dsr_new(&w->env->alloc, dsr_bitset_words(s->m.docs) * sizeof *s->s.dead);
	if (!s->s.dead)
		return dsr_nomem(err);
	dsr_bitset_set(s->s.dead, doc);
	s->s.dead_count++;
	s->dirty = 1;
	return DOSSIER_OK;
}

/* Mark the live document with this key dead, wherever it is.  At most one place has one. */
static dossier_status kill(dsr_index_writer *w, dossier_str key, int *found, dossier_error *err)
{
	uint32_t doc;

	*found = 0;
	for (uint32_t i = 0; i < w->lane_count && !*found; i++)
		*found = dsr_lane_kill(&w->lanes[i], key);
	for (size_t i = w->count; i-- > 0 && !*found; ) {
		const int there = dsr_snapshot_segment_find(&w->segments[i].s, key, &doc);

		if (there < 0)
			return dsr_fail(err, DOSSIER_ERR_CORRUPT, "segment %llx: the keys are damaged",
			                (unsigned long long)w->segments[i].m.id);
		*found = there;
		if (there) {
			const dossier_status st = kill_in_segment(w, &w->segments[i], doc, err);

			if (st)
				return st;
		}
	}
	return DOSSIER_OK;
}

/* Make the lane ready for a document. */
static dossier_status make_room(dsr_index_writer *w, dsr_lane *l, dossier_error *err)
{
	dossier_status st;
	int full;

	st = dsr_lane_ask(l, &full, err);
	if (st || !full)
		return st;
	st = seal(w, err);
	return st ? st : dsr_lane_ask(l, &full, err);
}

static dossier_status begin_segment(dsr_index_writer *w, dsr_lane *l, dossier_error *err)
{
	dsr_buf path = DSR_BUF_INIT(&w->env->alloc);
	const char *name = dsr_directory_segment(&path, w->dir, w->next_segment);
	const int begun = name && dsr_lane_begin_segment(l, name, w->next_segment);

	dsr_buf_release(&path);
	if (!begun)
		return dsr_nomem(err);
	w->next_segment++;
	return DOSSIER_OK;
}

static dossier_status add_to_lane(dsr_index_writer *w, const dsr_incoming *in, dossier_error *err)
{
	dsr_lane *l = &w->lanes[w->lane];
	dossier_status st = make_room(w, l, err);
	int ended = 0;

	if (!st && dsr_lane_is_empty(l))
		st = begin_segment(w, l, err);
	if (!st)
		st = dsr_lane_put(l, in, &ended, err);
	if (ended)
		w->lane = (w->lane + 1) % w->lane_count;
	return st;
}

dossier_status dsr_index_writer_add(dsr_index_writer *w, const dossier_value *values, size_t count, int *replaced,
                                    dossier_error *err)
{
	dsr_incoming in;
	dossier_status st;
	int found = 0;

	if (w->failed)
		return refuse(err);
	dsr_arena_reset(&w->arena);
	st = dsr_incoming_read(&in, &w->arena, &w->committed.schema, values, count, err);
	if (st) {
		w->failed = st == DOSSIER_ERR_NOMEM;
		return st;
	}
	st = in.language ? dsr_manifest_note_language(&w->committed, w->analyzer, in.language, err) : DOSSIER_OK;
	if (!st)
		st = kill(w, in.key, &found, err);
	if (!st)
		st = add_to_lane(w, &in, err);
	w->failed = st != DOSSIER_OK;
	w->changed = 1;
	if (!st && replaced)
		*replaced = found;
	return st;
}

int dsr_index_writer_has(const dsr_index_writer *w, dossier_str key)
{
	int there = 0;
	uint32_t doc;

	for (uint32_t i = 0; i < w->lane_count && !there; i++)
		there = dsr_memtable_has(&w->lanes[i].memtable, key);
	for (size_t i = w->count; i-- > 0 && !there; )
		there = dsr_snapshot_segment_find(&w->segments[i].s, key, &doc);
	return there;
}

dossier_status dsr_index_writer_delete(dsr_index_writer *w, dossier_str key, int *found, dossier_error *err)
{
	dossier_status st;
	int there = 0;

	if (w->failed)
		return refuse(err);
	st = kill(w, key, &there, err);
	w->failed = st != DOSSIER_OK;
	w->changed |= there;
	if (!st && found)
		*found = there;
	return st;
}

/* ---- committing ---- */

static dossier_status write_dead(dsr_index_writer *w, uint64_t generation, dossier_error *err)
{
	dsr_buf path = DSR_BUF_INIT(&w->env->alloc);
	dossier_status st = DOSSIER_OK;

	for (size_t i = 0; i < w->count && !st; i++) {
		dsr_writer_segment *s = &w->segments[i];
		const char *name = dsr_directory_dead(&path, w->dir, s->m.id, generation);

		if (!s->dirty)
			continue;
		s->m.dead_count = s->s.dead_count;
		s->m.dead_generation = generation;
		st = name ? dsr_dead_write(w->env, name, s->s.dead, &s->m, err) : dsr_nomem(err);
		s->dirty = 0;
	}
	dsr_buf_release(&path);
	return st;
}

/* The manifest of the writer's state, as bytes. */
static dossier_status encode_manifest(const dsr_index_writer *w, uint64_t generation, dsr_buf *out, dossier_error *err)
{
	const size_t size = w->count * sizeof(dsr_manifest_segment);
	dsr_manifest m = w->committed;

	m.generation = generation;
	m.next_segment = w->next_segment;
	m.count = w->count;
	m.segments = dsr_new(&w->env->alloc, size);
	if (!m.segments && size)
		return dsr_nomem(err);
	for (size_t i = 0; i < w->count; i++)
		m.segments[i] = w->segments[i].m;
	dsr_manifest_put(out, &m);
	dsr_free(&w->env->alloc, m.segments, size);
	return dsr_buf_status(out) ? dsr_nomem(err) : DOSSIER_OK;
}

/* Before the first commit: the index's own names, synced. */
static dossier_status write_names(const dsr_index_writer *w, dossier_error *err)
{
	const dsr_manifest *m = &w->committed;
	dsr_buf path = DSR_BUF_INIT(&w->env->alloc);
	const char *name = dsr_directory_names(&path, w->dir);
	dsr_sink sink;
	dossier_status st = name ? dsr_sink_open(&sink, w->env, name, err) : dsr_nomem(err);

	if (!st) {
		dsr_sink_put(&sink, m->names.p, m->names.n);
		st = dsr_sink_finish(&sink, err);
	}
	dsr_buf_release(&path);
	return st;
}

static dossier_status sync_folder(const dsr_index_writer *w, const char *path, dossier_error *err)
{
	const int e = w->env->storage.sync_dir(w->env->storage.ctx, path);

	return e ? dsr_fail_errno(err, e, "sync", path) : DOSSIER_OK;
}

static dossier_status sync_dir(const dsr_index_writer *w, dossier_error *err)
{
	return sync_folder(w, w->dir, err);
}

/* The folder that the index's own lies in: there the name of a new index is kept. */
static dossier_status sync_parent(const dsr_index_writer *w, dossier_error *err)
{
	dsr_buf parent = DSR_BUF_INIT(&w->env->alloc);
	size_t n = strlen(w->dir);
	dossier_status st;

	while (n && w->dir[n - 1] == '/')
		n--;
	while (n && w->dir[n - 1] != '/')
		n--;
	while (n > 1 && w->dir[n - 1] == '/')
		n--;
	dsr_buf_put(&parent, n ? w->dir : ".", n ? n : 1);
	dsr_buf_put_u8(&parent, 0);
	st = dsr_buf_status(&parent) ? dsr_nomem(err) : sync_folder(w, (const char *)parent.data, err);
	dsr_buf_release(&parent);
	return st;
}

/* Steps 4 to 6: the manifest under a name of its own, then renamed. */
static dossier_status publish(dsr_index_writer *w, uint64_t generation, const dsr_buf *bytes, dossier_error *err)
{
	const dossier_storage *fs = &w->env->storage;
	dsr_buf draft = DSR_BUF_INIT(&w->env->alloc), path = DSR_BUF_INIT(&w->env->alloc);
	const char *from = dsr_path_join(&draft, w->dir, DSR_MANIFEST_DRAFT);
	const char *to = dsr_directory_manifest_path(&path, w->dir, generation);
	dsr_sink sink;
	dossier_status st;
	int e;

	if (!from || !to) {
		st = dsr_nomem(err);
		goto done;
	}
	st = dsr_sink_open(&sink, w->env, from, err);
	if (st)
		goto done;
	dsr_sink_put(&sink, bytes->data, bytes->len);
	st = dsr_sink_finish(&sink, err);
	if (st)
		goto done;
	e = fs->rename(fs->ctx, from, to);
	st = e ? dsr_fail_errno(err, e, "rename", from) : sync_dir(w, err);
done:
	dsr_buf_release(&path);
	dsr_buf_release(&draft);
	return st;
}

static dossier_status commit(dsr_index_writer *w, dossier_error *err)
{
	const uint64_t generation = w->committed.generation + 1;
	dsr_buf bytes = DSR_BUF_INIT(&w->env->alloc);
	dsr_manifest now = { 0 };
	dossier_status st = seal(w, err);

	if (!st) {
		dsr_writer_drop_dead(w);
		st = write_dead(w, generation, err);
	}
	if (!st && !w->committed.generation && w->committed.analysis & DSR_ANALYSIS_OWN_NAMES)
		st = write_names(w, err);
	if (!st)
		st = sync_dir(w, err);
	if (!st && !w->committed.generation)
		st = sync_parent(w, err);
	if (!st)
		st = encode_manifest(w, generation, &bytes, err);
	if (!st)
		st = dsr_manifest_get(&now, &w->env->alloc, "the new manifest", bytes.data, bytes.len, err);
	if (!st) {
		w->first_draft = w->next_segment; /* whether a failed rename or sync did its work is not known */
		st = publish(w, generation, &bytes, err);
	}
	if (!st) {
		const dsr_manifest before = w->committed;

		dsr_directory_clean(w->env, w->dir, &now, &before);
		w->committed = now; /* the lanes' schema is read through this very place */
		now = before;
	}
	dsr_manifest_release(&now);
	dsr_buf_release(&bytes);
	return st;
}

dossier_status dsr_index_writer_commit(dsr_index_writer *w, dossier_error *err)
{
	dossier_status st;

	if (w->failed)
		return refuse(err);
	if (!w->changed)
		return DOSSIER_OK;
	st = commit(w, err);
	w->failed = st != DOSSIER_OK;
	w->changed = st != DOSSIER_OK;
	return st;
}

/* What a merge of all will read. */
static uint64_t merge_bytes(const dsr_index_writer *w, int reorder)
{
	const int anew = w->count > 1 || (w->count && w->segments[0].s.dead_count);
	uint64_t sum = 0;

	for (size_t i = 0; i < w->count; i++)
		sum += w->segments[i].m.length;
	return sum * (unsigned)(anew + (reorder != 0));
}

dossier_status dsr_index_writer_merge(dsr_index_writer *w, int reorder, const dsr_work *work, dossier_error *err)
{
	dossier_status st;

	if (w->failed)
		return refuse(err);
	st = seal_lanes(w, err);
	if (work)
		w->work = (dsr_work){ .report = work->report, .ctx = work->ctx, .total = merge_bytes(w, reorder) };
	if (!st)
		st = dsr_writer_merge_all(w, err);
	if (!st && reorder)
		st = dsr_writer_reorder(w, err);
	w->work = (dsr_work){ 0 };
	if (!st && w->changed)
		st = commit(w, err);
	if (!st && w->changed)
		st = commit(w, err);
	w->failed = st != DOSSIER_OK;
	w->changed = st != DOSSIER_OK;
	return st;
}

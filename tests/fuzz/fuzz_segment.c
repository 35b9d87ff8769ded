/*
 * fuzz_segment.c - open a segment, read all of it, merge it with itself and put it in another order
 *
 * The first byte says whether the checksums are made right (bit 0), the next two how many documents the manifest
 * promises, the rest is the file.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <dossier/schema.h>

#include "../corrupt/blobs.c" /* the storage table, and right checksums */
#include "base/mem.h"
#include "index/bisect.h"
#include "index/merge.h"
#include "os/env.h"
#include "os/memory.h"
#include "segment/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MEMORY_MAX = 64 << 20 };

static size_t held;

static void *bounded_resize(void *ctx, void *p, size_t old_size, size_t size)
{
	const size_t rest = held - (p ? old_size : 0);
	void *q;

	(void)ctx;
	if (size && rest + size > MEMORY_MAX)
		return NULL;
	q = size ? realloc(p, size) : (free(p), NULL);
	if (q || !size)
		held = rest + size;
	return q;
}

static const dossier_alloc bounded = { bounded_resize, NULL };

/* Walk a term by document, with leaps: the cursor must move ahead and end. */
static void walk(const dsr_list *list, const dsr_term *t)
{
	static dsr_postings p;
	uint64_t next = 0;
	uint32_t doc, leap = 0;

	dsr_postings_open(&p, list, t);
	while ((doc = leap % 3 ? dsr_postings_next(&p) : dsr_postings_seek(&p, (uint32_t)next)) != DSR_DOC_END) {
		if (doc < next || doc >= list->docs)
			abort();
		next = (uint64_t)doc + 1 + leap++ % 7;
		if (leap % 3)
			next = (uint64_t)doc + 1;
		if (next >= DSR_DOC_END)
			break;
	}
}

static void walk_lists(const dsr_segment *s)
{
	for (size_t i = 0; i < s->list_count; i++) {
		static dsr_dict_cursor c;

		if (!s->lists[i].file)
			continue;
		dsr_dict_cursor_open(&c, &s->lists[i].dict);
		while (dsr_dict_cursor_next(&c)) {
			dsr_term t;

			if (dsr_dict_find(&s->lists[i].dict, c.term, &t) == 1)
				walk(&s->lists[i], &t);
			walk(&s->lists[i], &c.t);
		}
	}
}

static void read_columns(const dsr_segment *s, const dossier_schema *schema)
{
	for (size_t f = 0; f < schema->count; f++) {
		dsr_column c;

		if (!dsr_column_open(&c, &s->file, DSR_LIST_OF(f), s->docs) || c.is_date)
			continue;
		for (uint32_t d = 0; d < c.docs; d++)
			for (uint32_t i = 0; i < dsr_column_count(&c, d); i++)
				if (dsr_column_name(&c, dsr_column_value(&c, d, i)).n > s->file.view.length)
					abort();
	}
}

enum { DOCS_MAX = 1 << 16 };

/* What a merge makes of anything must be a segment. */
static void merge(const dsr_sources *sources, const dossier_schema *schema)
{
	static dsr_segment merged;
	dsr_memory_fs *fs = dsr_memory_fs_new(&dsr_alloc_default);
	const dsr_env env = dsr_env_make(&bounded, dsr_memory_fs_storage(fs));
	dsr_merged out;

	if (!dsr_merge(&env, "merged", schema, sources, 1 << 12, &out, NULL)) {
		if (dsr_segment_open(&merged, &env, "merged", schema, out.docs, NULL))
			abort();
		walk_lists(&merged);
		dsr_segment_close(&merged);
	}
	dsr_memory_fs_free(fs);
}

/* With itself, every third document of the second dead. */
static void merge_twice(const dsr_segment *s, const dossier_schema *schema)
{
	static uint64_t dead[DOCS_MAX / 64];
	dsr_sources sources;
	uint32_t count = 0;

	memset(dead, 0, sizeof dead);
	for (uint32_t d = 1; d < s->docs; d += 3, count++)
		dsr_bitset_set(dead, d);
	if (dsr_sources_init(&sources, &bounded, 2) && dsr_sources_add(&sources, s, NULL, 0) &&
	    dsr_sources_add(&sources, s, count ? dead : NULL, count))
		merge(&sources, schema);
	dsr_sources_release(&sources);
}

static void reorder(const dsr_segment *s, const dossier_schema *schema)
{
	static uint32_t order[DOCS_MAX], numbers[DOCS_MAX];
	dsr_sources sources;

	if (dsr_bisect(s, &bounded, 1 << 16, order, NULL))
		return;
	for (uint32_t n = 0; n < s->docs; n++)
		numbers[order[n]] = n;
	if (dsr_sources_init(&sources, &bounded, 1) && dsr_sources_add(&sources, s, NULL, 0)) {
		sources.order = order;
		sources.numbers = numbers;
		merge(&sources, schema);
	}
	dsr_sources_release(&sources);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static dsr_segment s;
	const dossier_schema *schema = dossier_schema_publication();
	dsr_verifier v = { .alloc = &bounded, .file = "" };
	blobs files;
	dsr_env env;

	if (size < 3)
		return 0;
	blobs_init(&files);
	blobs_add(&files, "segment.", data + 3, size - 3);
	if (data[0] & 1)
		blobs_fix_checksums(&files);
	env = dsr_env_make(&bounded, &files.storage);
	if (!dsr_segment_open(&s, &env, "segment.", schema, (uint32_t)get(data + 1, 2), NULL)) {
		dsr_segment_verify(&s, schema, &v);
		walk_lists(&s);
		read_columns(&s, schema);
		merge_twice(&s, schema);
		reorder(&s, schema);
		dsr_segment_close(&s);
	}
	blobs_release(&files);
	if (held)
		abort();
	return 0;
}

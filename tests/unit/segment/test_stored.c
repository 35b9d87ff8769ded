#include "segment_body.h"

#include <stdio.h>

#include "base/varint.h"
#include "codec/bitset.h"
#include "segment/stored_writer.h"

enum { DOCS = 500 };

static struct { uint8_t *p; size_t n; } docs[DOCS];
static uint32_t doc_count;

/* Noise, or words of a topic of which there are few. */
static void fill_doc(uint8_t *p, size_t n, uint32_t topic)
{
	for (size_t i = 0; i < n; i++)
		p[i] = topic ? 0 : (uint8_t)chance(chance(2) ? 4 : 256);
	for (size_t i = 0; topic && i < n; i++) {
		const uint32_t word = chance(chance(2) ? 30 : 300) + 1;

		for (size_t end = i + 5 + word % 9; i < n && i < end; i++)
			p[i] = (uint8_t)('a' + (word * 7 + topic * 11 + (uint32_t)(end - i) * word) % 26);
	}
}

static void add_docs(uint32_t n, uint32_t longest, uint32_t topic)
{
	for (const uint32_t end = doc_count + n; doc_count < end; doc_count++) {
		docs[doc_count].n = chance(10) ? chance(longest + 1) : 0;
		docs[doc_count].p = must_alloc(docs[doc_count].n);
		fill_doc(docs[doc_count].p, docs[doc_count].n, topic);
	}
}

static void make_docs(uint32_t n, uint32_t longest)
{
	doc_count = 0;
	add_docs(n, longest, 0);
}

static void free_docs(void)
{
	for (uint32_t d = 0; d < doc_count; d++)
		free(docs[d].p);
}

static dossier_status put_docs(dsr_container_writer *out)
{
	dsr_stored_writer w;
	dossier_status st = dsr_stored_begin(&w, out, &test_alloc, NULL);

	if (st)
		return st;
	for (uint32_t d = 0; d < doc_count; d++)
		dsr_stored_put(&w, docs[d].p, docs[d].n);
	st = dsr_stored_finish(&w, NULL);
	dsr_stored_release(&w);
	return st;
}

static void fill(dsr_container_writer *w)
{
	assert_int_equal(put_docs(w), DOSSIER_OK);
}

static void open_stored(dsr_stored *s, const dsr_container *c, uint32_t count)
{
	assert_int_equal(dsr_stored_open(s, c, count), DOSSIER_OK);
}

static void close_stored(dsr_stored *s, dsr_container *c)
{
	dsr_stored_close(s);
	dsr_container_close(c);
}

static void assert_doc(const dsr_stored *s, uint32_t d)
{
	dsr_page page = DSR_PAGE_INIT(&test_alloc);
	const uint8_t *bytes;
	size_t n;

	assert_int_equal(dsr_stored_get(s, d, &page, &bytes, &n), DOSSIER_OK);
	assert_int_equal(n, docs[d].n);
	assert_memory_equal(bytes, docs[d].p, n);
	dsr_page_release(&page);
}

static void every_document_comes_back(void **state)
{
	static const struct { uint32_t docs, longest; } cases[] = {
		{ 1, 0 }, { 1, 100 }, { 3, 1 }, { DOCS, 100 }, { DOCS, 3000 }, { 5, 200000 }, { 2, DSR_STORED_BLOCK },
		{ 40, DSR_STORED_TRAIN / 20 },
	};
	dsr_container c;
	dsr_stored s;

	(void)state;
	for (size_t i = 0; i < 2 * LENGTH(cases); i++) {
		dossier_status st = DOSSIER_ERR_IO;

		doc_count = 0;
		add_docs(cases[i / 2].docs, cases[i / 2].longest, i & 1);
		write_container(fill);
		open_container(&c);
		open_stored(&s, &c, doc_count);
		for (uint32_t d = 0; d < doc_count; d++)
			assert_doc(&s, d);
		assert_int_equal(dsr_stored_check(&s, &test_alloc, &st), 0);
		assert_int_equal(st, DOSSIER_OK);
		close_stored(&s, &c);
		free_docs();
	}
}

/* Every block is as full as it may be: long documents are alone, short ones share it until it is full or a long one comes. */
static void assert_blocks(const dsr_stored *s)
{
	uint8_t length[DSR_VARINT_MAX];
	const size_t full = s->dictionary_count ? DSR_STORED_BLOCK : DSR_STORED_BARE_BLOCK;
	dsr_page page = DSR_PAGE_INIT(&test_alloc);
	const uint8_t *bytes;
	size_t n;

	for (uint32_t d = 0; d < doc_count; d = page.end) {
		size_t sum = 0;

		assert_int_equal(dsr_stored_get(s, d, &page, &bytes, &n), DOSSIER_OK);
		assert_int_equal(page.first, d);
		for (uint32_t i = page.first; i < page.end; i++) {
			assert_true(i == d || (sum < full && docs[i].n < full));
			sum += dsr_varint_put(length, docs[i].n) + docs[i].n;
		}
		assert_true(sum >= full || page.end == doc_count || docs[page.end].n >= full);
	}
	dsr_page_release(&page);
}

static void long_documents_have_blocks_of_their_own(void **state)
{
	static const struct { uint32_t docs, longest; } cases[] = {
		{ 1, 0 }, { DOCS, 100 }, { DOCS, 3000 }, { 100, 2 * DSR_STORED_BLOCK }, { 30, 200000 },
	};
	dsr_container c;
	dsr_stored s;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		make_docs(cases[i].docs, cases[i].longest);
		write_container(fill);
		open_container(&c);
		open_stored(&s, &c, doc_count);
		assert_blocks(&s);
		close_stored(&s, &c);
		free_docs();
	}
}

static void one_page_serves_documents_of_two_segments_in_any_order(void **state)
{
	dsr_page page = DSR_PAGE_INIT(&test_alloc);
	const uint8_t *bytes;
	dsr_container c;
	dsr_stored s[2];
	size_t n;

	(void)state;
	make_docs(DOCS, 3000);
	write_container(fill);
	open_container(&c);
	for (int i = 0; i < 2; i++)
		open_stored(&s[i], &c, doc_count);
	for (uint32_t i = 0; i < 4 * DOCS; i++) {
		const uint32_t d = i * 7919 % DOCS;

		assert_int_equal(dsr_stored_get(&s[i / 5 % 2], d, &page, &bytes, &n), DOSSIER_OK);
		assert_int_equal(n, docs[d].n);
		assert_memory_equal(bytes, docs[d].p, n);
	}
	dsr_page_release(&page);
	for (int i = 0; i < 2; i++)
		dsr_stored_close(&s[i]);
	dsr_container_close(&c);
	free_docs();
}

static uint64_t  dead[DOCS / 64 + 1];
static dsr_stored source;

/* The documents that are not dead, then all. */
static dossier_status append_twice(dsr_container_writer *out)
{
	dsr_stored_writer w;
	dossier_status st = dsr_stored_begin(&w, out, &test_alloc, NULL);

	if (st)
		return st;
	st = dsr_stored_append(&w, &source, dead, NULL, NULL);
	if (!st)
		st = dsr_stored_append(&w, &source, NULL, NULL, NULL);
	if (!st)
		return dsr_stored_finish(&w, NULL);
	dsr_stored_release(&w);
	return st;
}

/* Documents that live in the first part of the merged ones, then all. */
static void assert_appended(const dsr_stored *s)
{
	dsr_page page = DSR_PAGE_INIT(&test_alloc);
	uint32_t number = 0;

	for (uint32_t d = 0; d < 2 * doc_count; d++) {
		const uint8_t *bytes;
		size_t n;

		if (d < doc_count && dsr_bitset_has(dead, d))
			continue;
		assert_int_equal(dsr_stored_get(s, number++, &page, &bytes, &n), DOSSIER_OK);
		assert_int_equal(n, docs[d % doc_count].n);
		assert_memory_equal(bytes, docs[d % doc_count].p, n);
	}
	assert_int_equal(number, s->docs);
	dsr_page_release(&page);
}

static void documents_of_another_segment_are_taken_over(void **state)
{
	static const struct { uint32_t docs, longest, dying; } cases[] = {
		{ 1, 0, 0 }, { DOCS, 3000, 0 }, { DOCS, 3000, 1 }, { DOCS, 3000, 90 }, { 30, 200000, 20 }, { DOCS, 9, 50 },
	};
	dsr_container c, merged;
	dsr_stored s;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		uint32_t live = 0;
		dossier_status st;

		make_docs(cases[i].docs, cases[i].longest);
		memset(dead, 0, sizeof dead);
		for (uint32_t d = 0; d < doc_count; d++)
			if (chance(100) < cases[i].dying)
				dsr_bitset_set(dead, d);
			else
				live++;
		write_container(fill);
		open_container(&c);
		open_stored(&source, &c, doc_count);
		assert_int_equal(try_container(append_twice), DOSSIER_OK);
		open_container(&merged);
		open_stored(&s, &merged, live + doc_count);
		assert_appended(&s);
		assert_int_equal(dsr_stored_check(&s, &test_alloc, &st), 0);
		close_stored(&s, &merged);
		close_stored(&source, &c);
		free_docs();
	}
}

static dossier_status append_once(void)
{
	return try_container(append_twice);
}

static void taking_over_fails_cleanly(void **state)
{
	dsr_container c;

	(void)state;
	make_docs(100, 3000);
	write_container(fill);
	open_container(&c);
	open_stored(&source, &c, doc_count);
	assert_doc(&source, 3); /* prepares what the source keeps */
	fails_cleanly(append_once);
	close_stored(&source, &c);
	free_docs();
}

/* A segment of its own for each stretch of the documents, merged into PATH. */
typedef struct stretch {
	uint32_t docs, longest, topic;
} stretch;

enum { SEGMENTS_MAX = 4 };
static struct { dsr_container file; dsr_stored stored; } segments[SEGMENTS_MAX];
static uint32_t segment_count, first_doc, end_doc;

static void fill_stretch(dsr_container_writer *out)
{
	dsr_stored_writer w;

	assert_int_equal(dsr_stored_begin(&w, out, &test_alloc, NULL), DOSSIER_OK);
	for (uint32_t d = first_doc; d < end_doc; d++)
		dsr_stored_put(&w, docs[d].p, docs[d].n);
	assert_int_equal(dsr_stored_finish(&w, NULL), DOSSIER_OK);
}

static void make_segments(const stretch *stretches, uint32_t n)
{
	doc_count = segment_count = 0;
	for (; segment_count < n; segment_count++) {
		char name[16];

		first_doc = doc_count;
		add_docs(stretches[segment_count].docs, stretches[segment_count].longest, stretches[segment_count].topic);
		end_doc = doc_count;
		write_container(fill_stretch);
		snprintf(name, sizeof name, "part-%u", segment_count);
		assert_int_equal(env.storage.rename(env.storage.ctx, PATH, name), 0);
		assert_int_equal(dsr_container_open(&segments[segment_count].file, &env, name, NULL), DOSSIER_OK);
		open_stored(&segments[segment_count].stored, &segments[segment_count].file, end_doc - first_doc);
	}
}

static dossier_status merge_segments(dsr_container_writer *out)
{
	dsr_stored_writer w;
	dossier_status st = dsr_stored_begin(&w, out, &test_alloc, NULL);

	for (uint32_t i = 0; i < segment_count && !st; i++)
		st = dsr_stored_append(&w, &segments[i].stored, NULL, NULL, NULL);
	if (!st)
		return dsr_stored_finish(&w, NULL);
	dsr_stored_release(&w);
	return st;
}

static void close_segments(void)
{
	for (uint32_t i = 0; i < segment_count; i++)
		close_stored(&segments[i].stored, &segments[i].file);
	free_docs();
}

/* What is merged into PATH holds all documents and so many dictionaries. */
static void assert_merged(uint32_t dictionaries)
{
	dossier_status st;
	dsr_container c;
	dsr_stored s;

	assert_int_equal(try_container(merge_segments), DOSSIER_OK);
	open_container(&c);
	open_stored(&s, &c, doc_count);
	assert_int_equal(s.dictionary_count, dictionaries);
	for (uint32_t d = 0; d < doc_count; d++)
		assert_doc(&s, d);
	assert_int_equal(dsr_stored_check(&s, &test_alloc, &st), 0);
	close_stored(&s, &c);
}

static void a_segment_has_a_dictionary_where_there_is_enough_to_make_one_of(void **state)
{
	static const stretch stretches[] = { { 2, 300, 1 }, { 15, 500, 1 }, { 100, 500, 1 }, { 5, 4 * DSR_STORED_TRAIN, 1 } };

	(void)state;
	make_segments(stretches, LENGTH(stretches));
	for (uint32_t i = 0; i < segment_count; i++) {
		const dsr_stored *s = &segments[i].stored;

		assert_int_equal(s->dictionary_count, i > 0);
		if (i)
			assert_in_range(dsr_stored_dictionary(s, 1).size, DSR_STORED_TRAIN_LEAST / DSR_STORED_SHARE,
			                DSR_STORED_TRAIN / DSR_STORED_SHARE);
	}
	close_segments();
}

static void runs_that_are_worth_it_keep_their_dictionaries(void **state)
{
	static const stretch stretches[] = { { 100, 5000, 1 }, { 100, 5000, 2 }, { 15, 900, 3 }, { 100, 5000, 4 } };
	uint64_t size = 0;
	dsr_container c;

	(void)state;
	make_segments(stretches, LENGTH(stretches));
	for (uint32_t i = 0; i < segment_count; i++) {
		assert_int_equal(segments[i].stored.dictionary_count, 1);
		assert_int_equal(dsr_stored_run_bytes(&segments[i].stored, 1) >= DSR_STORED_RUN, i != 2);
	}
	assert_merged(3);
	open_container(&c);
	for (uint32_t i = 0; i < segment_count; i++)
		size += segments[i].stored.blocks.size;
	assert_in_range(dsr_container_section(&c, DSR_SECTION_STORED, 0).size, size * 9 / 10, size * 11 / 10);
	dsr_container_close(&c);
	close_segments();
}

static void what_is_not_worth_its_dictionary_is_packed_with_the_next(void **state)
{
	static const stretch stretches[] = { { 2, 300, 1 }, { 15, 500, 1 }, { 100, 1000, 1 } };
	dsr_container c;
	dsr_section index;

	(void)state;
	make_segments(stretches, LENGTH(stretches));
	for (uint32_t i = 0; i < segment_count; i++)
		assert_int_equal(segments[i].stored.dictionary_count, i > 0);
	assert_merged(1);
	open_container(&c);
	index = dsr_container_section(&c, DSR_SECTION_STORED_INDEX, 0);
	assert_memory_equal(index.bytes + 8, "\0\0\0\0", 4); /* its first block is the first of all */
	dsr_container_close(&c);
	close_segments();
}

static void a_dictionary_is_taken_once(void **state)
{
	static const stretch stretches[] = { { 100, 1000, 1 } };

	(void)state;
	make_segments(stretches, 1);
	segments[1] = segments[0];
	segment_count = 2;
	assert_int_equal(try_container(merge_segments), DOSSIER_OK);
	{
		dsr_container c;
		dsr_stored s;

		open_container(&c);
		open_stored(&s, &c, 200);
		assert_int_equal(s.dictionary_count, 1);
		assert_int_equal(s.block_count, 2 * segments[0].stored.block_count);
		close_stored(&s, &c);
	}
	segment_count = 1;
	close_segments();
}

static void small_segments_merge_to_what_building_at_once_writes(void **state)
{
	static const stretch stretches[] = { { 9, 500, 1 }, { 9, 500, 1 }, { 9, 500, 1 }, { 9, 500, 1 } };
	uint8_t *merged;
	dsr_container c;
	size_t n;

	(void)state;
	make_segments(stretches, LENGTH(stretches));
	assert_merged(1);
	open_container(&c);
	merged = copy_section(&c, DSR_SECTION_STORED, 0, &n);
	dsr_container_close(&c);
	write_container(fill);
	open_container(&c);
	assert_int_equal(dsr_container_section(&c, DSR_SECTION_STORED, 0).size, n);
	assert_memory_equal(dsr_container_section(&c, DSR_SECTION_STORED, 0).bytes, merged, n);
	dsr_container_close(&c);
	free(merged);
	close_segments();
}

static dossier_status merge_once(void)
{
	return try_container(merge_segments);
}

static void merging_dictionaries_fails_cleanly(void **state)
{
	static const stretch stretches[] = { { 9, 500, 1 }, { 60, 5000, 2 }, { 60, 5000, 1 } };
	dossier_status st;

	(void)state;
	make_segments(stretches, LENGTH(stretches));
	for (uint32_t i = 0; i < segment_count; i++)
		assert_int_equal(dsr_stored_check(&segments[i].stored, &test_alloc, &st), 0); /* prepares what the sources keep */
	fails_cleanly(merge_once);
	close_segments();
}

static void a_document_that_is_not_there_is_refused(void **state)
{
	dsr_page page = DSR_PAGE_INIT(&test_alloc);
	const uint8_t *bytes;
	dsr_container c;
	dsr_stored s;
	size_t n;

	(void)state;
	make_docs(10, 100);
	write_container(fill);
	open_container(&c);
	open_stored(&s, &c, 10);
	assert_int_equal(dsr_stored_get(&s, 10, &page, &bytes, &n), DOSSIER_ERR_CORRUPT);
	assert_int_equal(dsr_stored_get(&s, UINT32_MAX, &page, &bytes, &n), DOSSIER_ERR_CORRUPT);
	dsr_page_release(&page);
	close_stored(&s, &c);
	free_docs();
}

static void another_number_of_documents_is_found_out(void **state)
{
	dossier_status st;
	dsr_container c;
	dsr_stored s;

	(void)state;
	make_docs(100, 1000);
	write_container(fill);
	open_container(&c);
	for (uint32_t wrong = 99; wrong <= 101; wrong += 2) {
		open_stored(&s, &c, wrong);
		assert_int_equal(dsr_stored_check(&s, &test_alloc, &st), 1);
		assert_int_equal(st, DOSSIER_OK);
		dsr_stored_close(&s);
	}
	dsr_container_close(&c);
	free_docs();
}

/* The three sections, as they are read or damaged. */
enum { PARTS = 3 };
static const dsr_section_kind kinds[PARTS] = { DSR_SECTION_STORED, DSR_SECTION_STORED_INDEX, DSR_SECTION_DICTIONARY };
static struct { uint8_t *bytes; size_t n; } parts[PARTS];

static void fill_damaged(dsr_container_writer *w)
{
	for (int i = 0; i < PARTS; i++)
		put_section(w, kinds[i], 0, parts[i].bytes, parts[i].n);
}

/* Read everything, and let a merge read it. */
static void read_damaged(void)
{
	dsr_page page = DSR_PAGE_INIT(&test_alloc);
	const uint8_t *bytes;
	uint32_t sum = 0;
	dossier_status st;
	dsr_container c;
	size_t n;

	write_container(fill_damaged);
	open_container(&c);
	if (!dsr_stored_open(&source, &c, doc_count)) {
		for (uint32_t d = 0; d < doc_count; d++)
			if (!dsr_stored_get(&source, d, &page, &bytes, &n))
				for (size_t i = 0; i < n; i++)
					sum += bytes[i];
		dsr_stored_check(&source, &test_alloc, &st);
		try_container(append_twice);
	}
	assert_true(sum < UINT32_MAX);
	dsr_page_release(&page);
	close_stored(&source, &c);
}

static void damage_under_right_checksums_does_no_harm(void **state)
{
	dsr_container c;

	(void)state;
	doc_count = 0;
	add_docs(60, 2000, 1);
	memset(dead, 0, sizeof dead);
	dsr_bitset_set(dead, 7);
	write_container(fill);
	open_container(&c);
	for (int i = 0; i < PARTS; i++)
		parts[i].bytes = copy_section(&c, kinds[i], 0, &parts[i].n);
	dsr_container_close(&c);
	for (int round = 0; round < 900; round++) {
		const int part = round % PARTS;
		uint8_t *right = parts[part].bytes;

		parts[part].bytes = must_alloc(parts[part].n);
		memcpy(parts[part].bytes, right, parts[part].n);
		damage(parts[part].bytes, parts[part].n);
		read_damaged();
		free(parts[part].bytes);
		parts[part].bytes = right;
	}
	for (int i = 0; i < PARTS; i++)
		free(parts[i].bytes);
	free_docs();
}

static dossier_status write_and_read(void)
{
	dsr_page page = DSR_PAGE_INIT(&test_alloc);
	const uint8_t *bytes;
	dsr_container c;
	dsr_stored s;
	size_t n;
	dossier_status st = try_container(put_docs);

	if (!st)
		st = dsr_container_open(&c, &env, PATH, NULL);
	if (st)
		return st;
	st = dsr_stored_open(&s, &c, doc_count);
	if (!st)
		st = dsr_stored_get(&s, 3, &page, &bytes, &n);
	if (!st)
		dsr_stored_check(&s, &test_alloc, &st);
	dsr_page_release(&page);
	close_stored(&s, &c);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	for (uint32_t topic = 0; topic < 2; topic++) {
		doc_count = 0;
		add_docs(50, 3000, topic);
		fails_cleanly(write_and_read);
		free_docs();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_document_comes_back),
		TEST(long_documents_have_blocks_of_their_own),
		TEST(one_page_serves_documents_of_two_segments_in_any_order),
		TEST(documents_of_another_segment_are_taken_over),
		TEST(taking_over_fails_cleanly),
		TEST(a_segment_has_a_dictionary_where_there_is_enough_to_make_one_of),
		TEST(runs_that_are_worth_it_keep_their_dictionaries),
		TEST(what_is_not_worth_its_dictionary_is_packed_with_the_next),
		TEST(a_dictionary_is_taken_once),
		TEST(small_segments_merge_to_what_building_at_once_writes),
		TEST(merging_dictionaries_fails_cleanly),
		TEST(a_document_that_is_not_there_is_refused),
		TEST(another_number_of_documents_is_found_out),
		TEST(damage_under_right_checksums_does_no_harm),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

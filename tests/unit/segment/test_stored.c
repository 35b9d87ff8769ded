#include "segment_body.h"

#include "codec/bitset.h"
#include "segment/stored.h"

enum { DOCS = 500 };

static struct { uint8_t *p; size_t n; } docs[DOCS];
static uint32_t doc_count;

static void make_docs(uint32_t n, uint32_t longest)
{
	doc_count = n;
	for (uint32_t d = 0; d < n; d++) {
		docs[d].n = chance(10) ? chance(longest + 1) : 0;
		docs[d].p = must_alloc(docs[d].n);
		for (size_t i = 0; i < docs[d].n; i++)
			docs[d].p[i] = (uint8_t)chance(chance(2) ? 4 : 256);
	}
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
	};
	dsr_container c;
	dsr_stored s;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		dossier_status st = DOSSIER_ERR_IO;

		make_docs(cases[i].docs, cases[i].longest);
		write_container(fill);
		open_container(&c);
		assert_true(dsr_stored_open(&s, &c, doc_count));
		for (uint32_t d = 0; d < doc_count; d++)
			assert_doc(&s, d);
		assert_int_equal(dsr_stored_check(&s, &test_alloc, &st), 0);
		assert_int_equal(st, DOSSIER_OK);
		dsr_container_close(&c);
		free_docs();
	}
}

/* Every block is as full as it may be: long documents are alone, short ones share it until it is full or a long one comes. */
static void assert_blocks(const dsr_stored *s)
{
	dsr_page page = DSR_PAGE_INIT(&test_alloc);
	const uint8_t *bytes;
	size_t n;

	for (uint32_t d = 0; d < doc_count; d = page.end) {
		size_t sum = 0;

		assert_int_equal(dsr_stored_get(s, d, &page, &bytes, &n), DOSSIER_OK);
		assert_int_equal(page.first, d);
		for (uint32_t i = page.first; i < page.end; i++) {
			assert_true(i == d || (sum < DSR_STORED_BLOCK && docs[i].n < DSR_STORED_BLOCK));
			sum += docs[i].n;
		}
		assert_true(sum >= DSR_STORED_BLOCK || page.end == doc_count || docs[page.end].n >= DSR_STORED_BLOCK);
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
		assert_true(dsr_stored_open(&s, &c, doc_count));
		assert_blocks(&s);
		dsr_container_close(&c);
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
		assert_true(dsr_stored_open(&s[i], &c, doc_count));
	for (uint32_t i = 0; i < 4 * DOCS; i++) {
		const uint32_t d = i * 7919 % DOCS;

		assert_int_equal(dsr_stored_get(&s[i / 5 % 2], d, &page, &bytes, &n), DOSSIER_OK);
		assert_int_equal(n, docs[d].n);
		assert_memory_equal(bytes, docs[d].p, n);
	}
	dsr_page_release(&page);
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
		assert_true(dsr_stored_open(&source, &c, doc_count));
		assert_int_equal(try_container(append_twice), DOSSIER_OK);
		open_container(&merged);
		assert_true(dsr_stored_open(&s, &merged, live + doc_count));
		assert_appended(&s);
		assert_int_equal(dsr_stored_check(&s, &test_alloc, &st), 0);
		dsr_container_close(&merged);
		dsr_container_close(&c);
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
	assert_true(dsr_stored_open(&source, &c, doc_count));
	fails_cleanly(append_once);
	dsr_container_close(&c);
	free_docs();
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
	assert_true(dsr_stored_open(&s, &c, 10));
	assert_int_equal(dsr_stored_get(&s, 10, &page, &bytes, &n), DOSSIER_ERR_CORRUPT);
	assert_int_equal(dsr_stored_get(&s, UINT32_MAX, &page, &bytes, &n), DOSSIER_ERR_CORRUPT);
	dsr_page_release(&page);
	dsr_container_close(&c);
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
		assert_true(dsr_stored_open(&s, &c, wrong));
		assert_int_equal(dsr_stored_check(&s, &test_alloc, &st), 1);
		assert_int_equal(st, DOSSIER_OK);
	}
	dsr_container_close(&c);
	free_docs();
}

static struct { uint8_t *bytes; size_t n; } blocks, entries;

static void fill_damaged(dsr_container_writer *w)
{
	put_section(w, DSR_SECTION_STORED, 0, blocks.bytes, blocks.n);
	put_section(w, DSR_SECTION_STORED_INDEX, 0, entries.bytes, entries.n);
}

static void read_damaged(void)
{
	dsr_page page = DSR_PAGE_INIT(&test_alloc);
	const uint8_t *bytes;
	uint32_t sum = 0;
	dossier_status st;
	dsr_container c;
	dsr_stored s;
	size_t n;

	write_container(fill_damaged);
	open_container(&c);
	if (dsr_stored_open(&s, &c, doc_count)) {
		for (uint32_t d = 0; d < doc_count; d++)
			if (!dsr_stored_get(&s, d, &page, &bytes, &n))
				for (size_t i = 0; i < n; i++)
					sum += bytes[i];
		dsr_stored_check(&s, &test_alloc, &st);
	}
	assert_true(sum < UINT32_MAX);
	dsr_page_release(&page);
	dsr_container_close(&c);
}

static void damage_under_right_checksums_does_no_harm(void **state)
{
	uint8_t *original_blocks, *original_entries;
	dsr_container c;
	size_t n, m;

	(void)state;
	make_docs(30, 5000);
	write_container(fill);
	open_container(&c);
	original_blocks = copy_section(&c, DSR_SECTION_STORED, 0, &n);
	original_entries = copy_section(&c, DSR_SECTION_STORED_INDEX, 0, &m);
	dsr_container_close(&c);
	for (int round = 0; round < 300; round++) {
		blocks.bytes = must_alloc(n);
		entries.bytes = must_alloc(m);
		blocks.n = n;
		entries.n = m;
		memcpy(blocks.bytes, original_blocks, n);
		memcpy(entries.bytes, original_entries, m);
		if (round & 1)
			damage(entries.bytes, m);
		else
			damage(blocks.bytes, n);
		read_damaged();
		free(blocks.bytes);
		free(entries.bytes);
	}
	free(original_blocks);
	free(original_entries);
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
	assert_true(dsr_stored_open(&s, &c, doc_count));
	st = dsr_stored_get(&s, 3, &page, &bytes, &n);
	if (!st)
		dsr_stored_check(&s, &test_alloc, &st);
	dsr_page_release(&page);
	dsr_container_close(&c);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	make_docs(50, 3000);
	fails_cleanly(write_and_read);
	free_docs();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_document_comes_back),
		TEST(long_documents_have_blocks_of_their_own),
		TEST(one_page_serves_documents_of_two_segments_in_any_order),
		TEST(documents_of_another_segment_are_taken_over),
		TEST(taking_over_fails_cleanly),
		TEST(a_document_that_is_not_there_is_refused),
		TEST(another_number_of_documents_is_found_out),
		TEST(damage_under_right_checksums_does_no_harm),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

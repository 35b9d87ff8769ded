#include "list_body.h"

static dsr_postings p; /* large */

/* The first model document >= target, as an index; n when there is none. */
static uint32_t model_find(uint32_t target)
{
	uint32_t i = 0;

	while (i < m.n && m.docs[i] < target)
		i++;
	return i;
}

static void assert_at(uint32_t i)
{
	const uint32_t *tfs;

	if (i >= m.n) {
		assert_int_equal(dsr_postings_doc(&p), DSR_DOC_END);
		return;
	}
	assert_int_equal(dsr_postings_doc(&p), m.docs[i]);
	tfs = dsr_postings_tfs(&p);
	assert_non_null(tfs);
	assert_int_equal(tfs[p.i], m.tfs[i]);
}

static void assert_positions_at(uint32_t i)
{
	uint32_t *out = must_alloc(m.tfs[i] * sizeof *out);

	assert_int_equal(dsr_postings_positions(&p, p.i, out), has_positions);
	if (has_positions)
		assert_memory_equal(out, m.positions + m.starts[i], m.tfs[i] * sizeof *out);
	free(out);
}

static void assert_next_walk(const dsr_list *list, const dsr_term *t)
{
	uint32_t i = 0;

	dsr_postings_open(&p, list, t);
	for (; dsr_postings_next(&p) != DSR_DOC_END; i++) {
		assert_true(i < m.n);
		assert_at(i);
		if (has_positions)
			assert_positions_at(i);
	}
	assert_int_equal(i, m.n);
	assert_int_equal(dsr_postings_next(&p), DSR_DOC_END);
	assert_int_equal(dsr_postings_seek(&p, 0), DSR_DOC_END);
	assert_int_equal(p.status, DOSSIER_OK);
}

/* A walk of seeks of about this stride, some of them to where the cursor is, some followed by next. */
static void assert_seek_walk(const dsr_list *list, const dsr_term *t, uint64_t stride)
{
	uint64_t target = chance(3) ? chance_u64() % (stride + 1) : 0;
	uint32_t i;

	dsr_postings_open(&p, list, t);
	while (target < DSR_DOC_END) {
		i = model_find((uint32_t)target);
		assert_int_equal(dsr_postings_seek(&p, (uint32_t)target), i < m.n ? m.docs[i] : DSR_DOC_END);
		assert_at(i);
		if (i >= m.n)
			break;
		assert_int_equal(dsr_postings_seek(&p, m.docs[i]), m.docs[i]);
		if (has_positions && chance(8) == 0)
			assert_positions_at(i);
		if (chance(3) == 0) {
			dsr_postings_next(&p);
			assert_at(++i);
			if (i >= m.n)
				break;
		}
		target = m.docs[i] + (chance(2) ? 0 : chance_u64() % (stride + 1));
	}
	assert_int_equal(dsr_postings_seek(&p, DSR_DOC_END - 1), m.docs[m.n - 1] == DSR_DOC_END - 1 ? DSR_DOC_END - 1 : DSR_DOC_END);
	assert_int_equal(p.status, DOSSIER_OK);
}

/* What each block says of itself, before and after it is loaded. */
static void assert_block(uint32_t b, uint32_t from)
{
	const uint32_t n = m.blocks[b];
	double k[256];

	if (p.skips) {
		assert_int_equal(dsr_postings_block_first(&p, b), m.docs[from]);
		assert_int_equal(dsr_postings_block_last(&p, b), m.docs[from + n - 1]);
	}
	assert_true(dsr_postings_load(&p, b));
	assert_int_equal(p.n, n);
	assert_memory_equal(p.docs, m.docs + from, n * sizeof *p.docs);
	assert_int_equal(dsr_postings_block_first(&p, b), m.docs[from]);
	assert_int_equal(dsr_postings_block_last(&p, b), m.docs[from + n - 1]);
	assert_non_null(dsr_postings_tfs(&p));
	assert_memory_equal(p.tfs, m.tfs + from, n * sizeof *p.tfs);
	dsr_bm25_table(k, DSR_BM25_K1, DSR_BM25_B, AVERAGE);
	for (uint32_t i = 0; m.norms && i < n; i++)
		assert_true(p.tfs[i] / (p.tfs[i] + k[m.norms[p.docs[i]]]) <= dsr_postings_block_bound(&p, b) / 255.0);
}

/* Positions may be asked for in any order. */
static void assert_positions_backwards(uint32_t from)
{
	for (uint32_t i = p.n; has_positions && i-- > 0; ) {
		uint32_t *out = must_alloc(m.tfs[from + i] * sizeof *out);

		assert_int_equal(dsr_postings_positions(&p, i, out), 1);
		assert_memory_equal(out, m.positions + m.starts[from + i], m.tfs[from + i] * sizeof *out);
		free(out);
	}
}

static void assert_blocks(const dsr_list *list, const dsr_term *t)
{
	uint32_t from = 0;

	dsr_postings_open(&p, list, t);
	assert_int_equal(p.blocks, m.block_count);
	for (uint32_t b = 0; b < m.block_count; b++) {
		assert_block(b, from);
		from += m.blocks[b];
	}
	for (uint32_t b = (uint32_t)m.block_count; b-- > 0; ) {
		from -= m.blocks[b];
		assert_block(b, from);
		assert_positions_backwards(from);
	}
}

/* Some documents of the block, and others before its last one, are told apart; their frequencies are read. */
static void assert_some(uint32_t b, uint32_t from)
{
	const uint32_t last = m.docs[from + m.blocks[b] - 1], most = 1 + chance(30);
	uint32_t asked[DSR_BLOCK] = { 0 }, out[DSR_BLOCK], want[DSR_BLOCK], want_tfs[DSR_BLOCK], tfs[DSR_BLOCK];
	uint32_t n = 0, count = 0, doc = from ? m.docs[from - 1] + 1 : 0;

	for (uint32_t i = from; n < DSR_BLOCK && doc <= last; doc += 1 + chance(most) * (1 + (last - doc) / 400)) {
		while (m.docs[i] < doc)
			i++;
		doc = chance(3) ? m.docs[i] : doc;
		asked[n++] = doc;
		if (m.docs[i] != doc)
			continue;
		want[count] = doc;
		want_tfs[count++] = m.tfs[i];
	}
	assert_int_equal(dsr_postings_among(&p, b, asked, n, out), count);
	assert_memory_equal(out, want, count * sizeof *out);
	assert_true(!count || dsr_postings_tfs_of(&p, b, want, count, tfs));
	assert_memory_equal(tfs, want_tfs, count * sizeof *tfs);
	for (uint32_t i = 0; i < count; i += 1 + chance(40)) {
		assert_true(dsr_postings_tfs_of(&p, b, want + i, 1, tfs));
		assert_int_equal(*tfs, want_tfs[i]);
	}
}

static void assert_some_of_blocks(const dsr_list *list, const dsr_term *t)
{
	uint32_t from = 0;

	for (uint32_t b = 0; b < m.block_count; b++) {
		dsr_postings_open(&p, list, t);
		if (!p.skips || chance(2))
			assert_true(dsr_postings_load(&p, chance(2) ? b : 0));
		for (int round = 0; round < 4; round++)
			assert_some(b, from);
		assert_int_equal(p.status, DOSSIER_OK);
		from += m.blocks[b];
	}
}

static void assert_block_find(const dsr_list *list, const dsr_term *t)
{
	dsr_postings_open(&p, list, t);
	for (int round = 0; p.skips && round < 300; round++) {
		const uint32_t from = chance((uint32_t)m.block_count + 1);
		const uint32_t target = chance(2) ? m.docs[chance(m.n)] + chance(3) - 1 : (uint32_t)chance_u64();
		uint32_t b = from, doc = 0;

		for (uint32_t i = 0; i < b; i++)
			doc += m.blocks[i];
		while (b < m.block_count && m.docs[doc + m.blocks[b] - 1] < target)
			doc += m.blocks[b++];
		assert_int_equal(dsr_postings_block_find(&p, from, target), b);
	}
}

static void assert_list(void)
{
	const uint64_t span = m.docs[m.n - 1];
	dsr_container c;
	dsr_list list;
	dsr_term t;
	uint64_t cf = 0;

	for (has_positions = 0; has_positions < 1 + (m.norms != NULL); has_positions++) {
		open_list(&list, &c, &t);
		assert_int_equal(t.df, m.n);
		assert_next_walk(&list, &t);
		assert_seek_walk(&list, &t, 1);
		assert_seek_walk(&list, &t, span / m.n);
		assert_seek_walk(&list, &t, span / 40);
		assert_seek_walk(&list, &t, span / 3);
		assert_seek_walk(&list, &t, span + 1);
		assert_blocks(&list, &t);
		assert_some_of_blocks(&list, &t);
		assert_block_find(&list, &t);
		dsr_container_close(&c);
	}
	for (uint32_t i = 0; i < m.n; i++)
		cf += m.tfs[i];
	assert_int_equal(t.cf, cf);
}

static void lists_of_any_length_and_density_come_back(void **state)
{
	static const uint32_t counts[] = { 1, 2, 31, 32, 33, 34, 255, 256, 257, 512, 1000 };
	static const uint32_t gaps[] = { 1, 2, 9, 100000 };

	(void)state;
	for (size_t i = 0; i < LENGTH(counts); i++)
		for (size_t g = 0; g < LENGTH(gaps); g++) {
			make_model(counts[i], gaps[g], g == 1 ? 9 : 3, 0);
			assert_list();
			free_model();
		}
}

static void a_long_list_comes_back(void **state)
{
	(void)state;
	make_model(SANITIZED ? 1500 : 5000, 4, 2, 0);
	assert_list();
	free_model();
}

static void short_blocks_may_stand_anywhere(void **state)
{
	(void)state;
	for (uint32_t round = 0; round < 6; round++) {
		make_model(33 + chance(1500), 1u << chance(12), 3, 1);
		assert_list();
		free_model();
	}
}

static void document_numbers_may_be_as_large_as_the_limit(void **state)
{
	(void)state;
	for (uint32_t n = 1; n < 2000; n = n * 4 + 3) {
		make_model(n, 1000, 1, 0);
		for (uint32_t i = 0, up = DSR_DOCS_MAX - 2 - m.docs[n - 1]; i < n; i++)
			m.docs[i] += i >= n / 2 ? up : 0;
		m.docs_in_segment = DSR_DOCS_MAX - 1;
		free(m.norms);
		m.norms = NULL;
		assert_list();
		free_model();
	}
}

static void frequencies_may_be_large(void **state)
{
	(void)state;
	for (uint32_t n = 1; n <= 64; n *= 4) {
		make_model(n, 5, 16, 0);
		assert_list();
		free_model();
	}
}

static void a_dense_list_is_a_bit_set(void **state)
{
	dsr_container c;
	dsr_list list;
	dsr_term t;

	(void)state;
	has_positions = 0;
	make_model(256, 3, 0, 0);
	open_list(&list, &c, &t);
	dsr_postings_open(&p, &list, &t);
	assert_int_equal(*p.payload, DSR_POSTINGS_BITSET);
	dsr_container_close(&c);
	free_model();
}

/* ---- hostile bytes ---- */

/* The second block begins before the first one ends. */
static void blocks_that_overtake_each_other_are_damage(void **state)
{
	dsr_container c;
	dsr_list list;
	dsr_term t;

	(void)state;
	has_positions = 0;
	make_model(2 * DSR_BLOCK, 3, 0, 0);
	m.docs_in_segment = m.docs[2 * DSR_BLOCK - 1] + 1;
	for (uint32_t i = 0; i < DSR_BLOCK; i++)
		m.docs[DSR_BLOCK + i] = m.docs[DSR_BLOCK - 1] + i;
	open_list(&list, &c, &t);
	dsr_postings_open(&p, &list, &t);
	for (uint32_t i = 0; i < DSR_BLOCK; i++)
		assert_int_equal(dsr_postings_next(&p), m.docs[i]);
	assert_int_equal(dsr_postings_next(&p), DSR_DOC_END);
	assert_int_equal(p.status, DOSSIER_ERR_CORRUPT);
	dsr_container_close(&c);
	free_model();
}

static struct { dsr_section_kind kind; uint8_t *bytes; size_t n; } parts[3];

static void fill_damaged(dsr_container_writer *w)
{
	for (size_t i = 0; i < LENGTH(parts); i++)
		put_section(w, parts[i].kind, LIST, parts[i].bytes, parts[i].n);
}

/* Whatever comes out must keep the cursor's promises; sanitizers watch the rest. */
static void walk_damaged(const dsr_list *list, const dsr_term *t)
{
	uint64_t last = 0, first = 1;
	uint32_t *out = must_alloc(4u << 20);

	dsr_postings_open(&p, list, t);
	while (dsr_postings_next(&p) != DSR_DOC_END) {
		assert_true(first || dsr_postings_doc(&p) > last);
		assert_true(dsr_postings_doc(&p) < list->docs);
		first = 0;
		last = dsr_postings_doc(&p);
		if (dsr_postings_tfs(&p) && p.tfs[p.i] <= 1u << 20)
			dsr_postings_positions(&p, p.i, out);
		if (chance(4) == 0) {
			const uint32_t target = (uint32_t)last + chance(2) * chance(1000);
			const uint32_t doc = dsr_postings_seek(&p, target);

			assert_true(doc >= target);
			last = doc;
		}
	}
	assert_int_equal(dsr_postings_next(&p), DSR_DOC_END);
	dsr_postings_open(&p, list, t);
	for (uint32_t b = 0; b < p.blocks; b++) {
		const uint32_t docs[] = { chance(list->docs), list->docs - 1 };
		uint32_t tfs[2];

		dsr_postings_among(&p, b, docs, 2, tfs);
		dsr_postings_tfs_of(&p, b, docs, 1, tfs);
	}
	dsr_postings_open(&p, list, t);
	for (uint32_t b = 0; b < p.blocks; b++) {
		dsr_postings_block_find(&p, b, chance(list->docs));
		if (!dsr_postings_load(&p, b))
			assert_int_equal(p.status, DOSSIER_ERR_CORRUPT);
	}
	free(out);
}

static void damage_under_right_checksums_does_no_harm(void **state)
{
	static const dsr_section_kind kinds[] = { DSR_SECTION_TERMS, DSR_SECTION_POSTINGS, DSR_SECTION_POSITIONS };
	uint8_t *original[3];
	dsr_container c;
	dsr_list list;
	dsr_term t;

	(void)state;
	has_positions = 1;
	for (int round = 0; round < 4000; round++) {
		if (round % 500 == 0) {
			make_model(1 + chance(1u << (round / 500 + 3)), 1u << chance(8), 3, 1);
			open_list(&list, &c, &t);
			for (size_t i = 0; i < 3; i++) {
				parts[i].kind = kinds[i];
				original[i] = copy_section(&c, kinds[i], LIST, &parts[i].n);
				parts[i].bytes = must_alloc(parts[i].n);
			}
			dsr_container_close(&c);
		}
		for (size_t i = 0; i < 3; i++)
			memcpy(parts[i].bytes, original[i], parts[i].n);
		damage(parts[1 + round % 2].bytes, parts[1 + round % 2].n);
		if (chance(4) == 0)
			damage(parts[0].bytes, parts[0].n);
		write_container(fill_damaged);
		open_container(&c);
		if (try_open_list(&list, &c) && dsr_dict_find(&list.dict, dossier_str_of("m"), &t) == 1)
			walk_damaged(&list, &t);
		dsr_container_close(&c);
		if (round % 500 == 499) {
			for (size_t i = 0; i < 3; i++) {
				free(original[i]);
				free(parts[i].bytes);
			}
			free_model();
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lists_of_any_length_and_density_come_back),
		TEST(a_long_list_comes_back),
		TEST(short_blocks_may_stand_anywhere),
		TEST(document_numbers_may_be_as_large_as_the_limit),
		TEST(frequencies_may_be_large),
		TEST(a_dense_list_is_a_bit_set),
		TEST(blocks_that_overtake_each_other_are_damage),
		TEST(damage_under_right_checksums_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

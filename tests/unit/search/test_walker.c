/*
 * Candidates: looked up, their frequencies read, their places found, against plain arrays; and blocks that contradict each other.
 */
#include "../segment/list_body.h"

#include "base/bytes.h"
#include "codec/pfor.h"
#include "codec/ricepack.h"
#include "search/walker.h"

static dsr_walker k;     /* large */
static dsr_candidates c; /* all bits are 0 */

/* Candidates from `from` on, some of which the term is in.  Returns the first document behind them. */
static uint32_t make_candidates(uint32_t from)
{
	const uint32_t n = 1 + chance(DSR_BLOCK), most = 1 + chance(chance(2) ? 3 : 200);
	uint32_t doc = from;

	for (c.n = 0; c.n < n && doc < m.docs_in_segment; doc += 1 + chance(most))
		c.docs[c.n++] = doc;
	return doc;
}

/* Of the candidates, those that the model has, with their frequencies. */
static uint32_t expect(uint32_t *docs, uint32_t *tfs)
{
	uint32_t count = 0;

	for (uint32_t i = 0, at = 0; i < c.n; i++) {
		while (at < m.n && m.docs[at] < c.docs[i])
			at++;
		if (at == m.n || m.docs[at] != c.docs[i])
			continue;
		docs[count] = m.docs[at];
		tfs[count++] = m.tfs[at];
	}
	return count;
}

static void check_places(void)
{
	uint32_t places[DSR_BLOCK + 16];

	for (uint32_t done = 0, n; done < c.n; done += n) {
		n = dsr_walker_places(&k, &c, done, places);
		assert_true(n > 0 && n <= c.n - done);
		for (uint32_t i = 0; i < n; i++)
			assert_int_equal(k.p.docs[places[i]], c.docs[done + i]);
	}
	dsr_candidates_unmark(&c);
}

static void assert_unmarked(void)
{
	for (size_t i = 0; i < DSR_SPAN_WORDS; i++)
		assert_true(!c.bits[i]);
}

static void check_list(void)
{
	uint32_t docs[DSR_BLOCK], want[DSR_BLOCK], tfs[DSR_BLOCK + 16], n;
	dsr_container file;
	dsr_list list;
	dsr_term t;

	open_list(&list, &file, &t);
	dsr_walker_open(&k, &list, &t);
	for (uint32_t next, from = 0; from < m.docs_in_segment; from = next) {
		next = make_candidates(from);
		n = expect(docs, want);
		dsr_walker_keep(&k, &c);
		assert_int_equal(c.n, n);
		assert_memory_equal(c.docs, docs, n * sizeof *docs);
		assert_unmarked();
		if (!n)
			continue;
		assert_true(dsr_walker_tfs(&k, &c, tfs));
		assert_memory_equal(tfs, want, n * sizeof *tfs);
		check_places();
		assert_unmarked();
	}
	assert_int_equal(k.p.status, DOSSIER_OK);
	dsr_container_close(&file);
}

static void candidates_are_those_of_the_list(void **state)
{
	static const uint32_t gaps[] = { 1, 2, 9, 300, 5000 };

	(void)state;
	for (size_t g = 0; g < LENGTH(gaps); g++)
		for (uint32_t n = 1; n < 3000; n = n * 3 + chance(9)) {
			make_model(n, gaps[g], 3, chance(2) != 0);
			check_list();
			free_model();
		}
}

/* ---- hostile bytes ---- */

enum { BLOCKS = 3 };

/* A list whose blocks have neighbouring documents; each is behind the one before it, but not behind all. */
static size_t put_crossed(uint8_t *p, const uint32_t *first, const uint32_t *last)
{
	static const uint32_t zeros[DSR_BLOCK];
	const uint8_t *const begin = p;
	dsr_buf coded = DSR_BUF_INIT(&dsr_alloc_default);
	uint32_t at[BLOCKS], count[BLOCKS];

	for (size_t b = 0; b < BLOCKS; b++) {
		at[b] = (uint32_t)coded.len;
		count[b] = last[b] > first[b] ? last[b] - first[b] + 1 : 1;
		dsr_pfor_put(&coded, zeros, count[b] > 1 ? count[b] - 1 : 1);
		dsr_ricepack_put(&coded, zeros, count[b]);
	}
	dsr_put_u32(p, BLOCKS);
	p += 4;
	for (size_t array = 0; array < 4; array++)
		for (size_t b = 0; b < BLOCKS; b++, p += 4)
			dsr_put_u32(p, array == 0 ? last[b] : array == 1 ? first[b] : array == 2 ? at[b] : 0);
	for (size_t b = 0; b < BLOCKS; b++)
		*p++ = (uint8_t)(count[b] - 1);
	for (size_t b = 0; b < BLOCKS; b++)
		*p++ = 255;
	memcpy(p, coded.data, coded.len);
	p += coded.len;
	dsr_buf_release(&coded);
	return (size_t)(p - begin);
}

/* The candidates are documents 10 to 265. */
static void open_crossed(dsr_list *list, dsr_container *file, const uint32_t *first, const uint32_t *last)
{
	static uint8_t bytes[1 << 13];
	static _Atomic uint64_t checked = UINT64_MAX;
	const size_t size = put_crossed(bytes, first, last);
	const dsr_term t = { .df = 489, .cf = 489, .postings_size = size };

	*file = (dsr_container){ .view.bytes = bytes, .covered = sizeof bytes, .checked = &checked };
	*list = (dsr_list){ .file = file, .postings = { bytes, size }, .docs = 100000 };
	dsr_walker_open(&k, list, &t);
	assert_int_equal(k.p.blocks, BLOCKS);
	for (c.n = 0; c.n < DSR_BLOCK; c.n++)
		c.docs[c.n] = 10 + c.n;
}

/* Passing the second block, the third has all the candidates of the first again. */
static void blocks_that_cross_others_give_no_candidate_twice(void **state)
{
	static const uint32_t first[] = { 10, 300, 10 }, last[] = { 241, 5, 265 };
	dsr_container file;
	dsr_list list;

	(void)state;
	open_crossed(&list, &file, first, last);
	dsr_walker_keep(&k, &c);
	assert_int_equal(k.p.status, DOSSIER_ERR_CORRUPT);
	for (uint32_t i = 1; i < c.n; i++)
		assert_true(c.docs[i - 1] < c.docs[i]);
	assert_unmarked();
}

/* The block found for the first candidate begins far behind it. */
static void frequencies_of_documents_that_are_not_there_are_damage(void **state)
{
	static const uint32_t first[] = { 70000, 70100, 70200 }, last[] = { 70099, 70199, 70299 };
	uint32_t tfs[DSR_BLOCK + 16];
	dsr_container file;
	dsr_list list;

	(void)state;
	open_crossed(&list, &file, first, last);
	assert_false(dsr_walker_tfs(&k, &c, tfs));
	assert_int_equal(k.p.status, DOSSIER_ERR_CORRUPT);
	dsr_candidates_unmark(&c);
	assert_unmarked();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(candidates_are_those_of_the_list),
		TEST(blocks_that_cross_others_give_no_candidate_twice),
		TEST(frequencies_of_documents_that_are_not_there_are_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

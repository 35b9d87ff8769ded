#include "bytes_body.h"
#include "index_body.h"

#include <stdio.h>

#include "codec/bitset.h"
#include "index/memtable.h"
#include "segment/norms.h"
#include "segment/segment.h"

/*
 * The model: notes of words "w0".."w29", which no stemmer changes.  A note has up to 4 texts: a head, two tags, a
 * text; a word is a number, NONE ends a text.
 */
enum { NOTES = 150, TEXTS = 4, WORDS = 20, NONE = 255 };

static uint8_t notes[NOTES][TEXTS][WORDS + 1];
static uint32_t note_count;
static const uint8_t field_of[TEXTS] = { 1, 2, 2, 3 };

static dsr_analyzer *analyzer;
static dsr_memtable memtable;

static dossier_status add(const dsr_incoming *in)
{
	return dsr_memtable_put_key(&memtable, in->key) ? dsr_memtable_put(&memtable, PATH, in, NULL) : DOSSIER_ERR_NOMEM;
}

static dossier_status seal(dsr_sealed *sealed)
{
	const dossier_status st = dsr_memtable_seal(&memtable, sealed, NULL);

	return st || dsr_memtable_empty(&memtable, sealed) ? st : DOSSIER_ERR_NOMEM;
}

static int is_full(void)
{
	return dsr_memtable_is_full(&memtable, dsr_memtable_needed(&memtable));
}

static void make_notes(uint32_t n)
{
	note_count = n;
	for (uint32_t d = 0; d < n; d++)
		for (int t = 0; t < TEXTS; t++) {
			uint32_t words = chance(3) ? chance(WORDS + 1) : 0;

			memset(notes[d][t], NONE, sizeof notes[d][t]);
			while (words)
				notes[d][t][--words] = (uint8_t)chance(1 + chance(30));
		}
}

static size_t write_text(char *out, size_t size, const uint8_t *words)
{
	size_t n = 0;

	for (; *words != NONE; words++)
		n += (size_t)snprintf(out + n, size - n, "%sW%u", n ? " - " : "", *words);
	return n;
}

/* Adds a note of 200 numbers, one of them new. */
static dossier_status add_numbers(uint32_t d)
{
	static char text[4000], key[16];
	dsr_arena arena = DSR_ARENA_INIT(&dsr_alloc_default);
	const dossier_value values[] = { { "id", { key, (size_t)snprintf(key, sizeof key, "n%u", d) } },
	                                 { "text", { text, 0 } } };
	dossier_value all[2] = { values[0], values[1] };
	dsr_incoming in;
	dossier_status st;

	for (uint32_t i = 0; i < 200; i++)
		all[1].text.n += (size_t)snprintf(text + all[1].text.n, sizeof text - all[1].text.n, "%u ",
		                                  i ? chance(300) : 1000 + d);
	st = dsr_incoming_read(&in, &arena, &note_schema, all, 2, NULL);
	if (!st)
		st = add(&in);
	dsr_arena_release(&arena);
	return st;
}

/* Adds note `d` under the key "n<d>". */
static dossier_status add_note(uint32_t d)
{
	static char texts[TEXTS][256], key[16];
	dossier_value values[TEXTS + 2];
	dsr_arena arena = DSR_ARENA_INIT(&test_alloc);
	size_t n = 0;
	dsr_incoming in;
	dossier_status st;

	snprintf(key, sizeof key, "n%u", d);
	values[n++] = value_of("id", key);
	for (int t = 0; t < TEXTS; t++)
		values[n++] = (dossier_value){ note_fields[field_of[t]].name,
		                               { texts[t], write_text(texts[t], sizeof texts[t], notes[d][t]) } };
	values[n++] = value_of("date", d & 1 ? "2018-03" : "");
	st = dsr_incoming_read(&in, &arena, &note_schema, values, n, NULL);
	if (!st)
		st = add(&in);
	dsr_arena_release(&arena);
	return st;
}

/*
 * Positions of word `w` in note `d` as list `list` sees it, each as often as it counts; *words and *length are of the whole
 * note in that list.
 */
static uint32_t model_positions(unsigned list, uint32_t d, uint32_t w, uint32_t *out, uint32_t *words, uint32_t *length)
{
	uint32_t n = 0, at = 0;

	*words = *length = 0;
	for (int t = 0; t < TEXTS; t++) {
		const dossier_field *f = &note_fields[field_of[t]];
		const uint32_t weight = list ? 1 : f->weight;

		if (list ? list != DSR_LIST_OF(field_of[t]) : !f->weight)
			continue;
		if (notes[d][t][0] == NONE)
			continue;
		at += at > 0; /* the gap */
		for (const uint8_t *p = notes[d][t]; *p != NONE; p++, at++) {
			++*words;
			*length += weight;
			for (uint32_t k = *p == w ? weight : 0; k; k--)
				out[n++] = at;
		}
	}
	return n;
}

static void assert_word(const dsr_list *list, unsigned number, uint32_t w)
{
	static dsr_postings p;
	uint32_t right[WORDS * TEXTS * 3], got[WORDS * TEXTS * 3], words, length, df = 0;
	char text[8];
	dsr_term t;

	snprintf(text, sizeof text, "w%u", w);
	for (uint32_t d = 0; d < note_count; d++)
		df += model_positions(number, d, w, right, &words, &length) > 0;
	assert_int_equal(dsr_dict_find(&list->dict, dossier_str_of(text), &t), df > 0);
	if (!df)
		return;
	assert_int_equal(t.df, df);
	dsr_postings_open(&p, list, &t);
	for (uint32_t d = 0; d < note_count; d++) {
		const uint32_t n = model_positions(number, d, w, right, &words, &length);

		if (!n)
			continue;
		assert_int_equal(dsr_postings_next(&p), d);
		assert_int_equal(dsr_postings_tfs(&p)[p.i], n);
		assert_int_equal(dsr_postings_positions(&p, p.i, got), 1);
		assert_memory_equal(got, right, n * sizeof *got);
	}
	assert_int_equal(dsr_postings_next(&p), DSR_DOC_END);
}

static void assert_list(const dsr_segment *s, unsigned number)
{
	const dsr_list *list = &s->lists[number];
	uint32_t right[WORDS * TEXTS * 3], words, length;
	uint64_t all_words = 0, all_length = 0;

	for (uint32_t w = 0; w < 31; w++)
		assert_word(list, number, w);
	for (uint32_t d = 0; d < note_count; d++) {
		model_positions(number, d, 0, right, &words, &length);
		assert_int_equal(list->norms[d], dsr_norm_encode(length));
		all_words += words;
		all_length += dsr_norm_decode(dsr_norm_encode(length));
	}
	assert_int_equal(list->dict.totals.tokens, all_words);
	assert_int_equal(list->dict.totals.length, all_length);
}

static void assert_keys_and_columns(const dsr_segment *s)
{
	dsr_column dates, tags;

	assert_true(dsr_column_open(&dates, &s->file, DSR_LIST_OF(4), note_count));
	assert_true(dsr_column_open(&tags, &s->file, DSR_LIST_OF(2), note_count));
	for (uint32_t d = 0; d < note_count; d++) {
		char key[16];
		dsr_term t;

		snprintf(key, sizeof key, "n%u", d);
		assert_int_equal(dsr_dict_find(&s->lists[DSR_LIST_KEY].dict, dossier_str_of(key), &t), 1);
		assert_int_equal(t.doc, d);
		assert_int_equal(dsr_column_date(&dates, d), d & 1 ? 2018 << 9 | 3 << 5 : 0);
		assert_in_range(dsr_column_count(&tags, d), 0, 2);
	}
}

static void assert_segment(const dsr_sealed *sealed)
{
	dsr_segment *s = must_alloc(sizeof *s);

	assert_int_equal(sealed->docs, note_count);
	assert_int_equal(dsr_segment_open(s, &env, PATH, &note_schema, note_count, NULL), DOSSIER_OK);
	assert_int_equal(s->file.view.length, sealed->length);
	assert_int_equal(s->file.checksum, sealed->checksum);
	assert_list(s, DSR_LIST_DEFAULT);
	assert_list(s, DSR_LIST_OF(1));
	assert_list(s, DSR_LIST_OF(2));
	assert_keys_and_columns(s);
	dsr_segment_close(s);
	free(s);
}

static void init(size_t budget)
{
	dsr_memtable_init(&memtable, &env, &note_schema, budget, analyzer);
}

static void a_sealed_segment_holds_what_was_added(void **state)
{
	static const uint32_t counts[] = { 1, 2, 33, NOTES };
	static const size_t budgets[] = { 0, 2000, 1 << 20 };

	(void)state;
	for (size_t i = 0; i < LENGTH(counts) * LENGTH(budgets); i++) {
		dsr_sealed sealed;

		init(budgets[i % LENGTH(budgets)]);
		for (int round = 0; round < 2; round++) { /* the second time with the memory of the first */
			make_notes(counts[i / LENGTH(budgets)]);
			for (uint32_t d = 0; d < note_count; d++)
				assert_int_equal(add_note(d), DOSSIER_OK);
			assert_int_equal(seal(&sealed), DOSSIER_OK);
			assert_null(sealed.dead);
			assert_segment(&sealed);
		}
		dsr_memtable_release(&memtable);
	}
}

static void a_killed_document_is_marked_dead(void **state)
{
	dsr_sealed sealed;

	(void)state;
	make_notes(10);
	init(0);
	assert_false(dsr_memtable_kill(&memtable, dossier_str_of("n1")));
	for (uint32_t d = 0; d < 10; d++)
		add_note(d);
	assert_true(dsr_memtable_kill(&memtable, dossier_str_of("n1")));
	assert_false(dsr_memtable_kill(&memtable, dossier_str_of("n1")));
	assert_true(dsr_memtable_kill(&memtable, dossier_str_of("n9")));
	assert_false(dsr_memtable_kill(&memtable, dossier_str_of("n10")));
	assert_int_equal(seal(&sealed), DOSSIER_OK);
	assert_int_equal(sealed.dead_count, 2);
	assert_int_equal(sealed.dead[0], 1 << 1 | 1 << 9);
	dsr_free(&test_alloc, sealed.dead, dsr_bitset_words(10) * 8);
	assert_segment(&sealed);
	add_note(1);
	assert_true(dsr_memtable_kill(&memtable, dossier_str_of("n1")));
	dsr_memtable_release(&memtable);
}

static void a_budget_is_kept(void **state)
{
	(void)state;
	make_notes(NOTES);
	init(20000);
	assert_false(is_full());
	for (uint32_t d = 0; d < NOTES && !is_full(); d++)
		add_note(d);
	assert_true(is_full());
	dsr_memtable_release(&memtable);
}

/*
 * Notes with ever new words, segment after segment: adding and sealing stay in the budget, and segments do not become
 * small as the lexicon grows.
 */
static void a_budget_holds_what_sealing_needs_and_is_used(void **state)
{
	const size_t budget = 2 << 20, packer = 100 << 10; /* which is not counted (segment/zstd.h) */
	const dossier_alloc sound = env.alloc;
	uint32_t first = 0, last = 0, id = 0;

	(void)state;
	env.alloc = (dossier_alloc){ count_bytes, NULL };
	bytes_held = bytes_most = 0;
	init(budget);
	for (uint32_t segment = 0; segment < 8; segment++) {
		dsr_sealed sealed;

		while (!is_full())
			assert_int_equal(add_numbers(id++), DOSSIER_OK);
		last = memtable.docs;
		first = segment ? first : last;
		assert_int_equal(seal(&sealed), DOSSIER_OK);
		assert_null(sealed.dead);
	}
	assert_true(last > first / 2);
	assert_true(bytes_most - packer > budget / 2);
	assert_true(bytes_most - packer <= budget);
	dsr_memtable_release(&memtable);
	assert_int_equal(bytes_held, 0);
	env.alloc = sound;
}

static void what_is_not_sealed_leaves_no_file(void **state)
{
	dsr_container c;

	(void)state;
	make_notes(3);
	init(0);
	add_note(0);
	dsr_memtable_release(&memtable);
	assert_int_equal(dsr_container_open(&c, &env, PATH, NULL), DOSSIER_ERR_NOTFOUND);
}

static dossier_status add_and_seal(void)
{
	dossier_status st = DOSSIER_OK;
	dsr_sealed sealed;

	init(3000);
	for (uint32_t d = 0; d < 20 && !st; d++)
		st = add_note(d);
	dsr_memtable_kill(&memtable, dossier_str_of("n3"));
	if (!st)
		st = seal(&sealed);
	if (!st)
		dsr_free(&test_alloc, sealed.dead, dsr_bitset_words(20) * 8);
	dsr_memtable_release(&memtable);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	make_notes(20);
	assert_int_equal(add_and_seal(), DOSSIER_OK);
	fails_cleanly(add_and_seal);
}

static int make_analyzer(void **state)
{
	return make_files(state) || dsr_analyzer_new(&analyzer, &test_alloc, "english", NULL);
}

static int free_analyzer(void **state)
{
	dsr_analyzer_free(analyzer);
	return remove_files(state);
}

#define MEMTABLE_TEST(function) cmocka_unit_test_setup_teardown(function, make_analyzer, free_analyzer)

int main(void)
{
	const struct CMUnitTest tests[] = {
		MEMTABLE_TEST(a_sealed_segment_holds_what_was_added),
		MEMTABLE_TEST(a_killed_document_is_marked_dead),
		MEMTABLE_TEST(a_budget_is_kept),
		MEMTABLE_TEST(a_budget_holds_what_sealing_needs_and_is_used),
		MEMTABLE_TEST(what_is_not_sealed_leaves_no_file),
		MEMTABLE_TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

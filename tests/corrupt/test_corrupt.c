/*
 * test_corrupt.c - a damaged index gives an error or the right answer, never a wrong one
 *
 * With DSR_LONG in the environment every flipped bit is met with every question and a whole check, and a million
 * damages get new checksums; else one bit in 67 is, and the others are asked a few questions each.
 */
#include "../unit/test.h"

#include <string.h>

#include <dossier.h>

#include "../unit/chance.h"
#include "../unit/index/publications.h"
#include "base/hash.h"
#include "base/mem.h"
#include "blobs.h"
#include "os/memory.h"

#define DIR_NAME "index"
enum { IDS = 60, COLUMNS = 4, FIELDS = 5, QUERIES = 16, QUESTIONS = IDS + COLUMNS + FIELDS + QUERIES };
enum { MEMORY_MAX = 64 << 20 };

static blobs index_files;
static int   thorough; /* DSR_LONG */

/* ---- memory: counted, and bounded ---- */

static size_t held;

static void *bounded_resize(void *ctx, void *p, size_t old_size, size_t size)
{
	void *q;

	(void)ctx;
	if (!size) {
		held -= p ? old_size : 0;
		free(p);
		return NULL;
	}
	if (held - (p ? old_size : 0) + size > MEMORY_MAX)
		return NULL;
	q = realloc(p, size);
	if (q)
		held += size - (p ? old_size : 0);
	return q;
}

static const dossier_alloc bounded = { bounded_resize, NULL };

/* ---- the index ---- */

static void commit_some(const dossier_storage *fs, model *m, uint32_t from, uint32_t to, uint32_t delete_each)
{
	dossier_writer_options o = DOSSIER_WRITER_OPTIONS_INIT;
	dossier_writer *w = NULL;

	o.storage = fs;
	assert_int_equal(dossier_writer_open(&w, DIR_NAME, &o, NULL), DOSSIER_OK);
	for (uint32_t id = from; id < to; id++)
		assert_int_equal(model_add(m, w, id, NULL), DOSSIER_OK);
	for (uint32_t id = 1; id < to && delete_each; id += delete_each)
		assert_int_equal(model_delete(m, w, id, NULL), DOSSIER_OK);
	assert_int_equal(dossier_writer_commit(w, NULL), DOSSIER_OK);
	dossier_writer_close(w);
}

/* Three segments, two of them with deletions; the last of them in several chunks. */
static int make_index(void **state)
{
	dsr_memory_fs *fs = dsr_memory_fs_new(&dsr_alloc_default);
	model m = { .words = 160 };

	(void)state;
	thorough = getenv("DSR_LONG") != NULL;
	commit_some(dsr_memory_fs_storage(fs), &m, 0, 10, 0);
	commit_some(dsr_memory_fs_storage(fs), &m, 8, 20, 5);
	commit_some(dsr_memory_fs_storage(fs), &m, 18, IDS, 7);
	blobs_init(&index_files);
	blobs_load(&index_files, dsr_memory_fs_storage(fs), DIR_NAME);
	dsr_memory_fs_free(fs);
	return 0;
}

static int free_index(void **state)
{
	(void)state;
	blobs_release(&index_files);
	return held != 0;
}

static size_t index_size(void)
{
	size_t n = 0;

	for (size_t i = 0; i < index_files.count; i++)
		n += index_files.files[i].n;
	return n;
}

static dossier_index_options options(void)
{
	dossier_index_options o = DOSSIER_INDEX_OPTIONS_INIT;

	o.alloc = &bounded;
	o.storage = &index_files.storage;
	return o;
}

/* ---- questions ---- */

/* An answer: NOTFOUND is one too.  Errors are of status CORRUPT. */
typedef struct answer {
	dossier_status st;
	uint64_t hash;
} answer;

static answer right[QUESTIONS];

static void add_to(answer *a, const void *bytes, size_t n)
{
	a->hash = dsr_mix(a->hash ^ dsr_hash(bytes, n), 0x9e3779b97f4a7c15u);
}

static answer ask_document(dossier_index *ix, uint32_t id)
{
	answer a = { DOSSIER_OK, 1 };
	dossier_document *doc = NULL;
	uint64_t number;
	char key[32];

	snprintf(key, sizeof key, "pub-%u", id);
	a.st = dossier_index_find(ix, dossier_str_of(key), &number, NULL);
	if (!a.st)
		a.st = dossier_document_load(&doc, ix, number, NULL);
	for (size_t i = 0; !a.st && i < dossier_document_count(doc); i++) {
		const dossier_value v = dossier_document_at(doc, i);

		add_to(&a, v.field, strlen(v.field));
		add_to(&a, v.text.p, v.text.n);
	}
	dossier_document_free(doc);
	return a;
}

static int add_value(void *ctx, dossier_str value, uint64_t documents)
{
	add_to(ctx, value.p, value.n);
	add_to(ctx, &documents, sizeof documents);
	return 0;
}

static answer ask_column(dossier_index *ix, size_t i)
{
	static const char *const names[COLUMNS] = { "topics", "authors", "type", "date" };
	answer a = { DOSSIER_OK, 2 };

	a.st = dossier_index_count_values(ix, names[i], add_value, &a, NULL);
	return a;
}

static answer ask_field(dossier_index *ix, size_t i)
{
	dossier_field_stats s = { 0 };
	answer a = { DOSSIER_OK, 3 };

	if (!dossier_index_field(ix, i, &s))
		a.st = DOSSIER_ERR_NOTFOUND;
	else
		add_to(&a, &s.terms, 3 * sizeof s.terms);
	return a;
}

static void add_hits(answer *a, dossier_search *s)
{
	const uint64_t total = dossier_search_total(s);
	dossier_hit hit;

	add_to(a, &total, sizeof total);
	while (dossier_search_next(s, &hit)) {
		add_to(a, &hit.document, sizeof hit.document);
		add_to(a, &hit.score, sizeof hit.score);
	}
}

static answer ask_query(dossier_index *ix, size_t i)
{
	static const char *const queries[QUERIES] = {
		"korea", "the", "verification north korea", "\"north korea\"", "six-party talks", "+treaty -sanctions",
		"title:korea", "author:aum treaty", "topic:asia", "type:analysis korea", "date:2010..2014", "arms AND control",
		"NOT the", "\"the north\" OR missile", "nowhere", "treaty date:2005-06..",
	};
	dossier_query_options qo = DOSSIER_QUERY_OPTIONS_INIT;
	answer a = { DOSSIER_OK, 4 };
	dossier_search *s = NULL;
	dossier_query *q = NULL;

	qo.alloc = &bounded;
	a.st = dossier_query_parse(&q, dossier_str_of(queries[i]), &qo, NULL);
	if (!a.st)
		a.st = dossier_search_new(&s, ix, NULL);
	if (!a.st)
		a.st = dossier_search_run(s, q, NULL, NULL);
	if (!a.st)
		add_hits(&a, s);
	dossier_search_free(s);
	dossier_query_free(q);
	return a;
}

static answer ask(dossier_index *ix, size_t q)
{
	if (q < IDS)
		return ask_document(ix, (uint32_t)q);
	q -= IDS;
	if (q < COLUMNS)
		return ask_column(ix, q);
	q -= COLUMNS;
	return q < FIELDS ? ask_field(ix, q) : ask_query(ix, q - FIELDS);
}

/* 1 when the question found the damage, 0 when the answer is right. */
static int meets_damage(dossier_index *ix, size_t q)
{
	const answer a = ask(ix, q);

	if (a.st == DOSSIER_ERR_CORRUPT)
		return 1;
	assert_int_equal(a.st, right[q].st);
	assert_true(a.st || a.hash == right[q].hash);
	return 0;
}

static uint64_t check(void)
{
	const dossier_index_options o = options();
	uint64_t problems = 0;

	assert_int_equal(dossier_check(DIR_NAME, &o, NULL, NULL, &problems, NULL), DOSSIER_OK);
	return problems;
}

static void the_whole_index_answers(void **state)
{
	const dossier_index_options o = options();
	dossier_index *ix = NULL;

	(void)state;
	assert_int_equal(dossier_index_open(&ix, DIR_NAME, &o, NULL), DOSSIER_OK);
	for (size_t q = 0; q < QUESTIONS; q++) {
		right[q] = ask(ix, q);
		assert_true(right[q].st == DOSSIER_OK || right[q].st == DOSSIER_ERR_NOTFOUND);
	}
	dossier_index_close(ix);
	assert_int_equal(check(), 0);
	assert_in_range(index_size(), 30000, 60000);
	assert_true(index_files.count >= 8);
}

/* ---- flipped bits ---- */

/* Opens the index, asks `count` questions from number `from` on.  1 when any of it found damage. */
static int meets_damage_somewhere(size_t from, size_t count)
{
	const dossier_index_options o = options();
	dossier_index *ix = NULL;
	const dossier_status st = dossier_index_open(&ix, DIR_NAME, &o, NULL);
	int found = 0;

	if (st) {
		assert_int_equal(st, DOSSIER_ERR_CORRUPT);
		return 1;
	}
	for (size_t i = 0; i < count; i++)
		found |= meets_damage(ix, (from + i) % QUESTIONS);
	dossier_index_close(ix);
	return found;
}

static void a_flipped_bit_never_gives_a_wrong_answer(void **state)
{
	long flipped = 0, detected = 0, checked = 0, check_found = 0, harmless = 0;

	(void)state;
	for (size_t i = 0; i < index_files.count; i++) {
		blob *f = &index_files.files[i];
		const int needed = blobs_needed(&index_files, f);

		for (size_t bit = 0; bit < f->n * 8; bit += SANITIZED && !thorough ? 37 : 1) {
			const int whole = thorough || flipped % 67 == 0;
			int found;

			f->bytes[bit / 8] ^= (uint8_t)(1u << (bit & 7));
			found = meets_damage_somewhere(bit, whole ? QUESTIONS : 4);
			if (whole) {
				const uint64_t problems = check();

				checked += needed;
				check_found += needed && problems;
				found |= problems != 0;
				harmless += !found;
			}
			f->bytes[bit / 8] ^= (uint8_t)(1u << (bit & 7));
			flipped++;
			detected += found;
		}
	}
	print_message("             %ld bits flipped, %ld detected, %ld harmless, %ld not asked about, 0 wrong; of %ld in files of "
	              "the newest commit the check found %ld\n",
	              flipped, detected, harmless, flipped - detected - harmless, checked, check_found);
	assert_int_equal(checked, check_found);
	assert_int_equal(check(), 0);
}

/* ---- cuts ---- */

static void a_file_that_is_cut_short_is_refused(void **state)
{
	const dossier_index_options o = options();
	long cuts = 0;

	(void)state;
	for (size_t i = 0; i < index_files.count; i++) {
		blob *f = &index_files.files[i];
		const int needed = blobs_needed(&index_files, f);
		const size_t n = f->n;

		for (f->n = 0; f->n < n; f->n += SANITIZED && !thorough ? 7 : 1) {
			dossier_index *ix = NULL;

			assert_int_equal(dossier_index_open(&ix, DIR_NAME, &o, NULL), needed ? DOSSIER_ERR_CORRUPT : DOSSIER_OK);
			dossier_index_close(ix);
			cuts += needed;
		}
		f->n = n;
	}
	print_message("             %ld cuts, all refused\n", cuts);
}

static void a_missing_file_is_damage(void **state)
{
	const dossier_index_options o = options();

	(void)state;
	for (size_t i = 0; i < index_files.count; i++) {
		blob *f = &index_files.files[i];
		dossier_index *ix = NULL;
		const char was = *f->name;
		dossier_status st;

		if (!blobs_needed(&index_files, f) || !strncmp(f->name, "manifest", 8))
			continue;
		*f->name = 'X';
		st = dossier_index_open(&ix, DIR_NAME, &o, NULL);
		assert_int_equal(st, DOSSIER_ERR_CORRUPT);
		assert_true(check() > 0);
		*f->name = was;
	}
}

/* ---- damage under right checksums ---- */

static void damage(blob *f)
{
	static const uint8_t favourites[] = { 0, 1, 0x7f, 0x80, 0xff };

	for (uint32_t i = 1 + chance(4); i; i--) {
		/* half of them where structure is dense: near the end and the beginning */
		const size_t n = f->n, near = n < 600 ? n : 600;
		const size_t at = chance(2) ? chance((uint32_t)n) : chance(2) ? chance((uint32_t)near) : n - 1 - chance((uint32_t)near);

		f->bytes[at] = chance(2) ? favourites[chance(sizeof favourites)] : (uint8_t)chance(256);
	}
}

/* Whatever comes out, nothing crashes, hangs, leaks or takes more memory than it may. */
static void read_damaged(size_t from, size_t count, long *opened, long *clean)
{
	const dossier_index_options o = options();
	dossier_index *ix = NULL;
	uint64_t problems = 0;

	if (!dossier_index_open(&ix, DIR_NAME, &o, NULL)) {
		++*opened;
		for (size_t i = 0; i < count; i++)
			ask(ix, (from + i * 11) % QUESTIONS); /* of each kind */
		dossier_index_close(ix);
	}
	if (!dossier_check(DIR_NAME, &o, NULL, NULL, &problems, NULL))
		*clean += !problems;
	assert_int_equal(held, 0);
}

static void damage_under_right_checksums_does_no_harm(void **state)
{
	const long rounds = thorough ? 1000000 : SANITIZED ? 500 : 10000;
	long opened = 0, clean = 0;

	(void)state;
	chance_seed(thorough ? 99 : 1);
	for (long round = 0; round < rounds; round++) {
		blobs undamaged;

		blobs_init(&undamaged);
		for (size_t i = 0; i < index_files.count; i++)
			blobs_add(&undamaged, index_files.files[i].name, index_files.files[i].bytes, index_files.files[i].n);
		for (;;) {
			blob *f = &index_files.files[chance((uint32_t)index_files.count)];

			if (!blobs_needed(&index_files, f))
				continue;
			damage(f);
			break;
		}
		blobs_fix_checksums(&index_files);
		read_damaged((size_t)round, thorough ? QUESTIONS : 9, &opened, &clean);
		for (size_t i = 0; i < index_files.count; i++)
			memcpy(index_files.files[i].bytes, undamaged.files[i].bytes, undamaged.files[i].n);
		blobs_release(&undamaged);
	}
	print_message("             %ld damages under right checksums, %ld opened, %ld pass the check, 0 crashes\n", rounds, opened,
	              clean);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_whole_index_answers),
		cmocka_unit_test(a_flipped_bit_never_gives_a_wrong_answer),
		cmocka_unit_test(a_file_that_is_cut_short_is_refused),
		cmocka_unit_test(a_missing_file_is_damage),
		cmocka_unit_test(damage_under_right_checksums_does_no_harm),
	};

	return cmocka_run_group_tests(tests, make_index, free_index);
}

#include "segment_body.h"

#include "segment/dict.h"

/* The model: the terms and their numbers in two arrays. */
typedef struct model {
	dossier_str *terms;
	dsr_term    *numbers;
	size_t       n;
} model;

static model m;

static int compare(const void *x, const void *y)
{
	const dossier_str *a = x, *b = y;
	const int order = memcmp(a->p, b->p, a->n < b->n ? a->n : b->n);

	return order ? order : (a->n > b->n) - (a->n < b->n);
}

static int is_in_model(dossier_str term, size_t *at)
{
	const dossier_str *found = bsearch(&term, m.terms, m.n, sizeof term, compare);

	if (found)
		*at = (size_t)(found - m.terms);
	return found != NULL;
}

/* A random text behind a common beginning of `shared` bytes. */
static dossier_str random_term(size_t shared, size_t longest)
{
	static const char letters[] = { 0, 1, 'a', 'b', 'z', (char)0x80, (char)0xff };
	const size_t n = shared + 1 + chance((uint32_t)longest);
	char *p = must_alloc(n);

	for (size_t i = 0; i < n; i++)
		p[i] = i < shared ? 's' : letters[chance(sizeof letters)];
	return (dossier_str){ p, n };
}

static void random_numbers(void)
{
	uint64_t postings = chance(100), positions = chance(100);

	for (size_t i = 0; i < m.n; i++) {
		dsr_term *t = &m.numbers[i];

		*t = (dsr_term){ .df = chance(2) ? 1 : 1 + chance(1u << chance(31)), .postings = postings, .positions = positions };
		t->cf = t->df + (chance(2) ? 0 : chance_u64() >> (8 + chance(56)));
		if (t->df == 1)
			t->doc = chance(1u << chance(32));
		else
			t->postings_size = chance(1u << chance(20));
		t->positions_size = chance(1u << chance(20));
		postings += t->postings_size;
		positions += t->positions_size;
	}
}

static void make_model(size_t n, size_t shared, size_t longest)
{
	m = (model){ must_alloc(n * sizeof *m.terms), must_alloc(n * sizeof *m.numbers), 0 };
	for (size_t i = 0; i < n; i++)
		m.terms[m.n++] = random_term(shared, longest);
	qsort(m.terms, m.n, sizeof *m.terms, compare);
	m.n = 0;
	for (size_t i = 0; i < n; i++)
		if (m.n && !compare(&m.terms[m.n - 1], &m.terms[i]))
			free((void *)(uintptr_t)m.terms[i].p);
		else
			m.terms[m.n++] = m.terms[i];
	random_numbers();
}

static void free_model(void)
{
	for (size_t i = 0; i < m.n; i++)
		free((void *)(uintptr_t)m.terms[i].p);
	free(m.terms);
	free(m.numbers);
}

static dossier_status put_model(dsr_container_writer *out)
{
	const dsr_list_totals totals = { .tokens = 77, .length = 88 };
	dsr_dict_writer w;
	dossier_status st;

	dsr_dict_writer_init(&w, out, 100);
	for (size_t i = 0; i < m.n; i++)
		dsr_dict_writer_add(&w, m.terms[i], &m.numbers[i]);
	st = dsr_dict_writer_finish(&w, out, 3, &totals, NULL);
	dsr_dict_writer_release(&w);
	return st;
}

static void fill(dsr_container_writer *w)
{
	assert_int_equal(put_model(w), DOSSIER_OK);
}

static void assert_numbers(const dsr_term *a, const dsr_term *b)
{
	assert_int_equal(a->df, b->df);
	assert_int_equal(a->cf, b->cf);
	assert_int_equal(a->doc, b->doc);
	assert_int_equal(a->postings, b->postings);
	assert_int_equal(a->postings_size, b->postings_size);
	assert_int_equal(a->positions, b->positions);
	assert_int_equal(a->positions_size, b->positions_size);
}

static void assert_find(const dsr_dict *d, dossier_str term)
{
	dsr_term t;
	size_t at = 0;
	const int there = is_in_model(term, &at);

	assert_int_equal(dsr_dict_find(d, term, &t), there);
	if (there)
		assert_numbers(&t, &m.numbers[at]);
}

/* The term itself, and what is like it but not it. */
static void assert_neighbours(const dsr_dict *d, dossier_str term)
{
	char *p = must_alloc(term.n + 1);

	memcpy(p, term.p, term.n);
	assert_find(d, term);
	assert_find(d, (dossier_str){ p, term.n + 1 });
	assert_find(d, (dossier_str){ p, term.n - 1 });
	assert_find(d, (dossier_str){ p, term.n / 2 });
	for (size_t i = 0; i < term.n; i += 1 + term.n / 8) {
		p[i]++;
		assert_find(d, (dossier_str){ p, term.n });
		p[i] = (char)(p[i] - 2);
		assert_find(d, (dossier_str){ p, term.n });
		p[i]++;
	}
	free(p);
}

static void assert_cursor(const dsr_dict *d)
{
	dsr_dict_cursor c;
	size_t i = 0;

	dsr_dict_cursor_open(&c, d);
	for (; dsr_dict_cursor_next(&c); i++) {
		assert_true(i < m.n);
		assert_int_equal(c.term.n, m.terms[i].n);
		assert_memory_equal(c.term.p, m.terms[i].p, c.term.n);
		assert_numbers(&c.t, &m.numbers[i]);
	}
	assert_int_equal(i, m.n);
	assert_false(c.damaged);
	assert_false(dsr_dict_cursor_next(&c));
}

static void assert_dict(void)
{
	uint64_t postings = 0;
	dsr_container c;
	dsr_dict d;

	write_container(fill);
	open_container(&c);
	assert_true(dsr_dict_open(&d, &c, 3));
	for (size_t i = 0; i < m.n; i++)
		postings += m.numbers[i].df;
	assert_int_equal(d.totals.terms, m.n);
	assert_int_equal(d.totals.postings, postings);
	assert_int_equal(d.totals.tokens, 77);
	assert_int_equal(d.totals.length, 88);
	for (size_t i = 0; i < m.n; i++)
		assert_neighbours(&d, m.terms[i]);
	assert_find(&d, (dossier_str){ "", 0 });
	assert_find(&d, (dossier_str){ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 11 });
	assert_cursor(&d);
	dsr_container_close(&c);
}

static void every_term_is_found_and_no_other(void **state)
{
	static const size_t counts[] = { 0, 1, 2, 31, 32, 33, 64, 65, 1000 };

	(void)state;
	for (size_t i = 0; i < LENGTH(counts); i++)
		for (size_t longest = 1; longest <= 40; longest += 13) {
			make_model(counts[i], 0, longest);
			assert_dict();
			free_model();
		}
}

static void long_common_beginnings_are_no_matter(void **state)
{
	static const size_t shared[] = { 7, 8, 9, 14, 15, 16, 254, 255, 256, 300, 4000 };

	(void)state;
	for (size_t i = 0; i < LENGTH(shared); i++) {
		make_model(200, shared[i], 6);
		assert_dict();
		free_model();
		make_model(70, shared[i], 90);
		assert_dict();
		free_model();
	}
}

static void a_term_may_be_as_long_as_the_limit(void **state)
{
	(void)state;
	make_model(33, DSR_DICT_TERM_MAX - 1, 1);
	assert_dict();
	free_model();
}

static void heads_that_differ_behind_eight_bytes_are_told_apart(void **state)
{
	(void)state;
	make_model(3000, 8, 5);
	assert_true(m.n > 10 * DSR_DICT_BLOCK);
	assert_dict();
	free_model();
}

static void a_writer_is_ready_for_the_next_list(void **state)
{
	const dsr_list_totals totals = { 0 };
	const dsr_term t = { .df = 1, .cf = 1, .doc = 5 };
	dsr_container_writer out;
	dsr_dict_writer w;
	dsr_container c;
	dsr_term found;
	dsr_dict d;
	uint64_t length;
	uint32_t checksum;

	(void)state;
	assert_int_equal(dsr_container_create(&out, &env, PATH, NULL), DOSSIER_OK);
	dsr_dict_writer_init(&w, &out, 100);
	dsr_dict_writer_add(&w, dossier_str_of("one"), &t);
	assert_int_equal(dsr_dict_writer_finish(&w, &out, 1, &totals, NULL), DOSSIER_OK);
	dsr_dict_writer_add(&w, dossier_str_of("another"), &t);
	assert_int_equal(dsr_dict_writer_finish(&w, &out, 2, &totals, NULL), DOSSIER_OK);
	dsr_dict_writer_release(&w);
	assert_int_equal(dsr_container_finish(&out, &length, &checksum, NULL), DOSSIER_OK);
	open_container(&c);
	assert_true(dsr_dict_open(&d, &c, 2));
	assert_int_equal(d.totals.terms, 1);
	assert_int_equal(dsr_dict_find(&d, dossier_str_of("another"), &found), 1);
	assert_int_equal(dsr_dict_find(&d, dossier_str_of("one"), &found), 0);
	assert_true(dsr_dict_open(&d, &c, 1));
	assert_int_equal(dsr_dict_find(&d, dossier_str_of("one"), &found), 1);
	assert_false(dsr_dict_open(&d, &c, 3));
	dsr_container_close(&c);
}

static uint8_t *section;
static size_t section_size;

static void fill_damaged(dsr_container_writer *w)
{
	put_section(w, DSR_SECTION_TERMS, 3, section, section_size);
}

/* Reads all that a damaged dictionary, with right checksums, still gives.  Sanitizers watch. */
static void read_damaged(void)
{
	dsr_dict_cursor cursor;
	dsr_container c;
	dsr_dict d;
	dsr_term t;

	write_container(fill_damaged);
	open_container(&c);
	if (dsr_dict_open(&d, &c, 3)) {
		uint64_t terms = 0;

		for (size_t i = 0; i < m.n; i++)
			dsr_dict_find(&d, m.terms[i], &t);
		dsr_dict_cursor_open(&cursor, &d);
		while (dsr_dict_cursor_next(&cursor))
			terms++;
		assert_true(terms <= d.totals.terms);
		assert_true(cursor.damaged || terms == d.totals.terms);
	}
	dsr_container_close(&c);
}

static void damage_under_right_checksums_does_no_harm(void **state)
{
	uint8_t *original;
	dsr_container c;
	size_t n;

	(void)state;
	make_model(100, 3, 30);
	write_container(fill);
	open_container(&c);
	original = copy_section(&c, DSR_SECTION_TERMS, 3, &n);
	dsr_container_close(&c);
	for (int round = 0; round < 3000; round++) {
		section = must_alloc(n);
		memcpy(section, original, n);
		damage(section, n);
		section_size = chance(4) ? n : chance((uint32_t)n);
		read_damaged();
		free(section);
	}
	free(original);
	free_model();
}

/* Behind 40 bytes of totals, a head and an offset stands the only block: two bases, then the number of suffix bytes. */
static void suffixes_that_pass_their_block_are_damage(void **state)
{
	dsr_dict_cursor cursor;
	dsr_container c;
	dsr_dict d;
	dsr_term t;

	(void)state;
	make_model(1, 0, 8);
	m.numbers[0].postings = m.numbers[0].positions = 0;
	write_container(fill);
	open_container(&c);
	section = copy_section(&c, DSR_SECTION_TERMS, 3, &section_size);
	dsr_container_close(&c);
	assert_int_equal(section[54], m.terms[0].n);
	section[54] = 0x7f;
	write_container(fill_damaged);
	open_container(&c);
	assert_true(dsr_dict_open(&d, &c, 3));
	assert_int_equal(dsr_dict_find(&d, m.terms[0], &t), -1);
	dsr_dict_cursor_open(&cursor, &d);
	assert_false(dsr_dict_cursor_next(&cursor));
	assert_true(cursor.damaged);
	dsr_container_close(&c);
	free(section);
	free_model();
}

static dossier_status write_and_find(void)
{
	dsr_container c;
	dsr_dict d;
	dsr_term t;
	dossier_status st = try_container(put_model);

	if (!st)
		st = dsr_container_open(&c, &env, PATH, NULL);
	if (st)
		return st;
	assert_true(dsr_dict_open(&d, &c, 3));
	assert_int_equal(dsr_dict_find(&d, m.terms[0], &t), 1);
	dsr_container_close(&c);
	return DOSSIER_OK;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	make_model(70, 0, 20);
	fails_cleanly(write_and_find);
	free_model();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_term_is_found_and_no_other),
		TEST(long_common_beginnings_are_no_matter),
		TEST(a_term_may_be_as_long_as_the_limit),
		TEST(heads_that_differ_behind_eight_bytes_are_told_apart),
		TEST(a_writer_is_ready_for_the_next_list),
		TEST(suffixes_that_pass_their_block_are_damage),
		TEST(damage_under_right_checksums_does_no_harm),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "segment_body.h"

#include <stdio.h>

#include "base/bytes.h"
#include "segment/columns.h"

enum { DOCS = 300, NAMES = 40, VALUES_MAX = 3 };

static dossier_str names[NAMES];
static char name_bytes[NAMES][8];
static uint32_t starts[DOCS + 1], values[DOCS * VALUES_MAX];
static dsr_packed_date dates[DOCS];
static uint32_t docs, name_count;

static void make_columns(uint32_t doc_number, uint32_t name_number)
{
	uint32_t n = 0;

	docs = doc_number;
	name_count = name_number;
	for (uint32_t i = 0; i < name_count; i++)
		names[i] = (dossier_str){ name_bytes[i], (size_t)snprintf(name_bytes[i], sizeof name_bytes[i], "n%03u", i * 7) };
	for (uint32_t d = 0; d < docs; d++) {
		starts[d] = n;
		for (uint32_t i = name_count ? chance(VALUES_MAX + 1) : 0; i; i--)
			values[n++] = chance(name_count);
		dates[d] = chance(3) ? (1900 + chance(200)) << 9 | chance(13) << 5 | chance(32) : 0;
	}
	starts[docs] = n;
}

static void fill(dsr_container_writer *w)
{
	dsr_column_put_text(w, 3, names, name_count, starts, values, docs);
	dsr_column_put_dates(w, 7, dates, docs);
}

static void assert_text(const dsr_column *c)
{
	assert_false(c->is_date);
	assert_int_equal(c->names, name_count);
	for (uint32_t i = 0; i < name_count; i++) {
		assert_int_equal(dsr_column_name(c, i).n, names[i].n);
		assert_memory_equal(dsr_column_name(c, i).p, names[i].p, names[i].n);
	}
	for (uint32_t d = 0; d < docs; d++) {
		assert_int_equal(dsr_column_count(c, d), starts[d + 1] - starts[d]);
		for (uint32_t i = 0; i < dsr_column_count(c, d); i++)
			assert_int_equal(dsr_column_value(c, d, i), values[starts[d] + i]);
	}
}

static void columns_come_back(void **state)
{
	static const struct { uint32_t docs, names; } cases[] = { { 1, 0 }, { 1, 1 }, { DOCS, 1 }, { DOCS, NAMES } };
	dsr_column column;
	dsr_container c;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		make_columns(cases[i].docs, cases[i].names);
		write_container(fill);
		open_container(&c);
		assert_true(dsr_column_open(&column, &c, 3, docs));
		assert_text(&column);
		assert_true(dsr_column_open(&column, &c, 7, docs));
		assert_true(column.is_date);
		for (uint32_t d = 0; d < docs; d++)
			assert_int_equal(dsr_column_date(&column, d), dates[d]);
		assert_false(dsr_column_open(&column, &c, 4, docs));
		assert_false(dsr_column_open(&column, &c, 3, docs + 1));
		assert_false(dsr_column_open(&column, &c, 7, docs - 1));
		dsr_container_close(&c);
	}
}

static uint8_t *section;
static size_t section_size;

static void fill_section(dsr_container_writer *w)
{
	put_section(w, DSR_SECTION_COLUMN, 3, section, section_size);
}

/* Opens the bytes as a column: what opens must be whole. */
static int open_section(void)
{
	dsr_column column;
	dsr_container c;
	uint64_t sum = 0;
	int right;

	write_container(fill_section);
	open_container(&c);
	right = dsr_column_open(&column, &c, 3, docs);
	for (uint32_t d = 0; right && d < docs; d++) {
		if (column.is_date) {
			sum += dsr_column_date(&column, d);
			continue;
		}
		for (uint32_t i = 0; i < dsr_column_count(&column, d); i++) {
			const dossier_str name = dsr_column_name(&column, dsr_column_value(&column, d, i));

			for (size_t j = 0; j < name.n; j++)
				sum += (uint8_t)name.p[j];
		}
	}
	assert_true(sum < UINT64_MAX);
	dsr_container_close(&c);
	return right;
}

static void damage_under_right_checksums_does_no_harm(void **state)
{
	uint8_t *original[2];
	dsr_container c;
	size_t n[2];

	(void)state;
	make_columns(50, 20);
	write_container(fill);
	open_container(&c);
	original[0] = copy_section(&c, DSR_SECTION_COLUMN, 3, &n[0]);
	original[1] = copy_section(&c, DSR_SECTION_COLUMN, 7, &n[1]);
	dsr_container_close(&c);
	for (int round = 0; round < 4000; round++) {
		const int which = chance(4) == 0;

		section_size = n[which];
		section = must_alloc(section_size);
		memcpy(section, original[which], section_size);
		damage(section, section_size);
		if (chance(4) == 0)
			section_size = chance((uint32_t)section_size);
		open_section();
		free(section);
	}
	free(original[0]);
	free(original[1]);
}

/* The column's last bytes are its names "n000", "n007", "n014", "n021", "n028". */
static void names_that_do_not_ascend_are_refused(void **state)
{
	dsr_container c;
	size_t n;

	(void)state;
	make_columns(10, 5);
	write_container(fill);
	open_container(&c);
	section = copy_section(&c, DSR_SECTION_COLUMN, 3, &n);
	section_size = n;
	dsr_container_close(&c);
	assert_true(open_section());
	section[n - 1] = '1'; /* "n021" as the one before */
	section[n - 2] = '2';
	assert_false(open_section());
	section[n - 1] = '2';
	assert_true(open_section());
	section[n - 2] = '0';
	assert_false(open_section());
	free(section);
}

static void a_month_or_year_that_is_none_is_refused(void **state)
{
	static const struct { uint32_t date; int right; } cases[] = {
		{ 9999u << 9 | 12 << 5 | 31, 1 }, { 10000u << 9, 0 }, { 2000u << 9 | 13 << 5, 0 }, { 1 << 5, 0 }, { 5, 0 }, { 0, 1 },
	};

	(void)state;
	docs = 1;
	section_size = 20;
	section = must_alloc(section_size);
	dsr_put_u32(section, 2);
	dsr_put_u32(section + 4, 1);
	for (size_t i = 0; i < LENGTH(cases); i++) {
		dsr_put_u32(section + 16, cases[i].date);
		assert_int_equal(open_section(), cases[i].right);
	}
	free(section);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(columns_come_back),
		TEST(damage_under_right_checksums_does_no_harm),
		TEST(names_that_do_not_ascend_are_refused),
		TEST(a_month_or_year_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

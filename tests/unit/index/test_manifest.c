#include "index_body.h"

#include "base/bytes.h"
#include "codec/crc32c.h"
#include "index/manifest.h"
#include "schema/fields.h"
#include "text/fingerprint.h"

enum { SEGMENTS = 5 };

static dsr_manifest_segment segments[SEGMENTS];
static dsr_buf bytes;
static uint64_t fingerprint_of_english;

static dsr_manifest make_manifest(size_t n)
{
	for (size_t i = 0; i < n; i++)
		segments[i] = (dsr_manifest_segment){
			.id = 1 + i * 3, .length = chance_u64(), .checksum = (uint32_t)chance_u64(), .docs = 1 + chance(1000),
			.dead_count = i & 1 ? 1 : 0, .dead_generation = i & 1 ? 7 : 0, .dead_checksum = i & 1 ? 99 : 0,
		};
	return (dsr_manifest){ .generation = 42, .next_segment = 100, .language = "english", .fingerprint = 0xfedcba9876543210, .schema = note_schema,
	                       .segments = segments, .count = n };
}

static void put(size_t n)
{
	const dsr_manifest m = make_manifest(n);

	bytes = DSR_BUF_INIT(&test_alloc);
	dsr_manifest_put(&bytes, &m);
	assert_int_equal(dsr_buf_status(&bytes), DOSSIER_OK);
}

static dossier_status get(dsr_manifest *m, size_t n)
{
	return dsr_manifest_get(m, &test_alloc, "manifest", bytes.data, n, NULL);
}

static void fix_checksum(void)
{
	dsr_put_u32(bytes.data + bytes.len - 4, dsr_crc32c(0, bytes.data, bytes.len - 4));
}

static void what_was_put_comes_back(void **state)
{
	(void)state;
	for (size_t n = 0; n <= SEGMENTS; n++) {
		dsr_manifest m;

		put(n);
		assert_int_equal(get(&m, bytes.len), DOSSIER_OK);
		assert_int_equal(m.generation, 42);
		assert_int_equal(m.next_segment, 100);
		assert_string_equal(m.language, "english");
		assert_true(m.fingerprint == 0xfedcba9876543210);
		assert_true(dsr_schema_equal(&m.schema, &note_schema));
		assert_int_equal(m.count, n);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(m.segments[i].id, segments[i].id);
			assert_int_equal(m.segments[i].length, segments[i].length);
			assert_int_equal(m.segments[i].checksum, segments[i].checksum);
			assert_int_equal(m.segments[i].docs, segments[i].docs);
			assert_int_equal(m.segments[i].dead_count, segments[i].dead_count);
			assert_int_equal(m.segments[i].dead_checksum, segments[i].dead_checksum);
			assert_int_equal(m.segments[i].dead_generation, segments[i].dead_generation);
		}
		dsr_manifest_release(&m);
		dsr_manifest_release(&m);
		dsr_buf_release(&bytes);
	}
}

static void every_flipped_bit_and_every_cut_is_found(void **state)
{
	dsr_manifest m;

	(void)state;
	put(3);
	for (size_t bit = 0; bit < bytes.len * 8; bit++) {
		bytes.data[bit / 8] ^= (uint8_t)(1u << (bit & 7));
		assert_int_equal(get(&m, bytes.len), DOSSIER_ERR_CORRUPT);
		bytes.data[bit / 8] ^= (uint8_t)(1u << (bit & 7));
	}
	for (size_t n = 0; n < bytes.len; n++)
		assert_int_equal(get(&m, n), DOSSIER_ERR_CORRUPT);
	dsr_buf_release(&bytes);
}

static void another_version_is_said(void **state)
{
	dsr_manifest m;

	(void)state;
	put(1);
	bytes.data[8] = 2;
	fix_checksum();
	assert_int_equal(get(&m, bytes.len), DOSSIER_ERR_VERSION);
	bytes.data[8] = 1;
	bytes.data[12] = 1;
	fix_checksum();
	assert_int_equal(get(&m, bytes.len), DOSSIER_ERR_VERSION);
	dsr_buf_release(&bytes);
}

/* Sets a field of the last of three segments. */
static dossier_status get_with(size_t field, uint64_t value, int width)
{
	dsr_manifest m;
	dossier_status st;
	uint8_t *p;

	put(3);
	p = bytes.data + bytes.len - 4 - 40 + field;
	if (width == 8)
		dsr_put_u64(p, value);
	else
		dsr_put_u32(p, (uint32_t)value);
	fix_checksum();
	st = get(&m, bytes.len);
	if (!st)
		dsr_manifest_release(&m);
	dsr_buf_release(&bytes);
	return st;
}

static void numbers_that_contradict_each_other_are_refused(void **state)
{
	(void)state;
	assert_int_equal(get_with(0, 100, 8), DOSSIER_ERR_CORRUPT); /* the next segment's */
	assert_int_equal(get_with(0, 99, 8), DOSSIER_OK);
	assert_int_equal(get_with(20, 0, 4), DOSSIER_ERR_CORRUPT);
	assert_int_equal(get_with(20, UINT32_MAX, 4), DOSSIER_ERR_CORRUPT);
	assert_int_equal(get_with(20, DSR_DOCS_MAX - 1, 4), DOSSIER_OK);
	assert_int_equal(get_with(24, 100000, 4), DOSSIER_ERR_CORRUPT);
}

static void damage_under_a_right_checksum_does_no_harm(void **state)
{
	(void)state;
	for (int round = 0; round < 5000; round++) {
		dsr_manifest m;
		uint8_t *exact;

		put(chance(SEGMENTS));
		damage(bytes.data, bytes.len);
		fix_checksum();
		exact = must_alloc(bytes.len);
		memcpy(exact, bytes.data, bytes.len);
		if (!dsr_manifest_get(&m, &test_alloc, "manifest", exact, bytes.len, NULL))
			dsr_manifest_release(&m);
		free(exact);
		dsr_buf_release(&bytes);
	}
}

static dossier_status analyzer_of(const char *language, uint64_t fingerprint, dossier_error *err)
{
	const dsr_manifest m = { .language = language, .fingerprint = fingerprint };
	dsr_analyzer *a = NULL;
	const dossier_status st = dsr_manifest_analyzer(&m, &test_alloc, NULL, &a, err);

	assert_int_equal(a == NULL, st != DOSSIER_OK);
	dsr_analyzer_free(a);
	return st;
}

static uint64_t fingerprint_of(const char *language)
{
	uint64_t fingerprint = 0;
	dsr_analyzer *a;

	assert_int_equal(dsr_analyzer_new(&a, &test_alloc, language, NULL), DOSSIER_OK);
	assert_true(dsr_fingerprint(a, language, &fingerprint));
	dsr_analyzer_free(a);
	return fingerprint;
}

static void another_analyzer_is_refused(void **state)
{
	dossier_error err = { .status = DOSSIER_OK };

	(void)state;
	assert_int_equal(analyzer_of("english", fingerprint_of("english"), NULL), DOSSIER_OK);
	assert_int_equal(analyzer_of("german", fingerprint_of("german"), NULL), DOSSIER_OK);
	assert_int_equal(analyzer_of("english", fingerprint_of("english") ^ 1, &err), DOSSIER_ERR_ANALYZER);
	assert_int_equal(err.status, DOSSIER_ERR_ANALYZER);
	assert_non_null(strstr(err.message, "build it anew"));
	assert_int_equal(analyzer_of("porter", fingerprint_of("english"), NULL), DOSSIER_ERR_ANALYZER);
	assert_int_equal(analyzer_of("klingon", 0, NULL), DOSSIER_ERR_VERSION);
}

static dossier_status make_english(void)
{
	return analyzer_of("english", fingerprint_of_english, NULL);
}

static dossier_status put_and_get(void)
{
	const dsr_manifest m = make_manifest(3);
	dsr_manifest back;
	dossier_status st;

	bytes = DSR_BUF_INIT(&test_alloc);
	dsr_manifest_put(&bytes, &m);
	st = dsr_buf_status(&bytes);
	if (!st)
		st = get(&back, bytes.len);
	if (!st)
		dsr_manifest_release(&back);
	dsr_buf_release(&bytes);
	return st;
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	fails_cleanly(put_and_get);
	fingerprint_of_english = fingerprint_of("english");
	fails_cleanly(make_english);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_put_comes_back),
		TEST(every_flipped_bit_and_every_cut_is_found),
		TEST(another_version_is_said),
		TEST(numbers_that_contradict_each_other_are_refused),
		TEST(damage_under_a_right_checksum_does_no_harm),
		TEST(another_analyzer_is_refused),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "segment_body.h"

#include "base/bytes.h"
#include "codec/crc32c.h"
#include "os/file.h"

static uint8_t big[3 * DSR_CHUNK + 100];

static void fill_three(dsr_container_writer *w)
{
	for (size_t i = 0; i < sizeof big; i++)
		big[i] = (uint8_t)(i * 31 >> 3);
	put_section(w, DSR_SECTION_STORED, 0, "abc", 3);
	put_section(w, DSR_SECTION_TERMS, 1, big, sizeof big);
	put_section(w, DSR_SECTION_TERMS, 2, "", 0);
}

/* The file as it is, to be changed and written back. */
static uint8_t *load(size_t *n)
{
	dsr_buf bytes = DSR_BUF_INIT(&dsr_alloc_default);

	assert_int_equal(dsr_file_load(&env, PATH, UINT64_MAX, &bytes, NULL), DOSSIER_OK);
	*n = bytes.len;
	return bytes.data;
}

static void store(const uint8_t *p, size_t n)
{
	dsr_sink s;

	assert_int_equal(dsr_sink_open(&s, &env, PATH, NULL), DOSSIER_OK);
	dsr_sink_put(&s, p, n);
	assert_int_equal(dsr_sink_finish(&s, NULL), DOSSIER_OK);
}

/* Opens, touches every byte: OK, or what was wrong. */
static dossier_status read_all(void)
{
	dsr_container c;
	dossier_status st = dsr_container_open(&c, &env, PATH, NULL);

	if (st)
		return st;
	if (!dsr_container_touch(&c, c.view.bytes, c.covered))
		st = DOSSIER_ERR_CORRUPT;
	dsr_container_close(&c);
	return st;
}

static void sections_come_back_aligned(void **state)
{
	dsr_container c;
	dsr_section s;

	(void)state;
	write_container(fill_three);
	open_container(&c);
	s = dsr_container_section(&c, DSR_SECTION_STORED, 0);
	assert_int_equal(s.size, 3);
	assert_memory_equal(s.bytes, "abc", 3);
	s = dsr_container_section(&c, DSR_SECTION_TERMS, 1);
	assert_int_equal(s.size, sizeof big);
	assert_int_equal((s.bytes - c.view.bytes) % DSR_ALIGN, 0);
	assert_true(dsr_container_touch(&c, s.bytes, s.size));
	assert_memory_equal(s.bytes, big, sizeof big);
	s = dsr_container_section(&c, DSR_SECTION_TERMS, 2);
	assert_non_null(s.bytes);
	assert_int_equal(s.size, 0);
	assert_true(dsr_container_touch(&c, s.bytes, 0));
	assert_null(dsr_container_section(&c, DSR_SECTION_TERMS, 0).bytes);
	assert_null(dsr_container_section(&c, DSR_SECTION_COLUMN, 1).bytes);
	dsr_container_close(&c);
	dsr_container_close(&c);
}

static void what_finish_tells_is_true(void **state)
{
	dsr_container_writer w;
	dsr_container c;
	uint64_t length;
	uint32_t checksum;

	(void)state;
	assert_int_equal(dsr_container_create(&w, &env, PATH, NULL), DOSSIER_OK);
	fill_three(&w);
	assert_int_equal(dsr_container_finish(&w, &length, &checksum, NULL), DOSSIER_OK);
	open_container(&c);
	assert_int_equal(c.view.length, length);
	assert_int_equal(c.checksum, checksum);
	dsr_container_close(&c);
}

static void every_flipped_bit_is_found(void **state)
{
	size_t n;
	uint8_t *p;

	(void)state;
	write_container(fill_three);
	p = load(&n);
	for (size_t bit = 0; bit < n * 8; bit += bit < 4096 || bit > n * 8 - 4096 ? 1 : 1009) {
		p[bit / 8] ^= (uint8_t)(1u << (bit & 7));
		store(p, n);
		assert_int_not_equal(read_all(), DOSSIER_OK);
		p[bit / 8] ^= (uint8_t)(1u << (bit & 7));
	}
	store(p, n);
	assert_int_equal(read_all(), DOSSIER_OK);
	dsr_free(&dsr_alloc_default, p, n);
}

static void every_cut_is_found(void **state)
{
	size_t n;
	uint8_t *p;

	(void)state;
	write_container(fill_three);
	p = load(&n);
	for (size_t cut = 0; cut < n; cut += cut < 500 || cut > n - 500 ? 1 : 97) {
		store(p, cut);
		assert_int_equal(read_all(), DOSSIER_ERR_CORRUPT);
	}
	dsr_free(&dsr_alloc_default, p, n);
}

static void damage_in_one_chunk_does_not_hide_the_others(void **state)
{
	dsr_container c;
	dsr_section s;
	size_t n;
	uint8_t *p;

	(void)state;
	write_container(fill_three);
	p = load(&n);
	p[2 * DSR_CHUNK + 5] ^= 1;
	store(p, n);
	open_container(&c);
	s = dsr_container_section(&c, DSR_SECTION_TERMS, 1);
	assert_true(dsr_container_touch(&c, s.bytes, DSR_CHUNK));
	assert_false(dsr_container_touch(&c, s.bytes, s.size));
	assert_false(dsr_container_touch(&c, c.view.bytes + 2 * DSR_CHUNK, 1));
	assert_true(dsr_container_touch(&c, c.view.bytes + 3 * DSR_CHUNK, 1));
	assert_false(dsr_container_touch(&c, c.view.bytes, c.covered + 1));
	dsr_container_close(&c);
	dsr_free(&dsr_alloc_default, p, n);
}

/* Sets a footer field and makes both checksums right again. */
static dossier_status open_with(size_t field, uint64_t value, size_t width)
{
	size_t n;
	uint8_t *p = load(&n), *footer = p + n - DSR_FOOTER_SIZE;
	const uint8_t *original = must_alloc(n);
	dossier_status st;

	memcpy((void *)(uintptr_t)original, p, n);
	if (width == 8)
		dsr_put_u64(footer + field, value);
	else
		dsr_put_u32(footer + field, (uint32_t)value);
	dsr_put_u32(footer + 60, dsr_crc32c(0, footer, 60));
	store(p, n);
	st = read_all();
	store(original, n);
	free((void *)(uintptr_t)original);
	dsr_free(&dsr_alloc_default, p, n);
	return st;
}

static void a_footer_that_lies_is_refused(void **state)
{
	static const uint64_t lies[] = { 0, 1, 63, 65, 1u << 20, UINT32_MAX, UINT64_MAX / 2, UINT64_MAX - 63, UINT64_MAX };

	(void)state;
	write_container(fill_three);
	for (size_t i = 0; i < LENGTH(lies); i++) {
		assert_int_equal(open_with(16, lies[i], 8), DOSSIER_ERR_CORRUPT);
		assert_int_equal(open_with(24, lies[i], 8), DOSSIER_ERR_CORRUPT);
		assert_int_equal(open_with(32, lies[i], 4), DOSSIER_ERR_CORRUPT);
	}
	assert_int_equal(open_with(8, 2, 4), DOSSIER_ERR_VERSION);
	assert_int_equal(open_with(12, 1, 4), DOSSIER_ERR_VERSION);
}

static void a_section_outside_the_file_is_refused(void **state)
{
	static const uint64_t lies[] = { 0, 1, 65, 1u << 20, UINT64_MAX, UINT64_MAX - 63 };
	size_t n;
	uint8_t *p;

	(void)state;
	write_container(fill_three);
	p = load(&n);
	for (size_t i = 0; i < LENGTH(lies) * 2; i++) {
		uint8_t *footer = p + n - DSR_FOOTER_SIZE, *table = p + dsr_get_u64(footer + 16);
		uint8_t *field = table + DSR_SECTION_SIZE + (i & 1 ? 16 : 8);
		const uint64_t was = dsr_get_u64(field);
		const uint64_t size = dsr_get_u64(footer + 24) - DSR_FOOTER_SIZE - dsr_get_u64(footer + 16);

		if (i & 1 && lies[i / 2] < 66)
			continue; /* a smaller size lies inside */
		dsr_put_u64(field, lies[i / 2]);
		dsr_put_u32(footer + 36, dsr_crc32c(0, table, (size_t)size));
		dsr_put_u32(footer + 60, dsr_crc32c(0, footer, 60));
		store(p, n);
		assert_int_equal(read_all(), DOSSIER_ERR_CORRUPT);
		dsr_put_u64(field, was);
	}
	dsr_free(&dsr_alloc_default, p, n);
}

static void a_file_that_is_given_up_is_gone(void **state)
{
	dsr_container_writer w;
	dsr_container c;

	(void)state;
	assert_int_equal(dsr_container_create(&w, &env, PATH, NULL), DOSSIER_OK);
	fill_three(&w);
	dsr_container_abandon(&w);
	dsr_container_abandon(&w);
	assert_int_equal(dsr_container_open(&c, &env, PATH, NULL), DOSSIER_ERR_NOTFOUND);
}

static dossier_status write_and_read(void)
{
	dsr_container_writer w;
	uint64_t length;
	uint32_t checksum;
	dossier_status st = dsr_container_create(&w, &env, PATH, NULL);

	if (st)
		return st;
	fill_three(&w);
	st = dsr_container_finish(&w, &length, &checksum, NULL);
	return st ? st : read_all();
}

static void running_out_of_memory_is_said(void **state)
{
	(void)state;
	fails_cleanly(write_and_read);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sections_come_back_aligned),
		TEST(what_finish_tells_is_true),
		TEST(every_flipped_bit_is_found),
		TEST(every_cut_is_found),
		TEST(damage_in_one_chunk_does_not_hide_the_others),
		TEST(a_footer_that_lies_is_refused),
		TEST(a_section_outside_the_file_is_refused),
		TEST(a_file_that_is_given_up_is_gone),
		TEST(running_out_of_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

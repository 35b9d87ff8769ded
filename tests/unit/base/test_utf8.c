#include "../test.h"

#include <string.h>

#include "base/utf8.h"

/*
 * The well-formed sequences as Unicode 15 lists them in table 3-7, a row each: every byte has a range.
 * The table is the whole reference; nothing here computes with bits.
 */
static const struct { uint8_t len, low[4], high[4]; } rows[] = {
	{ 1, { 0x00 }, { 0x7f } },
	{ 2, { 0xc2, 0x80 }, { 0xdf, 0xbf } },
	{ 3, { 0xe0, 0xa0, 0x80 }, { 0xe0, 0xbf, 0xbf } },
	{ 3, { 0xe1, 0x80, 0x80 }, { 0xec, 0xbf, 0xbf } },
	{ 3, { 0xed, 0x80, 0x80 }, { 0xed, 0x9f, 0xbf } },
	{ 3, { 0xee, 0x80, 0x80 }, { 0xef, 0xbf, 0xbf } },
	{ 4, { 0xf0, 0x90, 0x80, 0x80 }, { 0xf0, 0xbf, 0xbf, 0xbf } },
	{ 4, { 0xf1, 0x80, 0x80, 0x80 }, { 0xf3, 0xbf, 0xbf, 0xbf } },
	{ 4, { 0xf4, 0x80, 0x80, 0x80 }, { 0xf4, 0x8f, 0xbf, 0xbf } },
};
#define ROWS (sizeof rows / sizeof *rows)

/* How many of the first bytes of p[0..n) begin a sequence of row `r`. */
static size_t matches(size_t r, const uint8_t *p, size_t n)
{
	size_t i = 0;

	while (i < rows[r].len && i < n && p[i] >= rows[r].low[i] && p[i] <= rows[r].high[i])
		i++;
	return i;
}

/* Length of the character at p, or 0 and in *bad the length of the maximal subpart. */
static size_t length_slowly(const uint8_t *p, size_t n, size_t *bad)
{
	*bad = 1;
	for (size_t r = 0; r < ROWS; r++) {
		const size_t m = matches(r, p, n);

		if (m == rows[r].len)
			return m;
		if (m > *bad)
			*bad = m;
	}
	return 0;
}

/* A character by arithmetic: each following byte is a digit of base 64, counted from its row's first. */
static uint32_t number_slowly(const uint8_t *p, size_t len)
{
	static const uint32_t lead_base[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	uint32_t c = len == 1 ? p[0] : p[0] - lead_base[len];

	for (size_t i = 1; i < len; i++)
		c = c * 64 + (p[i] - 0x80u);
	return c;
}

static void check_decode(const uint8_t *bytes, size_t n)
{
	size_t bad;
	uint32_t c;
	const size_t want = length_slowly(bytes, n, &bad);
	const size_t got = dsr_utf8_decode(bytes, bytes + n, &c);

	assert_int_equal(got, want ? want : bad);
	assert_int_equal(c, want ? number_slowly(bytes, want) : DSR_UTF8_REPLACEMENT);
}

static size_t valid_slowly(const uint8_t *p, size_t n)
{
	size_t i = 0, len, bad;

	while (i < n && (len = length_slowly(p + i, n - i, &bad)) != 0)
		i += len;
	return i;
}

static void all_sequences_of_up_to_three_bytes_decode_as_the_table_says(void **state)
{
	uint8_t b[3];
	(void)state;

	for (uint32_t x = 0; x < 1u << 24; x++) {
		b[0] = (uint8_t)(x >> 16);
		b[1] = (uint8_t)(x >> 8);
		b[2] = (uint8_t)x;
		if (!b[2] && !b[1])
			check_decode(b, 1);
		if (!b[2])
			check_decode(b, 2);
		/* A lead that is no lead, or ASCII, never looks further: a few follow-ups do for it. */
		if (b[0] >= 0xc0 || b[1] % 16 == 0)
			check_decode(b, 3);
	}
}

static void sequences_of_four_bytes_decode_as_the_table_says(void **state)
{
	static const uint8_t edges[] = { 0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xf0, 0xff };
	const size_t n = sizeof edges;
	uint8_t b[4];
	(void)state;

	for (size_t x = 0; x < 32 * 256 * n * n; x++) {
		b[0] = (uint8_t)(0xe0 + x % 32);
		b[1] = (uint8_t)(x / 32 % 256);
		b[2] = edges[x / 32 / 256 % n];
		b[3] = edges[x / 32 / 256 / n];
		check_decode(b, 4);
		check_decode(b, 3);
	}
}

static void every_scalar_value_comes_back(void **state)
{
	uint8_t b[4];
	uint32_t back;
	(void)state;

	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		const size_t n = dsr_utf8_encode(b, c);

		assert_int_equal(n, c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
		assert_int_equal(dsr_utf8_decode(b, b + n, &back), n);
		assert_int_equal(back, c);
		assert_int_equal(dsr_utf8_valid(b, n), n);
	}
}

static void the_standards_example_of_maximal_subparts_holds(void **state)
{
	/* Unicode 15, table 3-8: four ill-formed parts between "a", "b", "c", "d". */
	static const uint8_t in[] = "\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64";
	static const uint32_t want[] = { 'a', 0xfffd, 0xfffd, 0xfffd, 'b', 0xfffd, 'c', 0xfffd, 0xfffd, 'd' };
	const uint8_t *p = in, *end = in + sizeof in - 1;
	uint32_t c;
	(void)state;

	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		p += dsr_utf8_decode(p, end, &c);
		assert_int_equal(c, want[i]);
	}
	assert_ptr_equal(p, end);
}

static uint32_t next_random(uint32_t *state)
{
	return *state = *state * 1664525u + 1013904223u;
}

/* Runs of ASCII, good characters and broken bytes, in every mixture and at every alignment. */
static void the_first_broken_byte_of_random_text_is_found(void **state)
{
	uint32_t seed = 1;
	(void)state;

	for (int round = 0; round < 20000; round++) {
		const size_t n = next_random(&seed) >> 8 & 63;
		uint8_t *text = malloc(n + 8), *end = text + n;

		for (uint8_t *p = text; p < end; ) {
			const uint32_t kind = next_random(&seed) >> 16 & 31;
			if (kind < 20)
				*p++ = (uint8_t)('a' + kind);
			else if (kind == 20)
				*p++ = (uint8_t)(next_random(&seed) >> 16);
			else
				p += dsr_utf8_encode(p, 0x80 + (next_random(&seed) >> 8) % (kind == 31 ? 0xd700 : 0x780));
		}
		uint8_t *exact = malloc(n + 1); /* with no byte to spare behind `n` */
		memcpy(exact + 1, text, n);
		assert_int_equal(dsr_utf8_valid(exact + 1, n), valid_slowly(exact + 1, n));
		free(exact);
		free(text);
	}
}

/* Byte by byte: what the table calls a character stays, each maximal subpart becomes one U+FFFD. */
static size_t mend_slowly(const uint8_t *p, size_t n, uint8_t *out, size_t *out_n)
{
	size_t mended = 0;

	*out_n = 0;
	for (size_t i = 0, bad; i < n;) {
		const size_t len = length_slowly(p + i, n - i, &bad);

		memcpy(out + *out_n, len ? p + i : (const uint8_t *)"\xEF\xBF\xBD", len ? len : 3);
		*out_n += len ? len : 3;
		mended += !len;
		i += len ? len : bad;
	}
	return mended;
}

static void random_bytes_are_mended_as_the_table_says(void **state)
{
	static const uint8_t bytes[] = { 'a', 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF };
	dsr_buf out = DSR_BUF_INIT(&test_alloc);
	uint32_t seed = 7;
	(void)state;

	for (int round = 0; round < 20000; round++) {
		uint8_t text[40], want[120];
		const size_t n = next_random(&seed) >> 8 & 31;
		size_t want_n;

		for (size_t i = 0; i < n; i++)
			text[i] = bytes[next_random(&seed) >> 16 & 15];
		dsr_buf_reset(&out);
		assert_int_equal(dsr_utf8_mend(&out, text, n), mend_slowly(text, n, want, &want_n));
		assert_int_equal(out.len, want_n);
		assert_memory_equal(out.data ? out.data : want, want, want_n);
	}
	dsr_buf_release(&out);
}

static void a_replacement_character_in_the_text_is_valid(void **state)
{
	(void)state;
	assert_int_equal(dsr_utf8_valid("a\xEF\xBF\xBD" "b", 5), 5);
	assert_int_equal(dsr_utf8_valid("a\xEF\xBF", 3), 1);
	assert_int_equal(dsr_utf8_valid("\xEF\xBF\xBD\xED\xA0\x80", 6), 3);
	assert_int_equal(dsr_utf8_valid("", 0), 0);
	assert_int_equal(dsr_utf8_valid(NULL, 0), 0);
}

static void the_floor_is_where_a_character_begins(void **state)
{
	/* One, two, three and four bytes; the answer for every offset up to the end. */
	static const char text[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x93\x9A";
	static const size_t want[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10 };
	(void)state;

	for (size_t n = 0; n < sizeof want / sizeof *want; n++)
		assert_int_equal(dsr_utf8_floor(text, n), want[n]);
	assert_int_equal(dsr_utf8_floor("", 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_sequences_of_up_to_three_bytes_decode_as_the_table_says),
		cmocka_unit_test(sequences_of_four_bytes_decode_as_the_table_says),
		cmocka_unit_test(every_scalar_value_comes_back),
		cmocka_unit_test(the_standards_example_of_maximal_subparts_holds),
		cmocka_unit_test(the_first_broken_byte_of_random_text_is_found),
		cmocka_unit_test(random_bytes_are_mended_as_the_table_says),
		cmocka_unit_test(a_replacement_character_in_the_text_is_valid),
		cmocka_unit_test(the_floor_is_where_a_character_begins),
	};
	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

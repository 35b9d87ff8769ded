#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "ingest/html/charset.h"

static size_t replaced; /* in the last page */

static void expect(const char *bytes, size_t n, const char *name, const char *want)
{
	dsr_buf out = DSR_BUF_INIT(&test_alloc);
	dossier_str text;

	assert_string_equal(dsr_charset_of((const uint8_t *)bytes, n), name);
	assert_int_equal(dsr_charset_to_utf8((const uint8_t *)bytes, n, &out, &text, &replaced, NULL), DOSSIER_OK);
	assert_int_equal(text.n, strlen(want));
	assert_memory_equal(text.p, want, text.n);
	dsr_buf_release(&out);
}

#define IS(bytes, name, want) expect(bytes, sizeof(bytes) - 1, name, want)

static void a_mark_goes_before_a_name(void **state)
{
	(void)state;
	IS("\xEF\xBB\xBF<meta charset=koi8-r>\xC3\xA9", "UTF-8", "<meta charset=koi8-r>\xC3\xA9");
	IS("\xFF\xFE" "a\0\xE9\0\x3D\xD8\x00\xDE", "UTF-16LE", "a\xC3\xA9\xF0\x9F\x98\x80");
	IS("\xFE\xFF\0a\0\xE9", "UTF-16BE", "a\xC3\xA9");
	IS("\xEF\xBB\xBF", "UTF-8", "");
	IS("\xFF\xFE", "UTF-16LE", "");
}

static void a_meta_names_the_character_set(void **state)
{
	(void)state;
	IS("<meta charset=\"iso-8859-2\">\xB1", "ISO-8859-2", "<meta charset=\"iso-8859-2\">\xC4\x85");
	IS("<META HTTP-EQUIV=x content='text/html; CHARSET = windows-1251'>\xC4", "CP1251",
	   "<META HTTP-EQUIV=x content='text/html; CHARSET = windows-1251'>\xD0\x94");
	IS("<meta charset=shift_jis>\x83\x65", "CP932", "<meta charset=shift_jis>\xE3\x83\x86");
	IS("<!--<meta charset=koi8-r>--><meta charset=latin1>\x80", "CP1252",
	   "<!--<meta charset=koi8-r>--><meta charset=latin1>\xE2\x82\xAC");
	IS("<meta charset=utf-16le>x", "UTF-8", "<meta charset=utf-16le>x");
	assert_int_equal(replaced, 0);
	IS("<meta charset=utf-8>\xE9t\xC3", "UTF-8", "<meta charset=utf-8>\xEF\xBF\xBDt\xEF\xBF\xBD");
	assert_int_equal(replaced, 2);
	IS("<meta charset=../../../x>\xE9", "CP1252", "<meta charset=../../../x>\xC3\xA9");
	IS("<meta charset=><meta charset", "UTF-8", "<meta charset=><meta charset");
}

static void without_a_name_bytes_decide(void **state)
{
	char late[1100];
	(void)state;

	IS("\xC3\xA9", "UTF-8", "\xC3\xA9");
	IS("caf\xE9 \x93x\x94", "CP1252", "caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D");
	IS("", "UTF-8", "");
	memset(late, ' ', sizeof late);
	memcpy(late + 1024, "<meta charset=koi8-r>", 21);
	assert_string_equal(dsr_charset_of((const uint8_t *)late, sizeof late), "UTF-8");
	memcpy(late + 1003, "<meta charset=koi8-r>", 21);
	assert_string_equal(dsr_charset_of((const uint8_t *)late, sizeof late), "KOI8-R");
}

static void what_does_not_convert_is_replaced(void **state)
{
	(void)state;
	IS("\x81" "a\xE9\x8D", "CP1252", "\xEF\xBF\xBD" "a\xC3\xA9\xEF\xBF\xBD");
	IS("\xFF\xFE" "a\0\x00\xDC" "b\0c", "UTF-16LE", "a\xEF\xBF\xBD" "b\xEF\xBF\xBD");
	IS("<meta charset=euc-jp>\xA4", "EUC-JP", "<meta charset=euc-jp>\xEF\xBF\xBD");
}

/* One table beside iconv's: ISO-8859-1 and windows-1252 agree but for 0x80 to 0x9F. */
static void long_texts_convert_as_short_ones(void **state)
{
	const size_t n = 100000;
	char *bytes = malloc(n), *want = malloc(2 * n + 1), *to = want;
	(void)state;

	for (size_t i = 0; i < n; i++) {
		const unsigned c = (unsigned)(i % 2 ? 0xA0 + i % 96 : 32 + i % 90);

		bytes[i] = (char)c;
		if (c >= 0x80)
			*to++ = (char)(0xC0 | c >> 6);
		*to++ = (char)(c >= 0x80 ? (0x80 | (c & 63)) : c);
	}
	*to = '\0';
	expect(bytes, n, "CP1252", want);
	free(want);
	free(bytes);
}

static void every_name_is_known_to_iconv(void **state)
{
	static const char *const labels[] = { "windows-1250", "windows-1258", "tis-620", "iso-8859-16", "ibm866", "macintosh",
	                                      "gb2312", "big5", "euc-kr", "koi8-u", "windows-1255" };
	char page[64];
	(void)state;

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		dsr_buf out = DSR_BUF_INIT(&test_alloc);
		dossier_str text;
		const int n = snprintf(page, sizeof page, "<meta charset=%s>abc", labels[i]);

		assert_int_equal(dsr_charset_to_utf8((const uint8_t *)page, (size_t)n, &out, &text, &replaced, NULL), DOSSIER_OK);
		assert_int_equal(text.n, n);
		assert_memory_equal(text.p, page, text.n);
		dsr_buf_release(&out);
	}
}

static void without_memory_it_says_so(void **state)
{
	static const char *const pages[] = { "caf\xE9", "<meta charset=utf-8>\xE9" };
	(void)state;

	for (size_t i = 0; i < 2; i++) {
		dsr_buf out = DSR_BUF_INIT(&test_alloc);
		dossier_str text;

		test_fail_after(1);
		assert_int_equal(dsr_charset_to_utf8((const uint8_t *)pages[i], strlen(pages[i]), &out, &text, &replaced, NULL),
		                 DOSSIER_ERR_NOMEM);
		assert_true(test_fail_done());
		dsr_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_goes_before_a_name),
		cmocka_unit_test(a_meta_names_the_character_set),
		cmocka_unit_test(without_a_name_bytes_decide),
		cmocka_unit_test(what_does_not_convert_is_replaced),
		cmocka_unit_test(long_texts_convert_as_short_ones),
		cmocka_unit_test(every_name_is_known_to_iconv),
		cmocka_unit_test(without_memory_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, test_no_leaks);
}

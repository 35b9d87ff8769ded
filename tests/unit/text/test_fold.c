#include "text/fold.h"

#include <string.h>

#include <utf8proc.h>

#include "../test.h"
#include "base/utf8.h"
#include "text/words.h"

static void check(const char *word, const char *expected)
{
	uint8_t out[1000];
	const size_t n = dsr_fold((const uint8_t *)word, strlen(word), out, sizeof out - 1);

	out[n] = '\0';
	assert_string_equal((const char *)out, expected);
}

static void case_goes(void **state)
{
	(void)state;
	check("", "");
	check("Treaty", "treaty");
	check("AZaz@[`{09_", "azaz@[`{09_");
	check("Straße", "strasse");
	check("STRASSE", "strasse");
	check("ẞ", "ss");
	check("ΣΊΣΥΦΟΣ", "σισυφοσ");
	check("Σίσυφος", "σισυφοσ");
	check("МОСКВА", "москва");
}

static void diacritics_go(void **state)
{
	(void)state;
	check("Côte", "cote");
	check("CAFÉ", "cafe");
	check("cafe\xCC\x81", "cafe");
	check("Đặng Nguyễn", "dang nguyen");
	check("Čaputová", "caputova");
	check("Ångström", "angstrom");
	check("ёй", "еи");
	check("مُحَمَّد", "محمد");
	check("محـــمد", "محمد");
	check("שָׁלוֹם", "שלום");
	check("\xDC\x90\xDC\x91", "\xDC\x90"); /* Syriac */
	check("a\xCC\xB6" "b\xE2\x83\x9D", "ab"); /* struck through, encircled */
}

static void letters_without_a_decomposition_go_to_their_base(void **state)
{
	(void)state;
	check("Østergård", "ostergard");
	check("Wałęsa", "walesa");
	check("Æsop", "aesop");
	check("Œuvre", "oeuvre");
	check("Þórðarson", "thordarson");
	check("Ħal Ŧ", "hal t");
}

static void turkish_meets_the_plain_i(void **state)
{
	(void)state;
	check("İstanbul", "istanbul");
	check("ISTANBUL", "istanbul");
	check("Işık", "isik");
}

static void typography_goes(void **state)
{
	(void)state;
	check("ﬁnal", "final");
	check("ＵＮ", "un");
	check("con\xC2\xAD" "flict", "conflict");
	check("a\xE2\x80\x8D" "b\xEF\xB8\x8F", "ab");
	check("Ⅷ", "viii");
	check("ﾄｳｷｮｳ", "トウキョウ");
	check("℡", "tel");
}

static void marks_that_spell_stay(void **state)
{
	(void)state;
	check("हिन्दी", "हिन्दी");
	check("が", "が");
	check("か\xE3\x82\x99", "が");
	check("한국", "한국");
	check("ประเทศไทย", "ประเทศไทย");
}

static void what_is_not_utf8_folds_to_nothing(void **state)
{
	(void)state;
	check("ab\xFF", "");
	check("\xED\xA0\x80", "");
	check("\xC3", "");
}

static void too_little_room_leaves_whole_characters(void **state)
{
	static const char *const words[] = { "TREATY", "москва朝鲜", "ÆÆ", "ßß" };

	(void)state;
	for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
		uint8_t all[100];
		const size_t n = strlen(words[k]), full = dsr_fold((const uint8_t *)words[k], n, all, sizeof all);

		for (size_t cap = 0; cap <= full; cap++) {
			uint8_t *out = malloc(cap + !cap); /* exact, for the address sanitizer */
			const size_t got = dsr_fold((const uint8_t *)words[k], n, out, cap);

			assert_true(got <= cap && cap - got < 4);
			assert_memory_equal(out, all, got);
			assert_int_equal(dsr_utf8_valid(out, got), got);
			free(out);
		}
	}
}

static void the_longest_expansion_fits(void **state)
{
	uint8_t word[3 * 100], out[4000];

	(void)state;
	for (size_t i = 0; i < sizeof word; i += 3)
		memcpy(word + i, "\xEF\xB7\xBA", 3); /* U+FDFA: eighteen characters */
	assert_int_equal(dsr_fold(word, 255, out, sizeof out), 85 * 33);
	assert_int_equal(dsr_fold(word, sizeof word, out, sizeof out), 85 * 33); /* only DSR_WORD_MAX bytes count */
	assert_int_equal(dsr_fold(word, 255, out, 1020), 1019);
}

static size_t fold_char(uint32_t c, uint8_t *out)
{
	uint8_t bytes[4];

	return dsr_fold(bytes, dsr_utf8_encode(bytes, c), out, 100);
}

static int is_surrogate(uint32_t c)
{
	return c >= 0xD800 && c < 0xE000;
}

static void folding_twice_is_folding_once(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < 0x30000; c++) {
		uint8_t once[100], twice[100];
		const size_t n = is_surrogate(c) ? 0 : fold_char(c, once);

		assert_int_equal(dsr_fold(once, n, twice, sizeof twice), n);
		assert_memory_equal(once, twice, n);
	}
}

static void upper_and_lower_case_meet(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < 0x20000; c++) {
		uint8_t a[100], b[100];
		const uint32_t upper = (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);

		if (is_surrogate(c) || upper == c)
			continue;
		assert_int_equal(fold_char(c, a), fold_char(upper, b));
		assert_memory_equal(a, b, fold_char(c, a));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case_goes),
		cmocka_unit_test(diacritics_go),
		cmocka_unit_test(letters_without_a_decomposition_go_to_their_base),
		cmocka_unit_test(turkish_meets_the_plain_i),
		cmocka_unit_test(typography_goes),
		cmocka_unit_test(marks_that_spell_stay),
		cmocka_unit_test(what_is_not_utf8_folds_to_nothing),
		cmocka_unit_test(too_little_room_leaves_whole_characters),
		cmocka_unit_test(the_longest_expansion_fits),
		cmocka_unit_test(folding_twice_is_folding_once),
		cmocka_unit_test(upper_and_lower_case_meet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

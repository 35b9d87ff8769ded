#include "text/tokens.h"

#include <stdio.h>
#include <string.h>

#include "../test.h"

static size_t find(const char *text, size_t n, dsr_text_token *out, size_t max)
{
	size_t count = 0, got;
	dsr_tokens source;

	dsr_tokens_begin(&source, (const uint8_t *)text, n);
	while ((got = dsr_tokens_next(&source, out + count, max))) {
		assert_true(got <= max);
		count += got;
	}
	return count;
}

/* Hold the tokens of `text` against `expected`, where blanks part them; what is beside has a '/' in front. */
static void check(const char *text, const char *expected)
{
	dsr_text_token t[100];
	const size_t count = find(text, strlen(text), t, 100);
	char got[1000] = "";

	for (size_t i = 0; i < count; i++)
		snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s%.*s", i ? " " : "", t[i].beside ? "/" : "",
		         (int)(t[i].end - t[i].start), text + t[i].start);
	assert_string_equal(got, expected);
}

static void words_are_tokens(void **state)
{
	(void)state;
	check("", "");
	check(" -- ... ", "");
	check("The talks, 2003.", "The talks 2003");
}

static void hyphens_join_beside_the_first_part(void **state)
{
	(void)state;
	check("co-operation", "co /co-operation operation");
	check("a not-for-profit, G-20 x", "a not /not-for-profit for profit G /G-20 20 x");
	check("state-of-the-art", "state /state-of-the-art of the art");
	check("one-two-three-four-five-six", "one two three four five six");
	check("2018-03-09 555-1234 9-x", "2018 03 09 555 1234 9 /9-x x");
	check("peace\xE2\x80\x90keeping arms\xE2\x80\x91" "control",
	      "peace /peace\xE2\x80\x90keeping keeping arms /arms\xE2\x80\x91" "control control");
	check("six\xE2\x80\x93party well\xE2\x80\x94then", "six party well then");
	check("pre- and post-war -x a--b a -b", "pre and post /post-war war x a b a b");
	check("d'Ivoire-born caf\xC3\xA9-bar", "d'Ivoire /d'Ivoire-born born caf\xC3\xA9 /caf\xC3\xA9-bar bar");
}

static void acronyms_stay_and_other_full_stops_part(void **state)
{
	(void)state;
	check("The U.S. and U.S.A. e.g. 3.5 1.2.3", "The U.S and U.S.A e.g 3.5 1.2.3");
	check("U.S.-North Korea", "U.S North Korea");
	check("U.S-led", "U.S /U.S-led led");
	check("Ph.D. policy.The HON.JOHN:Well", "Ph /Ph.D D policy /policy.The The HON /HON.JOHN JOHN Well");
	check("R.G.CASEY \xC3\xA9.x.y", "R /R.G.CASEY G CASEY \xC3\xA9.x.y");
}

static void addresses_stand_beside_their_first_part(void **state)
{
	(void)state;
	check("at www.state.gov.", "at www /www.state.gov state gov");
	check("(https://www.state.gov/a-b/c.html?d=e#f),",
	      "https www /www.state.gov/a-b/c.html?d=e#f state gov a b c html d e f");
	check("state.gov/ state.gov:80/x state.gov: x", "state /state.gov gov state /state.gov:80/x gov 80 x state /state.gov gov x");
	check("john.smith-x@state.gov, a@b c@d.e", "john /john.smith-x@state.gov smith x state gov a b c d.e");
	check("first-last@x.org", "first /first-last@x.org last x org");
	check("@state #tag a/b a:b", "state tag a b a b");
	check("my-site.org/x", "my /my-site.org/x site org x");
}

static void signs_of_languages_stand_beside_their_letter(void **state)
{
	(void)state;
	check("C++ and C#, (g++)", "C /C++ and C /C# g /g++");
	check("a+b C+ AB++ C++x C#5 #", "a b C AB C x C 5");
}

static void letters_of_scripts_without_blanks_stand_in_pairs(void **state)
{
	(void)state;
	check("朝鲜半岛", "朝鲜 鲜半 半岛");
	check("中国", "中国");
	check("中 国。中", "中 国 中");
	check("a中国b 中a", "a 中国 b 中 a");
	check("カタカナの東京タワー", "カタカナ の東 東京 タワー");
	check("대한민국 헌법", "대한민국 헌법");
	check("ไทย", "ไท ทย");
	check("ที่นี่", "ที่นี่");
	check("\xF0\xA0\x80\x80\xF0\xA0\x80\x81\xF0\xA0\x80\x82",
	      "\xF0\xA0\x80\x80\xF0\xA0\x80\x81 \xF0\xA0\x80\x81\xF0\xA0\x80\x82");
	check("ລາວ ខ្មែរ မြန်မာ", "ລາ າວ ខ្មែ មែរ မြန် န်မာ");
}

static void what_is_longer_than_a_word_has_only_its_parts(void **state)
{
	static char text[600], expected[1200];

	(void)state;
	memset(text, 'x', 200);
	strcpy(text + 200, "-");
	memset(text + 201, 'y', 54);
	snprintf(expected, sizeof expected, "%.200s %.54s", text, text + 201);
	text[255] = '\0';
	snprintf(expected, sizeof expected, "%.200s /%s %.54s", text, text, text + 201);
	check(text, expected);
	text[255] = 'z';
	text[256] = '\0';
	snprintf(expected, sizeof expected, "%.200s %.55s", text, text + 201);
	check(text, expected);
	strcpy(text, "a.example.org/");
	memset(text + 14, 'p', 300);
	text[314] = '\0';
	snprintf(expected, sizeof expected, "a /a.example.org example org %.255s %.45s", text + 14, text + 14);
	check(text, expected);
}

/* However many are taken at a time, the tokens are the same, and words of 64 or more do not matter either. */
static void tokens_do_not_depend_on_how_many_are_taken(void **state)
{
	static char text[4000];
	static dsr_text_token all[2000], some[2000];
	size_t count;

	(void)state;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = "abcdefgh  -..+@/\xE4\xB8\xAD\xE4\xB8\xAD"[i % 100 < 60 ? i * i * 7 % 1009 % 16 : 16 + (i - i / 100 * 100 - 60) % 6];
	count = find(text, sizeof text, all, 2000);
	assert_true(count > 500);
	for (size_t max = DSR_TOKENS_MIN; max < 200; max++) {
		assert_int_equal(find(text, sizeof text, some, max), count);
		assert_memory_equal(some, all, count * sizeof *all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_tokens),
		cmocka_unit_test(hyphens_join_beside_the_first_part),
		cmocka_unit_test(acronyms_stay_and_other_full_stops_part),
		cmocka_unit_test(addresses_stand_beside_their_first_part),
		cmocka_unit_test(signs_of_languages_stand_beside_their_letter),
		cmocka_unit_test(letters_of_scripts_without_blanks_stand_in_pairs),
		cmocka_unit_test(what_is_longer_than_a_word_has_only_its_parts),
		cmocka_unit_test(tokens_do_not_depend_on_how_many_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "text/words.h"

#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#include "../test.h"
#include "base/utf8.h"

#define UCD "/usr/share/unicode/auxiliary/"

static const char *skipped = "SKIPPED: no " UCD "%s (Debian package unicode-data)\n";

/* The words of `text`, found `max` at a time. */
static size_t find(const char *text, size_t n, dsr_word *out, size_t max)
{
	size_t from = 0, count = 0, got;

	while ((got = dsr_words_find((const uint8_t *)text, n, &from, out + count, max)))
		count += got;
	assert_int_equal(from, n);
	return count;
}

static int is_plain(const char *text, size_t n, dsr_word w)
{
	if (w.end < n && ((uint8_t)text[w.end] >= 0x80 || (text[w.end] && strchr("-@+%#", text[w.end]))))
		return 0;
	for (; w.start < w.end; w.start++)
		if (text[w.start] != '_' && !(text[w.start] >= '0' && text[w.start] <= '9') &&
		    !((text[w.start] | 0x20) >= 'a' && (text[w.start] | 0x20) <= 'z'))
			return 0;
	return 1;
}

/* Are these the words of `text`, and is that said of each which is plain? */
static int same_words(const char *text, size_t n, const dsr_word *got, const dsr_word *want, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (got[i].start != want[i].start || got[i].end != want[i].end || got[i].plain != (uint32_t)is_plain(text, n, want[i]))
			return 0;
	return 1;
}

/* Hold the words of `text` against `expected`, where blanks part them. */
static void check(const char *text, const char *expected)
{
	dsr_word w[100];
	const size_t count = find(text, strlen(text), w, 100);
	char got[1000] = "";

	for (size_t i = 0; i < count; i++)
		snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", i ? " " : "", (int)(w[i].end - w[i].start),
		         text + w[i].start);
	assert_string_equal(got, expected);
}

static void finds_the_words_of_a_sentence(void **state)
{
	(void)state;
	check("", "");
	check(" -- ... ", "");
	check("word", "word");
	check("The Six-Party Talks (2003\xE2\x80\x93" "2009).", "The Six Party Talks 2003 2009");
	check("COVID-19", "COVID 19");
}

static void an_apostrophe_or_full_stop_between_letters_joins(void **state)
{
	(void)state;
	check("policy\xE2\x80\x99s O'Neill's 'quoted' states' d\xE2\x80\x99Ivoire",
	      "policy\xE2\x80\x99s O'Neill's quoted states d\xE2\x80\x99Ivoire");
	check("the U.S. and the U.S.A.", "the U.S and the U.S.A");
	check("a..b a.'b a.,b x.1 1.x 1'a", "a b a b a b x 1 1 x 1 a");
	check("end. Next", "end Next");
}

static void signs_between_digits_join(void **state)
{
	(void)state;
	check("10,000 3.5 1;2 1,,2 10, 20 7,a 3.5.", "10,000 3.5 1;2 1 2 10 20 7 a 3.5");
}

static void a_colon_parts_words(void **state)
{
	(void)state;
	check("MINISTER:Well 3:30 a\xEF\xBC\x9A" "b", "MINISTER Well 3 30 a b");
}

static void low_lines_join_but_are_no_word(void **state)
{
	(void)state;
	check("snake_case _x y_ __ _ \xE2\x80\xBF \xE2\x80\xBF_ _\xCC\x81", "snake_case _x y_");
	check("\xE2\x80\xBF" "a", "\xE2\x80\xBF" "a");
}

static void an_ideograph_is_a_word(void **state)
{
	(void)state;
	check("\xE6\x9C\x9D\xE9\xB2\x9C" "a", "\xE6\x9C\x9D \xE9\xB2\x9C a");         /* 朝鲜a */
	check("\xF0\xA0\x80\x80\xF0\xA0\x80\x80", "\xF0\xA0\x80\x80 \xF0\xA0\x80\x80"); /* plane 2 */
	check("\xE3\x81\x8B\xE3\x82\x99\xE3\x81\x8D", "\xE3\x81\x8B\xE3\x82\x99 \xE3\x81\x8D");
	check("\xE0\xB9\x84\xE0\xB8\x97", "\xE0\xB9\x84 \xE0\xB8\x97");               /* Thai */
	check("\xE3\x82\xA2\xE3\x83\xA1\xE3\x83\xAA\xE3\x82\xAB", "\xE3\x82\xA2\xE3\x83\xA1\xE3\x83\xAA\xE3\x82\xAB");
	check("\xED\x95\x9C\xEA\xB5\xAD", "\xED\x95\x9C\xEA\xB5\xAD");                /* Hangul */
}

static void marks_and_invisible_characters_stay_inside(void **state)
{
	(void)state;
	check("con\xC2\xAD" "flict cafe\xCC\x81s \xCC\x81x", "con\xC2\xAD" "flict cafe\xCC\x81s x");
	check("a\xCC\x81.\xCC\x81" "b", "a\xCC\x81.\xCC\x81" "b");
}

static void emoji_and_signs_are_no_words(void **state)
{
	(void)state;
	check("\xF0\x9F\x87\xBA\xF0\x9F\x87\xB8 \xF0\x9F\x98\x80 \xE2\x82\xAC \xC2\xBD m\xC2\xB2 1\xEF\xB8\x8F\xE2\x83\xA3",
	      "m 1\xEF\xB8\x8F\xE2\x83\xA3");
}

static void what_is_not_utf8_parts_words(void **state)
{
	(void)state;
	check("ab\xFF" "cd\xC3", "ab cd");
	check("\xC3" "ab\xE2\x80" "cd\xED\xA0\x80" "ef\xC0\xAFgh", "ab cd ef gh");
	check("\x80\x80\x80", "");
}

static void a_long_run_is_cut_at_a_character(void **state)
{
	static char text[2000];
	dsr_word w[20];

	(void)state;
	memset(text, 'x', sizeof text);
	assert_int_equal(find(text, 255, w, 20), 1);
	assert_int_equal(find(text, 256, w, 20), 2);
	assert_int_equal(w[0].end, 255);
	assert_int_equal(w[1].start, 255);
	assert_int_equal(find(text, sizeof text, w, 20), 8);
	for (size_t i = 0; i < sizeof text; i += 2)
		memcpy(text + i, "\xC3\xA9", 2);
	assert_int_equal(find(text, 256, w, 20), 2);
	assert_int_equal(w[0].end, 254);
	memset(text, 'x', 255);
	memcpy(text + 255, "\xC3\xA9.a", 5);
	assert_int_equal(find(text, 259, w, 20), 2);
	assert_int_equal(w[0].end, 255);
	assert_int_equal(w[1].end, 259);
	memset(text + 1, 0x80, 300); /* no character to cut at */
	assert_int_equal(find(text, 301, w, 20), 1);
	assert_int_equal(w[0].end, 1);
}

/*
 * A reference as slow and plain as UAX #29 is written: every rule asks for the characters around a place.
 */
enum { OTHER, EXTEND, LETTER, HEBREW, DIGIT, KATAKANA, LOW, MIDLETTER, MIDNUM, MIDNUMLET, SINGLE, DOUBLE };

static uint8_t *classes; /* of every character, from WordBreakProperty.txt */

static int class_named(const char *name)
{
	static const struct { const char *name; int class; } all[] = {
		{ "Extend", EXTEND }, { "Format", EXTEND }, { "ZWJ", EXTEND }, { "ALetter", LETTER },
		{ "Hebrew_Letter", HEBREW }, { "Numeric", DIGIT }, { "Katakana", KATAKANA }, { "ExtendNumLet", LOW },
		{ "MidLetter", MIDLETTER }, { "MidNum", MIDNUM }, { "MidNumLet", MIDNUMLET },
		{ "Single_Quote", SINGLE }, { "Double_Quote", DOUBLE },
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (!strcmp(all[i].name, name))
			return all[i].class;
	return OTHER;
}

static int is_colon(uint32_t c)
{
	return c == ':' || c == 0xFE13 || c == 0xFE55 || c == 0xFF1A;
}

static int load_classes(void **state)
{
	FILE *f = fopen(UCD "WordBreakProperty.txt", "r");
	char line[400], name[40];

	(void)state;
	classes = calloc(1, 0x110000);
	if (!classes)
		return 1;
	while (f && fgets(line, sizeof line, f)) {
		unsigned first, last;

		if (sscanf(line, "%x..%x ; %39s", &first, &last, name) != 3) {
			if (sscanf(line, "%x ; %39s", &first, name) != 2)
				continue;
			last = first;
		}
		for (unsigned c = first; c <= last; c++)
			classes[c] = (uint8_t)(is_colon(c) ? OTHER : class_named(name));
	}
	if (f)
		fclose(f);
	else
		fprintf(stderr, skipped, "WordBreakProperty.txt");
	return 0;
}

static int unload_classes(void **state)
{
	(void)state;
	free(classes);
	return 0;
}

typedef struct text {
	uint32_t c[64];
	uint32_t at[65]; /* byte offsets */
	uint8_t bytes[256];
	size_t count;
} text;

static void add(text *t, uint32_t c)
{
	const uint32_t n = t->at[t->count];

	t->c[t->count++] = c;
	t->at[t->count] = n + (uint32_t)dsr_utf8_encode(t->bytes + n, c);
}

static int alphabetic(int class)
{
	return class == LETTER || class == HEBREW;
}

/* The class `step` characters away from `i`, those that extend not counted. */
static int around(const text *t, long i, int step)
{
	do
		i += step;
	while (i >= 0 && i < (long)t->count && classes[t->c[i]] == EXTEND);
	return i >= 0 && i < (long)t->count ? classes[t->c[i]] : OTHER;
}

/* The index of the last character before i that does not extend. */
static long base_before(const text *t, long i)
{
	while (--i > 0 && classes[t->c[i]] == EXTEND)
		;
	return i;
}

static int is_boundary(const text *t, long i)
{
	const long last = base_before(t, i);
	const int a = classes[t->c[last]], b = classes[t->c[i]];
	const int before = around(t, last, -1), after = around(t, i, 1);

	if (b == EXTEND)
		return t->c[i - 1] == '\n' || t->c[i - 1] == '\r';
	if (alphabetic(a) && alphabetic(b))
		return 0;
	if (alphabetic(a) && (b == MIDLETTER || b == MIDNUMLET || b == SINGLE) && alphabetic(after))
		return 0;
	if (alphabetic(before) && (a == MIDLETTER || a == MIDNUMLET || a == SINGLE) && alphabetic(b))
		return 0;
	if (a == HEBREW && (b == SINGLE || (b == DOUBLE && after == HEBREW)))
		return 0;
	if (before == HEBREW && a == DOUBLE && b == HEBREW)
		return 0;
	if ((a == DIGIT || alphabetic(a)) && (b == DIGIT || alphabetic(b)))
		return 0;
	if (before == DIGIT && (a == MIDNUM || a == MIDNUMLET || a == SINGLE) && b == DIGIT)
		return 0;
	if (a == DIGIT && (b == MIDNUM || b == MIDNUMLET || b == SINGLE) && after == DIGIT)
		return 0;
	if (a == KATAKANA && b == KATAKANA)
		return 0;
	if (b == LOW && (alphabetic(a) || a == DIGIT || a == KATAKANA || a == LOW))
		return 0;
	return !(a == LOW && (alphabetic(b) || b == DIGIT || b == KATAKANA));
}

/* Does the character make its piece a word?  Asked of the general category, and of the class for what is
 * counted as a letter without being one. */
static int is_solid(uint32_t c)
{
	const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

	if (classes[c] == EXTEND)
		return 0;
	return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
	       category == UTF8PROC_CATEGORY_ND || category == UTF8PROC_CATEGORY_NL ||
	       (classes[c] >= LETTER && classes[c] <= KATAKANA);
}

/* The words of `t`, whose boundaries are boundary[0..count]. */
static size_t words_between(const text *t, const int *boundary, dsr_word *out)
{
	size_t count = 0, start = 0;
	int solid = 0;

	for (size_t i = 0; i < t->count; i++) {
		solid |= is_solid(t->c[i]);
		if (!boundary[i + 1])
			continue;
		if (solid)
			out[count++] = (dsr_word){ t->at[start], t->at[i + 1], 0 };
		start = i + 1;
		solid = 0;
	}
	return count;
}

static int finds_these(const text *t, const int *boundary)
{
	dsr_word want[64], got[64];
	const size_t count = words_between(t, boundary, want);

	return find((const char *)t->bytes, t->at[t->count], got, 64) == count &&
	       same_words((const char *)t->bytes, t->at[t->count], got, want, count);
}

static void check_against_reference(const text *t)
{
	int boundary[65] = { 0 };

	for (size_t i = 1; i < t->count; i++)
		boundary[i] = is_boundary(t, (long)i);
	boundary[t->count] = 1;
	if (!finds_these(t, boundary)) {
		for (size_t i = 0; i < t->count; i++)
			fprintf(stderr, "%s%04X ", boundary[i] ? "/ " : "", t->c[i]);
		fail_msg("words differ from the reference");
	}
}

static void every_character_has_its_class(void **state)
{
	(void)state;
	if (!classes['a'])
		skip();
	for (uint32_t c = 1; c < 0x110000; c += c < 0x20000 || (c >= 0xE0000 && c < 0xE0200) ? 1 : 61) {
		static const uint32_t around_it[] = { 'a', '1', 0x30A2, 0x5D0, '_' };
		text t = { .count = 0 };

		if (c >= 0xD800 && c < 0xE000)
			continue;
		for (size_t i = 0; i < sizeof around_it / sizeof around_it[0]; i++) {
			add(&t, around_it[i]);
			add(&t, c);
			add(&t, around_it[i]);
			add(&t, ' ');
		}
		check_against_reference(&t);
	}
}

static void random_texts_agree_with_a_plain_reading_of_the_rules(void **state)
{
	static const uint32_t some[] = {
		'a', 'b', 'Z', '1', '9', '_', '.', ',', ';', ':', '\'', '"', ' ', '\n', '-', 0xAD, 0x301, 0x200D, 0x5D0, 0x5D1,
		0x30A2, 0x30FC, 0x4E2D, 0x3042, 0xE01, 0x2019, 0xB7, 0x203F, 0xE9, 0x44F, 0x661, 0x1F600, 0x20000, 0xE0041,
	};
	uint32_t seed = 1;

	(void)state;
	if (!classes['a'])
		skip();
	for (int round = 0; round < 50000; round++) {
		text t = { .count = 0 };

		for (int i = 0; i < 16; i++) {
			seed = seed * 1664525 + 1013904223;
			add(&t, some[(seed >> 8) % (seed >> 31 ? 13 : sizeof some / sizeof some[0])]);
		}
		check_against_reference(&t);
	}
}

/* Read "÷ 0061 × 0308 ÷" into *t and boundary[]; 0 for a line without a test. */
static int read_line(char *line, text *t, int *boundary)
{
	*t = (text){ .count = 0 };
	line[strcspn(line, "#")] = '\0';
	for (char *part = strtok(line, " \t\n"); part; part = strtok(NULL, " \t\n")) {
		if (!strcmp(part, "\xC3\xB7"))
			boundary[t->count] = 1;
		else if (!strcmp(part, "\xC3\x97"))
			boundary[t->count] = 0;
		else
			add(t, (uint32_t)strtoul(part, NULL, 16));
	}
	return t->count > 0;
}

/* Where we differ on purpose: a colon joins nothing, nor does a joiner a sign (WB3c).  1 if it matters here. */
static int tailor(const text *t, int *boundary)
{
	int changed = 0;

	for (size_t i = 1; i < t->count; i++) {
		const int sign = t->c[i - 1] == 0x200D && utf8proc_category((utf8proc_int32_t)t->c[i]) == UTF8PROC_CATEGORY_SO;
		const int colon = t->c[i] == ':' || (classes[t->c[i]] != EXTEND && t->c[base_before(t, (long)i)] == ':');

		if ((sign || colon) && !boundary[i]) {
			boundary[i] = 1;
			changed = 1;
		}
	}
	return changed;
}

static void passes_the_word_break_test_of_unicode(void **state)
{
	FILE *f = fopen(UCD "WordBreakTest.txt", "r");
	int lines = 0, right = 0, tailored = 0;
	char line[2000];

	(void)state;
	if (!f || !classes['a']) {
		fprintf(stderr, skipped, "WordBreakTest.txt");
		skip();
	}
	while (fgets(line, sizeof line, f)) {
		int boundary[65] = { 0 };
		text t;

		if (!read_line(line, &t, boundary))
			continue;
		tailored += tailor(&t, boundary);
		lines++;
		right += finds_these(&t, boundary);
	}
	fclose(f);
	printf("WordBreakTest: %d of %d, %d of them tailored\n", right, lines, tailored);
	assert_true(lines > 1000);
	assert_int_equal(right, lines);
}

static void any_bytes_give_ordered_short_valid_words(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		static const char some[] = "aaaaaaaa1111__''..,,\" -@+%#\xCC\x81\xD7\x90\xE2\x80\x99\xE6\x9C\x9D\xF0\x9F\x98\x80\xFF";
		char bytes[600];
		dsr_word w[600], v[600];
		size_t count, at = 0;

		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = some[(seed >> 8) % (round % 2 ? 12 : sizeof some)];
		}
		count = find(bytes, sizeof bytes, w, 600);
		for (size_t max = 1; max < 4; max++) {
			assert_int_equal(find(bytes, sizeof bytes, v, max), count);
			assert_true(same_words(bytes, sizeof bytes, w, v, count));
		}
		for (size_t i = 0; i < count; i++) {
			assert_true(w[i].start >= at && w[i].start < w[i].end && w[i].end - w[i].start <= DSR_WORD_MAX);
			at = w[i].end;
			assert_int_equal(dsr_utf8_valid(bytes + w[i].start, at - w[i].start), at - w[i].start);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_words_of_a_sentence),
		cmocka_unit_test(an_apostrophe_or_full_stop_between_letters_joins),
		cmocka_unit_test(signs_between_digits_join),
		cmocka_unit_test(a_colon_parts_words),
		cmocka_unit_test(low_lines_join_but_are_no_word),
		cmocka_unit_test(an_ideograph_is_a_word),
		cmocka_unit_test(marks_and_invisible_characters_stay_inside),
		cmocka_unit_test(emoji_and_signs_are_no_words),
		cmocka_unit_test(what_is_not_utf8_parts_words),
		cmocka_unit_test(a_long_run_is_cut_at_a_character),
		cmocka_unit_test(every_character_has_its_class),
		cmocka_unit_test(random_texts_agree_with_a_plain_reading_of_the_rules),
		cmocka_unit_test(passes_the_word_break_test_of_unicode),
		cmocka_unit_test(any_bytes_give_ordered_short_valid_words),
	};

	return cmocka_run_group_tests(tests, load_classes, unload_classes);
}

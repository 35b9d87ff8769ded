#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../codec/guard.h"
#include "codec/cpu.h"
#include "text/asciiwords.h"

/*
 * Every kernel, with the rules for all characters where it leaves off, finds the words that are found one at a time, which takes no
 * kernel but the portable one.  Text and words end at pages nobody may touch.
 */
enum { TEXT_MAX = 6000, WORDS_MAX = TEXT_MAX };

static uint8_t *text_end, *words_end;
static uint64_t seed = 7;

static int make_guards(void **state)
{
	(void)state;
	text_end = guard_end();
	words_end = guard_end();
	return 0;
}

static size_t find_one_by_one(const uint8_t *text, size_t n, dsr_word *out)
{
	size_t from = 0, count = 0;

	while (dsr_words_find(text, n, &from, &out[count], 1))
		count++;
	return count;
}

static size_t find_with(dsr_asciiwords_fn run, const uint8_t *text, size_t n, size_t max, dsr_word *out)
{
	dsr_word *room = (dsr_word *)(void *)(words_end - max * sizeof *room);
	size_t from = 0, count = 0, got;

	do {
		got = run(text, n, &from, room, max);
		assert_in_range(got, 0, max);
		memcpy(out + count, room, got * sizeof *room);
		count += got;
		if (from < n) {
			got = dsr_words_find(text, n, &from, &out[count], 1);
			count += got;
		}
	} while (from < n && got);
	return count;
}

static void check(const uint8_t *bytes, size_t n)
{
	static dsr_word want[WORDS_MAX], got[WORDS_MAX];
	uint8_t *text = text_end - n;
	size_t count;

	memcpy(text, bytes, n);
	count = find_one_by_one(text, n, want);
	for (size_t i = 0; i < dsr_asciiwords_impl_count; i++) {
		const dsr_asciiwords_impl *impl = &dsr_asciiwords_impls[i];
		const size_t max = DSR_ASCIIWORDS_ROOM + below(&seed, 40);

		if (!dsr_cpu_has((dsr_cpu_level)impl->level))
			continue;
		assert_int_equal(find_with(impl->run, text, n, max, got), count);
		assert_memory_equal(got, want, count * sizeof *got);
	}
}

/* Each `piece` is a string; they are drawn at random. */
static void check_drawn(const char *const *pieces, uint32_t count, size_t rounds, size_t longest)
{
	static uint8_t text[TEXT_MAX];

	for (size_t r = 0; r < rounds; r++) {
		const size_t n = below(&seed, (uint32_t)longest);
		size_t at = 0;

		while (at < n) {
			const char *piece = pieces[below(&seed, count)];

			for (; *piece && at < n; piece++)
				text[at++] = (uint8_t)*piece;
		}
		check(text, n);
	}
}

static void signs_letters_and_digits_in_any_order(void **state)
{
	static const char *const pieces[] = { "a", "Z", "0", "9", "_", "'", ".", ",", ";", ":", " ", "\"", "[", "@", "`", "{", "/", "-", "+", "%", "#", "$" };

	(void)state;
	check_drawn(pieces, sizeof pieces / sizeof *pieces, 20000, 300);
}

static void like_a_text(void **state)
{
	static const char *const pieces[] = {
		"word ", "the ", "of ", "Government's ", "U.S. ", "10,000 ", "3.5% ", "\"quoted\" ", "end. ", "(a) ", "- ", "co-operation ", "snake_case ", "_x ",
		"internationalisation ", "\n", "policy\xE2\x80\x99s ", "\xE2\x80\x9Cso\xE2\x80\x9D ", "d'\xC3\xA9t\xC3\xA9 ", "caf\xC3\xA9. ", "1.\xC2\xA0",
		"a_\xE2\x80\xBF ", "\xD7\x90\"\xD7\x91 ", "x\xCC\x81.y ", "\xE6\x9C\x9D", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	};

	(void)state;
	check_drawn(pieces, sizeof pieces / sizeof *pieces, 3000, TEXT_MAX);
}

static void any_bytes(void **state)
{
	static uint8_t text[TEXT_MAX];

	(void)state;
	for (size_t r = 0; r < 3000; r++) {
		const size_t n = below(&seed, 400);

		for (size_t i = 0; i < n; i++)
			text[i] = (uint8_t)(r & 1 ? below(&seed, 256) : below(&seed, 128));
		check(text, n);
	}
}

/* Of each byte alone, and between two others. */
static void every_byte(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		uint8_t text[100];

		memset(text, ' ', sizeof text);
		text[70] = (uint8_t)c;
		check(text, sizeof text);
		text[69] = text[71] = 'a';
		check(text, sizeof text);
		text[69] = text[71] = '1';
		check(text, sizeof text);
	}
}

/* A piece of every length at every place of a window. */
static void pieces_at_the_edges_of_windows(void **state)
{
	(void)state;
	for (size_t blanks = 0; blanks < 66; blanks++)
		for (size_t length = 1; length < 300; length += length < 70 ? 1 : 37) {
			uint8_t text[400];

			memset(text, ' ', sizeof text);
			memset(text + blanks, 'x', length);
			check(text, blanks + length);
			check(text, blanks + length + 1);
			text[blanks + length] = '.';
			text[blanks + length + 1] = 'y';
			check(text, blanks + length + 2);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signs_letters_and_digits_in_any_order),
		cmocka_unit_test(like_a_text),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(every_byte),
		cmocka_unit_test(pieces_at_the_edges_of_windows),
	};

	return cmocka_run_group_tests(tests, make_guards, NULL);
}

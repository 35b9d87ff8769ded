/*
 * text.c - the kernels of reading: words of ASCII text, strings of JSON
 */
#include "micro.h"

#include <string.h>

#include "codec/quoted.h"
#include "text/asciiwords.h"

#define TEXT_BYTES 65536u

static uint8_t  text[TEXT_BYTES];
static dsr_word found[TEXT_BYTES / 2];

static dsr_asciiwords_fn words;
static dsr_quoted_end_fn quoted_end;

/* Words of 1 to 10 letters with a blank between, and a full stop now and then. */
static void fill_words(void)
{
	for (size_t at = 0; at < TEXT_BYTES;) {
		for (unsigned n = 1 + micro_random() % 10; n && at < TEXT_BYTES; n--)
			text[at++] = (uint8_t)('a' + micro_random() % 26);
		if (at + 1 < TEXT_BYTES && micro_random() % 12 == 0)
			text[at++] = '.';
		if (at < TEXT_BYTES)
			text[at++] = ' ';
	}
}

static void find_words(void)
{
	size_t from = 0, n = 1;

	while (from < TEXT_BYTES && n) {
		n = words(text, TEXT_BYTES, &from, found, sizeof found / sizeof *found);
		micro_sink += n;
	}
}

static void measure_words(void)
{
	fill_words();
	for (size_t k = 0; k < dsr_asciiwords_impl_count; k++) {
		if (!dsr_cpu_has((dsr_cpu_level)dsr_asciiwords_impls[k].level))
			continue;
		words = dsr_asciiwords_impls[k].run;
		micro_print("asciiwords", dsr_asciiwords_impls[k].name, "5.5 letters", TEXT_BYTES, "GB/s", find_words);
	}
}

static void find_end(void)
{
	unsigned seen = 0;

	micro_sink += quoted_end(text, TEXT_BYTES, &seen) + seen;
}

/* A line end a hundred bytes apart, as "\n". */
static void measure_quoted(void)
{
	for (size_t at = 100; at + 1 < TEXT_BYTES; at += 100)
		memcpy(text + at, "\\n", 2);
	for (size_t k = 0; k < dsr_quoted_end_impl_count; k++) {
		if (!dsr_cpu_has((dsr_cpu_level)dsr_quoted_end_impls[k].level))
			continue;
		quoted_end = dsr_quoted_end_impls[k].run;
		micro_print("quoted_end", dsr_quoted_end_impls[k].name, "64 KiB", TEXT_BYTES, "GB/s", find_end);
	}
}

void micro_text(void)
{
	measure_words();
	measure_quoted();
}

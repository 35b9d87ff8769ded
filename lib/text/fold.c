/*
 * fold.c - see fold.h
 */
#include "text/fold.h"

#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"
#include "text/words.h"

/* U+FDFA grows most: 3 bytes become 18 characters. */
#define CHARS_MAX (DSR_WORD_MAX / 3 * 18 + 6)

/* What has no decomposition but is written without by who lacks the key.  All are lower-case. */
static const struct plain {
	uint16_t from;
	char to[3];
} plain[] = {
	{ 0x00E6, "ae" }, { 0x00F0, "d" }, { 0x00F8, "o" }, { 0x00FE, "th" }, { 0x0111, "d" }, { 0x0127, "h" },
	{ 0x0131, "i" },  { 0x0142, "l" }, { 0x0153, "oe" }, { 0x0167, "t" }, { 0x0640, "" },
};

static size_t fold_ascii(const uint8_t *word, size_t n, uint8_t *out, size_t cap)
{
	const size_t len = n < cap ? n : cap;

	for (size_t i = 0; i < len; i++)
		out[i] = word[i] >= 'A' && word[i] <= 'Z' ? (uint8_t)(word[i] | 0x20) : word[i];
	return len;
}

static int is_ascii(const uint8_t *p, size_t n)
{
	uint8_t all = 0;

	for (size_t i = 0; i < n; i++)
		all |= p[i];
	return all < 0x80;
}

/* The combining classes that diacritics have: overlays, Hebrew and Arabic points, all with a place on a letter. */
static int is_diacritic(utf8proc_int32_t c)
{
	const utf8proc_property_t *property = utf8proc_get_property(c);
	const int class = property->combining_class;

	return class == 1 || (class >= 10 && class <= 36) || class >= 200 || property->category == UTF8PROC_CATEGORY_ME;
}

static size_t drop_diacritics(utf8proc_int32_t *chars, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!is_diacritic(chars[i]))
			chars[kept++] = chars[i];
	return kept;
}

/* Write `c`, or what stands for it, to `out`, room for 4; returns the bytes written. */
static size_t put_plain(uint8_t *out, uint32_t c)
{
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
		if (plain[i].from == c) {
			memcpy(out, plain[i].to, 2);
			return strlen(plain[i].to);
		}
	return dsr_utf8_encode(out, c);
}

static size_t put_chars(const utf8proc_int32_t *chars, size_t count, uint8_t *out, size_t cap)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		uint8_t bytes[4];
		const size_t len = put_plain(bytes, (uint32_t)chars[i]);

		if (len > cap - n)
			break;
		memcpy(out + n, bytes, len);
		n += len;
	}
	return n;
}

size_t dsr_fold(const uint8_t *word, size_t n, uint8_t *out, size_t cap)
{
	utf8proc_int32_t chars[CHARS_MAX];
	utf8proc_ssize_t count;

	if (n > DSR_WORD_MAX)
		n = dsr_utf8_floor(word, DSR_WORD_MAX);
	if (is_ascii(word, n))
		return fold_ascii(word, n, out, cap);
	count = utf8proc_decompose_custom(word, (utf8proc_ssize_t)n, chars, CHARS_MAX,
	                                  UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
	                                  UTF8PROC_IGNORE, NULL, NULL);
	if (count < 0 || count > (utf8proc_ssize_t)CHARS_MAX)
		return 0;
	count = (utf8proc_ssize_t)drop_diacritics(chars, (size_t)count);
	count = utf8proc_normalize_utf32(chars, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	return count < 0 ? 0 : put_chars(chars, (size_t)count, out, cap);
}

int dsr_is_capital(uint32_t c)
{
	const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

	return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

int dsr_is_small(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

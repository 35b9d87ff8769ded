/*
 * words.c - see words.h
 */
#include "text/words.h"

#include "base/utf8.h"
#include "text/asciiwords.h"

/*
 * byte_kind[]: how a byte takes part in words, as far as one byte can tell.  0: not at all.
 */
enum {
	RUN      = 1, /* ASCII letter, digit or '_': these hold together in any order */
	RUN_LINE = 2, /* '_', which alone is no word */
	JOINER   = 4, /* ASCII sign that may stand between two of them */
	WIDE     = 8, /* part of a longer character */
};

#include "text/wordclass.inc"

/*
 * The classes of UAX #29, as sets: bit c & 31 for the letter c of the tables.  EXTEND is Extend, Format and
 * ZWJ, which no rule for words tells apart.  IDEOGRAPH is every letter that no rule joins to another:
 * ideographs, Hiragana, Thai and its like.
 */
#define CLASS(letter) (1u << ((letter) & 31))
enum {
	LETTER       = CLASS('L') | CLASS('H'),
	HEBREW       = CLASS('H'),
	DIGIT        = CLASS('N'),
	KATAKANA     = CLASS('K'),
	IDEOGRAPH    = CLASS('I'),
	LOW_LINE     = CLASS('X'), /* ExtendNumLet */
	EXTEND       = CLASS('E'),
	QUOTE        = CLASS('Q'),
	DOUBLE_QUOTE = CLASS('W'),
	MID_LETTER   = CLASS('M') | CLASS('D') | QUOTE,
	MID_DIGIT    = CLASS('C') | CLASS('D') | QUOTE,
	SOLID        = LETTER | DIGIT | KATAKANA | IDEOGRAPH, /* makes a piece a word */
};

static uint32_t class_beyond_plane(uint32_t c)
{
	size_t low = 0, high = sizeof class_beyond / sizeof class_beyond[0];

	while (low < high) {
		const size_t mid = (low + high) / 2;

		if (c > class_beyond[mid].last)
			low = mid + 1;
		else if (c < class_beyond[mid].first)
			high = mid;
		else
			return CLASS(class_beyond[mid].class);
	}
	return CLASS(' ');
}

/* The class of the character at text[i], i < n, and its length. */
static uint32_t class_at(const uint8_t *text, size_t n, size_t i, size_t *len)
{
	uint32_t c;

	*len = dsr_utf8_decode(text + i, text + n, &c);
	if (c >= 0x10000)
		return class_beyond_plane(c);
	return CLASS(class_row[class_index[c >> 6]][c & 63]);
}

/* May `b` stand right behind `a`?  Rules WB5, 8-10, 13, 13a, 13b. */
static int joins(uint32_t a, uint32_t b)
{
	if (a & (LETTER | DIGIT))
		return (b & (LETTER | DIGIT | LOW_LINE)) != 0;
	if (a & KATAKANA)
		return (b & (KATAKANA | LOW_LINE)) != 0;
	if (a & LOW_LINE)
		return (b & (LETTER | DIGIT | KATAKANA | LOW_LINE)) != 0;
	return 0;
}

/* Does `mid` hold `a` and `b` together?  Rules WB6, 7, 7b, 7c, 11, 12. */
static int bridges(uint32_t a, uint32_t mid, uint32_t b)
{
	if (a & b & HEBREW && mid & DOUBLE_QUOTE)
		return 1;
	if (a & LETTER && b & LETTER)
		return (mid & MID_LETTER) != 0;
	return a & b & DIGIT && mid & MID_DIGIT;
}

/* The first character at or behind text[i] that is not EXTEND (rule WB4); *class is ' ' at the end. */
static size_t skip_extend(const uint8_t *text, size_t n, size_t i, uint32_t *class, size_t *len)
{
	*len = 0;
	*class = CLASS(' ');
	while (i < n) {
		*class = class_at(text, n, i, len);
		if (!(*class & EXTEND))
			return i;
		i += *len;
		*class = CLASS(' ');
	}
	return n;
}

/*
 * The end of the piece whose character before text[i] is of class `last`.  Only text[0, n) is looked at: a
 * character that reaches over its end is none, and so a long piece is cut at a whole character.
 */
static size_t piece_end(const uint8_t *text, size_t n, size_t i, uint32_t last)
{
	for (;;) {
		uint32_t class, behind;
		size_t len, behind_len;

		i = skip_extend(text, n, i, &class, &len);
		if (joins(last, class)) {
			i += len;
			last = class;
			continue;
		}
		const size_t j = skip_extend(text, n, i + len, &behind, &behind_len);
		if (bridges(last, class, behind)) {
			i = j + behind_len;
			last = behind;
		} else if (last & HEBREW && class & QUOTE) { /* WB7a */
			i += len;
			last = QUOTE;
		} else {
			return i;
		}
	}
}

/* A piece that begins with '_' or its like may hold nothing else. */
static int is_word(const uint8_t *text, dsr_word w)
{
	size_t len;

	for (size_t i = w.start; i < w.end; i += len)
		if (class_at(text, w.end, i, &len) & SOLID)
			return 1;
	return 0;
}

/*
 * The piece that starts at `start` in text[0, n), of which [start, run_end) is known to be RUN.
 * One that is empty lies behind a character that starts no word.
 */
static dsr_word find_piece(const uint8_t *text, size_t n, size_t start, size_t run_end)
{
	size_t len, end = run_end;
	const uint32_t first = class_at(text, n, end > start ? end - 1 : start, &len);

	if (end == start)
		end += len;
	if (!(first & (SOLID | LOW_LINE)))
		start = end;
	else
		end = piece_end(text, n, end, first);
	return (dsr_word){ (uint32_t)start, (uint32_t)end, end == run_end };
}

/*
 * The piece at or behind text[*from]: 1 and *w when it is a word, 0 when it is none or there is no more.  *from moves
 * behind it.
 */
static int next_piece(const uint8_t *text, size_t n, size_t *from, dsr_word *w)
{
	size_t i = *from, limit;

	while (i < n && !(byte_kind[text[i]] & (RUN | WIDE)))
		i++;
	*from = i;
	if (i == n)
		return 0;
	limit = n - i > DSR_WORD_MAX ? i + DSR_WORD_MAX : n;
	w->start = (uint32_t)i;
	while (i < limit && byte_kind[text[i]] & RUN)
		i++;
	w->end = (uint32_t)i;
	w->plain = 1;
	if (i < limit && byte_kind[text[i]])
		*w = find_piece(text, limit, w->start, i);
	*from = w->end;
	w->plain &= !(*from < n && dsr_asciiwords_is_sign(text[*from]));
	return w->start < w->end && (byte_kind[text[w->start]] == RUN || is_word(text, *w));
}

size_t dsr_words_find(const uint8_t *text, size_t n, size_t *from, dsr_word *out, size_t max)
{
	const dsr_asciiwords_fn find_ascii = dsr_asciiwords();
	size_t count = 0;

	while (*from < n && count < max && (!count || max - count >= DSR_ASCIIWORDS_ROOM)) {
		count += find_ascii(text, n, from, out + count, max - count);
		if (*from < n && count < max)
			count += (size_t)next_piece(text, n, from, &out[count]);
	}
	return count;
}

int dsr_word_is_letter(const uint8_t *text, dsr_word w)
{
	size_t len;

	return !w.plain && class_at(text, w.end, w.start, &len) == IDEOGRAPH;
}

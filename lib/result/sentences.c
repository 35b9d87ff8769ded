/*
 * sentences.c - see sentences.h
 */
#include "result/sentences.h"

#include <stdint.h>

#include "base/utf8.h"

/* A speaker's name is at most this long. */
enum { SPEAKER_MAX = 40 };
/*
 * A sentence's end is known from what follows it: closing quotes, blanks, a name.  More of it than this is not
 * looked at behind the limit: whatever the text, a call reads not much more than it passes.
 */
enum { AHEAD_MAX = 256 };

static int is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static int is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static int is_letter(char c)
{
	return is_upper(c) || (c >= 'a' && c <= 'z');
}

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What may stand between a sentence's last point and the blank: quotes and brackets, also curly ones. */
static size_t skip_closers(dossier_str t, size_t i)
{
	for (;;) {
		if (i < t.n && (t.p[i] == '"' || t.p[i] == '\'' || t.p[i] == ')' || t.p[i] == ']'))
			i++;
		else if (i + 3 <= t.n && (!memcmp(t.p + i, "\xE2\x80\x9D", 3) || !memcmp(t.p + i, "\xE2\x80\x99", 3)))
			i += 3;
		else
			return i;
	}
}

static int is_one_of(const char *const *words, size_t count, const char *word, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (*words[i] == *word && strlen(words[i]) == n && !memcmp(words[i], word, n))
			return 1;
	return 0;
}

/*
 * Words that end in a point without ending the sentence, some only before a number; single letters and words with a
 * point inside are known by form.
 */
static int is_abbreviation(const char *word, size_t n, char next)
{
	static const char *const known[] = {
		"Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gen", "Col", "Lt", "Sgt", "Capt", "Adm", "Amb", "Gov", "Hon", "St",
		"vs", "Nos", "Sec", "Vol", "Fig", "pp", "cf", "al", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept",
		"Oct", "Nov", "Dec", "Inc", "Ltd", "Co", "Corp", "Res", "MR", "MRS", "MS", "DR", "SEN", "REP", "GEN", "AMB",
	};
	static const char *const numbered[] = { "No", "Art" };

	if (!n || word[n - 1] == '.')
		return 0;
	return n == 1 || memchr(word, '.', n) || is_one_of(known, sizeof known / sizeof *known, word, n) ||
	       (is_digit(next) && is_one_of(numbered, sizeof numbered / sizeof *numbered, word, n));
}

/* Is the character before `w` of the word that goes on there: a digit, a letter that is not ASCII, an apostrophe? */
static int is_inside_word(dossier_str t, size_t from, size_t w)
{
	const uint8_t *p = (const uint8_t *)t.p;
	size_t at;
	uint32_t c;

	if (w == from)
		return 0;
	at = w - from < 4 ? from : w - 4;
	at += dsr_utf8_floor(p + at, w - 1 - at);
	dsr_utf8_decode(p + at, p + t.n, &c);
	if (c == '\'' || c == 0x2019) /* within "don't", but not before 'A. */
		return at > from && (is_letter(t.p[at - 1]) || is_digit(t.p[at - 1]) || p[at - 1] >= 0x80);
	return c < 0x80 ? is_digit((char)c) : c >= 0xC0 && !(c >= 0x2000 && c < 0x2070);
}

/* Does the point at `i` belong to an abbreviation, where the text goes on with `next`? */
static int abbreviates(dossier_str t, size_t from, size_t i, char next)
{
	size_t w = i;

	if (t.p[i] != '.')
		return 0;
	while (w > from && (is_letter(t.p[w - 1]) || t.p[w - 1] == '.'))
		w--;
	return is_abbreviation(t.p + w, i - w, next) && !is_inside_word(t, from, w);
}

/* Can a sentence begin at `i`?  Anything but a small letter. */
static int can_begin(dossier_str t, size_t i)
{
	return i >= t.n || !(t.p[i] >= 'a' && t.p[i] <= 'z');
}

/* Where the sentence whose point stands at `i` ends, or 0 when it goes on. */
static size_t end_at_point(dossier_str t, size_t from, size_t i)
{
	const size_t end = skip_closers(t, i + 1);
	size_t next = end;

	if (end < t.n && !is_blank(t.p[end]))
		return 0;
	while (next < t.n && is_blank(t.p[next]))
		next++;
	return can_begin(t, next) && !abbreviates(t, from, i, next < t.n ? t.p[next] : ' ') ? end : 0;
}

/* Does a line "NAME: ..." in capitals begin at `i`? */
static int is_turn(dossier_str t, size_t i)
{
	const size_t stop = t.n - i < SPEAKER_MAX ? t.n : i + SPEAKER_MAX;
	const size_t begun = i;

	while (i < stop && (is_upper(t.p[i]) || t.p[i] == ' ' || t.p[i] == '.' || t.p[i] == '-'))
		i++;
	return i < stop && i > begun + 1 && t.p[i] == ':' && is_upper(t.p[begun]);
}

/* Does the line break at `i` end a sentence: is the next line empty, or a turn? */
static int breaks(dossier_str t, size_t i)
{
	size_t next = i + 1;

	while (next < t.n && (t.p[next] == ' ' || t.p[next] == '\t' || t.p[next] == '\r'))
		next++;
	return next >= t.n || t.p[next] == '\n' || is_turn(t, next);
}

/* Where to cut text[start, start + limit): behind the last word that fits, else behind the last character. */
static size_t cut(dossier_str t, size_t start, size_t limit)
{
	size_t i = start + limit;

	while (i > start && !is_blank(t.p[i]))
		i--;
	if (i == start) {
		const size_t whole = dsr_utf8_floor(t.p + start, limit);

		return start + (whole ? whole : limit); /* bytes of a damaged index may be no UTF-8 */
	}
	while (i > start && is_blank(t.p[i - 1]))
		i--;
	return i;
}

int dsr_sentence_is_parted(dossier_str t, size_t start)
{
	int line_breaks = 0;

	while (start && line_breaks < 2 && is_blank(t.p[start - 1]))
		line_breaks += t.p[--start] == '\n';
	return line_breaks == 2;
}

size_t dsr_sentence_resume(dossier_str t, size_t from, size_t at)
{
	int line_breaks = 0; /* with nothing but blanks between */

	while (at > from && line_breaks < 2) {
		const char c = t.p[--at];

		if (c == '\n')
			line_breaks++;
		else if (!is_blank(c))
			line_breaks = 0;
	}
	return at;
}

/* The first byte of text[i, stop) that may end a sentence, or `stop`. */
static size_t find_mark(dossier_str t, size_t i, size_t stop)
{
	static const char marks[256] = { ['.'] = 1, ['!'] = 1, ['?'] = 1, ['\n'] = 1 };

	while (i < stop && !marks[(unsigned char)t.p[i]])
		i++;
	return i;
}

/* Where the sentence that begins at `from` ends, or is cut when it is longer than `limit`. */
static size_t find_end(dossier_str t, size_t from, size_t limit)
{
	const size_t stop = t.n - from > limit ? from + limit : t.n;
	size_t end = 0;

	for (size_t i = from; !end && (i = find_mark(t, i, stop)) < stop; i++)
		if (t.p[i] != '\n')
			end = end_at_point(t, from, i);
		else if (breaks(t, i))
			end = i;
	if (!end)
		end = t.n;
	return end - from > limit ? cut(t, from, limit) : end;
}

int dsr_sentence_next(dossier_str t, size_t from, size_t limit, size_t *start, size_t *end)
{
	while (from < t.n && is_blank(t.p[from]))
		from++;
	if (from >= t.n)
		return 0;
	if (t.n - from > limit && t.n - from - limit > AHEAD_MAX)
		t.n = from + limit + AHEAD_MAX;
	*start = from;
	*end = find_end(t, from, limit);
	while (is_blank(t.p[*end - 1]))
		--*end;
	return 1;
}

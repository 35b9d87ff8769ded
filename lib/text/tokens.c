/*
 * tokens.c - see tokens.h
 */
#include "text/tokens.h"

#include <string.h>

#include "base/utf8.h"

/* More parts with hyphens between than this are a list or a number. */
#define CHAIN_PARTS_MAX 4u

/* Behind a word, these bytes say: look closer. */
static const uint8_t looks_on[256] = {
	['-'] = 1, ['@'] = 1, ['+'] = 1, ['%'] = 1, ['#'] = 1, [0xE2] = 1, /* the first of U+2010 */
};

void dsr_tokens_begin(dsr_tokens *t, const uint8_t *text, size_t n)
{
	t->text = text;
	t->n = n;
	t->from = 0;
	t->at = t->found = 0;
	t->parts_at = t->parts_end = 0;
	t->whole_end = t->pair_end = 0;
}

/* ---- characters ---- */

static int is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static int is_alnum(uint8_t c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The length of a hyphen at text[i]: - ‐ or ‑; 0 where there is none. */
static size_t hyphen_at(const dsr_tokens *t, size_t i)
{
	const uint8_t *p = t->text + i;

	if (i < t->n && *p == '-')
		return 1;
	return i + 2 < t->n && p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0x90 || p[2] == 0x91) ? 3 : 0;
}

/* The first full stop in [i, end) that stands before a letter, or `end`: one between digits belongs to a number. */
static size_t find_dot(const dsr_tokens *t, size_t i, size_t end)
{
	while (i < end && !(t->text[i] == '.' && i + 1 < end && !is_digit(t->text[i + 1])))
		i++;
	return i;
}

/* Full stops with more than one letter between two of them, at least once: else they make an acronym. */
static int is_dotted(const dsr_tokens *t, size_t i, size_t end)
{
	size_t dot = find_dot(t, i, end);
	uint32_t c;

	if (dot == end)
		return 0;
	for (; i < end; i = dot + 1) {
		dot = find_dot(t, i, end);
		if (i + dsr_utf8_decode(t->text + i, t->text + end, &c) < dot)
			return 1;
	}
	return 0;
}

/* ---- what several words make together ---- */

/* The end of what from `i` on are only ASCII letters, digits and `signs`, at most `limit`. */
static size_t run_end(const dsr_tokens *t, size_t i, size_t limit, const char *signs)
{
	while (i < limit && (is_alnum(t->text[i]) || (t->text[i] && strchr(signs, t->text[i]))))
		i++;
	return i;
}

/* Leave out the signs at the end that are the sentence's and not the address's. */
static size_t trim(const dsr_tokens *t, size_t from, size_t end)
{
	while (end > from && !is_alnum(t->text[end - 1]))
		end--;
	return end;
}

/* No further than this a token reaches that begins at `start`. */
static size_t limit_of(const dsr_tokens *t, size_t start)
{
	return t->n - start > DSR_WORD_MAX ? start + DSR_WORD_MAX : t->n;
}

/* The end of a mail address that begins at `start`, or 0. */
static size_t mail_end(const dsr_tokens *t, size_t start)
{
	const size_t limit = limit_of(t, start), at = run_end(t, start, limit, "._%+-");
	size_t end;

	if (at == limit || t->text[at] != '@')
		return 0;
	end = trim(t, at + 1, run_end(t, at + 1, limit, ".-"));
	return is_dotted(t, at + 1, end) ? end : 0;
}

/* The end of an address whose host is [start, end): with a port, path, query or fragment where there is one. */
static size_t address_end(const dsr_tokens *t, size_t start, size_t end)
{
	const size_t limit = limit_of(t, start);
	size_t to;

	if (end + 1 >= limit || !t->text[end] || !strchr("/?#:", t->text[end]))
		return end;
	if (t->text[end] == ':' && !is_digit(t->text[end + 1])) /* a speaker's */
		return end;
	to = run_end(t, end, limit, "/?#:@!$&'()*+,;=-._~%[]");
	return to == limit && to < t->n ? end : trim(t, end, to);
}

/* The end of the words from `w` on with nothing but one hyphen between two of them; *parts says how many. */
static size_t chain_end(const dsr_tokens *t, dsr_word w, size_t *parts)
{
	size_t end = w.end, len;

	for (*parts = 1; (len = hyphen_at(t, end)) != 0; ++*parts) {
		size_t from = end + len;
		const size_t limit = limit_of(t, from);

		if (!dsr_words_find(t->text, limit, &from, &w, 1) || w.start != end + len)
			break;
		end = w.end;
	}
	return end;
}

static int has_letter(const dsr_tokens *t, size_t i, size_t end)
{
	while (i < end && (is_digit(t->text[i]) || t->text[i] == '-'))
		i++;
	return i < end;
}

/* The end of C++, C# and their like, or 0. */
static size_t sign_end(const dsr_tokens *t, dsr_word w)
{
	const size_t rest = t->n - w.end, n = rest >= 2 && !memcmp(t->text + w.end, "++", 2) ? 2 : 1;

	if (w.end - w.start > 1 || (n == 1 && (!rest || t->text[w.end] != '#')))
		return 0;
	return rest > n && is_alnum(t->text[w.end + n]) ? 0 : w.end + n;
}

/* The end of what begins with `w` and is one word in another spelling or a whole address, or 0. */
static size_t find_whole(dsr_tokens *t, dsr_word w)
{
	size_t parts, end = mail_end(t, w.start);

	if (end)
		return t->whole_end = end;
	end = t->whole_end = chain_end(t, w, &parts);
	if (is_dotted(t, w.start, end))
		end = t->whole_end = address_end(t, w.start, end);
	else if (parts == 1)
		end = sign_end(t, w);
	else if (parts > CHAIN_PARTS_MAX || !has_letter(t, w.start, end))
		end = 0;
	return end - w.start > DSR_WORD_MAX ? 0 : end;
}

/* ---- tokens ---- */

static dsr_text_token token(size_t start, size_t end, uint32_t beside)
{
	return (dsr_text_token){ (uint32_t)start, (uint32_t)end, beside };
}

/* Go on with the parts of a word that holds full stops. */
static size_t put_parts(dsr_tokens *t, dsr_text_token *out, size_t max)
{
	size_t count = 0;

	while (count < max && t->parts_at < t->parts_end) {
		const size_t dot = find_dot(t, t->parts_at, t->parts_end);

		out[count++] = token(t->parts_at, dot, 0);
		t->parts_at = dot + 1;
	}
	return count;
}

/* The next word, if it stands right behind `w` and is one letter. */
static int next_letter(const dsr_tokens *t, dsr_word w, dsr_word *next)
{
	size_t from = w.end;

	if (t->at < t->found)
		*next = t->words[t->at];
	else if (!dsr_words_find(t->text, t->n, &from, next, 1))
		return 0;
	return next->start == w.end && dsr_word_is_letter(t->text, *next);
}

/* A letter that is a word: in a pair with the next one, or alone unless it ended the last pair. */
static size_t put_letter(dsr_tokens *t, dsr_word w, dsr_text_token *out)
{
	dsr_word next;

	if (next_letter(t, w, &next) && next.end - w.start <= DSR_WORD_MAX) {
		*out = token(w.start, t->pair_end = next.end, 0);
		return 1;
	}
	*out = token(w.start, w.end, 0);
	return w.end != t->pair_end;
}

/* A word of which there is more to say than that it is one. */
static size_t put_rare(dsr_tokens *t, dsr_word w, dsr_text_token *out, size_t max)
{
	const int is_letter = dsr_word_is_letter(t->text, w);
	const size_t end = is_letter || w.start < t->whole_end ? 0 : find_whole(t, w);
	size_t count = 0;

	if (is_letter)
		return put_letter(t, w, out);
	t->parts_at = w.start;
	t->parts_end = w.end;
	if (is_dotted(t, w.start, w.end))
		count = put_parts(t, out, 1);
	else
		out[count++] = token(w.start, t->parts_at = w.end, 0);
	if (end)
		out[count++] = token(w.start, end, 1);
	return count + put_parts(t, out + count, max - count);
}

static int is_rare(const uint8_t *text, size_t n, const dsr_word *w)
{
	if (w->end < n && looks_on[text[w->end]])
		return 1;
	return !w->plain && (text[w->start] >= 0xE0 || memchr(text + w->start, '.', w->end - w->start));
}

/* Give out words from the batch, up to the first of which more is to be said.  This is the loop that nearly all words take. */
static size_t put_common(dsr_tokens *t, dsr_text_token *out, size_t max)
{
	const uint8_t *const text = t->text;
	const size_t n = t->n, left = t->found - t->at, count = left < max ? left : max;
	const dsr_word *const words = t->words + t->at;
	size_t i = 0;

	for (; i < count && (words[i].plain || !is_rare(text, n, &words[i])); i++)
		out[i] = (dsr_text_token){ words[i].start, words[i].end, 0 };
	t->at += (uint32_t)i;
	return i;
}

size_t dsr_tokens_next(dsr_tokens *t, dsr_text_token *out, size_t max)
{
	size_t count = put_parts(t, out, max);

	while (max - count >= DSR_TOKENS_MIN) {
		if (t->at == t->found) {
			t->at = 0;
			t->found = (uint32_t)dsr_words_find(t->text, t->n, &t->from, t->words, DSR_TOKENS_BATCH);
			if (!t->found)
				break;
		}
		count += put_common(t, out + count, max - count);
		if (t->at < t->found && max - count >= DSR_TOKENS_MIN)
			count += put_rare(t, t->words[t->at++], out + count, max - count);
	}
	return count;
}

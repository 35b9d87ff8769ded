/*
 * topicline.c - see topicline.h
 */
#include "ingest/topicline.h"

#include <string.h>

#include "ingest/pagelines.h"

#define WORD_MIN  3u /* letters of a word that may end a topic */
#define WORD_LONG 7u /* and of one that is hardly half a name */

static int is_lower(char c) { return c >= 'a' && c <= 'z'; }
static int is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/* A capital that touches what stands before it. */
static int is_joint(dossier_str s, size_t at)
{
	return at > 0 && at < s.n && is_upper(s.p[at]) && (is_lower(s.p[at - 1]) || s.p[at - 1] == ')');
}

/* Letters that run up to s[at], from the last capital on. */
static size_t word_before(dossier_str s, size_t at)
{
	size_t n = 0;

	while (n < at && is_lower(s.p[at - 1 - n]))
		n++;
	return n + (n < at && is_upper(s.p[at - 1 - n]));
}

/* May one topic end and another begin at s[at]? */
static int may_meet(dossier_str s, size_t at)
{
	if (!is_joint(s, at))
		return 0;
	if (s.p[at - 1] == ')')
		return 1;
	return word_before(s, at) >= WORD_MIN && at + 2 < s.n && is_lower(s.p[at + 1]) && is_lower(s.p[at + 2]);
}

/* They may, and more speaks for it; `s` begins where the first topic does. */
static int is_parting(dossier_str s, size_t at)
{
	const int before = memchr(s.p, ' ', at) != NULL;
	const int behind = memchr(s.p + at, ' ', s.n - at) != NULL;

	if (!may_meet(s, at))
		return 0;
	return s.p[at - 1] == ')' || (before && behind) || ((before || behind) && word_before(s, at) >= WORD_LONG);
}

void dsr_topics_learn(dsr_topics *t, dossier_str line)
{
	size_t at = 0;

	for (size_t i = 1; i < line.n; i++)
		if (may_meet(line, i))
			return;
	while (at < t->count && t->known[at].n >= line.n && !dsr_same(t->known[at], line))
		at++;
	if (t->count == DSR_TOPICS_MAX || !line.n || (at < t->count && dsr_same(t->known[at], line)))
		return;
	memmove(t->known + at + 1, t->known + at, (t->count - at) * sizeof *t->known);
	t->known[at] = line;
	t->count++;
}

/* Length of the known topic that stands at `at` and ends with the line or before a capital; 0 for none. */
static size_t known_at(const dsr_topics *t, dossier_str s, size_t at)
{
	for (size_t i = 0; i < t->count; i++) {
		const size_t n = t->known[i].n;

		if (n <= s.n - at && !memcmp(s.p + at, t->known[i].p, n) && (at + n == s.n || is_upper(s.p[at + n])))
			return n;
	}
	return 0;
}

static size_t first_topic(const dsr_topics *t, dossier_str s)
{
	size_t at = known_at(t, s, 0);

	if (at)
		return at;
	for (at = 1; at < s.n; at++)
		if (is_joint(s, at) && (is_parting(s, at) || known_at(t, s, at)))
			break;
	return at;
}

dossier_str dsr_topics_next(const dsr_topics *t, dossier_str *rest)
{
	dossier_str topic;

	*rest = dsr_trim(*rest);
	if (!rest->n)
		return *rest;
	topic = (dossier_str){ rest->p, first_topic(t, *rest) };
	rest->p += topic.n;
	rest->n -= topic.n;
	return dsr_trim(topic);
}

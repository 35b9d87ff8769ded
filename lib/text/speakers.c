/*
 * speakers.c - see speakers.h
 */
#include "text/speakers.h"

#include <string.h>

#define NAME_MAX  40u
#define WORDS_MAX 4u

static const char *const roles[] = {
	"q", "a", "answer", "announcer", "caller", "chair", "chairman", "chairperson", "chairwoman", "guest", "host", "interviewee",
	"interviewer", "journalist", "moderator", "narrator", "presenter", "president", "prime minister", "question",
	"reporter", "speaker", "frage", "antwort", "r\xC3\xA9ponse", "pregunta", "respuesta",
	"\xD0\x92\xD0\xBE\xD0\xBF\xD1\x80\xD0\xBE\xD1\x81", "\xD0\x9E\xD1\x82\xD0\xB2\xD0\xB5\xD1\x82", NULL,
};

/* Whole labels, and first words of labels, that are no names. */
static const char *const labels[] = {
	"abstract", "address", "also", "author", "authors", "by", "caption", "cc", "check against delivery", "contact",
	"contacts", "correction", "date", "e&oe", "email", "e-mail", "embargo", "example", "fax", "for immediate release",
	"for release", "from", "further information", "image", "keywords", "location", "media contact", "mobile", "more",
	"ph", "phone", "photo", "place", "press contact", "published", "re", "read more", "see", "see also", "subject",
	"subjects", "summary", "tag", "tags", "tel", "telephone", "time", "title", "to", "topic", "topics", "transcript",
	"type", "update", "updated", "url", "venue", "warning", "web", "website", "what", "when", "where", "who", NULL,
};
static const char *const first_words[] = {
	"annex", "appendix", "article", "box", "chapter", "chart", "figure", "note", "notes", "option", "part", "recommendation",
	"section", "source", "sources", "step", "table", NULL,
};

static int is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static int is_lower(char c) { return c >= 'a' && c <= 'z'; }
static int is_beyond_ascii(char c) { return ((unsigned char)c & 0x80) != 0; }

static char small(char c) { return is_upper(c) ? (char)(c + 32) : c; }

static int is_one_of(const char *const *list, dossier_str s)
{
	if (!s.n)
		return 0;
	for (; *list; list++) {
		size_t i = 0;

		if (**list != small(*s.p) || strlen(*list) != s.n)
			continue;
		while (i < s.n && (*list)[i] == small(s.p[i]))
			i++;
		if (i == s.n)
			return 1;
	}
	return 0;
}

/* Bytes up to the colon, if all of them may be of a name. */
static size_t name_length(dossier_str s)
{
	const size_t most = s.n <= NAME_MAX ? s.n : NAME_MAX + 1;
	size_t n = 0;

	if (!most || !memchr(s.p, ':', most))
		return 0;
	while (n < s.n && n <= NAME_MAX &&
	       (is_upper(s.p[n]) || is_lower(s.p[n]) || is_beyond_ascii(s.p[n]) || memchr(" .-'()&", s.p[n], 7)))
		n++;
	return n <= NAME_MAX && n < s.n && s.p[n] == ':' && s.p[n - !!n] != ' ' ? n : 0;
}

/* Does each word begin with a capital, but for particles, and are there few? */
static int is_title(dossier_str name)
{
	static const char *const particles[] = { "and", "bin", "da", "de", "del", "der", "of", "the", "van", "von", NULL };
	size_t words = 0;

	while (name.n) {
		const char *blank = memchr(name.p, ' ', name.n);
		const dossier_str word = { name.p, blank ? (size_t)(blank - name.p) : name.n };

		if (!word.n || (is_lower(word.p[0]) && (!words || !is_one_of(particles, word))))
			return 0;
		words++;
		name = (dossier_str){ name.p + word.n + (blank != NULL), name.n - word.n - (blank != NULL) };
	}
	return words <= WORDS_MAX;
}

static int is_of_a_page(dossier_str name)
{
	const char *blank = memchr(name.p, ' ', name.n);
	const dossier_str word = { name.p, blank ? (size_t)(blank - name.p) : name.n };

	return is_one_of(labels, name) || is_one_of(first_words, word);
}

/* Letters in capitals, two at least. */
static int is_in_capitals(dossier_str name)
{
	size_t capitals = 0;

	for (size_t i = 0; i < name.n; i++) {
		if (is_lower(name.p[i]) || is_beyond_ascii(name.p[i]))
			return 0;
		capitals += is_upper(name.p[i]);
	}
	return capitals > 1;
}

/* "Dr. AUM": a title in front of a name in capitals. */
static dossier_str without_title(dossier_str name)
{
	static const char *const titles[] = { "amb.", "dr.", "gen.", "mr.", "mrs.", "ms.", "prof.", "rep.", "sen.", NULL };
	const char *blank = memchr(name.p, ' ', name.n);
	const size_t n = blank ? (size_t)(blank - name.p) : 0;

	if (!is_one_of(titles, (dossier_str){ name.p, n }))
		return name;
	return (dossier_str){ name.p + n + 1, name.n - n - 1 };
}

dsr_speaker_proof dsr_speaker_of(dossier_str line, size_t *n)
{
	const dossier_str name = { line.p, name_length(line) };
	const int spaced = name.n + 1 == line.n || (name.n && line.p[name.n + 1] == ' ');

	if (!name.n || !(is_upper(name.p[0]) || is_beyond_ascii(name.p[0])) || is_of_a_page(name))
		return DSR_SPEAKER_NONE;
	/* Old transcripts have "MINISTER:Well". */
	if (is_in_capitals(without_title(name)) || (spaced && is_one_of(roles, name))) {
		*n = name.n;
		return DSR_SPEAKER_SURE;
	}
	if (!spaced || !is_title(name))
		return DSR_SPEAKER_NONE;
	*n = name.n;
	return DSR_SPEAKER_MAYBE;
}

/*
 * weburl.c - see weburl.h
 */
#include "ingest/weburl.h"

#include <string.h>

#include "ingest/pagelines.h"

static const dossier_str none = { "", 0 };

static dossier_str skip(dossier_str s, size_t n)
{
	return (dossier_str){ s.p + n, s.n - n };
}

static dossier_str up_to(dossier_str s, const char *stops)
{
	size_t n = 0;

	while (n < s.n && !strchr(stops, s.p[n]))
		n++;
	return (dossier_str){ s.p, n };
}

/* Length of "http://" or "https://". */
static size_t scheme_length(dossier_str s)
{
	return dsr_begins(s, "https://") ? 8 : dsr_begins(s, "http://") ? 7 : 0;
}

static int has_scheme(dossier_str s)
{
	const dossier_str word = up_to(s, ":/?#");

	return word.n && word.n < s.n && s.p[word.n] == ':';
}

/* Cut the last segment, and the slash before it, off the path text[0, n). */
static size_t parent(const char *text, size_t n)
{
	while (n && text[n - 1] != '/')
		n--;
	return n - !!n;
}

/* Append `path`, which begins with a slash, to out[0, n) without segments of dots; out[0, from) is no path.  Returns the new n. */
static size_t put_path(char *out, size_t from, size_t n, dossier_str path)
{
	while (path.n) {
		const dossier_str segment = up_to(skip(path, 1), "/");
		const int up = segment.n == 2 && !memcmp(segment.p, "..", 2);
		const int is_last = segment.n + 1 == path.n;

		if (up)
			n = from + parent(out + from, n - from);
		if (up || (segment.n == 1 && *segment.p == '.')) {
			if (is_last)
				out[n++] = '/';
		} else {
			out[n++] = '/';
			memcpy(out + n, segment.p, segment.n);
			n += segment.n;
		}
		path = skip(path, segment.n + 1);
	}
	return n;
}

static dossier_str resolve_path(dsr_arena *arena, dossier_str base, dossier_str ref)
{
	const size_t scheme = scheme_length(base);
	const dossier_str authority = up_to(skip(base, scheme), "/?#");
	const size_t from = scheme + authority.n;
	dossier_str folder = up_to(skip(base, from), "?#");
	const dossier_str path = up_to(ref, "?"), query = skip(ref, path.n);
	char *out = dsr_arena_take(arena, from + folder.n + ref.n + 2);
	size_t n = from;

	if (!out)
		return none;
	memcpy(out, base.p, from);
	folder.n = *ref.p == '/' ? 0 : parent(folder.p, folder.n);
	n = put_path(out, from, n, folder);
	if (*ref.p != '/') {
		char *const joined = dsr_arena_take(arena, path.n + 1);

		if (!joined)
			return none;
		*joined = '/';
		memcpy(joined + 1, path.p, path.n);
		n = put_path(out, from, n, (dossier_str){ joined, path.n + 1 });
	} else {
		n = put_path(out, from, n, path);
	}
	memcpy(out + n, query.p, query.n);
	return (dossier_str){ out, n + query.n };
}

dossier_str dsr_weburl_resolve(dsr_arena *arena, dossier_str base, dossier_str ref)
{
	const size_t scheme = scheme_length(base);

	ref = up_to(dsr_trim(ref), "#");
	if (scheme_length(ref))
		return dsr_arena_copy(arena, ref);
	if (!ref.n || *ref.p == '?' || has_scheme(ref) || !scheme)
		return none;
	if (dsr_begins(ref, "//")) {
		const size_t n = scheme - 2; /* with the colon */
		char *const out = dsr_arena_take(arena, n + ref.n);

		if (!out)
			return none;
		memcpy(out, base.p, n);
		memcpy(out + n, ref.p, ref.n);
		return (dossier_str){ out, n + ref.n };
	}
	return resolve_path(arena, base, ref);
}

dossier_str dsr_weburl_core(dossier_str url)
{
	url = skip(url, scheme_length(url));
	if (dsr_begins(url, "www."))
		url = skip(url, 4);
	url = up_to(url, "#");
	while (url.n && url.p[url.n - 1] == '/')
		url.n--;
	return url;
}

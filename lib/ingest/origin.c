/*
 * origin.c - see origin.h
 */
#include "ingest/origin.h"

#include <string.h>

#include <nettle/sha2.h>

#include "text/date.h"

/* All of the object but the file's name, with numbers of 20 digits. */
#define FRAME_MAX 192u
#define ESCAPED_MAX 6u /* bytes that a byte of a name takes */

dsr_origin dsr_origin_of(dsr_place at, const void *bytes, size_t n)
{
	dsr_origin o = { .at = at, .end = at.offset + n };
	struct sha256_ctx sha;

	sha256_init(&sha);
	sha256_update(&sha, n, bytes);
	sha256_digest(&sha, sizeof o.sha256, o.sha256);
	return o;
}

static char *put(char *to, const char *text)
{
	const size_t n = strlen(text);

	memcpy(to, text, n);
	return to + n;
}

static char *put_number(char *to, uint64_t v)
{
	char digits[20];
	size_t n = sizeof digits;

	do
		digits[--n] = (char)('0' + v % 10);
	while ((v /= 10) != 0);
	memcpy(to, digits + n, sizeof digits - n);
	return to + sizeof digits - n;
}

static char *put_hex(char *to, const uint8_t *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*to++ = digits[p[i] >> 4];
		*to++ = digits[p[i] & 15];
	}
	return to;
}

static char *put_escaped(char *to, const char *text)
{
	for (; *text; text++) {
		const uint8_t c = (uint8_t)*text;

		if (c < ' ') {
			to = put(to, "\\u00");
			to = put_hex(to, &c, 1);
			continue;
		}
		if (c == '"' || c == '\\')
			*to++ = '\\';
		*to++ = (char)c;
	}
	return to;
}

static char *put_pair(char *to, char before, unsigned v)
{
	*to++ = before;
	*to++ = (char)('0' + v / 10 % 10);
	*to++ = (char)('0' + v % 10);
	return to;
}

static char *put_time(char *to, int64_t time)
{
	const int64_t day = 86400;
	const unsigned second = (unsigned)(time % day);

	to += dsr_date_print(dsr_date_of_day((int32_t)(time / day)), to);
	to = put_pair(to, 'T', second / 3600);
	to = put_pair(to, ':', second / 60 % 60);
	to = put_pair(to, ':', second % 60);
	*to++ = 'Z';
	return to;
}

dossier_str dsr_origin_print(dsr_arena *arena, const dsr_origin *o, const char *file, int64_t read)
{
	char *const text = dsr_arena_take(arena, FRAME_MAX + 2 * DSR_ORIGIN_SHA256 + ESCAPED_MAX * strlen(file));
	char *to = text;

	if (!text)
		return (dossier_str){ NULL, 0 };
	to = put(to, "{\"file\":\"");
	to = put_escaped(to, file);
	to = put(to, "\",\"start\":");
	to = put_number(to, o->at.offset);
	to = put(to, ",\"end\":");
	to = put_number(to, o->end);
	to = put(to, ",\"sha256\":\"");
	to = put_hex(to, o->sha256, sizeof o->sha256);
	to = put(to, "\",\"read\":\"");
	to = put_time(to, read);
	to = put(to, "\"}");
	return (dossier_str){ text, (size_t)(to - text) };
}
